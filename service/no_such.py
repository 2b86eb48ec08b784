"""What is said of an id that there is not."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process


def no_such(what: str, name: str, names: Sequence[str]) -> str:
    """That nothing of a kind is called so, and what among the names that there are may be meant."""
    near = process.extract(name, names, scorer=fuzz.WRatio, score_cutoff=60, limit=3)
    hint = f"; did you mean {', '.join(found for found, _, _ in near)}?" if near else ""
    return f"no {what} is called {name!r}{hint}"
