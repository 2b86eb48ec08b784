"""Pages to blocks in reading order: paragraphs under their headings, and raw tables.

Geometry only: what a table's columns mean is asked of `vocabulary`, what its rows mean is not
asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.cells import plain
from indexer.records import Column, Header, Line, Page
from indexer.vocabulary import column_of

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_NUMBERED_HEADING = re.compile(r"\d+(\.\d+)*\.?\s+[A-ZÆØÅ][^.!?]{2,140}$")
_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?(?=\s|[A-ZÆØÅ])")
_SEPARATOR = re.compile(r"\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$")
_CONTENTS = re.compile(r"\.{4,}\s*\d+\s*$")
_LINK_ONLY = re.compile(r"\s*!?\[[^\]]*\]\([^)]*\)\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-*•○]|\d+\.|[a-z][.)])\s+\S")
LONGEST_HEADING_CELL = 80
"""A column heading is short; the longest of the five plans has 42 characters."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, under `section`, the headings above, outermost first."""

    section: tuple[str, ...]
    page: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a table; `first` where it stands at the top of a page or after a gap."""

    page: int | None
    line: int
    first: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Lines of cells under one header; no header where none was understood."""

    section: tuple[str, ...]
    header: tuple[Header, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is neither prose nor a row, with the reason."""

    line: int
    text: str
    reason: str


@dataclass(slots=True)
class _Sections:
    """The headings that are open at a place."""

    stack: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)

    def open(self, level: int, text: str) -> None:
        """A numbered heading stays under those whose number begins its own."""
        match = _HEADING_NUMBER.match(text)
        number = tuple(match[1].split(".")) if match else ()
        while self.stack:
            top_level, top_number, _ = self.stack[-1]
            if number and top_number:
                if number != top_number and number[: len(top_number)] == top_number:
                    break
            elif top_level < level:
                break
            self.stack.pop()
        self.stack.append((level, number, text))

    def names(self) -> tuple[str, ...]:
        return tuple(text for _, _, text in self.stack)


@dataclass(slots=True)
class _Scan:
    blocks: list[Paragraph | RawTable] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sections: _Sections = field(default_factory=_Sections)
    prose: list[tuple[int | None, Line]] = field(default_factory=list)
    segment: list[tuple[int | None, Line]] = field(default_factory=list)

    def end_prose(self) -> None:
        if self.prose:
            lines = tuple(line for _, line in self.prose)
            self.blocks.append(Paragraph(self.sections.names(), self.prose[0][0], lines))
            self.prose.clear()

    def end_segment(self) -> None:
        if self.segment:
            self._add_segment(list(self.segment))
            self.segment.clear()

    def _add_segment(self, lines: list[tuple[int | None, Line]]) -> None:
        """A segment opens a table with its header, or goes on with the one before it."""
        rows = [(page, line.number, _cells(line.text)) for page, line in lines]
        header = read_header(rows[0][2])
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, RawTable) and self._goes_on(last, header, rows):
            start = 1 if header else 0
            self._skip_repeated(lines[:start])
            more = _records(rows[start:])
            self.blocks[-1] = RawTable(last.section, last.header, (*last.records, *more))
            return
        if not header:
            self.blocks.append(RawTable(self.sections.names(), (), _records(rows)))
            return
        self._heading_above()
        self.blocks.append(RawTable(self.sections.names(), header, _records(rows[1:])))

    def _goes_on(
        self,
        table: RawTable,
        header: tuple[Header, ...],
        rows: Sequence[tuple[int | None, int, tuple[str, ...]]],
    ) -> bool:
        """No heading came between, the columns are as many, and a header is the same one."""
        return (
            bool(table.header)
            and table.section == self.sections.names()
            and header in ((), table.header)
            and _fits(rows, len(table.header))
        )

    def _skip_repeated(self, lines: Sequence[tuple[int | None, Line]]) -> None:
        for _, line in lines:
            self.skipped.append(Skipped(line.number, line.text, "kolonneoverskrifter som gjentas"))

    def _heading_above(self) -> None:
        """A short line alone right above a table is its heading."""
        last = self.blocks[-1] if self.blocks else None
        if not isinstance(last, Paragraph) or len(last.lines) != 1:
            return
        if last.section != self.sections.names():
            return
        if _is_title(last.lines[0].text):
            self.blocks.pop()
            self.sections.open(3, plain(last.lines[0].text))


def lay_out(pages: Sequence[Page]) -> tuple[tuple[Paragraph | RawTable, ...], tuple[Skipped, ...]]:
    """Paragraphs and tables in reading order, and the lines left out with their reasons."""
    markdown = any(_MARKDOWN_HEADING.match(line.text) for page in pages for line in page.lines)
    scan = _Scan()
    for page in pages:
        title = None if page is pages[0] else _page_title(page)
        for line in page.lines:
            if line is title:
                scan.sections.open(1, plain(line.text))
            else:
                _take(scan, page.number, line, markdown)
        scan.end_prose()
        scan.end_segment()
    return tuple(scan.blocks), tuple(scan.skipped)


def _is_title(text: str) -> bool:
    name = plain(text)
    return (
        0 < len(name) <= LONGEST_HEADING_CELL
        and name[0].isupper()
        and not name.endswith((".", ":", ",", ")"))
        and not _LINK_ONLY.match(text)
    )


def _page_title(page: Page) -> Line | None:
    """A short line alone at the top of a page."""
    filled = [i for i, line in enumerate(page.lines) if line.text.strip()]
    if not filled:
        return None
    first = filled[0]
    line = page.lines[first]
    alone = first + 1 not in filled
    return line if alone and "\t" not in line.text and _is_title(line.text) else None


def _take(scan: _Scan, page: int | None, line: Line, markdown: bool) -> None:
    text = line.text.strip()
    if not text:
        scan.end_prose()
        if "\t" in line.text and scan.segment:
            scan.segment.append((page, line))
        else:
            scan.end_segment()
        return
    if _SEPARATOR.match(text) or _CONTENTS.search(text):
        reason = "innholdsfortegnelse" if _CONTENTS.search(text) else "skillelinje"
        scan.skipped.append(Skipped(line.number, line.text, reason))
        return
    if "\t" in line.text.rstrip("\r"):
        scan.end_prose()
        scan.segment.append((page, line))
        return
    scan.end_segment()
    level = _heading_level(line.text, markdown, first=not scan.sections.stack)
    if level is None:
        scan.prose.append((page, line))
        return
    scan.end_prose()
    match = _MARKDOWN_HEADING.match(text)
    name = plain(match[2] if match else text)
    if name not in scan.sections.names():
        scan.sections.open(level, name)


def _heading_level(text: str, markdown: bool, first: bool) -> int | None:
    """How deep a heading the line is, or null for prose.

    The document's first line is its title; Markdown marks its headings; elsewhere a line in
    capitals or with a chapter number is one.
    """
    match = _MARKDOWN_HEADING.match(text.strip())
    if match:
        return len(match[1])
    stripped = text.strip()
    if first and not markdown and len(stripped) > 12 and not stripped.endswith((".", ",")):
        return 0
    if markdown or (_LIST_ITEM.match(text) and not _NUMBERED_HEADING.match(stripped)):
        return None
    if _NUMBERED_HEADING.match(stripped):
        return 1
    letters = re.findall(r"[^\W\d_]", stripped)
    if len(letters) >= 3 and stripped == stripped.upper() and len(stripped) < 60:
        return 2
    return None


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("\t"))


def _records(rows: Sequence[tuple[int | None, int, tuple[str, ...]]]) -> tuple[Record, ...]:
    return tuple(
        Record(page, line, index == 0, cells) for index, (page, line, cells) in enumerate(rows)
    )


def _fits(rows: Sequence[tuple[int | None, int, tuple[str, ...]]], columns: int) -> bool:
    """Whether lines have the columns of a table above: as many, give or take empty ones."""
    return all(len(cells) >= columns - 1 and not any(cells[columns:]) for _, _, cells in rows)


def read_header(cells: Sequence[str]) -> tuple[Header, ...]:
    """A line of column headings understood, or empty where the line is none.

    At least two headings and half of those that stand there must be known, and something must
    be what is done or aimed at.
    """
    labels = [plain(cell) for cell in cells]
    kinds = [column_of(label) for label in labels]
    stated = [label for label in labels if label]
    known = [kind for kind in kinds if kind is not None]
    if len(known) < 2 or len(known) * 2 < len(stated):
        return ()
    if any(len(label) > LONGEST_HEADING_CELL for label in labels):
        return ()
    if not {Column.MEASURE, Column.GOAL} & set(known):
        return ()
    return tuple(Header(kind, label) for kind, label in zip(_settle(kinds), labels, strict=True))


def _settle(kinds: Sequence[Column | None]) -> Iterator[Column]:
    """One column of measures: of several the last left of who and when, else the last goal.

    What stands further left is wider, so a measure-like column left of it is a goal.
    """
    right = [
        i for i, k in enumerate(kinds) if k in (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
    ]
    limit = min(right, default=len(kinds))
    measures = [i for i, kind in enumerate(kinds) if kind is Column.MEASURE]
    goals = [i for i, kind in enumerate(kinds) if kind is Column.GOAL]
    chosen = max([i for i in measures if i < limit] or measures or goals)
    for index, kind in enumerate(kinds):
        if index == chosen:
            yield Column.MEASURE
        elif kind is Column.MEASURE:
            yield Column.GOAL if index < chosen and not goals else Column.OTHER
        else:
            yield kind or Column.OTHER
