"""The frozen records that pass from room to room, from file to index.

    Page -> Row -> Measure | Rejected -> Passage

Two texts are never mixed: what a person reads or a model encodes may be repaired; a
`quote` is what the file says, byte for byte.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

CAPTIONS = "Lenker"
"""What captions of links stand under, apart from a measure's own words (`Measure.other`)."""


class Column(StrEnum):
    """What a table's column is about."""

    NUMBER = "number"
    HEADING = "heading"
    GOAL = "goal"
    TARGET_GROUP = "target_group"
    PRIORITY = "priority"
    ONGOING = "ongoing"
    MEASURE = "measure"
    INDICATOR = "indicator"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    YEAR = "year"
    STATUS = "status"
    OTHER = "other"


class Kind(StrEnum):
    """What a passage was made from."""

    MEASURE = "measure"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page as it is shown: points from its top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, or of what a reader took from it: `number` is 1-based, `text` verbatim.

    `opens` is false where the line only goes on with the paragraph above it, as the lines of a
    typeset paragraph do; `glued` where the word at the end of that line goes on with it, and
    what stands there (a hyphen, a slash, nothing) is all that is between. `confidence` (0 to 1) is
    null where nothing had to be recognised.
    """

    number: int
    text: str
    opens: bool = True
    box: Box | None = None
    confidence: float | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page; `number` is 1-based, null where the file has no pages."""

    number: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A column heading: what it is about, and the words it has in the plan."""

    column: Column
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Verbatim text on one line, and which field of a record was read from it."""

    field: str
    page: int | None
    line: int
    quote: str
    inherited: bool = False
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was read.

    `quote` runs from `line` to `end_line` (1-based, both included) and is found byte for byte
    in the file, or in the plan's transcript where the file is no text; `pieces` are its parts,
    and those that stand elsewhere (a cell that governs several rows, a cell that goes on out of
    its place). `page_label` is the page's own number where the file gives it another ("v", "A-2").
    """

    plan_id: str
    document: str
    page: int | None
    line: int
    end_line: int
    section: tuple[str, ...]
    row: str | None
    quote: str
    pieces: tuple[Piece, ...] = ()
    page_label: str | None = None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where its pieces stand on their pages, neighbouring lines of one cell together; empty
        where the file's lines have no place on a page."""
        return _together(dict.fromkeys(piece for piece in self.pieces if piece.box))

    @property
    def confidence(self) -> float | None:
        """How surely the least sure of its pieces was recognised; null where none had to be."""
        return min((p.confidence for p in self.pieces if p.confidence is not None), default=None)


def _together(pieces: Iterable[Piece]) -> tuple[Box, ...]:
    """The boxes of pieces; those of one field less than a line apart are one."""
    found: list[Box] = []
    field, height = "", 0.0
    for piece in pieces:
        box = piece.box
        if box is None:
            continue
        last = found[-1] if found else None
        height = max(height, box.y1 - box.y0) if piece.field == field else box.y1 - box.y0
        if last and piece.field == field and _apart(last, box) < height:
            found[-1] = Box(
                box.page,
                min(last.x0, box.x0),
                min(last.y0, box.y0),
                max(last.x1, box.x1),
                max(last.y1, box.y1),
            )
        else:
            found.append(box)
        field = piece.field
    return tuple(found)


def _apart(one: Box, other: Box) -> float:
    """The gap between two boxes, in points; endless where they stand on different pages."""
    if one.page != other.page:
        return math.inf
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.y0, other.y0) - min(one.y1, other.y1)
    return max(across, down)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: `text` is what stands there without its markup, a line a paragraph,
    list items with a bullet; `pieces` are the verbatim parts it was put together from."""

    header: Header
    text: str
    pieces: tuple[Piece, ...] = ()
    inherited: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a table: continuations joined, spans filled, lists in a cell split.

    Heading rows that govern it are cells of its own, inherited. `reason` says why it can be
    no measure, where geometry alone tells (a heading row, a table without measures); `notes` are
    asides that stand in no column.
    """

    row_id: str
    cells: tuple[Cell, ...]
    source: Source
    reason: str | None = None
    notes: tuple[str, ...] = ()

    def of(self, column: Column) -> tuple[Cell, ...]:
        """The cells of that column, outermost first."""
        return tuple(cell for cell in self.cells if cell.header.column is column)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no measure, with the reason."""

    row_id: str
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that was read damaged: where, as it stands, and as it is shown."""

    line: int
    source: str
    repaired: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put right in a record: which field, as it was read, and as it is.

    Null is a field that holds nothing; of a list the values stand with "; " between them. A
    word corrected within a field stands alone.
    """

    field: str
    read: str | None
    corrected: str | None
    by: str
    date: datetime.date
    why: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that one plan says somebody will do.

    A field that the plan leaves blank is null or empty; one that could not be read is so too
    and named in `uncertain`, except its text, which is given all the same. `inherited` names
    fields read from a cell that governs several rows. `notes` keep what a cell says beside its
    field; `other` columns keep their heading.
    `corrections` are those that the fields hold already.
    """

    measure_id: str
    plan_id: str
    number: str | None
    goal: str | None
    target_group: str | None
    priority: str | None
    text: str
    indicators: tuple[str, ...]
    responsible: tuple[str, ...]
    deadline: str | None
    moved_from: str | None
    years: tuple[int, ...]
    status: str | None
    heading: tuple[str, ...]
    notes: tuple[str, ...]
    other: Mapping[str, str]
    inherited: tuple[str, ...]
    uncertain: tuple[str, ...]
    source: Source
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found: `text` to read, `encoded` in its context, `source` to cite.

    `glosses` are no words of the plan: everyday words and English for what it names in the field's
    own. `corrections` are those of prose; a measure has its own.
    """

    passage_id: str
    plan_id: str
    kind: Kind
    text: str
    encoded: str
    source: Source
    measure: Measure | None = None
    corrections: tuple[Correction, ...] = ()
    glosses: str = ""

    @property
    def for_encoder(self) -> str:
        """What is turned into vectors."""
        return f"{self.encoded}. {self.glosses}" if self.glosses else self.encoded


@dataclass(frozen=True, slots=True)
class Region:
    """A health community."""

    region_id: str
    name: str

    @property
    def is_known(self) -> bool:
        """Whether it is a region at all; plans of none have nothing in common by that."""
        return self.region_id != NO_REGION.region_id


NO_REGION = Region("unknown", "Ukjent region")
"""Of a plan without an entry whose document names no region of the country's list."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One entry of the manifest: `period` are its first and last year."""

    plan_id: str
    title: str
    region: Region
    publisher: str | None
    period: tuple[int, int] | None
    language: str
    file: str
    sha256: str
    origin: str | None
    listed: bool = True
    approved: datetime.date | None = None


class Origin(StrEnum):
    """Where a document says something of itself."""

    TEXT = "text"
    METADATA = "metadata"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field of a manifest entry as the document itself has it, with where that was read.

    `value` as the manifest writes it: a region's id, "2024-2025", "nb", "2025-01-29". `page`
    and `line` are those of `quote` in the text, else null.
    """

    field: str
    value: str
    origin: Origin
    quote: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PlanRead:
    """All that was read out of one plan; `rows == len(measures) + len(rejected)`.

    `skipped` are lines that are neither row nor prose: (line, text, reason). `transcript` are
    the lines that a reader took from a file that is no text, else null; `unreadable` are pages
    of which nothing could be read, each with the reason. `proposed` is what a document without
    an entry says of itself.
    """

    plan: Plan
    pages: int | None
    lines: int
    rows: int
    measures: tuple[Measure, ...]
    rejected: tuple[Rejected, ...]
    passages: tuple[Passage, ...]
    repairs: tuple[Repair, ...]
    skipped: tuple[tuple[int, str, str], ...]
    warnings: tuple[str, ...]
    transcript: tuple[Line, ...] | None = None
    unreadable: tuple[tuple[int, str], ...] = ()
    proposed: tuple[Proposed, ...] = ()
