"""Times in questions: what they narrow measures to, and what is said of those left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.engine import Engine
from service.results import Reason
from service.times import Fit, fit, times_in


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
    assert question[time.start : time.end].endswith(words)


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
    assert "For 2 measures the plan gives no year." in due.notes
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
