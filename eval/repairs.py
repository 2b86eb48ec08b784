"""Print how many words of clean text a repair would touch; each that it does is wrong.

python -m eval.repairs [FILE…]     (plain text in UTF-8; without files the corpus's clean plans)
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from indexer.repair import is_damaged, repair

SHOWN = 12
"""Changed words that are listed of a text, the most frequent first."""


def clean_plans(corpus: Path) -> list[Path]:
    """The text exports of the corpus that are not damaged."""
    texts = sorted((corpus / "plans").glob("*.txt"))
    return [path for path in texts if not is_damaged(path.read_text(encoding="utf-8"))]


def report(paths: Iterable[Path]) -> str:
    """A line a text: its words, and how many a repair touches, taken for clean and for damaged."""
    lines = [
        "| text | words | touched | touched in a damaged text | which |",
        "|---|--:|--:|--:|---|",
    ]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        words = len(text.split())
        clean, damaged = repair(text).repairs, repair(text, damaged=True).repairs
        which = ", ".join(
            f"{stands} → {shown} ({count})"
            for (stands, shown), count in Counter(damaged).most_common(SHOWN)
        )
        per_mille = (f"{1000 * len(found) / words:.2f} ‰" for found in (clean, damaged))
        lines.append(f"| {path.stem} | {words} | {' | '.join(per_mille)} | {which} |")
    return "\n".join(lines)


def main() -> None:
    print(report([Path(name) for name in sys.argv[1:]] or clean_plans(Path("corpus"))))


if __name__ == "__main__":
    main()
