"""What a body is responsible for is told by the cells that say who is, in lists and in numbers."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine

SECRETARIAT = frozenset({"Sekretariat", "Sekretariatet"})
AU = frozenset({"AU", "AU (KK Ahus og kommuner)"})
LSF = frozenset({"LSF voksen", "LSF voksne i hver region", "LSF voksne Nedre Romerike"})
COMMUNITIES = frozenset({"Kommunene", "kommunene", "kommuner"})


@pytest.mark.parametrize(
    ("question", "names", "region", "count"),
    [
        ("Hvor mange tiltak har Sekretariatet ansvar for?", SECRETARIAT, "stolav", 17),
        ("Hva har Sekretariatet ansvar for?", SECRETARIAT, "stolav", 17),
        ("Hva har Sekretariatet ansvar for i St. Olav-planen?", SECRETARIAT, "stolav", 17),
        ("Kva er ansvaret til sekretariatet?", SECRETARIAT, "stolav", 17),
        ("How many measures is the secretariat responsible for?", SECRETARIAT, "stolav", 17),
        ("Kor mange tiltak har ASU ansvar for?", {"ASU"}, "stolav", 12),
        ("Hvor mange tiltak har ASU?", {"ASU"}, "stolav", 12),
        ("Hvor mange tiltak har Digitale Helgeland ansvar for?", {"Digitale Helgeland"}, "", 3),
        ("Hvor mange tiltak har AU ansvar for i Ahus?", AU, "ahus", 24),
        ("Hvor mange tiltak er det AU som har ansvaret for i Ahus?", AU, "ahus", 24),
        ("Hvor mange tiltak har LSF voksne ansvar for?", LSF, "ahus", 6),
        ("Kor mange tiltak har LSF vaksne ansvar for?", LSF, "ahus", 6),
        ("How many measures does AU have responsibility for?", AU, "", 28),
        ("Hvor mange tiltak har kommunene ansvar for?", COMMUNITIES, "helgeland", 10),
        ("How many measures are the municipalities responsible for?", COMMUNITIES, "helgeland", 10),
    ],
)
def test_the_measures_of_a_body(
    engine: Engine, question: str, names: frozenset[str], region: str, count: int
) -> None:
    answer = engine.ask(question)
    expected = {
        m.measure_id
        for m in engine.measures().measures
        if names & set(m.responsible) and m.plan_id.startswith(region)
    }
    assert {finding.measure.measure_id for finding in answer.findings} == expected
    assert len(expected) == count
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "names", "count"),
    [
        ("Hvor mange tiltak har Sekretariatet alene ansvar for?", SECRETARIAT, 8),
        ("Kva tiltak har sekretariatet aleine ansvaret for?", SECRETARIAT, 8),
        ("Hvilke tiltak har AU alene ansvar for?", AU, 12),
        ("Which measures is AU solely responsible for?", AU, 12),
        ("Hvilke tiltak er AU ansvarlig for alene?", AU, 12),
        ("Hvilke tiltak har bare ASU ansvar for?", {"ASU"}, 5),
        ("How many measures does ASU alone own?", {"ASU"}, 5),
    ],
)
def test_what_a_body_has_alone(
    engine: Engine, question: str, names: frozenset[str], count: int
) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == count
    assert all(set(finding.measure.responsible) <= names for finding in answer.findings)
    assert any(word in note for note in answer.notes for word in ("alene:", "aleine:", "alone:"))


def test_two_bodies_are_both_responsible_or_either(engine: Engine) -> None:
    both = engine.ask("Hvor mange tiltak har AU og Sekretariatet ansvar for?")
    assert len(both.findings) == 4
    either = engine.ask("Hvor mange tiltak har AU eller ASU ansvar for?")
    assert len(either.findings) == 28 + 12


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Hvor mange tiltak har AU delt ansvar for?", 28 - 12),
        ("Kva tiltak har AU ansvar for saman med andre?", 28 - 12),
        ("Hvor mange tiltak har ASU ansvar for sammen med sekretariatet?", 5),
        ("Hvilke tiltak har AU og LSF voksen felles ansvar for?", 3),
        ("Hvor mange tiltak har sykehuset ansvar for sammen med kommunene?", 3),
        ("Hvor mange tiltak har ASU ansvar for sammen med korpset?", 0),
    ],
)
def test_what_is_shared(engine: Engine, question: str, count: int) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == count
    assert all(len(finding.measure.responsible) > 1 for finding in answer.findings)


def test_how_many_of_the_measures(engine: Engine) -> None:
    asked = engine.ask("Hvor mange av tiltakene i St. Olav har ASU ansvar for?")
    assert len(asked.findings) == 12
    topic = engine.ask("Hvor mange av tiltakene i Østfold gjelder barn og unge?")
    assert len(topic.findings) == 4


def test_all_bodies_of_a_kind(engine: Engine) -> None:
    found = engine.ask("Hvor mange tiltak har fagrådene ansvar for?").findings
    assert {f.measure.measure_id for f in found} == {
        m.measure_id
        for m in engine.measures().measures
        if any("fagråd" in body.lower() for body in m.responsible)
    }


@pytest.mark.parametrize(
    "question",
    ["Hvor mange tiltak har PSU ansvar for?", "Kva tiltak har politiet ansvar for?",
     "Which measures is the choir responsible for?", "Hvor mange tiltak har ASU ansvar for i Ahus?",
     "Hvilke tiltak har samarbeidsorganene ansvar for?"],
)  # fmt: skip
def test_what_no_plan_makes_responsible_has_no_measures(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert not answer.answered
    assert not answer.findings


def test_who_lives_alone_is_no_body(engine: Engine) -> None:
    notes = engine.ask("Hva gjør AU for eldre som bor alene?").notes
    assert not any("alene" in note for note in notes)


def test_a_question_about_a_body_counts_what_mentions_it(engine: Engine) -> None:
    found = engine.ask("Hvor mange tiltak handler om ASU?").findings
    assert any("ASU" not in finding.measure.responsible for finding in found)


@pytest.mark.parametrize(
    "question",
    [
        "Hva har Digitale Helgeland ansvar for om legemidler?",
        "Kva har Digitale Helgeland ansvar for om legemiddel?",
        "Hvilke tiltak har Digitale Helgeland ansvar for om legemidler?",
    ],
)
def test_drugs_are_no_money(engine: Engine, question: str) -> None:
    (finding,) = engine.ask(question).findings
    assert finding.measure.text.startswith("Pasientens legemiddelliste")
