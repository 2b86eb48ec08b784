"""Names that may have been meant by one that there is not."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from indexer.errors import NotFound

MOST = 3
"""Names that are suggested of what there is one of."""

ALIKE = 60.0
"""Score of likeness, to 100, from which a name may have been meant."""


def alike(name: str, names: Sequence[str], least: float = ALIKE, most: int = MOST) -> list[str]:
    """The names that are most like one, the likest first, ties in their order."""
    near = process.extract(name, names, scorer=fuzz.WRatio, score_cutoff=least, limit=most)
    return [found for found, _, _ in near]


def no_such(what: str, name: str, near: Sequence[str]) -> str:
    """That nothing is called so, and what may have been meant, for who wrote the name."""
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"no {what} is called {name!r}{hint}"


def not_there(what: str, name: str, names: Sequence[str]) -> NotFound:
    """What to raise where none of some names is this one."""
    return NotFound(no_such(what, name, alike(name, names)))
