"""What a name stands for, and words that were taken for what they are not."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Intent
from service.words.language import detect_language


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hva betyr ROP?", "ROP = samtidig rusmiddellidelse og psykisk lidelse."),
        ("Hva står ROP for?", "ROP = samtidig rusmiddellidelse og psykisk lidelse."),
        ("Kva tyder IHT?", "IHT = integrerte helsetjenester for sårbare eldre."),
        ("What does ROP stand for?", "ROP = samtidig rusmiddellidelse og psykisk lidelse."),
    ],
)
def test_what_a_name_stands_for_is_said_first(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(said)
    assert answer.caveat is not None and answer.caveat.startswith(said)
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize(
    "question", ["Hva betyr dette for kommunene?", "Hva gjøres for ROP?", "Hva betyr romfart?"]
)
def test_nothing_else_is_said_to_stand_for_anything(engine: Engine, question: str) -> None:
    assert engine.ask(question).caveat is None


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Is anybody helping cancer patients when they are back home?", Intent.OTHER),
        ("What happens when the hospital is full?", Intent.WHAT),
        ("When is the fall prevention measure due?", Intent.WHEN),
        ("Do you know when FACT Ung should be in place?", Intent.WHEN),
        ("Er årshjulet laget?", Intent.STATUS),
        ("Er avtalen utarbeidet?", Intent.STATUS),
        ("Er rutinen utarbeidd?", Intent.STATUS),
        ("Er det laget tiltak for barn i Ahus?", Intent.WHAT),
    ],
)
def test_what_is_asked_for(engine: Engine, question: str, intent: Intent) -> None:
    assert engine.reader.read(question).intent is intent


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Er årshjulet laget?", "nb"),
        ("Er årshjulet klart?", "nb"),
        ("Er årshjulet laga, og kven har ansvaret?", "nn"),
        ("Er heimesjukehuset på plass?", "nn"),
    ],
)
def test_a_neuter_that_is_the_same_in_both_tells_no_language(question: str, language: str) -> None:
    assert detect_language(question) == language
