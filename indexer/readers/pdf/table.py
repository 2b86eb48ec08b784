"""A table on a page: its cells with the words that stand in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.readers.pdf.content import PageContent, Word
from indexer.readers.pdf.rows import dense_rows
from indexer.readers.pdf.rules import SNAP, Lines, RuledGrid, Slot, grid_of, meeting, page_lines
from indexer.readers.pdf.strips import Strip, strips

_LEAST_COLUMN = 14.0
"""Points; a blank column has room for a word, the gap between double lines has not."""
_LEAST_FILLED = 0.12
"""Share of a grid's cells that hold words; charts and forms drawn with lines have less."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """The words of a cell, its first row and column, and how many it covers."""

    row: int
    column: int
    rows: int
    columns: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table where it stands; `xs` and `ys` bound its columns and rows.

    `gap` is the blank that a column keeps to the bound at its right at least: where no line is
    drawn the bound is where the next column's words begin. `by_rules` where ruled lines part its
    rows, but not its columns.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[TableCell, ...]
    gap: float = 0.0
    by_rules: bool = False

    @property
    def x0(self) -> float:
        return self.xs[0]

    @property
    def x1(self) -> float:
        return self.xs[-1]

    @property
    def y0(self) -> float:
        return self.ys[0]

    @property
    def y1(self) -> float:
        return self.ys[-1]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def closed(self) -> bool:
        """Whether ruled lines close in its cells."""
        return not self.gap

    def words(self) -> set[int]:
        """The identities of the words that stand in it."""
        return {id(word) for cell in self.cells for word in cell.words}


def ruled_tables(
    content: PageContent, before: Sequence[PageTable] = ()
) -> tuple[tuple[PageTable, ...], Lines]:
    """The tables whose cells lines close in, and the lines that are part of none.

    `before` are the tables of the page before: what has the columns of one of them is a table,
    were it only the rest of one cell.
    """
    lines = page_lines(content)
    groups = meeting(lines)
    made = [
        (group, _ruled(grid, content.words, before)) for group in groups if (grid := grid_of(group))
    ]
    found = [(group, table) for group, table in made if table is not None]
    found.sort(key=lambda pair: -sum(bool(cell.words) for cell in pair[1].cells))
    kept: list[PageTable] = []
    used: list[Lines] = []
    for group, table in found:
        if not any(_overlap(table, other) for other in kept):
            kept.append(table)
            used.append(group)
    level = tuple(r for g in groups if g not in used for r in g.level)
    plumb = tuple(r for g in groups if g not in used for r in g.plumb)
    return tuple(sorted(kept, key=lambda t: (t.y0, t.x0))), Lines(level, plumb)


def _overlap(one: PageTable, other: PageTable) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 3 and high > 3


def _ruled(grid: RuledGrid, words: Sequence[Word], before: Sequence[PageTable]) -> PageTable | None:
    """The table that a grid makes; null where it is a frame, a chart or a form."""
    if len(grid.slots) < 2:
        return None
    table = _divided(_pruned(PageTable(grid.xs, grid.ys, tuple(_fill(grid, words)))))
    filled = [cell for cell in table.cells if cell.words]
    rows = {cell.row for cell in filled}
    columns = {cell.column for cell in filled}
    if not filled or not table.columns:
        return None
    if any(_same_columns(table, other) for other in before):
        return table
    if len(columns) < 2 or len(filled) < 2 or len(filled) < _LEAST_FILLED * len(table.cells):
        return None
    if len(rows) == 1 and table.columns == 2 and table.y1 - table.y0 > 300:
        return None
    return table


def _same_columns(one: PageTable, other: PageTable) -> bool:
    """Whether two tables have columns, more than two, at the same places."""
    if len(one.xs) != len(other.xs) or one.columns < 3:
        return False
    return all(abs(a - b) <= SNAP for a, b in zip(one.xs, other.xs, strict=True))


def _divided(table: PageTable) -> PageTable:
    """The table with rows of figures apart that no ruled line parts."""
    ys: list[float] = [table.ys[0]]
    cells: list[TableCell] = []
    shift = 0
    for row in range(len(table.ys) - 1):
        own = [cell for cell in table.cells if cell.row == row]
        through = any(c.row <= row < c.row + c.rows and c.rows > 1 for c in table.cells)
        found = strips(w for cell in own for w in cell.words)
        home = {id(w): (c.column, c.column + c.columns - 1) for c in own for w in c.words}
        lines = [_placed(strip, home) for strip in found]
        starts = sorted(dense_rows(lines, table.columns)) if not through and len(found) > 2 else []
        if len(starts) < 3:
            cells += [replace(cell, row=cell.row + shift) for cell in own]
            ys.append(table.ys[row + 1])
            continue
        for count, (start, end) in enumerate(pairwise([*starts, len(found)])):
            inside = {id(w) for strip in found[start:end] for w in strip.words}
            cells += [
                replace(
                    c, row=row + shift + count, words=tuple(w for w in c.words if id(w) in inside)
                )
                for c in own
            ]
            bottom = found[end].y0 - 1 if end < len(found) else table.ys[row + 1]
            ys.append(max(ys[-1] + 0.1, bottom))
        shift += len(starts) - 1
    return PageTable(table.xs, tuple(ys), tuple(cells)) if shift else table


def _placed(
    strip: Strip, home: dict[int, tuple[int, int]]
) -> list[tuple[int, int, tuple[Word, ...]]]:
    """The words of a printed line by the columns of their cells."""
    groups: dict[tuple[int, int], list[Word]] = {}
    for word in strip.words:
        groups.setdefault(home[id(word)], []).append(word)
    return [(first, last, tuple(words)) for (first, last), words in sorted(groups.items())]


def _fill(grid: RuledGrid, words: Sequence[Word]) -> list[TableCell]:
    """Every cell with the words whose middle lies in it."""
    place = {
        (row, column): index
        for index, slot in enumerate(grid.slots)
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    }
    inside: list[list[Word]] = [[] for _ in grid.slots]
    for word in words:
        row = _band((word.y0 + word.y1) / 2, grid.ys)
        column = _band((word.x0 + word.x1) / 2, grid.xs)
        if row is not None and column is not None:
            inside[place[row, column]].append(word)
    return [_cell(slot, own) for slot, own in zip(grid.slots, inside, strict=True)]


def _cell(slot: Slot, words: Sequence[Word]) -> TableCell:
    return TableCell(slot.row, slot.column, slot.rows, slot.columns, tuple(words))


def _band(place: float, bounds: Sequence[float]) -> int | None:
    for index in range(len(bounds) - 1):
        if bounds[index] <= place < bounds[index + 1]:
            return index
    return None


def _pruned(table: PageTable) -> PageTable:
    """The table without columns in which no words begin: edges that only some rows have.

    A column that is left blank stays: it is wide and closed in by itself in most rows.
    """
    begins = {cell.column for cell in table.cells if cell.words}
    alone = Counter(
        cell.column for cell in table.cells for _ in range(cell.rows) if cell.columns == 1
    )
    begins |= {
        column
        for column in range(table.columns)
        if 2 * alone[column] > len(table.ys) - 1
        and table.xs[column + 1] - table.xs[column] > _LEAST_COLUMN
        and begins
    }
    if not begins:
        return table
    keep = [c for c in range(table.columns) if c in begins]
    if len(keep) == table.columns:
        return table
    home = [max((k for k in keep if k <= c), default=keep[0]) for c in range(table.columns)]
    number = {column: index for index, column in enumerate(keep)}
    cells = []
    for cell in table.cells:
        own = {number[home[c]] for c in range(cell.column, cell.column + cell.columns)}
        if cell.column in begins or cell.words or min(keep) > cell.column:
            cells.append(replace(cell, column=min(own), columns=len(own)))
    xs = (table.xs[0], *(table.xs[c] for c in keep[1:]), table.xs[-1])
    return PageTable(xs, table.ys, tuple(cells))
