"""Questions for what is late, in whatever words, and what plans without a status are said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.records import Measure
from service.engine import Engine
from service.finding.marks import has_status
from service.reading.asking import status_asked
from service.words.phrases import phrase

MOVED = {
    "Etablere samarbeidsarena innenfor habiliteringsområdet",
    "Etablere samarbeidsrutiner mellom Barne- og ungdomsklinikken",
    "Vurdere å etablere eget samhandlingsnettverk innen alderspsykiatri",
    "Utarbeide kriterier og prosedyrer for utskrivning av pasienter",
    "Tydliggjøre representasjon, mandat og oppgaver for LSF voksen",
}
POSTPONED = "I fellesskap identifisere risikoområder"


def _begins(measures: set[str]) -> set[str]:
    return {start for start in (*MOVED, POSTPONED) for text in measures if text.startswith(start)}


@pytest.mark.parametrize(
    "question",
    [
        "Kva tiltak har fått ny frist eller er utsette?",
        "Hvilke tiltak er utsatt eller flyttet?",
        "Which measures have been postponed or given a new deadline?",
        "Which measures are running late?",
        "Which measures are behind schedule?",
        "delayed measures",
        "forsinkede tiltak",
        "forsinka tiltak",
        "Kva tiltak er forseinka?",
        "utsatte tiltak",
        "forsinket",
        "Hvilke tiltak ligger etter skjema?",
        "Kva tiltak heng etter?",
    ],
)
def test_what_is_late_is_what_is_postponed_or_moved(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == len(MOVED) + 1
    assert _begins({f.measure.text for f in answer.findings}) == {*MOVED, POSTPONED}


@pytest.mark.parametrize("question", ["delayed measures Ahus", "forsinka tiltak ahus"])
def test_a_bare_search_for_what_is_late_keeps_its_place(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == len(MOVED)
    assert {f.plan.region.region_id for f in answer.findings} == {"ahus"}


@pytest.mark.parametrize(
    "question", ["Hvilke tiltak har fått ny frist?", "Which measures have a new deadline?"]
)
def test_a_new_deadline_is_no_postponement_without_one(engine: Engine, question: str) -> None:
    found = {f.measure.text for f in engine.ask(question).findings}
    assert _begins(found) == MOVED


@pytest.mark.parametrize(
    "asked",
    [
        "hvilke tiltak finnes for utsatte barn?",
        "hvilke tiltak er det for dem som er utsatt for vold?",
        "kva tiltak gjeld utsette grupper?",
        "which measures concern delayed discharge?",
        "hvilke tiltak mot forsinket utskriving finnes?",
        "which measures were removed?",
        "which measures prevent late complications?",
        "er det ferdig?",
        "er utsatte tiltak ferdige?",
    ],
)
def test_words_of_other_things_ask_for_no_delay(asked: str) -> None:
    assert status_asked(asked) == (None, [])


@pytest.mark.parametrize(
    ("status", "may_have_started", "late"),
    [
        ("Utsettes, avhengig av 3.1.1", True, True),
        ("Utsatt, ikke startet", False, True),
        ("Pågår, forsinket", True, True),
        ("Utsett, men arbeidet er i gang", True, True),
        ("Enno ikkje starta", False, False),
        ("Pågår", True, False),
    ],
)
def test_what_is_put_off_is_late_and_may_have_started(
    engine: Engine, status: str, may_have_started: bool, late: bool
) -> None:
    one: Measure = replace(engine.measures().measures[0], status=status, moved_from=None)
    assert has_status(one, "not_started") is not may_have_started
    assert has_status(one, "postponed") is late


def test_what_is_put_off_is_not_said_not_to_have_started(engine: Engine) -> None:
    found = {f.measure.text for f in engine.ask("Kva tiltak er ikkje starta opp?").findings}
    assert found and POSTPONED not in _begins(found)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Hvilke tiltak er ikke igangsatt?", "nb"),
        ("Kva tiltak er ikkje starta opp?", "nn"),
        ("Which measures are delayed?", "en"),
        ("delayed measures Helgeland", "en"),
    ],
)
def test_plans_that_state_no_status_are_said_to(
    engine: Engine, question: str, language: str
) -> None:
    answer = engine.ask(question)
    silent = {c.plan.plan_id for c in answer.coverage if c.searched.no_status}
    every = {"ahus-2026-2027", "helgeland-2023-2025", "ostfold-2023-2024"}
    assert silent == every & {c.plan.plan_id for c in answer.coverage}
    lead = phrase(language, "states_no_status", plans="").removesuffix(" .")
    (line,) = (line for line in answer.answer.split("\n") if line.startswith(lead))
    assert "Helgeland 2023–2025" in line
    not_found = phrase(language, "not_in", plans="").removesuffix(" .")
    lacking = [line for line in answer.answer.split("\n") if line.startswith(not_found)]
    assert not any("Helgeland 2023–2025" in line for line in lacking)


def test_a_question_for_no_status_says_nothing_of_it(engine: Engine) -> None:
    answer = engine.ask("Hvem har ansvar for MILA?")
    assert not any(c.searched.no_status for c in answer.coverage)
