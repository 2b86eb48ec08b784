"""Write the measured figures into the README, between its marks.

python -m eval.readme build/index
"""

from __future__ import annotations

import sys
from pathlib import Path

from eval.blocks import between
from eval.report import measure, table
from service.engine import open_engine


def main(index_dir: Path, readme: Path) -> None:
    """Measure the index and put the tables where the old ones were."""
    text = readme.read_text(encoding="utf-8")
    fresh = between(text, "figures", table(measure(open_engine(index_dir))))
    readme.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "README.md")
