"""How sure a figure is: bootstrap over needs, and a paired test of two runs.

Queries that ask the same are one need: languages and paraphrases of one need succeed and fail
together, so drawing queries would make intervals too narrow. A figure is a ratio of sums: each
query brings (numerator, denominator), a mean being the ratio with 1 below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.gold import Gold

Floats = NDArray[np.float64]
Parts = Mapping[str, tuple[float, float]]
"""Query id -> what it adds above and below the line."""

DRAWS = 4000
"""Draws of needs; the ends of an interval then move by some 0.002 from seed to seed."""
SWAPS = 10_000
"""Random swaps of two runs; the smallest p that can come out is 0.0001."""
SEED = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, where 95 of 100 draws lie, and the needs that were drawn from."""

    value: float | None
    low: float | None
    high: float | None
    needs: int

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        return f"{self.value:.3f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Difference:
    """One run less another on the same queries; `p` that it is as large by chance alone."""

    value: float
    low: float
    high: float
    p: float
    needs: int

    def __str__(self) -> str:
        return f"{self.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def needs_of(gold: Gold) -> dict[str, str]:
    """Query id -> the need that it asks for.

    Those of the parity part name it; the unanswerable ones' stand in `gold/needs.tsv`; for the
    rest the same answers (grade 2, in its absence 1) are the same need.
    """
    found = {}
    for query in gold.queries:
        judged = gold.qrels.get(query.query_id, {})
        best = max(judged.values(), default=0)
        answers = ",".join(sorted(target for target, grade in judged.items() if grade == best))
        source = gold.sources.get(query.query_id, query.query_id)
        found[query.query_id] = query.need or answers or source
    return found


def interval(parts: Parts, needs: Mapping[str, str]) -> Interval:
    """A figure with its interval."""
    sums = _by_need([parts], needs)[0]
    if not len(sums) or not sums[:, 1].sum():
        return Interval(None, None, None, len(sums))
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = _ratio(_draws(len(sums)) @ sums)
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Interval(float(_ratio(sums.sum(axis=0))), float(low), float(high), len(sums))


def difference(new: Parts, old: Parts, needs: Mapping[str, str]) -> Difference:
    """What the new run has more than the old one, on the queries that both have.

    The interval is of paired draws of needs; `p` of a randomisation test, in which each need's
    two results change places by the toss of a coin.
    """
    one, other = _by_need([new, old], needs)
    count = len(one)
    if not count or not one[:, 1].sum() or not other[:, 1].sum():
        return Difference(0.0, 0.0, 0.0, 1.0, count)
    value = _gap(one.sum(axis=0), other.sum(axis=0))
    draws = _draws(count)
    low, high = np.nanquantile(_gap(draws @ one, draws @ other), [0.025, 0.975])
    swap = np.random.default_rng(SEED).integers(2, size=(SWAPS, count)).astype(np.float64)
    more, total = one - other, one.sum(axis=0)
    swapped = total - swap @ more
    by_chance = _gap(swapped, total + other.sum(axis=0) - swapped)
    as_large = int((np.abs(by_chance) >= abs(value) - 1e-12).sum())
    return Difference(float(value), float(low), float(high), (1 + as_large) / (1 + SWAPS), count)


def _by_need(runs: list[Parts], needs: Mapping[str, str]) -> list[Floats]:
    """For each run (needs, 2): sums of the queries that all runs have."""
    shared = [query for query in runs[0] if all(query in run for run in runs)]
    order = {need: i for i, need in enumerate(dict.fromkeys(needs[query] for query in shared))}
    found = [np.zeros((len(order), 2)) for _ in runs]
    for sums, run in zip(found, runs, strict=True):
        for query in shared:
            sums[order[needs[query]]] += run[query]
    return found


def _draws(count: int) -> Floats:
    """(draws, needs): how often each need is drawn."""
    drawn = np.random.default_rng(SEED).multinomial(count, [1 / count] * count, size=DRAWS)
    return np.asarray(drawn, dtype=np.float64)


def _ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def _gap(one: Floats, other: Floats) -> Floats:
    return np.asarray(_ratio(one) - _ratio(other))


def rows(table: Mapping[str, Mapping[str, Interval]]) -> Iterator[str]:
    """Lines of Markdown: a group a row, a figure a column."""
    names = list(next(iter(table.values())))
    yield "| questions | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * len(names)
    for group, figures in table.items():
        yield f"| {group} | " + " | ".join(str(figure) for figure in figures.values()) + " |"
