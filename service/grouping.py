"""Topics over all plans: measures about the same thing, grouped and named by their own words.

Average linkage (Sokal and Michener 1958) over one likeness: the words that say what a measure
is about, and the vectors. Deterministic: the same index gives the same groups.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from indexer.analysis import fold, stem, tokenize
from indexer.errors import QueryError
from indexer.records import Measure, Plan, Region
from indexer.vocabulary import vocabulary
from service.lexicon import questions, thesaurus

Floats = NDArray[np.float32]

TEXT, TARGET_GROUP, CONTEXT = 1.0, 0.6, 0.3
"""What a word counts by where it stands: in the measure, its target group, its goal or heading."""

PART, CONCEPT = 0.6, 1.5
"""What a compound's part counts, and a thing of the field by any of its names."""

ONE_REGION = 0.5
"""What words count that one region alone uses. At 1.0 the names of its projects ("Helgeland",
"Helseplattformen") make groups of regions rather than of topics."""

VECTORS = 0.3
"""What the vectors count beside the words. They were made with their plan's title and goal; even
from the plan's mean they tell the tables of a plan apart: at 1.0 nearly all groups are of one
region (of 33 groups 5 are of several; at 0.3 22 of 36; at 0 there is one group for "felles")."""

OWN_MEAN = 5
"""Measures of a plan beside which the mean of all counts as much as the plan's own."""

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


class _Term(NamedTuple):
    """Something that a measure is about: its key, how it stands there, and its weight."""

    key: str
    shown: str
    weight: float


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
    terms = [
        [term for term in _terms(measure) if term.key not in _name_of(region)]
        for measure, region in zip(measures, regions, strict=True)
    ]
    likeness = _likeness(terms, regions, _away_from_plan(measures, vectors))
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


# ── what a measure is about ──────────────────────────────────────────────────────────────


@cache
def _empty() -> frozenset[str]:
    """Stems that tell nothing of a topic."""
    text = files("service").joinpath("data/process_words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    words = {*data["words"], *vocabulary().actions}
    for stop in questions().stop.values():
        words |= stop
    return frozenset(map(stem, words)) - frozenset(map(stem, data["topical"]))


@cache
def _name_of(region: Region) -> frozenset[str]:
    """The stems of a region's own name, which its measures are not about."""
    return frozenset(token.stem for token in tokenize(region.name))


def _terms(measure: Measure) -> Iterator[_Term]:
    yield from _of_text(measure.text, TEXT)
    if measure.target_group:
        yield from _of_text(measure.target_group, TARGET_GROUP)
    for text in (measure.goal, *measure.heading):
        if text:
            yield from _of_text(text, CONTEXT)


def _of_text(text: str, weight: float) -> Iterator[_Term]:
    """The words of a text, the parts of its compounds, and the things that it names."""
    text = re.sub(r"https?://\S+", " ", text)
    tokens = tokenize(text)
    stems = [token.stem for token in tokens]
    known = thesaurus()
    for place, token in enumerate(tokens):
        if token.stem not in _empty() and len(token.word) > 1 and not token.word.isdigit():
            yield _Term(token.stem, text[token.start : token.end], weight)
        for part in token.parts:
            if part not in _empty():
                yield _Term(part, "", weight * PART)
        for end in range(place + 1, min(place + known.longest, len(tokens)) + 1):
            span = tuple(stems[place:end])
            if all(word in _empty() for word in span):
                continue
            for concept in known.names.get(span, ()):
                shown = text[token.start : tokens[end - 1].end]
                yield _Term(f"={concept.label}", shown, weight * CONCEPT)
        if token.parts and not all(part in _empty() for part in token.parts):
            for concept in known.names.get(token.parts, ()):
                shown = text[token.start : token.end]
                yield _Term(f"={concept.label}", shown, weight * CONCEPT)


# ── how alike ────────────────────────────────────────────────────────────────────────────


def _likeness(
    terms: Sequence[Sequence[_Term]], regions: Sequence[Region], vectors: Floats
) -> Floats:
    """(measures, measures): how far each two are about the same, 0 to 1."""
    weights = [_weights(found) for found in terms]
    counts = Counter(key for found in weights for key in found)
    used: dict[str, set[str]] = defaultdict(set)
    for found, region in zip(weights, regions, strict=True):
        for key in found:
            used[key].add(region.region_id)
    columns = {
        key: column for column, key in enumerate(sorted(k for k, n in counts.items() if n > 1))
    }
    cells = [
        (row, columns[key], weight * _rarity(counts[key], len(terms), len(used[key])))
        for row, found in enumerate(weights)
        for key, weight in found.items()
        if key in columns
    ]
    rows, places, values = zip(*cells, strict=True) if cells else ((), (), ())
    shape = (len(terms), max(len(columns), 1))
    matrix = csr_matrix((values, (rows, places)), shape=shape, dtype=np.float32)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
    norms[norms == 0] = 1.0
    unit = csr_matrix(matrix.multiply(1.0 / norms))
    words = (unit @ unit.T).toarray()
    joined = (words + VECTORS * (vectors @ vectors.T)) / (1 + VECTORS)
    alike: Floats = np.clip((joined + joined.T) / 2, 0.0, 1.0).astype(np.float32)
    return alike


def _weights(terms: Sequence[_Term]) -> dict[str, float]:
    found: dict[str, float] = {}
    for term in terms:
        found[term.key] = max(found.get(term.key, 0.0), term.weight)
    return found


def _rarity(measures: int, of_all: int, regions: int) -> float:
    rarity = float(np.log(of_all / measures)) if measures < of_all else 0.0
    return rarity * (1.0 if regions > 1 else ONE_REGION)


def _away_from_plan(measures: Sequence[Measure], vectors: Floats) -> Floats:
    """The vectors from their plan's mean, which is drawn to the mean of all where it is of few."""
    away = vectors.astype(np.float32).copy()
    mean = vectors.mean(axis=0)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, measure in enumerate(measures):
        rows[measure.plan_id].append(row)
    for own in rows.values():
        away[own] -= (vectors[own].sum(axis=0) + OWN_MEAN * mean) / (len(own) + OWN_MEAN)
    unit: Floats = away / (np.linalg.norm(away, axis=1, keepdims=True) + 1e-6)
    return unit


def _held(rows: Sequence[int], likeness: Floats, terms: Sequence[Sequence[_Term]]) -> list[int]:
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


def _shares(row: int, rows: Sequence[int], terms: Sequence[Sequence[_Term]]) -> bool:
    """Whether a measure has two words in common with others of its group, one of them in what
    it says itself: "politi" alone is no topic."""
    others = {term.key for other in rows if other != row for term in terms[other]}
    common = [term for term in terms[row] if term.shown and term.key in others]
    words = {word for term in common for word in fold(term.shown).split()}
    return len(words) > 1 and any(term.weight > CONTEXT * CONCEPT for term in common)


# ── names ────────────────────────────────────────────────────────────────────────────────


def _named(
    groups: Sequence[Sequence[int]], terms: Sequence[Sequence[_Term]]
) -> list[tuple[str, ...]]:
    """For each group its telling words (c-TF-IDF, Grootendorst 2022), as its measures have them."""
    frequencies = []
    for rows in groups:
        found: Counter[str] = Counter()
        for row in rows:
            for key, weight in _weights(terms[row]).items():
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
    rows: Sequence[int], terms: Sequence[Sequence[_Term]], score: Mapping[str, float]
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
