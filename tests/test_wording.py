"""How answers put it: counts, long quotes, what is hard to read, bodies with a place's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.matching.highlight import highlights


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Hva gjør St. Olavs med hospitering?", "Ett tiltak i planen for St. Olavs hospital og"),
        ("Kva gjer St. Olavs med hospitering?", "Eitt tiltak i planen for St. Olavs hospital og"),
        (
            "What does St. Olavs do about the year wheel?",
            "One measure in the plan for St. Olavs hospital",
        ),
        ("Hva gjør Østfold for skrøpelige eldre?", "4 tiltak i planen for Østfold 2023–2024:"),
        ("Hvem har ansvaret for årshjul?", "1 tiltak i 1 av 5 planer:"),
    ],
)
def test_measures_are_counted_in_words_that_people_use(
    engine: Engine, question: str, begins: str
) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(begins)
    assert check(answer, known_of(engine)).violations == ()


def test_a_wrong_count_of_one_plan_is_noticed(engine: Engine) -> None:
    answer = engine.ask("Hva gjør Østfold for skrøpelige eldre?")
    wrong = replace(answer, answer=answer.answer.replace("4 tiltak", "5 tiltak"))
    assert check(wrong, known_of(engine)).violations


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("hva gjøres med tiltakskort når sykehuset er fullt?", "tiltakskort"),
        ("hvem jobber med stormottakere?", "stormottakere"),
        ("hva gjøres med forsyningssikkerhet?", "forsyningsikkerhet"),
        ("Hvem samarbeider med politi og brann?", "politi"),
    ],
)
def test_a_long_text_is_cut_with_the_word_asked_about_in_view(
    engine: Engine, question: str, word: str
) -> None:
    answer = engine.ask(question)
    shown = [line for line in answer.answer.split("\n") if line.startswith("– ")]
    groups = engine.reader.read(question).groups
    having = [i for i, f in enumerate(answer.findings) if word in f.measure.text]
    assert having
    assert all(word in shown[i] and highlights(shown[i], groups) for i in having)
    assert check(answer, known_of(engine)).violations == ()


def test_a_plan_that_is_hard_to_read_is_said_to_be(engine: Engine) -> None:
    answer = engine.ask("Hvem har ansvaret for årshjul?")
    hard = "Ahus og kommunene 2026–2027 (deler av planen er vanskelig å lese)"
    assert hard in answer.answer
    assert {c.plan.plan_id for c in answer.coverage if c.searched.hard_to_read} == {
        "ahus-2026-2027"
    }
    refused = engine.ask("Hva sier Ahus-planen for 2026-2027 om tannhelse?")
    assert not refused.answered
    assert hard in refused.answer


def test_a_body_with_a_places_name_is_looked_for_where_that_is(engine: Engine) -> None:
    found = engine.search("hva gjør Digitale Helgeland?")
    assert {hit.plan.plan_id for hit in found.hits} == {"helgeland-2023-2025"}
    assert "Digitale Helgeland" in found.hits[0].passage.source.quote


def test_a_body_alone_is_asked_what_it_does(engine: Engine) -> None:
    answer = engine.ask("Hva skal Fagråd for digital samhandling jobbe med?")
    assert answer.answered
    assert all("digital samhandling" in " ".join(f.measure.responsible) for f in answer.findings)


def test_quotes_beside_the_best_are_nearly_as_likely(engine: Engine) -> None:
    answer = engine.ask("Hva er visjonen til Ahus?")
    assert {source.quote.strip() for source in answer.citations} == {"Bedre sammen"}
