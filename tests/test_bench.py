"""What the benches are made of: the clock of stages, and an index grown from a small one."""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from eval.bench_search import STAGES, Clock, stages
from eval.grown import grow, varied
from indexer.index import load_index
from service.engine import Engine
from service.results import Filters
from tests.test_index import HashedWords, build


class Kitchen:
    """Two stages, one within the other."""

    def cook(self) -> str:
        return self.chop() + self.chop()

    def chop(self) -> str:
        return "."


def test_a_stage_has_its_own_time_only() -> None:
    ticks = count()
    clock = Clock(lambda: next(ticks) / 1000)
    with stages(clock, [("cooking", Kitchen, "cook"), ("chopping", Kitchen, "chop")]):
        assert Kitchen().cook() == ".."
    assert clock.spent == {"chopping": pytest.approx(2), "cooking": pytest.approx(3)}
    Kitchen().cook()
    assert clock.spent["chopping"] == pytest.approx(2)


@pytest.mark.parametrize(("stage", "owner", "name"), STAGES)
def test_every_stage_of_a_search_is_there(stage: str, owner: object, name: str) -> None:
    assert callable(getattr(owner, name, None)), stage


def test_a_text_is_varied_the_same_way_again() -> None:
    text = "Etablere felles rutiner for skrøpelige eldre i kommunene" * 9
    one, again = (varied(text, ["barn"], ["barnevakt"], random.Random(1)) for _ in range(2))
    assert one == again != text
    assert len(one.split()) == len(text.split())


def test_a_grown_index_is_an_index(tmp_path: Path) -> None:
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    (plans / "a.txt").write_text(
        "Plan for noe\n\nTiltak\tAnsvarlig\tFrist\nEtablere et team for unge\tAU\t2024\n", "utf-8"
    )
    (tmp_path / "corpus" / "health_communities.toml").write_bytes(
        Path("corpus/health_communities.toml").read_bytes()
    )
    build(tmp_path / "corpus", tmp_path / "index")
    small = load_index(tmp_path / "index")
    grow(small, 50, tmp_path / "large")
    large = load_index(tmp_path / "large")
    assert len(large.passages) == len(large.tokens) == large.vectors.ntotal == 50
    assert len({passage.passage_id for passage in large.passages}) == 50
    nearness = large.cosines(small.vector(0)[None, :])[0]
    assert nearness[:: len(small.passages)].min() > 0.9
    assert np.allclose([np.linalg.norm(large.vector(i)) for i in range(50)], 1, atol=1e-5)
    engine = Engine(large, HashedWords(), tmp_path / "large")
    assert engine.search("team for unge", Filters(), k=5).hits
