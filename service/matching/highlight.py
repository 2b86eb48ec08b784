"""Where in a passage's text stands what a question matched, and the words that did."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis import tokenize
from service.reading.groups import RELATED, Group


def highlights(text: str, groups: Sequence[Group]) -> tuple[tuple[int, int], ...]:
    """Offsets of the words of a text by which any group is matched, in order.

    A word counts by its stem, or by a part of it where it is a compound; of a way with several
    words all must stand in the text.
    """
    tokens = tokenize(text)
    present = {token.stem for token in tokens} | {p for token in tokens for p in token.parts}
    wanted = {
        stem
        for group in groups
        for way in group.ways
        if way.strength > RELATED and all(s in present for s in way.stems)
        for stem in way.stems
    }
    return tuple(
        (token.start, token.end)
        for token in tokens
        if token.stem in wanted or wanted.intersection(token.parts)
    )


def words_at(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words at some offsets, each once, in order."""
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))
