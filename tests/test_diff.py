"""What became of a plan's measures: the Ahus plans, and two invented successors.

The files under `tests/plans` are invented: what became of each measure was decided when they were
written, and the second was written when the thresholds stood.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from eval.gold import Gold, Targets
from eval.successors import FIELDS, GoldDiff, became_in
from eval.unseen import indexed
from indexer.build import build_index
from indexer.encoder import load_encoder
from indexer.errors import UnknownFilter
from indexer.records import Plan, Region
from service.api import create_app
from service.engine import Engine, open_engine
from service.over_time.changes import changes, same_wording
from service.over_time.diff import Diff, Relation
from service.scope.succession import succession

AHUS = ("ahus-2024-2025", "ahus-2026-2027")
STOLAV = (
    ("0.1.1", "1.1"), ("0.1.2", "1.2"), ("0.2.1", "1.3"), ("0.3.1 0.3.4", "1.4"),
    ("0.4.1", "1.5"), ("0.4.2", "1.6"), ("0.6.1", "1.7 1.8"), ("0.7.1 0.7.2", "1.9"),
    ("1.1.1", "2.1 2.2"), ("1.2.1 2.1.3A", "2.3"), ("1.3.1", "2.4"), ("1.3.2", "2.5"),
    ("1.4.1 2.1.3B", "2.6"), ("1.5.1", "2.7 2.8"), ("1.7.1", "2.10"), ("1.6.1 2.1.2A", "3.1"),
    ("2.1.1", "3.2"), ("3.3.1", "4.1"), ("3.3.2", "4.2"), ("4.1.1", "5.1"), ("4.1.3", "5.2"),
    ("4.2.2", "5.4"), ("4.3.1", "5.5"), ("5.1.1", "6.1"), ("5.2.1", "6.2"), ("5.2.3", "6.3"),
    ("5.3.2", "6.4"), ("6.1.1", "7.1"),
)  # fmt: skip
HELGELAND = (
    ("t1:r1.1", "2"), ("t1:r2.3", "10 11"), ("t2:r1.1 t2:r1.2", "14"), ("t2:r2", "13"),
    ("t3:r1", "1"), ("t3:r2", "3"), ("t3:r3", "4"), ("t3:r5", "5"), ("t3:r6", "7"),
    ("t3:r7", "8"), ("t3:r8", "9"), ("t4:r1.2", "17"), ("t4:r1.3", "16"), ("t4:r1.4", "18"),
    ("t4:r4", "19"),
)  # fmt: skip


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Engine:
    """An engine over the corpus and the invented successors."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(corpus, folder / "corpus")
    for path in (Path(__file__).parent / "plans").glob("*.txt"):
        shutil.copy(path, folder / "corpus" / "plans")
    build_index(folder / "corpus", folder / "index", load_encoder(), lambda *_: None)
    return open_engine(folder / "index")


def links(found: Diff) -> set[tuple[str, str]]:
    """Pairs by number, or by place where the plan has none."""

    def name(measure_id: str, number: str | None) -> str:
        return number or measure_id.split(":", 1)[1]

    return {
        (
            name(each.old.measure_id, each.old.number),
            name(each.new.measure_id, each.new.number),
        )
        for each in found.continued
    }


def expected(table: tuple[tuple[str, str], ...]) -> set[tuple[str, str]]:
    return {(old, new) for olds, news in table for old in olds.split() for new in news.split()}


@pytest.fixture(scope="module")
def ahus(engine: Engine) -> Diff:
    return engine.over_time.diff(*AHUS)


def test_the_measures_of_ahus_are_placed_as_judged(engine: Engine, ahus: Diff) -> None:
    key = Targets(Gold(), engine.passages).key_of
    found = {(key[each.old.measure_id], key[each.new.measure_id]) for each in ahus.continued}
    became = GoldDiff().became
    assert len(became.measures) == 24 + 21
    assert not became.misplaced(found)


def test_no_change_is_said_that_was_not_judged_to_be_one(engine: Engine, ahus: Diff) -> None:
    targets = Targets(Gold(), engine.passages)
    judged = {each.old[0]: each for each in GoldDiff().judged if each.changed}
    for each in ahus.continued:
        if each.relation is not Relation.ONE_TO_ONE:
            continue
        gold = judged[targets.key_of[each.old.measure_id]]
        said = {name for name, _, _ in each.changes.changed}
        assert said <= {*gold.changed, *gold.either}
        assert {*gold.changed} - said <= {*each.changes.unread}
        assert {*each.changes.unread} <= {*each.old.uncertain, *each.new.uncertain}


def test_a_change_gives_both_values_as_the_measures_have_them(ahus: Diff) -> None:
    for each in ahus.continued:
        for name, before, after in each.changes.changed:
            assert name in FIELDS
            assert before == getattr(each.old, name)
            assert after == getattr(each.new, name)
    spread = next(each for each in ahus.continued if "MILA" in each.old.text)
    assert ("deadline", "2024-2025", "2027") in spread.changes.changed
    assert "target_group" not in {name for name, _, _ in spread.changes.changed}


@pytest.mark.thorough
def test_an_invented_successor_is_told_measure_by_measure(later: Engine) -> None:
    found = later.over_time.diff("stolav-2022-2024", "stolav-2025-2026")
    assert links(found) == expected(STOLAV)
    split = {each.old.number for each in found.continued if each.relation is Relation.SPLIT}
    merged = {each.new.number for each in found.continued if each.relation is Relation.MERGED}
    assert split == {"0.6.1", "1.1.1", "1.5.1"}
    assert merged == {"1.4", "1.9", "2.3", "2.6", "3.1"}
    unchanged = {
        each.old.number
        for each in found.continued
        if "text" not in {name for name, _, _ in each.changes.changed}
    }
    assert unchanged == {"0.1.2", "4.1.1", "5.2.3"}


@pytest.mark.thorough
def test_a_second_one_is_told_measure_by_measure(later: Engine) -> None:
    found = later.over_time.diff("helgeland-2023-2025", "helgeland-2026-2027")
    assert links(found) == expected(HELGELAND)


def test_most_of_what_a_plan_says_anew_is_found(tmp_path: Path) -> None:
    """A collection that nothing is fitted on: nine measures go on, and none in its old words."""
    strangers = indexed("c12", tmp_path, load_encoder())
    became = became_in("c12", strangers.passages)
    found = {
        (each.old.measure_id, each.new.measure_id)
        for each in strangers.over_time.diff(*became.plans).continued
    }
    assert len(found & became.must) >= 7
    assert len(found - became.must - became.may) <= 2
    assert len(became.misplaced(found)) <= 8


@pytest.mark.parametrize("turned", [False, True], ids=["forwards", "backwards"])
@pytest.mark.thorough
def test_every_measure_is_in_one_place(later: Engine, turned: bool) -> None:
    plans = ("stolav-2022-2024", "stolav-2025-2026")
    found = later.over_time.diff(*(reversed(plans) if turned else plans))
    old = [m.measure_id for m in later.measures().measures if m.plan_id == found.old.plan_id]
    new = [m.measure_id for m in later.measures().measures if m.plan_id == found.new.plan_id]
    continued = {each.old.measure_id for each in found.continued}
    came = {each.new.measure_id for each in found.continued}
    gone, added = ({m.measure_id for m in each} for each in (found.gone, found.added))
    assert continued | gone == set(old)
    assert came | added == set(new)
    assert not continued & gone
    assert not came & added
    for each in found.continued:
        parts = [e for e in found.continued if e.old == each.old]
        sources = [e for e in found.continued if e.new == each.new]
        assert (len(parts) > 1) == (each.relation is Relation.SPLIT)
        assert (len(sources) > 1) == (each.relation is Relation.MERGED)


def test_a_plan_against_itself_has_no_changes_twins_included(engine: Engine) -> None:
    for plan in engine.plans:
        found = engine.over_time.diff(plan.plan_id, plan.plan_id)
        assert not found.gone
        assert not found.added
        for each in found.continued:
            assert each.old == each.new
            assert each.score == 1.0
            assert not each.changes.changed


def test_plans_of_different_regions_hardly_continue_each_other(engine: Engine) -> None:
    for old in engine.plans:
        for new in engine.plans:
            if old.region != new.region:
                assert len(engine.over_time.diff(old.plan_id, new.plan_id).continued) <= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fagråd pasient-samarbeid", "Fagråd pasientsamarbeid"),
        ("Eldre med skrøpeligheit", "eldre med skrøpelighet"),
        ("Barne- og ungdomsklinikken", "Barne-og ungdomsklinikken"),
        ("ordningen – mer fleksibilitet", "ordningen — mer fleksibilitet"),
        ("koordinert oppfølging", "koordinert oppfalging"),
        ("• I kommunene\n• Til flere", "I kommunene Til flere"),
        ("Sekretariat", "Sekretariatet"),
    ],
)
def test_spelling_and_typography_are_no_change(one: str, other: str) -> None:
    assert same_wording(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("barn 0-6 år", "barn 0-8 år"),
        ("i 2 kommuner", "i 3 kommuner"),
        ("mulig løsning", "umulig løsning"),
        ("kompetansedeling i kommunene", "kompetanseheving i kommunene"),
        ("Etablere fagråd", "Ikke etablere fagråd"),
        ("LSF voksen", "LSF voksne i hver region"),
        ("prosjektet IHT", "tjenestemodellen IHT"),
        ("AU", ""),
    ],
)
def test_another_word_or_figure_is_a_change(one: str, other: str) -> None:
    assert not same_wording(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fagråd for pasientsamarbeid", "Fagråd pasientsamarbeid", True),
        ("Fagråd for rus", "Fagråd innenfor rus", True),
        ("Fagråd innan psykisk helse", "Fagråd innen psykisk helse", True),
        ("Fagråd sjukehus", "Fagråd sykehus", True),
        ("Fagråd akuttmed. kjede og beredskap", "Fagråd for akuttmedisinsk kjede/beredskap", True),
        ("Medisinskfaglig samarbeidsutvalg (MSU)", "Medisinskfaglig samarbeidsutvalg", True),
        ("Alle kommunane", "Alle kommuner", True),
        ("¢ Fagråd rus", "Fagråd rus", True),
        ("Øvrige fagråd", "Fagråd", False),
        ("Alle kommuner", "Aktuelle kommuner", False),
        ("Fagråd rus (Rana)", "Fagråd rus (Vefsn)", False),
        ("Fagråd rus", "Fagråd rus (leder)", False),
        ("Fagråd A med støtte fra fagråd B", "Fagråd A", False),
        ("Fagråd rus", "Fagråd rus og psykisk helse", False),
        ("AU", "ASU", False),
    ],
)
def test_one_body_in_two_spellings_is_no_change(
    engine: Engine, one: str, other: str, same: bool
) -> None:
    (measure,) = engine.measures(k=1).measures
    old, new = (replace(measure, responsible=(name,), uncertain=()) for name in (one, other))
    found = changes(old, new, {"responsible"}).changed
    assert found == (() if same else (("responsible", (one,), (other,)),))


def plan(plan_id: str, region: str, period: tuple[int, int] | None) -> Plan:
    return Plan(plan_id, "", Region(region, region), None, period, "nb", "", "", None)


def test_the_next_plan_is_the_regions_next_in_time() -> None:
    plans = [
        plan("a", "r", (2020, 2023)),
        plan("b", "r", (2022, 2024)),
        plan("b2", "r", (2022, 2024)),
        plan("c", "r", (2025, 2026)),
        plan("d", "r", None),
        plan("e", "s", (2021, 2024)),
    ]
    found = succession(plans)
    after = {name: each.successor and each.successor.plan_id for name, each in found.items()}
    before = {name: each.predecessor and each.predecessor.plan_id for name, each in found.items()}
    assert after == {"a": "b", "b": "c", "b2": "c", "c": None, "d": None, "e": None}
    assert before == {"a": None, "b": "a", "b2": None, "c": "b2", "d": None, "e": None}


def test_an_unknown_plan_is_an_error_with_suggestions(engine: Engine) -> None:
    with pytest.raises(UnknownFilter, match="ahus-2028"):
        engine.over_time.diff("ahus-2024-2025", "ahus-2028")


@pytest.fixture(scope="module")
def client(later: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(later)) as client:
        yield client


@pytest.mark.thorough
def test_the_diff_over_http(client: TestClient) -> None:
    body = client.get("/v1/diff?from=stolav-2022-2024&to=stolav-2025-2026").json()
    assert (body["from"], body["to"]) == ("stolav-2022-2024", "stolav-2025-2026")
    assert [plan["plan_id"] for plan in body["plans"]] == [body["from"], body["to"]]
    for pair in body["continued"]:
        assert {"from", "to", "score", "changed", "relation", "unread"} <= set(pair)
        assert 0 <= pair["score"] <= 1
        for field, (old, new) in pair["changed"].items():
            assert (pair["from"][field], pair["to"][field]) == (old, new)
            assert old != new
    assert {"2.9", "3.3", "5.3", "6.5", "7.2"} == {measure["number"] for measure in body["new"]}
    assert len(body["split"]) == 3
    assert all(len(each["to"]) == 2 for each in body["split"])
    assert {len(each["from"]) for each in body["merged"]} == {2}
    assert any("gjennomført" in note for note in body["notes"])


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 422), ("?from=ahus-2024-2025", 422), ("?from=ahus-2024-2025&to=nowhere", 400),
     ("?from=ahus-2024-2025&to=ahus-2026-2027&k=3", 400)],
)  # fmt: skip
@pytest.mark.thorough
def test_a_wrong_diff_is_a_problem(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/v1/diff{query}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.thorough
def test_a_plan_names_its_neighbours(client: TestClient) -> None:
    body = client.get("/v1/plans/ahus-2026-2027").json()
    assert (body["predecessor"], body["successor"]) == ("ahus-2024-2025", None)


@pytest.mark.thorough
def test_regions_apart_and_turned_plans_are_said(client: TestClient) -> None:
    apart = client.get("/v1/diff?from=ostfold-2023-2024&to=ahus-2026-2027").json()["notes"]
    assert any("hver sin region" in note for note in apart)
    turned = client.get("/v1/diff?from=ahus-2026-2027&to=ahus-2024-2025").json()["notes"]
    assert any("eldste" in note for note in turned)
