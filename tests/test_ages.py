"""What is for people of one age is no answer to a question for another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.engine import Engine
from service.reading.ages import ages_in, is_for_others


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("rus ungdom", {"young"}),
        ("FACT ung", {"young"}),
        ("children with mental illness", {"young"}),
        ("fact voksen", {"grown"}),
        ("Kva blir gjort for vaksne?", {"grown"}),
        ("adult FACT teams", {"grown"}),
        ("tiltak for eldre", {"grown"}),
        ("older adults", {"grown"}),
        ("unge voksne (12-24 år)", {"young", "grown"}),
        ("barn, unge og voksne", {"young", "grown"}),
        ("overgang til voksenlivet", {"young", "grown"}),
        ("når de blir voksne", {"young", "grown"}),
        ("digital hjemmeoppfølging", set()),
        ("barnevern", set()),
    ],
)
def test_ages_are_told_by_their_words(text: str, ages: set[str]) -> None:
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("group", "text", "asked", "others"),
    [
        ("Barn/unge", "FACT Ung-team for unge voksne (12-24 år)", "grown", True),
        ("Barn/unge", "FACT Ung-team for unge voksne (12-24 år)", "young", False),
        (None, "Følgje opp unge vaksne", "grown", False),
        (None, "Mandat for LSF voksen", "young", True),
        ("Barn/unge", "Tydeliggjøre mandat for LSF voksen og barn", "young", False),
        ("Barn/unge", "God barseloppfølging av mødre", "grown", False),
        ("Barn og unge", "Rettleiing for vaksne rundt barnet", "grown", False),
        ("Skrøpelige eldre", "Fallforebygging", "young", True),
        ("Skrøpelige eldre", "Fallforebygging", "grown", False),
        ("Personer med kroniske lidelser", "Digital hjemmeoppfølging", "young", False),
    ],
)
def test_a_measure_is_for_whom_it_says(
    engine: Engine, group: str | None, text: str, asked: str, others: bool
) -> None:
    any_one = engine.measures().measures[0]
    measure = replace(any_one, target_group=group, text=text, goal=None, heading=())
    assert is_for_others(measure, frozenset((asked,))) is others


@pytest.mark.parametrize(
    ("question", "has", "has_not"),
    [
        ("Which regions have adult FACT teams?", ("FACT voksen",), ("FACT Ung", "FACT-ung")),
        ("fact voksen", ("FACT voksne", "FACT voksen"), ("FACT Ung", "FACT-ung")),
        ("FACT voksne lørenskog", ("FACT-team",), ("FACT Ung", "FACT ung")),
        ("FACT ung", ("FACT Ung", "FACT-ung"), ("FACT voksen", "FACT voksne")),
        ("rus ungdom", ("FACT Ung",), ("LSF voksen", "FACT voksen")),
        ("tiltak for unge voksne", ("unge voksne",), ()),
    ],
)
def test_an_age_asked_about_leaves_out_the_other(
    engine: Engine, question: str, has: tuple[str, ...], has_not: tuple[str, ...]
) -> None:
    texts = [finding.measure.text for finding in engine.ask(question).findings]
    assert all(any(words in text for text in texts) for words in has)
    assert not any(words in text for text in texts for words in has_not)


def test_a_body_named_by_an_age_keeps_its_work(engine: Engine) -> None:
    found = engine.ask("Hva gjør LSF barn/unge?").findings
    assert any("FACT ung" in f.measure.text for f in found)


def test_an_english_adult_is_found_in_the_plural(engine: Engine) -> None:
    texts = [f.measure.text for f in engine.ask("Which regions have adult FACT teams?").findings]
    assert any("FACT voksne" in text for text in texts)
