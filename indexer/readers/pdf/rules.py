"""Ruled lines to grids: pieces of one line joined, lines that meet taken together, and the cells
that they close in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.readers.pdf.content import PageContent, Ruling, Shade

SNAP = 2.5
"""Points within which two lines are one: cell borders are drawn twice 0.5 to 2 apart, and the
lowest row that holds type is 5 high."""
MEETS = 3.5
"""Points that a line may end short of the one that it should meet."""
LEAST_ROW = 5.0
_COVERS = 0.6
"""Share of a cell's side that a line must cover to be its border."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's place in a grid: its first row and column, and how many it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """The cells that lines close in: `ys` and `xs` are the bounds of rows and columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The level and the plumb lines of a page or of a part of it, each joined from its pieces."""

    level: tuple[Ruling, ...]
    plumb: tuple[Ruling, ...]


def page_lines(content: PageContent) -> Lines:
    """The ruled lines of a page, and the edges of its shaded areas."""
    edges = [edge for shade in _table_shades(content) for edge in _edges(shade)]
    inside = [r for r in content.rulings if _on_page(r, content)]
    level = [r for r in (*inside, *edges) if r.y0 == r.y1 and r.x1 - r.x0 > 2]
    plumb = [r for r in (*inside, *edges) if r.y0 != r.y1 and r.y1 - r.y0 > 2]
    flipped = _joined([_flip(r) for r in plumb])
    return Lines(tuple(_joined(level)), tuple(_flip(r) for r in flipped))


def _on_page(r: Ruling, content: PageContent) -> bool:
    return r.x1 > 0 and r.y1 > 0 and r.x0 < content.width and r.y0 < content.height


def _table_shades(content: PageContent) -> list[Shade]:
    """Shaded areas that may be cells or rows: not white, no bar, not the page's ground."""
    area = content.width * content.height
    return [
        s
        for s in content.shades
        if min(s.color) < 252
        and s.y1 - s.y0 >= LEAST_ROW
        and s.x1 - s.x0 >= LEAST_ROW
        and (s.x1 - s.x0) * (s.y1 - s.y0) < 0.6 * area
    ]


def _edges(s: Shade) -> tuple[Ruling, ...]:
    return (
        Ruling(s.x0, s.y0, s.x1, s.y0),
        Ruling(s.x0, s.y1, s.x1, s.y1),
        Ruling(s.x0, s.y0, s.x0, s.y1),
        Ruling(s.x1, s.y0, s.x1, s.y1),
    )


def _flip(r: Ruling) -> Ruling:
    return Ruling(r.y0, r.x0, r.y1, r.x1)


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Level lines with those at one height as one, where they touch."""
    heights: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.y0):
        if heights and ruling.y0 - heights[-1][0].y0 <= SNAP:
            heights[-1].append(ruling)
        else:
            heights.append([ruling])
    found = []
    for group in heights:
        y = sum(r.y0 * (r.x1 - r.x0) for r in group) / sum(r.x1 - r.x0 for r in group)
        start, end = None, 0.0
        for r in sorted(group, key=lambda r: r.x0):
            if start is None:
                start, end = r.x0, r.x1
            elif r.x0 - end <= MEETS:
                end = max(end, r.x1)
            else:
                found.append(Ruling(start, y, end, y))
                start, end = r.x0, r.x1
        if start is not None:
            found.append(Ruling(start, y, end, y))
    return found


def meeting(lines: Lines) -> tuple[Lines, ...]:
    """Lines in groups that hang together."""
    parent = list(range(len(lines.level) + len(lines.plumb)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_y = sorted(range(len(lines.level)), key=lambda i: lines.level[i].y0)
    heights = [lines.level[i].y0 for i in by_y]
    for j, plumb in enumerate(lines.plumb, start=len(lines.level)):
        for k in range(bisect_right(heights, plumb.y0 - MEETS), len(by_y)):
            level = lines.level[by_y[k]]
            if level.y0 > plumb.y1 + MEETS:
                break
            if level.x0 - MEETS <= plumb.x0 <= level.x1 + MEETS:
                parent[root(j)] = root(by_y[k])
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, level in enumerate(lines.level):
        groups[root(i)][0].append(level)
    for j, plumb in enumerate(lines.plumb, start=len(lines.level)):
        groups[root(j)][1].append(plumb)
    return tuple(Lines(tuple(level), tuple(plumb)) for level, plumb in groups.values())


def grid_of(lines: Lines) -> RuledGrid | None:
    """The cells that lines which hang together close in; null where they are no grid."""
    if not lines.level or not lines.plumb:
        return None
    xs = _bounds([r.x0 for r in lines.plumb], [x for r in lines.level for x in (r.x0, r.x1)])
    ys = _bounds([r.y0 for r in lines.level], [y for r in lines.plumb for y in (r.y0, r.y1)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 20_000:
        return None
    return RuledGrid(tuple(xs), tuple(ys), tuple(_slots(xs, ys, lines)))


def _bounds(own: Sequence[float], ends: Sequence[float]) -> list[float]:
    """The places of lines, and where those across them end beyond the outermost."""
    found: list[float] = []
    for place in sorted(own):
        if not found or place - found[-1] > SNAP:
            found.append(place)
    if min(ends) < found[0] - 3 * MEETS:
        found.insert(0, min(ends))
    if max(ends) > found[-1] + 3 * MEETS:
        found.append(max(ends))
    return found


@dataclass(slots=True)
class _Union:
    parent: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def root(self, key: tuple[int, int]) -> tuple[int, int]:
        while self.parent.setdefault(key, key) != key:
            key = self.parent[key]
        return key

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        self.parent[self.root(one)] = self.root(other)


def _slots(xs: Sequence[float], ys: Sequence[float], lines: Lines) -> Iterator[Slot]:
    """Elementary cells joined where no line stands between them."""
    union = _Union()
    plumb = _by_place([_flip(r) for r in lines.plumb], xs)
    level = _by_place(lines.level, ys)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            union.root((row, column))
            if column and not _covered(plumb[column], top, bottom):
                union.join((row, column), (row, column - 1))
            if row and not _covered(level[row], left, right):
                union.join((row, column), (row - 1, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            groups[union.root((row, column))].append((row, column))
    for cells in groups.values():
        yield from _rectangles(cells)


def _by_place(level: Sequence[Ruling], places: Sequence[float]) -> list[list[Ruling]]:
    return [[r for r in level if abs(r.y0 - place) <= SNAP] for place in places]


def _covered(rulings: Sequence[Ruling], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(r.x1, end) - max(r.x0, start)) for r in rulings)
    return covered >= _COVERS * (end - start)


def _rectangles(cells: Sequence[tuple[int, int]]) -> Iterator[Slot]:
    """A group of elementary cells as one cell, or where its shape is none, row by row."""
    rows, columns = sorted({r for r, _ in cells}), sorted({c for _, c in cells})
    if len(cells) == len(rows) * len(columns):
        yield Slot(rows[0], columns[0], len(rows), len(columns))
        return
    own = set(cells)
    for row in rows:
        start: int | None = None
        for column in range(columns[0], columns[-1] + 2):
            if (row, column) in own and start is None:
                start = column
            elif (row, column) not in own and start is not None:
                yield Slot(row, start, 1, column - start)
                start = None
