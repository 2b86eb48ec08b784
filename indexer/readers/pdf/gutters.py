"""Tables without closed cells: columns by the blanks that go down through their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

from indexer.readers.pdf.content import Word
from indexer.readers.pdf.rows import Rows, find_rows
from indexer.readers.pdf.runs import WIDE_BLANK, Run, header_height
from indexer.readers.pdf.strips import Strip, chunks, strip_of
from indexer.readers.pdf.table import PageTable, TableCell
from indexer.records import Column
from indexer.vocabulary import column_of

_CROSSED = 0.12
"""Share of the lines that may cross a gutter: rows that span the table, headings over several
columns."""
_LEAST_GUTTER = 0.55
"""Of the type's size; a column set close to the next leaves twice the padding of a cell."""
_PADDING = 9.0
"""Points between a column's longest line and the next column's words: both cells' padding, 10.8
in Word and 12 in reportlab, less the 2 that bounds stand off."""
_PROSE_FILL = 0.7
_CLOSE = WIDE_BLANK * 0.8
"""Of the type's size, a blank that parts headings by itself."""
_NUMERIC = re.compile(r"[^\w]*\d[\d\s.,%()–-]*[^\w]*$|[-–—x]$|n/?a$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Gap:
    x0: float
    x1: float


def open_table(run: Run, template: PageTable | None = None) -> PageTable | None:
    """The table that a run of lines makes; null where it is prose.

    `template` is a table on the page before that may go on here.
    """
    height = header_height(run.strips)
    bounds = _template_bounds(run, template.xs) if template else None
    if bounds is None:
        bounds = _bounds(run, height)
    if bounds is None:
        return None
    columns = len(bounds) - 1
    lines = [_in_columns(strip, bounds) for strip in run.strips]
    if not (run.known or _is_table(run, lines, columns)):
        return None
    known = template is not None and template.by_rules and len(template.xs) == len(bounds)
    rows = find_rows(run, lines, bounds, height, known)
    end = _last(lines, rows.starts)
    kept = replace(run, strips=run.strips[:end])
    starts = tuple(start for start in rows.starts if start < end)
    return _table(kept, lines[:end], bounds, replace(rows, starts=starts))


def _last(lines: Sequence[Placed], starts: Sequence[int]) -> int:
    """How many lines are the table's: not those below that stand in its first column alone,
    which are the text after it."""
    end = len(lines)
    while end > 2 and len(lines[end - 1]) == 1 and lines[end - 1][0][0] == 0:
        row = max(start for start in starts if start < end)
        alone = all(len(line) == 1 and line[0][0] == 0 for line in lines[row:end])
        above = lines[end - 2]
        if alone:
            end = row
        elif not any(part[0] == 0 for part in above):
            end -= 1
        else:
            break
    return end


def _bounds(run: Run, height: int) -> tuple[float, ...] | None:
    """The columns' bounds: the left edge, the middle of each gutter, the right edge."""
    gaps = _gaps(run.strips)
    if height:
        gaps = _led_by_header(gaps, run.strips[:height]) or gaps
    if not gaps:
        return None
    x0, x1 = min(s.x0 for s in run.strips), max(s.x1 for s in run.strips)
    return (x0 - 1, *(gap.x1 - min(2.0, (gap.x1 - gap.x0) / 2) for gap in gaps), x1 + 1)


def _gaps(found: Sequence[Strip]) -> list[_Gap]:
    """Where hardly any line has a word, over the height of the run."""
    size = mean(strip.size for strip in found)
    several = [s for s in found if len(chunks(s, WIDE_BLANK)) > 1]
    allowed = _CROSSED * len(found) if len(several) > 3 else 0
    events: list[tuple[float, int]] = []
    for strip in found:
        for chunk in chunks(strip, 0.6):
            events += [(chunk.x0, 1), (chunk.x1, -1)]
    events.sort()
    gaps: list[_Gap] = []
    depth, since = 0, None
    for place, step in events:
        before, depth = depth, depth + step
        if before > allowed >= depth:
            since = place
        elif before <= allowed < depth and since is not None:
            if place - since >= _LEAST_GUTTER * size:
                gaps.append(_Gap(since, place))
            since = None
    return [gap for gap in gaps if _parts(found, gap)]


def _parts(found: Sequence[Strip], gap: _Gap) -> bool:
    """Whether words stand on both sides of a gap on at least two lines."""
    both = sum(
        any(w.x1 <= gap.x0 + 1 for w in s.words) and any(w.x0 >= gap.x1 - 1 for w in s.words)
        for s in found
    )
    return both >= 2


def _led_by_header(gaps: Sequence[_Gap], head: Sequence[Strip]) -> list[_Gap]:
    """A gutter between each two headings: of the gaps there the one nearest to the right one.

    Where long lines of the column to the left hide it, the place right before the heading; where
    headings stand so close that only their words part them, between these.
    """
    edges = _heading_edges(head)
    close = _CLOSE * min(word.size for strip in head for word in strip.words)
    found: list[_Gap] = []
    for left, right in pairwise(edges):
        if 0 < right.x0 - left.x1 <= close:
            found.append(_Gap(left.x1, right.x0))
            continue
        near = [
            _Gap(g.x0, min(g.x1, right.x0) if min(g.x1, right.x0) > g.x0 else g.x1)
            for g in gaps
            if g.x1 > left.x0 and (g.x0 < right.x0 or (g.x0 + g.x1) / 2 < right.x1)
        ]
        free = [g for g in near if g.x1 > left.x0 + 1]
        if free:
            found.append(min(free, key=lambda g: abs(g.x1 - right.x0)))
        elif left.x1 < right.x0:
            found.append(_Gap(left.x1, right.x0))
    unique: list[_Gap] = []
    for gap in found:
        if not unique or gap.x1 > unique[-1].x1 + 1:
            unique.append(gap)
    return unique


def _heading_edges(head: Sequence[Strip]) -> list[_Gap]:
    """The extent of each column heading, from left to right."""
    edges: list[_Gap] = []
    wide = [chunk for strip in head for chunk in chunks(strip, _CLOSE)]
    parts = sorted((part for chunk in wide for part in _headings(chunk)), key=lambda c: c.x0)
    for chunk in parts:
        if edges and chunk.x0 < edges[-1].x1:
            edges[-1] = _Gap(edges[-1].x0, max(edges[-1].x1, chunk.x1))
        else:
            edges.append(_Gap(chunk.x0, chunk.x1))
    return edges


def _headings(chunk: Strip) -> list[Strip]:
    """What stands close together in a header, in parts where it can only be several headings:
    years ("2025 2026"), and two that are known and of different kinds, the second with a capital
    ("Nr Tiltak", "Innsatsområde Tiltak")."""
    words = chunk.words
    if len(words) > 1 and all(column_of(word.text) is Column.YEAR for word in words):
        return [strip_of([word]) for word in words]
    for place in range(1, len(words)):
        if _are_two(words[:place], words[place:]):
            return [strip_of(words[:place]), *_headings(strip_of(words[place:]))]
    return [chunk]


def _are_two(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether words beside each other are two headings: not "Nr mål", which says what is
    numbered, nor "Ansvarlig enhet"."""
    first, second = (column_of(" ".join(w.text for w in words)) for words in (left, right))
    return right[0].text[:1].isupper() and None not in (first, second) and first is not second


def _template_bounds(run: Run, template: Sequence[float]) -> tuple[float, ...] | None:
    """The bounds of the table above if these lines keep to them."""
    inner = template[1:-1]
    crossing = sum(any(w.x0 + 1 < x < w.x1 - 1 for w in s.words for x in inner) for s in run.strips)
    if crossing > max(1, _CROSSED * len(run.strips)):
        return None
    left = min(template[0], min(s.x0 for s in run.strips) - 1)
    return (left, *inner, max(template[-1], max(s.x1 for s in run.strips) + 1))


Placed = list[tuple[int, int, tuple[Word, ...]]]
"""The words of a printed line by the first and the last column that they stand in."""


def _in_columns(strip: Strip, bounds: Sequence[float]) -> Placed:
    found: list[tuple[int, int, list[Word]]] = []
    for chunk in chunks(strip, 0.6):
        first, last = _column(chunk.x0, bounds), _column(chunk.x1, bounds)
        crossing = first != last and _crosses(chunk, bounds)
        groups: list[tuple[int, int, list[Word]]] = (
            [(first, last, list(chunk.words))]
            if crossing
            else [
                (c, c, [word])
                for word in chunk.words
                for c in [_column((word.x0 + word.x1) / 2, bounds)]
            ]
        )
        for group in groups:
            if found and found[-1][1] >= group[0]:
                start, end, words = found[-1]
                found[-1] = (start, max(end, group[1]), [*words, *group[2]])
            else:
                found.append(group)
    return [(first, last, tuple(words)) for first, last, words in found]


def _crosses(chunk: Strip, bounds: Sequence[float]) -> bool:
    """Whether a part of a line runs over a gutter rather than being set close to the next."""
    for x in bounds[1:-1]:
        if chunk.x0 < x - 2 and chunk.x1 > x + 2:
            if any(word.x0 < x - 1 and word.x1 > x + 1 for word in chunk.words):
                return True
            left = max((w.x1 for w in chunk.words if w.x1 <= x + 1), default=chunk.x0)
            right = min((w.x0 for w in chunk.words if w.x0 >= x - 2), default=chunk.x1)
            if right - left < 0.45 * chunk.size:
                return True
    return False


def _column(x: float, bounds: Sequence[float]) -> int:
    index = sum(x >= bound for bound in bounds[1:-1])
    return min(index, len(bounds) - 2)


def _is_table(run: Run, lines: Sequence[Placed], columns: int) -> bool:
    """Whether lines in columns that nobody named are a table and not prose in columns."""
    full = [line for line in lines if len(line) >= 2]
    if len(full) < 2 or columns < 2:
        return False
    right = [words for line in lines for first, _, words in line if first > 0]
    numeric = sum(bool(_NUMERIC.match(" ".join(w.text for w in words))) for words in right)
    if numeric * 2 >= len(right):
        return True
    if columns == 2:
        return len(full) >= 3 and len(run.rulings) >= 3 and not _is_prose(run, lines, columns)
    return len(full) >= 3 and not _is_prose(run, lines, columns)


def _is_prose(run: Run, lines: Sequence[Placed], columns: int) -> bool:
    """Whether the columns are filled from edge to edge, as those of a newspaper are."""
    fills = []
    for column in range(columns):
        own = [words for line in lines for first, last, words in line if first == last == column]
        if len(own) < 3:
            continue
        widths = [words[-1].x1 - words[0].x0 for words in own]
        fills.append(mean(widths) / max(widths))
        if max(widths) < 12 * run.strips[0].size * 0.5:
            return False
    full = sum(len(line) >= 2 for line in lines)
    return bool(fills) and min(fills) > _PROSE_FILL and full * 10 > 6 * len(lines)


@dataclass(slots=True)
class _Draft:
    """A cell while it is put together."""

    row: int
    rows: int
    words: list[Word]


def _table(run: Run, lines: Sequence[Placed], bounds: Sequence[float], found: Rows) -> PageTable:
    starts = found.starts
    ends = [*starts[1:], len(lines)]
    cells: list[tuple[tuple[int, int], _Draft]] = []
    open_cells: dict[int, _Draft] = {}
    ys = [run.strips[0].y0 - 1]
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        through = found.through.get(start, frozenset())
        words = _row_words(lines[start:end], len(bounds) - 1)
        for column in through & set(open_cells):
            draft = open_cells[column]
            draft.rows = row - draft.row + 1
            draft.words += words.pop((column, column), [])
        drafts = {key: _Draft(row, 1, own) for key, own in words.items()}
        cells += drafts.items()
        kept = {c: draft for c, draft in open_cells.items() if c in through}
        open_cells = kept | {first: d for (first, last), d in drafts.items() if first == last}
        bottom = max(s.y1 for s in run.strips[start:end])
        top = run.strips[end].y0 if end < len(lines) else bottom + 2
        ys.append(max(ys[-1] + 0.1, (bottom + top) / 2))
    made = tuple(
        TableCell(draft.row, first, draft.rows, last - first + 1, tuple(draft.words))
        for (first, last), draft in cells
    )
    return PageTable(tuple(bounds), tuple(ys), made, _PADDING, found.by_rules)


def _row_words(lines: Sequence[Placed], columns: int) -> dict[tuple[int, int], list[Word]]:
    """The words of a row by the columns over which they stand."""
    words: dict[tuple[int, int], list[Word]] = {}
    alone = len(lines) == 1 and len(lines[0]) == 1
    for line in lines:
        for first, last, own in line:
            whole = alone and first == 0 and last > 0
            words.setdefault((first, columns - 1 if whole else last), []).extend(own)
    return _apart(words)


def _apart(words: dict[tuple[int, int], list[Word]]) -> dict[tuple[int, int], list[Word]]:
    """Cells of a row that do not lie over each other: a line that crosses joins its first."""
    made: dict[tuple[int, int], list[Word]] = {}
    singles = {first for first, last in words if first == last}
    for (first, last), own in sorted(words.items()):
        over = last > first and singles & set(range(first, last + 1))
        key = (first, first) if over else (first, last)
        made.setdefault(key, []).extend(own)
    return made
