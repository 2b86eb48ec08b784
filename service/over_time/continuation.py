"""How likely a reader takes a measure for what became of one in the plan before.

A logistic model of eight likenesses, fitted by `eval/calibrate_diff.py` on judged pairs of plans
and kept as data. What it is fitted on, and how far it can be trusted, is in `eval/README.md`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log1p
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.analysis import tokenize
from indexer.records import CAPTIONS, Measure
from service.bodies.names import read_name
from service.words.word_lists import word_list

Floats = NDArray[np.float64]
Measures = Sequence[Measure]
Rarity = Callable[[str], float]
"""How much a stem tells, 0 or more: the rarer in the index, the more."""

FEATURES = (
    "covered", "meaning", "ahead_of_new", "ahead_of_old", "alone", "bodies", "place", "goes_on",
)  # fmt: skip
"""`covered`: the share of the text that the other has, of the better covered of the two (an item
of a long measure may be all of a new one); `meaning`: the cosine of the vectors; `ahead_of_new`
and `ahead_of_old`: how far that is above the next best of the same old measure among the new ones,
and the other way round; `alone`: telling words that both have, each by how few other measures of
its plan have it; `bodies`: the share of words of the bodies; `place`: how near in the plans' order;
`goes_on`: whether the new one says that something goes on."""

PARTS = 0.5
PAIRS = 0.5
"""What a part of a compound counts, and two words in a row."""

SPARSE = 3.0
"""Added to the weight of a text before the share of it that is found is taken, so that two or
three words in common do not make the whole of a short measure; about one rare word."""

TELLING = 50
"""A word about a subject stands in at most one passage in so many."""

MOST_ALONE = 3.0
MOST_AHEAD = 0.4
"""More of either tells no more."""


def likely(features: Floats) -> Floats:
    """(old, new): the probability, of (old, new, features)."""
    weights, bias = _model()
    found: Floats = 1.0 / (1.0 + np.exp(-(features @ weights + bias)))
    return found


@cache
def _model() -> tuple[Floats, float]:
    data = json.loads(files("service").joinpath("data/continuation.json").read_text("utf-8"))
    return np.asarray([data["weights"][name] for name in FEATURES]), float(data["bias"])


def features(old: Measures, new: Measures, cosine: Floats, rarity: Rarity) -> Floats:
    """(old, new, features), as `FEATURES` has them; `cosine` is (old, new), of vectors without
    what all measures have in common."""
    goes_on = [float(_goes_on(measure)) for measure in new]
    found = {
        "covered": _covered(old, new, rarity),
        "meaning": np.maximum(cosine, 0.0),
        "ahead_of_new": _ahead(cosine),
        "ahead_of_old": _ahead(cosine.T).T,
        "alone": _alone(old, new, rarity),
        "bodies": _bodies(old, new),
        "place": near(len(old), len(new)),
        "goes_on": np.tile(np.asarray(goes_on, dtype=np.float64), (len(old), 1)),
    }
    return np.stack([found[name] for name in FEATURES], axis=-1)


def subject(measure: Measure, rarity: Rarity) -> set[str]:
    """The telling stems of what a measure says and whom it is for."""
    return _telling((_said(measure), measure.target_group or ""), rarity)


def _said(measure: Measure) -> str:
    """What a measure says, with the captions of its links, which another plan may have in the
    measure's own words."""
    return "\n".join((measure.text, measure.other.get(CAPTIONS, "")))


def bodies_subject(measure: Measure, rarity: Rarity) -> set[str]:
    """The telling stems of the names of who is responsible."""
    return _telling(measure.responsible, rarity)


def whole(words: Collection[str]) -> list[str]:
    """Those that are no part of another of them."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def near(old: int, new: int) -> Floats:
    """(old, new): 1 for the same place in the plan's order, 0 for its other end."""
    one, other = (np.arange(count) / max(count - 1, 1) for count in (old, new))
    found: Floats = 1.0 - np.abs(one[:, None] - other[None, :])
    return found


def same_letters(old: Measures, new: Measures) -> NDArray[np.bool_]:
    """(old, new): whether two say the same letter for letter."""
    one, other = ([_plain(measure) for measure in measures] for measures in (old, new))
    same = [[text == each for each in other] for text in one]
    return np.asarray(same, dtype=bool).reshape(len(old), len(new))


def _plain(measure: Measure) -> str:
    return "".join(char for char in measure.text.casefold() if char.isalnum())


def _terms(text: str) -> dict[str, float]:
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


def _weighed(measure: Measure, rarity: Rarity) -> dict[str, float]:
    return {
        term: share * fmean(rarity(stem) for stem in term.split(" "))
        for term, share in _terms(_said(measure)).items()
    }


def _covered(old: Measures, new: Measures, rarity: Rarity) -> Floats:
    one, other = ([_weighed(m, rarity) for m in measures] for measures in (old, new))
    terms = sorted({term for weights in (*one, *other) for term in weights})
    columns = {term: i for i, term in enumerate(terms)}
    return np.maximum(_cover(one, other, columns), _cover(other, one, columns).T)


def _cover(
    own: Sequence[Mapping[str, float]],
    other: Sequence[Mapping[str, float]],
    columns: Mapping[str, int],
) -> Floats:
    """(own, other): the share of each one's text that each other has."""
    weights = _matrix(own, columns)
    has = _matrix([dict.fromkeys(each, 1.0) for each in other], columns)
    totals = np.asarray([sum(each.values()) for each in own])
    found: Floats = (weights @ has.T).toarray() / (totals[:, None] + SPARSE)
    return found


def _matrix(rows: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> csr_matrix:
    cells = [(i, columns[t], v) for i, terms in enumerate(rows) for t, v in terms.items() if v]
    shape = (len(rows), len(columns))
    if not cells:
        return csr_matrix(shape)
    at_row, at_column, values = zip(*cells, strict=True)
    return csr_matrix((values, (at_row, at_column)), shape=shape)


def _ahead(scores: Floats) -> Floats:
    """Each score less the best other one of its row."""
    if scores.shape[1] < 2:
        return np.minimum(scores, MOST_AHEAD)
    two = np.sort(scores, axis=1)[:, -2:]
    best, next_best = two[:, 1:], two[:, :1]
    ahead = scores - np.where(scores == best, next_best, best)
    return np.clip(ahead, -MOST_AHEAD, MOST_AHEAD)


def _telling(texts: Sequence[str], rarity: Rarity) -> set[str]:
    stems = {stem for text in texts for stem in _terms(text) if " " not in stem}
    return {stem for stem in stems if rarity(stem) >= log1p(TELLING)}


def _alone(old: Measures, new: Measures, rarity: Rarity) -> Floats:
    one, other = ([subject(m, rarity) for m in measures] for measures in (old, new))
    count, of_new = (Counter(w for own in each for w in own) for each in (one, other))
    found = [
        [sum(1.0 / min(count[w], of_new[w]) for w in whole(a & b)) for b in other] for a in one
    ]
    return np.minimum(_shaped(found, old, new), MOST_ALONE)


def _bodies(old: Measures, new: Measures) -> Floats:
    one, other = ([_body_words(measure) for measure in measures] for measures in (old, new))
    found = [[len(a & b) / max(1, min(len(a), len(b))) for b in other] for a in one]
    return _shaped(found, old, new)


def _body_words(measure: Measure) -> set[str]:
    return {word for name in measure.responsible for word in read_name(name).key}


def _shaped(found: object, old: Measures, new: Measures) -> Floats:
    return np.asarray(found, dtype=np.float64).reshape(len(old), len(new))


def _goes_on(measure: Measure) -> bool:
    return bool(_phrases().search(measure.text.lower()))


@cache
def _phrases() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, word_list("continuation")["goes_on"]))
    return re.compile(rf"\b(?:{phrases})")
