"""How many of some passages have each value: what a search may be narrowed to further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.records import Passage, Plan
from service.progress import all_progress_of
from service.results import Facet

NAMES = ("region", "plan", "target_group", "responsible", "year", "status")

Values = tuple[str | int, ...]


class Facets:
    """The values of every passage, each as a number, so that they are counted all at once."""

    def __init__(self, plans: Mapping[str, Plan], passages: Sequence[Passage]) -> None:
        self._size = len(passages)
        self._values: dict[str, list[str | int]] = {}
        self._having: dict[str, tuple[NDArray[np.intp], NDArray[np.intp]]] = {}
        of_all = [dict(_values_of(passage, plans[passage.plan_id])) for passage in passages]
        for name in NAMES:
            numbers: dict[str | int, int] = {}
            pairs = [
                (order, numbers.setdefault(value, len(numbers)))
                for order, values in enumerate(of_all)
                for value in values.get(name, ())
            ]
            orders, own = np.asarray(pairs, dtype=np.intp).reshape(-1, 2).T
            self._values[name] = list(numbers)
            self._having[name] = orders, own

    def of(self, orders: NDArray[np.intp]) -> dict[str, tuple[Facet, ...]]:
        """The facets of some passages: the commonest value first, ties by the value as text."""
        among = np.zeros(self._size, dtype=bool)
        among[orders] = True
        return {name: tuple(self._counted(name, among)) for name in NAMES}

    def _counted(self, name: str, among: NDArray[np.bool_]) -> Iterator[Facet]:
        orders, own = self._having[name]
        values = self._values[name]
        counts = np.bincount(own[among[orders]], minlength=len(values)).tolist()
        found = [(value, count) for value, count in zip(values, counts, strict=True) if count]
        for value, count in sorted(found, key=lambda each: (-each[1], str(each[0]))):
            yield Facet(value, count)


def _values_of(passage: Passage, plan: Plan) -> Iterator[tuple[str, Values]]:
    yield "region", (plan.region.region_id,)
    yield "plan", (passage.plan_id,)
    measure = passage.measure
    if measure is None:
        return
    if measure.target_group:
        yield "target_group", (measure.target_group,)
    yield "responsible", measure.responsible
    yield "year", measure.years
    yield "status", tuple(progress.value for progress in all_progress_of(measure))
