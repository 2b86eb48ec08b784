"""What of a plan was not understood: tables whose columns were not. What may stand there is not
known."""

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
_BESIDE = {Column.MEASURE, Column.RESPONSIBLE, Column.DEADLINE, Column.STATUS}
"""Of which two head a table that may be of measures where others of its plan were understood: one
alone may head a list of those who were asked, or of what was done."""
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
    """By plan the tables that were not understood and may well be of measures; `measures` is how
    many were read. Where some were, a table's heading must tell. Plans that have none are left
    out."""
    found: dict[str, tuple[UnreadTable, ...]] = {}
    for (plan_id, _), rows in _by_table(rejected).items():
        read = bool(measures.get(plan_id))
        if _tells_beside_others(rows) if read else _may_be_of_measures(rows):
            found[plan_id] = (*found.get(plan_id, ()), _table(rows))
    return found


def dropped_tables(rejected: Iterable[Rejected], measures: int) -> tuple[UnreadTable, ...]:
    """The tables of one plan of which it is told that they were not understood: all where no
    measure was read, else those that may well be of measures."""
    tables = [_table(rows) for rows in _by_table(rejected).values()]
    if not measures:
        return tuple(tables)
    told = unread_tables(rejected, dict.fromkeys((r.source.plan_id for r in rejected), measures))
    return tuple(table for own in told.values() for table in own)


def _by_table(rejected: Iterable[Rejected]) -> dict[tuple[str, str], list[Rejected]]:
    tables: dict[tuple[str, str], list[Rejected]] = {}
    for row in rejected:
        if row.reason == NO_MEASURE_COLUMN:
            key = (row.source.plan_id, row.row_id.rsplit(":", 1)[0])
            tables.setdefault(key, []).append(row)
    return tables


def _may_be_of_measures(rows: Sequence[Rejected]) -> bool:
    if len(rows) >= FEWEST_UNNAMED:
        return True
    return len(rows) >= FEWEST_ROWS and any(_is_telling(row) for row in rows[:2])


def _tells_beside_others(rows: Sequence[Rejected]) -> bool:
    return len(rows) >= FEWEST_ROWS and any(
        _is_telling(row) and len(_BESIDE & _headed(row)) > 1 for row in rows[:2]
    )


def _is_telling(row: Rejected) -> bool:
    """Whether a row has words that head a column of measures, one by one or as a cell."""
    return bool(_TELLING & _headed(row))


def _headed(row: Rejected) -> set[Column | None]:
    """What the words of a row head columns of, one by one or as a cell."""
    cells = _CELL.split(row.source.quote)
    words = [word for cell in cells for word in cell.split()]
    return {column_of(each) for each in (*cells, *words)}


def _table(rows: Sequence[Rejected]) -> UnreadTable:
    first, last = rows[0].source, rows[-1].source
    heading = " | ".join(cell for cell in _CELL.split(first.quote) if cell)
    return UnreadTable(first.page, first.line, last.end_line, len(rows), heading)
