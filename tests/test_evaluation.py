"""That figures about the engine are themselves right: intervals, tests, parts, damage."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.blocks import between
from eval.damages import misread, mistype
from eval.encodings import Remembering
from eval.gold import Gold
from eval.parts import Part, PartEngine
from eval.plain import PlainBM25
from eval.refit import using
from eval.reliability import bins, calibration_error
from eval.rereading import read_again, texts_again
from eval.uncertainty import difference, interval, needs_of
from indexer.encoder import load_encoder
from indexer.index import load_index
from service.engine import Engine
from service.matching.relevance import model
from service.results import Filters

TEXT = "Kommunene skal forebygge fall hos skrøpelige eldre på sykehjem og i hjemmet. " * 20


def each(values: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {name: (value, 1.0) for name, value in values.items()}


def test_queries_of_one_need_are_drawn_together() -> None:
    dice = random.Random(1)
    values = {f"n{i}": dice.random() for i in range(40)}
    alone = interval(each(values), {name: name for name in values})
    thrice = {f"{name}/{lang}": value for name, value in values.items() for lang in "abc"}
    together = interval(each(thrice), {name: name.split("/")[0] for name in thrice})
    apart = interval(each(thrice), {name: name for name in thrice})

    def width(found: object) -> float:
        return found.high - found.low  # type: ignore[attr-defined,no-any-return]

    assert together.needs == 40
    assert width(together) == pytest.approx(width(alone), abs=1e-9)
    assert width(apart) < 0.7 * width(together)


def test_an_interval_is_that_of_the_mean() -> None:
    dice = random.Random(2)
    values = [dice.random() for _ in range(200)]
    found = interval(
        each({str(i): v for i, v in enumerate(values)}), {str(i): str(i) for i in range(200)}
    )
    half = 1.96 * float(np.std(values)) / 200**0.5
    assert found.value == pytest.approx(float(np.mean(values)))
    assert found.low == pytest.approx(float(np.mean(values)) - half, abs=0.01)
    assert found.high == pytest.approx(float(np.mean(values)) + half, abs=0.01)


def test_a_share_is_of_counts_and_not_of_queries() -> None:
    found = interval({"a": (1, 1), "b": (0, 3)}, {"a": "a", "b": "b"})
    assert found.value == 0.25
    assert interval({"a": (0, 0)}, {"a": "a"}).value is None


def test_a_small_steady_gain_is_told_from_noise() -> None:
    dice = random.Random(3)
    old = {str(i): dice.random() for i in range(60)}
    needs = {name: name for name in old}
    better = {name: value + 0.02 + 0.01 * dice.random() for name, value in old.items()}
    shuffled = dict(zip(old, dice.sample(list(old.values()), len(old)), strict=True))
    gain, noise = (difference(each(new), each(old), needs) for new in (better, shuffled))
    assert gain.is_sure
    assert gain.p < 0.001
    assert not noise.is_sure
    assert noise.p > 0.2


def test_one_lucky_need_in_many_languages_is_no_proof() -> None:
    old = {f"{need}{i}": 0.5 for need in "ab" for i in range(30)}
    new = {name: 0.9 if name.startswith("a") else 0.5 for name in old}
    assert difference(each(new), each(old), {name: name[0] for name in old}).p > 0.4
    assert difference(each(new), each(old), {name: name for name in old}).p < 0.001


def test_every_paraphrase_is_of_the_need_it_restates() -> None:
    gold = Gold()
    needs = needs_of(gold)
    queries = {query.query_id: query for query in gold.queries}
    for query_id, source in gold.sources.items():
        assert needs[query_id] == needs[source]
        assert queries[query_id].kind == queries[source].kind == "unanswerable"
        assert queries[query_id].split == queries[source].split
    restated = [q for q in gold.queries if "paraphrase" in q.traits and q.kind == "unanswerable"]
    assert {query.query_id for query in restated} <= gold.sources.keys()
    assert len({needs[q.query_id] for q in gold.queries if q.need}) == 70


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1])
def test_as_many_words_are_misread_as_said(share: float) -> None:
    damaged = misread(TEXT, share, "x")
    words, now = TEXT.split(), damaged.split()
    assert len(now) == len(words)
    changed = sum(a != b for a, b in zip(words, now, strict=True))
    assert changed == pytest.approx(share * len(words), abs=3)
    assert damaged == misread(TEXT, share, "x")
    assert share == 0 or damaged != misread(TEXT, share, "y")


def test_each_slip_is_in_a_word_of_its_own() -> None:
    question = "Hvem skal forebygge fall hos eldre?"
    for seed in "abcdefghij":
        changed = [
            a != b
            for a, b in zip(question.split(), mistype(question, 2, seed).split(), strict=True)
        ]
        assert sum(changed) <= 2
        assert not changed[1 + 3]  # "hos" is too short
    assert mistype("DHO nå", 2, "a") == "DHO nå"


def test_plain_bm25_prefers_the_rare_word() -> None:
    scores = PlainBM25(["fall og eldre", "eldre og barn", "eldre"]).scores("fall hos eldre")
    assert scores.argmax() == 0
    assert scores[2] > scores[1] > 0


def test_the_confidence_of_an_oracle_and_of_a_braggart() -> None:
    true = [(0.75, i % 4 > 0) for i in range(40)]
    assert calibration_error(true) == pytest.approx(0)
    assert calibration_error([(1.0, i % 2 == 0) for i in range(40)]) == pytest.approx(0.5)
    assert [b.low for b in bins([(1.0, True), (0.05, False)])] == [0.0, 0.9]


def test_marks_that_are_missing_are_told() -> None:
    text = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb"
    assert between(text, "x", "new") == "a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb"
    with pytest.raises(ValueError, match="y: begin"):
        between(text, "y", "new")


@pytest.fixture(scope="module")
def remembering() -> Remembering:
    return Remembering(load_encoder())


def hits(engine: Engine, text: str) -> list[tuple[str, float]]:
    return [(hit.passage.passage_id, hit.score) for hit in engine.search(text, Filters()).hits]


def test_without_nothing_the_engine_is_the_engine(engine: Engine, remembering: Remembering) -> None:
    index = load_index(engine.index_dir)
    whole = PartEngine(index, remembering, engine.index_dir, None)
    for text in ("fall hos skrøpelige eldre", "Who is responsible for FACT Ung?"):
        assert hits(whole, text) == hits(engine, text)
        assert whole.ask(text).confidence == engine.ask(text).confidence


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (Part.LATE, "fall hos eldre"),
        (Part.DENSE, "fall hos eldre"),
        (Part.BM25, "fall hos eldre"),
        (Part.WORDS, "fall hos eldre"),
        (Part.THESAURUS, "DHO"),
        (Part.ENGLISH, "digital home follow-up"),
        (Part.NYNORSK, "heimeoppfølging"),
        (Part.COMPOUNDS, "fallforebygging"),
        (Part.SPELLING, "skropelige eldre"),
        (Part.PLACES, "hva gjør Helgeland for eldre"),
        (Part.PRIOR, "strategisk samarbeidsutvalg"),
    ],
)
def test_a_part_that_is_off_is_missed(
    engine: Engine, remembering: Remembering, part: Part, question: str
) -> None:
    index = load_index(engine.index_dir)
    less = PartEngine(index, remembering, engine.index_dir, part)
    assert hits(less, question) != hits(engine, question)


def test_another_model_ranks_for_as_long_as_it_is_used(engine: Engine) -> None:
    before = hits(engine, "fall hos eldre")
    shipped = model()
    backwards = replace(shipped, weights=-shipped.weights)
    with using(backwards):
        assert hits(engine, "fall hos eldre") != before
    assert hits(engine, "fall hos eldre") == before


@pytest.mark.thorough
def test_texts_read_again_unchanged_are_the_index(
    engine: Engine, remembering: Remembering, tmp_path: Path
) -> None:
    again = read_again(Path("corpus"), tmp_path, remembering)
    assert [p.passage_id for p in again.passages] == [p.passage_id for p in engine.passages]
    assert [p.encoded for p in again.passages] == [p.encoded for p in engine.passages]
    ours, theirs = hits(Engine(again, remembering, tmp_path), "FACT Ung"), hits(engine, "FACT Ung")
    assert [passage_id for passage_id, _ in ours] == [passage_id for passage_id, _ in theirs]
    # A vector depends on the texts beside it by 1e-6 (`OnnxEncoder`), and so does a score.
    assert [score for _, score in ours] == pytest.approx([s for _, s in theirs], abs=5e-6)


def test_unmended_texts_keep_their_damage(tmp_path: Path) -> None:
    raw = texts_again(Path("corpus"), tmp_path, mended=False)
    text = "\n".join(p.encoded for p in raw if p.plan_id == "ahus-2026-2027")
    assert "skrgpelig" in text
