"""How far measures have come is answered as it is asked, with "not" and without."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.finding.marks import has_status

WAITING = {"Ennå ikke igangsatt"}


def _statuses(engine: Engine, question: str) -> set[str | None]:
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == ()
    return {finding.measure.status for finding in answer.findings}


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak i Ahus er ikke satt i gang?", "Kva tiltak er enno ikkje sette i gang?",
        "Kva tiltak er ikkje sett i gang?", "Kva tiltak har ikkje kome i gong?",
        "Hvilke tiltak er aldri blitt satt i gang?", "Hvilke tiltak startet ikke?",
        "Hvilke tiltak er ikke iverksatt?", "Kva tiltak er ikkje sette i verk?",
        "Which measures were never started?", "Which measures are yet to be started?",
        "Hvilke tiltak har verken blitt startet eller fullført?",
        "Hvilke tiltak har ikke blitt satt i gang ennå?", "Kva tiltak starta ikkje i 2025?",
    ],
)  # fmt: skip
def test_what_is_not_begun_is_not_what_is(engine: Engine, question: str) -> None:
    assert _statuses(engine, question) == WAITING


@pytest.mark.parametrize(
    ("question", "contrary"),
    [
        ("Hvilke tiltak pågår ikke?", "ongoing"),
        ("Which measures are not in progress?", "ongoing"),
        ("Hvilke tiltak er ikke utsatt?", "postponed"),
        ("Kva tiltak er ikkje forseinka?", "postponed"),
        ("Which measures have not been delayed?", "postponed"),
        ("Hvilke tiltak har ikke fått ny frist?", "postponed"),
        ("Hvilke tiltak fullførte de ikke?", "done"),
        ("Kva tiltak er ikkje sluttførte?", "done"),
        ("Which measures were never finished?", "done"),
    ],
)
def test_a_negated_status_lists_none_that_has_it(
    engine: Engine, question: str, contrary: str
) -> None:
    found = engine.ask(question).findings
    assert found
    assert not any(has_status(finding.measure, contrary) for finding in found)


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak er satt i gang?", "Kva tiltak er sette i gang?",
        "Kva tiltak er sett i gang?", "Hvilke tiltak har kommet i gang?", "Kva tiltak er i gong?",
        "Hvilke tiltak er ikke bare planlagt, men satt i gang?",
    ],
)  # fmt: skip
def test_what_is_begun_is_told_in_every_form(engine: Engine, question: str) -> None:
    assert _statuses(engine, question) == {"Pågår", "Igangsatt", "Oppstart februar 2025"}


@pytest.mark.parametrize(
    "question",
    [
        "Kva tiltak innan psykisk helse i Trøndelag er sette i gang?",
        "Hvilke tiltak innen psykisk helse i Trøndelag er satt i gang?",
        "Kva tiltak om psykisk helse i Trøndelag er i gang?",
    ],
)
def test_a_status_on_a_topic_does_not_hang_on_its_words(engine: Engine, question: str) -> None:
    (finding,) = engine.ask(question).findings
    assert "innen PH og TSB" in finding.measure.text


@pytest.mark.parametrize(
    "question", ["Hvilke tiltak har ikke fått midler?", "Kva tiltak har ikkje løpande frist?"]
)
def test_what_lacks_a_note_is_said_not_to_be_answered(engine: Engine, question: str) -> None:
    assert "det som har det" in engine.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "statuses"),
    [
        ("Which measures in the Ahus plan had not been started by the end of 2024?", WAITING),
        ("Kva tiltak i Ahus var ikkje sett i gang innan utgangen av 2024?", WAITING),
        ("Hvilke tiltak var ikke i gang innen utgangen av 2024 i Ahus?", WAITING),
        ("Which Ahus measures were postponed by the end of 2024?", None),
        ("Hvilke tiltak i Ahus pågikk ved utgangen av 2024?", None),
        ("Which measures are delayed and due by the end of 2025 in Ahus?", None),
        ("Hvilke utsatte tiltak har frist innen 2025?", None),
    ],
)
def test_a_status_by_a_day_is_not_what_is_due_then(
    engine: Engine, question: str, statuses: set[str | None] | None
) -> None:
    found = _statuses(engine, question)
    assert found and (statuses is None or found == statuses)
