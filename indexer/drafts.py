"""Rows while their cells are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.cells import Segment, blocks, plain, text_of
from indexer.elements import Record
from indexer.records import Cell, Column, Header, Piece

ASSERTED = (Column.NUMBER, Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
"""What answers say of a measure: which it is, who does it and when. A cell of these that was not
recognised surely is uncertain, and not said."""

UNSURE = 0.8
"""Confidence of a cell's least sure word below which it is uncertain. Of 2450 recognised words of
scans at 300 to 100 dpi, 39 % of those below 0.8 were right, 88 % from 0.8 to 0.9 and 99.5 % above.
At 150 dpi and more it takes 0.2 to 1.8 % of the words that are right with it, and of six that are
wrong it misses one, a capital."""


@dataclass(slots=True)
class Draft:
    """A row while its cells are put together, a list of segments for every column."""

    records: list[Record]
    cells: list[list[Segment]]
    headings: tuple[Cell, ...] = ()
    inherited: set[int] = field(default_factory=set)
    reason: str | None = None

    def blank(self, index: int) -> bool:
        return index >= len(self.cells) or not any(plain(s.raw) for s in self.cells[index])

    def text(self, index: int) -> str:
        return text_of(blocks(self.cells[index]))


def draft_of(record: Record) -> Draft:
    return Draft([record], [list(cell) for cell in record.cells], inherited=set(record.inherited))


def cell_of(head: Header, segments: Sequence[Segment], inherited: bool) -> Cell:
    pieces = tuple(piece_of(head.column, s, s.raw, inherited) for s in segments if s.raw)
    if head.column in ASSERTED and any(_unsure(piece) for piece in pieces):
        return Cell(head, "", pieces, inherited, uncertain=True)
    text = text_of(blocks(segments))
    if head.column is Column.YEAR and not text:  # a dot alone, which elsewhere opens a list item
        text = " ".join(plain(s.raw) for s in segments).strip()
    return Cell(head, text, pieces, inherited)


def _unsure(piece: Piece) -> bool:
    return piece.confidence is not None and piece.confidence < UNSURE


def piece_of(column: Column, s: Segment, quote: str, inherited: bool = False) -> Piece:
    return Piece(column.value, s.page, s.line, quote, inherited, s.box, s.confidence)
