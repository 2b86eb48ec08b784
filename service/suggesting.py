"""What a search box offers while a text is typed: bodies, groups of people, measures, regions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from indexer.analysis import fold
from indexer.records import Passage, Plan
from service.results import Filters
from service.scope import Narrower

LONGEST = 100
"""Characters of a completion: a line of a box. Of 152 measures 66 begin with a longer line, the
longest of 472."""

MOST_KEPT = 64
"""Filters whose completions are remembered."""

LEAST_REPAIRED = 4
"""Letters from which what is typed may be misspelt."""


class Suggesting:
    """Completes what is typed by what stands in the measures in scope."""

    def __init__(
        self, plans: Sequence[Plan], passages: Sequence[Passage], narrower: Narrower
    ) -> None:
        self._plans = plans
        self._passages = passages
        self._narrower = narrower
        self._completions = lru_cache(maxsize=MOST_KEPT)(self._left_by)

    def of(self, text: str, filters: Filters, k: int) -> tuple[str, ...]:
        """At most k completions of at most `LONGEST` characters, the shortest first; those that
        begin so before those with a word that does. Raises `UnknownFilter` or `NoPlanLeft`."""
        wanted = fold(" ".join(text.split()))
        names = self._completions(self._narrower.given(filters))
        starts = [shown for name, shown in names if name.startswith(wanted)]
        inside = [shown for name, shown in names if f" {wanted}" in name and shown not in starts]
        found = [*starts, *inside]
        if not found and len(wanted) >= LEAST_REPAIRED:
            near = process.extract(
                wanted, [n for n, _ in names], scorer=fuzz.partial_ratio, score_cutoff=85, limit=k
            )
            found = [names[i][1] for _, _, i in near]
        return tuple(found[:k])

    def _left_by(self, filters: Filters) -> tuple[tuple[str, str], ...]:
        """(folded, shown): what (checked) filters leave to be offered."""
        keep = self._narrower.keeps(filters)
        shown: dict[str, str] = {}
        for passage in self._passages:
            measure = passage.measure
            if measure is None or not keep(passage):
                continue
            names = (*measure.responsible, measure.target_group or "", *lines_of(measure.text))
            for name in names:
                if name:
                    shown.setdefault(fold(name), name)
        for plan in self._narrower.plans(filters):
            shown.setdefault(fold(plan.region.name), plan.region.name)
        return tuple(sorted(shown.items(), key=lambda item: (len(item[0]), item[0])))


def lines_of(text: str) -> tuple[str, ...]:
    """The first line of a measure's text; of a long one its pieces, each from where the one before
    was cut, which is at a word."""
    rest = " ".join(text.split("\n", maxsplit=1)[0].split())
    pieces = []
    while len(rest) > LONGEST:
        at = rest.rfind(" ", 0, LONGEST + 1)
        at = at if at > 0 else LONGEST
        pieces.append(rest[:at].rstrip(" ,;:–-"))
        rest = rest[at:].lstrip()
    return (*pieces, rest)
