"""What was understood of a question, said for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answering.understood import MOST_NAMED, notes
from service.engine import Engine
from service.reading.notes import Note, Noted


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (Note(Noted.BODY, "Fagråd: rus"), "ansvarlig: Fagråd: rus"),
        (Note(Noted.MISSING, "also:a:b"), "also:a:b: ingen plan i samlingen"),
        (Note(Noted.SEVERAL, "2"), "tatt som 2 spørsmål om det samme"),
        (Note(Noted.ALSO, "ramle", "fall"), "ramle – også lett etter fall"),
        (Note(Noted.MEANS, "ROP", "rus og psykisk"), "ROP = rus og psykisk"),
        (Note(Noted.REPAIRED, "hospitring", "hospitering"), "hospitring → hospitering"),
        (Note(Noted.NOTHING_TO_COMPARE), "ingen tidligere plan for regionen"),
    ],
)
def test_a_note_is_said_with_what_it_is_of(engine: Engine, note: Note, said: str) -> None:
    question = replace(engine.reader.read("Hva gjøres?"), notes=())
    (found,) = notes(question, [note], {plan.plan_id: plan for plan in engine.plans})
    assert found.startswith(said)


def test_a_place_that_is_its_region_is_not_noted(engine: Engine) -> None:
    plans = {plan.plan_id: plan for plan in engine.plans}
    question = replace(engine.reader.read("Hva gjøres?"), notes=())
    region = engine.plans[0].region
    assert notes(question, [Note(Noted.PLACE, region.name, ids=(region.region_id,))], plans) == ()
    assert notes(question, [Note(Noted.PLACE, "Lørenskog", ids=(region.region_id,))], plans)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hva står i Ahus-planen 2026–2027 om hospitering?", "plan: Ahus og kommunene 2026–2027"),
        ("Hva står i den nye planen for Ahus om fall?", "plan: Ahus og kommunene 2026–2027"),
        ("Hva står i den gamle planen for Ahus om fall?", "plan: Ahus og kommunene 2024–2025"),
        ("What does the old Ahus plan say about falls?", "plan: Ahus og kommunene 2024–2025"),
    ],
)
def test_plans_are_noted_by_what_people_call_them(engine: Engine, question: str, said: str) -> None:
    assert said in engine.ask(question).notes


def test_many_plans_are_counted(engine: Engine) -> None:
    question = replace(engine.reader.read("Hva gjøres?"), notes=())
    plan = engine.plans[0]
    plans = {f"p{number}": plan for number in range(MOST_NAMED + 3)}
    (found,) = notes(question, [Note(Noted.PLAN, ids=tuple(plans))], plans)
    assert found.endswith(" og 3 til") and found.count(",") == MOST_NAMED - 1
