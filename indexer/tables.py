"""Raw tables to rows: continuations joined, spans filled, lists in a cell split.

Geometry and form, no meaning: which body or date a cell names is read in `measures`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.budgets import BUDGET, SUM, is_budget, is_sum
from indexer.by_values import is_no_measure, settle_by_values
from indexer.cells import blocks, plain, text_of
from indexer.drafts import Draft, cell_of, draft_of
from indexer.elements import Record
from indexer.history import HISTORY, looks_back
from indexer.joining import NO_MEASURE, Join
from indexer.layout import RawTable
from indexer.lists import split_row
from indexer.records import Column, Header, Line, Row, Source
from indexer.side_by_side import rows_side_by_side
from indexer.vocabulary import column_instead, vocabulary
from indexer.when import is_light, is_status, tells_when

NO_MEASURE_COLUMN = "tabellen har ingen kolonne med tiltak"

_NUMBER = re.compile(r"\d+(\.\d+)*\.?\s?[A-ZÆØÅa-zæøå]?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Document:
    """What a record's source needs to know of its file: its lines, line 1 first, and its pages' own
    numbers where they are not 1, 2, 3."""

    plan_id: str
    name: str
    lines: Sequence[Line]
    labels: Sequence[str] = ()
    period: tuple[int, int] | None = None

    def label(self, page: int | None) -> str | None:
        """A page's own number, where it is another than its place."""
        if page is None or not 1 <= page <= len(self.labels):
            return None
        label = self.labels[page - 1]
        return label if label and label != str(page) else None

    def quote(self, first: int, last: int) -> str:
        """The file's text from one line to another, 1-based, both included."""
        return "\n".join(line.text for line in self.lines[first - 1 : last])


def join_rows(table: RawTable, number: int, document: Document) -> tuple[Row, ...]:
    """All rows of a table, in order; `number` is the table's 1-based place in the document.

    Every line of the table is in exactly one row's source, or in those of the measures that stand
    beside each other on it.
    """
    if not table.header:
        return tuple(
            _as_row(draft_of(record), (), index, number, table, document, NO_MEASURE_COLUMN)
            for index, record in enumerate(table.records, start=1)
        )
    return rows_side_by_side(table, lambda view: _rows(view, number, document))


def _rows(table: RawTable, number: int, document: Document) -> tuple[Row, ...]:
    header = tuple(
        _settle_when(table.records, index, head) for index, head in enumerate(table.header)
    )
    header = _settle_numbers(table.records, settle_by_values(table.records, header))
    header = _settle_status(table.records, header)
    numbers = _numbers_of_measures(table.records, header)
    columns = [head.column for head in header]
    drafts = list(Join(header, numbers, table.goal).rows(table.records))
    reason = _none_of_its_own(table, header, drafts, document)
    for draft in drafts:
        said = draft.text(columns.index(Column.MEASURE))
        none = SUM if is_sum(said) else NO_MEASURE if is_no_measure(said) else None
        draft.reason = draft.reason or reason or none
    rows: list[Row] = []
    for index, draft in enumerate(drafts, start=1):
        row = _as_row(draft, header, index, number, table, document, draft.reason)
        rows.extend([row] if draft.reason else split_row(row, draft, header, numbers))
    return tuple(rows)


def _settle_numbers(records: Sequence[Record], headings: tuple[Header, ...]) -> tuple[Header, ...]:
    """The header with its columns of numbers recognised that have no heading of their own.

    Such a column stands left of the measure, and not beside a headed one. A heading that stands
    over two columns, the first of numbers, is that of the second.
    """
    header = list(headings)
    for index, head in enumerate(headings):
        wide = index + 1 < len(header) and not header[index + 1].label
        named = wide and head.label and head.column in (Column.MEASURE, Column.GOAL)
        if not (named or _may_number(headings, index)):
            continue
        if _is_numbers(records, index):
            if named:
                header[index + 1] = head
            header[index] = Header(Column.NUMBER, "" if named else head.label)
    return tuple(header)


def _settle_when(records: Sequence[Record], index: int, head: Header) -> Header:
    """A heading that says little of time ("Gjennomføring") is one only over what says when."""
    if head.column is not Column.DEADLINE or column_instead(head.label) is not Column.DEADLINE:
        return head
    values = _stated(records, index)
    if 2 * sum(map(tells_when, values)) >= len(values):
        return head
    return Header(Column.OTHER, head.label)


def _settle_status(records: Sequence[Record], header: Sequence[Header]) -> tuple[Header, ...]:
    """The header with a column of statuses recognised by what stands in it, where no heading says
    that one is: of no known kind, or of what was reached ("Måloppnåelse")."""
    if any(head.column is Column.STATUS for head in header):
        return tuple(header)
    for index, head in enumerate(header):
        reached = head.label.lower().startswith(vocabulary().status_headings)
        if head.column is Column.OTHER or (head.column is Column.INDICATOR and reached):
            values = _stated(records, index)
            if len(values) > 1 and all(is_status(text) or is_light(text) for text in values):
                return (*header[:index], Header(Column.STATUS, head.label), *header[index + 1 :])
    return tuple(header)


def _none_of_its_own(
    table: RawTable, header: Sequence[Header], drafts: Sequence[Draft], document: Document
) -> str | None:
    """Why none of a table's rows is a measure of its plan's own; null where they are."""
    if looks_back(table, document.period, _deadlines(drafts, header)):
        return HISTORY
    return BUDGET if is_budget(table, header, drafts) else None


def _deadlines(drafts: Sequence[Draft], header: Sequence[Header]) -> list[str]:
    """What stands in the columns of deadlines."""
    places = [i for i, head in enumerate(header) if head.column is Column.DEADLINE]
    return [draft.text(i) for draft in drafts for i in places if i < len(draft.cells)]


def _may_number(header: Sequence[Header], index: int) -> bool:
    """Whether a column may be one of numbers by what stands in it: one without a heading (but
    for a number over numbers), left of the measure, where no column with a heading numbers the
    same: in "Nr. | Mål | – | Tiltak" that numbers the goals."""
    columns = [head.column for head in header]
    label = header[index].label
    if (label and not _NUMBER.fullmatch(label)) or columns[index] is not Column.OTHER:
        return False
    left = columns[:index]
    if Column.MEASURE in left:
        return False
    if Column.NUMBER not in columns:
        return True
    return Column.NUMBER in left and Column.GOAL in left[left.index(Column.NUMBER) :]


def _numbers_of_measures(records: Sequence[Record], header: Sequence[Header]) -> int | None:
    """The column that numbers the measures: the one right before theirs, or one further left
    where rows that share what governs them have numbers of their own."""
    columns = [head.column for head in header]
    measure = columns.index(Column.MEASURE)
    if columns[measure - 1 : measure] == [Column.NUMBER]:
        return measure - 1
    for index in [i for i in range(measure) if columns[i] is Column.NUMBER]:
        above: list[str] = []
        for record in records:
            draft = draft_of(record)
            draft.cells += [[] for _ in range(len(header) - len(draft.cells))]
            number = draft.text(index)
            governs = [draft.text(i) for i in range(index + 1, measure)]
            shared = governs[:1] == [""] or governs == above
            if above and number and shared and not draft.blank(measure):
                return index
            above = governs if governs and governs[0] else above
    return None


def _is_numbers(records: Sequence[Record], index: int) -> bool:
    """Whether most of what stands in a column is numbering ("1.5", "2.1.2A Ref. 1.6.1")."""
    stated = _stated(records, index)
    return bool(stated) and 2 * sum(bool(_NUMBER.match(v)) for v in stated) > len(stated)


def _stated(records: Sequence[Record], index: int) -> list[str]:
    """What stands in a column, but for its blank cells."""
    values = [text_of(blocks(r.cells[index])) for r in records if index < len(r.cells)]
    return [value for value in values if value]


def _as_row(
    draft: Draft,
    header: Sequence[Header],
    index: int,
    number: int,
    table: RawTable,
    document: Document,
    reason: str | None,
) -> Row:
    first, last = draft.records[0], draft.records[-1]
    page = f"p{first.page}:" if first.page is not None else ""
    heads = [*header, *([Header(Column.OTHER, "")] * (len(draft.cells) - len(header)))]
    cells = draft.headings + tuple(
        cell_of(head, segments, position in draft.inherited)
        for position, (head, segments) in enumerate(zip(heads, draft.cells, strict=True))
        if any(plain(s.raw) for s in segments)
    )
    row_id = f"{document.plan_id}:{page}t{number}:r{index}"
    source = Source(
        plan_id=document.plan_id,
        document=document.name,
        page=first.page,
        line=first.line,
        end_line=last.end_line,
        section=table.section,
        row=f"r{index}",
        quote=document.quote(first.line, last.end_line),
        pieces=tuple(piece for cell in cells for piece in cell.pieces),
        page_label=document.label(first.page),
    )
    return Row(row_id, cells, source, reason)
