"""Where the rows of a table without closed cells begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.content import Word
from indexer.readers.pdf.runs import Run

Placed = list[tuple[int, int, tuple[Word, ...]]]

_FIGURE = re.compile(r"[^\w]*\d[\d\s.,:%()/–-]*\W*\w?$|[-–—.†‡*]+$|n/?a$|x$", re.IGNORECASE)
_EXTRA = 1.18
"""Of the usual distance of lines in a cell, the one that parts rows: the padding of cells is 4 to
12 points to lines of 9 to 13, and base lines of one cell differ by less than a tenth."""


def row_starts(run: Run, lines: Sequence[Placed], columns: int, height: int) -> list[int]:
    """The indexes of the lines with which rows begin; the head's `height` lines are one row."""
    count = len(lines)
    ruled = _ruled(run)
    first = max(height, 1)
    starts = {0} | {i for i in range(1, count) if i in ruled and i >= first}
    starts |= _crossing(lines, first)
    if first < count and height:
        starts.add(first)
    dense = dense_rows(lines[first:], columns)
    if dense:
        starts |= {first + index for index in dense}
    elif not _by_rules(ruled, first, count):
        lead = _cell_lead(run, lines, columns, first)
        spaced = _spaced(run, lines, columns, first, lead)
        starts |= spaced if _is_spaced(run, spaced, first, count) else _begun(run, lines, first)
    return sorted(starts)


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


def _ruled(run: Run) -> set[int]:
    """Lines right above which a ruled line goes through most of the table."""
    width = max(s.x1 for s in run.strips) - min(s.x0 for s in run.strips)
    found = set()
    for index in range(1, len(run.strips)):
        top, bottom = (
            run.strips[index - 1].base,
            run.strips[index].base - 0.3 * run.strips[index].size,
        )
        between = [r for r in run.rulings if top - 1 <= r.y0 <= bottom]
        if sum(r.x1 - r.x0 for r in between) > 0.6 * width:
            found.add(index)
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


def _spaced(run: Run, lines: Sequence[Placed], columns: int, first: int, lead: float) -> set[int]:
    """Lines with more than the usual blank above them in all columns, and words in two of them
    or in the first."""
    found = set()
    for index in range(max(1, first), len(lines)):
        step = run.strips[index].base - run.strips[index - 1].base
        if step <= _EXTRA * lead:
            continue
        filled = [c for c in range(columns) if _has(lines[index], c)]
        if len(filled) >= 2 or filled == [0] or (columns > 2 and step > 1.6 * lead):
            found.add(index)
    return found


def _is_spaced(run: Run, spaced: set[int], first: int, count: int) -> bool:
    """Whether blanks part the rows: there is more than one row, or all of the body is one."""
    body = [index for index in spaced if index > first]
    return bool(body) and len(body) * 14 >= count - first


def _begun(run: Run, lines: Sequence[Placed], first: int) -> set[int]:
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
