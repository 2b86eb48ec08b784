"""Questions for the plan's own priorities, and for measures with some years and not others."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.chosen import Kind, chosen_in


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("hvilke tiltak har prioritet 3 i ahus?", {69}),
        ("Kva tiltak i Ahus har prioritet 3?", {69}),
        ("Which measures does the Ahus plan give priority 2?", {66, 67, 68, 90, 98, 99}),
        ("Hva prioriterer Ahus høyest for barn?", {59, 60, 61, 62}),
    ],
)
def test_the_measures_of_a_priority(engine: Engine, question: str, lines: set[int]) -> None:
    answer = engine.ask(question)
    assert {f.measure.source.line for f in answer.findings} == lines
    assert {f.plan.period for f in answer.findings} == {(2024, 2025)}
    assert answer.caveat and "2026–2027" in answer.caveat  # which gives none
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize(
    "question",
    [
        "hvilke tiltak i ahus har høyeste prioritet?",
        "Hva er de viktigste tiltakene i Ahus?",
        "Kva tiltak har høgast prioritet i Ahus?",
        "What are the most important measures in Ahus?",
    ],
)
def test_the_highest_priority_is_the_plans_own(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert {f.measure.priority for f in answer.findings} == {"1"} and len(answer.findings) == 16
    assert not check(answer, known_of(engine)).violations


def test_a_plan_without_priorities_is_said_to_give_none(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak har høg prioritet på Helgeland?")
    assert not answer.findings and "oppgir ingen prioritet" in answer.answer
    one = engine.ask("Hvilken prioritet har FACT Ung i Ahus?")
    assert "prioritet: 2" in one.answer and "planen oppgir ingen prioritet" in one.answer


ONLY_2022 = ["0.1.1", "0.1.2", "0.1.3", "0.5.2", "0.6.2", "2.1.2B"]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (
            "Hvilke tiltak har Sekretariatet i St. Olav i 2022 som ikke går videre til 2023?",
            ONLY_2022,
        ),
        ("Hvilke tiltak har Sekretariatet i St. Olav bare i 2022?", ONLY_2022),
    ],
)
def test_years_without_another(engine: Engine, question: str, numbers: list[str]) -> None:
    answer = engine.ask(question)
    assert [f.measure.number for f in answer.findings] == numbers
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Hvilke tiltak har St. Olav i 2022, men ikke i 2023?", [(2022,)]),
        ("Which measures in St. Olav run in 2022 but not in 2023?", [(2022,)]),
        ("Hvilke tiltak hos St. Olav starter i 2022 og slutter samme år?", [(2022,)]),
        ("Hvilke tiltak hos St. Olav varer alle fire årene?", [(2022, 2023, 2024, 2025)]),
        ("Kva tiltak på St. Olav går over alle fire åra?", [(2022, 2023, 2024, 2025)]),
    ],
)
def test_years_that_are_all_or_alone(
    engine: Engine, question: str, years: list[tuple[int, ...]]
) -> None:
    answer = engine.ask(question)
    assert sorted({f.measure.years for f in answer.findings}) == years
    assert len(answer.findings) == 16
    assert answer.caveat


def test_a_negated_year_is_not_answered_by_its_contrary(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak har ikke frist i 2025?")
    assert answer.findings and all(2025 not in f.measure.years for f in answer.findings)
    other = engine.ask("Hvilke tiltak for eldre er ikke planlagt for høsten 2025?")
    assert other.caveat or not other.answered


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hvilke tiltak har prioritet 1?", Kind.VALUE),
        ("Hvilke tiltak har lavest prioritet?", Kind.LOWEST),
        ("Hvilken prioritet har MILA?", Kind.FIELD),
        ("Hvilke pasientgrupper er prioritert på Helgeland?", None),
        ("Hvilke tiltak er prioritert for tilskudd?", None),
        ("Hva er viktig for eldre?", None),
        ("Hvilke tiltak har frist i 2025?", None),
        ("Hvilke planer har ikke tiltak i 2025?", None),
        ("Hvilke tiltak er ikke startet i 2025?", None),
        ("Hvilke tiltak er bare i Ahus-planen for 2024-2025?", None),
        ("Hva gjøres for de viktigste pasientene?", None),
    ],
)
def test_what_chooses_and_what_does_not(engine: Engine, question: str, kind: Kind | None) -> None:
    found = chosen_in(engine.reader.read(question))
    assert (found and found.kind) == kind
