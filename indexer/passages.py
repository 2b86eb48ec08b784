"""Measures and prose to passages: what is encoded, what is read, what is quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.cells import BULLETS, join_lines, plain
from indexer.layout import Paragraph
from indexer.records import Kind, Line, Measure, Passage, Piece, Plan, Rejected, Source
from indexer.tables import NO_MEASURE_COLUMN, Document
from indexer.thesaurus import glosses

SHORT = 40
"""Words up to which a paragraph is read together with its neighbours of the same section: a
plan's lists of groups and aims are one thought set in many lines."""

LONGEST = 90
"""Words above which a paragraph is cut at its sentences, so that a fact is not drowned; the
encoder reads 512 tokens, some 300 Norwegian words."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"\[*(])")
_FOOTNOTE = re.compile(r"\s*<sup>(\d+)</sup>")
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
_BULLET = re.compile(rf"^\s*[-*{BULLETS}]\s+")


@dataclass(frozen=True, slots=True)
class _Prose:
    """Text that stands together: verbatim from `first` to `last`, under a section, and of a table's
    row the heading that it stands below."""

    section: tuple[str, ...]
    page: int | None
    first: int
    last: int
    quote: str
    part: int | None = None
    heading: str | None = None


def measure_passage(plan: Plan, measure: Measure) -> Passage:
    """The passage of a measure; its context is what governs it in the plan."""
    context = (plan.region.name, *measure.source.section[1:], *_governing(measure))
    details = (*measure.indicators, *measure.other.values())
    told = (
        f"Ansvarlig: {', '.join(measure.responsible)}" if measure.responsible else None,
        f"Frist: {measure.deadline}" if measure.deadline else None,
        f"Status: {measure.status}" if measure.status else None,
    )
    return Passage(
        passage_id=measure.measure_id,
        plan_id=plan.plan_id,
        kind=Kind.MEASURE,
        text=measure.text,
        encoded=_sentences((*context, measure.text, *details, *told)),
        source=measure.source,
        measure=measure,
    )


def _governing(measure: Measure) -> tuple[str | None, ...]:
    return (measure.goal, *measure.heading, measure.target_group)


def glossed(passage: Passage) -> Passage:
    """A passage as it is encoded: with glosses of what it names. Apart from reading, which has a
    process for each document: the thesaurus takes a second to load."""
    own = passage.measure
    texts = (own.text, *_governing(own), *own.indicators) if own else (passage.text,)
    return replace(passage, glosses=glosses(texts))


def prose_passages(
    plan: Plan,
    paragraphs: Sequence[Paragraph],
    rejected: Sequence[Rejected],
    document: Document,
    mend: Callable[[str], str],
) -> tuple[Passage, ...]:
    """Passages of the text around the tables, and of rows that are no measures, in file order."""
    notes = _footnotes([line.text for line in document.lines])
    found = [*_prose(paragraphs, document), *_facts(rejected)]
    passages = []
    for prose in sorted(found, key=lambda p: (p.first, p.part or 0)):
        text = mend(_readable(prose.quote, document.lines[prose.first - 1 : prose.last]))
        if not re.search(r"\w{2}", text):
            continue
        footnote = _FOOTNOTE.match(prose.quote)
        note = notes.get(footnote[1]) if footnote else None
        context = (plan.region.name, *prose.section, prose.heading, note)
        page = f"p{prose.page}:" if prose.page is not None else ""
        part = f".{prose.part}" if prose.part else ""
        source = Source(
            plan_id=plan.plan_id,
            document=document.name,
            page=prose.page,
            line=prose.first,
            end_line=prose.last,
            section=prose.section,
            row=None,
            quote=prose.quote,
            pieces=tuple(_pieces(prose, document)),
            page_label=document.label(prose.page),
        )
        passages.append(
            Passage(
                passage_id=f"{plan.plan_id}:{page}l{prose.first}{part}",
                plan_id=plan.plan_id,
                kind=Kind.PROSE,
                text=text,
                encoded=_sentences((*(mend(c) for c in context if c), text)),
                source=source,
            )
        )
    return tuple(passages)


def _sentences(parts: Sequence[str | None]) -> str:
    cleaned = (" ".join(part.replace("•", " ").split()).rstrip(".:") for part in parts if part)
    return ". ".join(dict.fromkeys(part for part in cleaned if part))


def _footnotes(lines: Sequence[str]) -> dict[str, str]:
    """For each footnote mark the sentence that it hangs on."""
    hangs: dict[str, str] = {}
    for line in lines:
        if _FOOTNOTE.match(line):
            continue
        for sentence in _SENTENCE_END.split(line):
            for mark in re.findall(r"<sup>(\d+)</sup>", sentence):
                hangs.setdefault(mark, plain(re.sub(r"<sup>\d+</sup>", "", sentence)))
    return hangs


def _pieces(prose: _Prose, document: Document) -> Iterator[Piece]:
    """The whole quote, or each line with its place where lines have one."""
    lines = document.lines[prose.first - 1 : prose.last]
    if not any(line.box for line in lines):
        yield Piece("text", prose.page, prose.first, prose.quote)
        return
    for line, text in zip(lines, prose.quote.split("\n"), strict=True):
        page = line.box.page if line.box else prose.page
        yield Piece("text", page, line.number, text, False, line.box, line.confidence)


def _readable(quote: str, lines: Sequence[Line]) -> str:
    """A quote to read, a line a paragraph; `lines` are those that it stands on."""
    paragraphs: list[str] = []
    for text, line in zip(quote.split("\n"), lines, strict=True):
        if line.opens or not paragraphs:
            paragraphs.append(text)
        else:
            paragraphs[-1] = join_lines(paragraphs[-1].rstrip(), text.strip(), line.glued)
    return _without_markup(paragraphs)


def _without_markup(paragraphs: Sequence[str]) -> str:
    lines = []
    for line in paragraphs:
        text = plain(_BULLET.sub("", _unmarked(line), count=1).replace("\t", " · "))
        text = re.sub(r"(?:\s?·\s?)+", " · ", text).strip(" ·")
        if text:
            lines.append(f"• {text}" if _BULLET.match(line) else text)
    return "\n".join(lines)


def _unmarked(line: str) -> str:
    """A line without the mark of a heading or a footnote that it begins with."""
    return _FOOTNOTE.sub("", _HEADING_MARK.sub("", line, count=1))


def _prose(paragraphs: Sequence[Paragraph], document: Document) -> Iterator[_Prose]:
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if group and not _together(group, paragraph, document):
            yield from _cut(group, document)
            group = []
        group.append(paragraph)
    if group:
        yield from _cut(group, document)


def _words(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _together(group: Sequence[Paragraph], paragraph: Paragraph, document: Document) -> bool:
    """Whether a paragraph is read with those before it: short ones, and lists with their lead.

    Only where nothing stands between them, as a table does.
    """
    last = group[-1]
    if (last.section, last.page) != (paragraph.section, paragraph.page):
        return False
    if document.quote(last.lines[-1].number + 1, paragraph.lines[0].number - 1).strip():
        return False
    if any(_FOOTNOTE.match(p.lines[0].text) for p in (last, paragraph)):
        return False
    total = sum(_words(p.lines) for p in group) + _words(paragraph.lines)
    leads = plain(last.lines[-1].text).endswith(":") and _BULLET.match(paragraph.lines[0].text)
    return total <= SHORT or bool(leads and total <= LONGEST)


def _cut(group: Sequence[Paragraph], document: Document) -> Iterator[_Prose]:
    first, last = group[0].lines[0].number, group[-1].lines[-1].number
    section, page = group[0].section, group[0].page
    quote = document.quote(first, last)
    one = all(not line.opens for line in document.lines[first:last])
    if len(quote.split()) <= LONGEST or not one:
        yield _Prose(section, page, first, last, quote)
        return
    windows = list(_windows(quote))
    start = 0
    for part, window in enumerate(windows, start=1):
        start = quote.index(window, start)
        top = first + quote.count("\n", 0, start)
        end = top + window.count("\n")
        yield _Prose(section, page, top, end, window, part if len(windows) > 1 else None)


def _windows(text: str) -> Iterator[str]:
    """A long paragraph in runs of whole sentences of about half the longest length, verbatim."""
    start, end = 0, 0
    bounds = [match.start() for match in _SENTENCE_END.finditer(text)] + [len(text)]
    for bound in bounds:
        if end > start and len(text[start:bound].split()) > LONGEST // 2:
            yield text[start:end].strip()
            start = end
        end = bound
    yield text[start:].strip()


def _facts(rejected: Sequence[Rejected]) -> Iterator[_Prose]:
    """Rows that are no measures, those of one table and reason together, but for a long table that
    was not understood: of that the row which has the words is quoted."""
    groups: list[list[Rejected]] = []
    for record in rejected:
        table = record.row_id.rsplit(":", 1)[0]
        above = groups[-1][-1] if groups else None
        if (
            above is not None
            and above.row_id.rsplit(":", 1)[0] == table
            and above.reason == record.reason
            and record.source.line - above.source.end_line == 1
        ):
            groups[-1].append(record)
        else:
            groups.append([record])
    for group in groups:
        first, last = group[0].source, group[-1].source
        quote = "\n".join(record.source.quote for record in group)
        if first is last or group[0].reason != NO_MEASURE_COLUMN or len(quote.split()) <= LONGEST:
            yield _Prose(first.section, first.page, first.line, last.end_line, quote)
            continue
        heading = plain(first.quote.replace("\t", " · "))
        for own in (record.source for record in group):
            below = heading if own is not first else None
            yield _Prose(own.section, own.page, own.line, own.end_line, own.quote, heading=below)
