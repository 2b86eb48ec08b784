"""Topics over all plans: measures about the same thing, grouped and named by their own words.

Average linkage (Sokal and Michener 1958) over one likeness: the words that say what a measure
is about, and the vectors. Deterministic: the same index gives the same groups.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from indexer.analysis import fold, tokenize
from indexer.errors import QueryError
from indexer.records import Measure, Plan, Region
from service.overview.about import (
    CONCEPT,
    CONTEXT,
    Term,
    Words,
    away_from_plan,
    terms_of,
    weights_of,
)

Floats = NDArray[np.float32]

VECTORS = 0.3
"""What the vectors count beside the words. They were made with their plan's title and goal; even
from the plan's mean they tell the tables of a plan apart: at 1.0 nearly all groups are of one
region (of 33 groups 5 are of several; at 0.3 22 of 36; at 0 there is one group for "felles")."""

FARTHEST = 0.85
"""Mean distance at which two groups are one. Of 44 judged counterparts 19 are in one group at
0.80 and 0.83, 24 at 0.85 and 0.87; above, children's services and mental health are one."""

LEAST = 0.13
"""Mean likeness to the others of its group below which a measure is left ungrouped."""

NAMED_BY = 3
"""Words or terms in a topic's name."""

MOST_MEASURES = 12_000
"""Above it the matrix of all pairs takes more than a gigabyte."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Measures about the same thing; `terms` are words of theirs, the most telling first.

    `measures` may be those in scope only, of `total`; regions and plans are those of all.
    """

    topic_id: str
    name: str
    terms: tuple[str, ...]
    measures: tuple[Measure, ...]
    total: int
    regions: tuple[Region, ...]
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """All topics, those of most regions first, then the largest; and what belongs to none."""

    topics: tuple[Topic, ...]
    ungrouped: tuple[Measure, ...]


def group(plans: Mapping[str, Plan], measures: Sequence[Measure], vectors: Floats) -> Grouping:
    """Measures by topic; `vectors` (measures, dimensions) are their unit vectors in order.

    Raises `QueryError` for an index that is too large to compare all with all.
    """
    if len(measures) > MOST_MEASURES:
        raise QueryError(
            f"the index has {len(measures)} measures; topics are found among {MOST_MEASURES} "
            "at most"
        )
    if len(measures) < 2:
        return Grouping((), tuple(measures))
    regions = [plans[measure.plan_id].region for measure in measures]
    terms = [terms_of(m, region) for m, region in zip(measures, regions, strict=True)]
    away = away_from_plan([measure.plan_id for measure in measures], vectors)
    likeness = _likeness(Words(terms, regions).rows, away)
    distances = 1.0 - likeness
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels = fcluster(tree, FARTHEST, "distance")
    members = defaultdict(list)
    for row, label in enumerate(labels):
        members[label].append(row)
    kept = [rows for rows in (_held(rows, likeness, terms) for rows in members.values()) if rows]
    named = _named(kept, terms)
    topics = [
        _topic(plans, [measures[row] for row in rows], name)
        for rows, name in zip(kept, named, strict=True)
    ]
    topics.sort(key=lambda t: (-len(t.regions), -len(t.measures), t.topic_id))
    grouped = {row for rows in kept for row in rows}
    left = tuple(m for row, m in enumerate(measures) if row not in grouped)
    return Grouping(_with_own_ids(topics), left)


def within(grouping: Grouping, measure_ids: Collection[str]) -> Grouping:
    """The grouping with only these measures, and the topics that have any of them."""
    topics = (
        replace(topic, measures=tuple(m for m in topic.measures if m.measure_id in measure_ids))
        for topic in grouping.topics
    )
    return Grouping(
        tuple(topic for topic in topics if topic.measures),
        tuple(m for m in grouping.ungrouped if m.measure_id in measure_ids),
    )


def _likeness(words: csr_matrix, vectors: Floats) -> Floats:
    """(measures, measures): how far each two are about the same, 0 to 1."""
    joined = ((words @ words.T).toarray() + VECTORS * (vectors @ vectors.T)) / (1 + VECTORS)
    alike: Floats = np.clip((joined + joined.T) / 2, 0.0, 1.0).astype(np.float32)
    return alike


def _held(rows: Sequence[int], likeness: Floats, terms: Sequence[Sequence[Term]]) -> list[int]:
    """The measures of a group without those that hang on by a thread; nothing if one is left."""
    left = list(rows)
    while len(left) > 1:
        inside = likeness[np.ix_(left, left)].copy()
        np.fill_diagonal(inside, 0.0)
        mean = inside.sum(axis=1) / (len(left) - 1)
        weak = [i for i, row in enumerate(left) if mean[i] < LEAST or not _shares(row, left, terms)]
        if not weak:
            return left
        left.pop(min(weak, key=lambda i: (mean[i], left[i])))
    return []


def _shares(row: int, rows: Sequence[int], terms: Sequence[Sequence[Term]]) -> bool:
    """Whether a measure has two words in common with others of its group, one of them in what
    it says itself: "politi" alone is no topic."""
    others = {term.key for other in rows if other != row for term in terms[other]}
    common = [term for term in terms[row] if term.shown and term.key in others]
    words = {word for term in common for word in fold(term.shown).split()}
    return len(words) > 1 and any(term.weight > CONTEXT * CONCEPT for term in common)


# ── names ────────────────────────────────────────────────────────────────────────────────


def _named(
    groups: Sequence[Sequence[int]], terms: Sequence[Sequence[Term]]
) -> list[tuple[str, ...]]:
    """For each group its telling words (c-TF-IDF, Grootendorst 2022), as its measures have them."""
    frequencies = []
    for rows in groups:
        found: Counter[str] = Counter()
        for row in rows:
            for key, weight in weights_of(terms[row]).items():
                found[key] += weight  # type: ignore[assignment]
        frequencies.append(found)
    total: Counter[str] = Counter()
    for found in frequencies:
        total.update(found)
    mean = sum(total.values()) / max(len(groups), 1)
    names = []
    for rows, found in zip(groups, frequencies, strict=True):
        score = {key: value * np.log1p(mean / total[key]) for key, value in found.items()}
        names.append(_words(rows, terms, score))
    return names


def _words(
    rows: Sequence[int], terms: Sequence[Sequence[Term]], score: Mapping[str, float]
) -> tuple[str, ...]:
    """The best terms that stand in at least half of a group (of a large one, in three), none of
    which repeats another."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    within: Counter[str] = Counter()
    for row in rows:
        within.update({term.key for term in terms[row] if term.shown})
        for term in terms[row]:
            if term.shown:
                shown[term.key][" ".join(term.shown.split())] += 1
    least = min(max(2, (len(rows) + 1) // 2), 3)
    chosen: list[str] = []
    stems: set[str] = set()
    for key in sorted(score, key=lambda k: (-score[k], k)):
        if within[key] < least:
            continue
        text = _surface(shown[key])
        own = {part for token in tokenize(text) for part in (token.stem, *token.parts)}
        if own & stems:
            continue
        chosen.append(text)
        stems |= own
        if len(chosen) == NAMED_BY:
            break
    return tuple(chosen)


def _surface(shown: Mapping[str, int]) -> str:
    """How a term is shown: as it stands most often, a name of several words before one of its
    words; in small letters where it stands so anywhere."""
    counts: Counter[str] = Counter()
    for text, count in shown.items():
        counts[text.lower() if text.lower() in shown else text] += count
    return min(counts, key=lambda s: (-counts[s] * len(s.split()), len(s), s))


def _topic(plans: Mapping[str, Plan], measures: Sequence[Measure], terms: tuple[str, ...]) -> Topic:
    regions = {plans[m.plan_id].region.region_id: plans[m.plan_id].region for m in measures}
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(" ".join(terms)))) or measures[0].measure_id
    return Topic(
        topic_id=slug,
        name=", ".join(terms) or measures[0].text.split("\n")[0],
        terms=terms,
        measures=tuple(measures),
        total=len(measures),
        regions=tuple(regions[region_id] for region_id in sorted(regions)),
        plans=tuple(sorted({m.plan_id for m in measures})),
    )


def _with_own_ids(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics, of those with one name the later ones numbered."""
    seen: Counter[str] = Counter()
    found = []
    for topic in topics:
        seen[topic.topic_id] += 1
        number = seen[topic.topic_id]
        own = topic.topic_id if number == 1 else f"{topic.topic_id}-{number}"
        found.append(replace(topic, topic_id=own))
    return tuple(found)
