"""Which plans mention a thing: literal, and a refusal's pointer to what comes nearest."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Verdict


def _yes(engine: Engine, question: str) -> set[str]:
    answer = engine.ask(question)
    assert not check(answer, known_of(engine)).violations, answer.answer
    return {c.plan.plan_id for c in answer.coverage if c.verdict is Verdict.YES}


FASTLEGE = {"ahus-2026-2027", "helgeland-2023-2025", "ostfold-2023-2024", "stolav-2022-2024"}


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Hvilke planer nevner fastleger?", FASTLEGE),
        ("Kva for planar nemner fastlegar?", FASTLEGE),
        ("Which plans mention GPs?", FASTLEGE),
        ("Hvilke planer nevner legevakt?", {"ostfold-2023-2024"}),
        ("Hvilke planer nevner sykepleiere?", {"helgeland-2023-2025"}),
        ("Nevner Helgeland fastleger?", {"helgeland-2023-2025"}),
        ("Nevner Østfold fastleger?", {"ostfold-2023-2024"}),
        ("Which plans mention fitness?", set()),
        ("Hvilke planer nevner romfart?", set()),
    ],
)
def test_a_plan_mentions_what_stands_in_it(engine: Engine, question: str, plans: set[str]) -> None:
    assert _yes(engine, question) == plans


def test_all_measures_that_mention_it_are_cited(engine: Engine) -> None:
    answer = engine.ask("Hvilke planer nevner fastleger?")
    numbers = {f.measure.number for f in answer.findings if "stolav" in f.measure.plan_id}
    assert numbers == {"0.1.1", "0.3.2", "0.5.1", "0.5.2", "0.6.1", "4.1.2", "4.2.1"}
    assert all("lege" in f.measure.text.lower() for f in answer.findings)
    assert "Også i teksten til 2 andre planer:" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["Hvilke planer har tiltak om fastleger?", "Hvilke planer nevner fall, men ikke eldre?"],
)
def test_what_is_no_question_for_a_mention_is_read_as_ever(engine: Engine, question: str) -> None:
    assert "Også i teksten" not in engine.ask(question).answer


@pytest.mark.parametrize(
    ("question", "where"),
    [
        (
            "Kven lagar kalender over det som skal skje gjennom året?",
            "Nærmast, men svarar kanskje ikkje på spørsmålet: St. Olavs hospital og kommunene "
            "2022–2024, tiltak 0.1.2, side 1, linje 11.",
        ),
        (
            "Who is trying out a new blood test for dementia?",
            "Nearest, but perhaps no answer: Ahus og kommunene 2026–2027, page 6, line 320.",
        ),
    ],
)
def test_a_refusal_says_where_the_nearest_stands(engine: Engine, question: str, where: str) -> None:
    answer = engine.ask(question)
    assert not answer.answered and not answer.findings and not answer.citations
    assert answer.answer.split("\n")[-1] == where
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize(
    "question",
    [
        "Hvordan blir været i Bodø i morgen?",
        "Hvilke planer nevner romfart?",
        "Hvilke tiltak har planene om veibygging?",
        "Hva gjør Innlandet med rus i 2031?",
    ],
)
def test_a_refusal_without_anything_near_points_to_nothing(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert not answer.answered and "Nærmest" not in answer.answer


@pytest.mark.parametrize(
    ("question", "admitted"),
    [
        ("Kan en ansatt jobbe litt på sykehuset og litt i kommunen?", False),
        ("Kan folk frå kommunen få lære ei veke på sjukehuset?", False),
        ("Hva gjøres for pasienter på sykehuset?", True),
        ("Hva skjer med eldre som er på sykehuset?", True),
        ("Får pasienter på sykehuset kurs?", True),
    ],
)
def test_on_the_ward_is_no_admission_for_those_who_work_there(
    engine: Engine, question: str, admitted: bool
) -> None:
    assert ("innleggelse" in " ".join(engine.ask(question).notes)) == admitted


STOLAV = {"stolav-2022-2024"}


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Er UNN nevnt?", STOLAV),
        ("Nevner planene UNN?", STOLAV),
        ("Is UNN mentioned?", STOLAV),
        ("Hvilke planer nevner Helse Fonna?", STOLAV),
        ("Er Tønsberg nemnt i nokon av planane?", STOLAV),
        ("Does the St. Olav plan mention Bergen?", STOLAV),
        ("Nevner Ahus-planen Sandefjord?", {"ahus-2026-2027"}),
        ("Er Kongsvinger nevnt i Ahus-planen?", {"ahus-2026-2027"}),
        ("Hvilke planer nevner Rana?", {"helgeland-2023-2025"}),
        ("Nevner planene Narvik?", set()),
        ("Er Ahus nevnt i planen for Helgeland?", set()),
        ("Which plans mention hospitering?", {"ahus-2024-2025", "ahus-2026-2027", *STOLAV}),
        ("Is hospitation mentioned by Helgeland?", set()),
    ],
)
def test_a_place_or_a_norwegian_word_is_mentioned_where_it_stands(
    engine: Engine, question: str, plans: set[str]
) -> None:
    assert _yes(engine, question) == plans
    if not plans:
        assert "ingen plan for" not in engine.ask(question).answer


def test_a_place_without_a_plan_narrows_where_no_mention_is_asked_for(engine: Engine) -> None:
    assert engine.ask("Finnes det tiltak i Tromsø om FACT?").missing == ("Tromsø",)
