"""Write the measured figures into the README, between their marks.

python -m eval.readme build/index [--round-trip]

The round trip typesets and reads every plan in every layout and takes some ten minutes; without
the option its table stays as it is.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from eval.report import measure, table
from eval.roundtrip.layouts import LAYOUTS
from eval.roundtrip.measure import round_trip
from eval.roundtrip.report import table as round_trip_table
from service.engine import open_engine

README = Path(__file__).parents[1] / "README.md"
CORPUS = Path(__file__).parents[1] / "corpus"


def put(text: str, name: str, fresh: str) -> str:
    """A text with what stands between the marks of that name replaced."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    pattern = re.compile(re.escape(begin) + ".*" + re.escape(end), re.DOTALL)
    assert pattern.search(text), f"{README.name} has no marks for {name}"
    return pattern.sub(lambda _: f"{begin}\n\n{fresh}\n\n{end}", text, count=1)


def main(index_dir: Path, with_round_trip: bool) -> None:
    """Measure, and put the tables where the old ones were."""
    text = put(README.read_text("utf-8"), "figures", table(measure(open_engine(index_dir))))
    if with_round_trip:
        results = round_trip(CORPUS, LAYOUTS, None, None, lambda name: print(name, file=sys.stderr))
        text = put(text, "round trip", round_trip_table(results))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--round-trip" in sys.argv[2:])
