"""Rows of a spreadsheet's tab export of which a cell goes on over lines, in double quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.cells import Segment
from indexer.records import Line

_CLOSED = re.compile(r'(?:[^\t"]|"")*"(?=\t|\s*$)')
"""The rest of a quoted cell, up to the quote that ends it; one inside is written twice."""

MOST_LINES = 40
"""Of a quoted cell: a quote that opens none is closed by no other so near."""


def quoted_rows(lines: Sequence[Line]) -> dict[int, tuple[Line, ...]]:
    """The rows of a page that take several lines, by the number of their first line.

    A row's last cell on a line begins with a quote that a line further down closes, with no tab
    before it. Only a row with tabs, or one right under such a row, begins so.
    """
    found: dict[int, tuple[Line, ...]] = {}
    index, in_table = 0, False
    while index < len(lines):
        row = _row_at(lines, index) if in_table or "\t" in lines[index].text else (lines[index],)
        if len(row) > 1:
            found[row[0].number] = row
        in_table = any("\t" in line.text for line in row)
        index += len(row)
    return found


def _row_at(lines: Sequence[Line], start: int) -> tuple[Line, ...]:
    """The lines of the row that begins at one: more than one where a cell goes on."""
    end = start
    rest = lines[start].text
    while _opens(rest.rsplit("\t", 1)[-1]):
        for closing in range(end + 1, min(end + 1 + MOST_LINES, len(lines))):
            match = _CLOSED.match(lines[closing].text)
            if match or "\t" in lines[closing].text:
                break
        else:
            return tuple(lines[start : end + 1])
        if match is None:
            return tuple(lines[start : end + 1])
        end, rest = closing, lines[closing].text[match.end() :]
    row = tuple(lines[start : end + 1])
    return row if any("\t" in line.text for line in row) else row[:1]


def _opens(cell: str) -> bool:
    """Whether a cell begins with a quote that nothing in it closes."""
    text = cell.strip()
    return text.startswith('"') and text.count('"') % 2 == 1


def quoted_cells(page: int | None, row: Sequence[Line]) -> tuple[tuple[Segment, ...], ...]:
    """The cells of a row that takes several lines, without the quotes around those that go on."""
    cells: list[list[Segment]] = []
    for position, line in enumerate(row):
        parts = line.text.split("\t")
        raws = [part.strip() for part in parts]
        if position:
            raws[0] = raws[0].removesuffix('"') if _ends_here(row, position) else raws[0]
            cells[-1].append(Segment(page, line.number, raws[0].strip(), opens=True))
            raws = raws[1:]
        if position + 1 < len(row) and raws and _opens(raws[-1]):
            raws[-1] = raws[-1][1:].strip()
        cells += [[Segment(page, line.number, raw)] for raw in raws]
    return tuple(tuple(cell) for cell in cells)


def _ends_here(row: Sequence[Line], position: int) -> bool:
    return position + 1 == len(row) or _CLOSED.match(row[position].text) is not None
