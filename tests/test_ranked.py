"""Questions for the body that has most or fewest measures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.checker import Fault, check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.ranked import ranked_in
from service.results import Reason


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("hvilket fagråd har flest tiltak", "2022–2024: Fagråd for pasientsamarbeid (15)"),
        (
            "Hvilket fagråd har ansvar for flest tiltak?",
            "Ahus og kommunene 2024–2025: Fagråd Eldre",
        ),
        ("Hvem er ansvarlig for flest tiltak i Ahus?", "Ahus og kommunene 2024–2025: AU (23)"),
        ("Which body has the most measures?", "Ahus og kommunene 2024–2025: AU (23)"),
        (
            "Which body has the most measures?",
            "Østfold 2023–2024: the plan names nobody responsible",
        ),
        ("Kva for organ har flest tiltak?", "Helgeland 2023–2025: kommunene (10)"),
        ("Hvilket utvalg har færrest tiltak?", "2022–2024: AU (4)"),
        ("Hvem har ansvar for flest tiltak om barn?", "Ahus og kommunene 2024–2025: AU (8)"),
        ("Who is responsible for most measures in St. Olav?", "2022–2024: Sekretariat (17)"),
    ],
)
def test_bodies_are_ranked_plan_by_plan(engine: Engine, question: str, told: str) -> None:
    answer = engine.ask(question)
    first = answer.answer.split("\n")[0]
    assert told in first and first == answer.caveat
    assert not check(answer, known_of(engine)).violations


def test_a_wrong_count_or_a_body_that_no_cited_measure_names_is_seen(engine: Engine) -> None:
    answer = engine.ask("Hvem er ansvarlig for flest tiltak i Ahus?")
    for wrong, fault in (("AU (53)", Fault.COUNT), ("Rana kommune (23)", Fault.BODY)):
        told = replace(answer, answer=answer.answer.replace("AU (23)", wrong, 1))
        assert fault in {violation.fault for violation in check(told, known_of(engine)).violations}


def test_a_plan_that_names_nobody_is_said_to(engine: Engine) -> None:
    answer = engine.ask("Hvem er ansvarlig for flest tiltak i Østfold?")
    assert answer.reason is Reason.NO_EVIDENCE
    assert "Østfold 2023–2024: planen nevner ingen ansvarlig" in answer.answer
    assert engine.ask("Hvem har ansvar for flest tiltak i Tromsø?").caveat is None


@pytest.mark.parametrize(
    "question",
    [
        "Hvem har flest tiltak?", "Hvilken plan har flest tiltak?", "Hvilke tiltak har fagrådet?",
        "Which region has the most measures?", "Hvem har ansvar for tiltak mot fall?",
        "Hvem har ansvar for de fleste barna?",
    ],
)  # fmt: skip
def test_plans_and_single_measures_are_asked_otherwise(question: str) -> None:
    assert ranked_in(question) is None


def test_the_page_has_what_the_text_says_of_plans(engine: Engine) -> None:
    for question in ("Hvilken plan har flest tiltak?", "Hvilke planer har dere?"):
        answer = engine.ask(question)
        assert answer.caveat == answer.answer.split("\n")[0]
