"""Elements in reading order to blocks: paragraphs under their headings, and whole tables.

Geometry only: what a table's columns mean is asked of `vocabulary`, what its rows mean is not
asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.by_values import headed_by_values
from indexer.cells import Segment, blocks, plain, text_of
from indexer.elements import Element, Form, Grid, Heading, Record, Skipped, Text
from indexer.records import Column, Header, Line
from indexer.stand_ins import beside_each_other, with_stand_ins
from indexer.time_headings import with_times
from indexer.two_rows import two_rows
from indexer.vocabulary import column_of, goal_said, is_named

_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?(?=\s|[A-ZÆØÅ])")
_COUNTED = re.compile(
    r"([^\W\d_]+)\s+(?:nr\.?\s*)?(?:[A-ZÆØÅ]{1,2}[-.]?)?\d+(?:\.\d+)*\w?(?=[\s.:–-]|$)"
)
_LINK_ONLY = re.compile(r"\s*!?\[[^\]]*\]\([^)]*\)\s*$")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹*"
LONGEST_HEADING_CELL = 80
"""A column heading is short; the longest of the five plans has 42 characters."""

_WHAT_AND_WHO = (Column.MEASURE, Column.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, under `section`, the headings above, outermost first."""

    section: tuple[str, ...]
    page: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Lines of cells under one header; no header where none was understood. `goal` is what the
    innermost of the headings above says that is one of a goal."""

    section: tuple[str, ...]
    header: tuple[Header, ...]
    records: tuple[Record, ...]
    goal: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    level: int
    number: tuple[str, ...]
    text: str
    goal: Segment | None


@dataclass(slots=True)
class _Sections:
    """The headings that are open at a place."""

    stack: list[_Open] = field(default_factory=list)

    def open(self, level: int, segment: Segment) -> None:
        """A numbered heading stays under those whose number begins its own."""
        text = plain(segment.raw)
        match = _HEADING_NUMBER.match(text)
        number = tuple(match[1].split(".")) if match else ()
        while self.stack:
            top = self.stack[-1]
            if number and top.number:
                if number != top.number and number[: len(top.number)] == top.number:
                    break
            elif top.level < level:
                break
            self.stack.pop()
        self.stack.append(_Open(level, number, text, goal_in(segment)))

    def names(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self.stack)

    def goal(self) -> tuple[Segment, ...]:
        """What the innermost heading says that is one of a goal; empty where none is."""
        goals = [heading.goal for heading in self.stack if heading.goal]
        return (goals[-1],) if goals else ()


@dataclass(slots=True)
class _Assembly:
    blocks: list[Paragraph | RawTable] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sections: _Sections = field(default_factory=_Sections)
    titled: bool = False

    def add(self, element: Element) -> None:
        match element:
            case Heading(level, line):
                self._open(level, line)
            case Text(page, lines):
                self.blocks.append(Paragraph(self.sections.names(), page, lines))
            case Grid(records):
                self._add_grid(records)
            case Form(header, records):
                self.blocks.append(self._table(header, records))
            case Skipped():
                self.skipped.append(element)

    def _open(self, level: int, line: Line) -> None:
        """The first heading is the document's title, which is text of its own too: it may be the
        only place that says what period the plan is for."""
        name = plain(line.text)
        if not self.titled and is_title_of_plan(name):
            self.titled = True
            self.blocks.append(Paragraph((), line.box.page if line.box else None, (line,)))
        if name not in self.sections.names():
            page = line.box.page if line.box else None
            self.sections.open(level, _segment(page, line))

    def _add_grid(self, records: Sequence[Record]) -> None:
        """A grid opens a table with its header, or goes on with the one before it."""
        last = self.blocks[-1] if self.blocks else None
        alone = not (isinstance(last, RawTable) and self._may_go_on(last, records))
        header, start = find_header(records, by_values=alone)
        if isinstance(last, RawTable) and (again := _repeated(records, last.header)):
            header, start = last.header, again
        opens = any(record.spans and self._is_new_goal(record) for record in records[:start])
        if isinstance(last, RawTable) and not opens and self._goes_on(last, header, records):
            start = start if header else 0
            self._skip_repeated(records[:start])
            more = _top_first(records[start:])
            self.blocks[-1] = replace(last, records=(*last.records, *more))
            return
        if not header:
            self.blocks.append(self._table((), _top_first(records)))
            return
        self._heading_above()
        for record in records[:start]:
            if record.spans:
                first = next(s for cell in record.cells for s in cell if s.raw.strip())
                self.sections.open(3, replace(first, raw=cell_text(record)))
        self.blocks.append(self._table(header, _top_first(records[start:])))

    def _table(self, header: tuple[Header, ...], records: tuple[Record, ...]) -> RawTable:
        return RawTable(self.sections.names(), header, records, self.sections.goal())

    def _is_new_goal(self, record: Record) -> bool:
        """Whether a row over the column headings says another goal than the one in force."""
        text = cell_text(record)
        return goal_said(text) is not None and plain(text) not in self.sections.names()

    def _goes_on(
        self, table: RawTable, header: tuple[Header, ...], records: Sequence[Record]
    ) -> bool:
        """Whether a grid may be more of a table, and a header is the same one."""
        return header in ((), table.header) and self._may_go_on(table, records)

    def _may_go_on(self, table: RawTable, records: Sequence[Record]) -> bool:
        """No heading came between, and the columns are as many."""
        here = table.section == self.sections.names()
        return bool(table.header) and here and _fits(records, len(table.header))

    def _skip_repeated(self, records: Sequence[Record]) -> None:
        for record in records:
            for line, text in _lines_of(record):
                self.skipped.append(Skipped(line, text, "kolonneoverskrifter som gjentas"))

    def _heading_above(self) -> None:
        """A short line alone right above a table is its heading."""
        last = self.blocks[-1] if self.blocks else None
        if not isinstance(last, Paragraph) or len(last.lines) != 1:
            return
        if last.section != self.sections.names():
            return
        if is_title(last.lines[0].text):
            self.blocks.pop()
            self.sections.open(3, _segment(last.page, last.lines[0]))


def assemble(
    elements: Iterable[Element],
) -> tuple[tuple[Paragraph | RawTable, ...], tuple[Skipped, ...]]:
    """Paragraphs and tables in reading order, and the lines left out with their reasons."""
    assembly = _Assembly()
    for element in elements:
        assembly.add(element)
    return tuple(assembly.blocks), tuple(assembly.skipped)


def goal_in(segment: Segment) -> Segment | None:
    """The part of a line that says a goal behind its label; null where it says none."""
    if (goal := goal_said(segment.raw)) is None:
        return None
    return replace(segment, raw=segment.raw[goal.start :].strip(" *_"))


def _segment(page: int | None, line: Line) -> Segment:
    return Segment(page, line.number, line.text, line.opens, line.box, line.confidence)


def is_title_of_plan(text: str) -> bool:
    """Whether a heading names the document and its years."""
    return re.search(r"\bplan|plan\b|planen\b", text, re.IGNORECASE) is not None and (
        re.search(r"\b20\d\d\b", text) is not None
    )


def is_title(text: str) -> bool:
    """Whether a line that stands alone reads as a title."""
    name = plain(text).rstrip(_RAISED)
    return (
        0 < len(name) <= LONGEST_HEADING_CELL
        and name[0].isupper()
        and not name.endswith((".", ":", ",", ")"))
        and not _LINK_ONLY.match(text)
    )


def cell_text(record: Record) -> str:
    """All that stands in a record, on one line."""
    return " ".join(s.raw.strip() for cell in record.cells for s in cell if s.raw.strip())


def _lines_of(record: Record) -> Iterator[tuple[int, str]]:
    """The lines of a record that have text, each with the raw text of its cells."""
    found: dict[int, list[str]] = {}
    for cell in record.cells:
        for segment in cell:
            found.setdefault(segment.line, []).append(segment.raw)
    for line, parts in sorted(found.items()):
        yield line, "\t".join(parts)


def _top_first(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with `first` where a reader's own part of the table begins."""
    return tuple(replace(record, first=index == 0) for index, record in enumerate(records))


def _fits(records: Sequence[Record], columns: int) -> bool:
    """Whether rows have the columns of a table above: as many, give or take empty ones."""
    return all(
        len(record.cells) >= columns - 1
        and not any(s.raw.strip() for cell in record.cells[columns:] for s in cell)
        for record in records
    )


def find_header(
    records: Sequence[Record], by_values: bool = True
) -> tuple[tuple[Header, ...], int]:
    """The column headings of a table and how many of its rows they take; empty where none is.

    Rows that span the table may stand above them. A row below that holds more headings tells
    apart the columns under one that goes over several ("2025 | 2026" under "Tidsplan").
    """
    top = 0
    while top < len(records) - 1 and records[top].spans:
        top += 1
    if top == len(records):
        return (), 0
    labels = _labels(records[top])
    if top + 1 < len(records) and not records[top + 1].spans:
        below = records[top + 1]
        both = two_rows(labels, _labels(below), bool(below.merged))
        header = read_header(both.labels, both.kinds) if both else ()
        if both and by_values and not header:
            header = _header_by_values(both.labels, both.kinds, records[top + 2 :])
        if header:
            return header, top + 2
        if both and below.merged:  # a heading over several columns is that of none
            return (), 0
    header = read_header(labels)
    if by_values and not header:
        header = _header_by_values(labels, list(map(column_of, labels)), records[top + 1 :])
    return (header, top + 1) if header else ((), 0)


def _header_by_values(
    labels: Sequence[str], known: Sequence[Column | None], rows: Sequence[Record]
) -> tuple[Header, ...]:
    """Headings of which none is known to be of measures or goals, by what stands below them."""
    if any(len(label) > LONGEST_HEADING_CELL for label in labels):
        return ()
    kinds = headed_by_values(labels, with_stand_ins(known, labels), rows)
    return _headers(kinds, labels) if kinds else ()


def _repeated(records: Sequence[Record], header: Sequence[Header]) -> int:
    """How many rows a header takes that stands again over more of its table; 0 where it does not,
    which headings known by their values alone would not tell of each page's part."""
    top = next((i for i, record in enumerate(records) if not record.spans), None)
    if top is None or not header or _labels(records[top]) != [head.label for head in header]:
        return 0
    return top + 1


def _labels(record: Record) -> list[str]:
    return [plain(text_of(blocks(cell))) for cell in record.cells]


def read_header(
    cells: Sequence[str], named: Sequence[Column | None] | None = None
) -> tuple[Header, ...]:
    """A line of column headings understood, or empty where the line is none; `named` where more
    than their own words tells what they are about.

    At least two headings and half of those that stand there must be known, or those of what is done
    and by whom by their very names, and something must be what is done or aimed at. A year alone
    counts for nothing: it is a deadline as well.
    """
    labels = [plain(cell) for cell in cells]
    kinds = list(named) if named else [column_of(label) for label in labels]
    kinds = with_times(with_stand_ins(kinds, labels), labels)
    stated = [label for label in labels if label]
    known = [kind for kind in kinds if kind is not None]
    if known.count(Column.YEAR) == 1:
        known.remove(Column.YEAR)
    if len(known) < 2 or (len(known) * 2 < len(stated) and not _by_name(labels)):
        return ()
    if any(len(label) > LONGEST_HEADING_CELL for label in labels):
        return ()
    if not {Column.MEASURE, Column.GOAL} & set(known) or _counted(labels):
        return ()
    return _headers(kinds, labels)


def _by_name(labels: Sequence[str]) -> bool:
    """Whether headings are the very words for what is done and who does it."""
    return all(any(is_named(label, kind) for label in labels) for kind in _WHAT_AND_WHO)


def _headers(kinds: Sequence[Column | None], labels: Sequence[str]) -> tuple[Header, ...]:
    return tuple(
        Header(kind, label) for kind, label in zip(_settle(kinds, labels), labels, strict=True)
    )


def _counted(labels: Sequence[str]) -> bool:
    """Whether headings are one word that is counted ("Tiltak 1 | Tiltak 2"): those of measures."""
    words = [match[1].lower() for label in labels if (match := _COUNTED.match(label))]
    return any(
        words.count(word) > 1 and column_of(word) in (Column.MEASURE, Column.GOAL)
        for word in set(words)
    )


def settled(labels: Sequence[Header]) -> tuple[Header, ...]:
    """Labels of which one is the measure's; at least one must say what is done or aimed at."""
    kinds = [
        None if head.column is Column.OTHER and column_of(head.label) is None else head.column
        for head in labels
    ]
    names = [head.label for head in labels]
    return _headers(with_stand_ins(kinds, names), names)


def _settle(kinds: Sequence[Column | None], labels: Sequence[str]) -> Iterator[Column]:
    """One column of measures, or several that are of measures of their own: else of several the
    last left of who and when, else the last goal.

    What stands further left is wider, so a measure-like column left of it is a goal.
    """
    right = [
        i for i, k in enumerate(kinds) if k in (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
    ]
    limit = min(right, default=len(kinds))
    measures = [i for i, kind in enumerate(kinds) if kind is Column.MEASURE]
    goals = [i for i, kind in enumerate(kinds) if kind is Column.GOAL]
    chosen = beside_each_other(labels, measures)
    chosen = chosen or [max([i for i in measures if i < limit] or measures or goals)]
    for index, kind in enumerate(kinds):
        if index in chosen:
            yield Column.MEASURE
        elif kind is Column.MEASURE:
            yield Column.GOAL if index < chosen[0] and not goals else Column.OTHER
        else:
            yield kind or Column.OTHER
