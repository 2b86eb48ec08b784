"""Questions for a plan's period, and for how many: told, quoted, and nothing beside it."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Intent, Reason, Verdict


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvilken periode gjelder planen for Østfold?", "gjelder 2023–2024: «Handlingsplan for"),
        ("Kva periode gjeld planen for Helgeland?", "gjeld 2023–2025: «HANDLINGSPLAN FOR"),
        ("what period does the Helgeland plan cover?", "covers 2023–2025: «HANDLINGSPLAN FOR"),
        ("når gjelder planen for Helgeland", "gjelder 2023–2025: «Handlingsplanen for"),
        ("How long is the plan for St. Olavs valid?", "covers 2022–2024: «Handlingsplan 2022"),
    ],
)
def test_the_period_of_a_plan_is_told_and_quoted(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.intent is Intent.PLAN_FACT
    assert said in answer.answer
    assert not answer.findings
    assert check(answer, known_of(engine)).violations == ()


def test_the_period_is_told_of_every_plan_in_scope(engine: Engine) -> None:
    answer = engine.ask("Frå når til når gjeld planen?")
    assert {source.plan_id for source in answer.citations} == {p.plan_id for p in engine.plans}
    for plan in engine.plans:
        assert plan.period
        assert f"gjeld {plan.period[0]}–{plan.period[1]}: «" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Hvilken periode skal strategidokumentet i Østfold gjelde for?",
        "Når er Ahus-planen 2024-2025 gyldig frå?",
        "Når starter FACT Ung?",
        "Hvem gjelder planen for?",
        "What does the plan cover?",
        "Hvor lenge varer prosjektet om delte stillinger?",
    ],
)
def test_another_time_than_the_plans_own_is_no_period(engine: Engine, question: str) -> None:
    assert not engine.reader.read(question).asks_period


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("hvor mange representanter har sykehuset i SSU", "5 representanter: «Helsefelleskapet"),
        ("Hvor mange helsehusdistrikter er det i Østfold?", "fem helsehusdistriktene: «"),
        ("Hvor mange innsatsområder har Østfold-planen?", "10 i denne listen: «1. Felles"),
        ("Kor mange innsatsområde har planen for Østfold?", "10 i denne lista: «1. Felles"),
        ("How many focus areas does the Østfold plan have?", "10 in this list: «1. Felles"),
        ("Hvor mange kommuner er med i helsefellesskapet?", "12 i denne listen: «Aremark, "),
        ("how many municipalities take part in Østfold?", "12 in this list: «Aremark, "),
    ],
)
def test_a_number_is_said_or_what_is_listed_is_counted(
    engine: Engine, question: str, told: str
) -> None:
    answer = engine.ask(question)
    assert told in answer.answer
    assert {source.plan_id for source in answer.citations} == {"ostfold-2023-2024"}
    assert check(answer, known_of(engine)).violations == ()


def test_a_thing_named_without_a_number_tells_none(engine: Engine) -> None:
    answer = engine.ask("Kor mange kommunar er med på Helgeland?")
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Hvor mange tiltak har planen for Østfold?", 32),
        ("how many measures does St. Olavs have", 52),
        ("hvor mange tiltak er ikke igangsatt", 2),
        ("Hvor mange tiltak er det i planene?", 152),
    ],
)
def test_measures_are_counted_first(engine: Engine, question: str, count: int) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == count
    assert answer.answer.startswith(f"{count} ")


@pytest.mark.parametrize(
    "question", ["How are general practitioners involved?", "Hvordan involveres fastlegene?"]
)
def test_text_that_states_how_is_quoted_beside_the_measures_of_other_plans(
    engine: Engine, question: str
) -> None:
    answer = engine.ask(question)
    measured = {finding.measure.plan_id for finding in answer.findings}
    assert measured and "helgeland-2023-2025" not in measured
    assert "«" in answer.answer and "fastlegerepresentasjon" in answer.answer
    covered = {c.plan.plan_id for c in answer.coverage if c.verdict is Verdict.YES}
    assert covered == {*measured, "helgeland-2023-2025"}
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question", ["Hvilke tiltak involverer fastlegene?", "fastleger", "Hvem har ansvar for demens?"]
)
def test_no_text_stands_beside_measures_that_were_asked_for(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert len(answer.citations) == len(answer.findings) > 0
