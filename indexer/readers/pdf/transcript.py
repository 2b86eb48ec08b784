"""The lines that the reader takes from a document, numbered as it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.cells import Segment
from indexer.elements import Grid, Record
from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.paragraphs import Column, openings
from indexer.readers.pdf.seams import Seams
from indexer.readers.pdf.strips import Strip, leading, strips
from indexer.readers.pdf.table import PageTable, TableCell
from indexer.records import Line, Page

_TOP_ROWS = 2
"""Rows at the head of a page of which one may be the rest of a row: headings may be repeated."""
_LEAST_PADDING = 1.0
"""Points between a cell's text and its ruled edge."""
_SAME_PLACE = 25.0
"""Points by which the bounds of columns may differ from page to page: without ruled lines they are
those of the words that stand there."""


@dataclass(frozen=True, slots=True)
class _Above:
    """The table that was read last: its page, its columns, and what stands in its lowest row."""

    page: int
    xs: tuple[float, ...]
    lines: dict[int, tuple[Strip, ...]]


@dataclass(slots=True)
class Transcript:
    """Lines page by page; numbers go on over pages."""

    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    seams: Seams = field(default_factory=Seams)
    last: int = 0
    above: _Above | None = None

    def end_page(self, number: int) -> None:
        self.pages.append(Page(number, tuple(self.lines)))
        self.lines = []

    def paragraph(
        self, content: PageContent, found: Sequence[Strip], right: float
    ) -> tuple[Line, ...]:
        """The lines of a paragraph that is set as far as `right`."""
        glued = [False, *(self.seams.glued(a, b, right) for a, b in pairwise(found))]
        return tuple(
            self.line(content, strip, index == 0, own)
            for index, (strip, own) in enumerate(zip(found, glued, strict=True))
        )

    def line(self, content: PageContent, strip: Strip, opens: bool, glued: bool = False) -> Line:
        self.last += 1
        box = content.shown(strip.x0, strip.y0, strip.x1, strip.y1)
        line = Line(self.last, strip.linked, opens, box, strip.confidence, glued)
        self.lines.append(line)
        return line

    def grid(self, content: PageContent, table: PageTable) -> Grid:
        """The rows of a table, each with its lines cell by cell."""
        columns = _columns(table)
        above = self._above(content, table)
        records: list[Record] = []
        for row in range(len(table.ys) - 1):
            first = self.last + 1
            cells: list[tuple[Segment, ...]] = [()] * table.columns
            merged: set[int] = set()
            spans = False
            for cell in sorted(table.cells, key=lambda c: c.column):
                if cell.row == row:
                    bounds = _bounds(cell, columns)
                    before = above.get(cell.column, ()) if row < _TOP_ROWS else ()
                    cells[cell.column] = self._segments(content, cell, bounds, before)
                    spans |= cell.columns == table.columns > 1 and cell.rows == 1
                elif cell.row < row < cell.row + cell.rows:
                    merged |= set(range(cell.column, cell.column + cell.columns))
            if self.last < first:
                continue
            records.append(
                Record(
                    content.number,
                    first,
                    self.last,
                    not records,
                    tuple(cells),
                    frozenset(merged),
                    spans,
                )
            )
        self.above = _Above(content.number, table.xs, _lowest(table))
        return Grid(tuple(records))

    def _above(self, content: PageContent, table: PageTable) -> dict[int, tuple[Strip, ...]]:
        """The lines in the lowest cells of the table's part on the page before, by column, where
        it stands at the same place there."""
        last = self.above
        if last is None or last.page != content.number - 1 or len(last.xs) != len(table.xs):
            return {}
        same = all(abs(a - b) < _SAME_PLACE for a, b in zip(last.xs, table.xs, strict=True))
        return last.lines if same else {}

    def _segments(
        self,
        content: PageContent,
        cell: TableCell,
        column: Column,
        before: tuple[Strip, ...],
    ) -> tuple[Segment, ...]:
        """The lines of a cell; whether the first goes on with a cell of the page `before`, if it
        should be the rest of it, is told as of the others."""
        found = strips(cell.words)
        made: list[Segment] = []
        above = before[-1] if before else None
        opened = openings((*before, *found), column)[len(before) :]
        for strip, opens in zip(found, opened, strict=True):
            glued = bool(above and not opens and self.seams.glued(above, strip, column.right))
            n = self.line(content, strip, opens, glued)
            made.append(
                Segment(content.number, n.number, n.text, opens, n.box, n.confidence, glued)
            )
            above = strip
        return tuple(made)


def _lowest(table: PageTable) -> dict[int, tuple[Strip, ...]]:
    """The lines of the cells that reach a table's lower edge, by their first column."""
    end = len(table.ys) - 1
    return {c.column: strips(c.words) for c in table.cells if c.row + c.rows == end and c.words}


def _columns(table: PageTable) -> list[Column]:
    """How the columns of a table are set: padding and distance of lines."""
    found = []
    for index in range(table.columns):
        own = [c for c in table.cells if c.column == index and c.columns == 1 and c.words]
        lines = [strips(c.words) for c in own]
        left = min((s.x0 for cell in lines for s in cell), default=table.xs[index])
        edge = table.xs[index + 1]
        padding = min(12.0, max(0.0, left - table.xs[index]))
        widest = max((s.x1 for cell in lines for s in cell if _fits(s, table, edge)), default=left)
        right = max(widest, edge - max(padding, table.gap))
        leads = Counter(round(leading(cell), 1) for cell in lines if len(cell) > 1)
        lead = (
            min(leads, key=lambda x: (-leads[x], x))
            if leads
            else leading(lines[0] if lines else ())
        )
        found.append(Column(left, right, lead))
    return found


def _fits(strip: Strip, table: PageTable, edge: float) -> bool:
    """Whether a line keeps within its column, so that others may be as long: between ruled lines a
    word that is too long for its cell runs over the edge."""
    return not table.closed or strip.x1 <= edge - _LEAST_PADDING


def _bounds(cell: TableCell, columns: Sequence[Column]) -> Column:
    first, last = columns[cell.column], columns[cell.column + cell.columns - 1]
    return Column(first.left, max(first.right, last.right), first.lead)
