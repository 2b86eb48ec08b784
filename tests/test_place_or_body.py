"""A place in a body's name: whose measures are asked for, where, and what is only named."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.reading.requested import requested
from service.results import Answer

NEW, OLD, HERE, ST = "ahus-2026-2027", "ahus-2024-2025", "helgeland-2023-2025", "stolav-2022-2024"


def asked(engine: Engine, question: str) -> Answer:
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == (), answer.answer
    return answer


def ids(engine: Engine, question: str) -> set[str]:
    return {finding.measure.measure_id for finding in asked(engine, question).findings}


@pytest.mark.parametrize(
    "question",
    [
        "Har Rana tiltak om rus?",
        "Finst det tiltak i Rana for barn?",
        "Does Rana have anything on addiction?",
        "Har Rana FACT?",
        "Når skal Helgelandssykehuset ha FACT?",
        "Hva gjør Mo i Rana for barn og unge?",
    ],
)
def test_a_place_that_is_responsible_has_no_others_measures(engine: Engine, question: str) -> None:
    assert asked(engine, question).answer.startswith(
        ("Ikke funnet i Helgeland", "Ikkje funne i Helgeland", "Not found in Helgeland")
    )


@pytest.mark.parametrize(
    ("question", "measures"),
    [
        ("Hva gjør Rana?", {f"{HERE}:t3:r2"}),
        ("Kva gjer Digitale Helgeland?", {f"{HERE}:t3:r1", f"{HERE}:t3:r2", f"{HERE}:t3:r3"}),
        ("Which measures involve Rana?", {f"{HERE}:t3:r2"}),
        ("Hvilke tiltak inkluderer Rana kommune?", {f"{HERE}:t3:r2"}),
        ("Which measures involve Kongsvinger?", {f"{NEW}:p4:t1:r9"}),
        ("Kva tiltak involverer Rælingen?", {f"{NEW}:p2:t1:r3", f"{NEW}:p3:t1:r5"}),
        ("Hvilke tiltak er Lørenskog involvert i?", {f"{NEW}:p4:t1:r9", f"{NEW}:p5:t1:r10"}),
        ("Hva skjer i Kongsvinger?", {f"{NEW}:p4:t1:r9"}),
        ("Hva gjør KK?", {f"{NEW}:p7:t1:r17", f"{OLD}:p8:t3:r24", f"{OLD}:p8:t3:r25"}),
        ("Er UNN nevnt?", {f"{ST}:p4:t2:r7", f"{ST}:p7:t3:r5"}),
        ("Nemner planane Helse Fonna?", {f"{ST}:p4:t2:r8"}),
        ("Is Sandefjord mentioned in any of the plans?", {f"{NEW}:p5:t1:r13"}),
        ("Er Ahus nevnt i St. Olav-planen?", {f"{ST}:p5:t2:r9", f"{ST}:p6:t3:r2"}),
        ("Nevner Helgeland Ahus?", set()),
        ("Er UNN nevnt i Ahus-planen?", set()),
        ("Hva lærer St. Olav av Bergen og Stavanger?", {f"{ST}:p6:t3:r1"}),
        ("Hvem leder sykehuset i Østfold?", set()),
        ("Kven leier Helgelandssykehuset?", set()),
        ("Who leads Moss municipality?", set()),
    ],
)
def test_what_answers(engine: Engine, question: str, measures: set[str]) -> None:
    assert ids(engine, question) == measures


@pytest.mark.parametrize("question", ["Kven har ansvar for Digitale Helgeland?"])
def test_a_name_of_several_words_is_one_thing(engine: Engine, question: str) -> None:
    found = ids(engine, question)
    assert {f"{HERE}:t3:r1", f"{HERE}:t3:r2", f"{HERE}:t3:r3"} <= found
    assert all(each.startswith(HERE) for each in found)


def test_the_same_verbs_of_others_are_a_topic(engine: Engine) -> None:
    assert "pårørende" in engine.reader.read("Hvilke tiltak involverer pårørende?").groups[0].label
    assert not engine.reader.read("Hvilke tiltak involverer Moss?").groups
    assert engine.reader.read("Nevner planen for Bergen fastleger?").places
    assert engine.reader.read("Nevner Ahus FACT?").places


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hva skjer i Moss? Mvh Kari", "Hva skjer i Moss?"),
        ("Kva skjer i Moss? Med venleg helsing Per, Halden kommune", "Kva skjer i Moss?"),
        ("Who has MILA? Best regards, Ann, Ahus", "Who has MILA?"),
        ("tiltak rælingen asap", "tiltak rælingen"),
        ("whats up in Moss pls", "what is up in Moss"),
        ("Hva skjer i Moss? Dette haster!", "Hva skjer i Moss?"),
        ("Hva betyr mvh?", "Hva betyr mvh?"),
        ("Hva gjør Ahus? Mvh Kari. Hva med Moss?", "Hva gjør Ahus? Mvh Kari. Hva med Moss?"),
        ("Hvem har ansvar når det haster?", "Hvem har ansvar når det haster?"),
        ("Tiltak mot ensomhet, hilsen til eldre", "Tiltak mot ensomhet, hilsen til eldre"),
    ],
)
def test_a_signature_is_no_part_of_a_question(text: str, rest: str) -> None:
    assert requested(text).text == rest
