"""Names like one that nobody has: what was meant, maybe."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

MOST_SUGGESTIONS = 3

LEAST_LIKE = 60.0
"""Likeness (0 to 100, rapidfuzz's WRatio) below which a name is not worth a suggestion."""


def close_to(
    name: str, names: Sequence[str], most: int = MOST_SUGGESTIONS, least: float = LEAST_LIKE
) -> list[str]:
    """The names that are like one, the most alike first; none where none is."""
    near = process.extract(name, names, scorer=fuzz.WRatio, score_cutoff=least, limit=most)
    return [found for found, _, _ in near]
