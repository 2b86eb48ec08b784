"""What is asked about by a name, and what is found without it: refused, or said to be so."""

from __future__ import annotations

import pytest

from service.engine import Engine
from service.results import Reason, Reply


@pytest.mark.parametrize(
    "question",
    [
        "Forskar NTNU på digital heimeoppfølging på Helgeland?",
        "Forsker NORCE på digital hjemmeoppfølging på Helgeland?",
        "Får ansatte med LIS3-stilling et felles ansettelsesråd?",
        "Hvem har ansvar for hospitering ved NORCE?",
    ],
)
def test_what_lacks_a_name_in_capitals_is_no_answer(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    "question",
    [
        "Forskar UiT på digital heimeoppfølging på Helgeland?",
        "Får ansatte med LIS1-stilling et felles ansettelsesråd?",
        "Hvem har ansvar for EPJ?",
        "Hvilke planer nevner COVID-19?",
        "Hva gjør DPS?",
        "HVEM JOBBER MED HOSPITERING?",
        "Which health communities mention out-of-hours GP services?",
    ],
)
def test_what_has_it_by_any_of_its_names_is(engine: Engine, question: str) -> None:
    assert engine.ask(question).answered


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Finnes det noe om helsesykepleier?", "helsesykepleier"),
        ("Finnes det tiltak om barselgrupper?", "barselgrupper"),
        ("Is there anything on school nurses?", "school nurses"),
    ],
)
def test_what_is_found_by_meaning_alone_is_no_yes(engine: Engine, question: str, word: str) -> None:
    """Parts of a word that stand anywhere in a measure do not name it."""
    answer = engine.ask(question)
    assert answer.reply is None
    assert not answer.answered or answer.unsaid == (word,)
    assert not answer.answered or f"“{word}”" in answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Har Østfold noe om hoftebrudd?",
        "Har Ahus noe om fallforebygging?",
        "Finnes det noe om fall?",
    ],
)
def test_what_names_it_is(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.reply, answer.unsaid) == (Reply.HAS, ())


def test_english_that_nothing_translates_is_not_said_to_be_unsaid(engine: Engine) -> None:
    """No plan has English words; that is no news of what it is about."""
    assert engine.ask("letting other professions take over chores").unsaid == ()


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("Digital hjemmeoppfølging for cystisk fibrose", ("cystisk", "fibrose")),
        ("hospitering for sykepleiere", ("sykepleiere",)),
        ("gjensidig hospitering", ()),
        ("digital hjemmeoppfølging av kronikere", ()),
    ],
)
def test_of_two_things_the_one_that_nothing_found_has_is_told(
    engine: Engine, question: str, unsaid: tuple[str, ...]
) -> None:
    answer = engine.ask(question)
    assert answer.unsaid == unsaid or (unsaid and not answer.answered)
