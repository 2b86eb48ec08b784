"""How many of some passages have each value: what a search may be narrowed to further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.records import Passage, Plan
from service.bodies.names import same
from service.bodies.register import Register
from service.results import Facet
from service.when.progress import all_progress_of

NAMES = ("region", "plan", "target_group", "responsible", "year", "status")

Values = tuple[str | int, ...]
Having = tuple[list[str | int], NDArray[np.intp], NDArray[np.intp]]


class Facets:
    """The values of every passage, each as a number, so that they are counted all at once.

    A value is counted where a filter by it finds a passage, so spellings of one thing are one
    value: the commonest, of as common ones the first in the alphabet.
    """

    def __init__(
        self,
        plans: Mapping[str, Plan],
        passages: Sequence[Passage],
        register: Callable[[], Register],
    ) -> None:
        self._passages = passages
        self._register = register
        of_all = [dict(_values_of(passage, plans[passage.plan_id])) for passage in passages]
        self._having: dict[str, Having] = {}
        for name in NAMES:
            orders: dict[str | int, list[int]] = {}
            for order, values in enumerate(of_all):
                for value in values.get(name, ()):
                    orders.setdefault(value, []).append(order)
            if name == "target_group":
                orders = _of_same(orders)
            self._having[name] = _numbered(orders)

    def of(self, orders: NDArray[np.intp]) -> dict[str, tuple[Facet, ...]]:
        """The facets of some passages: the commonest value first, ties by the value as text."""
        among = np.zeros(len(self._passages), dtype=bool)
        among[orders] = True
        having = self._having | {"responsible": self._of_bodies}
        return {name: tuple(_counted(having[name], among)) for name in NAMES}

    @cached_property
    def _of_bodies(self) -> Having:
        """The bodies, each by the spelling that finds most, of as wide ones the commonest; what
        names several bodies of a region at once is a value by itself."""
        written: dict[str, list[int]] = defaultdict(list)
        alike: dict[str, set[int]] = defaultdict(set)
        place: dict[str, int] = {}
        for order, passage in enumerate(self._passages):
            if passage.measure:
                place[passage.measure.measure_id] = order
                for text in passage.measure.responsible:
                    written[text].append(order)
                    alike[same(text)].add(order)
        register = self._register()
        found = {
            text: alike[same(text)] | {place[m] for m in register.measures_of(text)}
            for text in written
        }
        kept: dict[str | int, list[int]] = {}
        seen: set[str] = set()
        for text in sorted(found, key=lambda t: (-len(found[t]), -len(written[t]), t)):
            own = {body.body_id for body in register.alone(text)}
            if not own or not own <= seen:
                kept[text] = sorted(found[text])
            seen |= own
        return _numbered(kept)


def _of_same(orders: Mapping[str | int, Sequence[int]]) -> dict[str | int, list[int]]:
    """The passages of values that are one but for their spelling, by the commonest."""
    together: dict[str, list[str | int]] = defaultdict(list)
    for value in sorted(orders, key=lambda each: (-len(orders[each]), str(each))):
        together[same(str(value))].append(value)
    return {own[0]: sorted(o for value in own for o in orders[value]) for own in together.values()}


def _numbered(orders: Mapping[str | int, Sequence[int]]) -> Having:
    """The values, and pairs of a passage and the number of a value that it has."""
    values: list[str | int] = list(orders)
    pairs = [(order, number) for number, value in enumerate(orders) for order in orders[value]]
    passages, numbers = np.asarray(pairs, dtype=np.intp).reshape(-1, 2).T
    return values, passages, numbers


def _counted(having: Having, among: NDArray[np.bool_]) -> Iterator[Facet]:
    values, orders, own = having
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
    yield "year", measure.years
    yield "status", tuple(progress.value for progress in all_progress_of(measure))
