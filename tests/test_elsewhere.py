"""A later question about another place is one of its own, about what the one before it is about."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.clauses import clauses_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who is responsible for MILA, when should it be finished, and is Helgeland doing"
            " something similar?",
            [
                "Who is responsible for MILA and when should it be finished?",
                "Does Helgeland have anything on MILA?",
            ],
        ),
        (
            "Hvem har ansvar for FACT Ung, når er fristen, og har Helgeland det?",
            ["Hvem har ansvar for FACT Ung og når er fristen?", "Har Helgeland noe om FACT Ung?"],
        ),
        (
            "When is the fall prevention measure due, and does Østfold have one too?",
            [
                "When is the fall prevention measure due?",
                "Does Østfold have anything on fall prevention?",
            ],
        ),
        (
            "Hvem leder IHT og er det noe lignende i Østfold?",
            ["Hvem leder IHT?", "Har Østfold noe om IHT?"],
        ),
        (
            "Who runs MILA and does St. Olav do anything like it?",
            ["Who runs MILA?", "Does St. Olav have anything on MILA?"],
        ),
        (
            "Hvem har ansvar for MILA i Ahus, og hva gjør Helgeland?",
            ["Hvem har ansvar for MILA i Ahus?", "Hva gjør Helgeland (MILA)?"],
        ),
        (
            "Kven har ansvar for hospitering, og har St. Olav det òg?",
            ["Kven har ansvar for hospitering?", "Har St. Olav noko om hospitering?"],
        ),
        (
            "Kven har ansvar for MILA, og finst det noko liknande på Helgeland?",
            ["Kven har ansvar for MILA?", "Har Helgeland noko om MILA?"],
        ),
        (
            "Hvem har ansvar for FACT Ung i Ahus? Hva med Østfold og St. Olav?",
            ["Hvem har ansvar for FACT Ung i Ahus?", "Har Østfold og St. Olav noe om FACT Ung?"],
        ),
        (
            "Hvem har ansvar for MILA, og når er fristen i Ahus?",
            ["Hvem har ansvar for MILA?", "Når er fristen i Ahus (MILA)?"],
        ),
        (
            "Hvem har ansvar for FACT, og har Østfold FACT?",
            ["Hvem har ansvar for FACT?", "Har Østfold FACT?"],
        ),
        (
            "Hva gjør Ahus med FACT, og hvilke kommuner er med i Helgeland?",
            ["Hva gjør Ahus med FACT?", "Hvilke kommuner er med i Helgeland?"],
        ),
    ],
)
def test_a_later_place_narrows_no_earlier_question(
    engine: Engine, question: str, parts: list[str]
) -> None:
    answer = engine.ask(question)
    assert [part.question for part in answer.parts] == parts
    first, alone = answer.parts[0], engine.ask(parts[0])
    assert first.answered
    assert first.findings
    assert {c.plan.plan_id for c in first.coverage} == {c.plan.plan_id for c in alone.coverage}
    assert check(answer, known_of(engine)).violations == ()


def test_what_is_like_it_is_named_where_the_same_was_not_found(engine: Engine) -> None:
    answer = engine.ask("Hvem har ansvar for MILA i Ahus, og har Helgeland noe lignende?")
    first, second = answer.parts
    assert "Driftsråd MILA" in first.answer
    assert second.answer.startswith("Det samme er ikke funnet der; dette ligner:\n")
    assert second.reply is None
    found = [answer.findings[number] for number in second.findings]
    assert found and {f.plan.plan_id for f in found} == {"helgeland-2023-2025"}
    assert all("igital" in finding.measure.text for finding in found)
    for question in (
        "Hvem leder IHT og er det noe lignende i Østfold?",
        "Hvem har ansvar for FACT Ung, og har Helgeland det?",
    ):
        assert not engine.ask(question).parts[1].answered


@pytest.mark.parametrize(
    "question",
    [
        "Hvem har ansvar for FACT Ung i Ahus, og når er fristen i Ahus?",
        "Hvem har ansvaret, og når er fristen for MILA i Ahus?",
        "Hva gjør Ahus og Østfold for barn?",
        "Hvem har ansvar for FACT Ung, og når er fristen?",
        "Når pasienter skrives ut i Ahus, hvem har ansvar?",
        "When patients come in, who is responsible?",
    ],
)
def test_questions_about_one_place_stay_one(engine: Engine, question: str) -> None:
    assert engine.ask(question).parts == ()


@pytest.mark.parametrize(
    ("text", "place", "count"),
    [
        ("Hvem har ansvar for MILA, og har Helgeland det?", "Helgeland", 2),
        ("Kven leier MILA og gjer Helgeland det same?", "Helgeland", 2),
        ("Who runs MILA, and what about Helgeland?", "Helgeland", 2),
        ("Who runs MILA, when is it due, and is it the same in Helgeland?", "Helgeland", 3),
        # no question opens here
        ("Hva gjør de for dem som er syke og er i Østfold?", "Østfold", 1),
        ("Hvem samarbeider med kommunene og Helgeland?", "Helgeland", 1),
        ("Hvilke tiltak er for barn og skal skje i Østfold?", "Østfold", 1),
        ("Who works with patients and Helgeland?", "Helgeland", 1),
    ],
)
def test_a_place_opens_a_question_behind_its_verb(text: str, place: str, count: int) -> None:
    start = text.index(place)
    found = clauses_of(text, [(start, start + len(place))])
    assert len(found) == count, found
