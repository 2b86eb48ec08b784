"""Pages of words and lines to elements in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.cells import join_lines
from indexer.elements import Element, Grid, Heading, Skipped, Text
from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.document import OutlineEntry
from indexer.readers.pdf.flow import Block
from indexer.readers.pdf.furniture import Furniture, furniture
from indexer.readers.pdf.headings import Styles, styles
from indexer.readers.pdf.page import Part, Sideways, parts_of, without
from indexer.readers.pdf.paragraphs import Column, openings
from indexer.readers.pdf.seams import Seams, seams_of
from indexer.readers.pdf.strips import Strip, leading
from indexer.readers.pdf.table import PageTable, ruled_tables
from indexer.readers.pdf.transcript import Transcript
from indexer.records import Page

SIDEWAYS = "tekst på tvers av siden"
CONTENTS = "innholdsfortegnelse"
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){4,}\s*(?:\d+\s*)?$|…+\s*\d+\s*$")
_CONTENTS_TITLE = re.compile(r"innhold(?:sfortegnelse|sliste)?\W*$|contents\W*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s?\S|\*+\s?\S|\d{1,2}\s+\S")


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page taken apart."""

    content: PageContent
    parts: tuple[Part, ...]
    furniture: tuple[Furniture, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    strips: tuple[Strip, ...]
    right: float
    seams: Seams

    @property
    def text(self) -> str:
        """The paragraph on one line."""
        text = self.strips[0].text
        for above, below in pairwise(self.strips):
            text = join_lines(text, below.text, self.seams.glued(above, below, self.right))
        return text


def compose(
    contents: Sequence[PageContent], outline: Sequence[OutlineEntry] = ()
) -> tuple[tuple[Page, ...], tuple[Element, ...]]:
    """The lines of a document's pages, and what they are in reading order."""
    laid = list(_laid(contents))
    seams = seams_of(part for page in laid for part in page.parts)
    paragraphs = [
        (p.strips, p.text)
        for page in laid
        for part in page.parts
        if isinstance(part, Block)
        for p in _paragraphs(part, seams)
    ]
    words = [word for page in laid for word in page.content.words]
    style = styles(paragraphs, words, outline)
    transcript = Transcript(seams=seams)
    elements: list[Element] = []
    for page in laid:
        elements += _page(page, transcript, style)
        transcript.end_page(page.content.number)
    return tuple(transcript.pages), tuple(_notes_after_tables(elements, style))


def _laid(contents: Sequence[PageContent]) -> Iterator[_Laid]:
    tables: list[tuple[PageTable, ...]] = []
    for content in contents:
        tables.append(ruled_tables(content, tables[-1] if tables else ())[0])
    found = furniture(contents, tables)
    last: PageTable | None = None
    for content, lines in zip(contents, found, strict=True):
        away = {id(word) for line in lines for word in line.strip.words}
        body = without(content, away)
        parts = tuple(parts_of(body, last))
        yield _Laid(body, parts, tuple(lines))
        ends = [part for part in parts if not isinstance(part, Sideways)]
        last = ends[-1] if ends and isinstance(ends[-1], PageTable) else None


def _page(page: _Laid, transcript: Transcript, style: Styles) -> Iterator[Element]:
    content = page.content
    for line in page.furniture:
        taken = transcript.line(content, line.strip, True)
        yield Skipped(taken.number, taken.text, line.reason)
    listing = False
    for part in page.parts:
        match part:
            case PageTable():
                yield transcript.grid(content, part)
            case Sideways(strip):
                taken = transcript.line(content, strip, True)
                yield Skipped(taken.number, taken.text, SIDEWAYS)
            case Block():
                for paragraph in _paragraphs(part, transcript.seams):
                    listing |= bool(_CONTENTS_TITLE.match(paragraph.text))
                    yield from _paragraph(paragraph, content, transcript, style, listing)


def _paragraph(
    paragraph: _Paragraph,
    content: PageContent,
    transcript: Transcript,
    style: Styles,
    listing: bool,
) -> Iterator[Element]:
    lines = transcript.paragraph(content, paragraph.strips, paragraph.right)
    if _LEADERS.search(paragraph.text) or (listing and re.search(r"\s\d{1,3}$", paragraph.text)):
        yield from (Skipped(line.number, line.text, CONTENTS) for line in lines)
        return
    level = style.level(paragraph.strips, paragraph.text)
    if level is None:
        yield Text(content.number, lines)
    else:
        first = transcript.last == len(lines) or (level == 1 and content.number == 1)
        yield Heading(0 if first and level == 1 else level, replace(lines[0], text=paragraph.text))


def _paragraphs(block: Block, seams: Seams) -> Iterator[_Paragraph]:
    """The paragraphs of a column of text."""
    found = block.strips
    left, right = min(s.x0 for s in found), max(s.x1 for s in found)
    column = Column(left, right, leading(found))
    own: list[Strip] = []
    for strip, opens in zip(found, openings(found, column), strict=True):
        changed = own and (
            abs(strip.size - own[-1].size) > 0.1 * own[-1].size or strip.bold != own[-1].bold
        )
        if own and (opens or changed):
            yield _Paragraph(tuple(own), right, seams)
            own = []
        own.append(strip)
    if own:
        yield _Paragraph(tuple(own), right, seams)


def _notes_after_tables(elements: Sequence[Element], style: Styles) -> list[Element]:
    """The elements with footnotes that stand between the parts of a table moved behind it."""
    ordered: list[Element] = []
    waiting: list[Element] = []
    for index, element in enumerate(elements):
        if isinstance(element, Text) and _is_note(element, style) and ordered:
            after = next(
                (
                    e
                    for e in elements[index + 1 :]
                    if not isinstance(e, Skipped)
                    and not (isinstance(e, Text) and _is_note(e, style))
                ),
                None,
            )
            before = next((e for e in reversed(ordered) if not isinstance(e, Skipped)), None)
            if isinstance(before, Grid) and isinstance(after, Grid):
                waiting.append(element)
                continue
        if waiting and not isinstance(element, Grid | Skipped):
            ordered += waiting
            waiting = []
        ordered.append(element)
    return [*ordered, *waiting]


def _is_note(text: Text, style: Styles) -> bool:
    line = text.lines[0]
    high = (line.box.y1 - line.box.y0) if line.box else style.body
    return bool(_FOOTNOTE.match(line.text)) and high < 1.35 * style.body
