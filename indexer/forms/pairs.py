"""Tables of two columns, label and value, one for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.cells import Segment, plain
from indexer.elements import Form, Grid, Heading, Record, Text
from indexer.forms.fields import (
    ENTITLED,
    LONGEST_LABEL,
    NUMBER,
    TELLS,
    Fields,
    column_named,
    entitle,
    form_of,
    of_heading,
    segment_of,
)
from indexer.records import Column, Header

_Pair = tuple[Segment | None, Sequence[Segment]]


def tables(grid: Grid, title: Segment | None) -> list[Form]:
    """The forms of a table of labels and values, one for each measure; none where it is another."""
    pairs: list[tuple[Segment | None, Sequence[Segment], Record]] = []
    for record in grid.records:
        if (own := _pairs_of(record)) is None:
            return []
        pairs += [(label, value, record) for label, value in own]
    labels = [column_named(plain(label.raw)) for label, _, _ in pairs if label is not None]
    known = [column for column in labels if column is not None]
    if len(known) < 2 or 2 * len(known) < len(labels):
        return []
    told = _split(pairs)
    if not all(fields.has(Column.MEASURE) for fields in told):
        if len(told) > 1 or title is None or not told[0].has(Column.RESPONSIBLE, Column.DEADLINE):
            return []
        entitle(told[0], title)
    if not any(fields.has(*TELLS) for fields in told):
        return []
    return [form_of(fields) for fields in told]


def _pairs_of(record: Record) -> list[_Pair] | None:
    """Label and value of a row, also two of them beside each other; a row of one cell is a value
    without a label. Null where the row is no such thing."""
    filled = [cell for cell in record.cells if any(plain(s.raw) for s in cell)]
    if not filled:
        return []
    if record.spans or len(record.cells) == 1:
        return [(None, filled[0])] if len(filled) == 1 else None
    cells = [cell for cell in record.cells if cell or len(filled) == 1]
    if len(cells) not in (2, 4) or len(record.cells) > 4 or not cells[0]:
        return None
    parts = [(cells[i], cells[i + 1]) for i in range(0, len(cells), 2)]
    return [(_joined(label), value) for label, value in parts] if _may_be(parts) else None


def _may_be(parts: Sequence[tuple[Sequence[Segment], Sequence[Segment]]]) -> bool:
    """Whether cells beside each other may be labels and values: two labels in a row are both
    known, and no value is one."""
    if any(len(value) == 1 and _is_label(value) for _, value in parts):
        return False
    if len(parts) > 1:
        return all(_is_label(label) for label, _ in parts)
    return all(label and len(plain(label[0].raw)) <= LONGEST_LABEL for label, _ in parts)


def _is_label(cell: Sequence[Segment]) -> bool:
    text = plain(" ".join(s.raw for s in cell))
    return column_named(text) is not None


def _joined(cell: Sequence[Segment]) -> Segment:
    return replace(cell[0], raw=" ".join(s.raw for s in cell))


def _split(pairs: Sequence[tuple[Segment | None, Sequence[Segment], Record]]) -> list[Fields]:
    """The pairs of each measure: one begins where the first label comes again."""
    told: list[Fields] = []
    first: Column | None = None
    for label, value, record in pairs:
        column = None if label is None else column_named(plain(label.raw))
        again = column is not None and column is first and column in (Column.MEASURE, Column.GOAL)
        if not told or again or (label is None and told[-1].labels):
            told.append(Fields(record.page))
        if label is None:
            entitle(told[-1], _joined(value))
            first = first or Column.MEASURE
            continue
        text = plain(label.raw).rstrip(": ")
        if column is Column.MEASURE and (number := NUMBER.search(label.raw)):
            told[-1].add(Header(Column.NUMBER, ""), [replace(label, raw=number[0])])
        first = first or column
        told[-1].add(Header(column or Column.OTHER, text), value)
    return told


def title(run: Sequence[Text], above: Heading | None) -> Segment | None:
    """The heading right above a table, or the line of text that says "Tiltak 3: …"."""
    if run and len(run[-1].lines) == 1 and ENTITLED.match(run[-1].lines[0].text):
        return segment_of(run[-1].page, run[-1].lines[0])
    return of_heading(above) if above and not run else None
