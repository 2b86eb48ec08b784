"""Cells of who, when and how far beside a cell that lists several things: which part is whose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.records import Cell, Column, Row
from indexer.when import only_when

_PAIRED = (Column.RESPONSIBLE, Column.DEADLINE)
_ALSO = (Column.STATUS, Column.INDICATOR, Column.PRIORITY)
"""What is paired item by item where it has as many as there are measures, else told of all."""


def paired(cell: Cell, position: int, marks: Sequence[str], row: Row) -> Cell:
    """The part of a cell that goes with the part of the measures' cell at `position`; `marks` are
    the numbers or letters of all parts, empty where they have none.

    Cells are paired by these marks, item by item where they are lists of as many, and line by
    line where who and when have as many lines as there are measures, or stand there once for all.
    Else a cell governs all of them, but for several times, of which none is known to be whose.
    """
    count = len(marks)
    if count == 1 or cell.header.column not in (*_PAIRED, *_ALSO) or cell.inherited:
        return cell
    if marked := _by_marks(cell.text, marks):
        return replace(cell, text=marked[position])
    items = _items(cell.text)
    if len(items) == count:
        return replace(cell, text=items[position])
    if cell.header.column not in _PAIRED:
        return cell
    lines = {c.header.column: c.text.split("\n") for c in row.cells if c.header.column in _PAIRED}
    own = lines[cell.header.column]
    if {len(found) for found in lines.values()} <= {1, count} and len(own) > 1:
        return replace(cell, text=own[position])
    return doubted(cell, count)


def parallel(row: Row, count: int, numbered: bool) -> bool:
    """Whether who or when is a list of as many items as a list of bullets that may be measures;
    where that has a number, as one measure has, only if each item has a time of its own."""
    for cell in row.cells:
        lines = cell.text.split("\n")
        timed = cell.header.column is Column.DEADLINE and all(map(only_when, lines))
        listed = cell.header.column in _PAIRED and not numbered and len(_items(cell.text)) == count
        if not cell.inherited and (listed or (timed and len(lines) == count)):
            return True
    return False


def doubted(cell: Cell, count: int) -> Cell:
    """A cell, or what is left of one that lists another number of bodies or times than there are
    measures, of which it is not known whose each is."""
    items = _items(cell.text)
    if cell.header.column is Column.DEADLINE:
        lines = cell.text.split("\n")
        items = lines if all(map(only_when, lines)) else items
    unsure = cell.header.column in _PAIRED and len(items) > 1 and len(items) != count
    return replace(cell, text="", uncertain=True) if unsure else cell


def _items(text: str) -> list[str]:
    """The items of a list with bullets; empty where a text is none."""
    lines = text.split("\n")
    if not all(line.startswith("•") for line in lines):
        return []
    return [line.removeprefix("•").strip() for line in lines]


def _by_marks(text: str, marks: Sequence[str]) -> list[str]:
    """The parts of a text that opens with the first of the marks and has the others behind it, in
    order; empty where it has not."""
    if not all(marks):
        return []
    lines = text.split("\n")
    at_lines = [
        re.match(rf"(?:• )?{re.escape(mark)}[.)]\s+(?=\S)", line)
        for mark, line in zip(marks, lines, strict=False)
    ]
    if len(lines) == len(marks) and all(at_lines):
        return [line[match.end() :] for line, match in zip(lines, at_lines, strict=True) if match]
    found: list[re.Match[str]] = []
    for mark in marks:
        pattern = re.compile(rf"(?:^|(?<=\s)){re.escape(mark)}[.)]\s+(?=\S)")
        match = pattern.search(text, found[-1].end() if found else 0)
        if match is None or (not found and match.start()):
            return []
        found.append(match)
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [text[m.end() : end].strip(" ,;•\n") for m, end in zip(found, ends, strict=True)]
