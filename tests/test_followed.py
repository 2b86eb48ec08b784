"""Later questions that lean on the first: of another topic, or of who does what with it."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Which measures deal with diabetes, and what about cancer?",
            ["Which measures deal with diabetes?", "Which measures deal with cancer?"],
        ),
        (
            "Hvem har ansvar for fallforebygging, og hva med hospitering?",
            ["Hvem har ansvar for fallforebygging?", "Hvem har ansvar for hospitering?"],
        ),
        (
            "Kven har ansvar for hospitering, og kva med fallførebygging?",
            ["Kven har ansvar for hospitering?", "Kven har ansvar for fallførebygging?"],
        ),
        (
            "Hva gjør Ahus for skrøpelige eldre, og hva med demens?",
            ["Hva gjør Ahus for skrøpelige eldre?", "Hva gjør Ahus for demens?"],
        ),
        (
            "Hva gjør Ahus for eldre, og hva med barn i Østfold?",
            ["Hva gjør Ahus for eldre?", "Hva gjør Østfold for barn?"],
        ),
        (
            "Tiltak om diabetes, og hva med kreft?",
            ["Tiltak om diabetes?", "Tiltak om kreft?"],
        ),
        (
            "Hva gjør Ahus for demens? Finnes det noe om rus i Østfold?",
            ["Hva gjør Ahus for demens?", "Finnes det noe om rus i Østfold?"],
        ),
    ],
)
def test_another_topic_is_asked_the_same(engine: Engine, text: str, questions: list[str]) -> None:
    found = engine.ask(text)
    assert [part.question for part in found.parts] == questions
    for part, question in zip(found.parts, questions, strict=True):
        alone = engine.ask(question)
        own = [found.findings[number].measure.measure_id for number in part.findings]
        assert own == [finding.measure.measure_id for finding in alone.findings]


@pytest.mark.parametrize(
    ("text", "first", "refused"),
    [
        ("Hva er fristen for hjemmesykehus i Ahus, og hvem godkjenner det?", 2, "ikke besvart"),
        ("Hvilke planer har noe om hjemmesykehus, og hvem godkjenner?", 2, "ikke besvart"),
        (
            "What is the deadline for hospital-at-home in Ahus, and who approves it?",
            2,
            "not answered",
        ),
        ("Når er fristen for hospitering, og hvem bestemmer?", 3, "ikke besvart"),
        ("Kven har ansvaret for årshjulet, og kven brukar det?", 1, "ikkje svara på"),
        (
            "What is the deadline for the new EHR procurement in Helgeland, and who decides?",
            1,
            "not answered",
        ),
    ],
)
def test_what_no_measure_says_kills_no_first_half(
    engine: Engine, text: str, first: int, refused: str
) -> None:
    found = engine.ask(text)
    assert [part.answered for part in found.parts] == [True, False]
    assert len(found.parts[0].findings) == first
    assert found.parts[1].answer.lower().startswith(refused)
    assert check(found, known_of(engine)).violations == ()


def test_who_takes_it_up_is_told_by_the_same_measure(engine: Engine) -> None:
    found = engine.ask("Har dere noe om åpen dialog, og hvem skal ta det i bruk?")
    one, other = found.parts
    ids = [[found.findings[n].measure.measure_id for n in part.findings] for part in (one, other)]
    assert ids[0] == ids[1] and len(ids[0]) == 1
    assert "AU, LSF voksen" in other.answer


def test_who_approved_a_plan_is_a_fact_of_it(engine: Engine) -> None:
    found = engine.ask("Når ble Ahus-planen godkjent, og hvem godkjente den?")
    assert [part.answered for part in found.parts] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "Hvem skal finne ut hvem som trenger hjelp og hva de trenger?",
        "Hva gjør Ahus for eldre og hvem der er med?",
        "Hvem har ansvar for MILA, og når skal det innføres?",
        "Hvem har ansvaret for MILA, og hva med fristen?",
        "Hva med lungerehabilitering?",
        "Hvordan skal pasientene vite hva de kan bruke og når pasienter skal ringe?",
    ],
)
def test_one_question_stays_one(engine: Engine, text: str) -> None:
    assert engine.ask(text).parts == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hvem har ansvar for MILA, og hvem vedtar det?", 2),
        ("Kven har ansvaret for årshjulet, og kven brukar det?", 2),
        ("Who is responsible for MILA and who approves it?", 2),
        ("Hvem har ansvar for MILA? Takk", 1),
        ("Hvem vet hvem som godkjenner planen?", 1),
        ("Hvem lager rutiner for når de eldre skrives ut og hvem som henter dem?", 1),
        ("Who makes routines for how patients are sent home and who fetches patients?", 1),
    ],
)
def test_any_verb_opens_behind_a_question_word(text: str, count: int) -> None:
    assert len(clauses_of(text, ())) == count
