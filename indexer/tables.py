"""Raw tables to rows: continuations joined, spans filled, lists in a cell split.

Geometry and form, no meaning: which body or date a cell names is read in `measures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.cells import Block, Segment, blocks, plain, text_of
from indexer.elements import Record
from indexer.layout import RawTable
from indexer.records import Cell, Column, Header, Line, Piece, Row, Source
from indexer.vocabulary import begins_action

HEADING_ROW = "overskriftsrad: den gjelder radene under"
NO_MEASURE = "raden har ikke noe tiltak"
NO_MEASURE_COLUMN = "tabellen har ingen kolonne med tiltak"

_NUMBER = re.compile(r"\d+(\.\d+)*\.?\s?[A-ZÆØÅa-zæøå]?(?:\s|$)")
_STYLES = (
    ("roman", re.compile(r"(?<![^\s>])(i{1,3}|iv|vi{0,3}|ix|x)[.)]\s")),
    ("letter)", re.compile(r"(?<![^\s>])([a-zæøå])\)\s")),
    ("letter.", re.compile(r"(?<![^\s>])([a-zæøå])\.\s")),
    ("digit)", re.compile(r"(?<![^\s>])(\d{1,2})\)\s")),
    ("digit.", re.compile(r"(?<![^\s>])(\d{1,2})\.\s")),
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_GOES_ON = re.compile(
    r"[a-zæøå(]|https?:|(?:Jf|Jfr|Ref|Se|Sjå|Les|Lenke|Kilde)\b|(?:\S+\s+){0,4}(?:dermed|derfor|disse|dette)\b"
)
_UNNAMED = Header(Column.HEADING, "")
ASSERTED = (Column.NUMBER, Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
"""What answers say of a measure: which it is, who does it and when. A cell of these that was not
recognised surely is uncertain, and not said."""

UNSURE = 0.8
"""Confidence of a cell's least sure word below which it is uncertain. Of 2450 recognised words of
scans at 300 to 100 dpi, 39 % of those below 0.8 were right, 88 % from 0.8 to 0.9 and 99.5 % above.
At 150 dpi and more it takes 0.2 to 1.8 % of the words that are right with it, and of six that are
wrong it misses one, a capital."""

REFERENCE = re.compile(r"(?:Som|Ses i|Sees i|Ref\.?|Jf\.?|Jfr\.?|Se)\s.*\d", re.DOTALL)
"""A cell that only refers to another measure ("Som 1.2.1"): no value of its own."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a record's source needs to know of its file: its lines, line 1 first."""

    plan_id: str
    name: str
    lines: Sequence[Line]

    def quote(self, first: int, last: int) -> str:
        """The file's text from one line to another, 1-based, both included."""
        return "\n".join(line.text for line in self.lines[first - 1 : last])


@dataclass(slots=True)
class _Draft:
    """A row while its cells are put together, a list of segments for every column."""

    records: list[Record]
    cells: list[list[Segment]]
    headings: tuple[Cell, ...] = ()
    inherited: set[int] = field(default_factory=set)
    reason: str | None = None

    def blank(self, index: int) -> bool:
        return index >= len(self.cells) or not any(plain(s.raw) for s in self.cells[index])

    def text(self, index: int) -> str:
        return text_of(blocks(self.cells[index]))


def join_rows(table: RawTable, number: int, document: Document) -> tuple[Row, ...]:
    """All rows of a table, in order; `number` is the table's 1-based place in the document.

    Every line of the table is in exactly one row's source.
    """
    if not table.header:
        return tuple(
            _as_row(_draft(record), (), index, number, table, document, NO_MEASURE_COLUMN)
            for index, record in enumerate(table.records, start=1)
        )
    header = _settle_numbers(table)
    numbers = _numbers_of_measures(table.records, header)
    drafts = _Join(header, numbers).rows(table.records)
    rows: list[Row] = []
    for index, draft in enumerate(drafts, start=1):
        row = _as_row(draft, header, index, number, table, document, draft.reason)
        rows.extend([row] if draft.reason else _split(row, draft, header, numbers))
    return tuple(rows)


def _draft(record: Record) -> _Draft:
    return _Draft([record], [list(cell) for cell in record.cells])


def _settle_numbers(table: RawTable) -> tuple[Header, ...]:
    """The header with its unnamed columns of numbers recognised by what stands in them.

    A heading that stands over two columns, the first of numbers, is that of the second.
    """
    header = list(table.header)
    for index, head in enumerate(table.header):
        wide = index + 1 < len(header) and not header[index + 1].label
        named = head.label and head.column in (Column.MEASURE, Column.GOAL)
        if head.column is not Column.OTHER and not (wide and named):
            continue
        if _is_numbers(table.records, index):
            if named:
                header[index + 1] = head
            header[index] = Header(Column.NUMBER, "" if named else head.label)
    return tuple(header)


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
            draft = _draft(record)
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
    values = [text_of(blocks(r.cells[index])) for r in records if index < len(r.cells)]
    stated = [value for value in values if value]
    return bool(stated) and 2 * sum(bool(_NUMBER.match(v)) for v in stated) > len(stated)


class _Join:
    """Goes down a table, keeping what governs the rows to come."""

    def __init__(self, header: tuple[Header, ...], number: int | None) -> None:
        columns = [head.column for head in header]
        self.header = header
        self.measure = columns.index(Column.MEASURE)
        left = range(self.measure)
        self.number = number
        self.spanning = [i for i in left if i != self.number]
        self.responsible = [i for i, c in enumerate(columns) if c is Column.RESPONSIBLE]
        self.right = [
            i for i, c in enumerate(columns) if i > self.measure and c is not Column.OTHER
        ]
        self.own = [
            i
            for i, c in enumerate(columns)
            if c in (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
        ]
        self.merges = False
        self.capitals = False
        self.open: dict[int, list[Segment]] = {}
        self.goal_heading: Cell | None = None
        self.heading: Cell | None = None

    def rows(self, records: Sequence[Record]) -> list[_Draft]:
        self.merges = any(record.merged for record in records)
        self.capitals = self._in_capitals(records)
        done: list[_Draft] = []
        for record in records:
            draft = _draft(record)
            draft.cells += [[] for _ in range(len(self.header) - len(draft.cells))]
            if all(draft.blank(i) for i in range(len(draft.cells))):
                continue
            above = self._above(done, draft)
            if above and (self.measure in record.merged or self._goes_on(draft, above)):
                self._append(above, draft)
                continue
            if done:
                self._take_merged(draft, done[-1])
            self._place(draft)
            done.append(draft)
        return done

    def _above(self, done: Sequence[_Draft], draft: _Draft) -> _Draft | None:
        """The row that a rest belongs to: one with a measure, if it is a measure that goes on."""
        if draft.blank(self.measure):
            return done[-1] if done else None
        return next((row for row in reversed(done) if row.reason != NO_MEASURE), None)

    def _goes_on(self, draft: _Draft, last: _Draft) -> bool:
        """Whether a row at the top of a page is the rest of the one before it.

        It is if it has no number, nobody responsible and no deadline of its own and does not
        open with something to do. A heading row is no such rest, nor a row that says again
        what governs it.
        """
        numbered = self.number is not None and not draft.blank(self.number)
        if not draft.records[0].first or last.reason == HEADING_ROW or numbered:
            return False
        if self._runs_on(draft, last):
            return True
        if self._is_heading(draft) or self._repeats(draft, last):
            return False
        if draft.blank(self.measure):
            return True
        if any(not draft.blank(i) for i in self.own):
            return False
        text, above = draft.text(self.measure), last.text(self.measure)
        listed = ("\n•" in above and not above.startswith("•")) or above.endswith(":")
        return (text.startswith("•") and listed) or not begins_action(text)

    def _repeats(self, draft: _Draft, last: _Draft) -> bool:
        """Whether a cell left of the measure says what the one above says: a rest never does."""
        return any(
            not draft.blank(i) and draft.text(i) == last.text(i)
            for i in self.spanning
            if i < len(last.cells)
        )

    def _runs_on(self, draft: _Draft, last: _Draft) -> bool:
        """Whether the first cell goes on in the middle of a sentence, and so do the others."""
        filled = [i for i in range(len(draft.cells)) if not draft.blank(i)]
        if not filled or any(last.blank(i) for i in filled) or self._repeats(draft, last):
            return False
        lead = self.measure if self.measure in filled else filled[0]
        if lead == self.measure and not self.capitals:
            return False
        begins = draft.text(lead).lstrip("«\"'(")[:1]
        return begins.islower() and not last.text(lead).rstrip().endswith((".", "!", "?"))

    def _in_capitals(self, records: Sequence[Record]) -> bool:
        """Whether measures of this table open with a capital, so that one that does not goes on
        with another: where at most one in ten opens in lower case. In Østfold's plan, where
        lower case means nothing, it is more."""
        drafts = [_draft(record) for record in records]
        opened = [d.text(self.measure)[:1] for d in drafts if not d.blank(self.measure)]
        return 10 * sum(letter.islower() for letter in opened) <= len(opened)

    def _append(self, last: _Draft, rest: _Draft) -> None:
        for index, segments in enumerate(rest.cells):
            if rest.blank(index):
                continue
            if index in last.inherited:
                last.cells[index] = []
                last.inherited.discard(index)
            last.cells[index] = [*last.cells[index], *segments]
            if index in self.spanning:
                self.open[index] = last.cells[index]
        last.records.extend(rest.records)

    def _take_merged(self, draft: _Draft, above: _Draft) -> None:
        """Fill the cells that are the lower part of one that began in the row above."""
        for index in draft.records[0].merged:
            draft.cells[index] = above.cells[index]
            draft.inherited.add(index)

    def _is_heading(self, draft: _Draft) -> bool:
        if draft.records[0].spans:
            return True
        if any(not draft.blank(i) for i in self.right):
            return False
        if self.number is not None and not draft.blank(self.number):
            return False
        if not draft.blank(self.measure):
            return draft.text(self.measure).rstrip().endswith(":")
        filled = [i for i in range(len(draft.cells)) if not draft.blank(i)]
        return filled == [self.spanning[0]] if self.spanning else False

    def _place(self, draft: _Draft) -> None:
        """Settle a row's headings and fill the cells that it shares with rows above."""
        if self._is_heading(draft):
            draft.reason = HEADING_ROW
            if draft.records[0].spans or draft.blank(self.measure):
                column = self.header[self.spanning[0]] if self.spanning else _UNNAMED
                if draft.records[0].spans and column.column is not Column.GOAL:
                    column = _UNNAMED
                segments = next(cell for cell in draft.cells if any(s.raw for s in cell))
                self.goal_heading, self.heading = _cell(column, segments, True), None
                self.open.clear()
                return
            self._fill(draft)
            head = Header(Column.HEADING, self.header[self.measure].label)
            self.heading = _cell(head, draft.cells[self.measure], True)
            return
        if any(not draft.blank(i) for i in self.spanning):
            self.heading = None
        if self._ends_goal_heading(draft):
            self.goal_heading = None
        self._fill(draft)
        if draft.blank(self.measure):
            draft.reason = NO_MEASURE
        draft.headings = tuple(cell for cell in (self.goal_heading, self.heading) if cell)

    def _ends_goal_heading(self, draft: _Draft) -> bool:
        """A numbered section row governs until a row is numbered in its own style."""
        if not self.goal_heading or not self.spanning or draft.blank(self.spanning[0]):
            return False
        style = _style(self.goal_heading.text)
        return style is not None and style == _style(draft.text(self.spanning[0]))

    def _fill(self, draft: _Draft) -> None:
        """Blank cells left of the measure take the value above, until one further left is new;
        so do blank cells of the responsible, within the same group."""
        new_group = False
        for index in self.spanning:
            if not draft.blank(index) and not REFERENCE.match(draft.text(index)):
                new_group = True
                self.open[index] = draft.cells[index]
            elif new_group:
                self.open.pop(index, None)
            elif index in self.open:
                self._inherit(draft, index)
        for index in self.responsible:
            if not draft.blank(index):
                self.open[index] = draft.cells[index]
            elif new_group:
                self.open.pop(index, None)
            elif self._may_inherit(draft, index):
                self._inherit(draft, index)

    def _may_inherit(self, draft: _Draft, index: int) -> bool:
        """Whether a blank cell of the responsible has the value above: a table that merges cells
        says with a merged one what it means, and with a blank one nothing."""
        if self.merges or not self.spanning or index not in self.open:
            return False
        return not self._is_heading(draft)

    def _inherit(self, draft: _Draft, index: int) -> None:
        if draft.blank(index):
            draft.cells[index] = self.open[index]
            draft.inherited.add(index)


def _style(text: str) -> str | None:
    """The style of the number or letter with which a text begins."""
    for name, pattern in _STYLES:
        if pattern.match(text):
            return name
    return None


def _as_row(
    draft: _Draft,
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
        _cell(head, segments, position in draft.inherited)
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
    )
    return Row(row_id, cells, source, reason)


def _cell(head: Header, segments: Sequence[Segment], inherited: bool) -> Cell:
    pieces = tuple(_piece(head.column, s, s.raw, inherited) for s in segments if s.raw)
    if head.column in ASSERTED and any(_unsure(piece) for piece in pieces):
        return Cell(head, "", pieces, inherited, uncertain=True)
    return Cell(head, text_of(blocks(segments)), pieces, inherited)


def _unsure(piece: Piece) -> bool:
    return piece.confidence is not None and piece.confidence < UNSURE


def _split(row: Row, draft: _Draft, header: Sequence[Header], numbers: int | None) -> Iterator[Row]:
    """A row for each of the things that its cell of measures lists; one where it has a number."""
    index = next(i for i, head in enumerate(header) if head.column is Column.MEASURE)
    numbered = numbers is not None and not draft.blank(numbers)
    segments = draft.cells[index]
    lead, parts = (None, []) if numbered else _parts(segments)
    if not parts:
        yield row
        return
    for position, part in enumerate(parts):
        cells = tuple(
            part
            if cell.header.column is Column.MEASURE
            else _paired(cell, position, len(parts), row)
            for cell in row.cells
        )
        if lead:
            cells = (lead, *cells)
        if part.header.label:
            cells = (Cell(Header(Column.NUMBER, ""), part.header.label), *cells)
        part_id = row.row_id if len(parts) == 1 else f"{row.row_id}.{position + 1}"
        pieces = tuple(piece for cell in cells for piece in cell.pieces)
        yield replace(row, row_id=part_id, cells=cells, source=replace(row.source, pieces=pieces))


def _paired(cell: Cell, position: int, count: int, row: Row) -> Cell:
    """The part of a cell that goes with the part of the measures' cell at `position`.

    Cells are paired line by line only where who and when have as many lines as there are
    measures, or stand there once for all; else a cell governs all of them.
    """
    paired = (Column.RESPONSIBLE, Column.DEADLINE)
    lines = {c.header.column: c.text.split("\n") for c in row.cells if c.header.column in paired}
    counts = {len(found) for found in lines.values()}
    if count == 1 or cell.header.column not in paired or not counts <= {1, count}:
        return cell
    own = lines[cell.header.column]
    return cell if len(own) == 1 else replace(cell, text=own[position])


def _parts(segments: Sequence[Segment]) -> tuple[Cell | None, list[Cell]]:
    """What a cell lists: its lead, and a cell for each thing; no cells where it is one thing.

    The number or letter of an enumerated part is kept as its header's label.
    """
    found = blocks(segments)
    if len(segments) == 1:
        listed = _enumerated(found, segments[0])
    else:
        listed = _enumerated_lines(found, segments)
    if listed:
        return listed
    groups: list[list[Block]] = []
    for block in found:
        if groups and (block.bullet or not block.text or _continues(groups[-1], block)):
            groups[-1].append(block)
        else:
            groups.append([block])
    if len(groups) < 2:
        return None, []
    return None, [_part(group, segments, None) for group in groups]


def _continues(group: Sequence[Block], block: Block) -> bool:
    """Whether a paragraph goes on with what the one before says rather than saying another."""
    before = next((b.text for b in reversed(group) if b.text), "")
    if before.endswith((":", ",", ";", "-", "–")) and not group[-1].bullet:
        return True
    return bool(_GOES_ON.match(block.text))


def _part(
    group: Sequence[Block],
    segments: Sequence[Segment],
    label: str | None,
    column: Column = Column.MEASURE,
) -> Cell:
    pieces = []
    for index in sorted({block.segment for block in group}):
        own = [block for block in group if block.segment == index]
        s = segments[index]
        raw = s.raw[min(b.start for b in own) : max(b.end for b in own)]
        pieces.append(_piece(column, s, raw))
    return Cell(Header(column, label or ""), text_of(group), tuple(pieces))


def _piece(column: Column, s: Segment, quote: str, inherited: bool = False) -> Piece:
    return Piece(column.value, s.page, s.line, quote, inherited, s.box, s.confidence)


def _enumerated_lines(
    found: Sequence[Block], segments: Sequence[Segment]
) -> tuple[Cell | None, list[Cell]] | None:
    """As `_enumerated`, in a cell of many lines: each mark opens a line of its own."""
    if not any(segment.opens for segment in segments[1:]):
        return None
    for name, pattern in _STYLES:
        starts: list[tuple[int, re.Match[str]]] = []
        for index, block in enumerate(found):
            match = pattern.match(block.text)
            if match and (
                not starts or _place_of(name, match[1]) == _place_of(name, starts[-1][1][1]) + 1
            ):
                starts.append((index, match))
        if len(starts) < 2 or _leads_in(before := found[: starts[0][0]]):
            continue
        cells = []
        ends = [index for index, _ in starts[1:]] + [len(found)]
        for (index, match), end in zip(starts, ends, strict=True):
            part = _part(found[index:end], segments, match[1])
            cells.append(replace(part, text=part.text[match.end() :]))
        lead = _part(before, segments, None, Column.HEADING) if before else None
        return lead, cells
    return None


def _leads_in(before: Sequence[Block]) -> bool:
    """Whether a colon leads in to what follows, which then is the contents of one thing."""
    return next((b.text for b in reversed(before) if b.text), "").endswith(":")


def _enumerated(found: Sequence[Block], segment: Segment) -> tuple[Cell | None, list[Cell]] | None:
    """Parts marked i. ii. iii., a) b) or 1) 2), and the text before them.

    The first mark must open a paragraph, and not one that a colon leads in to: what follows a
    colon is the contents of one thing.
    """
    for name, pattern in _STYLES:
        marks = _series(name, pattern, segment.raw)
        opening = next((b for b in found if marks and b.start == marks[0].start(1)), None)
        if opening is None:
            continue
        before = [b for b in found if b.end <= opening.start]
        if _leads_in(before):
            continue
        ends = [mark.start() for mark in marks[1:]] + [len(segment.raw)]
        cells = []
        for mark, end in zip(marks, ends, strict=True):
            raw = segment.raw[mark.end() : end]
            text = text_of(blocks([Segment(segment.page, segment.line, raw)]))
            quote = segment.raw[mark.start(1) : end].strip()
            piece = _piece(Column.MEASURE, segment, quote)
            cells.append(Cell(Header(Column.MEASURE, mark[1]), text, (piece,)))
        return _lead(before, segment), cells
    return None


def _lead(before: Sequence[Block], segment: Segment) -> Cell | None:
    """The text before an enumeration, which governs its parts."""
    if not before:
        return None
    raw = segment.raw[before[0].start : before[-1].end]
    piece = _piece(Column.HEADING, segment, raw)
    return Cell(Header(Column.HEADING, ""), text_of(before), (piece,))


def _series(name: str, pattern: re.Pattern[str], raw: str) -> list[re.Match[str]]:
    """The longest run of marks in order from the first that stands in the text.

    A series may start late ("b) …" alone in a cell whose "a)" stands above) or stop early.
    """
    marks: list[re.Match[str]] = []
    for match in pattern.finditer(raw):
        if not marks or _place_of(name, match[1]) == _place_of(name, marks[-1][1]) + 1:
            marks.append(match)
    return marks


def _place_of(style: str, mark: str) -> int:
    if style == "roman":
        return _ROMAN.index(mark)
    return int(mark) if mark.isdigit() else ord(mark)
