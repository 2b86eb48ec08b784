"""Measures that do the same: how likely a reader takes one for another's counterpart.

A logistic model of five likenesses, fitted by `eval/calibrate_similar.py` on the tuning part of
the judged counterparts and kept as data. It knows neither plan nor region: a pair has the same
score in every scope and from either side.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.encoder import Encoder, unit
from indexer.index import Index
from indexer.late import text_part
from indexer.records import Plan
from service.overview.about import TEXT, Words, away_from_plan, terms_in, terms_of, terms_of_text
from service.overview.compare import subject_sets

Floats = NDArray[np.float32]

FEATURES = ("words", "meaning", "late", "theme", "named")
"""`words`: the cosine of what the two are about; `meaning`: of the means of their texts' token
vectors, away from their plans'; `late`: the nearest token vector of the other for each one's own,
the mean of the better covered; `theme`: the cosine of how much they have of each ready topic;
`named`: whether both name the same thing ("FACT ung").
`eval/README.md` has those that were tried and dropped."""

LOOKED_AT = 512
"""Measures whose tokens are compared, the likeliest by the rest; all, where there are no more."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature and the bias, which make a probability."""

    weights: Floats
    bias: float


@cache
def model() -> Model:
    """The model that ships with Plansøk."""
    data = json.loads(files("service").joinpath("data/similar.json").read_text("utf-8"))
    weights = np.asarray([data["weights"][name] for name in FEATURES], dtype=np.float32)
    return Model(weights, data["bias"])


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two that are compared."""

    words: Floats
    meaning: Floats
    tokens: Floats


class Likeness:
    """How alike a text and the measures of an index are."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._orders = [i for i, p in enumerate(index.passages) if p.measure]
        self._row = {order: row for row, order in enumerate(self._orders)}

    def to_passage(self, order: int) -> Floats:
        """(passages,): the probability that each is a counterpart of a measure; prose has 0."""
        return self._spread(self.features(order))

    def to_text(self, text: str) -> Floats:
        """(passages,): the same for a text that is in no index."""
        tokens = self._encoder.encode_passages([" ".join(text.split())]).tokens[0]
        if not self._orders or not len(tokens):
            return self._spread(np.zeros((len(self._orders), len(FEATURES)), dtype=np.float32))
        meaning = unit(tokens.mean(axis=0, keepdims=True) - self._means.mean(axis=0))[0]
        words = self._words.row(terms_of_text(text))
        return self._spread(self._features(_Side(words, meaning, tokens)))

    def features(self, order: int) -> Floats:
        """(measures, features): a measure of the index and each measure, in their order."""
        row = self._row[order]
        words = self._words.rows[row].toarray()[0]
        return self._features(_Side(words, self._meanings[row], self._text_tokens(order)))

    @property
    def orders(self) -> Sequence[int]:
        """The passages that are measures."""
        return self._orders

    def _spread(self, features: Floats) -> Floats:
        scores = np.zeros(len(self._index.passages), dtype=np.float32)
        logits = features @ model().weights + model().bias
        scores[self._orders] = 1.0 / (1.0 + np.exp(-logits))
        return scores

    def _features(self, side: _Side) -> Floats:
        theme = self._theme(side.words[None, :])[0]
        found = np.zeros((len(self._orders), len(FEATURES)), dtype=np.float32)
        found[:, FEATURES.index("words")] = self._words.rows @ side.words
        found[:, FEATURES.index("meaning")] = self._meanings @ side.meaning
        found[:, FEATURES.index("theme")] = self._themes @ theme
        named = self._words.names & (side.words > 0)
        found[:, FEATURES.index("named")] = (self._words.rows @ named.astype(np.float32)) > 0
        likeliest = np.argsort(-(found @ model().weights), kind="stable")[:LOOKED_AT]
        late = self._late(side.tokens, likeliest)
        found[:, FEATURES.index("late")] = late.min(initial=1.0)
        found[likeliest, FEATURES.index("late")] = late
        return found

    def _late(self, tokens: Floats, rows: NDArray[np.intp]) -> Floats:
        """(rows,): how far the tokens of one of the two are near some of the other's.

        A token counts by how far it is from the mean of all, squared: one that is like all tells
        little.
        """
        found = np.zeros(len(rows), dtype=np.float32)
        parts = [self._text_tokens(self._orders[row]) for row in rows]
        filled = [place for place, part in enumerate(parts) if len(part)]
        if not filled or not len(tokens):
            return found
        own, weights = self._centred(tokens)
        others, other_weights = self._centred(np.concatenate(parts))
        sizes = np.asarray([len(parts[place]) for place in filled])
        starts = np.cumsum(sizes) - sizes
        near = own @ others.T
        covered = weights @ np.maximum.reduceat(near, starts, axis=1) / weights.sum()
        nearest = other_weights * near.max(axis=0)
        covers = np.add.reduceat(nearest, starts) / np.add.reduceat(other_weights, starts)
        found[filled] = np.maximum(covered, covers)
        return found

    def _centred(self, tokens: Floats) -> tuple[Floats, Floats]:
        away = tokens - self._mean_token
        lengths = np.linalg.norm(away, axis=1) + 1e-6
        return away / lengths[:, None], lengths**2

    def _text_tokens(self, order: int) -> Floats:
        tokens = self._index.tokens.of(order)
        return tokens[text_part(self._index.passages[order], len(tokens))]

    @cached_property
    def _sums(self) -> tuple[Floats, NDArray[np.int64]]:
        """(measures, dimensions) sums of the token vectors of each text, and how many they are."""
        parts = [self._text_tokens(order) for order in self._orders]
        sums = np.stack([part.sum(axis=0) for part in parts])
        return sums, np.asarray([len(part) for part in parts])

    @cached_property
    def _mean_token(self) -> Floats:
        """(dimensions,): what all tokens have in common, which tells nothing."""
        sums, sizes = self._sums
        return np.asarray(sums.sum(axis=0) / max(int(sizes.sum()), 1), dtype=np.float32)

    @cached_property
    def _means(self) -> Floats:
        sums, sizes = self._sums
        return np.asarray(sums / np.maximum(sizes, 1)[:, None], dtype=np.float32)

    @cached_property
    def _meanings(self) -> Floats:
        """(measures, dimensions): unit vectors of the texts alone, away from their plan's mean."""
        return away_from_plan([self._index.passages[i].plan_id for i in self._orders], self._means)

    @cached_property
    def _words(self) -> Words:
        plans: dict[str, Plan] = {plan.plan_id: plan for plan in self._index.plans}
        measures = [m for m in (self._index.passages[i].measure for i in self._orders) if m]
        regions = [plans[measure.plan_id].region for measure in measures]
        found = [terms_of(m, region) for m, region in zip(measures, regions, strict=True)]
        return Words(found, regions)

    @cached_property
    def _phrases(self) -> tuple[Floats, list[int]]:
        """(phrases, terms) of the ready topics, as unit rows, and where each topic's begin."""
        subjects = [subject for each in subject_sets().values() for subject in each.subjects]
        rows = [self._words.row(list(terms_in(p, TEXT))) for s in subjects for p in s.phrases]
        starts = np.cumsum([0, *(len(subject.phrases) for subject in subjects[:-1])])
        return np.stack(rows), [int(start) for start in starts]

    def _theme(self, words: Floats | csr_matrix) -> Floats:
        """(texts, topics): unit rows of how much of each ready topic a text has, by its best
        phrase."""
        phrases, starts = self._phrases
        return unit(np.maximum.reduceat(words @ phrases.T, starts, axis=1))

    @cached_property
    def _themes(self) -> Floats:
        return self._theme(self._words.rows)
