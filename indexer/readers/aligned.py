"""Tables of a text export whose columns are set with blanks, as pdftotext -layout leaves them.

    Nr    Tiltak                     Ansvarlig       Frist
    1     Kontroll av salgssteder    Næringskontoret Løpende

Two blanks or more are a border, at the places where the headings begin. Where too few lines keep to
these the text is no such table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.cells import Segment
from indexer.elements import Grid, Record
from indexer.records import Column, Line, Page
from indexer.vocabulary import column_of

_CHUNK = re.compile(r"\S+(?: \S+)*")
_PAGE_MARK = re.compile(r"(?:side|s\.|page)?\s*\d{1,3}(?:\s*(?:av|of|/)\s*\d{1,3})?", re.IGNORECASE)
_COUNTED = re.compile(r"([A-ZÆØÅ]?\d{1,3}(?:\.\d{1,3})*)[.)]?(?:\s+[A-ZÆØÅ]|$)")
_TIME = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}|20\d\d\b|\d{1,2}\. [a-z]")
FEWEST_COUNTED = 2
"""Rows of a table with counts in one column, from which on they part its rows."""
_TELLS = {Column.RESPONSIBLE, Column.DEADLINE, Column.STATUS}
FEWEST_HEADINGS = 3
SLACK = 2
"""Characters by which a cell may stand left of its heading, as figures and centred words do."""
FITTING = 0.8
"""Share of a table's lines of which each word must lie between two borders; lines of prose under a
heading that has blanks by chance keep to them less."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: the numbers of its lines, its rows as a grid, and page marks that stand between;
    `starts` is where its columns begin, and it is `open` where it reaches the page's end."""

    lines: frozenset[int]
    grid: Grid
    marks: tuple[Line, ...]
    starts: tuple[int, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class _Parted:
    """A line by the columns of a table: place of the column and text; empty where it is blank."""

    line: Line
    cells: dict[int, str]


def aligned_tables(page: Page, before: Aligned | None = None) -> tuple[Aligned, ...]:
    """The tables of a page whose columns blanks set apart, from the top down; one that is open at
    the end of the page `before` may go on without headings."""
    found: list[Aligned] = []
    index = 0
    if before and before.open and (table := _table(page, 0, before.starts, heads=False)):
        found.append(table)
        index = _behind(page, table)
    while index < len(page.lines):
        starts = _headings(page.lines[index].text)
        made = _table(page, index, starts, heads=True) if starts else None
        if made is not None:
            found.append(made)
        index = _behind(page, made) if made else index + 1
    return tuple(found)


def is_aligned(pages: Sequence[Page]) -> bool:
    """Whether any page has such a table."""
    return any(aligned_tables(page) for page in pages)


def _behind(page: Page, table: Aligned) -> int:
    last = max(table.lines)
    return next((i for i, line in enumerate(page.lines) if line.number > last), len(page.lines))


def _table(page: Page, start: int, starts: tuple[int, ...], heads: bool) -> Aligned | None:
    """The table that begins at a line of a page; null where what stands there is none."""
    kept: list[_Parted] = []
    marks: list[Line] = []
    wrong = 0
    ended = False
    for place, line in enumerate(page.lines[start:]):
        text = line.text.strip()
        blank = bool(kept) and not kept[-1].cells
        if place and (_headings(line.text) or _ends_table(line.text, starts, blank)):
            ended = True
            break
        if (kept or not heads) and _PAGE_MARK.fullmatch(text) and line.text[:20].isspace():
            marks.append(line)
            continue
        cells = _cells(line.text, starts)
        wrong += cells is None
        kept.append(_Parted(line, cells if cells is not None else {0: text}))
    while kept and not kept[-1].cells:
        kept.pop()
    filled = [each for each in kept if each.cells]
    if len(filled) < 1 + 2 * heads or wrong > (1 - FITTING) * len(filled):
        return None
    if not heads and max(len(each.cells) for each in filled) < FEWEST_HEADINGS:
        return None
    records = tuple(_records(page.number, _rows(kept, len(starts), heads), len(starts)))
    lines = {each.line.number for each in kept}
    own = tuple(mark for mark in marks if mark.number < max(lines))
    every = frozenset(lines | {mark.number for mark in own})
    return Aligned(every, Grid(records), own, starts, not ended)


def _headings(text: str) -> tuple[int, ...]:
    """Where the columns begin that a line of headings names; empty for any other line."""
    found = list(_CHUNK.finditer(text))
    if "\t" in text or "|" in text or len(found) < FEWEST_HEADINGS:
        return ()
    columns = {column_of(match[0].strip("/-")) for match in found}
    if Column.MEASURE not in columns or not columns & _TELLS:
        return ()
    return tuple(match.start() for match in found)


def _cells(text: str, starts: Sequence[int]) -> dict[int, str] | None:
    """The cells of a line; null where a word stands across a border."""
    cells: dict[int, str] = {}
    for match in _CHUNK.finditer(text):
        column = _column_at(match.start(), starts)
        begin = match.start()
        for border in starts[column + 1 :]:
            if match.end() <= border - SLACK:
                break
            cut = _blank_before(text, begin, border)
            if cut is None:
                return None
            if cut < match.end():
                _add(cells, column, text[begin:cut])
                begin, column = cut + 1, column + 1
        _add(cells, column, text[begin : match.end()])
    return cells


def _blank_before(text: str, begin: int, border: int) -> int | None:
    """The blank at a border that a run of words goes over; null where there is none."""
    for place in range(border - 1, max(begin, border - SLACK - 1), -1):
        if place < len(text) and text[place] == " ":
            return place
    return None


def _column_at(place: int, starts: Sequence[int]) -> int:
    return max((i for i, start in enumerate(starts) if start - SLACK <= place), default=0)


def _add(cells: dict[int, str], column: int, text: str) -> None:
    if text.strip():
        cells[column] = f"{cells[column]} {text.strip()}" if column in cells else text.strip()


def _ends_table(text: str, starts: Sequence[int], blank: bool) -> bool:
    """Whether a line behind a blank one is text of its own: it alone stands at the margin, over
    a border."""
    found = _CHUNK.findall(text)
    return blank and len(found) == 1 and _cells(text, starts) is None


def _rows(parted: Sequence[_Parted], columns: int, heads: bool) -> Iterator[list[_Parted]]:
    """The lines of each row, the headings first.

    Where rows are counted a row begins with its count; else behind a blank line, or where a line
    fills most columns and opens no cell in the middle of a sentence.
    """
    body = [p for p in parted[1 if heads else 0 :] if p.cells]
    counting, shape = _counted(body)
    by_blanks = any(not p.cells for p in parted)
    row: list[_Parted] = []
    blank = False
    for each in parted:
        if not each.cells:
            blank = bool(row)
            continue
        small = all(text[:1].islower() for text in each.cells.values())
        if counting is not None:
            begins = _shape(each.cells.get(counting, "")) == shape
        elif by_blanks:
            begins = blank
        else:
            begins = len(each.cells) >= max(2, columns - 1) and not small
        if row and (begins or (heads and not (small and not blank))):
            yield row
            row, heads = [], False
        row.append(each)
        blank = False
    if row:
        yield row


def _counted(body: Sequence[_Parted]) -> tuple[int | None, int]:
    """The column in which rows are counted and how deep their counts are ("1.2" is two deep); the
    one that counts most of them, null where none does."""
    shapes = Counter(
        (column, depth)
        for each in body
        for column, text in each.cells.items()
        if (depth := _shape(text))
    )
    if not shapes:
        return None, 0
    (column, depth), count = max(shapes.items(), key=lambda item: (item[1], item[0][1]))
    return (column, depth) if count >= FEWEST_COUNTED else (None, 0)


def _shape(text: str) -> int:
    """How deep the count is that opens a text; 0 where none does, or a date or year."""
    match = _COUNTED.match(text)
    if match is None or _TIME.match(text):
        return 0
    return match[1].count(".") + 1


def _records(page: int | None, rows: Iterator[list[_Parted]], columns: int) -> Iterator[Record]:
    for number, row in enumerate(rows):
        cells = tuple(
            tuple(Segment(page, p.line.number, p.cells[column]) for p in row if column in p.cells)
            for column in range(columns)
        )
        first, last = row[0].line.number, row[-1].line.number
        yield Record(page, first, last, number == 0, cells)
