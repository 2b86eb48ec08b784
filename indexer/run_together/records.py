"""What passes between the parts: cells and rows cut out, and what they are cut from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.records import Column, Line

# The columns from left to right; OTHER are the notes that stand under a deadline.
COLUMNS = (
    Column.GOAL,
    Column.TARGET_GROUP,
    Column.MEASURE,
    Column.INDICATOR,
    Column.RESPONSIBLE,
    Column.OTHER,
)
SPANNING = (Column.GOAL, Column.TARGET_GROUP)
FIRST_WIDTHS = {
    Column.GOAL: 20.0,
    Column.TARGET_GROUP: 15.0,
    Column.MEASURE: 44.0,
    Column.INDICATOR: 26.0,
    Column.RESPONSIBLE: 18.0,
    Column.OTHER: 24.0,
}
"""Widths in letters before any line was read, of a landscape page with six columns."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Verbatim part of one line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row cut out of run-together lines.

    A cell that governs several rows is given to each. `line` to `end_line` is the stretch in
    which it stands; fragments may stand elsewhere. `uncertain` names columns whose content
    could not be read surely; `heading` are the heading rows that govern it.
    """

    goal: tuple[Fragment, ...]
    target_group: tuple[Fragment, ...]
    measure: tuple[Fragment, ...]
    indicator: tuple[Fragment, ...]
    responsible: tuple[Fragment, ...]
    deadline: tuple[Fragment, ...]
    notes: tuple[Fragment, ...]
    heading: tuple[str, ...]
    uncertain: frozenset[Column]
    line: int
    end_line: int
    page: int | None


@dataclass(frozen=True, slots=True)
class LooseTable:
    """All lines with text: in a row, prose, or furniture with the reason."""

    rows: tuple[LooseRow, ...]
    prose: tuple[Line, ...]
    furniture: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line.

    `hard`: a cell must begin here. `soft`: dirt stands before it. `ordinary`: its capital is not
    its own, so it begins something.
    """

    text: str
    start: int
    end: int
    core: str
    bullet: bool
    hard: bool
    soft: bool
    ordinary: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with text; `apart` where a blank line stands before it."""

    line: Line
    apart: bool
    headings: tuple[Column, ...]
    deadline: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A line to cut into these columns; `begins` a row, or is a `heading` row.

    `apart` from the line before; in the `main` run of lines or out of its place; `end` is where
    its deadline begins; `above` a page's first row, so that the row before has ended.
    """

    line: Line
    page: int | None
    columns: tuple[Column, ...]
    begins: bool = False
    heading: bool = False
    apart: bool = False
    main: bool = True
    end: int | None = None
    above: bool = False


@dataclass(slots=True)
class Plan:
    """The lines in the order in which they are read, and those left out.

    `lone` are the texts that make up a whole line; `columns` those that the table has.
    """

    steps: list[Step] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    furniture: list[tuple[Line, str]] = field(default_factory=list)
    lone: frozenset[str] = frozenset()
    columns: tuple[Column, ...] = COLUMNS


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a line, read as a cell's next line.

    `names_body`: it opens with a body's name. `cost`: what speaks against its words being one
    cell's line.
    """

    column: Column
    tokens: tuple[Token, ...]
    text: str
    width: float
    names_body: bool
    cost: float


Way = tuple[Piece, ...]
"""One way to cut a line: its pieces from left to right, each in a column of its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column holds so far; `last` counts the lines read when its last line was.

    `serial` is the count at which it began; `page` is where it last grew.
    """

    serial: int
    fragments: tuple[Fragment, ...]
    text: str
    width: float
    last: int
    listed: bool
    page: int | None


@dataclass(frozen=True, slots=True)
class State:
    """One way to have cut the lines so far, and what speaks against it."""

    cost: float
    cells: Mapping[Column, Cell]


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was read: spanning cells by when they began."""

    cells: Mapping[Column, Cell]
    steps: tuple[Step, ...]
    heading: tuple[str, ...]
    uncertain: frozenset[Column]
