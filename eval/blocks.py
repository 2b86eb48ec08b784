"""Measured figures between marks in a document, so that they can be measured anew."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parent / "README.md"


def between(text: str, name: str, fresh: str) -> str:
    """The document with what stands between the marks of that name replaced.

    Raises ValueError where it has no such marks.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"there is no {begin} … {end}")
    return pattern.sub(lambda _: f"{begin}\n\n{fresh.strip()}\n\n{end}", text, count=1)


def write_block(name: str, fresh: str, write: bool) -> None:
    """Print what was measured; put it into this folder's README too where that is wanted."""
    print(fresh)
    if write:
        README.write_text(between(README.read_text("utf-8"), name, fresh), encoding="utf-8")
