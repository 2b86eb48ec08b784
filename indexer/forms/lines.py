"""Lines of text that are labelled, and lists under a heading that says they are measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.cells import Segment, plain
from indexer.elements import Element, Form, Heading, Record, Text
from indexer.forms.fields import (
    ITEM,
    NUMBER,
    TELLS,
    Fields,
    column_named,
    entitle,
    form_of,
    of_heading,
    segment_of,
)
from indexer.records import Column, Header, Line
from indexer.vocabulary import heads_measures

_LABELLED = re.compile(r"[\s•*_–-]*([^\W\d_][^:|<>*_]{1,39}?)[*_]{0,3}\s*:[*_]{0,3}(?=\s|$)\s*")
_WITHIN = re.compile(r"(?:^|(?<=[.;,|(])|(?<=\s))\s*([^\W\d_][\w /-]{1,30}):(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, what it is about (null where that is not known), and where its value begins."""

    column: Column | None
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, list item or labelled line, with its labels and their values' lines."""

    page: int | None
    lines: tuple[Line, ...]
    parts: tuple[tuple[_Label, tuple[Segment, ...]], ...]
    listed: bool


def told(run: Sequence[Text], above: Heading | None) -> list[Element]:
    """Paragraphs under one heading, with the measures among them as forms."""
    items = [item for text in run for item in _items(text)]
    groups = list(_groups(items))
    if not any(isinstance(group, list) for group in groups):
        return _listed(items, above) or list(run)
    found: list[Element] = []
    before: list[_Item] = []
    for group in groups:
        if isinstance(group, _Item):
            before.append(group)
            continue
        forms = _read_group(group, before, above)
        if not forms:
            before += group
            continue
        if not _begins_at_heading(forms[0], above):
            found += [Text(item.page, item.lines) for item in before]
        found.append(forms[0])
        before = []
        above = None
    return found + [Text(item.page, item.lines) for item in before]


def _begins_at_heading(form: Form, above: Heading | None) -> bool:
    return above is not None and form.records[0].line == above.line.number


def _items(text: Text) -> Iterator[_Item]:
    """The lines of a paragraph, in parts that open with a label or a mark."""
    groups: list[list[Line]] = []
    for line in text.lines:
        listed = bool(groups) and ITEM.match(groups[-1][0].text) is not None
        if groups and not (line.opens or (labels(line.text) and not listed)):
            groups[-1].append(line)
        else:
            groups.append([line])
    for lines in groups:
        found = labels(lines[0].text)
        parts = []
        for index, (label, start, end) in enumerate(found):
            raw = lines[0].text[start:end].strip().rstrip(" (|;." if index + 1 < len(found) else "")
            segments = [segment_of(text.page, lines[0], raw)] if raw else []
            if index + 1 == len(found):
                segments += [segment_of(text.page, line) for line in lines[1:]]
            parts.append((label, tuple(segments)))
        yield _Item(text.page, tuple(lines), tuple(parts), bool(ITEM.match(lines[0].text)))


def labels(text: str) -> list[tuple[_Label, int, int]]:
    """The labels of a line, the first at its beginning, each with where its value stands."""
    match = _LABELLED.match(text)
    if match is None or (column := column_named(match[1])) is None:
        return []
    found = [(_Label(column, match[1].strip(), match.end()), match.end())]
    starts = [match.start()]
    for more in _WITHIN.finditer(text, match.end()):
        if (own := column_named(more[1])) in TELLS:
            found.append((_Label(own, more[1].strip(), more.end()), more.end()))
            starts.append(more.start())
    ends = [*starts[1:], len(text)]
    return [(label, start, end) for (label, start), end in zip(found, ends, strict=True)]


def _groups(items: Sequence[_Item]) -> Iterator[_Item | list[_Item]]:
    """Labelled lines that stand together, a list for each measure, and all other items."""
    group: list[_Item] = []
    for item in items:
        if item.parts:
            own = {label.column for label, _ in item.parts}
            before = {label.column for each in group for label, _ in each.parts}
            if Column.MEASURE in own & before or (own & before and len(before) > 1):
                yield group
                group = []
            group.append(item)
        elif group and item.listed and _takes_list(group):
            group.append(item)
        else:
            if group:
                yield group
                group = []
            yield item
    if group:
        yield group


def _takes_list(group: Sequence[_Item]) -> bool:
    """Whether a list goes on with the last labelled line, which has no value of its own."""
    last = next(item for item in reversed(group) if item.parts)
    return not last.parts[-1][1]


def _read_group(
    group: Sequence[_Item], before: Sequence[_Item], above: Heading | None
) -> list[Form]:
    """The form of labelled lines; none where they tell of no measure.

    Where none of them is the measure, the heading is, and what stands between describes it.
    """
    fields = Fields(group[0].page)
    listed: dict[int, list[_Item]] = {}
    for item in group:
        for label, segments in item.parts:
            if label.column is Column.MEASURE and (number := NUMBER.search(label.text)):
                place = segment_of(item.page, item.lines[0], number[0])
                fields.add(Header(Column.NUMBER, ""), [place])
            fields.add(Header(label.column or Column.OTHER, label.text), segments)
        if not item.parts:
            listed.setdefault(len(fields.labels) - 1, []).append(item)
    if not fields.has(*TELLS) and not (fields.has(Column.MEASURE) and listed):
        return []
    if not fields.has(Column.MEASURE):
        if above is None or not fields.has(Column.RESPONSIBLE, Column.DEADLINE):
            return []
        if before:
            lines = [segment_of(item.page, line) for item in before for line in item.lines]
            fields.labels.insert(0, Header(Column.OTHER, "Beskrivelse"))
            fields.values.insert(0, lines)
            listed = {index + 1: items for index, items in listed.items()}
        count = len(fields.labels)
        entitle(fields, of_heading(above))
        listed = {index + len(fields.labels) - count: items for index, items in listed.items()}
    cells = {
        index: [tuple(segment_of(item.page, line) for line in item.lines) for item in items]
        for index, items in listed.items()
    }
    return [form_of(fields, cells)]


def _listed(items: Sequence[_Item], above: Heading | None) -> list[Element]:
    """A list under a heading that says no more than "Tiltak", each item a measure; empty where the
    heading says something else or nothing is listed."""
    if above is None or not any(item.listed for item in items):
        return []
    if not heads_measures(plain(above.line.text)):
        return []
    found: list[Element] = []
    rows: list[dict[Column, tuple[Segment, ...]]] = []
    for item in items:
        if item.listed:
            rows.append(_row(item))
            continue
        if rows:
            found.append(_list(rows, item.page))
            rows = []
        found.append(Text(item.page, item.lines))
    return [*found, _list(rows, items[-1].page)] if rows else found


def _row(item: _Item) -> dict[Column, tuple[Segment, ...]]:
    """The columns of a list item: what is done, and what labels in it tell ("(Ansvarlig: …)")."""
    row: dict[Column, list[Segment]] = {Column.MEASURE: []}
    column = Column.MEASURE
    for number, line in enumerate(item.lines):
        mark = ITEM.match(line.text) if number == 0 else None
        start = mark.end() if mark else 0
        for match in _WITHIN.finditer(line.text, start):
            own = column_named(match[1])
            if own in TELLS and own not in row:
                row[column] += _cut(item.page, line, start, match.start())
                row[own], column, start = [], own, match.end()
        row[column] += _cut(item.page, line, start, len(line.text))
    return {column: tuple(_closed(cell) if len(row) > 1 else cell) for column, cell in row.items()}


def _cut(page: int | None, line: Line, start: int, end: int) -> list[Segment]:
    raw = line.text[start:end].strip()
    return [segment_of(page, line, raw)] if raw else []


def _closed(cell: Sequence[Segment]) -> list[Segment]:
    """A cell without the marks that part it from the next in a line of text."""
    raw = cell[-1].raw.rstrip(" ;,|(") if cell else ""
    if raw.count(")") > raw.count("("):
        raw = raw.rstrip(" ).")
    return [*cell[:-1], replace(cell[-1], raw=raw.rstrip(" ."))] if raw else list(cell[:-1])


def _list(rows: Sequence[dict[Column, tuple[Segment, ...]]], page: int | None) -> Form:
    columns = list(dict.fromkeys([Column.MEASURE, *(c for row in rows for c in row)]))
    records = []
    for row in rows:
        lines = [s.line for cell in row.values() for s in cell]
        cells = tuple(row.get(column, ()) for column in columns)
        records.append(Record(page, min(lines), max(lines), False, cells))
    return Form(tuple(Header(column, "") for column in columns), tuple(records))
