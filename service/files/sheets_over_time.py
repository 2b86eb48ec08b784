"""Plans over time as tables for a file: when measures are due, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service import models
from service.files.export import Book, Cell, Sheet, flat
from service.files.sheets import COLUMNS, measure_cells, place
from service.over_time.deadlines import Group

_YES_NO = {True: "ja", False: "nei"}

_COMPARED = ("number", "text", "target_group", "responsible", "deadline", "status")
"""A measure's fields that stand on either side of a row of what became of it."""

_SIDE = ("plan_id", "measure_id", *_COMPARED, "document", "place", "quote")


def deadlines_book(found: models.DeadlineList) -> Book:
    """Measures by when they are due, with their sources; and how many are in each group, by region
    and body."""
    lead = ("group", "due", "precision", "progress", "earlier_plan", "successor", "continued_as")
    rows = tuple(
        (
            each.group.value,
            each.due.day.isoformat() if each.due.day else None,
            each.due.precision.value if each.due.precision else None,
            each.progress.value if each.progress else None,
            _YES_NO[each.earlier_plan],
            each.successor,
            flat([later.measure_id for later in each.continued_as]),
            *measure_cells(each.measure),
        )
        for each in found.deadlines
    )
    tallies = [(each, None) for each in found.by_region]
    counted = tuple(
        (each.region_name, body, *(each.counts.get(group, 0) for group in Group))
        for each, body in (*tallies, *((each, each.body) for each in found.by_body))
    )
    sheets = (
        Sheet("Frister", (*lead, *COLUMNS), rows),
        Sheet("Antall", ("region_name", "body", *(group.value for group in Group)), counted),
    )
    words = (f"{len(rows)} av {found.total} tiltak, per {found.as_of}.", *found.notes)
    return Book(f"frister-{found.as_of}", "Frister", words, sheets)


def diff_book(found: models.Diff) -> Book:
    """What became of every measure of two plans, a row a pair, new or gone measure; and
    all the measures with their sources."""
    nobody: tuple[Cell, ...] = (None,) * len(_SIDE)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for pair in found.continued:
            told = (pair.relation.value, pair.score, flat(list(pair.changed)), flat(pair.unread))
            yield "continued", *told, *_side(pair.from_), *_side(pair.to)
        for measure in found.new:
            yield "new", None, None, None, None, *nobody, *_side(measure)
        for measure in found.gone:
            yield "gone", None, None, None, None, *_side(measure), *nobody

    lead = ("outcome", "relation", "score", "changed", "unread")
    columns = (*lead, *(f"{side}_{name}" for side in ("from", "to") for name in _SIDE))
    old = [pair.from_ for pair in found.continued] + list(found.gone)
    new = [pair.to for pair in found.continued] + list(found.new)
    sheets = (
        Sheet("Endringer", columns, tuple(rows())),
        Sheet("Tiltak", COLUMNS, (*_once(old), *_once(new))),
        Sheet(
            "Kanskje",
            ("from", "to", "score"),
            tuple((each.from_, each.to, each.score) for each in found.possible),
        ),
    )
    title = f"Fra {found.from_} til {found.to}"
    return Book(f"endringer-{found.from_}-{found.to}", title, tuple(found.notes), sheets)


def _side(measure: models.Measure) -> tuple[Cell, ...]:
    citation = measure.citation
    fields = (flat(getattr(measure, name)) for name in _COMPARED)
    stands = (citation.document, place(citation), citation.quote)
    return (measure.plan_id, measure.measure_id, *fields, *stands)


def _once(measures: Sequence[models.Measure]) -> tuple[tuple[Cell, ...], ...]:
    """A row a measure; of a split or merged one, which is in several pairs, the first."""
    by_id = {measure.measure_id: measure for measure in measures}
    return tuple(measure_cells(measure) for measure in by_id.values())
