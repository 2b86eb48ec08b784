"""The second look: what is read together with a question, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer import model as packaged
from indexer.encoder import Encoder, load_encoder
from indexer.errors import ModelError
from indexer.reranker import PASSAGE_TOKENS, Reranker, load_reranker
from service.engine import Engine
from service.matching.match import Match
from service.matching.relevance import REREAD_FEATURES, confidence, model, relevance
from service.matching.reranking import ALWAYS, LEAST, READ, RerankingMatcher

FALLS = "Fallforebyggende hjembesøk hos eldre over 80 år. Ansvarlig: ergoterapitjenesten."
BABIES = "Hjemmebesøk av jordmor hos familier med nyfødte. Ansvarlig: helsestasjonen."
ROADS = "Asfaltering av gang- og sykkelveier i sentrum. Ansvarlig: teknisk etat."
LIBRARY = "Utvidet åpningstid på biblioteket. Ansvarlig: kulturetaten."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def read(encoder: Encoder, question: str, *passages: str) -> list[float]:
    middle = encoder.encode_passages(passages).middle
    asked = encoder.encode_queries([question]).middle[0]
    return [float(logit) for logit in load_reranker().read(asked, middle)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hva gjør de for at gamle ikke skal snuble hjemme?", FALLS),
        ("Kven vitjar familiar som nettopp har fått barn?", BABIES),
        ("where can I cycle safely", ROADS),
        ("biblotek opningstid", LIBRARY),
    ],
)
def test_what_answers_is_told_from_the_rest(encoder: Encoder, question: str, answer: str) -> None:
    every = (FALLS, BABIES, ROADS, LIBRARY)
    assert every[int(np.argmax(read(encoder, question, *every)))] == answer


def test_for_whom_a_measure_is_makes_a_difference(encoder: Encoder) -> None:
    """The words are the same but for the people."""
    (elderly,) = read(encoder, "hjemmebesøk hos eldre", FALLS)
    (babies,) = read(encoder, "hjemmebesøk hos nyfødte", FALLS)
    assert elderly > babies + 2


def test_a_passage_is_read_by_itself(encoder: Encoder) -> None:
    """Arithmetic of 8 bits would otherwise depend on what is read beside it."""
    question = "fall hos eldre"
    assert read(encoder, question, FALLS, ROADS)[0] == pytest.approx(
        read(encoder, question, FALLS)[0], abs=0.05
    )
    middle = encoder.encode_passages([FALLS, ROADS]).middle
    asked = encoder.encode_queries([question]).middle[0]
    alone = load_reranker().read(asked, middle[:1])
    assert load_reranker().read(asked, middle)[0] == alone[0]
    assert load_reranker().read(asked, middle[::-1])[1] == alone[0]


def test_a_long_passage_is_read_up_to_where_training_went(encoder: Encoder) -> None:
    middle = encoder.encode_passages([" ".join([FALLS] * 20)]).middle[0]
    assert len(middle) > PASSAGE_TOKENS
    asked = encoder.encode_queries(["fall hos eldre"]).middle[0]
    reranker = load_reranker()
    whole, cut = reranker.read(asked, [middle]), reranker.read(asked, [middle[:PASSAGE_TOKENS]])
    assert whole[0] == cut[0]


def test_nothing_to_read_is_no_error(encoder: Encoder) -> None:
    asked = encoder.encode_queries(["fall"]).middle[0]
    assert load_reranker().read(asked, []).shape == (0,)


def test_a_damaged_reranker_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / packaged.RERANKER_FILE).parent.mkdir()
    (tmp_path / packaged.RERANKER_FILE).write_bytes(b"no network")
    monkeypatch.setattr("indexer.reranker.ensure_packaged_model", lambda name: tmp_path)
    with pytest.raises(ModelError, match="delete that folder"):
        Reranker()


def match(engine: Engine, text: str, kept: np.ndarray | None = None) -> Match:
    return engine.matcher.match(engine.reader.read(text), kept)


def read_in(found: Match) -> np.ndarray:
    assert found.read is not None
    return np.flatnonzero(np.isfinite(found.read))


def test_the_likeliest_are_read(engine: Engine) -> None:
    found = match(engine, "Hvem har ansvaret for digital hjemmeoppfølging?")
    assert ALWAYS <= len(read_in(found)) <= READ
    first = relevance(replace(found, read=None), np.zeros(len(engine.passages), dtype=bool))
    unread = np.setdiff1d(np.arange(len(first)), read_in(found))
    assert first[read_in(found)].max() >= first[unread].max()


def test_only_what_is_in_scope_is_read(engine: Engine) -> None:
    kept = np.asarray([p.plan_id == "helgeland-2023-2025" for p in engine.passages])
    found = match(engine, "digital hjemmeoppfølging", kept)
    assert len(read_in(found)) > 0
    assert kept[read_in(found)].all()
    nothing = match(engine, "digital hjemmeoppfølging", np.zeros(len(kept), dtype=bool))
    assert len(read_in(nothing)) == 0
    assert confidence(nothing, kept) == confidence(replace(nothing, read=None), kept)


def test_a_question_without_a_topic_is_not_read(engine: Engine) -> None:
    assert match(engine, "hva").read is None


def test_what_is_not_read_keeps_its_first_probability(engine: Engine) -> None:
    found = match(engine, "FACT ung")
    prose = np.zeros(len(engine.passages), dtype=bool)
    first, second = relevance(replace(found, read=None), prose), relevance(found, prose)
    unread = np.setdiff1d(np.arange(len(first)), read_in(found))
    assert (first[unread] == second[unread]).all()
    assert (first[read_in(found)] != second[read_in(found)]).any()


def test_what_the_reranker_says_counts(engine: Engine) -> None:
    """The better it likes a passage, the likelier that is, and that there is an answer."""
    found = match(engine, "FACT ung")
    best, every = read_in(found)[0], np.ones(len(engine.passages), dtype=bool)
    prose = np.zeros(len(every), dtype=bool)
    for change in (-4.0, 4.0):
        assert found.read is not None
        other = found.read.copy()
        other[best] += change
        changed = replace(found, read=other)
        more = relevance(changed, prose)[best] > relevance(found, prose)[best]
        assert more == (change > 0)
    worse = replace(found, read=np.asarray(found.read) - 6)
    assert confidence(worse, every) < confidence(found, every)
    assert model().read.question[REREAD_FEATURES.index("read")] > 0


def test_other_encoders_have_the_first_look_alone(engine: Engine, encoder: Encoder) -> None:
    class Other:
        name = "another"

        def __getattr__(self, attribute: str) -> object:
            return getattr(encoder, attribute)

    other = RerankingMatcher(engine._index, Other())  # type: ignore[arg-type]
    question = engine.reader.read("FACT ung")
    found = other.match(question)
    assert found.read is None
    assert (found.coverage == engine.matcher.first(question).coverage).all()
    assert 0 < LEAST < 1
