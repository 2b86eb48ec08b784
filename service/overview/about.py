"""What measures are about: their telling words, compounds' parts and things of the field, by
how rare they are, and their vectors away from their plan's.

Topics (`grouping`) and counterparts (`similar`) compare measures by the same rows. A plan and its
successor (`continuation`) are compared by more than that, which is another question.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.analysis import stem, tokenize
from indexer.records import Measure, Region
from indexer.thesaurus import thesaurus
from indexer.vocabulary import vocabulary
from service.words.lexicon import questions
from service.words.word_lists import word_list

Floats = NDArray[np.float32]

TEXT, TARGET_GROUP, CONTEXT = 1.0, 0.6, 0.3
"""What a word counts by where it stands: in the measure, its target group, its goal or heading."""

PART, CONCEPT = 0.6, 1.5
"""What a compound's part counts, and a thing of the field by any of its names."""

ONE_REGION = 0.5
"""What words count that one region alone uses. At 1.0 the names of its projects ("Helgeland",
"Helseplattformen") make groups of regions rather than of topics."""

OWN_MEAN = 5
"""Measures of a plan beside which the mean of all counts as much as the plan's own."""


class Term(NamedTuple):
    """Something that a measure is about: its key, how it stands there, and its weight."""

    key: str
    shown: str
    weight: float


@cache
def empty_stems() -> frozenset[str]:
    """Stems that tell nothing of a topic."""
    data = word_list("process_words")
    words = {*data["words"], *vocabulary().actions}
    for stop in questions().stop.values():
        words |= stop
    return frozenset(map(stem, words)) - frozenset(map(stem, data["topical"]))


@cache
def _name_of(region: Region) -> frozenset[str]:
    """The stems of a region's own name, which its measures are not about."""
    return frozenset(token.stem for token in tokenize(region.name))


def terms_of(measure: Measure, region: Region) -> list[Term]:
    """What a measure is about, but for the name of its own region."""
    own = _name_of(region)
    return [term for term in _terms(measure) if term.key not in own]


def _terms(measure: Measure) -> Iterator[Term]:
    yield from terms_in(measure.text, TEXT)
    if measure.target_group:
        yield from terms_in(measure.target_group, TARGET_GROUP)
    for text in (measure.goal, *measure.heading):
        if text:
            yield from terms_in(text, CONTEXT)


def terms_of_text(text: str) -> list[Term]:
    """What a text in no index is about; where it has process words alone, these."""
    own = list(terms_in(text, TEXT))
    return own or [
        Term(token.stem, text[token.start : token.end], TEXT)
        for token in tokenize(text)
        if not any(token.word in stop for stop in questions().stop.values())
    ]


def terms_in(text: str, weight: float) -> Iterator[Term]:
    """The words of a text, the parts of its compounds, and the things that it names."""
    text = re.sub(r"https?://\S+", " ", text)
    tokens = tokenize(text)
    stems = [token.stem for token in tokens]
    known = thesaurus()
    for place, token in enumerate(tokens):
        if token.stem not in empty_stems() and len(token.word) > 1 and not token.word.isdigit():
            yield Term(token.stem, text[token.start : token.end], weight)
        for part in token.parts:
            if part not in empty_stems():
                yield Term(part, "", weight * PART)
        follows = place + 1 < len(tokens) and stems[place + 1] not in empty_stems()
        if follows and _is_name(text[token.start : token.end]):
            shown = text[token.start : tokens[place + 1].end]
            yield Term(f"{token.stem} {stems[place + 1]}", shown, weight * CONCEPT)
        for end in range(place + 1, min(place + known.longest, len(tokens)) + 1):
            span = tuple(stems[place:end])
            if all(word in empty_stems() for word in span):
                continue
            for concept in known.names.get(span, ()):
                shown = text[token.start : tokens[end - 1].end]
                yield Term(f"={concept.label}", shown, weight * CONCEPT)
        if token.parts and not all(part in empty_stems() for part in token.parts):
            for concept in known.names.get(token.parts, ()):
                shown = text[token.start : token.end]
                yield Term(f"={concept.label}", shown, weight * CONCEPT)


def _is_name(word: str) -> bool:
    """Whether a word stands in capitals, so that the next may tell which is meant ("FACT ung")."""
    return len(word) > 1 and word.isalpha() and word.isupper()


class Words:
    """Measures as unit rows of weighted terms: `rows` is (measures, terms)."""

    def __init__(self, terms: Sequence[Sequence[Term]], regions: Sequence[Region]) -> None:
        weights = [weights_of(found) for found in terms]
        counts = Counter(key for found in weights for key in found)
        used: dict[str, set[str]] = defaultdict(set)
        for found, region in zip(weights, regions, strict=True):
            for key in found:
                used[key].add(region.region_id)
        shared = sorted(key for key, count in counts.items() if count > 1)
        self._columns = {key: column for column, key in enumerate(shared)}
        self.names = np.asarray([_joins(key) for key in shared] or [False])
        """(terms,): which are names of a thing, told by the word behind capitals."""
        self._rarity = {key: _rarity(counts[key], len(terms), len(used[key])) for key in shared}
        self.rows = self._unit(weights)

    def row(self, terms: Sequence[Term]) -> Floats:
        """(terms,): a text in no index, as a unit row."""
        found: Floats = self._unit([weights_of(terms)]).toarray()[0]
        return found

    def _unit(self, weights: Sequence[Mapping[str, float]]) -> csr_matrix:
        cells = [
            (row, self._columns[key], weight * self._rarity[key])
            for row, found in enumerate(weights)
            for key, weight in found.items()
            if key in self._columns
        ]
        rows, places, values = zip(*cells, strict=True) if cells else ((), (), ())
        shape = (len(weights), max(len(self._columns), 1))
        matrix = csr_matrix((values, (rows, places)), shape=shape, dtype=np.float32)
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
        norms[norms == 0] = 1.0
        return csr_matrix(matrix.multiply(1.0 / norms))


def _joins(key: str) -> bool:
    """Whether a term is a name in capitals with the word behind it."""
    return " " in key and not key.startswith("=")


def weights_of(terms: Sequence[Term]) -> dict[str, float]:
    """Each term with the most it weighs."""
    found: dict[str, float] = {}
    for term in terms:
        found[term.key] = max(found.get(term.key, 0.0), term.weight)
    return found


def _rarity(measures: int, of_all: int, regions: int) -> float:
    rarity = float(np.log(of_all / measures)) if measures < of_all else 0.0
    return rarity * (1.0 if regions > 1 else ONE_REGION)


def away_from_plan(plan_ids: Sequence[str], vectors: Floats) -> Floats:
    """The vectors from their plan's mean, which is drawn to the mean of all where it is of few."""
    away = vectors.astype(np.float32).copy()
    mean = vectors.mean(axis=0)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, plan_id in enumerate(plan_ids):
        rows[plan_id].append(row)
    for own in rows.values():
        away[own] -= (vectors[own].sum(axis=0) + OWN_MEAN * mean) / (len(own) + OWN_MEAN)
    unit: Floats = away / (np.linalg.norm(away, axis=1, keepdims=True) + 1e-6)
    return unit
