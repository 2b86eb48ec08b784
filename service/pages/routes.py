"""The pages of the service: a route is parse, call the engine, render."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from indexer.errors import NotFound
from indexer.records import Passage, Source
from service.api.dependencies import OpenEngine
from service.api.documents import document_file, document_text
from service.engine import Engine
from service.models import Citation, checked_text
from service.pages import answers, box, views
from service.pages.render import static, version
from service.pages.respond import Visiting, page
from service.pages.sides import became, came_from
from service.pages.source import marked_lines, pictures_of, span_of
from service.results import Filters, Scope
from service.words.phrases import listed, phrase, regions_of

A_YEAR = 31_536_000
AN_HOUR = 3_600
"""Seconds that a browser may keep a static file: by its version, or under its plain name."""

COUNTERPARTS = 5
"""Measures like one that its page shows."""

router = APIRouter(include_in_schema=False)


@router.get("/")
def search_page(engine: OpenEngine, visit: Visiting) -> Response:
    """The box, and for a question its answer, the passages, and how to narrow them."""
    if not visit.value("q").strip():
        return page(
            "search.html",
            visit,
            query="",
            engine=engine,
            measures=sum(count.measures for count in engine.counts.values()),
            examples=[visit.say(f"example_{number}") for number in range(1, 5)],
        )
    query = checked_text(visit.value("q"))
    filters, offset = views.filters_of(visit), views.offset_of(visit)
    language, say = visit.language.value, partial(phrase, visit.language)
    answer = engine.ask(query, filters, language)
    widened = answers.widened(query, answer)
    result = engine.search(widened or query, filters, views.HITS, offset, language)
    return page(
        "search.html",
        visit,
        query=query,
        answer=answer,
        parts=answers.parts_of(engine, answer, visit.value("vis") == "alle"),
        widened=widened,
        regions=listed(sorted({regions_of(plan) for plan in engine.plans}), say),
        periods=listed(
            sorted({views.years_of(plan.period) for plan in engine.plans if plan.period}), say
        ),
        result=result,
        chips=views.chips(visit, engine),
        understood=answers.understood(visit, answer, result.notes),
        facets=views.facets(visit, engine, result),
        pages=views.pager(visit, offset, result.total),
    )


@router.get("/kilde/{plan_id}")
def source_page(engine: OpenEngine, visit: Visiting, plan_id: str) -> Response:
    """A document with a passage (`passasje=ID`) or lines (`linje=61-63`) marked in it."""
    plan = engine.plan(plan_id)
    passage = _passage(engine, plan_id, visit.value("passasje"))
    cited = passage.source if passage else _lines(engine, plan_id, visit.value("linje"))
    return page(
        "source.html",
        visit,
        plan=plan,
        file=Path(plan.file).name,
        cited=cited,
        measure=passage.measure if passage else None,
        pictures=pictures_of(Citation.of(passage.source), passage.passage_id) if passage else (),
        lines=marked_lines(document_text(engine, plan_id), cited),
    )


def _passage(engine: Engine, plan_id: str, passage_id: str) -> Passage | None:
    if not passage_id:
        return None
    passage = engine.passage(passage_id)
    if passage.plan_id != plan_id:
        raise NotFound(f"the passage {passage_id!r} is not in the plan {plan_id!r}")
    return passage


def _lines(engine: Engine, plan_id: str, span: str) -> Source | None:
    """The source that some lines are: one without pieces, marked as a whole."""
    found = span_of(span)
    if found is None:
        return None
    file = Path(engine.plan(plan_id).file).name
    return Source(plan_id, file, None, *found, section=(), row=None, quote="")


@router.get("/kilde/{plan_id}/fil")
def source_file(engine: OpenEngine, plan_id: str) -> Response:
    """The file itself, as the publisher made it."""
    return document_file(engine, plan_id)


@router.get("/tiltak/{measure_id}")
def measure_page(engine: OpenEngine, visit: Visiting, measure_id: str) -> Response:
    """A measure: its fields, its source, and its counterparts elsewhere."""
    found = engine.similar_to(measure_id, Scope.OTHER_REGIONS, COUNTERPARTS)
    measure = engine.measure(measure_id)
    near, plan_id = engine.over_time.neighbours(measure.plan_id), measure.plan_id
    before, after = near.predecessor, near.successor
    diff = engine.over_time.diff
    return page(
        "measure.html",
        visit,
        measure=measure,
        plan=engine.plan(plan_id),
        similar=found.similar,
        before=before,
        after=after,
        origin=came_from(diff(before.plan_id, plan_id), measure_id) if before else None,
        fate=became(diff(plan_id, after.plan_id), measure_id) if after else None,
    )


@router.get("/planer")
def plans_page(engine: OpenEngine, visit: Visiting) -> Response:
    """The plans, and what was read of each."""
    return page(
        "plans.html", visit, plans=engine.plans, counts=engine.counts, problems=engine.problems
    )


@router.get("/planer/{plan_id}")
def plan_page(engine: OpenEngine, visit: Visiting, plan_id: str) -> Response:
    """A plan: its measures, what was rejected, uncertain or repaired."""
    plan, near = engine.plan(plan_id), engine.over_time.neighbours(plan_id)
    measures = engine.measures(Filters(plan=(plan_id,))).measures
    return page(
        "plan.html",
        visit,
        plan=plan,
        file=Path(plan.file).name,
        counts=engine.counts[plan_id],
        measures=measures,
        doubtful=[measure for measure in measures if measure.uncertain],
        rejected=engine.rejected.get(plan_id, ()),
        repairs=engine.repairs.get(plan_id, ()),
        neighbours=[
            (old, new)
            for old, new in ((near.predecessor, plan), (plan, near.successor))
            if old and new
        ],
    )


@router.get("/organ")
def bodies_page(engine: OpenEngine, visit: Visiting) -> Response:
    """The bodies by region; those that a plan calls so, where `navn` and `plan` are given."""
    name, plan_id = visit.value("navn"), visit.value("plan")
    found = views.bodies_called(engine, name, plan_id) if name else engine.register.all
    if name and len(found) == 1:
        return RedirectResponse(visit.to("organ", found[0].body_id), HTTPStatus.SEE_OTHER)
    return page("bodies.html", visit, name=name, regions=views.by_region(found))


@router.get("/organ/{body_id}")
def body_page(engine: OpenEngine, visit: Visiting, body_id: str) -> Response:
    """A body: its spellings, its measures over the plans, and who may be the same."""
    register = engine.register
    body = register.body(body_id)
    return page(
        "body.html",
        visit,
        body=body,
        groups=views.grouped(engine, body.measures),
        related=[register.body(other) for other in body.related],
        namesakes=[register.body(other) for other in body.namesakes],
    )


@router.get("/sokeboks")
def box_page(engine: OpenEngine, visit: Visiting, request: Request) -> Response:
    """The search box for other sites: how to embed it, and one to try."""
    origin = str(request.base_url).rstrip("/")
    region = engine.plans[0].region.region_id if engine.plans else ""
    properties, part_names = box.names_in_widget()
    return page(
        "widget.html",
        visit,
        origin=origin,
        example=box.EXAMPLE.format(origin=origin, region=region),
        styling=box.STYLING,
        properties=properties,
        part_names=part_names,
    )


@router.get("/static/{name}")
def static_file(name: str, v: str = "") -> Response:
    """A file of the pages; for long where the address names its version."""
    found = static(name)
    if found is None:
        raise NotFound(f"there is no static file {name!r}")
    content, kind = found
    keep = f"public, max-age={A_YEAR}, immutable" if v == version(name) else f"max-age={AN_HOUR}"
    return Response(content, media_type=kind, headers={"Cache-Control": keep})
