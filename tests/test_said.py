"""What an answer says beside what it found, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answering.answer import compose
from service.engine import Engine
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands, before_findings
from service.questions.compared import NO_PAIRS
from service.results import Filters
from service.words.phrases import saying

LEADS = Said("except_unread", Stands.FOUND)
MEANING = Said("means_unstated", Stands.ALWAYS, {"name": "ROP = rus"})
OF_YEARS = Said("years_only", Stands.FIRST, {"year": 2025})
PLACE = "Det finnes ingen plan for Bodø i samlingen."


@pytest.mark.parametrize(
    ("said", "answered", "begins"),
    [
        ((LEADS, OF_YEARS, MEANING), True, ("Dette er det som bare", PLACE, "ROP = ", "Unntaket")),
        ((LEADS, OF_YEARS, MEANING), False, ("Dette er det som bare", PLACE, "ROP = ")),
        ((LEADS,), True, (PLACE, "Unntaket")),
        ((LEADS,), False, (PLACE,)),
        ((Said(NO_PAIRS, Stands.INSTEAD),), False, (PLACE,)),
        ((), True, (PLACE,)),
    ],
)
def test_several_things_are_said_side_by_side(
    said: tuple[Said, ...], answered: bool, begins: tuple[str, ...]
) -> None:
    found = before_findings(said, [PLACE], answered, saying("nb"))
    assert len(found) == len(begins)
    assert all(map(str.startswith, found, begins))


def evidence_of(engine: Engine, question: str) -> Evidence:
    return engine.asker.evidence(question, Filters())


def test_a_refusal_may_be_one_sentence_and_no_more(engine: Engine) -> None:
    found = evidence_of(engine, "Hvem har ansvar for romfart?").saying(
        Said(NO_PAIRS, Stands.INSTEAD)
    )
    plans = {plan.plan_id: plan for plan in engine.plans}
    answer = compose(found, plans, engine.counts, (), (), ())
    assert answer.answer == saying("nb")(NO_PAIRS)
    assert answer.caveat is None


def test_an_answer_beside_which_something_is_said_is_no_plain_yes(engine: Engine) -> None:
    found = evidence_of(engine, "Har Ahus tiltak om fall?")
    plans = {plan.plan_id: plan for plan in engine.plans}
    plain, unsure = (
        compose(each, plans, engine.counts, (), (), ())
        for each in (replace(found, said=()), found.saying(LEADS, OF_YEARS))
    )
    assert plain.answered and plain.caveat is None
    assert unsure.reply is None and unsure.caveat is not None
    assert unsure.caveat.endswith(saying("nb")("except_unread"))
