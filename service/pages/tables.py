"""What pages show as files to take along: in the reader's language, each row with its source."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Response

from indexer.errors import QueryError
from indexer.records import Measure, Plan
from service.files.export import MEDIA_TYPES, Book, Cell, Delimiter, Format, Sheet, write
from service.over_time.deadlines import Deadlines
from service.over_time.diff import Diff
from service.pages.addresses import source_href
from service.pages.matrix import TopicRow
from service.pages.sides import sides_of
from service.pages.visit import Visit
from service.results import Verdict
from service.words.phrases import title_of

FORMATS = (Format.XLSX, Format.CSV)


def download(visit: Visit, book: Book) -> Response:
    """A book in the format that the address names; Excel in Norwegian takes a CSV with semicolons.

    Raises `QueryError` for a format that pages do not offer.
    """
    asked = visit.value("format")
    if asked not in FORMATS:
        raise QueryError(f"format must be {' or '.join(FORMATS)}, not {asked!r}")
    return Response(
        write(book, Format(asked), Delimiter.SEMICOLON),
        media_type=MEDIA_TYPES[Format(asked)],
        headers={"Content-Disposition": f'attachment; filename="{book.file}.{asked}"'},
    )


def changes_book(visit: Visit, found: Diff) -> Book:
    """Every measure of both plans: continued, new or gone; what stood and what stands."""
    titles = (title_of(found.old), title_of(found.new))
    fields = _columns(visit)
    columns = (
        visit.say("outcome"),
        visit.say("outcome_fields"),
        *(f"{field} – {title}" for title in titles for field in fields),
    )
    blank: tuple[Cell, ...] = (None,) * len(fields)

    def rows() -> Iterator[tuple[Cell, ...]]:
        changed, same = sides_of(found)
        for side in (*changed, *same):
            names = [visit.say(f"field_{change.name}") for change in side.changed]
            outcome = visit.say("outcome_changed" if names else "outcome_same")
            parts = (*_measure(visit, side.old), *_measure(visit, side.new))
            yield outcome, ", ".join(names), *parts
        for new in found.added:
            yield visit.say("outcome_new"), None, *blank, *_measure(visit, new)
        for gone in found.gone:
            yield visit.say("outcome_gone"), None, *_measure(visit, gone), *blank

    title = visit.say("changes_between", old=titles[0], new=titles[1])
    name = f"endringer-{found.old.plan_id}-{found.new.plan_id}"
    return Book(name, title, (), (Sheet(visit.say("nav_changes"), columns, tuple(rows())),))


def deadlines_book(visit: Visit, found: Deadlines, group: str) -> Book:
    """Measures by when they are due, as of a day; those of one group where one is chosen."""
    lead = tuple(visit.say(name) for name in ("group", "plan", "last_day"))
    rows = tuple(
        (
            visit.say(f"group_{each.group}"),
            title_of(each.plan),
            each.due.day.isoformat() if each.due.day else None,
            *_measure(visit, each.measure),
        )
        for each in found.deadlines
        if group in ("", each.group.value)
    )
    sheet = Sheet(visit.say("nav_deadlines"), (*lead, *_columns(visit)), rows)
    return Book(f"frister-{found.as_of}", visit.say("deadlines_title"), (), (sheet,))


def topic_book(visit: Visit, row: TopicRow) -> Book:
    """A topic in the newest plan of every region; a plan without it has one row that says so."""
    lead = tuple(visit.say(name) for name in ("region", "plan", "topic", "found"))
    rows: list[tuple[Cell, ...]] = []
    for cell in row.cells:
        own = (
            *_plan(cell.plan),
            row.topic,
            visit.say("found_unsure" if cell.is_unsure else f"found_{cell.verdict}"),
        )
        rows += [(*own, *_measure(visit, measure)) for measure in cell.measures]
        if cell.verdict is not Verdict.YES or not cell.measures:
            rows.append((*own, *(None,) * len(_columns(visit))))
    sheet = Sheet(visit.say("measures_read"), (*lead, *_columns(visit)), tuple(rows))
    return Book("tema", visit.say("map_topic", topic=row.topic), (), (sheet,))


def _plan(plan: Plan) -> tuple[str, str]:
    return plan.region.name, title_of(plan)


def _columns(visit: Visit) -> tuple[str, ...]:
    names = ("number", "measure", "who", "when", "status", "source")
    return tuple(visit.say(name) for name in names)


def _measure(visit: Visit, measure: Measure) -> tuple[Cell, ...]:
    """Cells in the order of `_columns`; what the plan leaves blank stays so, what could not be
    read says so."""

    def said(name: str, value: str | None) -> str | None:
        return value or (visit.say("unread") if name in measure.uncertain else None)

    source, deadline = measure.source, measure.deadline
    if deadline and measure.moved_from:
        deadline = f"{deadline} {visit.say('moved_from', old=measure.moved_from)}"
    if source.page:
        place = visit.say("at_page", page=source.page, line=source.line)
    else:
        place = visit.say("at_line", line=source.line)
    return (
        measure.number,
        measure.text,
        said("responsible", "; ".join(measure.responsible)),
        said("deadline", deadline),
        said("status", measure.status),
        f"{place}: {visit.origin}{source_href(visit, source, measure.measure_id)}",
    )
