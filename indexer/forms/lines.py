"""Lines of text that are labelled, and lists under a heading that says they are measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.cells import BULLETS, Segment, plain
from indexer.elements import Element, Form, Heading, Record, Text
from indexer.forms.fields import (
    ITEM,
    NUMBER,
    TELLS,
    Fields,
    entitle,
    form_of,
    of_heading,
    segment_of,
)
from indexer.forms.groups import columns_of, grouped, takes_list, titles
from indexer.forms.items import DESCRIBED, Item, Part, heads_only, items_of, names_measure
from indexer.forms.running import within
from indexer.records import Column, Header, Line
from indexer.vocabulary import heads_measures

__all__ = ["told"]

_DESCRIPTION = Header(Column.OTHER, DESCRIBED)


def told(run: Sequence[Text], above: Heading | None) -> list[Element]:
    """Paragraphs under one heading, with the measures among them as forms."""
    items = [item for text in run for item in items_of(text)]
    groups = list(grouped(items))
    if _only_lists(items) and (listed := _listed(items, above)):
        return listed
    if not any(isinstance(group, list) for group in groups):
        return list(run)
    titled = titles(groups)
    said = plain(above.line.text) if above else ""
    above = above if above and names_measure(above) else None
    found: list[Element] = []
    before: list[Item] = []
    goal: Part | None = None
    for place, group in enumerate(groups):
        if isinstance(group, Item):
            before.append(group)
            continue
        title = None
        if (named := titled.get(place)) is not None:
            cut = len(before) - (place - named)
            found += [Text(item.page, item.lines) for item in before[:cut]]
            title, before = before[cut], before[cut + 1 :]
        elif heads_only(said) and len(before) == 1 and _untold(group):
            title, before = before[0], []
        unsure = place in titled and title is None
        form = None if unsure else _read_group(group, before, above, title, goal)
        goal = _goal_before(group) or goal
        if form is None and (titled or heads_only(said)) and _untold(group):
            form = _untitled(group)
        if form is None:
            before += group
            continue
        if title is None and not _begins_at_heading(form, above):
            found += [Text(item.page, item.lines) for item in before]
        found.append(form)
        before = []
        above = None
    return found + [Text(item.page, item.lines) for item in before]


def _begins_at_heading(form: Form, above: Heading | None) -> bool:
    return above is not None and form.records[0].line == above.line.number


def _untold(group: Sequence[Item]) -> bool:
    """Whether labels tell who and when, and not what."""
    columns = columns_of(group)
    return {Column.RESPONSIBLE, Column.DEADLINE} <= columns and Column.MEASURE not in columns


def _untitled(group: Sequence[Item]) -> Form:
    """Who and when without what: a row that is told to be no measure rather than lost as text."""
    segments = tuple(segment for item in group for segment in _segments(item))
    first, last = segments[0].line, segments[-1].line
    return Form((), (Record(group[0].page, first, last, False, (segments,)),))


def _read_group(
    group: Sequence[Item],
    before: Sequence[Item],
    above: Heading | None,
    title: Item | None,
    goal: Part | None,
) -> Form | None:
    """The form of labelled lines; null where they tell of no measure.

    Where none of them is the measure, its title is, or the heading, and what stands between
    describes it. `goal` stands before a measure above and is told of this one too.
    """
    own = columns_of(group)
    taken = [i for i, item in enumerate(group) if not item.parts and _in_list(group, i)]
    described = [x for i, x in enumerate(group) if not x.parts and i not in taken]
    if not own & TELLS and not (Column.MEASURE in own and taken):
        return None
    named = Column.MEASURE in own
    heading = _of_item(title) if title else [of_heading(above)] if above else []
    if not named:
        if not heading or not own & {Column.RESPONSIBLE, Column.DEADLINE}:
            return None
        described = [*before, *described]
    fields, listed = _fields_of(group, taken, described)
    if not named:
        count = len(fields.labels)
        entitle(fields, *heading)
        listed = {index + len(fields.labels) - count: items for index, items in listed.items()}
    if goal and named and Column.GOAL not in own:
        fields.inherited.add(len(fields.labels))
        fields.add(Header(Column.GOAL, goal[0].text), goal[1])
    cells = {index: [tuple(_segments(item)) for item in items] for index, items in listed.items()}
    return form_of(fields, cells)


def _goal_before(group: Sequence[Item]) -> Part | None:
    """The goal that stands before a measure's own label, which may be that of the next ones."""
    for part in (part for item in group for part in item.parts):
        if part[0].column is Column.MEASURE:
            return None
        if part[0].column is Column.GOAL and Column.MEASURE in columns_of(group) and part[1]:
            return part
    return None


def _in_list(group: Sequence[Item], place: int) -> bool:
    """Whether a line without a label belongs to a list that is the value of the label above."""
    return group[place].listed and takes_list(group[:place])


def _fields_of(
    group: Sequence[Item], taken: Sequence[int], described: Sequence[Item]
) -> tuple[Fields, dict[int, list[Item]]]:
    """The labels of a group with their values, and the list items that go with each of them.

    What describes the measure stands behind it; a label without a value has the next line's.
    """
    fields = Fields(group[0].page)
    listed: dict[int, list[Item]] = {}
    lines = [segment for item in described for segment in _segments(item)]
    if lines and Column.MEASURE not in columns_of(group):
        fields.add(_DESCRIPTION, lines)
    last = 0
    for place, item in enumerate(group):
        if place in taken:
            listed.setdefault(last, []).append(item)
        for label, segments in item.parts:
            if label.column is Column.MEASURE and (number := NUMBER.search(label.text)):
                start = segment_of(item.page, item.lines[0], number[0])
                fields.add(Header(Column.NUMBER, ""), [start])
            last = len(fields.labels)
            if label.column is not Column.MEASURE or not lines:
                fields.add(Header(label.column or Column.OTHER, label.text), segments)
                continue
            own = 0 if segments or place + 1 in taken else len(described[0].lines)
            fields.add(Header(label.column, label.text), [*segments, *lines[:own]])
            if lines[own:]:
                fields.add(_DESCRIPTION, lines[own:])
    return fields, listed


def _segments(item: Item) -> list[Segment]:
    return [segment_of(item.page, line) for line in item.lines]


def _of_item(title: Item) -> list[Segment]:
    """A line that names a measure, without the mark of a list or of bold type around it."""
    first, *more = _segments(title)
    raw = first.raw.strip(f" *_{BULLETS}–-")
    return [replace(first, raw=raw), *more]


def _only_lists(items: Sequence[Item]) -> bool:
    """Whether items of a list tell of no more than what is done, and no line opens with a label."""
    told = any(item.labelled for item in items)
    return not told and any(item.listed and not item.parts for item in items)


def _listed(items: Sequence[Item], above: Heading | None) -> list[Element]:
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


def _row(item: Item) -> dict[Column, tuple[Segment, ...]]:
    """The columns of a list item: what is done, and what labels in it tell ("(Ansvarlig: …)")."""
    row: dict[Column, list[Segment]] = {Column.MEASURE: []}
    column = Column.MEASURE
    for number, line in enumerate(item.lines):
        mark = ITEM.match(line.text) if number == 0 else None
        start = mark.end() if mark else 0
        for own, _, begin, end in within(line.text, start):
            if own not in row:
                row[column] += _cut(item.page, line, start, begin)
                row[own], column, start = [], own, end
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
