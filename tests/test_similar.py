"""Counterparts of a measure in other regions and plans."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.errors import NotFound
from service.engine import Engine
from service.results import Filters, Scope

FACT_UNG = "stolav-2022-2024:p4:t2:r8"
COUNTERPARTS = {
    "ahus-2024-2025:p4:t3:r7",
    "ahus-2026-2027:p2:t1:r4",
    "ostfold-2023-2024:t1:r2.4",
}


def test_the_measures_most_like_fact_ung_are_the_other_fact_ungs(engine: Engine) -> None:
    result = engine.similar_to(FACT_UNG)
    assert result.measure is not None
    assert result.measure.number == "1.5.1"
    assert {each.measure.measure_id for each in result.similar[:3]} == COUNTERPARTS


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_holds_for_every_counterpart(engine: Engine, scope: Scope) -> None:
    measure_id = "ahus-2024-2025:p4:t3:r7"
    own = engine.plan("ahus-2024-2025")
    result = engine.similar_to(measure_id, scope, k=500)
    ids = [each.measure.measure_id for each in result.similar]
    assert measure_id not in ids
    assert len(ids) == len(set(ids))
    expected = {
        passage.passage_id
        for passage in engine.passages
        if passage.measure
        and passage.passage_id != measure_id
        and (scope is Scope.ALL or passage.plan_id != own.plan_id)
        and (
            scope is not Scope.OTHER_REGIONS
            or engine.plan(passage.plan_id).region.region_id != own.region.region_id
        )
    }
    assert set(ids) == expected


def test_counterparts_are_in_order_and_scored_from_0_to_1(engine: Engine) -> None:
    similar = engine.similar_to(FACT_UNG, Scope.ALL, k=50).similar
    assert all(one.score >= other.score for one, other in pairwise(similar))
    assert all(0 <= each.score <= 1 for each in similar)
    assert engine.similar_to(FACT_UNG, Scope.ALL, k=50).similar == similar


def test_a_measures_own_text_finds_it_first(engine: Engine) -> None:
    for measure_id in (FACT_UNG, "helgeland-2023-2025:t4:r4", "ahus-2024-2025:p8:t3:r24"):
        result = engine.similar_text(engine.measure(measure_id).text, k=1)
        assert result.measure is None
        assert result.similar[0].measure.measure_id == measure_id


def test_the_fields_that_agree_do_agree(engine: Engine) -> None:
    measure = engine.measure("ahus-2024-2025:p4:t3:r7")
    agreed = set()
    for each in engine.similar_to(measure.measure_id, Scope.ALL, k=100).similar:
        agreed |= set(each.same)
        assert ("years" in each.same) == bool(set(measure.years) & set(each.measure.years))
        if "target_group" in each.same:
            assert each.measure.target_group
        if "responsible" in each.same:
            assert each.measure.responsible
    assert agreed == {"target_group", "responsible", "years"}


def test_a_filter_holds_for_counterparts_of_a_text(engine: Engine) -> None:
    similar = engine.similar_text("FACT Ung-team", Filters(region=("ostfold",)), k=50).similar
    assert similar[0].measure.measure_id == "ostfold-2023-2024:t1:r2.4"
    assert {each.plan.plan_id for each in similar} == {"ostfold-2023-2024"}


def test_prose_and_unknown_ids_have_no_counterparts(engine: Engine) -> None:
    prose = next(p.passage_id for p in engine.passages if p.measure is None)
    for name in (prose, "stolav-2022-2024:p4:t2:r99"):
        with pytest.raises(NotFound, match="no measure is called"):
            engine.similar_to(name)
