"""Bodies: one under all its spellings within a region, never one over regions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.errors import NotFound, UnknownFilter
from indexer.records import Kind, Measure, Passage, Plan, Region, Source
from service.bodies import names
from service.bodies.register import Body, BodyKind, Register
from service.engine import Engine
from service.results import Filters

SAME = [
    ("Fagråd pasient-samarbeid", "Fagråd for pasientsamarbeid"),
    ("Fagråd Eldre med skrøpeligheit", "Fagråd eldre med skrøpelighet"),
    ("LSF skrøpelighet", "LSF skrøpeligheit"),
    ("LSF voksen", "LSF voksne"),
    (
        "Fagråd akuttmed. kjede og helse – beredskap",
        "Fagråd akuttmedisinsk kjede og helseberedskap",
    ),
    ("Fagråd foreb., læring/mestring", "fagråd for forebygging, læring og mestring"),
    ("Sekretariat", "Sekretariatet"),
    ("Fagleg samarbeidsutval helse og oppvekst", "Faglig samarbeidsutvalg oppvekst og helse"),
    ("kommunane", "kommuner"),
    ("Sjukehuset", "sykehus"),
]
OTHER = [
    ("Fagråd forebygging", "Fagråd forebygging og tidlig innsats"),
    ("LSF barn/unge", "LSF barn/unge i hver region"),
    ("LSF voksne", "LSF voksne Nedre Romerike"),
    ("Driftsråd IHT", "Driftsråd MILA"),
    ("Strand kommune", "Stranda kommune"),
    ("Helgelandssykehuset", "sykehuset"),
    ("Fagråd psykisk helse", "Fagråd fysisk helse"),
    ("Prosjektgruppe 1", "Prosjektgruppe 2"),
    ("AU", "ASU"),
    ("Fagråd barn", "LSF barn"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_body(one: str, other: str) -> None:
    assert names.are_same(names.read_name(one), names.read_name(other))
    assert names.are_same(names.read_name(other), names.read_name(one))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_names_of_two_bodies(one: str, other: str) -> None:
    assert not names.are_same(names.read_name(one), names.read_name(other))


def test_abbreviations_that_a_text_defines() -> None:
    text = "Arbeidsutvalget (AU) svarer til Strategisk samarbeidsutvalg (SSU). Se også (NB)."
    assert list(names.acronyms(text)) == [
        ("AU", "Arbeidsutvalget"),
        ("SSU", "Strategisk samarbeidsutvalg"),
    ]
    assert list(names.acronyms("Helse Nord og kommunene (KOLS)")) == []


# ── the real plans ───────────────────────────────────────────────────────────────────────


def body(engine: Engine, body_id: str) -> Body:
    return engine.register.body(body_id)


def test_fagrad_for_pasientsamarbeid_is_one_body(engine: Engine) -> None:
    found = body(engine, "stolav:fagrad-pasientsamarbeid")
    assert found.name == "Fagråd for pasientsamarbeid"
    assert {spelling.text for spelling in found.spellings} == {
        "Fagråd for pasientsamarbeid",
        "Fagråd pasient-samarbeid",
        "Fagråd for pasient-samarbeid",
        "Fagråd pasientsamarbeid",
        "Fagråd pasient-samarbeid med støtte fra øvrige fagråd",
        "Fagråd for pasientsamarbeid med støtte fra andre fagråd",
        "Fagråd for digital samhandling/ pasientsamarbeid /legesamarbeid",
    }
    assert {m.number for m in found.measures} == {
        *("0.6.1", "1.2.1", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.4.1", "1.5.1", "1.6.1"),
        *("2.1.1", "2.1.3A", "2.1.3B", "4.2.1", "4.2.2", "4.3.1"),
    }


def test_a_body_goes_on_in_the_next_plan(engine: Engine) -> None:
    found = body(engine, "ahus:fagrad-kompetanse-innovasjon")
    assert found.plans == ("ahus-2024-2025", "ahus-2026-2027")
    assert [s.text for s in found.spellings] == [
        "Fagråd kompetanse og innovasjon",
        "Fagråd Kompetanse og innovasjon",
    ]


def test_two_regions_au_are_namesakes_and_not_one(engine: Engine) -> None:
    ahus, stolav = body(engine, "ahus:au"), body(engine, "stolav:au")
    assert (ahus.namesakes, stolav.namesakes) == (("stolav:au",), ("ahus:au",))
    assert ahus.stands_for == "Arbeidsutvalget"
    assert {m.plan_id for m in stolav.measures} == {"stolav-2022-2024"}
    assert len(stolav.measures) == 4
    assert {found.body_id for found in engine.bodies("AU")[0]} == {"ahus:au", "stolav:au"}


def test_kinds_of_bodies_are_told_from_bodies(engine: Engine) -> None:
    general = {b.body_id for b in engine.register.all if b.kind is BodyKind.GENERAL}
    assert general == {
        "ahus:prosjektgruppe",
        "ahus:styringsgruppe-prosjektet",
        "helgeland:kommunene",
        "helgeland:lokale-prosjektgrupper-kommune-sykehus",
        "helgeland:sykehuset",
        "stolav:fagrad",
    }


def test_what_may_be_the_same_is_only_said_to_be_related(engine: Engine) -> None:
    assert body(engine, "ahus:lsf-barn-unge").related == ("ahus:lsf-barn-unge-hver-region",)
    assert body(engine, "stolav:fagrad-akuttmedisin-helseberedskap").related == (
        "stolav:fagrad-akuttmedisinsk-kjede-helseberedskap",
    )
    assert body(engine, "ahus:prosjektgruppe-lorenskog").related == ()


def test_every_measure_of_every_body_names_it_and_none_is_left_out(engine: Engine) -> None:
    told = {(m.measure_id, text) for m in engine.measures().measures for text in m.responsible}
    found = set()
    for each in engine.register.all:
        texts = {spelling.text for spelling in each.spellings}
        assert {engine.plan(p).region for p in each.plans} == {each.region}
        for measure in each.measures:
            assert texts & set(measure.responsible)
            found |= {(measure.measure_id, text) for text in texts & set(measure.responsible)}
        assert sum(s.count for s in each.spellings) >= len(each.measures)
    assert found == told


def test_another_spelling_is_the_same_address(engine: Engine) -> None:
    typed = "ahus:fagrad-eldre-skropelighet"
    assert body(engine, typed).body_id == "ahus:fagrad-eldre-skropeligheit"
    with pytest.raises(NotFound, match=r"did you mean .*stolav:fagrad-pasientsamarbeid"):
        body(engine, "stolav:fagrad-pasientsamarbeidet-x")


def test_a_plan_narrows_a_body_and_its_spellings(engine: Engine) -> None:
    found, plans = engine.bodies("AU", Filters(plan=("ahus-2026-2027",)))
    (au,) = found
    assert (len(au.measures), au.plans) == (1, ("ahus-2026-2027",))
    assert [(s.text, s.count) for s in au.spellings] == [("AU", 1)]
    assert [(p.measures, p.named, p.unread, p.unnamed) for p in plans] == [(21, 20, 1, 0)]
    with pytest.raises(UnknownFilter):
        engine.bodies("AU", Filters(region=("finnmark",)))


def test_a_plan_without_a_responsible_column_names_nobody(engine: Engine) -> None:
    found, plans = engine.bodies(None, Filters(region=("ostfold",)))
    assert found == ()
    assert [(p.measures, p.named, p.unread, p.unnamed) for p in plans] == [(32, 0, 0, 32)]


# ── an invented plan ─────────────────────────────────────────────────────────────────────

NORD, SOR = Region("nord", "Nord"), Region("sor", "Sør")


def a_plan(plan_id: str, region: Region, first: int) -> Plan:
    return Plan(plan_id, plan_id, region, None, (first, first + 1), "nn", "x.txt", "0", None)


def passages(measure: Measure, plan_id: str, cells: list[tuple[str, ...]]) -> list[Passage]:
    found = []
    for number, cell in enumerate(cells):
        measure_id = f"{plan_id}:t1:r{number}"
        source = Source(plan_id, "x.txt", None, 1, 1, (), None, "x")
        own = replace(
            measure, measure_id=measure_id, plan_id=plan_id, responsible=cell, source=source
        )
        found.append(Passage(measure_id, plan_id, Kind.MEASURE, "x", "x", source, own))
    return found


def test_bodies_of_plans_never_seen(engine: Engine) -> None:
    plans = [a_plan("nord-1", NORD, 2020), a_plan("nord-2", NORD, 2022), a_plan("sor-1", SOR, 2021)]
    real = engine.measures().measures[0]
    told = [
        *passages(real, "nord-2", [("Samarbeidsutvalget (SU)",), ("SU", "kommunene")]),
        *passages(real, "nord-1", [("Samarbeidsutval",), ("Brukarutval", "kommunane")]),
        *passages(real, "sor-1", [("Samarbeidsutvalg",), ("Fagråd A/ B",), ("fagråd",)]),
    ]
    register = Register(plans, told)
    found = {b.body_id: (len(b.measures), b.kind.value, b.namesakes) for b in register.all}
    assert found == {
        "nord:brukarutval": (1, "named", ()),
        "nord:kommunane": (2, "general", ()),
        "nord:samarbeidsutval": (3, "named", ("sor:samarbeidsutvalg",)),
        "sor:fagrad": (1, "general", ()),
        "sor:fagrad-a-b": (1, "named", ()),
        "sor:samarbeidsutvalg": (1, "named", ("nord:samarbeidsutval",)),
    }
    assert [s.text for s in register.body("nord:samarbeidsutvalget").spellings] == [
        "SU",
        "Samarbeidsutvalget (SU)",
        "Samarbeidsutval",
    ]


def test_a_filter_by_a_body_means_it_under_all_its_spellings(engine: Engine) -> None:
    for body in engine.register.all:
        own = {measure.measure_id for measure in body.measures}
        found = engine.measures(Filters(responsible=(body.body_id,)))
        assert {measure.measure_id for measure in found.measures} == own
        assert found.notes == ()
        spelt = tuple(spelling.text for spelling in body.spellings)
        for text in spelt:
            if engine.register.spelt(text) == spelt:  # no other region's, and no list of bodies
                page = engine.measures(Filters(responsible=(text,)))
                assert {measure.measure_id for measure in page.measures} == own


def test_bodies_of_several_regions_are_listed_together_only_with_a_note(engine: Engine) -> None:
    found = engine.measures(Filters(responsible=("AU",)))
    assert {engine.plan(m.plan_id).region.region_id for m in found.measures} == {"ahus", "stolav"}
    (note,) = found.notes
    assert "Helsefellesskapet Ahus og kommunene" in note
    assert "St. Olavs" in note
    assert engine.measures(Filters(responsible=("AU",), region=("stolav",))).notes == ()
    assert note in engine.search("opplæring", Filters(responsible=("AU",))).notes


def test_no_body_has_an_id_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(UnknownFilter):
        engine.measures(Filters(responsible=("ahus:nobody",)))
