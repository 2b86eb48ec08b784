"""How far the measures of one plan say what those of another say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.analysis import tokenize
from indexer.records import Measure

Floats = NDArray[np.float64]
Rarity = Callable[[str], float]
"""How much a stem tells, 0 or more: the rarer in the index, the more."""

PARTS = 0.5
PAIRS = 0.5
"""What a part of a compound counts, and two words in a row."""

SPARSE = 3.0
"""Added to the weight of a text before the share of it that is found is taken, so that two or
three words in common do not make the whole of a short measure; about one rare word."""

FULLER, BARER, VECTORS = 0.6, 0.25, 0.15
"""What counts: the share of the text that is better covered by the other (an item of a long
measure may be all of a new one), the share of the less covered, the vectors. Target groups and
indicators were tried as well and moved true and false pairs alike."""


def terms_of(text: str) -> dict[str, float]:
    """The stems of a text, parts of its compounds and pairs of its stems, with weights."""
    tokens = tokenize(text)
    found: dict[str, float] = {}
    for token in tokens:
        found[token.stem] = 1.0
        for part in token.parts:
            found.setdefault(part, PARTS)
    for one, other in pairwise(tokens):
        found.setdefault(f"{one.stem} {other.stem}", PAIRS)
    return found


class Wording:
    """A measure's text as weighted terms, and as letters and figures alone."""

    def __init__(self, measure: Measure, rarity: Rarity) -> None:
        self.weights = {
            term: share * fmean(rarity(stem) for stem in term.split(" "))
            for term, share in terms_of(measure.text).items()
        }
        self.total = sum(self.weights.values())
        self.plain = "".join(char for char in measure.text.casefold() if char.isalnum())


def shared(own: Wording, other: Wording) -> dict[str, float]:
    """The terms of a measure's text that another has too, by weight."""
    return {term: weight for term, weight in own.weights.items() if term in other.weights}


def resemblance(old: Sequence[Wording], new: Sequence[Wording], cosine: Floats) -> Floats:
    """(old, new): how far each says the same, 0 to 1; `cosine` is of centred vectors.

    Two that say the same letter for letter have 1.
    """
    columns = {term: i for i, term in enumerate(_all_terms(*old, *new))}
    covers = (_cover(old, new, columns), _cover(new, old, columns).T)
    words = FULLER * np.maximum(*covers) + BARER * np.minimum(*covers)
    found = words + VECTORS * np.maximum(cosine, 0.0)
    same = np.asarray([[one.plain == other.plain for other in new] for one in old])
    return np.where(same.reshape(found.shape), 1.0, np.clip(found, 0.0, 1.0))


def _all_terms(*wordings: Wording) -> list[str]:
    return sorted({term for each in wordings for term in each.weights})


def _cover(own: Sequence[Wording], other: Sequence[Wording], columns: Mapping[str, int]) -> Floats:
    """(own, other): the share of each one's text that each other has."""
    weights = _matrix([each.weights for each in own], columns)
    has = _matrix([dict.fromkeys(each.weights, 1.0) for each in other], columns)
    totals = np.asarray([each.total for each in own])
    found: Floats = (weights @ has.T).toarray() / (totals[:, None] + SPARSE)
    return found


def _matrix(rows: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> csr_matrix:
    cells = [(i, columns[t], v) for i, terms in enumerate(rows) for t, v in terms.items() if v]
    shape = (len(rows), len(columns))
    if not cells:
        return csr_matrix(shape)
    at_row, at_column, values = zip(*cells, strict=True)
    return csr_matrix((values, (at_row, at_column)), shape=shape)
