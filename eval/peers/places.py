"""Which judged passages a chunk of a plan holds, whoever cut it.

A chunk's words are laid beside its plan's, and those that match, three or more in a row, are its
place. It holds a passage

- of whose own text (of a measure, the cell that says what is done; of prose, all) at least half
  is in that place, or
- in which at least half of that place lies, where a chunk is smaller than a passage.

Nothing is asked of how a chunk was made: offsets need not be known, markup may be gone, blanks
and line ends may differ. Headings that a peer repeats before a chunk are read where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.records import Kind, Passage

ENOUGH = 0.5
"""Share of a passage's own text that must be in a chunk. At a third, a chunk that ends early in a
row has the row; at all of it, no window has a row that it cuts."""

IN_A_ROW = 3
"""Words that must match in a row; fewer stand anywhere, "i 2024" say. A chunk shorter than that
must match whole."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: numbers of words of its plan. `own` is what it says itself, `all`
    with the rest of its row; what it takes from rows above is in neither."""

    passage: Passage
    own: frozenset[int]
    all: frozenset[int]


class Places:
    """Where the passages of an index stand in the texts of their plans."""

    def __init__(self, passages: Sequence[Passage], texts: Mapping[str, str]) -> None:
        self._words = {plan: _words(text) for plan, text in texts.items()}
        self._places: dict[str, list[Place]] = {plan: [] for plan in texts}
        lines = {plan: _Lines(text) for plan, text in texts.items()}
        for passage in passages:
            self._places[passage.plan_id].append(_place(passage, lines[passage.plan_id]))
        for own in self._places.values():
            own.sort(key=lambda place: min(place.own, default=0))

    def held(self, plan_id: str, chunk: str) -> tuple[Passage, ...]:
        """The passages that a chunk holds, as they stand in the plan."""
        covered = matching(_words(chunk), self._words[plan_id])
        return tuple(
            place.passage
            for place in self._places[plan_id]
            if _share(covered, place.own, of=place.own) >= ENOUGH
            or _share(covered, place.all, of=covered) >= ENOUGH
        )


def matching(chunk: Sequence[str], plan: Sequence[str]) -> frozenset[int]:
    """The numbers of the plan's words that a chunk is made of."""
    least = min(IN_A_ROW, len(chunk))
    blocks = SequenceMatcher(None, chunk, plan, autojunk=False).get_matching_blocks()
    return frozenset(
        number
        for block in blocks
        if block.size >= least
        for number in range(block.b, block.b + block.size)
    )


def _share(one: frozenset[int], other: frozenset[int], of: frozenset[int]) -> float:
    return len(one & other) / len(of) if of else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


class _Lines:
    """A text's lines, and the number of each line's first word."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._first = [0]
        for line in self._lines:
            self._first.append(self._first[-1] + len(_words(line)))

    def words(self, number: int, quote: str) -> range:
        """The numbers of a quote's words on a line, counted from 1."""
        line = self._lines[number - 1]
        start = self._first[number - 1] + len(_words(line[: line.index(quote)]))
        return range(start, start + len(_words(quote)))


def _place(passage: Passage, lines: _Lines) -> Place:
    pieces = [
        (piece.field, word)
        for piece in passage.source.pieces
        if not piece.inherited
        for number, quote in enumerate(piece.quote.split("\n"), start=piece.line)
        for word in lines.words(number, quote)
    ]
    everything = frozenset(word for _, word in pieces)
    if passage.kind is Kind.PROSE:
        return Place(passage, everything, everything)
    return Place(passage, frozenset(w for field, w in pieces if field == "measure"), everything)
