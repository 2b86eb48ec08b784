"""What a reader makes of a file: its lines, and what they are in reading order.

    file -> Reading(pages, elements) -> layout.assemble -> paragraphs and tables under headings

A reader knows a file format and where things stand; what words mean is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cells import Segment
from indexer.records import Header, Line, Page


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the outermost level but for the document's title, 0."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: lines that stand together on a page, null where there are no pages."""

    page: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table as it stands on one page, a list of segments for every column.

    `first` where it stands at the top of a page or after a gap; `merged` are the columns where
    the cell is the lower part of one that began in a row above; `spans` where one cell goes
    over the table's whole width; `inherited` are the columns whose cell is told of other rows too
    and stands on none of this one's lines.
    """

    page: int | None
    line: int
    end_line: int
    first: bool
    cells: tuple[tuple[Segment, ...], ...]
    merged: frozenset[int] = frozenset()
    spans: bool = False
    inherited: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or the part of one that stands on one page; column headings are rows like others."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A table whose column headings are the labels with which the file tells of measures."""

    header: tuple[Header, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is neither prose nor a row, with the reason."""

    line: int
    text: str
    reason: str


Element = Heading | Text | Grid | Form | Skipped


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader took from a file.

    Lines are numbered from 1 over all pages, without gaps. `transcript` where they are the
    reader's own: a file that is no text has no lines to cite. `unreadable` are pages of which
    nothing could be read, with the reason and what to do; `facts` is what the file says of
    itself beside its text (title, author, dates), `labels` the pages' own numbers, empty where
    they are 1, 2, 3.
    """

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    transcript: bool = False
    warnings: tuple[str, ...] = ()
    unreadable: tuple[tuple[int, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
