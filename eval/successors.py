"""What became of the measures of a plan in the next: judged against what the engine says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.gold import Targets, lines_of
from eval.metrics import Rate
from service.engine import Engine

FIELDS = ("text", "responsible", "deadline", "target_group", "goal", "status")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of `gold/diff.jsonl`: measures by key; `alternatives` would be right too."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    either: tuple[str, ...]
    alternatives: tuple[str, ...]


class GoldDiff:
    """All judgements of one plan and its successor."""

    @cached_property
    def judged(self) -> Sequence[Judged]:
        """Every line, in the file's order; each measure of both plans stands in one."""
        return tuple(
            Judged(
                tuple(line["from"]),
                tuple(line["to"]),
                tuple(line.get("changed", ())),
                tuple(line.get("either", ())),
                tuple(line.get("or", ())),
            )
            for line in lines_of("diff.jsonl")
        )

    @property
    def plans(self) -> tuple[str, str]:
        """The ids of the two plans."""
        old = next(key for each in self.judged for key in each.old)
        new = next(key for each in self.judged for key in each.new)
        return old.split("/")[0], new.split("/")[0]


def measure_diff(engine: Engine, targets: Targets) -> dict[str, Rate]:
    """Of the measures of both plans, those rightly placed; of the fields, those rightly compared.

    A measure is rightly placed when it is said to have become, or come from, exactly those that
    are judged. Fields count for pairs that are judged one to one and found; one that could not
    be read is not right, but no false change either.
    """
    gold = GoldDiff()
    found = engine.over_time.diff(*gold.plans)
    pairs = {
        (targets.key_of[each.old.measure_id], targets.key_of[each.new.measure_id]): each
        for each in found.continued
    }
    wrong = misplaced(gold.judged, pairs)
    placed = sum(len(each.old) + len(each.new) for each in gold.judged)
    right = compared = said = true = 0
    for each in gold.judged:
        pair = pairs.get((each.old[0], each.new[0])) if each.old and each.new else None
        if pair is None or (len(each.old), len(each.new)) != (1, 1):
            continue
        changed = {name for name, _, _ in pair.changes.changed}
        for name in set(FIELDS) - set(each.either):
            compared += 1
            unread = name in pair.changes.unread
            right += not unread and (name in changed) == (name in each.changed)
            said += name in changed
            true += name in changed and name in each.changed
    return {
        "verdicts right": Rate(placed - len(wrong), placed),
        "fields rightly compared": Rate(right, compared),
        "changes said that are true": Rate(true, said),
    }


def misplaced(judged: Sequence[Judged], pairs: Mapping[tuple[str, str], object]) -> list[str]:
    """The measures of both plans, by key, that are not placed as judged."""
    return [
        key for each in judged for key in (*each.old, *each.new) if not _placed(key, judged, pairs)
    ]


def _placed(key: str, judged: Sequence[Judged], pairs: Mapping[tuple[str, str], object]) -> bool:
    said = {other for pair in pairs for other in pair if key in pair and other != key}
    must, may = set[str](), set[str]()
    for each in judged:
        if key in each.old:
            must, may = set(each.new), set(each.alternatives)
        elif key in each.new:
            must = set(each.old)
        elif key in each.alternatives:
            may |= set(each.old)
    return must <= said <= must | may
