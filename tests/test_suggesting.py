"""What a search box offers while a text is typed: names and openings, nothing that is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from indexer.records import Measure
from service.engine import Engine
from service.overview.offered import LONGEST, opening_of
from service.results import Filters


@pytest.fixture
def measure(engine: Engine) -> Measure:
    return replace(engine.measure("stolav-2022-2024:p4:t2:r8"), uncertain=())


OPENINGS = [
    ("Utarbeide årshjul.", "Utarbeide årshjul"),
    ("Gjensidig hospitering:\n• Spre ordningen", "Gjensidig hospitering"),
    (
        "Gjennomgå logopedtilbud utenfor sykehus og evt. utarbeide forslag til rutiner for "
        "henvisning av pasienter som utskrives fra sykehuset.",
        "Gjennomgå logopedtilbud utenfor sykehus og evt. utarbeide forslag til rutiner for "
        "henvisning",
    ),
    (
        "Teste ut nye digitale løsninger mellom St. Olavs hospital og 2-3 kommuner, for å bedre "
        "informasjonsflyten ved innleggelse og utskriving.",
        "Teste ut nye digitale løsninger mellom St. Olavs hospital og 2-3 kommuner",
    ),
    (
        "Vurdere å etablere eget samhandlingsnettverk innen geriatri (for eldre pasienter med "
        "kognitiv svikt og store utfordringer)",
        "Vurdere å etablere eget samhandlingsnettverk innen geriatri",
    ),
    ("og fortsette undervisning og kvalitetsforbedring", None),
    ("foreslå tiltak som kan forebygge", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "opening"), OPENINGS)
def test_a_measure_is_offered_to_the_end_of_a_clause(
    measure: Measure, text: str, opening: str | None
) -> None:
    assert opening_of(replace(measure, text=text)) == opening


def test_a_measure_that_could_not_be_read_surely_is_not_offered(measure: Measure) -> None:
    assert opening_of(replace(measure, text="Utarbeide årshjul.", uncertain=("text",))) is None


OFFERED = [
    ("utskrivn", ["utskrivning", "utskrivningsklar"]),
    ("heimesjukehus", ["heimesjukehus"]),
    ("kronisk sjuke", ["kronisk sjuke"]),
    ("skrøpeleg", ["skrøpelege eldre"]),
    ("ostfold", ["Østfold"]),
    ("ø", ["Østfold"]),
    ("halden", ["Halden"]),
    ("legevkt", ["legevakt"]),
    ("hospitring", ["hospitering"]),
    ("digtal hjem", ["digital hjemmeoppfølging"]),
    ("rekrutering", ["rekruttering"]),
    ("born og unge", ["born og unge"]),
    ("barn/", ["Barn/unge"]),
    ("hvem har ansvar for MI", ["hvem har ansvar for MILA"]),
    ("kven har ans", ["Kven har ansvar for skrøpelege eldre?"]),
    ("who", ["Who is responsible for frail elderly?"]),
    ("when is", ["When is the deadline for frail elderly?"]),
]


@pytest.mark.parametrize(("typed", "offered"), OFFERED)
def test_names_are_offered_however_they_are_begun(
    engine: Engine, typed: str, offered: list[str]
) -> None:
    assert set(offered) <= set(engine.suggest(typed))


def test_letters_with_marks_are_meant_as_they_are_typed(engine: Engine) -> None:
    assert all(re.search(r"\bø", each, re.IGNORECASE) for each in engine.suggest("ø"))


@pytest.mark.parametrize(
    ("typed", "unlike"), [("FAKT", "bærekraftig"), ("lege", "henviser"), ("qqqq", "")]
)
def test_what_only_holds_the_letters_is_not_offered(
    engine: Engine, typed: str, unlike: str
) -> None:
    assert not [each for each in engine.suggest(typed) if unlike in each]


def test_a_body_is_offered_once_under_its_usual_name(engine: Engine) -> None:
    found = [each for each in engine.suggest("fagråd for lege") if "lege" in each]
    assert found == ["Fagråd for legesamarbeid"]


PREFIXES = [
    "lege",
    "utskr",
    "barn",
    "psyk",
    "digital",
    "komp",
    "akutt",
    "ber",
    "samh",
    "hosp",
    "fors",
    "vurd",
    "utv",
    "sam",
    "etab",
]


def test_nothing_is_a_piece_of_a_sentence_or_uncertain(engine: Engine) -> None:
    texts = {m.text for p in engine.passages if (m := p.measure) and "text" in m.uncertain}
    for typed in PREFIXES:
        for each in engine.suggest(typed):
            assert len(each) <= LONGEST
            assert not each.endswith((" og", " for", " av", ",", ":"))
            assert each not in texts


@pytest.mark.parametrize("typed", ["utskr", "MI", "hald", "kven har ans", "who"])
def test_nothing_is_offered_that_is_refused(engine: Engine, typed: str) -> None:
    for each in engine.suggest(typed, k=3):
        assert engine.ask(each).answered, each


@pytest.mark.thorough
@pytest.mark.parametrize("typed", PREFIXES)
def test_nothing_of_many_is_refused(engine: Engine, typed: str) -> None:
    for each in engine.suggest(typed):
        assert engine.ask(each).answered, each


def test_filters_leave_only_what_is_theirs(engine: Engine) -> None:
    ours = Filters(region=("ostfold",))
    assert engine.suggest("driftsr", filters=ours) == ()
    assert "Halden" in engine.suggest("hald", filters=ours)
    assert engine.suggest("hald", filters=Filters(region=("ahus",))) == ()
