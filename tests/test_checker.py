"""An answer never says more than it cites, and the checker that says so can fail."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.checker import Fault, check
from eval.evidence import Known, known_of, place_of
from eval.gold import Gold
from indexer.records import Correction
from service.answering.answer import compose
from service.engine import Engine
from service.results import Answer, Filters


@pytest.fixture(scope="module")
def known(engine: Engine) -> Known:
    return known_of(engine)


@pytest.mark.thorough
def test_answers_say_no_more_than_they_cite(engine: Engine, known: Known) -> None:
    """Every twentieth judged question of the tune part; `plansok eval` checks all."""
    gold = Gold()
    asked = [q for q in gold.queries if q.split == "tune" and q.query_id in gold.answers][::20]
    assert len(asked) >= 35
    checked = [check(engine.ask(query.text), known) for query in asked]
    assert sum(each.statements for each in checked) >= 75
    assert [violation for each in checked for violation in each.violations] == []


def _in_text(old: str, new: str) -> Callable[[Answer], Answer]:
    def tamper(answer: Answer) -> Answer:
        assert old in answer.answer
        return replace(answer, answer=answer.answer.replace(old, new, 1))

    return tamper


def _in_measure(**changed: object) -> Callable[[Answer], Answer]:
    def tamper(answer: Answer) -> Answer:
        first, *others = answer.findings
        measure = replace(first.measure, **changed)  # type: ignore[arg-type]
        return replace(answer, findings=(replace(first, measure=measure), *others))

    return tamper


def _other_plan(answer: Answer) -> Answer:
    first, *others = answer.findings
    return replace(answer, findings=(replace(first, plan=others[-1].plan), *others))


def _in_source(**changed: object) -> Callable[[Answer], Answer]:
    def tamper(answer: Answer) -> Answer:
        first, *others = answer.citations
        source = replace(first, **changed)  # type: ignore[arg-type]
        return replace(answer, citations=(source, *others))

    return tamper


def _in_piece(answer: Answer) -> Answer:
    first, *others = answer.citations
    changed = tuple(replace(p, quote=p.quote.upper() + "!") for p in first.pieces)
    return replace(answer, citations=(replace(first, pieces=changed), *others))


FACT_UNG = "Hvem har ansvaret for FACT Ung?"
"""Its first finding is Ahus 2026-2027, then Ahus 2024-2025, Østfold, St. Olavs."""


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (_in_text("AU, LSF barn/unge", "PSU, LSF barn/unge"), Fault.BODY),
        (_in_text("AU, LSF barn/unge", "Rådet for ingenting"), Fault.BODY),
        (_in_text("planen nevner ingen ansvarlig", "ansvarlig: AU"), Fault.BODY),
        (_in_text("ansvarlig: AU, LSF barn/unge", "planen nevner ingen ansvarlig"), Fault.OMITTED),
        (_in_text("frist: 2027", "frist: 2028"), Fault.YEAR),
        (_in_text("frist: 2022-2023", "frist: 2022-2024"), Fault.YEAR),
        (_in_text("frist: 2027", "planen oppgir ingen frist"), Fault.OMITTED),
        (_in_text("– Østfold 2023–2024", "– Helgeland 2023–2025"), Fault.PLAN),
        (_in_text("– Østfold 2023–2024", "– Østfold 2023–2025"), Fault.PLAN),
        (_in_text("frist: 2027", "frist: 2027 i Nannestad"), Fault.PLACE),
        (_in_text("Helgeland 2023–2025", "Østfold 2023–2024"), Fault.PLAN),
        (_in_text("av 5 planer", "av 4 planer"), Fault.COUNT),
        (_in_text("4 tiltak", "5 tiltak"), Fault.COUNT),
        (_in_text("[2]", ""), Fault.COUNT),
        (_in_text("FACT", "FAKT"), Fault.QUOTE),
        (_in_measure(responsible=("PSU",)), Fault.BODY),
        (_in_measure(deadline="2031"), Fault.YEAR),
        (_in_measure(years=(2026,)), Fault.YEAR),
        (_in_measure(status="Gjennomført i fjor"), Fault.QUOTE),
        (_in_measure(text="Legge ned FACT Ung"), Fault.QUOTE),
        (_other_plan, Fault.PLAN),
        (_in_source(line=3, end_line=3), Fault.SOURCE),
        (_in_source(quote="FACT Ung overalt"), Fault.SOURCE),
        (_in_piece, Fault.SOURCE),
    ],
)
def test_a_tampered_answer_is_noticed(
    engine: Engine, known: Known, tamper: Callable[[Answer], Answer], fault: Fault
) -> None:
    answer = engine.ask(FACT_UNG)
    assert check(answer, known).violations == ()
    assert fault in {violation.fault for violation in check(tamper(answer), known).violations}


def test_a_place_or_year_made_up_in_a_refusal_is_noticed(engine: Engine, known: Known) -> None:
    answer = engine.ask("Hvem har ansvaret for FACT Ung i Finnmark?")
    assert not answer.answered
    assert check(answer, known).violations == ()
    for old, new in (("Finnmark", "Bodø"), ("Østfold", "Østfold 2031")):
        (violation,) = check(_in_text(old, new)(answer), known).violations
        assert violation.fault in (Fault.PLACE, Fault.YEAR)


def test_a_changed_file_is_noticed(engine: Engine, known: Known) -> None:
    """The same answer over a document that no longer says it."""
    answer = engine.ask(FACT_UNG)
    lines = {
        plan: [line.replace("FACT", "fact") for line in own] for plan, own in known.lines.items()
    }
    found = check(answer, replace(known, lines=lines)).violations
    assert {violation.fault for violation in found} == {Fault.SOURCE}


def test_what_a_person_put_right_is_held_against_the_record(engine: Engine, known: Known) -> None:
    """A corrected body stands in no quote; the correction's own record says it, and only that."""
    (evidence,) = [engine.asker.evidence(FACT_UNG, Filters(plan=("ahus-2024-2025",)))]
    day = datetime.date(2026, 11, 20)
    record = Correction(
        "responsible", "AU; LSF barn/unge", "PSU", "Kari Nordmann", day, "Trykt plan"
    )
    measure = replace(evidence.measures[0], responsible=("PSU",), corrections=(record,))
    evidence = replace(evidence, measures=(measure,))
    plans = {plan.plan_id: plan for plan in engine.plans}
    earlier, none = frozenset(["ahus-2024-2025"]), frozenset[str]()
    answer = compose(evidence, plans, engine.counts, earlier, none, none)
    aside = "(rettet av Kari Nordmann 20.11.2026; lest som «AU; LSF barn/unge»)"
    assert f"ansvarlig: PSU {aside}" in answer.answer
    recorded = replace(known, corrections={place_of(measure.source): (record,)})
    assert check(answer, recorded).violations == ()
    assert Fault.BODY in {violation.fault for violation in check(answer, known).violations}
    for old, new in (("20.11.2026", "21.11.2029"), ("«AU; LSF", "«PSU; LSF"), ("PSU (", "ASU (")):
        assert check(_in_text(old, new)(answer), recorded).violations, new
