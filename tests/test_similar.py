"""Counterparts of a measure in other regions and plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from indexer.errors import NotFound
from indexer.late import text_part
from service import models
from service.cli import printing
from service.engine import Engine
from service.files import sheets
from service.overview.agreement import agreeing
from service.overview.similar import FEATURES, Floats
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
    found = [each.measure.measure_id for each in result.similar]
    assert set(found[:3]) == COUNTERPARTS


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


def test_a_pair_has_one_score_from_both_sides_and_in_every_scope(engine: Engine) -> None:
    def scores(measure_id: str, scope: Scope) -> dict[str, float]:
        found = engine.similar_to(measure_id, scope, k=500).similar
        return {each.measure.measure_id: each.score for each in found}

    own, every = scores(FACT_UNG, Scope.OTHER_REGIONS), scores(FACT_UNG, Scope.ALL)
    assert own.items() <= every.items()
    for other in sorted(every)[::20]:
        assert scores(other, Scope.ALL)[FACT_UNG] == pytest.approx(every[other], abs=1e-4)


def test_late_interaction_is_what_a_loop_finds(engine: Engine) -> None:
    likeness = engine.likeness
    orders = [likeness.orders[0], likeness.orders[70]]
    mean = np.mean(np.concatenate([text_tokens(engine, o) for o in likeness.orders]), axis=0)
    (own, own_weights), (other, other_weights) = (
        _away(text_tokens(engine, order) - mean) for order in orders
    )
    near = [[float(a @ b) for b in other] for a in own]
    covered = np.average([max(row) for row in near], weights=own_weights)
    covers = np.average([max(column) for column in zip(*near, strict=True)], weights=other_weights)
    found = likeness.features(orders[0])[70, FEATURES.index("late")]
    assert found == pytest.approx(max(covered, covers), abs=1e-4)


def text_tokens(engine: Engine, order: int) -> Floats:
    tokens = engine._index.tokens.of(order)
    return tokens[text_part(engine.passages[order], len(tokens))]


def _away(tokens: Floats) -> tuple[Floats, Floats]:
    lengths = np.linalg.norm(tokens, axis=1)
    return tokens / lengths[:, None], lengths**2


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("Barn/unge", (), ()), ("Barn og unge", (), ()), ("target_group",)),
        (("Skrøpelige eldre", (), ()), ("Eldre med skrøpelighet", (), ()), ("target_group",)),
        (("Eldre", (), ()), ("Skrøpelige eldre", (), ()), ("target_group_overlap",)),
        (
            ("Skrøpelige/ sårbare eldre", (), ()),
            ("Skrøpelig eldre", (), ()),
            ("target_group_overlap",),
        ),
        (("Pårørende til eldre", (), ()), ("Eldre", (), ()), ()),
        (("Pårørande til eldre", (), ()), ("Barn, unge, pårørande", (), ()), ()),
        (
            ("Personer med psykiske lidelser", (), ()),
            ("Personer med somatiske lidelser", (), ()),
            (),
        ),
        ((None, (), ()), (None, (), ()), ()),
        (("–", (), ()), ("–", (), ()), ()),
        ((None, ("AU",), ()), (None, ("Sekretariat", "AU"), ()), ("responsible",)),
        ((None, ("Fagråd barn",), ()), (None, ("Fagråd eldre",), ()), ("body_kind",)),
        ((None, ("Fagråd barn",), ()), (None, ("Sekretariat",), ()), ()),
        ((None, (), (2024, 2025)), (None, (), (2025, 2024)), ("years",)),
        ((None, (), (2024, 2025)), (None, (), (2025,)), ("years_overlap",)),
        ((None, (), (2024,)), (None, (), (2025,)), ()),
    ],
)
def test_fields_agree_by_their_words(
    engine: Engine,
    one: tuple[str | None, tuple[str, ...], tuple[int, ...]],
    other: tuple[str | None, tuple[str, ...], tuple[int, ...]],
    agree: tuple[str, ...],
) -> None:
    plain = replace(engine.measure(FACT_UNG), goal=None)
    pair = [
        replace(plain, target_group=group, responsible=bodies, years=years)
        for group, bodies, years in (one, other)
    ]
    assert agreeing(*pair) == agree
    assert agreeing(*reversed(pair)) == agree


def test_measures_of_one_goal_agree_in_it(engine: Engine) -> None:
    plain = replace(
        engine.measure(FACT_UNG),
        target_group=None,
        responsible=(),
        years=(),
        goal="Trygg reise",
    )
    assert agreeing(plain, replace(plain, goal="Trygge reiser")) == ("goal",)
    assert agreeing(plain, replace(plain, goal="Trygg innleggelse")) == ()


def test_a_text_in_other_words_than_all_plans_is_like_nothing(engine: Engine) -> None:
    found = engine.similar_text("Reparasjon av gatelys og brøyting av fortau", k=1).similar
    assert found[0].score < 0.2


def test_a_filter_holds_for_counterparts_of_a_text(engine: Engine) -> None:
    similar = engine.similar_text("FACT Ung-team", Filters(region=("ostfold",)), k=50).similar
    assert similar[0].measure.measure_id == "ostfold-2023-2024:t1:r2.4"
    assert {each.plan.plan_id for each in similar} == {"ostfold-2023-2024"}


def test_prose_and_unknown_ids_have_no_counterparts(engine: Engine) -> None:
    prose = next(p.passage_id for p in engine.passages if p.measure is None)
    for name in (prose, "stolav-2022-2024:p4:t2:r99"):
        with pytest.raises(NotFound, match="no measure is called"):
            engine.similar_to(name)


NOWHERE = ("palliativt team", "logoped og talevansker")
"""What no measure of the corpus is a counterpart of."""


@pytest.mark.parametrize("text", NOWHERE)
def test_what_has_no_counterpart_is_said_to_have_none_before_the_nearest(
    engine: Engine, text: str
) -> None:
    found = models.SimilarResult.of(engine.similar_text(text, k=3))
    assert len(found.similar) == 3
    assert not any(each.likely for each in found.similar)
    said = printing.similar_text(found)
    none, apart, first, *_ = said.split("\n\n")
    assert none == "Ingen trolige motstykker funnet."
    assert apart == "Neppe motstykker, men nærmest:"
    assert first.startswith("1. ")
    assert "Felles" not in said
    assert sheets.similar_book(found).words == (f"{none} {apart}",)


def test_likely_counterparts_stand_before_those_that_hardly_are(engine: Engine) -> None:
    found = models.SimilarResult.of(engine.similar_to(FACT_UNG))
    said = printing.similar_text(found, Scope.OTHER_REGIONS)
    likely, unlikely = said.split("Neppe motstykker, men nærmest:")
    assert all(measure_id in likely for measure_id in COUNTERPARTS)
    assert "Ingen trolige motstykker" not in said
    for each in found.similar:
        assert each.likely == (each.score >= 0.2)
        assert each.measure.measure_id in (likely if each.likely else unlikely)
    assert "Felles: dels år" in printing.similar_text(
        models.SimilarResult.of(engine.similar_to("ahus-2024-2025:p8:t3:r25"))
    )
    marks = [row[3] for row in sheets.similar_book(found).sheets[0].rows]
    assert marks == ["ja" if each.likely else "neppe" for each in found.similar]


def test_where_nothing_was_looked_through_is_said(engine: Engine) -> None:
    found = models.SimilarResult.of(engine.similar_to(FACT_UNG, k=100))
    rest = found.model_copy(update={"similar": found.similar[-3:]})
    for scope, where in (
        (Scope.OTHER_REGIONS, " i andre regioner"),
        (Scope.OTHER_PLANS, " i andre planer"),
        (Scope.ALL, ""),
    ):
        assert f"Ingen trolige motstykker funnet{where}." in printing.similar_text(rest, scope)
