"""What belongs to plans, plan by plan: with thousands of them, to look through all of it for each
plan takes longer than all else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class OfPlan(Protocol):
    """A passage or a measure."""

    @property
    def plan_id(self) -> str: ...


T = TypeVar("T", bound=OfPlan)


def by_plan(several: Iterable[T]) -> dict[str, list[T]]:
    """Those of each plan, in their order; plans by the first that they have."""
    found: dict[str, list[T]] = {}
    for each in several:
        found.setdefault(each.plan_id, []).append(each)
    return found
