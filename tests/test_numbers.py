"""Measures asked for by their number, and what is no measure's number."""

import pytest

from service.engine import Engine
from service.reading.numbers import Numbers, begins_numbered, key_of

WHOLE = ("0.1.2", "1.a.i", "1.a.iv", "2.c", "2.1.2B", "3.1.1", "5", "12", "A.3", "1.5.1")
KEYS = frozenset(key_of(number) for number in WHOLE)
NUMBERS = Numbers(KEYS, frozenset(key[:n] for key in KEYS for n in range(1, len(key))))

STOLAV, OSTFOLD = "stolav-2022-2024", "ostfold-2023-2024"


def named(text: str, place: str = "") -> list[str]:
    start = text.find(place)
    places = [(start, start + len(place))] if place else []
    return [number.label for number in NUMBERS.asked(text, places, [])]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2.c", ["2.c"]),
        ("2.C.", ["2.C"]),
        ("Hvem har ansvar for tiltak 3.1.1?", ["3.1.1"]),
        ("Kven har ansvaret for tiltaket 1.a.iv?", ["1.a.iv"]),
        ("Who is responsible for measure no. 12?", ["12"]),
        ("tiltak nr. 12", ["12"]),
        ("tiltak nummer 5.", ["5"]),
        ("Tiltak 5, 12 og 2.c", ["5", "12", "2.c"]),
        ("tiltak A.3", ["A.3"]),
        ("Hva er A.3?", ["A.3"]),
        ("2.1.2b", ["2.1.2b"]),
        ("(2.c)", ["2.c"]),
        ("punkt 2.c", ["2.c"]),
        ("mål 1.5", ["1.5"]),
        ("Hvilke tiltak hører til delmål 1.5?", ["1.5"]),
        ("goal 1.5", ["1.5"]),
        ("tiltak 9.9.9", ["9.9.9"]),
        ("tiltak 40", ["40"]),
        ("1.a", ["1.a"]),
    ],
)
def test_a_number_is_named(text: str, labels: list[str]) -> None:
    assert named(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "tiltak i 2025",
        "tiltak 2024-2025",
        "prioritet 2",
        "fase 5",
        "pakkeforløp 5",
        "delavtale 2.c",
        "tjenesteavtale 12",
        "diabetes type 2",
        "type 2.c",
        "COVID-19",
        "LIS3",
        "kapittel 3.1.1",
        "versjon 2.1.2B",
        "tiltak 24/7",
        "tiltak 0–6 år",
        "tiltak 12 år",
        "5 tiltak",
        "12 kommuner",
        "tiltak 5 kommuner samarbeider om",
        "tiltak 1. linjetjenesten",
        "tiltak før 12.10.24",
        "innen 1.5.2026",
        "1.5 millioner kroner",
        "tiltak 1,5",
        "9.9.9",
        "mål 9.9",
        "nr 40",
        '"3.1.1"',
        "5",
        "1",
    ],
)
def test_nothing_is_named(text: str) -> None:
    assert named(text) == []


def test_a_number_alone_with_a_place() -> None:
    assert named("5 i Østfold", "Østfold") == ["5"]
    assert named("5 team i Østfold", "Østfold") == []


def test_a_number_without_measures_that_have_any() -> None:
    assert Numbers().asked("tiltak 3.1.1", [], []) == ()


def found(engine: Engine, text: str) -> set[str]:
    return {f"{f.measure.plan_id}:{f.measure.number}" for f in engine.ask(text).findings}


@pytest.mark.parametrize(
    ("text", "plan", "numbers"),
    [
        ("Hvem har ansvar for tiltak 3.1.1 i St. Olav?", STOLAV, {"3.1.1"}),
        ("Når er fristen for tiltak 5.2.3 i St. Olav?", STOLAV, {"5.2.3"}),
        ("Kven har ansvaret for tiltak 1.a.iv?", OSTFOLD, {"1.a.iv"}),
        ("What is measure 10.b about?", OSTFOLD, {"10.b"}),
        ("tiltak 2.1.2B", STOLAV, {"2.1.2B"}),
        ("5 i Østfold", OSTFOLD, {"5"}),
        ("delmål 1.3 i St. Olav", STOLAV, {"1.3.1", "1.3.2", "1.3.3", "1.3.4"}),
        ("tiltak 3.a", OSTFOLD, {"3.a"}),
        ("tiltak 3.1.1 og 3.3.1", STOLAV, {"3.1.1", "3.3.1"}),
        ("Hvem har ansvar for tiltak 3.1.1, og når er fristen?", STOLAV, {"3.1.1"}),
        ("tiltak 2.c i Moss", OSTFOLD, {"2.c"}),
        ("diabetes type 2 i Østfold", OSTFOLD, {"3.a"}),
    ],
)
def test_it_is_answered(engine: Engine, text: str, plan: str, numbers: set[str]) -> None:
    assert found(engine, text) == {f"{plan}:{number}" for number in numbers}


def test_each_number_by_itself(engine: Engine) -> None:
    numbers = {
        (p.plan_id, p.measure.number) for p in engine.passages if p.measure and p.measure.number
    }
    for plan_id, number in sorted(numbers)[::9]:
        place = "Østfold" if plan_id == OSTFOLD else "St. Olav"
        assert found(engine, f"tiltak {number} i {place}") == {f"{plan_id}:{number}"}
        assert found(engine, f"{number} i {place}") == {f"{plan_id}:{number}"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tiltak 9.9.9", "Ingen av tiltakene det er søkt blant, har nummer 9.9.9."),
        ("tiltak 2.c i Helgeland", "Uten nummer på tiltakene, eller ikke lest: Helgeland"),
        ("Kven har ansvaret for tiltak 9.9.9?", "Ingen av tiltaka det er søkt blant, har nummer"),
        ("Who is responsible for measure 9.9.9?", "None of the measures searched has the number"),
    ],
)
def test_a_number_that_no_measure_has(engine: Engine, text: str, said: str) -> None:
    answer = engine.ask(text)
    assert not answer.answered and not answer.findings
    assert said in answer.answer


def test_what_is_only_begun(engine: Engine) -> None:
    answer = engine.ask("tiltak 1.a i Østfold")
    assert "har nummer 1.a alene" in answer.answer
    assert {f.measure.number for f in answer.findings} == {"1.a.i", "1.a.ii", "1.a.iii", "1.a.iv"}


def test_what_it_is_not_about_is_said(engine: Engine) -> None:
    answer = engine.ask("Er tiltak 2.c om diabetes?")
    assert [f.measure.number for f in answer.findings] == ["2.c"]
    assert answer.unsaid == ("diabetes",) and answer.reply is None


def test_a_place_without_plans(engine: Engine) -> None:
    assert engine.ask("tiltak 2.c i Finnmark").missing == ("Finnmark",)


def test_a_search(engine: Engine) -> None:
    hits = engine.search("tiltak 3.1.1").hits
    assert [h.passage.measure.number for h in hits if h.passage.measure] == ["3.1.1"]
    none = engine.search("tiltak 9.9.9")
    assert none.total == 0 and any("9.9.9" in note for note in none.notes)
    assert not engine.search("1").total


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("tiltak 3.1 i Helgeland-planen?", True),
        ("«tiltak 3.1»", True),
        ("tiltak nr. 3.1", True),
        ("measure no. 2.c", True),
        ("tiltak A.3", True),
        ("pkt. 3", True),
        ("tiltaka 5 og 6", True),
        ("tiltak for barn 3 år", False),
        ("hospitering i tiltak 3", False),
        ("tiltak 0–6 år", False),
        ("tiltak 1. linje", False),
        ("tiltak 2024", False),
        ("tiltaksplan 3", False),
        ("mål 1.5", False),
    ],
)
def test_a_thing_that_is_named_by_a_measures_number(text: str, begins: bool) -> None:
    assert begins_numbered(text) == begins
