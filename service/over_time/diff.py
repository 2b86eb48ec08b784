"""What became of each measure of a plan in another: continued, split, merged, gone or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

from indexer.records import Measure, Plan
from service.over_time.changes import Changes, changes, fields_stated
from service.over_time.continuation import (
    Floats,
    Measures,
    Rarity,
    bodies_subject,
    features,
    likely,
    near,
    same_letters,
    subject,
    whole,
)

SAME = 0.5
"""Probability from which a measure is taken to be continued: more likely than not."""

POSSIBLE = 0.1
"""Probability from which a gone and a new measure are shown side by side for a reader to judge."""

PART = 0.77
"""Probability that a further part of a split or merged measure must have: what goes with one that
has its own already is oftener another thing on the same subject."""

PLACE = 1e-4
"""What a place in the plan as far down counts: between twins, each goes to its own."""

OWN_WORDS = 3
"""Words about a subject that left-over measures have and no other measure of either plan: from so
many on they are one, however unlike they are said. Two measures of Ahus on maternity care that go
into one have three each; of the fifteen other pairs of plans that were judged none has any."""


class Relation(StrEnum):
    """How a measure of the old plan and one of the new belong together."""

    ONE_TO_ONE = "one_to_one"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Continued:
    """A measure and what it became; `score` is the probability, 0 to 1.

    Of a split measure there is one for each part, of merged measures one for each that went in.
    """

    old: Measure
    new: Measure
    score: float
    relation: Relation
    changes: Changes


@dataclass(frozen=True, slots=True)
class Possible:
    """A gone and a new measure that are somewhat alike, too little to be called one."""

    old: Measure
    new: Measure
    score: float


@dataclass(frozen=True, slots=True)
class Diff:
    """Every measure of both plans, in the plans' own order: `continued` in that of the old."""

    old: Plan
    new: Plan
    continued: tuple[Continued, ...]
    added: tuple[Measure, ...]
    gone: tuple[Measure, ...]
    possible: tuple[Possible, ...]


@dataclass(slots=True)
class Links:
    """Which rows go to which columns, old measures and new, with their probabilities."""

    scores: Floats
    pairs: dict[tuple[int, int], Relation] = field(default_factory=dict)

    def columns_of(self, row: int) -> list[int]:
        """What a row goes to."""
        return [column for other, column in self.pairs if other == row]

    def rows_of(self, column: int) -> list[int]:
        """What goes to a column."""
        return [row for row, other in self.pairs if other == column]

    def join(self, pairs: Sequence[tuple[int, int]], relation: Relation) -> None:
        """Add pairs, or change how they belong together."""
        self.pairs.update(dict.fromkeys(pairs, relation))

    def free_rows(self) -> list[int]:
        """The rows that go to nothing."""
        taken = {row for row, _ in self.pairs}
        return [row for row in range(self.scores.shape[0]) if row not in taken]

    def free_columns(self) -> list[int]:
        """The columns that nothing goes to."""
        taken = {column for _, column in self.pairs}
        return [column for column in range(self.scores.shape[1]) if column not in taken]


def diff(
    old: Plan, new: Plan, olds: Measures, news: Measures, cosine: Floats, rarity: Rarity
) -> Diff:
    """What became of the measures of one plan in another.

    `cosine` is (old, new), of vectors without what all measures have in common.
    """
    scores = likely(features(olds, news, cosine, rarity))
    links = linked(scores, olds, news, rarity)
    stated = fields_stated(olds) & fields_stated(news)
    continued = tuple(
        Continued(
            olds[row],
            news[column],
            round(float(links.scores[row, column]), 4),
            relation,
            changes(olds[row], news[column], stated),
        )
        for (row, column), relation in sorted(links.pairs.items())
    )
    free_rows, free_columns = links.free_rows(), links.free_columns()
    return Diff(
        old,
        new,
        continued,
        tuple(news[column] for column in free_columns),
        tuple(olds[row] for row in free_rows),
        _possible(links, olds, news),
    )


def linked(scores: Floats, olds: Measures, news: Measures, rarity: Rarity) -> Links:
    """Which belong together, by (old, new) probabilities; two that say the same letter for letter
    have 1."""
    links = Links(np.where(same_letters(olds, news), 1.0, scores))
    _assign(links)
    _join(links)
    _join_by_subject(links, olds, news, rarity)
    return links


def _assign(links: Links) -> None:
    """One to one, so that what is most likely of all together is chosen."""
    scores = links.scores
    if not scores.size:
        return
    gain = np.where(scores >= SAME, _logits(scores) + PLACE * near(*scores.shape), 0.0)
    for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
        if scores[row, column] >= SAME:
            links.pairs[int(row), int(column)] = Relation.ONE_TO_ONE


def _logits(scores: Floats) -> Floats:
    safe = np.clip(scores, 1e-9, 1.0 - 1e-9)
    found: Floats = np.log(safe / (1.0 - safe))
    return found


def _join(links: Links) -> None:
    """What is left over goes to one that is taken, the likeliest first: split or merged."""
    scores = links.scores
    alike = [(int(row), int(column)) for row, column in np.argwhere(scores >= PART)]
    for row, column in sorted(alike, key=lambda pair: (-scores[pair], pair)):
        if _merges(links, row, column):
            rows = links.rows_of(column)
            links.join([(each, column) for each in (*rows, row)], Relation.MERGED)
        elif _splits(links, row, column):
            columns = links.columns_of(row)
            links.join([(row, each) for each in (*columns, column)], Relation.SPLIT)


def _merges(links: Links, row: int, column: int) -> bool:
    """Whether a row is left over and a column taken, by rows that are not split."""
    rows = links.rows_of(column)
    free = not links.columns_of(row)
    return free and bool(rows) and all(len(links.columns_of(other)) == 1 for other in rows)


def _splits(links: Links, row: int, column: int) -> bool:
    """Whether a column is left over and a row taken, by columns that nothing is merged in."""
    columns = links.columns_of(row)
    free = not links.rows_of(column)
    return free and bool(columns) and all(len(links.rows_of(other)) == 1 for other in columns)


def _join_by_subject(links: Links, olds: Measures, news: Measures, rarity: Rarity) -> None:
    """What is left over of both and alone in its plan with a subject, of which at least two words
    stand in the measures themselves: one to one, or one on either side."""
    own = [[subject(m, rarity) for m in measures] for measures in (olds, news)]
    all_of = [
        [words | bodies_subject(m, rarity) for words, m in zip(texts, measures, strict=True)]
        for texts, measures in zip(own, (olds, news), strict=True)
    ]
    free = links.free_rows(), links.free_columns()
    elsewhere = {
        word
        for side, left in zip(all_of, free, strict=True)
        for i, words in enumerate(side)
        if i not in left
        for word in words
    }
    goes: dict[int, list[int]] = {}
    comes: dict[int, list[int]] = {}
    for row, column in product(*free):
        said = (own[0][row] & own[1][column]) - elsewhere
        common = (all_of[0][row] & all_of[1][column]) - elsewhere
        if len(whole(common)) >= OWN_WORDS and len(whole(said)) >= OWN_WORDS - 1:
            goes.setdefault(row, []).append(column)
            comes.setdefault(column, []).append(row)
    for row, parts in goes.items():
        if all(comes[column] == [row] for column in parts):
            relation = Relation.SPLIT if len(parts) > 1 else Relation.ONE_TO_ONE
            links.join([(row, column) for column in parts], relation)
    for column, parts in comes.items():
        if len(parts) > 1 and all(goes[row] == [column] for row in parts):
            links.join([(row, column) for row in parts], Relation.MERGED)


def _possible(links: Links, old: Measures, new: Measures) -> tuple[Possible, ...]:
    """For each gone measure the likeliest new one, if it is likely enough to be looked at."""
    columns = links.free_columns()
    found = []
    for row in links.free_rows():
        best = max(columns, key=lambda column: links.scores[row, column], default=None)
        if best is not None and links.scores[row, best] >= POSSIBLE:
            found.append(Possible(old[row], new[best], round(float(links.scores[row, best]), 4)))
    return tuple(found)
