"""Tables with several measures in a row, each with who and when of its own: "Tiltak kommune |
Ansvarlig kommune | Tiltak sykehus | Ansvarlig sykehus | Frist"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.cells import plain
from indexer.elements import Record
from indexer.layout import RawTable
from indexer.records import Cell, Column, Header, Row

Read = Callable[[RawTable], Sequence[Row]]
_GROUP = re.compile(r".*\(([^()]+)\)")
_HEADING = Header(Column.HEADING, "")
_LETTERS = ("", "b", "c", "d", "e", "f")


def rows_side_by_side(table: RawTable, read: Read) -> tuple[Row, ...]:
    """The rows of a table as `read` makes them, one for each measure that stands in a line of it,
    under what its column's heading says of whose or which it is."""
    places = [i for i, head in enumerate(table.header) if head.column is Column.MEASURE]
    if not 1 < len(places) <= len(_LETTERS):
        return tuple(read(table))
    found: list[tuple[int, int, Row]] = []
    for order, place in enumerate(places):
        view = _view(table, _columns_of(table.header, places, place))
        label = table.header[place].label
        for row in read(view):
            found.append((row.source.line, order, _named(row, label, _LETTERS[order])))
    found.sort(key=lambda each: each[:2])
    told = {row.source.line for _, _, row in found if not row.reason}
    kept: list[Row] = []
    for line, _, row in found:
        if not row.reason or not (line in told or (kept and kept[-1].source.line == line)):
            kept.append(row)
    return tuple(kept)


def _columns_of(header: Sequence[Header], places: Sequence[int], own: int) -> list[int]:
    """The columns that tell of the measure in the column `own`: those left of all measures, those
    behind it up to the next, and behind the last those of which it has none of its own."""
    last = places[-1]
    behind = range(last + 1, len(header))
    if _stands_before(header, places):
        before = max((place for place in places if place < own), default=-1)
        left = [i for i in range(places[0]) if header[i].column not in _OWN]
        return sorted({*left, *range(before + 1, own + 1), *behind})
    after = min((place for place in places if place > own), default=len(header))
    kinds = {_kind(header[i]) for i in range(own + 1, after)} if own != last else set()
    shared = [i for i in behind if _kind(header[i]) not in kinds]
    return sorted({*range(places[0]), *range(own, after), *shared})


_OWN = (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)


def _stands_before(header: Sequence[Header], places: Sequence[int]) -> bool:
    """Whether who or when stands left of each measure, and not right of the last."""
    starts = (0, *(place + 1 for place in places[:-1]))
    before = [
        any(header[i].column in _OWN for i in range(start, place))
        for start, place in zip(starts, places, strict=True)
    ]
    return all(before) and not any(head.column in _OWN for head in header[places[-1] + 1 :])


def _kind(head: Header) -> tuple[Column, str]:
    """What is told in a column, for which another measure has a column of its own; of those of no
    known kind, by the first word of their heading."""
    known = head.column is not Column.OTHER
    words = re.findall(r"[^\W\d_]+", head.label.lower())
    return head.column, "" if known else " ".join(words[:1])


def _view(table: RawTable, columns: Sequence[int]) -> RawTable:
    """A table of some of its columns."""
    return replace(
        table,
        header=tuple(table.header[i] for i in columns),
        records=tuple(_narrow(record, columns) for record in table.records),
    )


def _narrow(record: Record, columns: Sequence[int]) -> Record:
    if record.spans:
        return record
    cells = tuple(record.cells[i] if i < len(record.cells) else () for i in columns)
    merged = frozenset(new for new, old in enumerate(columns) if old in record.merged)
    inherited = frozenset(new for new, old in enumerate(columns) if old in record.inherited)
    return replace(record, cells=cells, merged=merged, inherited=inherited)


def _named(row: Row, label: str, letter: str) -> Row:
    """A row with what the heading of its measure says, and an id of its own."""
    if row.reason:
        return row
    group = _GROUP.fullmatch(label)
    cell = Cell(_HEADING, plain(group[1] if group else label), (), inherited=True)
    row_id = re.sub(r"(:r\d+)(?=[.\d]*$)", rf"\g<1>{letter}", row.row_id)
    source = replace(row.source, row=f"{row.source.row}{letter}")
    return replace(row, row_id=row_id, cells=(cell, *row.cells), source=source)
