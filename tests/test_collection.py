"""Questions about the plans of a collection: which there are, and how many measures each has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.checker import Fault, check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.plans_asked import plans_asked
from service.results import Intent, Reason


@pytest.mark.parametrize(
    ("question", "said", "plans"),
    [
        ("Hvor mange planer har dere?", "5 av 5 planer i samlingen, for 4 regioner:", 5),
        ("Kor mange planar har de?", "5 av 5 planar i samlinga, for 4 regionar:", 5),
        ("Which plans do you have?", "5 of 5 plans in the collection, for 4 regions:", 5),
        ("Vis alle planene", "5 av 5 planer i samlingen, for 4 regioner:", 5),
        ("How many plans cover 2025?", "2 of 5 plans in the collection, for 2 regions:", 2),
        ("Hvilke planer gjelder i 2024?", "4 av 5 planer i samlingen, for 4 regioner:", 4),
        ("Hvor mange planer har Ahus?", "2 av 5 planer i samlingen, for samme region:", 2),
        ("Hvilke helsefellesskap har dere planer for?", "5 av 5 planer i samlingen, for 4", 5),
    ],
)
def test_plans_are_listed_by_what_states_their_period(
    engine: Engine, question: str, said: str, plans: int
) -> None:
    answer = engine.ask(question)
    assert answer.intent is Intent.PLAN_FACT
    assert answer.answer.startswith(said)
    assert len({source.plan_id for source in answer.citations}) == len(answer.citations) == plans
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "plan_id"),
    [
        ("Hvilken plan er nyest?", "ahus-2026-2027"), ("Kva plan er eldst?", "stolav-2022-2024"),
        ("Which is the newest plan?", "ahus-2026-2027"),
    ],
)  # fmt: skip
def test_the_newest_and_the_oldest_plan(engine: Engine, question: str, plan_id: str) -> None:
    assert [source.plan_id for source in engine.ask(question).citations] == [plan_id]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Hvilken plan har flest tiltak?", "Flest: 52 tiltak i planen for St. Olavs", "21 tiltak"),
        ("Kva region har færrest tiltak?", "Færrast: 21 tiltak i planen for Ahus", "52 tiltak"),
        ("Which plan has the most measures?", "Most: 52 measures in the plan for St.", "21 meas"),
        ("Hvor mange tiltak har hver plan?", "52 tiltak i planen for St. Olavs", "21 tiltak"),
        ("Hvilken plan har flest tiltak for barn og unge?", "Flest: 8 tiltak i planen for", "0 t"),
        ("Har Ahus flere tiltak enn Østfold?", "Flest: 32 tiltak i planen for Østfold", "21 t"),
    ],
)
def test_measures_are_counted_by_plan(engine: Engine, question: str, first: str, last: str) -> None:
    answer = engine.ask(question)
    told = answer.answer.split("\n")[0]
    assert told.startswith(first)
    assert told.split("; ")[-1].startswith(last)
    assert answer.reply is None
    assert check(answer, known_of(engine)).violations == ()


def test_a_wrong_count_of_a_plan_is_seen(engine: Engine) -> None:
    answer = engine.ask("Hvilken plan har flest tiltak?")
    wrong = replace(answer, answer=answer.answer.replace("Flest: 52", "Flest: 53", 1))
    assert {v.fault for v in check(wrong, known_of(engine)).violations} == {Fault.COUNT}


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange planer nevner FACT?", "Hvilke planer har tiltak om hospitering?",
        "Hvilke planer har AU?", "Hvilke planer mangler frister?", "Hva er planene for Helgeland?",
        "Which regions work on falls?", "Hvem har ansvar for flest tiltak?",
        "Hvor mange tiltak har Helgeland?", "Hvilke planer har dere for eldre?",
    ],
)  # fmt: skip
def test_what_is_in_plans_is_asked_otherwise(engine: Engine, question: str) -> None:
    assert plans_asked(engine.reader.read(question)) is None


def test_plans_of_no_such_place_or_year(engine: Engine) -> None:
    for question, reason in (
        ("Hvilke planer har dere for Tromsø?", Reason.REGION_NOT_INDEXED),
        ("How many plans cover 2035?", Reason.PERIOD_NOT_INDEXED),
    ):
        assert engine.ask(question).reason is reason


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvor mange innsatsområder har Helgeland?", "4 i denne listen: «Hovedmålsettingen"),
        ("Hvor mange prioriterte grupper har Østfold?", "4 i denne listen: «De prioriterte"),
    ],
)
def test_a_list_is_of_what_the_sentence_before_it_names(
    engine: Engine, question: str, told: str
) -> None:
    assert told in engine.ask(question).answer


def test_a_part_of_a_compound_is_not_what_is_counted(engine: Engine) -> None:
    """ "Fire prioriterte pasientgrupper" are no patients."""
    assert not engine.ask("Hvor mange pasienter er inkludert?").answered
