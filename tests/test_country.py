"""The country as a map of tiles: every region once, what its newest plan has, and what is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from indexer.records import Region
from service.api import create_app
from service.engine import Engine
from service.overview.compare import subject_sets, subjects_of
from service.pages.country import TOTALS, country_of, places
from service.pages.matrix import newest_of_regions
from service.results import Filters

HTML = {"Accept": "text/html", "Accept-Language": "nb"}


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


def regions(engine: Engine) -> list[Region]:
    return [community.region for community in engine.communities.all]


def test_every_community_has_a_place_of_its_own_and_no_place_is_without_one(engine: Engine) -> None:
    assert set(places()) == {region.region_id for region in regions(engine)}
    taken = Counter((place.row, place.column) for place in places().values())
    assert max(taken.values()) == 1
    assert len({place.name for place in places().values()}) == len(places())


def test_neighbours_in_the_country_are_near_each_other_on_the_map() -> None:
    for one, other in (
        ("finnmark", "unn"),
        ("helgeland", "nordtrondelag"),
        ("stolav", "moreromsdal"),
        ("oslo", "ahus"),
        ("ahus", "ostfold"),
        ("stavanger", "fonna"),
        ("agder", "telemark"),
    ):
        here, there = places()[one], places()[other]
        assert max(abs(here.row - there.row), abs(here.column - there.column)) == 1, (one, other)
    rows = [places()[name].row for name in ("finnmark", "nordland", "stolav", "oslo", "agder")]
    assert rows == sorted(rows)


def test_a_tile_counts_the_measures_of_its_regions_newest_plan(engine: Engine) -> None:
    newest = newest_of_regions(engine.plans)
    counts = {plan_id: count.measures for plan_id, count in engine.counts.items()}
    country = country_of(regions(engine), newest, counts, TOTALS)
    assert len(country.tiles) == len(regions(engine))
    found = {t.region.region_id: (t.plan.plan_id, t.measures) for t in country.tiles if t.plan}
    assert found["ahus"] == ("ahus-2026-2027", 21)
    assert found["stolav"] == ("stolav-2022-2024", 52)
    assert country.with_plan == len(found) == 4
    assert all(tile.measures == tile.shade == 0 for tile in country.tiles if not tile.plan)
    shades = {tile.region.region_id: tile.shade for tile in country.tiles if tile.plan}
    assert (shades["ahus"], shades["stolav"]) == (2, 3)


def test_a_new_plan_and_a_region_that_the_map_does_not_know_appear(engine: Engine) -> None:
    plan = engine.plans[0]
    agder = replace(plan, plan_id="agder-2026", region=Region("agder", "Helsefellesskapet Agder"))
    newby = replace(plan, plan_id="nyby-2026", region=Region("nyby", "Helsefellesskapet i Nyby"))
    counts = {"agder-2026": 3, "nyby-2026": 9}
    country = country_of(regions(engine), [agder, newby], counts)
    shown = {tile.name: (tile.plan, tile.measures, tile.shade) for tile in country.tiles}
    assert shown["Agder"] == (agder, 3, 2)
    assert shown["Nyby"] == (newby, 9, 4)
    assert [tile.name for tile in country.others] == ["Nyby"]
    assert country_of([], [newby], counts).tiles == country.others
    assert country_of([], [], {}).tiles == ()


def test_the_steps_of_the_key_meet(engine: Engine) -> None:
    steps = country_of(regions(engine), [], {}, TOTALS).steps
    assert steps[-1].most is None
    assert all(a.most == b.least - 1 for a, b in pairwise(steps) if a.most)


@pytest.mark.parametrize("topic", ["skropelige-eldre", "digital-hjemmeoppfolging", "legemidler"])
def test_a_topic_shows_what_comparing_finds(client: TestClient, engine: Engine, topic: str) -> None:
    page = client.get("/oversikt", params={"tema": topic}).text
    subjects = next(iter(subject_sets().values())).subjects
    (subject,) = (each for each in subjects if each.subject_id == topic)
    newest = newest_of_regions(engine.plans)
    scope = Filters(plan=tuple(plan.plan_id for plan in newest))
    expected: dict[str, set[str]] = {plan.plan_id: set() for plan in newest}
    for phrase in subject.phrases:
        for finding in engine.coverage(phrase, scope).findings:
            expected[finding.plan.plan_id].add(finding.measure.measure_id)
    tiles = re.findall(r'class="tile (s\d)"><a href="([^"]+)">.*?class="n">(\d+)<', page)
    assert sum(int(count) for _, _, count in tiles) == sum(map(len, expected.values()))
    for plan_id, measures in expected.items():
        anchor = f"#p-{plan_id}" if measures else f"/planer/{plan_id}"
        assert [int(count) for _, href, count in tiles if href == anchor] == [len(measures)]
        assert bool(measures) == (f'id="p-{plan_id}"' in page)
        for measure_id in measures:
            assert f'href="/tiltak/{measure_id}"' in page


def test_a_topic_of_ones_own_and_one_that_there_is_not(client: TestClient) -> None:
    page = client.get("/oversikt?q=hospitering&lang=en").text
    assert "Measures on “hospitering” in the newest plan of each region" in page
    assert 'value="hospitering"' in page
    assert "Not found in:" in page
    assert client.get("/oversikt?tema=romferge").status_code == 404
    assert client.get(f"/oversikt?q={'x' * 501}").status_code == 400
    hostile = client.get("/oversikt", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in hostile


def test_the_map_is_a_table_too(client: TestClient, engine: Engine) -> None:
    page = client.get("/oversikt").text
    table = page[page.index("Vis kartet som tabell") :]
    for region in regions(engine):
        assert table.index(region.name)
    assert table.count("ingen plan i samlingen") == len(regions(engine)) - 4


def test_topics_of_the_ready_set_are_offered_with_what_they_have(
    client: TestClient,
) -> None:
    page = client.get("/oversikt").text
    for subject in subjects_of((), None):
        assert f'href="/oversikt?tema={subject.subject_id}"' in page
    assert page.count('aria-current="true"') == 2  # the language, and all measures
