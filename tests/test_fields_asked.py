"""What a plan's columns say of a measure, asked for by name: target group, goal, priority."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.questions.fields import Field, field_asked


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Hvem er målgruppen for IMMI-prosjektet?", Field.TARGET_GROUP),
        ("Kva målgruppe er Åpen dialog for?", Field.TARGET_GROUP),
        ("What is the target group for MILA?", Field.TARGET_GROUP),
        ("målgruppen til MILA", Field.TARGET_GROUP),
        ("Hvem er tiltaket om fallforebygging for?", Field.TARGET_GROUP),
        ("Hva er målet for tiltak 1.3.4?", Field.GOAL),
        ("Kva mål høyrer tiltak 3.2.1 til?", Field.GOAL),
        ("What is the goal of hospitation in Ahus?", Field.GOAL),
        ("Hva er målet med planen?", None),
        ("Kva er målet med samarbeidet?", None),
        ("What is the goal of the health community?", None),
        ("Hvilke målgrupper er prioritert i Østfold?", None),
        ("Hvilke tiltak har barn som målgruppe?", None),
        ("Hvem har ansvar for målgruppen eldre?", None),
        ("Hvilke tiltak finnes for eldre?", None),
    ],
)
def test_a_field_is_asked_for_by_its_name(
    engine: Engine, question: str, field: Field | None
) -> None:
    asked = field_asked(engine.reader.read(question))
    assert (asked and asked.field) == field


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kva målgruppe er Åpen dialog for?", "målgruppe: Personer med alvorlige psykiske"),
        ("Hvem er målgruppen for Stillasbyggerne?", "målgruppe: Barn/unge; «"),
        ("What is the target group for Open Dialogue?", "target group: Personer med alvorlige"),
        ("Hva er målgruppen for logopedtilbudet?", "planen oppgir ingen målgruppe; «"),
        ("Hva er målgruppen for hospitering i Ahus?", "målgruppe: kunne ikke leses sikkert"),
        ("Hvilket mål hører logopedtilbudet til?", "mål: Sammenhengende logopedtilbud; «"),
        ("Kor høgt er åpen dialog prioritert?", "; prioritet: 2; "),
        ("prioritet på åpen dialog?", "; prioritet: 2; "),
        ("How high a priority does Open Dialogue have?", "; priority: 2; "),
    ],
)
def test_what_stands_in_it_is_told(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert said in answer.answer, answer.answer
    assert not check(answer, known_of(engine)).violations


def test_a_numbered_measures_goal_is_no_fact_about_a_plan(engine: Engine) -> None:
    answer = engine.ask("Hva er målet for tiltak 99.3.4?")
    assert not answer.answered


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Kva er dei fem suksesskriteria i Recruit & Retain?", "5) regelmessige evalueringer"),
        ("Hva er de fem suksesskriteriene i Recruit & Retain?", "1) anerkjennelse av det unike"),
        ("What is the IMMI project about?", "Tilgang til nye blodbaserte biomarkører"),
    ],
)
def test_a_list_that_is_asked_for_is_told_whole(engine: Engine, question: str, whole: str) -> None:
    assert whole in engine.ask(question).answer
