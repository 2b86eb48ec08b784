"""Where the rows of a table without closed cells begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.content import Word
from indexer.readers.pdf.runs import Run

Placed = list[tuple[int, int, tuple[Word, ...]]]

_FIGURE = re.compile(r"[^\w]*\d[\d\s.,:%()/–-]*\W*\w?$|[-–—.†‡*]+$|n/?a$|x$", re.IGNORECASE)
_EXTRA = 1.18
"""Of the usual distance of lines in a cell, the one that parts rows: the padding of cells is 4 to
12 points to lines of 9 to 13, and base lines of one cell differ by less than a tenth."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The indexes of the lines with which rows begin, and for those the columns in which the cell
    above goes on past the row's beginning."""

    starts: tuple[int, ...]
    through: dict[int, frozenset[int]]
    by_rules: bool = False


def find_rows(
    run: Run,
    lines: Sequence[Placed],
    bounds: Sequence[float],
    height: int,
    by_rules: bool = False,
) -> Rows:
    """Where rows begin; the head's `height` lines are one row. `by_rules` where ruled lines part
    the rows of the part of the table on the page before."""
    count, columns = len(lines), len(bounds) - 1
    ruled = _ruled(run, bounds)
    first = max(height, 1)
    starts = {0} | {i for i in ruled if i >= first} | _crossing(lines, first)
    if first < count and height:
        starts.add(first)
    through = {i: columns for i, columns in ruled.items() if columns and i > first}
    dense = dense_rows(lines[first:], columns)
    if dense:
        starts |= {first + index for index in dense}
    elif not (by_rules or (by_rules := _by_rules(set(ruled), first, count))):
        spaced = _spaced(lines, columns, first, _cell_lead(run, lines, columns, first))
        if _is_spaced(set(spaced), first, count):
            starts |= set(spaced)
            through |= {i: columns for i, columns in spaced.items() if columns}
        else:
            starts |= _begun(lines, first)
    return Rows(tuple(sorted(starts)), through, by_rules and not dense)


def dense_rows(lines: Sequence[Placed], columns: int) -> set[int]:
    """The rows of a table of figures, in which nearly every line fills most columns.

    Empty where it is no such table. A line of words alone in the first column is a row of its
    own unless it goes on with the label above or below.
    """
    if len(lines) < 2 or columns < 2:
        return set()
    full = [line for line in lines if len(line) >= max(2, 0.6 * columns)]
    values = [words for line in full for first, _, words in line if first > 0]
    figures = sum(bool(_FIGURE.match(" ".join(w.text for w in words))) for words in values)
    if len(full) * 10 < 6 * len(lines) or figures * 10 < 7 * len(values):
        return set()
    found: set[int] = set()
    for index, line in enumerate(lines):
        if len(line) == 1 and line[0][0] == 0 and not _begins(line[0][2]):
            continue
        if len(line) == 1 and line[0][0] > 0 and not _FIGURE.match(line[0][2][0].text):
            continue
        above = lines[index - 1] if index else None
        label = above is not None and len(above) == 1 and above[0][0] == 0 and index - 1 in found
        if label and line[0][0] == 0 and not _begins(line[0][2]):
            continue
        found.add(index)
    return found | {0}


def _ruled(run: Run, bounds: Sequence[float]) -> dict[int, frozenset[int]]:
    """Lines right above which a ruled line goes through the table or its right part, with the
    columns that it leaves out."""
    left, right = bounds[0], bounds[-1]
    found = {}
    for index in range(1, len(run.strips)):
        strip = run.strips[index]
        top, bottom = run.strips[index - 1].base - 1, strip.base - 0.3 * strip.size
        between = [r for r in run.rulings if top <= r.y0 <= bottom]
        if not between:
            continue
        open_columns = [
            column
            for column, (x0, x1) in enumerate(pairwise(bounds))
            if not any(r.x0 <= (x0 + x1) / 2 <= r.x1 for r in between)
        ]
        reach = max(r.x1 for r in between)
        drawn = sum(r.x1 - r.x0 for r in between)
        if drawn < 0.35 * (right - left) or reach < right - 0.15 * (right - left):
            continue
        if open_columns == list(range(len(open_columns))):
            found[index] = frozenset(open_columns)
    return found


def _by_rules(ruled: set[int], first: int, count: int) -> bool:
    """Whether rows of the body are parted by ruled lines, so that nothing else needs to."""
    body = [index for index in ruled if index > first]
    return len(body) >= 2 or (len(body) == 1 and count - first <= 8)


def _crossing(lines: Sequence[Placed], first: int) -> set[int]:
    """Lines that stand alone over several columns, and the lines below them."""
    found: set[int] = set()
    for index in range(first, len(lines)):
        if len(lines[index]) == 1 and lines[index][0][0] < lines[index][0][1]:
            found |= {index, index + 1} if index + 1 < len(lines) else {index}
    return found


def _cell_lead(run: Run, lines: Sequence[Placed], columns: int, first: int) -> float:
    """The least usual distance of lines that follow upon each other in one column."""
    steps = []
    for column in range(columns):
        own = [i for i in range(first, len(lines)) if _has(lines[i], column)]
        steps += [run.strips[b].base - run.strips[a].base for a, b in pairwise(own) if b == a + 1]
    size = median(s.size for s in run.strips)
    steps = sorted(step for step in steps if step >= 0.9 * size)
    return steps[len(steps) // 8] if steps else 1.2 * size


def _has(line: Placed, column: int) -> bool:
    return any(first <= column <= last for first, last, _ in line)


@dataclass(frozen=True, slots=True)
class _Break:
    """A line that may begin a row: the blank above it beyond the usual one, how many columns have
    words there, whether the first has, and the columns in which the text above goes on."""

    extra: float
    filled: int
    leads: bool
    through: frozenset[int]


def _spaced(
    lines: Sequence[Placed], columns: int, first: int, lead: float
) -> dict[int, frozenset[int]]:
    """Lines with the blank above them that parts rows, each with the columns in which the cell
    above goes on.

    Paragraphs in a cell stand apart too, but by less than rows do.
    """
    found = {
        index: made
        for index in range(max(1, first), len(lines))
        if (made := _break_at(lines, index, columns, lead)) is not None
    }
    most = max(2, min(3, (columns + 1) // 2))
    sure = [b.extra for i, b in found.items() if b.filled >= most and i > first]
    sure = sure or [b.extra for i, b in found.items() if b.filled >= 2 and i > first]
    usual = median(sure) if sure else 0.0
    return {
        index: b.through
        for index, b in found.items()
        if b.extra >= 0.6 * usual and (b.filled >= 2 or b.leads or b.extra >= 0.85 * usual)
    }


def _break_at(lines: Sequence[Placed], index: int, columns: int, lead: float) -> _Break | None:
    """How a line stands to the text above it; null where most columns run on."""
    begin = min(w.base for _, _, words in lines[index] for w in words)
    steps: dict[int, float] = {}
    lowest = 0.0
    for column in range(columns):
        above = _base(lines, range(index - 1, -1, -1), column, last=True)
        below = _base(lines, range(index, min(len(lines), index + 3)), column, last=False)
        lowest = max(lowest, above or 0.0)
        if below is not None and below - begin < 0.9 * lead:
            steps[column] = below - above if above is not None else 1e9
    parted = [c for c, step in steps.items() if step > _EXTRA * lead]
    going = frozenset(steps) - frozenset(parted)
    leads = 0 in steps
    if not going:
        extra = begin - lowest - lead
        return _Break(extra, len(parted), leads, frozenset()) if extra > 0.18 * lead else None
    if len(parted) < 2 or max(going) > min(parted):
        return None
    nearest = max(_base(lines, range(index - 1, -1, -1), c, last=True) or 0.0 for c in parted)
    return _Break(begin - nearest - lead, len(parted), False, going)


def _base(lines: Sequence[Placed], order: Iterable[int], column: int, last: bool) -> float | None:
    """The base line of the nearest words of a column, going through lines in an order."""
    for index in order:
        bases = [w.base for a, b, words in lines[index] if a <= column <= b for w in words]
        if bases:
            return max(bases) if last else min(bases)
    return None


def _is_spaced(spaced: set[int], first: int, count: int) -> bool:
    """Whether blanks part the rows: those under the column headings do, or many others."""
    if first in spaced:
        return True
    return len(spaced) * 25 >= count - first


def _begun(lines: Sequence[Placed], first: int) -> set[int]:
    """Lines at which cells begin, told by what stands above in their columns."""
    found = set()
    for index in range(max(1, first), len(lines)):
        line, above = lines[index], lines[index - 1]
        fresh = [part for part in line if not _has(above, part[0])]
        going = [part for part in line if _has(above, part[0])]
        begun = [part for part in going if _begins(part[2])]
        if (len(line) >= 2 and len(begun) == len(going) and (fresh or len(going) >= 2)) or (
            len(line) == 1 and line[0][0] == 0 and begun and len(above) > 1
        ):
            found.add(index)
    return found


def _begins(words: Sequence[Word]) -> bool:
    """Whether a text begins as a cell does: with a capital, a digit or a mark."""
    return not words[0].text.lstrip("«\"'(")[:1].islower()
