"""Measures that are told by labels rather than by the columns of a table.

    a small table a measure, label and value beside each other
    lines of text: "Tiltak: …", "Ansvarlig: …", "Frist: …"
    a list under a heading that says "Tiltak"

Each becomes a `Form`, a table whose column headings are the labels, so that what follows need not
know the difference. Which words are labels is asked of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.cells import Segment, plain
from indexer.elements import Element, Form, Grid, Heading, Record, Skipped, Text
from indexer.layout import settled
from indexer.records import Column, Header, Line
from indexer.vocabulary import column_of, heads_measures

LONGEST_LABEL = 40
MOST_WORDS = 4
"""Of a label: "Ansvarlig for gjennomføring" has three, a sentence that begins with such a word and
leads in to something with a colon has more."""

_TELLS = frozenset(
    {Column.RESPONSIBLE, Column.DEADLINE, Column.STATUS, Column.INDICATOR, Column.YEAR}
)
"""What makes something that is labelled a measure rather than a fact."""

_LABELLED = re.compile(r"[\s•*_–-]*([^\W\d_][^:|<>*_]{1,39}?)[*_]{0,3}\s*:[*_]{0,3}(?=\s|$)\s*")
_WITHIN = re.compile(r"(?:^|(?<=[.;,|(])|(?<=\s))\s*([^\W\d_][\w /-]{1,30}):(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[•○◦▪●‣*–-]|\(?\d{1,2}[.)]|\(?[a-zæøå][.)])\s+(?=\S)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_ENTITLED = re.compile(r"(tiltak\s+\d+(?:\.\d+)*)\s*[.:–-]*\s*(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, what it is about (null where that is not known), and where its value begins."""

    column: Column | None
    text: str
    end: int


@dataclass(slots=True)
class _Fields:
    """What is told of one measure: the segments of each label, in the order of the file."""

    page: int | None
    labels: list[Header] = field(default_factory=list)
    values: list[list[Segment]] = field(default_factory=list)

    def add(self, head: Header, segments: Sequence[Segment]) -> None:
        self.labels.append(head)
        self.values.append(list(segments))

    def has(self, *columns: Column) -> bool:
        return any(head.column in columns for head in self.labels)

    def lines(self) -> list[int]:
        return sorted({s.line for value in self.values for s in value})


def read_forms(elements: Sequence[Element]) -> list[Element]:
    """The elements with what is told by labels as forms; all others as they are."""
    found: list[Element] = []
    run: list[Text] = []
    above: Heading | None = None
    for element in map(_as_text, elements):
        if isinstance(element, Text):
            run.append(element)
            continue
        if isinstance(element, Skipped):
            found.append(element)
            continue
        if isinstance(element, Grid) and (forms := _tables(element, _title(run, above))):
            used = forms[0].records[0].line
            kept = [t for t in run if t.lines[0].number < used]
            found += _told(kept, above)
            found += forms
        else:
            found += [*_told(run, above), element]
        run = []
        above = element if isinstance(element, Heading) else None
    return [*found, *_told(run, above)]


def _as_text(element: Element) -> Element:
    """A labelled line in bold, which was taken for a heading, as text."""
    if isinstance(element, Heading) and _labels(element.line.text):
        box = element.line.box
        return Text(box.page if box else None, (element.line,))
    return element


# Tables of two columns, label and value


def _tables(grid: Grid, title: Segment | None) -> list[Form]:
    """The forms of a table of labels and values, one for each measure; none where it is another."""
    pairs: list[tuple[Segment | None, Sequence[Segment], Record]] = []
    for record in grid.records:
        if (own := _pairs_of(record)) is None:
            return []
        pairs += [(label, value, record) for label, value in own]
    labels = [_column(plain(label.raw)) for label, _, _ in pairs if label is not None]
    known = [column for column in labels if column is not None]
    if len(known) < 2 or 2 * len(known) < len(labels):
        return []
    told = _split(pairs)
    if not all(fields.has(Column.MEASURE) for fields in told):
        if len(told) > 1 or title is None or not told[0].has(Column.RESPONSIBLE, Column.DEADLINE):
            return []
        _entitle(told[0], title)
    if not any(fields.has(*_TELLS) for fields in told):
        return []
    return [_form(fields) for fields in told]


_Pair = tuple[Segment | None, Sequence[Segment]]


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
    return _column(text) is not None


def _joined(cell: Sequence[Segment]) -> Segment:
    return replace(cell[0], raw=" ".join(s.raw for s in cell))


def _split(pairs: Sequence[tuple[Segment | None, Sequence[Segment], Record]]) -> list[_Fields]:
    """The pairs of each measure: one begins where the first label comes again."""
    told: list[_Fields] = []
    first: Column | None = None
    for label, value, record in pairs:
        column = None if label is None else _column(plain(label.raw))
        again = column is not None and column is first and column in (Column.MEASURE, Column.GOAL)
        if not told or again or (label is None and told[-1].labels):
            told.append(_Fields(record.page))
        if label is None:
            _entitle(told[-1], _joined(value))
            first = first or Column.MEASURE
            continue
        text = plain(label.raw).rstrip(": ")
        if column is Column.MEASURE and (number := _NUMBER.search(label.raw)):
            told[-1].add(Header(Column.NUMBER, ""), [replace(label, raw=number[0])])
        first = first or column
        told[-1].add(Header(column or Column.OTHER, text), value)
    return told


def _entitle(fields: _Fields, title: Segment) -> None:
    """Put what stands above as the measure, its number apart ("Tiltak 2.1: Turgrupper")."""
    match = _ENTITLED.match(title.raw) or _NUMBERED.match(title.raw)
    cells: list[tuple[Header, list[Segment]]] = []
    if match and (number := _NUMBER.search(match[1])):
        cells.append((Header(Column.NUMBER, ""), [replace(title, raw=number[0])]))
    cells.append(
        (Header(Column.MEASURE, ""), [replace(title, raw=title.raw[match.end() if match else 0 :])])
    )
    fields.labels[:0] = [head for head, _ in cells]
    fields.values[:0] = [value for _, value in cells]


def _title(run: Sequence[Text], above: Heading | None) -> Segment | None:
    """The heading right above a table, or the line of text that says "Tiltak 3: …"."""
    if run and len(run[-1].lines) == 1 and _ENTITLED.match(run[-1].lines[0].text):
        return _segment(run[-1].page, run[-1].lines[0])
    return _of_heading(above) if above and not run else None


# Lines of text


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, list item or labelled line, with its labels and their values' lines."""

    page: int | None
    lines: tuple[Line, ...]
    parts: tuple[tuple[_Label, tuple[Segment, ...]], ...]
    listed: bool


def _told(run: Sequence[Text], above: Heading | None) -> list[Element]:
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
        listed = bool(groups) and _ITEM.match(groups[-1][0].text) is not None
        if groups and not (line.opens or (_labels(line.text) and not listed)):
            groups[-1].append(line)
        else:
            groups.append([line])
    for lines in groups:
        labels = _labels(lines[0].text)
        parts = []
        for index, (label, start, end) in enumerate(labels):
            raw = (
                lines[0].text[start:end].strip().rstrip(" (|;." if index + 1 < len(labels) else "")
            )
            segments = [_segment(text.page, lines[0], raw)] if raw else []
            if index + 1 == len(labels):
                segments += [_segment(text.page, line) for line in lines[1:]]
            parts.append((label, tuple(segments)))
        yield _Item(text.page, tuple(lines), tuple(parts), bool(_ITEM.match(lines[0].text)))


def _labels(text: str) -> list[tuple[_Label, int, int]]:
    """The labels of a line, the first at its beginning, each with where its value stands."""
    match = _LABELLED.match(text)
    if match is None or (column := _column(match[1])) is None:
        return []
    found = [(_Label(column, match[1].strip(), match.end()), match.end())]
    starts = [match.start()]
    for more in _WITHIN.finditer(text, match.end()):
        if (own := _column(more[1])) in _TELLS:
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
    fields = _Fields(group[0].page)
    listed: dict[int, list[_Item]] = {}
    for item in group:
        for label, segments in item.parts:
            if label.column is Column.MEASURE and (number := _NUMBER.search(label.text)):
                place = _segment(item.page, item.lines[0], number[0])
                fields.add(Header(Column.NUMBER, ""), [place])
            fields.add(Header(label.column or Column.OTHER, label.text), segments)
        if not item.parts:
            listed.setdefault(len(fields.labels) - 1, []).append(item)
    if not fields.has(*_TELLS) and not (fields.has(Column.MEASURE) and listed):
        return []
    if not fields.has(Column.MEASURE):
        if above is None or not fields.has(Column.RESPONSIBLE, Column.DEADLINE):
            return []
        if before:
            lines = [_segment(item.page, line) for item in before for line in item.lines]
            fields.labels.insert(0, Header(Column.OTHER, "Beskrivelse"))
            fields.values.insert(0, lines)
            listed = {index + 1: items for index, items in listed.items()}
        count = len(fields.labels)
        _entitle(fields, _of_heading(above))
        listed = {index + len(fields.labels) - count: items for index, items in listed.items()}
    return [_form(fields, listed)]


def _form(fields: _Fields, listed: dict[int, list[_Item]] | None = None) -> Form:
    """A table of one row; a list that is the measures makes a row of each of its items."""
    header = settled(fields.labels)
    measure = next(i for i, head in enumerate(header) if head.column is Column.MEASURE)
    several: list[tuple[Segment, ...]] = []
    for index, items in (listed or {}).items():
        cells = [tuple(_segment(item.page, line) for line in item.lines) for item in items]
        if index == measure:
            several = cells
        else:
            fields.values[index] += [segment for cell in cells for segment in cell]
    lines = fields.lines() + [s.line for cell in several for s in cell]
    shared = frozenset(range(len(header))) - {measure}
    records = []
    for number, cell in enumerate(several or [tuple(fields.values[measure])]):
        values = [tuple(v) if number == 0 else () for v in fields.values]
        values[measure] = tuple(_unmarked(s) if i == 0 else s for i, s in enumerate(cell))
        first, last = (min(lines), max(lines)) if number == 0 else (cell[0].line, cell[-1].line)
        merged = frozenset() if number == 0 else shared
        records.append(Record(fields.page, first, last, False, tuple(values), merged))
    return Form(header, tuple(records))


def _unmarked(segment: Segment) -> Segment:
    """A list item without its mark."""
    match = _ITEM.match(segment.raw)
    return replace(segment, raw=segment.raw[match.end() :]) if match else segment


# Lists under a heading


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
        mark = _ITEM.match(line.text) if number == 0 else None
        start = mark.end() if mark else 0
        for match in _WITHIN.finditer(line.text, start):
            own = _column(match[1])
            if own in _TELLS and own not in row:
                row[column] += _cut(item.page, line, start, match.start())
                row[own], column, start = [], own, match.end()
        row[column] += _cut(item.page, line, start, len(line.text))
    return {column: tuple(_closed(cell) if len(row) > 1 else cell) for column, cell in row.items()}


def _cut(page: int | None, line: Line, start: int, end: int) -> list[Segment]:
    raw = line.text[start:end].strip()
    return [_segment(page, line, raw)] if raw else []


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


def _column(text: str) -> Column | None:
    """What a label is about; null where it is not known or too long for one."""
    words = text.strip(" :*").split()
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST_LABEL:
        return None
    return column_of(text)


def _segment(page: int | None, line: Line, raw: str | None = None) -> Segment:
    text = line.text if raw is None else raw
    return Segment(page, line.number, text, line.opens, line.box, line.confidence, line.glued)


def _of_heading(heading: Heading) -> Segment:
    line = heading.line
    return _segment(line.box.page if line.box else None, line, plain(line.text))
