"""Questions for what happens or begins at a time, without a topic."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Intent


@pytest.mark.parametrize(
    ("question", "like"),
    [
        ("Hva skal skje i 2026?", "Hva skjer i 2026?"),
        ("Kva hender i 2026?", "Hva skjer i 2026?"),
        ("What is going to happen in 2026?", "Hva skjer i 2026?"),
        ("Hva er planlagt for 2025?", "Hva skjer i 2025?"),
        ("Kva skal gjerast i 2025?", "Hva skjer i 2025?"),
        ("Hva skjedde i 2022?", "Hva skjer i 2022?"),
        ("Hva skal settes i gang i 2023?", "Hva skjer i 2023?"),
        ("Kva startar i 2023?", "Hva skjer i 2023?"),
        ("Which measures start in 2023?", "Hva skjer i 2023?"),
        ("Hvilke tiltak igangsettes i 2023?", "Hva skjer i 2023?"),
        ("Kva skal skje hausten 2026?", "Hva skjer høsten 2026?"),
        ("What will begin in Helgeland in 2025?", "Hva skjer i Helgeland i 2025?"),
    ],
)
def test_a_time_alone_lists_what_has_it_in_any_wording(
    engine: Engine, question: str, like: str
) -> None:
    asked, usual = engine.ask(question), engine.ask(like)
    assert asked.answered
    assert [f.measure for f in asked.findings] == [f.measure for f in usual.findings]


@pytest.mark.parametrize(
    "question",
    ["Hva starter opp høsten 2022?", "Kva startar hausten 2022?", "What starts in autumn 2022?"],
)
def test_of_a_season_what_plans_say_begins_then(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    numbers = [finding.measure.number for finding in answer.findings]
    assert numbers == [
        "0.6.1",
        "1.2.1",
        "1.4.1",
        "1.5.1",
        "2.1.1",
        "2.1.3A",
        "2.1.3B",
        "3.1.1",
        "3.2.1",
    ]
    assert answer.caveat is not None and "31" in answer.caveat
    assert not check(answer, known_of(engine)).violations


def test_that_plans_seldom_say_when_a_measure_begins_is_said_first(engine: Engine) -> None:
    for question in ("Hva skal settes i gang i 2027?", "What will start in 2027?"):
        answer = engine.ask(question)
        assert answer.caveat and answer.answer.startswith(answer.caveat)
        assert not check(answer, known_of(engine)).violations
    assert engine.ask("Hva skal skje i 2027?").caveat is None


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hvilke tiltak er igangsatt i 2023?", Intent.STATUS),
        ("Hvilke tiltak startet ikke i 2023?", Intent.STATUS),
        ("Når starter FACT Ung?", Intent.WHEN),
    ],
)
def test_a_status_and_a_start_without_a_time_are_read_as_before(
    engine: Engine, question: str, intent: Intent
) -> None:
    read = engine.reader.read(question)
    assert (read.intent, read.begins) == (intent, False)


def test_what_begins_for_a_topic_is_about_the_topic(engine: Engine) -> None:
    read = engine.reader.read("Hva skal settes i gang for barn i 2025?")
    assert [group.label for group in read.groups] == ["barn"]
