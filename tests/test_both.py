"""Questions for what is about two things at once: one measure has both, or none is said to."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.both import both_in


@pytest.mark.parametrize(
    ("question", "one", "other", "said"),
    [
        (
            "Hvilke tiltak gjelder både hospitering og kols?",
            "Hvilke tiltak gjelder hospitering?",
            "Hvilke tiltak gjelder kols?",
            "Fant ingen tiltak om både hospitering og kols",
        ),
        (
            "Kva tiltak handlar både om legevakt og psykisk helse?",
            "Kva tiltak handlar om legevakt?",
            "Kva tiltak handlar om psykisk helse?",
            "Fann ingen tiltak om både legevakt og psykisk helse",
        ),
        (
            "Hva gjøres både for eldre og for barn?",
            "Hva gjøres for eldre?",
            "Hva gjøres for barn?",
            "Fant ingen tiltak om både eldre og barn",
        ),
        (
            "Hvilke tiltak kombinerer hospitering med kols?",
            "Hvilke tiltak gjelder hospitering?",
            "Hvilke tiltak gjelder kols?",
            "Fant ingen tiltak om både hospitering og kols",
        ),
        (
            "Which measures are about both fall prevention and digital home follow-up?",
            "Which measures are about fall prevention?",
            "Which measures are about digital home follow-up?",
            "Found no measure about both fall prevention and digital home follow-up",
        ),
        (
            "Har Østfold både FACT Ung og MILA?",
            "Har Østfold FACT Ung?",
            "Har Østfold MILA?",
            "Fant ingen plan med begge deler",
        ),
        (
            "Which regions have both job shadowing and fall prevention?",
            "Which regions have job shadowing?",
            "Which regions have fall prevention?",
            "Both are found in the plan for Ahus og kommunene",
        ),
    ],
)
def test_it_is_said_first_that_none_has_both(
    engine: Engine, question: str, one: str, other: str, said: str
) -> None:
    answer = engine.ask(question)
    assert [part.question for part in answer.parts] == [one, other]
    caveats = [part.caveat for part in answer.parts]
    assert caveats[0] is not None and caveats[0].startswith(said)
    assert answer.answer.split("\n")[1].startswith(said)
    assert caveats[1] is None
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak handler både om barn og rus?",
        "Finst det tiltak som gjeld både barn og rus?",
        "Which measures combine children and substance abuse?",
        "Finnes barn og rus i samme tiltak?",
    ],
)
def test_what_names_both_answers_alone(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert [finding.measure.number for finding in answer.findings] == ["1.5.1"]
    assert not answer.parts


@pytest.mark.parametrize(
    "question",
    [
        "Hva gjør både Ahus og Østfold for barn?",
        "Hva gjøres for både barn og unge?",
        "Hva gjøres for barn og eldre?",
        "Hva gjøres for dem som har både psykiske plager, rusproblemer og kroppslig sykdom?",
        "Hvilke områder lar samme person jobbe både på sykehuset og i kommunen?",
        "Har begge planene tiltak om barn?",
        "Hvor mange kombinasjonsstillinger og delte stillinger finnes?",
    ],
)
def test_places_and_one_thing_of_two_words_are_not_two_things(
    engine: Engine, question: str
) -> None:
    assert both_in(engine.reader.read(question)) is None


def test_who_is_to_be_responsible_is_no_thing_asked_about(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak har både AU og ASU ansvar for?")
    assert not answer.parts and not answer.answered


def test_nothing_about_either_is_refused_once(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak gjelder både romfart og fiskeri?")
    assert not answer.answered and not answer.parts
