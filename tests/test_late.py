"""Late interaction against the dumb way, and through its files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.encoder import unit
from indexer.late import late_scores, load_tokens, write_tokens


@pytest.fixture
def passages() -> list[np.ndarray]:
    random = np.random.default_rng(7)
    return [unit(random.normal(size=(size, 48)).astype(np.float32)) for size in (5, 1, 0, 12, 3)]


@pytest.mark.parametrize("kept", [0, 10**6])
def test_nearest_is_the_largest_cosine_of_any_token(
    passages: list[np.ndarray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """The same from memory and from the file; a passage without tokens is near to nothing."""
    monkeypatch.setattr("indexer.late.KEPT", kept)
    write_tokens(tmp_path / "tokens", passages)
    tokens = load_tokens(tmp_path / "tokens")
    words = unit(np.random.default_rng(8).normal(size=(4, 48)).astype(np.float32))
    for orders in ([0, 1, 2, 3, 4], [3, 2, 0]):
        expected = np.asarray(
            [[max((w @ t for t in passages[o]), default=0.0) for o in orders] for w in words]
        )
        found = tokens.nearest(words, np.asarray(orders))
        assert np.abs(found - expected).max() < 0.01


def test_what_is_written_is_what_is_read(passages: list[np.ndarray], tmp_path: Path) -> None:
    write_tokens(tmp_path / "tokens", passages)
    tokens = load_tokens(tmp_path / "tokens")
    assert len(tokens) == len(passages)
    for order, expected in enumerate(passages):
        assert tokens.of(order).shape == expected.shape
        assert np.abs(tokens.of(order) - expected).max(initial=0.0) < 0.005


def test_a_word_that_is_as_near_to_all_tells_nothing() -> None:
    nearest = np.asarray([[0.9, 0.9, 0.9], [0.2, 0.8, 0.4]], dtype=np.float32)
    scores = late_scores(nearest, np.ones(len(nearest), dtype=np.float32))
    assert scores.argmax() == 1
    assert scores == pytest.approx(nearest[1], abs=0.01)


def test_a_question_without_words_is_near_to_nothing() -> None:
    assert late_scores(
        np.empty((0, 3), dtype=np.float32), np.empty(0, dtype=np.float32)
    ).tolist() == [0.0, 0.0, 0.0]


def test_a_word_that_matters_less_counts_less() -> None:
    nearest = np.asarray([[0.9, 0.1], [0.1, 0.8]], dtype=np.float32)
    assert late_scores(nearest, np.asarray([1.0, 1.0], dtype=np.float32)).argmax() == 0
    assert late_scores(nearest, np.asarray([0.2, 1.0], dtype=np.float32)).argmax() == 1
