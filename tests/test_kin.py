"""Children of those who are ill, and such parents: answered by what names them, else not found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.engine import Engine
from service.reading.kin import asks_for_kin, names_kin
from service.results import Reason


@pytest.mark.parametrize(
    "question",
    [
        "barn av psykisk syke",
        "barn som pårørande",
        "children as next of kin",
        "hjelp til foreldre med rusproblem",
        "Kva gjer ein for barn når mor er rusavhengig?",
        "tiltak for barn med psykisk syke foreldre",
        "Does the Ahus plan include a measure for children of parents with addiction?",
        "children whose parents are ill",
    ],
)
def test_what_is_for_children_or_the_ill_is_not_for_children_of_the_ill(
    engine: Engine, question: str
) -> None:
    assert asks_for_kin(question)
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    "question",
    [
        "barn med psykiske lidelser",
        "foreldre med små barn",
        "foreldre til barn med autisme",
        "veiledning av foreldre",
        "familie og psykisk helse",
        "pasienter med rusproblem",
        "children with mental illness",
        "parents of children with autism",
    ],
)
def test_children_and_parents_alone_are_asked_about_as_before(question: str) -> None:
    assert not asks_for_kin(question)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Styrke oppfølgingen av barn som pårørende", True),
        ("Rutine for pårørende, også barn under 18 år", True),
        ("Alle avdelingar har barneansvarleg", True),
        ("Tilbud til foreldre med rusproblemer", True),
        ("Hjelp til barn av psykisk syke", True),
        ("Tilbod til mødre som har psykiske lidingar", True),
        ("Informasjon til pårørende", False),
        ("FACT Ung for barn og unge med psykiske lidelser", False),
        ("Tilpasset samspillsveiledning av foresatte", False),
    ],
)
def test_they_are_named_by_their_words(engine: Engine, text: str, named: bool) -> None:
    passage = next(p for p in engine._index.passages if p.measure)
    assert passage.measure
    measure = replace(passage.measure, text=text, goal=None, target_group=None, heading=())
    assert names_kin(replace(passage, text=text, measure=measure)) is named


def test_guidance_of_parents_is_still_found(engine: Engine) -> None:
    (finding,) = engine.ask("veiledning av foreldre").findings
    assert "samspillsveiledning" in finding.measure.text
