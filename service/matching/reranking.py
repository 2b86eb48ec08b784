"""A second look: the passages that a question matches best are read together with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Encoder
from indexer.index import Index
from indexer.model import DEFAULT_MODEL
from indexer.reranker import load_reranker
from service.matching.match import Match, Matcher
from service.matching.relevance import first_look
from service.reading.understand import Question

Floats = NDArray[np.float32]

READ = 20
"""Passages that are read, at most."""

ALWAYS, LEAST = 3, 0.01
"""Those that are always read, and the probability at first sight below which others are not."""

REMEMBERED = 1024
"""Questions, each with the passages that were read for it, whose logits are remembered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read: the passages, by their order, with a question's wordings, which the states
    are of."""

    wordings: tuple[str, ...]
    chosen: tuple[int, ...]
    states: tuple[Floats, ...] = field(compare=False)


class RerankingMatcher(Matcher):
    """Matches questions against one index and reads the best together with the question.

    It is read in both of its wordings (`in_plans_words`), and what is said of either averaged.

    An index made with another encoder than the default has nothing that could be read so: there
    the first look is all.
    """

    def __init__(self, index: Index, encoder: Encoder) -> None:
        super().__init__(index, encoder)
        self._reranker = load_reranker() if encoder.name == DEFAULT_MODEL else None
        self.takes_second_look = self._reranker is not None
        self._prose = index.prose
        self._read = lru_cache(maxsize=REMEMBERED)(self._read_afresh)

    def first(self, question: Question) -> Match:
        """The question against all passages, none of them read."""
        return super().match(question)

    def match(self, question: Question, kept: NDArray[np.bool_] | None = None) -> Match:
        """The question against all passages; of those kept (all if null) the likeliest are read."""
        match = self.first(question)
        if not self.takes_second_look or not question.groups:
            return match
        likely = first_look(match, self._prose)
        if kept is not None:
            likely = np.where(kept, likely, 0.0)
        best = np.argsort(-likely, kind="stable")[:READ]
        chosen = [
            int(order)
            for place, order in enumerate(best)
            if likely[order] >= LEAST or (place < ALWAYS and likely[order] > 0)
        ]
        read = np.full(len(likely), np.nan, dtype=np.float32)
        read[chosen] = self._read(Reading(match.wordings, tuple(chosen), match.states))
        return replace(match, read=read)

    def _read_afresh(self, reading: Reading) -> Floats:
        assert self._reranker is not None, "nothing is read without a re-ranker"
        passages = [self._index.middle.of(order) for order in reading.chosen]
        read = [self._reranker.read(states, passages) for states in reading.states]
        return np.asarray(np.mean(read, axis=0), dtype=np.float32)
