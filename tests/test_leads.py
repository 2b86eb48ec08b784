"""What is said before all else: places and years that no plan is for, and what does not have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from eval.checker import check
from eval.evidence import known_of
from indexer.communities import load_communities
from service.api import create_app
from service.engine import Engine
from service.finding.evidence import Lacking
from service.models import Answer as Shown
from service.questions.lacking import _may_stand_between, lacking
from service.reading.places import Gazetteer
from service.results import Filters, Reason, Verdict
from service.scope.outside import unplanned
from service.words.phrases import MOST_NAMED, listed, phrase

HTML = {"Accept": "text/html", "Accept-Language": "nb"}


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


# ── years outside the plan that was named ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hva skal Østfold gjøre i 2026?", "Planen for Østfold gjelder 2023–2024; den dekker ikke"),
        ("What will Østfold start in 2026?", "The plan for Østfold covers 2023–2024, not 2026."),
        ("Kva skal Helgeland få til i 2026?", "Planen for Helgeland gjeld 2023–2025; han dekkjer"),
        (
            "Hva gjør St. Olav med fallforebygging i 2027?",
            "gjelder 2022–2024; den dekker ikke",
        ),
        (
            "Hva skjedde i Ahus i 2022?",
            "Ingen av planene som det er spurt om, dekker 2022: Ahus og kommunene 2024–2025, Ahus",
        ),
        ("What happened at Ahus in 2022?", "None of the plans that were asked about covers 2022:"),
        ("Kva skjedde i Ahus i 2022?", "Ingen av planane som det er spurt om, dekkjer 2022:"),
        ("Hva gjør Helse Sør-Øst i 2031?", "dekker 2031: Ahus og kommunene 2024–2025,"),
    ],
)
def test_a_refusal_for_a_year_is_about_the_plan_that_was_named(
    engine: Engine, question: str, said: str
) -> None:
    answer = engine.ask(question)
    assert answer.reason is Reason.PERIOD_NOT_INDEXED
    assert said in answer.answer
    assert answer.caveat is not None
    assert said in answer.caveat
    assert said in (Shown.of(answer).caveat or "")
    assert "samling" not in answer.answer
    assert "collection" not in answer.answer
    assert check(answer, known_of(engine)).violations == ()


def test_a_year_of_no_plan_at_all_is_told_of_the_collection(engine: Engine) -> None:
    assert "ingen plan i samlingen dekker 2031" in engine.ask("Hva skjer i 2031?").answer
    filtered = engine.ask("Hva skal gjøres med fall i 2026?", Filters(region=("ostfold",)))
    assert "Planen for Østfold gjelder 2023–2024; den dekker ikke 2026." in filtered.answer


def test_one_of_several_plans_may_be_for_other_years(engine: Engine) -> None:
    answer = engine.ask("Hva gjør Ahus og Østfold med fall i 2026?")
    assert answer.answered
    assert answer.answer.startswith("Planen for Østfold gjelder 2023–2024; den dekker ikke 2026.")
    assert {f.plan.plan_id for f in answer.findings} == {"ahus-2026-2027"}
    assert check(answer, known_of(engine)).violations == ()


def test_a_search_says_so_too(engine: Engine) -> None:
    notes = engine.search("fall i Østfold i 2026").notes
    assert "Planen for Østfold gjelder 2023–2024; den dekker ikke 2026." in notes
    assert any("2031: ingen plan i samlingen" in n for n in engine.search("fall i 2031").notes)


@pytest.mark.parametrize(
    ("question", "said", "never"),
    [
        (
            "Hva skal Østfold gjøre i 2026?",
            "Planen for Østfold gjelder 2023–2024; den dekker ikke 2026.",
            "Ingen plan i samlingen dekker",
        ),
        ("Hva skjer i 2031?", "Ingen plan i samlingen dekker 2031", "Utenfor planens periode"),
        (
            "Har Innlandet FACT-team?",
            "Det finnes ingen plan for Innlandet i samlingen; dette er fra Ahus og kommunene",
            "Ja. ",
        ),
        ("Hvilke regioner har ikke FACT Ung?", "Ikke funnet hos: Helgeland.", "er ikke besvart"),
        (
            "Hva gjør Helse Sør-Øst med FACT?",
            "uten plan i samlingen: Agder, Innlandet, Oslo, Telemark, Vestfold, Vest-Viken.",
            "Helgeland",
        ),
    ],
)
def test_the_page_says_what_the_text_says(
    client: TestClient, question: str, said: str, never: str
) -> None:
    page = client.get("/", params={"q": question}).text
    found = page.partition('<section class="answer')[2].partition('id="passasjer"')[0]
    assert said in found
    assert never not in found


# ── areas of which a part, or most, has no plan ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Kva gjer Innlandet for å hindre fall hos eldre?",
            "Det finst ingen plan for Innlandet i samlinga; dette er frå Ahus og kommunene, som",
        ),
        ("Har Innlandet FACT-team?", "Det finnes ingen plan for Innlandet i samlingen; dette er"),
        ("What does Oslo do for children?", "There is no plan for Oslo in the collection; this is"),
        ("Hva gjør Hedmark for barn og unge?", "Det finnes ingen plan for Hedmark i samlingen;"),
        (
            "Hva gjør Nord-Trøndelag med fall?",
            "ingen plan for Nord-Trøndelag i samlingen; St. Olavs hospital og kommunene har en del",
        ),
        (
            "Hva gjør Nordland med digital hjemmeoppfølging?",
            "ingen plan for Nordland i samlingen; dette er fra Helgeland, som har en del",
        ),
    ],
)
def test_a_neighbours_plan_is_never_given_for_an_areas_own(
    engine: Engine, question: str, said: str
) -> None:
    answer = engine.ask(question)
    assert said in answer.answer.partition("\n")[0]
    assert answer.reply is None
    assert "Ja." not in answer.answer
    assert any("ingen plan i saml" in n or "no plan in the coll" in n for n in answer.notes)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Hva gjør Helse Sør-Øst med FACT?",
            "Også i Helse Sør-Øst, men uten plan i samlingen: Agder, Innlandet, Oslo, Telemark,",
        ),
        (
            "What does Helse Nord do on staff?",
            "Also in Helse Nord, but with no plan in the collection:",
        ),
        ("Kva gjer Trøndelag med hospitering?", "Òg i Trøndelag, men utan plan i samlinga: Nord-"),
        ("Hva gjør Herøy?", "Herøy er også i Møre og Romsdal, som det ikke er noen plan for"),
        ("Hva gjør Ahus og Finnmark med FACT?", "Det finnes ingen plan for Finnmark i samlingen."),
        (
            "Hva gjør Ahus og Innlandet med FACT?",
            "Det finnes ingen plan for Innlandet i samlingen.",
        ),
    ],
)
def test_communities_without_a_plan_are_named(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.answered
    assert answer.answer.startswith(said)
    assert check(answer, known_of(engine)).violations == ()


def test_not_each_of_several_has_it_where_one_has_no_plan(engine: Engine) -> None:
    answer = engine.ask("Har Ahus og Innlandet tiltak om FACT Ung?")
    assert "Ikke alle. Funnet for Ahus; ikke funnet for Innlandet" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Hva gjør Ahus med FACT?", "Hva gjør Østfold for eldre?", "Hva gjør Rana?",
        "Hvem har ansvar for FACT?", "Hva gjør Ahus for barn?", "Hva skjer i Østfold i 2023?",
    ],
)  # fmt: skip
def test_where_all_has_a_plan_nothing_is_said_first(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.caveat is None
    assert not any("ingen plan i samlingen" in note for note in answer.notes)


def test_only_a_county_has_a_main_community(corpus: Path) -> None:
    gazetteer = Gazetteer(load_communities(corpus))
    told = {}
    for name in ("Innlandet", "Trøndelag", "Helse Sør-Øst", "Lørenskog", "Finnmark"):
        (place,) = gazetteer.find(f"i {name}")
        found = unplanned(place, {"ahus", "stolav", "ostfold"})
        told[name] = found and found.phrase
    assert told == {
        "Innlandet": "no_plan_for_most",
        "Trøndelag": "no_plan_for_some",
        "Helse Sør-Øst": "no_plan_for_some",
        "Lørenskog": None,
        "Finnmark": "no_plan_for",
    }


# ── what does not have a thing ───────────────────────────────────────────────────────────

LEGEVAKT = {"ahus-2024-2025", "ahus-2026-2027", "helgeland-2023-2025", "stolav-2022-2024"}


@pytest.mark.parametrize(
    "question",
    [
        "Kva for planar nemner ikkje legevakt?", "Hvilke planer sier ingenting om legevakt?",
        "Hvilke planer mangler tiltak om legevakt?", "Kva planar manglar tiltak om legevakt?",
        "Planer uten legevakt", "Kva planar er utan legevakt?", "Hvilke planer har ikke legevakt?",
        "Kva planar har ingen tiltak om legevakt?", "I hvilke planer er legevakt ikke nevnt?",
        "Er det noen planer som ikke nevner legevakt?", "Kva planar seier ingenting om legevakt?",
        "Which plans lack a measure on legevakt?", "Which plans don’t mention “legevakt”?",
        "Which plans say nothing about legevakt?", "Which plans do not mention legevakt?",
        "Which plans have no measures on legevakt?",
    ],
)  # fmt: skip
def test_plans_that_do_not_have_it_are_told_first(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    first = answer.answer.partition("\n")[0]
    assert first.startswith(("Ikke funnet i: ", "Ikkje funne i: ", "Not found in: "))
    assert {c.plan.plan_id for c in answer.coverage if c.verdict is Verdict.NO} == LEGEVAKT
    assert "Østfold" not in first
    for name in ("2024–2025", "2026–2027 (", "Helgeland", "St. Olavs"):
        assert name in first
    assert answer.lacking
    assert answer.reply is None
    assert [f.plan.plan_id for f in answer.findings] == ["ostfold-2023-2024"]
    assert answer.answer.count("Helgeland") == 1
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Hvilke regioner har ikke tiltak om FACT Ung?", "Helgeland"),
        ("Hvem har ikke tiltak om FACT Ung?", "Helgeland"),
        ("Who is not working on FACT?", "Helgeland"),
        ("Who isn't working on FACT?", "Helgeland"),
        ("Which regions have no FACT team?", "Helgeland"),
        ("Kven har ikkje hospitering?", "Helgeland, Østfold"),
        ("Hvilke regioner er uten hospitering?", "Helgeland, Østfold"),
        ("Hvor mangler det tiltak om hospitering?", "Helgeland, Østfold"),
        ("Er det noen regioner som ikke har hospitering?", "Helgeland, Østfold"),
    ],
)
def test_regions_that_do_not_have_it_are_told_first(
    engine: Engine, question: str, names: str
) -> None:
    answer = engine.ask(question)
    first = answer.answer.partition("\n")[0]
    assert any(first.startswith(f"{lead}: {names}. ") for lead in LEADS), first
    assert check(answer, known_of(engine)).violations == ()


LEADS = ("Ikke funnet hos", "Ikkje funne hos", "Not found for")


def test_a_region_that_has_it_in_one_of_its_plans_is_not_told_to_lack_it(engine: Engine) -> None:
    answer = engine.ask("Hvilke regioner har ikke årshjul?")
    first = answer.answer.partition("\n")[0]
    for entry in answer.coverage:
        if entry.verdict is Verdict.YES:
            assert entry.plan.region.name.split()[-1] not in first.partition("Funnet")[0]


def test_a_body_is_not_lacking_where_it_is_responsible(engine: Engine) -> None:
    first = engine.ask("Hvilke planer nevner ikke AU?").answer.partition("\n")[0]
    assert first == "Ikke funnet i: Helgeland 2023–2025, Østfold 2023–2024. Funnet i andre:"


def test_what_no_plan_has_is_found_in_none(engine: Engine) -> None:
    answer = engine.ask("Hvilke planer mangler tiltak om romferge?")
    assert not answer.answered
    assert len(answer.coverage) == len(engine.plans)
    assert not answer.lacking


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("Hvilke planer nevner ikke FACT?", Lacking.PLANS),
        ("Which plans fail to mention falls?", Lacking.PLANS),
        ("Hvem jobber ikke med FACT?", Lacking.REGIONS),
        # other questions, with the same words
        ("Hvilke planer mangler frister?", None),
        ("Hvilke tiltak mangler ansvarlig?", None),
        ("Hvilke tiltak handler ikke om barn?", None),
        ("Hvilke planer har tiltak for pasienter uten bolig?", None),
        ("Hvilke planer har tiltak for barn som ikke går på skole?", None),
        ("Hvilke planer nevner FACT, men ikke MILA?", None),
        ("Hvem er ikke ansvarlig for FACT?", None),
        ("Hvem har ikke fått hjelp?", None),
        ("Er det noen som ikke får hjelp med rus?", None),
        ("Er det noen som ikke har FACT?", Lacking.REGIONS),
        ("Hvilke kommuner har ikke legevakt?", None),
        ("Which plans have measures for people without a home?", None),
        ("Hvem følger opp pasienter som ikke møter?", None),
        ("Hvilke regioner har ikke plan?", None),
    ],
)
def test_what_asks_for_those_that_do_not_have_a_thing(
    engine: Engine, question: str, of: Lacking | None
) -> None:
    found = lacking(engine.reader.read(question))
    assert (found.of if found else None) is of


@pytest.mark.parametrize(
    ("language", "rest"), [("nb", "og 3 til"), ("nn", "og 3 til"), ("en", "and 3 more")]
)
def test_of_many_plans_the_first_are_named_and_how_many_more(language: str, rest: str) -> None:
    """With a thousand plans a refusal was a page of names; what few plans get is as it was."""
    say = partial(phrase, language)
    names = [f"Region {number}" for number in range(1, MOST_NAMED + 4)]
    assert listed(names, say) == f"{', '.join(names[:MOST_NAMED])} {rest}"
    assert listed(names[:MOST_NAMED], say) == ", ".join(names[:MOST_NAMED])
    assert listed([], say) == ""


@pytest.mark.parametrize(
    ("between", "is_so"),
    [
        ("", True),
        (" som har", True),
        (" i den nye planen for ahus nevner", True),
        (" i norge som på helse for barn", True),
        (" i", False),
        (" i i", True),
        (" om barn", False),
        (" i en to tre fire fem", False),
        (" i 2024", False),
        ("ene har", False),
        (" i" * 250 + " ,", False),
    ],
)
def test_what_may_stand_before_what_negates(between: str, is_so: bool) -> None:
    assert _may_stand_between(between) == is_so
