"""Questions that compare plans are answered by comparing them, never by the words that ask so."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from eval.checker import check
from eval.evidence import known_of
from service.api import create_app
from service.engine import Engine
from service.results import Reason

OSTFOLD, HELGELAND, STOLAV = "ostfold-2023-2024", "helgeland-2023-2025", "stolav-2022-2024"
OLD, NEW = "ahus-2024-2025", "ahus-2026-2027"


@pytest.mark.parametrize(
    ("text", "one", "other", "fewest"),
    [
        ("Hva er felles for Østfold og Helgeland?", OSTFOLD, HELGELAND, 3),
        ("What do Helgeland and St. Olav have in common?", HELGELAND, STOLAV, 2),
        ("Hva har Østfold og St. Olav til felles?", OSTFOLD, STOLAV, 4),
        ("Kva tiltak er like i Østfold og St. Olav?", OSTFOLD, STOLAV, 4),
        ("hvilke tiltak overlapper mellom Ahus 2024-2025 og Østfold?", OLD, OSTFOLD, 5),
    ],
)
def test_what_two_share_are_pairs(
    engine: Engine, text: str, one: str, other: str, fewest: int
) -> None:
    found = engine.ask(text)
    plans = [finding.measure.plan_id for finding in found.findings]
    assert plans == [one, other] * (len(plans) // 2)
    assert len(plans) >= 2 * fewest
    assert len({f.measure.measure_id for f in found.findings}) == len(plans)
    assert found.caveat is not None and found.caveat.startswith(str(len(plans) // 2))
    assert check(found, known_of(engine)).violations == ()


def test_the_likeliest_pair_is_first(engine: Engine) -> None:
    found = engine.ask("Hva har Østfold og St. Olav til felles?")
    first, second = (finding.measure for finding in found.findings[:2])
    assert "FACT" in first.text and "FACT" in second.text


@pytest.mark.parametrize(
    ("text", "plans", "counts"),
    [
        ("Hva er likt i de to Ahus-planene?", (NEW,), (13,)),
        ("Hvilke tiltak er bare i Ahus-planen for 2024-2025?", (OLD,), (10,)),
        ("Which measures are only in the Ahus plan for 2026-2027?", (NEW,), (8,)),
        ("Hva er utelatt i den nye Ahus-planen?", (OLD,), (10,)),
        ("Hva har endret seg i Ahus-planen?", (NEW, OLD), (8, 10)),
        ("What has changed in the Ahus plan?", (NEW, OLD), (8, 10)),
        ("Kva er skilnaden på dei to Ahus-planane?", (NEW, OLD), (8, 10)),
    ],
)
def test_two_plans_of_a_region_are_compared_over_time(
    engine: Engine, text: str, plans: tuple[str, ...], counts: tuple[int, ...]
) -> None:
    found = engine.ask(text)
    own = [part.findings for part in found.parts] or [tuple(range(len(found.findings)))]
    assert tuple(map(len, own)) == counts
    for numbers, plan_id in zip(own, plans, strict=True):
        assert {found.findings[number].measure.plan_id for number in numbers} == {plan_id}
    assert check(found, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Hva er felles for alle planene?", "Sammenlign"),
        ("Hva er felles for Ahus, Østfold og Helgeland?", "Sammenlign"),
        ("Kva er skilnaden på Ahus og Østfold?", "Samanlikn"),
        ("What is the difference between Ahus and Helgeland?", "Compare"),
        ("Hva har endret seg i Østfold-planen?", "Endringer"),
        ("Hvilke tiltak er bare i Østfold-planen og ikke i Helgeland-planen?", "Sammenlign"),
    ],
)
def test_what_no_answer_compares_is_refused_with_the_page(
    engine: Engine, text: str, page: str
) -> None:
    found = engine.ask(text)
    assert not found.answered
    assert page in found.answer
    assert check(found, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("text", "fewest"),
    [
        ("hva er forskjellen på Ahus sine to planer når det gjelder FACT Ung?", 2),
        ("Hva er forskjellen på Ahus og Østfold når det gjelder FACT Ung?", 3),
        ("Hva har Østfold og St. Olav til felles om rekruttering?", 4),
        ("Hvem skal lage felles bosettingsstrategi for pasienter med voldsrisiko?", 1),
        ("Hvilke frister er endret i Ahus-planen?", 3),
        ("Er det felles rutiner for transport av psykisk syke?", 1),
        ("Hvor mange like tiltak har sekretariatet?", 0),
    ],
)
def test_a_topic_is_answered_as_any_other(engine: Engine, text: str, fewest: int) -> None:
    found = engine.ask(text)
    assert len(found.findings) >= fewest
    assert "Sammenlign" not in found.answer


def test_a_place_without_a_plan_shares_nothing(engine: Engine) -> None:
    found = engine.ask("Hva er felles for Østfold og Bergen?")
    assert found.reason is Reason.REGION_NOT_INDEXED


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("hvordan vet vi at MILA har lykkes?", (311, 91)),
        ("hvordan vet Ahus at MILA har lykkes?", (311, 91)),
        ("Korleis måler vi MILA?", (311, 91)),
        ("How will we know that MILA has succeeded?", (311, 91)),
    ],
)
def test_signs_of_success_are_the_indicators(
    engine: Engine, text: str, lines: tuple[int, ...]
) -> None:
    found = engine.ask(text)
    assert found.question == text
    told = [line for line in found.answer.split("\n") if line.startswith("–")]
    assert len(told) >= 2
    assert all("indikator" in line or "indicator" in line for line in told)
    cited = {piece.line for source in found.citations for piece in source.pieces}
    assert cited >= set(lines)
    assert check(found, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hvem er kommet lengst med digital hjemmeoppfølging?", "Planene sier ikke hvem"),
        ("Kva region er komen lengst med FACT?", "Planane seier ikkje kven"),
        ("Who has come furthest with recruitment?", "The plans do not say who"),
    ],
)
def test_no_plan_says_who_has_come_furthest(engine: Engine, text: str, said: str) -> None:
    found = engine.ask(text)
    assert found.caveat is not None and found.caveat.startswith(said)
    assert len({finding.plan.region for finding in found.findings}) >= 2
    assert check(found, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hvem er kommet lengst med romfart?",
        "Hvordan vet vi at romfarten har lykkes?",
    ],
)
def test_what_no_plan_has_stays_refused(engine: Engine, text: str) -> None:
    assert not engine.ask(text).answered


def test_the_page_shows_pairs_and_refusals_as_the_text_does(engine: Engine) -> None:
    with TestClient(create_app(engine), headers={"Accept": "text/html"}) as client:
        pages = [
            client.get("/", params={"q": question}).text
            for question in (
                "Hva har Østfold og St. Olav til felles?",
                "Hva er felles for alle planene?",
                "Hva er fristen for hjemmesykehus i Ahus, og hvem godkjenner det?",
            )
        ]
    pairs, refused, halves = (
        page[page.index('<section class="answer') : page.index('id="passasjer"')] for page in pages
    )
    assert "6 par av tiltak" in pairs
    assert pairs.index("[1]") < pairs.index("[2]") < pairs.index("[3]")
    assert "Ikke besvart" in refused and "siden Sammenlign".lower() in refused.lower()
    assert "Ikke funnet" not in refused
    assert "ingen av tiltakene ovenfor sier dette" in halves.split('<section class="part"')[2]
