"""What of a plan was not understood: tables of which none was, and text that tells of measures of
which none was read. What may stand there is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.records import Column, Rejected, Source
from indexer.tables import NO_MEASURE_COLUMN
from indexer.vocabulary import column_of

FEWEST_ROWS = 3
FEWEST_UNNAMED = 7
"""Rows of a table that may well be one of measures, its heading counted: with a heading that is a
known one's, or without. A budget or a table of versions is mostly shorter, and such a plan with a
longer one is said not to be read whole, which is true."""

_TELLING = {Column.MEASURE, Column.RESPONSIBLE}
"""Not a deadline: a table of versions has dates too."""
_WHO = {Column.RESPONSIBLE}
_WHEN = re.compile(r"(?:tids)?frist(?:en|er|ar)?|tidsplan|tidsramme|ferdig|slutt|oppstart|når")
_LABEL = re.compile(r"([^\W\d_]+)\s*:")
_ENDS = re.compile(r"[.!?]\W*$")
FEWEST_TOLD = 2
"""Lines that say who and when, of a plan of which no measure was read, from which on it is taken
to tell of measures in its text: one alone may speak of the plan itself."""
_CELL = re.compile(r"\s*[|\t\n]\s*")


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """A table whose columns were not understood: where it begins and ends, how many rows it has
    and the words of its first, as the plan has them."""

    page: int | None
    line: int
    end_line: int
    rows: int
    heading: str

    def has(self, source: Source) -> bool:
        """Whether what stands there (in the same plan) is of the table."""
        return self.line <= source.line <= self.end_line


def unread_tables(
    rejected: Iterable[Rejected], measures: Mapping[str, int]
) -> dict[str, tuple[UnreadTable, ...]]:
    """By plan the tables that may well be of measures, of plans of which no measure was read;
    `measures` is how many were. Plans that have none are left out."""
    tables: dict[tuple[str, str], list[Rejected]] = {}
    for row in rejected:
        plan_id = row.source.plan_id
        if row.reason == NO_MEASURE_COLUMN and not measures.get(plan_id):
            tables.setdefault((plan_id, row.row_id.rsplit(":", 1)[0]), []).append(row)
    found: dict[str, tuple[UnreadTable, ...]] = {}
    for (plan_id, _), rows in tables.items():
        if _may_be_of_measures(rows):
            found[plan_id] = (*found.get(plan_id, ()), _table(rows))
    return found


def tells_of_measures(texts: Iterable[str]) -> bool:
    """Whether a plan's text tells of measures: a line has the words that head their columns, or
    several say who is responsible and when, or are labelled so ("Ansvarlig: …")."""
    told = 0
    for line in (line for text in texts for line in text.split("\n")):
        words = re.findall(r"[^\W\d_]+", line.lower())
        columns = {column_of(word) for word in words}
        when = any(_WHEN.fullmatch(word) for word in words)
        if when and {Column.MEASURE, Column.RESPONSIBLE} <= columns and not _ENDS.search(line):
            return True
        labelled = any(column_of(word) in _WHO for word in _LABEL.findall(line))
        told += labelled or (when and Column.RESPONSIBLE in columns)
    return told >= FEWEST_TOLD


def _may_be_of_measures(rows: Sequence[Rejected]) -> bool:
    if len(rows) >= FEWEST_UNNAMED:
        return True
    return len(rows) >= FEWEST_ROWS and any(_is_telling(row) for row in rows[:2])


def _is_telling(row: Rejected) -> bool:
    """Whether a row has words that head a column of measures, one by one or as a cell."""
    cells = _CELL.split(row.source.quote)
    words = [word for cell in cells for word in cell.split()]
    return any(column_of(each) in _TELLING for each in (*cells, *words))


def _table(rows: Sequence[Rejected]) -> UnreadTable:
    first, last = rows[0].source, rows[-1].source
    heading = " | ".join(cell for cell in _CELL.split(first.quote) if cell)
    return UnreadTable(first.page, first.line, last.end_line, len(rows), heading)
