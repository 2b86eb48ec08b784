"""What filters leave of an index, by passage."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from service.results import Filters
from service.scope.filters import Narrower

MOST_KEPT = 64
"""Filters of which what they leave is remembered, a byte a passage each."""


class Left:
    """What filters leave of an index; of those last asked for it is remembered."""

    def __init__(self, index: Index, narrower: Narrower) -> None:
        self._index, self._narrower = index, narrower
        self.by = lru_cache(maxsize=MOST_KEPT)(self._by)

    def _by(self, filters: Filters) -> NDArray[np.bool_]:
        """(passages,): what is left by (checked) filters. Not to be written to."""
        ids = {plan.plan_id for plan in self._narrower.plans(filters)}
        of_plan = [plan.plan_id in ids for plan in self._index.plans]
        kept = np.asarray(of_plan, dtype=bool)[self._index.plan_of]
        if replace(filters, region=(), plan=()) != Filters():
            keep = self._narrower.keeps(filters)
            for order in np.flatnonzero(kept):
                kept[order] = keep(self._index.passages[int(order)])
        kept.flags.writeable = False
        return kept
