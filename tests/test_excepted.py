"""What a question leaves out is left out, or said not to be understood."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Filters

AU = {"AU", "AU (KK Ahus og kommuner)"}


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak har ikke AU ansvar for?", "Kva tiltak har ikkje AU ansvar for?",
        "Hvilke tiltak er ikke AU ansvarlig for?", "Hvilke tiltak har AU ikke ansvar for?",
        "Hvilke tiltak er det ikke AU som har ansvaret for?", "Alle tiltak unntatt AUs",
        "Hvilke tiltak har andre enn AU ansvar for?", "Vis alt unntatt AU", "Hva gjør ikke AU?",
        "Which measures is AU not responsible for?", "All measures except those of the AU",
        "Which measures are not the responsibility of AU?", "Alle tiltak unnateke AU sine",
    ],
)  # fmt: skip
def test_measures_that_are_not_a_bodys(engine: Engine, question: str) -> None:
    found = {finding.measure.measure_id for finding in engine.ask(question).findings}
    assert found == {
        m.measure_id
        for m in engine.measures().measures
        if not AU & set(m.responsible) and "responsible" not in m.uncertain
    }


def test_they_are_of_the_place_and_the_topic(engine: Engine) -> None:
    asked = engine.ask("Hvilke tiltak har ikke AU ansvar for i Ahus 2024-2025?")
    (finding,) = asked.findings
    assert "hus/hytte-modellen" in finding.measure.text
    for question in (
        "Hvilke tiltak for barn har ikke AU ansvar for?",
        "Hvem andre enn AU gjør noe med FACT?",
    ):
        answer = engine.ask(question)
        assert 1 < len(answer.findings) < 15
        assert not any(AU & set(f.measure.responsible) for f in answer.findings)
        assert any(note.startswith("ikke ansvarlig: AU") for note in answer.notes)
        assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke planer utenom Ahus har FACT?", "Which regions other than Ahus have FACT?",
        "Kven andre enn Ahus arbeider med hospitering?", "Alt unntatt Ahus om hospitering",
    ],
)  # fmt: skip
def test_a_place_that_is_left_out(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.findings
    assert not any(f.plan.plan_id.startswith("ahus") for f in answer.findings)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvilke tiltak nevner ikke FACT?", "Hva som ikke har dette, er ikke besvart"),
        ("Kva tiltak handlar ikkje om barn?", "Kva som ikkje har dette, er ikkje svara på"),
        ("Which measures do not mention falls?", "What does not have this is not answered"),
        ("tiltak for eldre unntatt det nyeste", "Unntaket i spørsmålet er ikke tatt hensyn til"),
        ("Hva gjør Ahus, men ikke St. Olav?", "Unntaket i spørsmålet er ikke tatt hensyn til"),
        ("Ahus uten Kongsvinger", "Unntaket i spørsmålet er ikke tatt hensyn til"),
        ("Hvor mange tiltak har Ahus, men ikke om barn?", "Unntaket i spørsmålet er ikke tatt"),
        ("Alle tiltak unntatt barn og unge", "Unntaket i spørsmålet er ikke tatt hensyn til"),
    ],
)
def test_what_is_not_understood_is_said_first(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(said)
    assert answer.reply is None
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak er ikke igangsatt?", "Hvilke tiltak har ikke frist?",
        "Tiltak for ikke-psykotiske pasienter", "Hvilke tiltak er for barn som ikke går på skole?",
        "Kva gjer dei med pasientar som er ferdigbehandla, men ikkje kan reise heim?",
        "Hvilke tiltak i Ahus er ikke videreført i den nye planen?",
    ],
)  # fmt: skip
def test_other_negations_are_read_as_before(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.caveat is None
    assert not any("ikke ansvarlig" in note for note in answer.notes)


def test_an_exception_that_is_not_understood_lists_nothing_unasked(engine: Engine) -> None:
    assert not engine.ask("Hvem jobber med andre enn sykehuset?").answered


@pytest.mark.parametrize(
    "question",
    [
        "Kva tiltak finst for born og unge?", "Kva tiltak finst for skrøpelege eldre",
        "Which measures are there against falls?", "Hvilke tiltak gjelder barnet og familien?",
        "Which plans have measures for the children's unit?", "Kva planar har minst om eldre?",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_negation_negate_nothing(engine: Engine, question: str) -> None:
    said = ("er ikke besvart", "ikkje svara på", "is not answered")
    assert not any(words in engine.ask(question).answer for words in said)


@pytest.mark.parametrize("negated", ["don't", "don’t"])
def test_a_shortened_not_negates(engine: Engine, negated: str) -> None:
    asked = engine.ask(f"Which measures {negated} mention falls?")
    assert asked.answer.startswith("What does not have this is not answered")


@pytest.mark.parametrize("question", ["Finst det tiltak om FACT?", "Finnes det tiltak om FACT?"])
def test_whether_there_is_something_is_told_in_both_written_languages(
    engine: Engine, question: str
) -> None:
    assert engine.ask(question).reply is not None


@pytest.mark.parametrize(
    "question",
    [
        "hospitering, men ikke i Ahus", "hospitering, ikkje i Ahus", "hospitering uten Ahus",
        "hospitering utan Ahus", "hospitering utenfor Ahus", "hospitering utanfor Ahus",
        "hospitering som ikke er i Ahus", "job shadowing outside Ahus",
        "job shadowing, but not in Ahus",
        "Er det hospitering i andre regioner, men ikke i Ahus?",
    ],
)  # fmt: skip
def test_a_place_behind_not_is_left_out_as_behind_except(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert [f.plan.plan_id for f in answer.findings] == ["stolav-2022-2024"]
    assert any("Helsefellesskapet Ahus" in note for note in answer.notes)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("Hvilke planer utenom Ahus og Helgeland har FACT?", {"ostfold", "stolav"}),
        ("Hvem jobber med FACT, men ikke i Ahus eller Østfold?", {"stolav"}),
        ("FACT i Ahus og Østfold unntatt Ahus", {"ostfold"}),
        ("FACT, men ikke i Tromsø", {"ahus", "ostfold", "stolav"}),
    ],
)
def test_several_places_are_left_out_of_those_named(
    engine: Engine, question: str, regions: set[str]
) -> None:
    found = engine.ask(question).findings
    assert {finding.plan.plan_id.split("-")[0] for finding in found} == regions


def test_what_is_left_out_of_the_one_region_asked_for_leaves_nothing(engine: Engine) -> None:
    plan = engine.plan("ahus-2024-2025")
    answer = engine.ask("FACT unntatt Ahus", Filters(region=(plan.region.region_id,)))
    assert not answer.answered and not answer.findings


@pytest.mark.parametrize(
    "question",
    ["tiltak om hospitering der AU ikke er ansvarlig", "hospitering der AU ikkje har ansvar",
     "Hospitering, men ikke AU", "job shadowing where AU is not responsible",
     "hospitering, men ikke AU sine"],
)  # fmt: skip
def test_a_body_that_is_not_responsible_is_left_out(engine: Engine, question: str) -> None:
    found = engine.ask(question).findings
    assert {f.plan.plan_id for f in found} == {"ahus-2026-2027", "stolav-2022-2024"}
    assert not any(AU & set(f.measure.responsible) for f in found)


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("Er det ikke i Ahus de har FACT?", "ahus"), ("logopedtilbud utenfor sykehus", "stolav"),
        ("pasienter som ikke bor i Ahus-området", "ahus"),
    ],
)  # fmt: skip
def test_not_beside_a_place_may_mean_another_thing(
    engine: Engine, question: str, plan: str
) -> None:
    found = engine.ask(question).findings
    assert found and all(finding.plan.plan_id.startswith(plan) for finding in found)


def test_what_there_is_not_in_a_place_is_said_not_to_be_answered(engine: Engine) -> None:
    for question in ("Hvilke tiltak finnes ikke i Ahus?", "Hva gjør de ikke i Ahus?"):
        assert engine.ask(question).answer.startswith("Hva som ikke har dette, er ikke besvart")
