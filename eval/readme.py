"""Write the measured figures into the README, between their marks.

python -m eval.readme build/index [--round-trip]

The round trip typesets and reads every plan in every layout and takes some ten minutes; without
the option its table stays as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from eval.blocks import between
from eval.report import measure, table
from eval.roundtrip.layouts import LAYOUTS
from eval.roundtrip.measure import can_be_made, round_trip
from eval.roundtrip.report import table as round_trip_table
from service.engine import open_engine

README = Path(__file__).parents[1] / "README.md"
CORPUS = Path(__file__).parents[1] / "corpus"


def main(index_dir: Path, with_round_trip: bool) -> None:
    """Measure, and put the tables where the old ones were."""
    text = between(README.read_text("utf-8"), "figures", table(measure(open_engine(index_dir))))
    if with_round_trip:
        layouts = [layout for layout in LAYOUTS if can_be_made(layout)]
        results = round_trip(CORPUS, layouts, None, None, lambda name: print(name, file=sys.stderr))
        text = between(text, "round trip", round_trip_table(results))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--round-trip" in sys.argv[2:])
