"""Parts of a year without a year, in deadlines of an annual cycle and in questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from indexer.records import Measure
from service.engine import Engine
from service.when.fitting import Fit, fit, parts_of
from service.when.times import times_in
from service.when.yearless import has_no_year

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def plain(engine: Engine) -> Iterator[Measure]:
    measure = engine.measure("ahus-2024-2025:p4:t3:r7")
    yield replace(measure, deadline=None, moved_from=None, years=(), notes=(), indicators=())


@pytest.mark.parametrize(
    ("deadline", "question", "told"),
    [
        ("januar", "Hva skal gjøres i januar?", Fit.PART),
        ("januar", "Hva skal gjøres i mars?", Fit.OTHER),
        ("mars-april", "Kva skal gjerast i april?", Fit.PART),
        ("mars-april", "What happens in May?", Fit.OTHER),
        ("Hver høst", "Hva skjer til høsten?", Fit.PART),
        ("Hver høst", "Hva skjer i vår?", Fit.OTHER),
        ("årlig i mai", "hva skal gjøres mellom mai og august", Fit.PART),
        ("every autumn", "what happens between May and August", Fit.OTHER),
        ("innen 1. november", "Hva har frist i november?", Fit.PART),
        ("innen 1. november", "Hva har frist 1. november?", Fit.PART),
        ("31.12", "Hva har frist i desember?", Fit.PART),
        ("Q2", "Hva har frist i mai 2027?", Fit.PART),
        ("Q2", "Hva har frist i mai 2027 og juni 2027?", Fit.PART),
        ("uke 40", "Kva skjer til hausten?", Fit.PART),
        ("før jul", "Hva har frist i desember?", Fit.PART),
        ("før jul", "Hva har frist i juli?", Fit.OTHER),
        ("Jan, Mar", "Hva skjer i mars?", Fit.PART),
        ("desember", "Hva har frist før jul?", Fit.OTHER),
        ("1. desember", "Hva har frist før jul?", Fit.PART),
        ("mars", "Hva skjer i 2026?", Fit.NONE),
        ("mars", "Hva skjer fra mars 2026?", Fit.NONE),
        ("kvartalsvis", "Hva skjer i mars?", Fit.NONE),
        ("Etter sommeren", "Hva skjer i mars?", Fit.NONE),
        ("Løpende", "Hva skjer i mars?", Fit.NONE),
        ("hvert 2. år", "Hva skjer i februar?", Fit.NONE),
    ],
)
def test_a_part_without_a_year_is_of_any(
    plain: Measure, deadline: str, question: str, told: Fit
) -> None:
    measure = replace(plain, deadline=deadline)
    due = "frist" in question
    assert fit(measure, times_in(question, TODAY), due) is told


def test_what_has_a_year_is_not_without_one(plain: Measure) -> None:
    assert has_no_year(replace(plain, deadline="mars-april"))
    assert not has_no_year(replace(plain, deadline="mars 2026", years=(2026,)))
    assert not has_no_year(plain)


def test_a_winter_is_of_both_its_years(plain: Measure) -> None:
    measure = replace(plain, deadline="vinteren 2026/2027", years=(2026, 2027))
    winter = [(date(2026, 12, 1), date(2027, 2, 28))]
    assert parts_of(measure, 2026) == parts_of(measure, 2027) == winter
    assert fit(measure, times_in("Hva skjer i februar 2027?"), False) is Fit.HAS
    assert fit(measure, times_in("Hva skjer i mai 2027?"), False) is Fit.OTHER


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("mellom mai og august", ["2027-05-01–2027-08-31"]),
        ("between May and August", ["2027-05-01–2027-08-31"]),
        ("frå mars til juni", ["2027-03-01–2027-06-30"]),
        ("mellom november og februar", ["2026-11-01–2027-02-28"]),
        ("what was done from May to August", ["2026-05-01–2026-08-31"]),
        ("i juni–august", ["2027-06-01–2027-08-31"]),
        ("i mars og september", ["2027-03-01–2027-03-31", "2027-09-01–2027-09-30"]),
        ("mellom 1. mai og 15. juni", ["2027-05-01–2027-06-15"]),
        ("mellom mai og august 2025", ["2025-05-01–2025-08-31"]),
        ("forskjellen mellom vår og høst", []),
        ("Hva er gjort siden sommeren?", ["2026-07-01–2026-11-28"]),
        ("Kva er gjort sidan påske?", ["2026-03-29–2026-11-28"]),
        ("done since January", ["2026-01-01–2026-11-28"]),
        ("fra sommeren til nå", ["2026-07-01–2026-11-28"]),
        ("fra sommeren", ["2027-07-01–2099-12-31"]),
        ("Hva er gjort det siste året?", ["2025-11-28–2026-11-28"]),
        ("done over the past year", ["2025-11-28–2026-11-28"]),
        ("i det siste året av planperioden", []),
        ("the last year of the plan", []),
        ("resten av året", ["2026-11-28–2026-12-31"]),
        ("senere i år", ["2026-11-28–2026-12-31"]),
        ("i år", ["2026-01-01–2026-12-31"]),
        ("Hva har frist 31. desember?", ["2026-12-31–2026-12-31"]),
        ("Hva har frist innen 31.12?", ["2026-11-28–2026-12-31"]),
        ("frist 31/12-25", ["2025-12-31–2025-12-31"]),
        ("frist 31.12.25", ["2025-12-31–2025-12-31"]),
        ("frist 31/12 2025", ["2025-12-31–2025-12-31"]),
        ("før 31/12-25", ["2000-01-01–2025-12-30"]),
        ("tiltak 1.2.25", []),
        ("status per 1. mai", []),
        ("et 24/7-tilbud", []),
        ("1/3 av pasientene", []),
    ],
)
def test_times_of_questions_without_a_year(question: str, days: list[str]) -> None:
    assert [f"{t.first}–{t.last}" for t in times_in(question, TODAY)] == days
