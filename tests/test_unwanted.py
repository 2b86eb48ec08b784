"""A topic that a question leaves out is left out where it is clear what is about it."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine


def _found(engine: Engine, question: str) -> set[str]:
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == ()
    return {finding.measure.measure_id for finding in answer.findings}


@pytest.mark.parametrize(
    ("question", "rest", "unwanted"),
    [
        ("FACT-team for voksne, ikke for ungdom", "FACT-team for voksne", "FACT Ung"),
        ("FACT-team for vaksne, men ikkje for ungdom", "FACT-team for vaksne", "FACT Ung"),
        ("FACT for voksne, unntatt FACT Ung", "FACT for voksne", "FACT Ung"),
        ("delte stillinger uten barsel", "delte stillinger", "barsel"),
        ("delte stillinger, men ikke for barsel", "delte stillinger", "barsel"),
        ("digital hjemmeoppfølging utan KOLS", "digital hjemmeoppfølging", "KOLS"),
        ("tiltak for barn og unge, men ikke FACT", "tiltak for barn og unge", "FACT"),
    ],
)
def test_what_names_it_is_left_out_and_the_rest_is_not(
    engine: Engine, question: str, rest: str, unwanted: str
) -> None:
    found = _found(engine, question)
    left_out = _found(engine, rest) - found
    assert found
    assert all(unwanted.lower() in engine.measure(i).text.lower() for i in left_out)
    assert not any(f"{unwanted.lower()}" in _line(engine, i) for i in found - _weak(unwanted))


def _line(engine: Engine, measure_id: str) -> str:
    return engine.measure(measure_id).text.split("\n")[0].lower()


def _weak(unwanted: str) -> set[str]:
    """What only comes into it."""
    return {"ahus-2024-2025:p8:t3:r24"} if unwanted == "barsel" else set()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("FACT-team for voksne, ikke for ungdom", "Utelatt er det som ble funnet om ungdom;"),
        ("FACT-team for vaksne, ikkje for ungdom", "Utelate er det som vart funne om ungdom;"),
        ("measures for children, not about mental health", "What was found about mental health is"),
        ("tiltak for eldre unntatt demens", "Utelatt er det som ble funnet om demens;"),
    ],
)
def test_what_is_left_out_is_said(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.findings and answer.answer.startswith(said)
    assert answer.reply is None


def test_research_is_left_out_of_recruiting(engine: Engine) -> None:
    question = "samarbeid med universitet om rekruttering, ikkje om forsking"
    assert {i.split(":")[0] for i in _found(engine, question)} == {"stolav-2022-2024"}


@pytest.mark.parametrize(
    "question",
    [
        "samhandling, ikke minst for barn", "hva gjøres for eldre, og ikke bare på sykehjem?",
        "tiltak for pasienter som ikke møter", "hjelp til dei som ikkje vil ha hjelp",
        "pasienter på tvang uten døgn", "tiltak for personer uten bolig", "behandling uten tvang",
        "tiltak for ikke-psykotiske pasienter", "kommuner uten legevakt",
    ],
)  # fmt: skip
def test_where_it_says_another_thing_nothing_is_left_out(engine: Engine, question: str) -> None:
    assert not engine.ask(question).answer.startswith("Utela")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("barn uten psykiske lidelser", "Ordet uten i spørsmålet er ikke tatt hensyn til:"),
        ("barn utan psykiske lidingar", "Ordet utan i spørsmålet er det ikkje teke omsyn til:"),
        ("eldre uten nettverk", "Ordet uten i spørsmålet er ikke tatt hensyn til:"),
    ],
)
def test_without_is_said_not_to_be_read(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(said) and answer.reply is None
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question", ["pasienter på tvang uten døgn", "Finnes det tiltak for personer uten bolig?"]
)
def test_what_plans_say_to_be_without_is_found(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.findings and not answer.answer.startswith("Ordet")
