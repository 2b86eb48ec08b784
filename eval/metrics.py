"""How good answers are: ranking by the field's library, the rest by counting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ir_measures
from ir_measures import RR, R, nDCG

from indexer.analysis import fold

RANKING = (nDCG @ 10, R(rel=2) @ 10, RR(rel=2))
RANKED, FIRST_TEN = str(RANKING[0]), str(RANKING[1])


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its counts; nothing of nothing is no number."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, or null where there was nothing to count."""
        return self.right / self.total if self.total else None

    def __str__(self) -> str:
        return "–" if self.value is None else f"{self.value:.2f} ({self.right}/{self.total})"


def rankings(
    qrels: Mapping[str, Mapping[str, int]],
    run: Mapping[str, Mapping[str, float]],
    measures: Sequence[Any] = RANKING,
) -> dict[str, dict[str, float]]:
    """Measure name -> query id -> value, for every query that is in both."""
    wanted = {query: dict(qrels[query]) for query in run if query in qrels}
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in measures}
    found = {query: dict(run[query]) for query in wanted}
    for metric in ir_measures.iter_calc(measures, wanted, found):
        values[str(metric.measure)][metric.query_id] = metric.value
    return values


def mean(values: Iterable[float]) -> float | None:
    """The mean, or null of nothing."""
    found = list(values)
    return sum(found) / len(found) if found else None


def precision_recall(pairs: Iterable[tuple[bool, bool]]) -> tuple[Rate, Rate]:
    """Precision and recall of (said, true) pairs."""
    counted = list(pairs)
    hit = sum(said and true for said, true in counted)
    return (
        Rate(hit, sum(said for said, _ in counted)),
        Rate(hit, sum(true for _, true in counted)),
    )


def same_bodies(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists name the same bodies; case, hyphens and punctuation are forgiven."""
    return {_plain(name) for name in one} == {_plain(name) for name in other}


def same_when(one: str | None, other: str | None) -> bool:
    """Whether two wordings of when are the same but for case and dashes."""
    return _plain(one or "") == _plain(other or "")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
