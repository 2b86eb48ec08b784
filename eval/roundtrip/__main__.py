"""Print how much of a plan comes back from each layout; those that a browser prints or LibreOffice
sets need the program.

python -m eval.roundtrip [--layout ruled …] [--plan ID …] [--keep FOLDER] [--wrong]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    from eval.roundtrip.layouts import LAYOUTS

    names = [layout.name for layout in LAYOUTS]
    parser = argparse.ArgumentParser(prog="python -m eval.roundtrip", description=__doc__)
    parser.add_argument("--layout", action="append", choices=names, help="only this one")
    parser.add_argument("--plan", action="append", help="only this plan")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--keep", type=Path, help="leave the typeset files in this folder")
    parser.add_argument("--wrong", action="store_true", help="list what came back otherwise")
    chosen = parser.parse_args(arguments)

    from eval.roundtrip.measure import can_be_made, round_trip
    from eval.roundtrip.report import table, wrong

    results = round_trip(
        chosen.corpus,
        [
            layout
            for layout in LAYOUTS
            if (layout.name in chosen.layout if chosen.layout else can_be_made(layout))
        ],
        chosen.plan,
        chosen.keep,
        lambda name: print(name, file=sys.stderr),
    )
    print(table(results))
    if chosen.wrong:
        print(wrong(results))


if __name__ == "__main__":
    main()
