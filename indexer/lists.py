"""A row whose cell of measures lists several things, as a row for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.cells import Block, Segment, blocks, text_of
from indexer.drafts import Draft, piece_of
from indexer.parallel import doubted, paired, parallel
from indexer.records import Cell, Column, Header, Row

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


def split_row(
    row: Row, draft: Draft, header: Sequence[Header], numbers: int | None
) -> Iterator[Row]:
    """A row for each of the things that its cell of measures lists; one where it has a number."""
    index = next(i for i, head in enumerate(header) if head.column is Column.MEASURE)
    numbered = numbers is not None and not draft.blank(numbers)
    segments = draft.cells[index]
    lead, parts = (None, []) if numbered else _parts(segments)
    if not parts and (items := _bullets(segments)):
        if parallel(row, len(items), numbered):
            parts = items
        elif not numbered:
            row = replace(row, cells=tuple(doubted(cell, len(items)) for cell in row.cells))
    if not parts:
        yield row
        return
    marks = [part.header.label for part in parts]
    for position, part in enumerate(parts):
        cells = tuple(
            part if cell.header.column is Column.MEASURE else paired(cell, position, marks, row)
            for cell in row.cells
        )
        if lead:
            cells = (lead, *cells)
        if part.header.label:
            cells = (Cell(Header(Column.NUMBER, ""), part.header.label), *cells)
        part_id = row.row_id if len(parts) == 1 else f"{row.row_id}.{position + 1}"
        pieces = tuple(piece for cell in cells for piece in cell.pieces)
        yield replace(row, row_id=part_id, cells=cells, source=replace(row.source, pieces=pieces))


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


def _bullets(segments: Sequence[Segment]) -> list[Cell]:
    """The items of a cell that is a list with bullets and nothing else, two or more."""
    groups: list[list[Block]] = []
    for block in blocks(segments):
        if block.bullet:
            groups.append([block])
        elif groups:
            groups[-1].append(block)
        else:
            return []
    parts = [_part(group, segments, None) for group in groups]
    if len(parts) < 2:
        return []
    return [replace(part, text=part.text.removeprefix("• ")) for part in parts]


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
        pieces.append(piece_of(column, s, raw))
    return Cell(Header(column, label or ""), text_of(group), tuple(pieces))


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
            piece = piece_of(Column.MEASURE, segment, quote)
            cells.append(Cell(Header(Column.MEASURE, mark[1]), text, (piece,)))
        return _lead(before, segment), cells
    return None


def _lead(before: Sequence[Block], segment: Segment) -> Cell | None:
    """The text before an enumeration, which governs its parts."""
    if not before:
        return None
    raw = segment.raw[before[0].start : before[-1].end]
    piece = piece_of(Column.HEADING, segment, raw)
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


def style_of(text: str) -> str | None:
    """The style of the number or letter with which a text begins."""
    for name, pattern in _STYLES:
        if pattern.match(text):
            return name
    return None
