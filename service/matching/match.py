"""How well every passage of an index matches a question: words and vectors, no top k."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import tokenize
from indexer.encoder import Encoded, Encoder
from indexer.index import Index
from indexer.late import late_scores
from indexer.lexical import Field
from service.reading.asking import blanked
from service.reading.groups import Group, Way
from service.reading.understand import Question
from service.words.lexicon import questions
from service.words.prepositions import with_preposition

Floats = NDArray[np.float32]
FIELD_WEIGHTS: Mapping[Field, float] = {
    Field.TEXT: 1.0,
    Field.TEXT_PARTS: 0.9,
    Field.FACETS: 1.0,
    Field.CONTEXT: 0.8,
    Field.CONTEXT_PARTS: 0.65,
}
"""How far a word counts by where it stands: what a measure says weighs more than its frame."""

BM25_WEIGHTS: Mapping[Field, float] = {Field.TEXT: 1.0, Field.FACETS: 0.7, Field.CONTEXT: 0.5}
K1, B = 1.2, 0.75

FOREIGN = 0.5
"""What an English word without a translation weighs: it is likelier a gap of the dictionary
than a thing that no plan has."""

APART = 0.6
"""What words of one name still count where they stand apart in a passage: "helse" and
"kompetanse" in different sentences are not "helsekompetanse"."""

_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,}")

WORDS_BETWEEN = 2
"""Words that may stand between those of a name ("forebygging av fall")."""

MOST_TERMS, MOST_REMEMBERED = 4096, 256 << 20
"""Words whose passages are remembered, and bytes that they may take."""

LOOKED_AT = 1024
"""Passages up to which the words of all are compared; in a larger index these many."""


@dataclass(frozen=True, slots=True)
class Match:
    """One question against all passages, in their order.

    `groups` (groups, passages): how far each thing asked about is there, 0 to 1; `worth`
    (groups,): how much it matters in the question, 1 for what matters most; `weights` (groups,):
    how much it tells, by that and by its rarity; `coverage` (passages,): their weighted mean;
    `lexical` (passages,): BM25 of the question's own words, as a share of the best passage's;
    `cosine` (passages,): to the question's vector; `dense` the same in standard deviations above
    the mean of all passages; `nearness` (passages,): how near the question's words, each in its
    context, come to the passage's, as a mean cosine; `late` the same in standard deviations;
    `absent` is the share of what was asked that is a thing of the field, by the thesaurus, and
    stands nowhere; `wordings` are those that the question is asked in, and `states` (tokens,
    dimensions) of each is what the re-ranker goes on from; `prose` (passages,) are those that are
    no measures; `read` (passages,): the re-ranker's logit, not a number for those that it did not
    read, null where there is no re-ranker.
    """

    groups: Floats
    worth: Floats
    weights: Floats
    coverage: Floats
    lexical: Floats
    cosine: Floats
    dense: Floats
    late: Floats
    nearness: Floats
    farthest: Floats
    absent: float
    wordings: tuple[str, ...]
    states: tuple[Floats, ...]
    prose: NDArray[np.bool_]
    read: Floats | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """How near a question's vectors come to all passages: the first four as `Match` has them, and
    `words` (words, passages), how near each word of the question as it is put comes, in standard
    deviations above the mean of those looked at; 0 for the rest."""

    cosine: Floats
    dense: Floats
    late: Floats
    nearness: Floats
    words: Floats


class Matcher:
    """Matches questions against one index."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._size = len(index.passages)
        remembered = MOST_REMEMBERED // max(4 * self._size, 1)
        self._term = lru_cache(maxsize=min(MOST_TERMS, remembered))(self._stands)

    def match(self, question: Question) -> Match:
        """The question against all passages: as it is put, and by the things asked about as plans
        would put them. `eval/README.md` has what the second wording brings."""
        other = in_plans_words(question)
        wordings = (question.text, *([other] if other else []))
        encoded = self._encoder.encode_queries(wordings)
        near = self._near(encoded)
        farthest = _farthest(question, encoded, near.words)
        groups = np.zeros((len(question.groups), self._size), dtype=np.float32)
        for row, group in enumerate(question.groups):
            groups[row] = self._group(group)
        worth = _worth(question, encoded)
        weights: Floats = self._weights(groups) * worth
        missing = groups.max(axis=1, initial=0.0) == 0
        of_field = np.asarray([group.translated for group in question.groups], dtype=bool)
        if question.language == "en":
            weights = weights * np.where(missing & ~of_field, np.float32(FOREIGN), np.float32(1))
        total = float(weights.sum()) or 1.0
        lexical = self._bm25(question.text)
        if other and question.language != "en":
            lexical = np.maximum(lexical, self._bm25(other))
        absent = float(weights[missing & of_field].sum()) / total
        coverage: Floats = weights @ groups / total
        return Match(
            groups,
            worth,
            weights,
            coverage,
            lexical,
            near.cosine,
            near.dense,
            near.late,
            near.nearness,
            farthest,
            absent,
            wordings,
            encoded.middle,
            self._index.prose,
        )

    def like(self, vector: Floats) -> Floats:
        """(passages,): the cosine of a unit vector with every passage."""
        cosines: Floats = self._index.cosines(vector[None, :])[0]
        return cosines

    def _near(self, encoded: Encoded) -> Near:
        """Of two wordings the nearer counts, and their deviations are averaged."""
        cosines = self._index.cosines(encoded.vectors)
        looked = self._looked_at(cosines)
        late, words = np.empty_like(cosines), np.empty((0, self._size), dtype=np.float32)
        texts = zip(encoded.tokens, encoded.salience, strict=True)
        for row, (tokens, salience) in enumerate(texts):
            nearest = self._index.tokens.nearest(tokens, looked)
            scores = late_scores(nearest, salience)
            late[row] = scores.min()
            late[row, looked] = scores
            if row == 0:
                words = np.zeros((len(tokens), self._size), dtype=np.float32)
                words[:, looked] = _standardized(nearest)
        return Near(
            cosines.max(axis=0),
            _deviations(cosines),
            _deviations(late),
            late.max(axis=0),
            words,
        )

    def _looked_at(self, cosines: Floats) -> NDArray[np.intp]:
        """The passages of which the words are compared: of a large index those nearest by vector
        and an even sample; the rest are as near as the least near of these."""
        if self._size <= LOOKED_AT:
            return np.arange(self._size)
        near = np.argpartition(-cosines, LOOKED_AT // 2, axis=1)[:, : LOOKED_AT // 2]
        even = np.linspace(0, self._size - 1, LOOKED_AT // 4, dtype=np.intp)
        return np.unique(np.concatenate([near.ravel(), even]))

    def _bm25(self, text: str) -> Floats:
        """(passages,): BM25 over the fields (Robertson and Zaragoza 2009), 1 for the best.

        Each word counts by its stem, fields by `BM25_WEIGHTS`, with the usual k1 and b.
        """
        lexicon = self._index.lexicon
        scores = np.zeros(self._size, dtype=np.float32)
        lengths = lexicon.lengths / max(float(lexicon.lengths.mean()), 1.0)
        for stem in {token.stem for token in tokenize(text)}:
            for name, weight in BM25_WEIGHTS.items():
                passages, counts = lexicon.fields[name].of(stem)
                rarity = np.log1p((self._size - len(passages) + 0.5) / (len(passages) + 0.5))
                spread = counts + K1 * (1 - B + B * lengths[passages])
                scores[passages] += weight * rarity * counts * (K1 + 1) / spread
        share: Floats = scores / (float(scores.max()) or 1.0)
        return share

    def _weights(self, groups: Floats) -> Floats:
        """What each group tells: the logarithm of how few passages have it."""
        found = (groups >= 0.5).sum(axis=1)
        return np.asarray(np.log1p(self._size / (found + 0.5)), dtype=np.float32)

    def _group(self, group: Group) -> Floats:
        best = np.zeros(self._size, dtype=np.float32)
        for way in group.ways:
            np.maximum(best, self._way(way) * way.strength, out=best)
        return best

    def _way(self, way: Way) -> Floats:
        """(passages,): how far all words of a way stand there; less where they stand apart."""
        vectors = [self._term(stem) for stem in way.stems]
        smallest: Floats = np.minimum.reduce(vectors)
        if len(vectors) == 1 or not smallest.any():
            return smallest
        width = len(way.stems) + WORDS_BETWEEN
        apart = np.ones(self._size, dtype=bool)
        apart[self._index.lexicon.places.together(way.stems, width)] = False
        return np.where(apart, smallest * np.float32(APART), smallest)

    def _stands(self, stem: str) -> Floats:
        """(passages,): the weight of the best field in which a stem stands."""
        found = np.zeros(self._size, dtype=np.float32)
        for name, weight in FIELD_WEIGHTS.items():
            passages, _ = self._index.lexicon.fields[name].of(stem)
            found[passages] = np.maximum(found[passages], weight)
        return found


def _worth(question: Question, encoded: Encoded) -> Floats:
    """(groups,): how much each thing asked about matters, beside the one that matters most.

    "Hånd" and "stund" tell less of what is asked than "oppsøkende team".
    """
    spans, salience = encoded.spans[0], encoded.salience[0]
    worth = np.ones(len(question.groups), dtype=np.float32)
    for row, group in enumerate(question.groups):
        own = salience[_within(spans, group)] if len(spans) else ()
        worth[row] = max(own, default=1.0)
    return np.asarray(worth / worth.max(initial=1e-6), dtype=np.float32)


def _within(spans: NDArray[np.intp], group: Group) -> NDArray[np.bool_]:
    """(pieces,): which of a question's pieces are of a thing that is asked about."""
    return np.asarray((spans[:, 0] < group.end) & (spans[:, 1] > group.start), dtype=bool)


def _farthest(question: Question, encoded: Encoded, words: Floats) -> Floats:
    """(passages,): as `Match` has it, each thing by the mean of its words, by how much they matter.

    A measure on fall prevention is near to "fallforebygging for personer med rusproblemer" as a
    whole, and far from one half of it. A number is like nothing.
    """
    spans, salience = encoded.spans[0], encoded.salience[0]
    found = [
        salience[own] @ words[own] / salience[own].sum()
        for group in question.groups
        if len(spans)
        and any(map(str.isalpha, group.label))
        and (own := _within(spans, group)).any()
    ]
    none = np.zeros(words.shape[1], dtype=np.float32)
    return np.minimum.reduce(found) if found else none


def _standardized(scores: Floats) -> Floats:
    """Each row as standard deviations above its mean."""
    spread = scores.std(axis=1, keepdims=True) + 1e-6
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / spread, dtype=np.float32)


def _deviations(scores: Floats) -> Floats:
    """(passages,): standard deviations above the mean of all passages, the mean of all texts'."""
    return np.asarray(_standardized(scores).mean(axis=0), dtype=np.float32)


def plainly(question: Question) -> Question:
    """A question for a number of measures without the words that ask for it and its places, which
    say nothing of its topic: however it is put, the same is counted. Any other as it is."""
    if not (question.counts_measures and question.groups):
        return question
    lowered = question.text.lower()
    spans = [match.span() for match in questions().only_asks.finditer(lowered)]
    for place in question.places:
        spans.append((with_preposition(lowered, place.start), place.end))
    groups = question.groups
    outside = [
        (start, end)
        for start, end in spans
        if not any(group.start < end and start < group.end for group in groups)
    ]
    return replace(question, text=blanked(question.text, outside))


def in_plans_words(question: Question) -> str | None:
    """The things that a question asks about as plans would put them, and nothing else: of the
    field by their usual names, nynorsk and misspelt ones in bokmål. Null where it says no more, or
    plans have none of them."""
    words = " ".join(_put(group) for group in question.groups)
    known = any(group.known for group in question.groups)
    return words if known and words != question.text else None


def _put(group: Group) -> str:
    full = _in_full(group)
    if full and _ABBREVIATION.search(group.label):
        return f"{group.label} {full}"  # plans have either
    return full or group.plain or group.label


def _in_full(group: Group) -> str | None:
    return next((way.shown for way in group.ways if way.shown), None)
