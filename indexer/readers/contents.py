"""What readers of word processors' and web files have in common: contents to a reading.

    file -> headings, paragraphs and tables as the format nests them -> Reading

Such a file has no lines of its own: the transcript that is cited has a line for every paragraph,
in prose or in a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.cells import Segment
from indexer.elements import Element, Grid, Heading, Reading, Record, Skipped, Text
from indexer.records import Line, Page

MOST_COLUMNS = 200
"""Columns of a table that are read; HTML allows 1000 and a spreadsheet pasted into a document has
some tens. What a file repeats beyond that is an error or an attack."""

DEEPEST = 30
"""Tables within tables that are followed; layouts made of tables nest five or six deep."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; 0 is the document's own title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item with its bullet or number; a line break in it is a newline."""

    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """Text that is not read on, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a table's grid. `merged`: the lower part of a cell that began in a row above."""

    contents: tuple[Content, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, a slot for every column; `spans` where one cell takes all of them."""

    slots: tuple[Slot, ...]
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; rows may differ in length."""

    rows: tuple[TableRow, ...]


Content = Title | Paragraph | Left | Table


def row_of(cells: Sequence[tuple[Slot, int]]) -> TableRow:
    """A row from its cells, each with the columns that it takes; its text stands in the first."""
    slots: list[Slot] = []
    for slot, columns in cells:
        slots.append(slot)
        slots += [Slot(merged=slot.merged)] * (min(columns, MOST_COLUMNS) - 1)
    spans = len(cells) == 1 and len(slots) > 1 and not cells[0][0].merged
    return TableRow(tuple(slots[:MOST_COLUMNS]), spans)


@dataclass(slots=True)
class Transcript:
    """Numbers the lines of a file's contents and keeps what they are."""

    pages: list[Page] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    count: int = 0

    def add(self, contents: Iterable[Content], page: int | None = None) -> None:
        """The contents of a page, or of a file without pages, in reading order."""
        lines: list[Line] = []
        self._take(contents, page, lines, 0)
        if lines:
            self.pages.append(Page(page, tuple(lines)))

    def reading(
        self, warnings: Sequence[str] = (), facts: Sequence[tuple[str, str]] = ()
    ) -> Reading:
        """All that was added."""
        return Reading(
            tuple(self.pages),
            tuple(self.elements),
            transcript=True,
            warnings=tuple(warnings),
            facts=tuple((name, value) for name, value in facts if value),
        )

    def _take(
        self, contents: Iterable[Content], page: int | None, lines: list[Line], depth: int
    ) -> None:
        for content in contents:
            match content:
                case Title(level, text):
                    for line in self._lines(text.replace("\n", " "), lines):
                        self.elements.append(Heading(level, line))
                case Paragraph(text):
                    if own := self._lines(text, lines):
                        self.elements.append(Text(page, own))
                case Left(text, reason):
                    for line in self._lines(text, lines):
                        self.elements.append(Skipped(line.number, line.text, reason))
                case Table() if depth < DEEPEST and _is_layout(content):
                    for row in content.rows:
                        for slot in row.slots:
                            self._take(slot.contents, page, lines, depth + 1)
                case Table(rows):
                    self._table(rows, page, lines)

    def _lines(self, text: str, lines: list[Line]) -> tuple[Line, ...]:
        found = []
        for part in tidy(text):
            self.count += 1
            found.append(Line(self.count, part))
        lines += found
        return tuple(found)

    def _table(self, rows: Sequence[TableRow], page: int | None, lines: list[Line]) -> None:
        width = max((len(row.slots) for row in rows), default=0)
        records: list[Record] = []
        for row in rows:
            start = self.count + 1
            cells = [
                tuple(
                    Segment(page, line.number, line.text, opens=True)
                    for text in flat(slot.contents)
                    for line in self._lines(text, lines)
                )
                for slot in row.slots
            ]
            if self.count < start:
                continue
            cells += [()] * (width - len(cells))
            merged = frozenset(i for i, slot in enumerate(row.slots) if slot.merged)
            spans = row.spans and len(row.slots) == width
            records.append(
                Record(page, start, self.count, not records, tuple(cells), merged, spans)
            )
        if records:
            self.elements.append(Grid(tuple(records)))


def tidy(text: str) -> list[str]:
    """The lines of a text with single blanks, without soft hyphens and empty lines."""
    lines = (" ".join(line.split()) for line in text.replace("\u00ad", "").split("\n"))
    return [line for line in lines if line]


def flat(contents: Iterable[Content], depth: int = 0) -> Iterator[str]:
    """The paragraphs of a cell; a table within it gives the paragraphs of its cells."""
    for content in contents:
        match content:
            case Title(_, text) | Paragraph(text):
                yield text
            case Table(rows) if depth < DEEPEST:
                for row in rows:
                    for slot in row.slots:
                        yield from flat(slot.contents, depth + 1)
            case _:
                pass


def _is_layout(table: Table) -> bool:
    """Whether a table only places things: one column, or one row that holds another table."""
    if max((len(row.slots) for row in table.rows), default=0) < 2:
        return True
    return len(table.rows) == 1 and any(
        isinstance(content, Table) for slot in table.rows[0].slots for content in slot.contents
    )
