"""Requests for lists and for what a plan is about: what stands around a topic is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from eval.checker import check
from eval.evidence import known_of
from service.api import create_app
from service.engine import Engine
from service.reading.requested import requested
from service.results import Reason


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("gi meg en oversikt over rus i Ahus", "rus i Ahus"),
        ("Gje meg ei oversikt over demens i Ahus", "demens i Ahus"),
        ("Show me an overview of mental health in Østfold", "mental health in Østfold"),
        ("Lag en tabell over tiltak om rekruttering", "tiltak om rekruttering"),
        ("Kan eg få ei liste over tiltak om rekruttering?", "tiltak om rekruttering?"),
        ("Could you please make a list of measures on falls, thanks", "measures on falls"),
        ("Kan du oppsummere tiltakene om rekruttering?", "tiltakene om rekruttering?"),
        ("Finn en liste over hvem som har ansvar for MILA", "hvem som har ansvar for MILA"),
        ("oversikt over demens", "demens"),
        ("Hei! Hvem har ansvar for MILA? Takk!", "Hvem har ansvar for MILA"),
        ("Gi meg en liste over planene", "vis planene"),
    ],
)
def test_a_request_is_none_of_what_is_looked_for(text: str, rest: str) -> None:
    assert requested(text).text == rest


@pytest.mark.parametrize(
    "text",
    [
        "Hvem skal lage en oversikt over lærings- og mestringstilbud?",
        "Har dere en oversikt over kommunale tilbud?",
        "nettside med oversikt over tilbod",
        "Lage oversikt over kommunale tilbud",
        "Who is to keep a list of professional networks?",
        "shared medication list",
        "oversikt",
        "Takk",
        "Vis tiltak om fall",
        'Gi meg "en oversikt over rus"',
        "Når skal den felles medisinlisten være i drift?",
    ],
)
def test_a_list_that_is_asked_about_stays(text: str) -> None:
    assert requested(text).text == text


@pytest.mark.parametrize(
    ("request_", "plain"),
    [
        ("gi meg en oversikt over rus i Ahus", "Hva har Ahus om rus?"),
        ("Lag en tabell over tiltak om rekruttering", "Tiltak om rekruttering"),
        ("Lag eit samandrag av tiltaka om rekruttering", "Tiltak om rekruttering"),
        ("hei! Trenger liste over alt som Ahus har fullført. takk", "Hva har Ahus fullført?"),
        (
            "hei! Trenger liste over alt som Ahus har fullført fra forrige plan. takk",
            "Hva har Ahus fullført?",
        ),
        ("Give me an overview of falls in Ahus", "falls in Ahus"),
        ("oversikt over demens", "demens"),
    ],
)
def test_a_request_is_answered_as_a_question(engine: Engine, request_: str, plain: str) -> None:
    found, asked = engine.ask(request_), engine.ask(plain)
    assert found.question == request_
    assert found.answered
    assert [f.measure.measure_id for f in found.findings] == [
        f.measure.measure_id for f in asked.findings
    ]


@pytest.mark.parametrize(
    ("text", "plan_id", "counts", "said"),
    [
        ("Oppsummer Helgeland-planen", "helgeland-2023-2025", (5, 5, 8, 5), "Ikke et sammendrag"),
        (
            "Kan du lage et sammendrag av St. Olav-planen?",
            "stolav-2022-2024",
            (16, 11, 5, 4, 6, 8, 2),
            "52 tiltak i 7 deler",
        ),
        ("Kva handlar Helgeland-planen om?", "helgeland-2023-2025", (5, 5, 8, 5), "4 delar"),
        (
            "Summarise the Østfold plan",
            "ostfold-2023-2024",
            (12, 4, 2, 2, 1, 1, 1, 3, 1, 5),
            "Not a summary",
        ),
        (
            "Gi meg en oversikt over Ahus-planen for 2026-2027",
            "ahus-2026-2027",
            (4, 3, 1, 3, 1, 1, 1, 7),
            "uten slik del eller ikke lest (7)",
        ),
    ],
)
def test_a_plan_is_summed_up_by_its_own_parts(
    engine: Engine, text: str, plan_id: str, counts: tuple[int, ...], said: str
) -> None:
    found, known = engine.ask(text), known_of(engine)
    assert found.caveat is not None and said in found.caveat
    assert [number for number in counts if f"({number})" not in found.caveat] == []
    assert {source.plan_id for source in found.citations} == {plan_id}
    assert not found.findings
    assert check(found, known).violations == ()
    wrong = replace(found, answer=found.answer.replace(f"({counts[0]})", "(99)", 1))
    assert check(wrong, known).violations


@pytest.mark.parametrize(
    "text", ["Lag et sammendrag av Bergen-planen", "Summarise the Bergen plan"]
)
def test_no_plan_is_summed_up_where_there_is_none(engine: Engine, text: str) -> None:
    assert engine.ask(text).reason is Reason.REGION_NOT_INDEXED


def test_a_neighbour_is_said_to_be_one(engine: Engine) -> None:
    found = engine.ask("Oppsummer planen for Nordland")
    assert found.caveat is not None
    assert "Det finnes ingen plan for Nordland" in found.caveat


def test_a_list_that_a_plan_has_in_these_words_is_found(engine: Engine) -> None:
    found = engine.ask("oversikt over samhandlingsprosjekter")
    assert {f.measure.number for f in found.findings} == {"0.7.1", "0.7.2"}


def test_the_page_shows_the_parts_of_a_plan_as_the_text_does(engine: Engine) -> None:
    with TestClient(create_app(engine), headers={"Accept": "text/html"}) as client:
        page = client.get("/", params={"q": "Oppsummer Ahus-planen for 2026-2027"}).text
    answer = page[page.index('<section class="answer') : page.index('id="passasjer"')]
    assert "21 tiltak i 7 deler" in answer
    assert answer.count("<blockquote") == 7
    assert "Eldre med skrøpelighet" in answer
    assert "Ikke funnet" not in answer
