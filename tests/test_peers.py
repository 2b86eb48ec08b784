"""That peers are scored as they deserve: what a chunk holds, what a run says, what passes."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.gold import Gold, Targets
from eval.peers.endpoint import encode, served
from eval.peers.exchange import (
    CHUNKS,
    RUN,
    Chunk,
    Document,
    Question,
    Task,
    cut,
    is_done,
    perform,
    read_lines,
    read_run,
    whole,
    write_run,
    write_task,
)
from eval.peers.flat_window import OVERLAP, SIZE, windows
from eval.peers.places import Places, matching
from eval.peers.scoring import Judge, held_by_chunks, opened, opened_at_best
from eval.peers.vectors import Vectors
from eval.uncertainty import needs_of
from indexer.encoder import load_encoder
from indexer.model import BASE_MODEL
from indexer.records import Kind
from service.engine import Engine

AHUS = "ahus-2024-2025"


@pytest.fixture(scope="module")
def texts(engine: Engine) -> dict[str, str]:
    return {
        plan.plan_id: engine.document(plan.plan_id).read_bytes().decode() for plan in engine.plans
    }


@pytest.fixture(scope="module")
def places(engine: Engine, texts: dict[str, str]) -> Places:
    return Places(engine.passages, texts)


# ── what a chunk holds ───────────────────────────────────────────────────────────────────


def test_the_line_of_a_measure_holds_that_measure(
    engine: Engine, places: Places, texts: dict[str, str]
) -> None:
    alone = [
        passage
        for passage in engine.passages
        if passage.kind is Kind.MEASURE
        and passage.source.line == passage.source.end_line
        and sum(
            other.plan_id == passage.plan_id
            and other.source.line <= passage.source.line <= other.source.end_line
            for other in engine.passages
        )
        == 1
    ]
    assert len(alone) > 100
    for passage in alone:
        line = texts[passage.plan_id].split("\n")[passage.source.line - 1]
        assert places.held(passage.plan_id, line) == (passage,)


def test_a_whole_plan_holds_all_its_passages_in_their_order(
    engine: Engine, places: Places, texts: dict[str, str]
) -> None:
    for plan, text in texts.items():
        held = places.held(plan, text)
        assert {p.passage_id for p in held} == {
            p.passage_id for p in engine.passages if p.plan_id == plan
        }


def test_every_passage_is_held_by_some_window(
    engine: Engine, places: Places, texts: dict[str, str]
) -> None:
    held = {
        passage.passage_id
        for plan, text in texts.items()
        for window in windows(text)
        for passage in places.held(plan, window)
    }
    assert held == {passage.passage_id for passage in engine.passages}


def test_a_chunk_that_ends_early_in_a_measure_does_not_hold_it(
    engine: Engine, places: Places
) -> None:
    own = [p.measure for p in engine.passages if p.plan_id == AHUS and p.measure]
    measure = next(each for each in own if len(each.text.split()) >= 8)
    words = measure.text.split()
    held = [p.passage_id for p in places.held(AHUS, " ".join(words[: 2 * len(words) // 3]))]
    assert held == [measure.measure_id]
    early = [p.passage_id for p in places.held(AHUS, f"noe annet står her og der {words[0]}")]
    assert measure.measure_id not in early


def test_markup_blanks_and_case_do_not_matter(places: Places) -> None:
    line = "Etablere samarbeidsarena innenfor habiliteringsområdet"
    plain = places.held(AHUS, line)
    assert [p.source.line for p in plain] == [61]
    assert places.held(AHUS, f"| **{line.upper()}**   | <br>") == plain


def test_words_that_stand_anywhere_are_no_place() -> None:
    plan = [
        "i",
        "2024",
        "skal",
        "vi",
        "gjøre",
        "mye",
        "og",
        "i",
        "2025",
        "skal",
        "vi",
        "gjøre",
        "mer",
    ]
    assert matching(["i", "2024", "bygger", "de", "og"], plan) == frozenset()
    assert matching(["skal", "vi", "gjøre", "mer"], plan) == {9, 10, 11, 12}
    assert matching(["mer"], plan) == {12}
    assert matching([], plan) == frozenset()


# ── what a run says ──────────────────────────────────────────────────────────────────────


def test_chunks_are_read_from_top_to_bottom_and_each_passage_counts_once() -> None:
    held = {"a": ("m1", "m2"), "b": ("m2", "m3"), "c": ()}
    run = {"q": ["b", "c", "a"]}
    assert opened(run, held) == {"q": ("m2", "m3", "m1")}
    assert opened_at_best(run, held, {"q": {"m3": 2, "m1": 2}}) == {"q": ("m3", "m2", "m1")}


def test_a_run_comes_back_by_rank_whatever_its_scores(tmp_path: Path) -> None:
    write_run(tmp_path / RUN, {"q1": [("x", 0.5), ("a", 0.5)], "q2": [("b", 1.0)]}, "peer")
    assert (tmp_path / RUN).read_text().splitlines()[1] == "q1 Q0 a 2 0.500000 peer"
    assert read_run(tmp_path / RUN) == {"q1": ["x", "a"], "q2": ["b"]}


def test_a_system_that_answers_rightly_scores_one_and_silence_scores_zero(engine: Engine) -> None:
    gold = Gold()
    targets = Targets(gold, engine.passages)
    judge = Judge(gold, targets, needs_of(gold))
    right = {
        query.query_id: sorted(
            judge.qrels[query.query_id], key=lambda t: -judge.qrels[query.query_id][t]
        )
        for query in judge.queries
    }
    best = judge.values(right)
    assert all(value == pytest.approx(1) for value in best["nDCG@10"].values())
    silent = judge.values({query.query_id: [] for query in judge.queries})
    assert silent["nDCG@10"] == dict.fromkeys(best["nDCG@10"], 0)


def test_chunks_are_named_by_what_the_judgements_call_their_passages(
    engine: Engine, places: Places
) -> None:
    targets = Targets(Gold(), engine.passages)
    line = "Etablere samarbeidsarena innenfor habiliteringsområdet"
    held = held_by_chunks([Chunk("c", AHUS, line)], places, targets)
    assert held == {"c": (f"{AHUS}/03",)}


# ── what passes ──────────────────────────────────────────────────────────────────────────


def test_windows_overlap_and_leave_nothing_out() -> None:
    text = "".join(chr(97 + i % 26) for i in range(2 * SIZE + 10))
    found = windows(text)
    assert found[0][-OVERLAP:] == found[1][:OVERLAP]
    assert found[0] + "".join(window[OVERLAP:] for window in found[1:]) == text
    assert windows("kort") == ["kort"]


class ByLength:
    """Finds the longest first."""

    settings = "by length"

    def __init__(self, task: Task, _: Path) -> None:
        self.ready = task.ready
        self.chunks: list[Chunk] = []

    def add(self, documents: list[Document]) -> list[Chunk]:
        self.chunks = whole(documents) if self.ready else cut(documents, str.splitlines)
        return self.chunks

    def search(self, question: str, k: int) -> list[tuple[str, float]]:
        found = [(chunk.id, float(len(chunk.text))) for chunk in self.chunks]
        return sorted(found, key=lambda each: -each[1])[:k]


@pytest.mark.parametrize(("ready", "best"), [(True, "d"), (False, "d#3")])
def test_a_task_is_done_in_its_folder(tmp_path: Path, ready: bool, best: str) -> None:
    task = Task(ready=ready, setting="", encoder="", address="", dimensions=384, k=1)
    write_task(tmp_path, task, [Document("d", "en\n\nto linjer")], [Question("q", "hva?")])
    perform("by-length", ("numpy",), ByLength, str(tmp_path))  # type: ignore[arg-type]
    assert read_run(tmp_path / RUN) == {"q": [best]}
    texts = [line["text"] for line in read_lines(tmp_path / CHUNKS)]
    assert texts == (["en\n\nto linjer"] if ready else ["en", "to linjer"])


def test_a_run_of_other_documents_is_made_again(tmp_path: Path) -> None:
    task = Task(ready=True, setting="", encoder="", address="a", dimensions=384, k=1)
    documents, questions = [Document("d", "tekst")], [Question("q", "hva?")]
    write_task(tmp_path, task, documents, questions)
    assert not is_done(tmp_path, task, documents, questions)
    perform("by-length", ("numpy",), ByLength, str(tmp_path))  # type: ignore[arg-type]
    assert is_done(tmp_path, replace(task, address="b"), documents, questions)
    assert not is_done(tmp_path, replace(task, k=2), documents, questions)
    assert not is_done(tmp_path, task, [Document("d", "annen tekst")], questions)


def test_the_endpoint_gives_the_encoders_own_vectors() -> None:
    texts = ["skrøpelige eldre", "FACT Ung"]
    encoder = load_encoder(BASE_MODEL)
    with served() as address:
        vectors = Vectors(f"{address}/{BASE_MODEL}/v1")
        queries = vectors.prefixed([f"query: {text}" for text in texts])
        passages = vectors.passages(texts)
    assert np.allclose(queries, encoder.encode_queries(texts).vectors, atol=1e-5)
    assert np.allclose(passages, encoder.encode_passages(texts).vectors, atol=1e-5)


def test_the_endpoint_refuses_a_text_without_its_prefix() -> None:
    with pytest.raises(ValueError, match="prefix"):
        encode(BASE_MODEL, ["skrøpelige eldre"])
    body = json.dumps({"input": ["query: a", "passage: b"], "model": "encoder"}).encode()
    with served() as address, pytest.raises(urllib.error.HTTPError, match="400") as caught:
        urllib.request.urlopen(f"{address}/{BASE_MODEL}/v1/embeddings", body)
    caught.value.close()
