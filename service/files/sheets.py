"""Each list and answer as tables for a file: a row a measure, with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from service import models
from service.answering.covered import not_read
from service.files.export import HREF, Book, Cell, Sheet, flat
from service.results import Reply, Scope, Verdict
from service.words.phrases import phrase

MEASURE = (
    "measure_id",
    "plan_id",
    "number",
    "goal",
    "target_group",
    "priority",
    "text",
    "indicators",
    "responsible",
    "deadline",
    "moved_from",
    "years",
    "status",
    "heading",
    "notes",
    "other",
    "inherited",
    "uncertain",
)
"""A measure's fields by their names in the contract."""

CITATION = ("document", "page", "line", "quote", HREF)

COLUMNS = (*MEASURE, *CITATION)

FINDING = (
    "plan_id",
    "region_name",
    "measure_id",
    "number",
    "text",
    "priority",
    "responsible",
    "deadline",
    "moved_from",
    "status",
    "said",
    "columns",
    "uncertain",
    "earlier_plan",
)

SEARCHED = ("reservation", "pages", "measures_searched", "searched_within")
"""How much of a plan was looked through, behind its verdict, and what filters left of it."""

SAID = ("part", "part_answered", "part_reason", "reply", "caveat", "unsaid", "notes")
"""What an answer says beside its evidence: `part` is one of several questions, else empty."""

UNLIKELY = "Neppe motstykker, men nærmest:"
"""Stands before what is unlikely to be a counterpart."""

_WHERE = {Scope.OTHER_REGIONS: " i andre regioner", Scope.OTHER_PLANS: " i andre planer"}

_VERDICTS = {
    Verdict.YES: "ja",
    Verdict.NO: "nei",
    Verdict.UNREADABLE: phrase("nb", "verdict_unreadable"),
}

_YES_NO = {True: "ja", False: "nei"}
_REPLIES = {Reply.HAS: "ja", Reply.YES: "ja", Reply.NO: "nei", Reply.NOT_ALL: "ikke alle"}
_MARK = re.compile(r"\[(\d+)\]$", re.MULTILINE)

_Rows = tuple[tuple[Cell, ...], ...]


def measures_book(found: Iterable[models.Measure], notes: Sequence[str] = ()) -> Book:
    """Measures with all their fields."""
    rows = tuple(measure_cells(measure) for measure in found)
    words = (f"{len(rows)} tiltak.", *notes)
    return Book("tiltak", "Tiltak", words, (Sheet("Tiltak", COLUMNS, rows),))


def search_book(found: models.SearchResult) -> Book:
    """Hits in their order; prose has no measure."""
    lead = ("rank", "score", "kind", "region_name", "passage_id", "text")
    fields = ("measure_id", "number", "responsible", "deadline", "status", "uncertain")
    rows = tuple(
        (
            hit.rank,
            hit.score,
            hit.kind.value,
            hit.plan.region_name,
            hit.passage_id,
            hit.text,
            *(_fields(hit.measure, fields) if hit.measure else (None,) * len(fields)),
            hit.citation.plan_id,
            *_citation(hit.citation),
        )
        for hit in found.hits
    )
    columns = (*lead, *fields, "plan_id", *CITATION)
    words = (f"{len(rows)} av {found.total} treff.", *found.notes)
    return Book("sok", f"Søk: {found.query}", words, (Sheet("Treff", columns, rows),))


def answer_book(found: models.Answer) -> Book:
    """An answer's evidence, a row a citation; one row with the reason where there is none, also for
    one of several questions. Each row has what the answer says beside its evidence."""
    by_citation = {finding.citation: finding for finding in found.findings}
    rows: list[tuple[Cell, ...]] = []
    for part, numbers in _parts(found):
        name = part.question if isinstance(part, models.Part) else None
        lead: tuple[Cell, ...] = (found.question, _YES_NO[found.answered], found.reason)
        said: tuple[Cell, ...] = (
            name,
            _YES_NO[part.answered],
            part.reason,
            _REPLIES.get(part.reply) if part.reply else None,
            part.caveat,
            flat(part.unsaid),
            flat(found.notes),
        )
        for number in numbers:
            citation = found.citations[number]
            own = by_citation.get(number)
            fields = _finding(own) if own else _quoted(citation)
            rows.append((*lead, number + 1, *fields, *_citation(citation), *said))
        if not numbers:
            rows.append((*lead, *(None,) * (1 + len(FINDING) + len(CITATION)), *said))
    columns = ("question", "answered", "reason", "mark", *FINDING, *CITATION, *SAID)
    sheets = (
        Sheet("Belegg", columns, tuple(rows)),
        _coverage_sheet(
            [(found.question, each) for each in found.coverage], found.findings, found.citations
        ),
        Sheet("Svar", ("question", "answer"), ((found.question, found.answer),)),
    )
    return Book("svar", found.question, (found.answer, *found.notes), sheets)


def _parts(found: models.Answer) -> list[tuple[models.Answer | models.Part, Sequence[int]]]:
    """An answer, or each of several in one, with the 0-based numbers of what it cites."""
    if not found.parts:
        return [(found, range(len(found.citations)))]
    marks = ([int(mark) - 1 for mark in _MARK.findall(part.answer)] for part in found.parts)
    return list(zip(found.parts, marks, strict=True))


def coverage_book(found: models.CoverageResult) -> Book:
    """A topic over every plan, also those without it."""
    sheet = _coverage_sheet(
        [(found.topic, each) for each in found.coverage], found.findings, found.citations
    )
    return Book("dekning", f"Dekning: {found.topic}", tuple(found.notes), (sheet,))


def compare_book(found: models.Comparison) -> Book:
    """The matrix, a topic a row and a plan a column; and the measures behind it."""
    cells = {(cell.topic, cell.plan_id): cell for cell in found.cells}
    plans = [plan.plan_id for plan in found.plans]
    matrix = tuple(
        (topic, *(_matrix_cell(cells[topic, plan_id], found) for plan_id in plans))
        for topic in found.topics
    )
    names = {plan.plan_id: plan.region_name for plan in found.plans}
    lead = ("topic", "plan_id", "region_name", "verdict", *SEARCHED)
    behind = tuple(
        row
        for cell in found.cells
        for row in _with_findings(
            (
                cell.topic,
                cell.plan_id,
                names[cell.plan_id],
                _VERDICTS[cell.verdict],
                *_searched(cell),
            ),
            [found.findings[i] for i in cell.findings],
            found.citations,
        )
    )
    sheets = (
        Sheet("Matrise", ("topic", *plans), matrix),
        Sheet("Tiltak", (*lead, *FINDING[2:], *CITATION), behind),
    )
    within = dict.fromkeys(c.searched.within for c in found.cells if c.searched.within)
    words = tuple(f"Søkt bare blant {each}." for each in within)
    return Book("sammenligning", "Temaer og planer", words, sheets)


def similar_book(found: models.SimilarResult, scope: Scope | None = None) -> Book:
    """Counterparts in their order, with the measure that was asked about, and whether each is
    likely to be one."""
    asked = found.measure.measure_id if found.measure else None
    rows = tuple(
        (
            asked,
            rank,
            each.score,
            "ja" if each.likely else "neppe",
            flat(each.same),
            *measure_cells(each.measure),
        )
        for rank, each in enumerate(found.similar, start=1)
    )
    columns = ("like", "rank", "score", "likely", "same", *COLUMNS)
    title = f"Tiltak som ligner {asked}" if asked else "Lignende tiltak"
    nearest = rows and not any(each.likely for each in found.similar)
    words = (f"{no_counterparts(scope)} {UNLIKELY}",) if nearest else ()
    return Book("lignende", title, words, (Sheet("Tiltak", columns, rows),))


def no_counterparts(scope: Scope | None) -> str:
    """Said before measures of which none is likely to be a counterpart."""
    return f"Ingen trolige motstykker funnet{_WHERE.get(scope, '') if scope else ''}."


def topics_book(found: models.TopicList) -> Book:
    """Topics with their measures; those of no topic stand last, without one."""
    rows = [
        (
            topic.topic_id,
            topic.name,
            len(topic.regions),
            flat([region.region_name for region in topic.regions]),
            *measure_cells(measure),
        )
        for topic in found.topics
        for measure in topic.measures
    ]
    rows += [(None, None, None, None, *measure_cells(measure)) for measure in found.ungrouped]
    listed = tuple(
        (
            topic.topic_id,
            topic.name,
            topic.total,
            len(topic.regions),
            flat([region.region_name for region in topic.regions]),
            flat(topic.plans),
        )
        for topic in found.topics
    )
    sheets = (
        Sheet("Tiltak", ("topic_id", "topic", "regions", "region_names", *COLUMNS), tuple(rows)),
        Sheet("Temaer", ("topic_id", "topic", "total", "regions", "region_names", "plans"), listed),
    )
    return Book("temaer", "Temaer", (), sheets)


def bodies_book(found: Sequence[models.BodyDetail], plans: Sequence[models.NamedIn]) -> Book:
    """Bodies with their measures, the bodies alone, and how far each plan names any."""
    names = ("body_id", "name", "kind", "region_name")
    behind = tuple(
        (body.body_id, body.name, body.kind.value, body.region_name, *measure_cells(measure))
        for body in found
        for measure in body.measures
    )
    listed = tuple(
        (
            body.body_id,
            body.name,
            body.kind.value,
            body.region_name,
            body.stands_for,
            body.total,
            flat([f"{spelling.text} ({spelling.count})" for spelling in body.spellings]),
            flat(body.plans),
            flat(body.namesakes),
            flat(body.related),
        )
        for body in found
    )
    columns = (*names, "stands_for", "total", "spellings", "plans", "namesakes", "related")
    counted = tuple((p.plan_id, p.measures, p.named, p.unread, p.unnamed) for p in plans)
    sheets = (
        Sheet("Tiltak", (*names, *COLUMNS), behind),
        Sheet("Organer", columns, listed),
        Sheet("Planer", ("plan_id", "measures", "named", "unread", "unnamed"), counted),
    )
    return Book("organer", "Ansvarlige organer", (), sheets if plans else sheets[:2])


def _coverage_sheet(
    covered: Iterable[tuple[str, models.Coverage]],
    findings: Sequence[models.Finding],
    citations: Sequence[models.Citation],
) -> Sheet:
    lead = ("topic", "plan_id", "region_name", "period", "verdict", *SEARCHED)
    rows = tuple(
        row
        for topic, each in covered
        for row in _with_findings(
            (
                topic,
                each.plan_id,
                each.region_name,
                each.period,
                _VERDICTS[each.verdict],
                *_searched(each),
            ),
            [findings[i] for i in each.findings],
            citations,
        )
    )
    return Sheet("Dekning", (*lead, *FINDING[2:], *CITATION), rows)


def _with_findings(
    lead: tuple[Cell, ...],
    findings: Sequence[models.Finding],
    citations: Sequence[models.Citation],
) -> _Rows:
    """A row a finding behind the same lead; one row where there is none."""
    if not findings:
        return ((*lead, *(None,) * (len(FINDING) - 2 + len(CITATION))),)
    return tuple(
        (*lead, *_finding(finding)[2:], *_citation(citations[finding.citation]))
        for finding in findings
    )


def _matrix_cell(cell: models.CompareCell, found: models.Comparison) -> str:
    """The verdict, how many measures, and each with its place."""
    lines = [verdict_said(cell) + (f" ({len(cell.findings)})" if cell.findings else "")]
    for number in cell.findings:
        finding = found.findings[number]
        lines.append(f"– {finding.shown} ({place(found.citations[finding.citation])})")
    return "\n".join(lines)


def verdict_said(found: models.Coverage | models.CompareCell) -> str:
    """Whether a plan has it, and why that may not be all: "nei (deler av planen …)"."""
    reservation = reservation_of(found)
    return _VERDICTS[found.verdict] + (f" ({reservation})" if reservation else "")


def reservation_of(found: models.Coverage | models.CompareCell) -> str | None:
    """Why a plan in which nothing was found may have it all the same, as answers say it; null
    where there is nothing to say."""
    searched, say = found.searched, partial(phrase, "nb")
    if found.verdict is Verdict.UNREADABLE:
        return not_read(searched.unread, searched.unreadable, say) or say("verdict_untold")
    if found.verdict is Verdict.YES:
        return None
    said = [(searched.hard_to_read, "hard"), (searched.no_status, "gives_no_status")]
    return "; ".join(say(name) for holds, name in said if holds) or None


def _searched(found: models.Coverage | models.CompareCell) -> tuple[Cell, ...]:
    """Cells in the order of `SEARCHED`."""
    searched = found.searched
    return reservation_of(found), searched.pages, searched.measures, searched.within or None


def place(citation: models.Citation) -> str:
    """Where something stands: page and line, or the line alone."""
    label = f" (merket «{citation.page_label}»)" if citation.page_label else ""
    page = f"side {citation.page}{label}, " if citation.page is not None else ""
    return f"{page}linje {citation.line}"


def measure_cells(measure: models.Measure) -> tuple[Cell, ...]:
    """A measure's cells in the order of `COLUMNS`."""
    return (*_fields(measure, MEASURE), *_citation(measure.citation))


def _finding(finding: models.Finding) -> tuple[Cell, ...]:
    return _fields(finding, FINDING)


def _quoted(citation: models.Citation) -> tuple[Cell, ...]:
    """Prose in the cells of a finding: whose plan, and what it says."""
    known = {"plan_id": citation.plan_id, "text": citation.text}
    return tuple(known.get(name) for name in FINDING)


def _citation(citation: models.Citation) -> tuple[Cell, ...]:
    return _fields(citation, CITATION)


def _fields(
    found: models.Measure | models.Finding | models.Citation, names: Sequence[str]
) -> tuple[Cell, ...]:
    return tuple(flat(getattr(found, name)) for name in names)
