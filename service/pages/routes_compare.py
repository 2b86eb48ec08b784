"""Pages that set plans beside each other: by topic, by region, over time."""

from __future__ import annotations

from fastapi import APIRouter, Response

from indexer.errors import QueryError
from service.api.dependencies import OpenEngine
from service.bodies.namesakes import told_apart
from service.engine import Engine
from service.models import checked_text
from service.overview.compare import SubjectSet, compare, subject_sets, subjects_of
from service.pages.country import TOTALS, choices_of, country_of, groups_of_row, row_of
from service.pages.matrix import (
    SHADES,
    Matrix,
    TopicRow,
    matrix_of,
    newest_of_regions,
    topics_of,
)
from service.pages.respond import Visiting, page
from service.pages.sides import sides_of
from service.pages.tables import changes_book, deadlines_book, download, topic_book
from service.pages.timeline import day_of, groups_of, timeline_of
from service.pages.views import chips, filters_of
from service.pages.visit import Visit
from service.ready import ready_set
from service.results import Filters

router = APIRouter(include_in_schema=False)


@router.get("/sammenlign")
def compare_page(engine: OpenEngine, visit: Visiting) -> Response:
    """Topics by plans; without topics the first set that ships with the service."""
    topics = [checked_text(topic) for topic in topics_of(visit.values("q"))]
    set_id = visit.value("set") or None
    filters = filters_of(visit)
    if topics or filters != Filters():
        subjects = subjects_of(topics, None if topics else set_id)
        found = compare(engine.coverage, subjects, filters, visit.language)
    else:
        found = ready_set(engine, set_id, visit.language)
    exported = [*(("q", topic) for topic in topics), ("language", visit.language.value)]
    exported += [pair for pair in visit.narrowing() if pair[0] != "q"]
    if set_id and not topics:
        exported.append(("set", set_id))
    return page(
        "compare.html",
        visit,
        topics=topics,
        sets=[(found.set_id, found.name(visit.language)) for found in subject_sets().values()],
        matrix=matrix_of(found),
        exported=exported,
        chips=chips(visit, engine),
    )


@router.get("/oversikt")
def overview_page(engine: OpenEngine, visit: Visiting) -> Response:
    """The country by its regions' newest plans: all measures, or those on one topic."""
    topics, matrix = _by_region(engine, visit)
    row = _chosen(engine, visit, topics, matrix)
    newest = matrix.plans
    scope = Filters(plan=tuple(plan.plan_id for plan in newest))
    counts = {plan.plan_id: engine.counts[plan.plan_id].measures for plan in newest}
    found = {cell.plan.plan_id: len(cell.measures) for cell in row.cells} if row else counts
    regions = [community.region for community in engine.communities.all]
    day = day_of(visit.value("dag"))
    return page(
        "overview.html",
        visit,
        country=country_of(regions, newest, found, SHADES if row else TOTALS),
        choices=choices_of(topics, matrix),
        row=row,
        groups=groups_of_row(row) if row else (),
        counts=engine.counts,
        matrix=matrix,
        as_of=day,
        tallies=engine.over_time.deadlines(day, scope).by_region,
    )


@router.get("/oversikt/fil")
def overview_file(engine: OpenEngine, visit: Visiting) -> Response:
    """A topic over the regions as a file."""
    row = _chosen(engine, visit, *_by_region(engine, visit))
    if row is None:
        raise QueryError("name a topic: tema=… or q=…")
    return download(visit, topic_book(visit, row))


def _by_region(engine: Engine, visit: Visit) -> tuple[SubjectSet, Matrix]:
    """The first ready set, and what the newest plan of every region has of it."""
    topics = next(iter(subject_sets().values()))
    newest = newest_of_regions(engine.plans)
    return topics, matrix_of(ready_set(engine, topics.set_id, visit.language), newest)


def _chosen(engine: Engine, visit: Visit, topics: SubjectSet, matrix: Matrix) -> TopicRow | None:
    """The topic that an address names, of the set or in words; null where it names none."""
    question = visit.value("q").strip()
    if question:
        scope = Filters(plan=tuple(plan.plan_id for plan in matrix.plans))
        asked = subjects_of([checked_text(question)], None)
        found = compare(engine.coverage, asked, scope, visit.language)
        return matrix_of(found, matrix.plans).rows[0]
    topic_id = visit.value("tema")
    return row_of(topics, matrix, topic_id) if topic_id else None


@router.get("/endringer")
def changes_page(engine: OpenEngine, visit: Visiting) -> Response:
    """Two plans side by side; without them, the plans that follow each other."""
    old, new = visit.value("fra"), visit.value("til")
    pairs = [
        (plan, successor)
        for plan in engine.plans
        if (successor := engine.over_time.neighbours(plan.plan_id).successor)
    ]
    if not (old and new):
        return page("changes.html", visit, plans=engine.plans, pairs=pairs, found=None)
    found = engine.over_time.diff(old, new)
    changed, same = sides_of(found)
    return page(
        "changes.html",
        visit,
        plans=engine.plans,
        pairs=pairs,
        found=found,
        changed=changed,
        same=same,
    )


@router.get("/endringer/fil")
def changes_file(engine: OpenEngine, visit: Visiting) -> Response:
    """Two plans side by side as a file."""
    found = engine.over_time.diff(visit.value("fra"), visit.value("til"))
    return download(visit, changes_book(visit, found))


@router.get("/frister/fil")
def deadlines_file(engine: OpenEngine, visit: Visiting) -> Response:
    """Measures by when they are due as a file, narrowed as the page is."""
    found = engine.over_time.deadlines(day_of(visit.value("dag")), filters_of(visit))
    return download(visit, deadlines_book(visit, found, visit.value("gruppe")))


@router.get("/frister")
def deadlines_page(engine: OpenEngine, visit: Visiting) -> Response:
    """Measures by when they are due."""
    found = engine.over_time.deadlines(day_of(visit.value("dag")), filters_of(visit))
    return page(
        "deadlines.html",
        visit,
        found=found,
        timeline=timeline_of(found),
        groups=groups_of(found, visit.value("gruppe")),
        chips=chips(visit, engine),
        notes=told_apart(found.namesakes, visit.language),
        plans=engine.plans,
    )
