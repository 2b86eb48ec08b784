"""What plans note beside a measure's fields: that it is new, has money, and in which season."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.when import read_when
from service.engine import Engine
from service.finding.marks import marks_of
from service.results import Intent


@pytest.mark.parametrize(
    "question",
    [
        "hvilke tiltak er nye i Ahus-planen 2024-2025?",
        "Kva tiltak er nye i planen 2024-2025 for Ahus?",
        "which measures are new in the Ahus plan 2024-2025",
        "nye tiltak i den gamle Ahus-planen",
    ],
)
def test_new_measures_are_those_that_a_plan_calls_new(engine: Engine, question: str) -> None:
    """Where there is no plan before it to compare with."""
    answer = engine.ask(question)
    assert answer.intent in (Intent.WHAT, Intent.OTHER)
    assert len(answer.findings) == 3
    assert all("Nytt tiltak" in finding.measure.notes for finding in answer.findings)
    assert answer.answer.count(": Nytt tiltak; ") == 3
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("hvilke tiltak har fått midler?", 13),
        ("which measures have received funding?", 13),
        ("Hvilke tiltak har fått rekrutterings- og samhandlingsmidler for 2026?", 6),
        ("hvilke tiltak om delte stillinger har fått tilskudd?", 2),
    ],
)
def test_money_is_told_by_notes_and_their_year(engine: Engine, question: str, count: int) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == count
    assert all(any(marks_of(f.measure, "funded")) for f in answer.findings)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("name", "note", "told"),
    [
        ("new", "Nytt i 2026", True),
        ("new", "nytt tiltak fra 2024", True),
        ("new", "Etablere nytt fagråd", False),
        ("new", "Nye nasjonale føringer", False),
        ("funded", "tildelt 500 000 kr i tilskuddsmidler 2026", True),
        ("funded", "Prioritert for rekrutterings- og samhandlingstilskudd", True),
        ("funded", "Formidler erfaringer", False),
    ],
)
def test_plans_say_it_in_their_own_words(engine: Engine, name: str, note: str, told: bool) -> None:
    plain = engine.measure("ahus-2024-2025:p4:t3:r7")
    assert list(marks_of(replace(plain, notes=(note,)), name)) == [note] * told
    assert any(marks_of(replace(plain, text=f"Pilot\n{note}"), name)) is told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Når er fagdagen om samvalg?", "frist: 2023 (vår); "),
        ("When is the working group on self-management offers due in St. Olavs?", "2022: høst"),
        ("Når er fristen for FACT Ung i St. Olavs?", "frist: 2022-2023 (2022: oppstart høst); "),
    ],
)
def test_the_season_beside_a_year_is_told(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert said in answer.answer
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "wording",
    [
        "Vår 2023",
        "høsten 2024",
        "våren 2025",
        "1. halvår",
        "2. halvår 2024",
        "Vår/høst 2024",
        "Q1 2025",
    ],
)
def test_a_season_in_the_column_of_deadlines_is_the_deadline(wording: str) -> None:
    assert read_when(wording).deadline == wording


def test_each_place_is_judged_by_itself(engine: Engine) -> None:
    alone = [
        {f.measure.measure_id for f in engine.ask(f"hva gjør {place} for rekruttering?").findings}
        for place in ("Ahus", "Østfold")
    ]
    both = engine.ask("hva gjør Østfold og Ahus for rekruttering?")
    assert {f.measure.measure_id for f in both.findings} == alone[0] | alone[1]
    assert len(both.coverage) == 3
    assert check(both, known_of(engine)).violations == ()


def test_a_place_without_a_plan_beside_one_with_a_plan_is_said(engine: Engine) -> None:
    answer = engine.ask("hva gjør Østfold og Finnmark for eldre?")
    assert answer.answered
    assert "Finnmark: ingen plan i samlingen" in answer.notes


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "What is being done about recruitment and digital home follow-up in Helgeland?",
            (
                "What is being done about recruitment in Helgeland?",
                "What is being done about digital home follow-up in Helgeland?",
            ),
        ),
        (
            "Hva gjøres med rekruttering og digital hjemmeoppfølging på Helgeland?",
            (
                "Hva gjøres med rekruttering på Helgeland?",
                "Hva gjøres med digital hjemmeoppfølging på Helgeland?",
            ),
        ),
        ("Kva for helsefellesskap har tiltak for gravide og barselkvinner?", ()),
        ("What is in store for kids and teenagers at Ahus in 2026-2027?", ()),
        ("Hva gjøres for barn og unge?", ()),
    ],
)
def test_two_things_that_no_measure_joins_are_two_questions(
    engine: Engine, question: str, parts: tuple[str, ...]
) -> None:
    answer = engine.ask(question)
    assert tuple(part.question for part in answer.parts) == parts
    assert all(part.findings for part in answer.parts)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize("words", ["ordning", "prosjektet", "project", "region"])
def test_words_of_no_topic_are_looked_for_where_there_are_no_others(
    engine: Engine, words: str
) -> None:
    assert engine.ask(words).findings
    assert [g.label for g in engine.reader.read(words).groups] == [words]


@pytest.mark.parametrize("words", ["tiltak", "hva skjer?", "plan", "?"])
def test_words_that_only_ask_are_no_topic(engine: Engine, words: str) -> None:
    assert engine.reader.read(words).groups == ()


def test_a_text_of_process_words_alone_has_counterparts_by_them(engine: Engine) -> None:
    found = engine.similar_text("bærekraftig samarbeid").similar
    assert any("bærekraftig" in each.measure.text for each in found[:3])
