"""How likely a passage is to answer: a logistic model of words and vectors, calibrated; and of
those that the re-ranker has read, one of that and of what it says.

The weights are fitted by `eval/calibrate.py` on the judged questions' tuning part and kept as
data; what each feature is, is said here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from service.matching.match import Match
from service.results import Intent

Floats = NDArray[np.float32]

FEATURES = ("coverage", "relative", "dense", "nearest", "late", "closest", "lexical", "unknown")
"""`eval/README.md` has the features that were tried and dropped."""

QUESTION_FEATURES = (
    "coverage",
    "dense",
    "cosine",
    "late",
    "nearness",
    "relative",
    "nearest",
    "weakest",
    "absent",
    "things",
)
"""The best of each over the passages in scope. Off-topic questions are far in raw cosine, near
misses in coverage; what another region has and this one lacks is far from the best of all;
`weakest` is the thing asked about that is least there in the likeliest passage; `things` is how
many are asked about: the more there are, the likelier that no passage has them all. It brings the
area under the curve from 0.960 to 0.966 in cross-validation on the tuning part, and from 0.71 to
0.75 on invented plans (`eval/training`) that nothing was fitted to."""

REREAD_FEATURES = ("read", "together", "absent", "prose")
"""What tells whether a question has an answer once passages were read: the best that the re-ranker
says of one; how far one of the likeliest has all that is asked about, by the thing that is least
there; `absent` as at first sight; and whether the likeliest is prose, of which the re-ranker says
less. `eval/README.md` has what they tell."""

LIKELIEST = 8
"""Passages among which one is to have all that is asked about."""

NEAR_BEST, NEAR_ONE = 0.4, 0.6
"""Share of the best passage's probability below which others are no longer answers; the second of
questions about one thing, whose neighbours are none: with 0.4, 0.5, 0.6 and 0.7 findings of *who*,
*when* and *status* on *tune* have a precision of 0.83, 0.87, 0.88 and 0.90 and a recall of 0.92,
0.91, 0.90 and 0.89; on c9 0.66, 0.69, 0.72 and 0.74, and 0.70, 0.68, 0.67 and 0.65."""

MOST_THINGS = 6
"""Things asked about from which more make no difference."""


PROSE, PROSE_ASKED = -1.0, 0.5
"""What prose is given before measures, in logits: nDCG@10 on the tuning part is 0.866 without,
0.872 with the first, 0.873 with both."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From a score to a probability (Platt 1999), and the one above which a passage answers."""

    slope: float
    offset: float
    threshold: float


@dataclass(frozen=True, slots=True)
class SecondLook:
    """From the logit at first sight, what the re-ranker says, how far that is behind the best
    passage's and how near the farthest thing asked about comes (`Match.farthest`) to the logit of a
    passage.

    With `farthest` the best F1 of measures among those read rises from 0.860 to 0.869 on the tuning
    part, in cross-validation, and from 0.775 to 0.789 on c9: what has one of two things and lacks
    the other is no answer. Whether a question has an answer it does not help to tell.
    """

    first: float
    read: float
    behind: float
    farthest: float
    offset: float

    def logits(self, first: Floats, read: Floats, farthest: Floats) -> Floats:
        """Of passages; not a number for those that were not read."""
        behind = read - np.nanmax(read)
        logits = self.first * first + self.read * read + self.behind * behind
        return np.asarray(logits + self.farthest * farthest + self.offset, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence above which a question about one thing is answered, and one about a topic."""

    one: float
    topic: float


@dataclass(frozen=True, slots=True)
class Rereading:
    """What becomes of measures, prose and questions where the re-ranker has read."""

    measure: SecondLook
    prose: SecondLook
    question: Floats
    question_bias: float
    thresholds: Thresholds


def is_broad(intent: Intent) -> bool:
    """Whether a question asks for all there is on a topic."""
    return intent in (Intent.WHICH_PLANS, Intent.WHAT, Intent.OTHER)


def near_best(intent: Intent) -> float:
    """The share of the best passage's probability from which others are answers beside it."""
    return NEAR_BEST if is_broad(intent) else NEAR_ONE


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, which rank; a scale each for measures and for prose; and the weights
    of the question's features, from which follows whether there is an answer at all: from one
    confidence for questions about one thing, from another for those about a topic. What was read
    (`Match.read`) has a second look."""

    weights: Floats
    measure: Scale
    prose: Scale
    question: Floats
    question_bias: float
    thresholds: Thresholds
    read: Rereading

    def least(self, intent: Intent, match: Match) -> float:
        """The confidence above which such a question is answered."""
        chosen = self.thresholds if match.read is None else self.read.thresholds
        return chosen.topic if is_broad(intent) else chosen.one


@cache
def model() -> Model:
    """The model that ships with Plansøk."""
    data = json.loads(files("service").joinpath("data/relevance.json").read_text("utf-8"))
    return Model(
        np.asarray([data["weights"][name] for name in FEATURES], dtype=np.float32),
        Scale(**data["measure"]),
        Scale(**data["prose"]),
        np.asarray([data["question"][n] for n in QUESTION_FEATURES], dtype=np.float32),
        data["question"]["bias"],
        Thresholds(**data["thresholds"]),
        Rereading(
            SecondLook(**data["read"]["measure"]),
            SecondLook(**data["read"]["prose"]),
            np.asarray([data["read"]["question"][n] for n in REREAD_FEATURES], dtype=np.float32),
            data["read"]["question"]["bias"],
            Thresholds(**data["read"]["thresholds"]),
        ),
    )


def features(match: Match) -> Floats:
    """(passages, features): what the model looks at.

    `coverage` is how much of what was asked is there, `relative` the same as a share of the
    best passage's; `dense` is how near the vector is, `nearest` how far below the nearest;
    `late` and `closest` the same of the words in their context; `lexical` is BM25 as a share of
    the best; `unknown` is the share of what was asked that stands nowhere.
    """
    size = len(match.coverage)
    best = float(match.coverage.max()) or 1.0
    nowhere = match.groups.max(axis=1, initial=0.0) == 0
    unknown = float(match.weights[nowhere].sum()) / (float(match.weights.sum()) or 1.0)
    columns = (
        match.coverage,
        match.coverage / best,
        np.clip(match.dense, -3, 5) / 5,
        np.clip(match.dense - match.dense.max(), -5, 0) / 5,
        np.clip(match.late, -3, 5) / 5,
        np.clip(match.late - match.late.max(), -5, 0) / 5,
        match.lexical,
        np.full(size, unknown, dtype=np.float32),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def question_features(match: Match, kept: NDArray[np.bool_]) -> Floats:
    """(10,): what tells at first sight whether a question has an answer among the passages kept."""
    coverage, dense = float(match.coverage[kept].max()), float(match.dense[kept].max())
    likeliest = int(np.argmax(np.where(kept, ranking(match), -1.0)))
    return np.asarray(
        [
            coverage,
            dense / 5,
            float(match.cosine[kept].max()) * 10 - 8,
            float(match.late[kept].max()) / 5,
            float(match.nearness[kept].max()) * 10 - 8,
            coverage / (float(match.coverage.max()) or 1.0),
            (dense - float(match.dense.max())) / 5,
            float(_least(match, np.asarray([likeliest]))[0]),
            match.absent,
            _things(match),
        ],
        dtype=np.float32,
    )


def reread_features(match: Match, kept: NDArray[np.bool_]) -> Floats | None:
    """(4,): what tells it where passages among those kept were read; null where none was."""
    best = best_read(match, kept)
    if best is None:
        return None
    likeliest = np.argsort(-np.where(kept, ranking(match), -1.0))[: min(LIKELIEST, kept.sum())]
    return np.asarray(
        [
            best,
            float(_least(match, likeliest).max()),
            match.absent,
            float(match.prose[likeliest[0]]),
        ],
        dtype=np.float32,
    )


def _least(match: Match, passages: NDArray[np.intp]) -> Floats:
    """(passages,): how far the thing asked about that is least there is there, 0 to 1; what matters
    little is as good as there."""
    there: Floats = 1 - match.worth[:, None] * (1 - match.groups[:, passages])
    return np.asarray(there.min(axis=0, initial=1.0), dtype=np.float32)


def _things(match: Match) -> float:
    return min(len(match.weights), MOST_THINGS) / MOST_THINGS


def confidence(match: Match, kept: NDArray[np.bool_]) -> float:
    """The probability that a question has an answer among the passages kept, 0 to 1."""
    if not kept.any():
        return 0.0
    fitted = model()
    reread = reread_features(match, kept)
    if reread is None:
        logit = float(question_features(match, kept) @ fitted.question) + fitted.question_bias
    else:
        logit = float(reread @ fitted.read.question) + fitted.read.question_bias
    return float(_probability(np.asarray(logit, dtype=np.float32)))


def is_sure(match: Match, kept: NDArray[np.bool_], intent: Intent) -> bool:
    """Whether a question has an answer among the passages kept, as sure as one is given."""
    return confidence(match, kept) >= model().least(intent, match)


def best_read(match: Match, kept: NDArray[np.bool_]) -> float | None:
    """The best that the re-ranker says of a passage among those kept; null where it read none."""
    if match.read is None:
        return None
    read = match.read[kept & np.isfinite(match.read)]
    return float(read.max()) if len(read) else None


def _probability(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)


def ranking(match: Match, prior: Floats | float = 0.0) -> Floats:
    """(passages,): one scale for measures and prose alike, 0 to 1, by which hits are ranked.

    `prior` is added to the logits; see `prose_prior`.
    """
    every = np.zeros(len(match.coverage), dtype=bool)
    return _probability(_second_look(match, _first_look(match, every), every) + prior)


def prose_prior(prose: NDArray[np.bool_], asks_plan_fact: bool) -> Floats:
    """(passages,): prose before measures where a fact about a plan is asked for, else behind."""
    return np.where(prose, PROSE_ASKED if asks_plan_fact else PROSE, 0.0).astype(np.float32)


def relevance(match: Match, prose: NDArray[np.bool_]) -> Floats:
    """(passages,): the probability that each answers, 0 to 1."""
    return _probability(_second_look(match, _first_look(match, prose), prose))


def first_look(match: Match, prose: NDArray[np.bool_]) -> Floats:
    """(passages,): the same before any was read."""
    return _probability(_first_look(match, prose))


def _first_look(match: Match, prose: NDArray[np.bool_]) -> Floats:
    fitted = model()
    scores = features(match) @ fitted.weights
    slopes = np.where(prose, fitted.prose.slope, fitted.measure.slope)
    offsets = np.where(prose, fitted.prose.offset, fitted.measure.offset)
    logits: Floats = slopes * scores + offsets
    return logits


def _second_look(match: Match, first: Floats, prose: NDArray[np.bool_]) -> Floats:
    """The logits with those of what was read put right."""
    if match.read is None or not np.isfinite(match.read).any():
        return first
    fitted = model()
    measures = fitted.read.measure.logits(first, match.read, match.farthest)
    proses = fitted.read.prose.logits(first, match.read, match.farthest)
    second = np.where(prose, proses, measures)
    found: Floats = np.where(np.isfinite(match.read), second, first)
    return found
