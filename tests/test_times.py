"""Times in questions: what they narrow measures to, and what is said of those left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from service.engine import Engine
from service.results import Reason
from service.when.fitting import Fit, fit
from service.when.times import times_in


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        ("Hvilke tiltak har frist i 2025?", "2025", (2025, 1, 1), (2025, 12, 31)),
        ("Hva skjer høsten 2023?", "høsten 2023", (2023, 9, 1), (2023, 12, 31)),
        ("kva skjer hausten 2023", "hausten 2023", (2023, 9, 1), (2023, 12, 31)),
        ("What is due in spring 2024?", "spring 2024", (2024, 1, 1), (2024, 6, 30)),
        ("frist i 2. halvår 2023", "2. halvår 2023", (2023, 7, 1), (2023, 12, 31)),
        ("due in the first half of 2024", "the first half of 2024", (2024, 1, 1), (2024, 6, 30)),
        ("første kvartal i 2025", "første kvartal i 2025", (2025, 1, 1), (2025, 3, 31)),
        ("in March 2024", "March 2024", (2024, 3, 1), (2024, 3, 31)),
        ("planen for 2024-2025", "2024-2025", (2024, 1, 1), (2025, 12, 31)),
        ("fra 2023 til 2025", "2023 til 2025", (2023, 1, 1), (2025, 12, 31)),
        ("who from 2026 onwards", "2026", (2026, 1, 1), (2099, 12, 31)),
        ("hva skjer etter 2024", "2024", (2025, 1, 1), (2099, 12, 31)),
        ("ferdig innen utgangen av 2024", "2024", (2000, 1, 1), (2024, 12, 31)),
        ("ferdig før 2025", "2025", (2000, 1, 1), (2024, 12, 31)),
    ],
)
def test_a_time_is_days(
    question: str, words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    (time,) = times_in(question)
    assert (time.words, time.first, time.last) == (words, date(*first), date(*last))
    assert words in question[time.start : time.end]


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        ("frist mellom 2024 og 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("due between 2024 and 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("fra 2024 til og med 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("frå og med 2024 t.o.m. 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("fra 2024 og frem til 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("from 2024 through 2026", "2024–2026", "2024-01-01", "2026-12-31"),
        ("etter 2023, men før 2026", "2024–2025", "2024-01-01", "2025-12-31"),
        ("før 2026 og etter 2023", "2024–2025", "2024-01-01", "2025-12-31"),
        ("mellom høsten 2024 og våren 2025",
         "høsten 2024 – våren 2025", "2024-09-01", "2025-06-30"),
        ("fra 1. mars 2025 til 1. juni 2025",
         "1. mars 2025 – 1. juni 2025", "2025-03-01", "2025-06-01"),
        ("mellom 1. mars og 1. juni 2025", "1. mars og 1. juni 2025", "2025-03-01", "2025-06-01"),
        ("mellom 1. og 15. juni 2025", "1. og 15. juni 2025", "2025-06-01", "2025-06-15"),
        ("frå mars til juni 2025", "mars til juni 2025", "2025-03-01", "2025-06-30"),
        ("fra og med høsten 2023 til utgangen av 2024",
         "høsten 2023 – 2024", "2023-09-01", "2024-12-31"),
    ],
)  # fmt: skip
def test_a_time_with_two_ends_is_one(question: str, words: str, first: str, last: str) -> None:
    (time,) = times_in(question)
    assert (time.words, f"{time.first}", f"{time.last}") == (words, first, last)
    assert time.is_stretch
    assert not time.is_by


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("forskjellen mellom 2024 og 2026", ["2024", "2026"]),
        ("the difference between 2024 and 2026", ["2024", "2026"]),
        ("forskjell mellom Ahus-planene 2024-2025 og 2026-2027", ["2024-2025", "2026-2027"]),
        ("fra 2024-2025 til 2026-2027", ["2024-2025", "2026-2027"]),
        ("før 2024 og etter 2026", ["2024", "2026"]),
        ("tiltak fra 2023 med frist innen 2025", ["2023", "2025"]),
        ("samarbeid mellom sykehus og kommune i 2024 og 2026", ["2024", "2026"]),
        ("i mars eller juni 2025", ["mars 2025", "juni 2025"]),
        ("1. mars og 1. juni 2025", ["1. mars 2025", "1. juni 2025"]),
    ],
)
def test_two_times_that_are_no_stretch(question: str, words: list[str]) -> None:
    times = times_in(question)
    assert [time.words for time in times] == words
    assert not any(time.is_stretch for time in times)


@pytest.mark.parametrize(
    ("question", "is_stretch"),
    [
        ("tiltak fra 2024 til 2025", True),
        ("planen fra 2024 til 2025", False),
        ("planen for Ahus fra 2024 til 2025", False),
        ("Ahus 2024-2025", False),
        ("frå 2024-2025", False),
    ],
)
def test_a_plans_period_is_no_stretch(question: str, is_stretch: bool) -> None:
    (time,) = times_in(question)
    assert (time.years, time.is_stretch) == ((2024, 2025), is_stretch)


@pytest.mark.parametrize(
    ("question", "said", "first", "last"),
    [
        ("ferdig frem til 2026", "frem til 2026", None, "2026-12-31"),
        ("ferdig inntil 2026", "inntil 2026", None, "2026-12-31"),
        ("ferdig ved utgangen av 2025", "ved utgangen av 2025", None, "2025-12-31"),
        ("in place at the end of 2025", "at the end of 2025", None, "2025-12-31"),
        ("frist ved utgangen av 2025", "utgangen av 2025", "2025-09-01", "2025-12-31"),
        ("ferdig før utgangen av 2025", "før utgangen av 2025", None, "2025-12-31"),
        ("ikkje seinare enn 2025", "innan 2025", None, "2025-12-31"),
        ("før jul 2026", "før jul 2026", None, "2026-12-23"),
        ("2025 eller tidligere", "2025 eller tidligere", None, "2025-12-31"),
        ("ikke før 2026", "fra 2026", "2026-01-01", None),
        ("not before 2026", "from 2026", "2026-01-01", None),
        ("varer utover 2025", "utover 2025", "2026-01-01", None),
        ("2025 eller senere", "2025 eller senere", "2025-01-01", None),
        ("utover i 2025", "2025", "2025-01-01", "2025-12-31"),
        ("planer som går ut 2025", "2025", "2025-01-01", "2025-12-31"),
        ("medio juni 2025", "medio juni 2025", "2025-06-11", "2025-06-20"),
        ("i byrjinga av 2025", "byrjinga av 2025", "2025-01-01", "2025-04-30"),
        ("late in 2025", "late in 2025", "2025-09-01", "2025-12-31"),
        ("siste kvartal 2025", "siste kvartal 2025", "2025-10-01", "2025-12-31"),
        ("tidlig innsats 2025", "2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_what_stands_before_a_time(
    question: str, said: str, first: str | None, last: str | None
) -> None:
    (time,) = times_in(question)
    assert time.said == said
    assert f"{time.first}" == (first or "2000-01-01")
    assert f"{time.last}" == (last or "2099-12-31")
    assert time.is_by is (first is None)


@pytest.mark.parametrize(
    ("deadline", "notes", "question", "due", "told"),
    [
        ("2025", (), "i 2025", True, Fit.HAS),
        ("2024-2025", (), "i 2024", True, Fit.HAS),
        ("2024-2025", (), "innen 2024", True, Fit.OTHER),
        ("2024-2025", (), "innen 2025", True, Fit.HAS),
        ("2027", (), "i 2026", True, Fit.OTHER),
        ("2027", (), "fra 2026", True, Fit.HAS),
        ("2027", ("tildelt midler 2026",), "i 2026", False, Fit.HAS),
        ("2027", ("tildelt midler 2026",), "i 2026", True, Fit.OTHER),
        ("Løpende", (), "i 2026", True, Fit.NONE),
        (None, (), "i 2026", False, Fit.NONE),
        ("2023", ("2023: Høst",), "høsten 2023", True, Fit.HAS),
        ("2023", ("2023: Vår",), "høsten 2023", True, Fit.OTHER),
        ("2023", (), "høsten 2023", True, Fit.HAS),  # the plan says no more than the year
        ("2022-2023", ("2022: oppstart høst",), "våren 2022", True, Fit.OTHER),
        ("2022-2023", ("2022: oppstart høst",), "våren 2023", True, Fit.HAS),
        ("Vår 2023", (), "2. halvår 2023", True, Fit.OTHER),
        ("Vår 2023", (), "1. halvår 2023", True, Fit.HAS),
    ],
)
def test_a_measure_has_a_time_by_its_plans_words(
    engine: Engine,
    deadline: str | None,
    notes: tuple[str, ...],
    question: str,
    due: bool,
    told: Fit,
) -> None:
    plain = engine.measure("ahus-2024-2025:p4:t3:r7")
    years = tuple(y for y in range(2022, 2028) if str(y) in (deadline or ""))
    if deadline and "-" in deadline:
        years = tuple(range(int(deadline[:4]), int(deadline[-4:]) + 1))
    measure = replace(plain, deadline=deadline, moved_from=None, years=years, notes=notes)
    assert fit(measure, list(times_in(question)), due) is told


def test_a_year_beside_a_topic_leaves_what_is_due_then(engine: Engine) -> None:
    answer = engine.ask("hvilke tiltak om fallforebygging har frist i 2025?")
    assert [f.measure.deadline for f in answer.findings] == ["2025"]
    assert answer.notes == ("tid: 2025", "1 tiltak om det samme har et annet år.")
    assert "1 tiltak om det samme har et annet år." in answer.answer
    taken_back = engine.ask('hvilke tiltak om fallforebygging har frist i "2025"?')
    assert {f.measure.deadline for f in taken_back.findings} == {"2025", "2026"}


def test_measures_without_a_year_are_told_of(engine: Engine) -> None:
    due = engine.ask("What measures on recruitment are due in 2026?")
    assert {f.measure.deadline for f in due.findings} == {"2025-2026"}
    assert any(re.fullmatch(r"For \d measures? the plan gives no year\.", n) for n in due.notes)
    # what happens in a year may be a measure without one, in a plan for that year
    done = engine.ask("hva skal skje innen digital hjemmeoppfølging i 2024?")
    assert {f.plan.plan_id for f in done.findings if not f.measure.years} == {
        "helgeland-2023-2025",
        "ostfold-2023-2024",
    }
    assert all(2024 in f.measure.years for f in done.findings if f.measure.years)


def test_what_is_due_later_answers_where_nothing_has_the_year(engine: Engine) -> None:
    answer = engine.ask("Hva skal Ahus gjøre for FACT ung i 2026?")
    assert [f.measure.deadline for f in answer.findings] == ["2027"]
    none = engine.ask("Kva tiltak om hospitering har frist i 2026?")
    assert (none.answered, none.reason, none.findings) == (False, Reason.NO_EVIDENCE, ())
    assert (
        "ingen tiltak om dette har frist i 2026. 3 tiltak om det same har andre år" in none.answer
    )


def test_what_is_to_be_finished_by_a_year_is_no_question_for_a_status(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak på Helgeland skal være ferdige innen 2024?")
    assert {f.measure.deadline for f in answer.findings} == {"2024", "Innen utgangen av 2024"}


@pytest.mark.parametrize(("year", "count"), [(2022, 40), (2023, 34), (2024, 17)])
def test_dashes_in_all_columns_of_years_are_no_year(engine: Engine, year: int, count: int) -> None:
    answer = engine.ask(f"Hvor mange tiltak har St. Olav i {year}?")
    assert len(answer.findings) == count
    assert "3.3.1" not in [f.measure.number for f in answer.findings]
