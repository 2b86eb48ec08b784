"""What became of the measures of a plan in the next: judged against what the engine says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from eval.adapt.collections import TRAINING, keys_of
from eval.gold import Targets, lines_of
from eval.metrics import Rate
from indexer.records import Passage
from service.engine import Engine

FIELDS = ("text", "responsible", "deadline", "target_group", "goal", "status")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of measures: pairs of old and new ones that are one, and pairs that a reader
    could also take for one. `measures` are all that were judged, of both plans."""

    plans: Pair
    measures: tuple[str, ...]
    must: frozenset[Pair]
    may: frozenset[Pair]

    def misplaced(self, found: Collection[Pair]) -> list[str]:
        """The measures that are not said to have become, or come from, exactly those judged."""
        return [each for each in self.measures if not self._placed(each, found)]

    def _placed(self, measure: str, found: Collection[Pair]) -> bool:
        said, must, may = (
            {pair for pair in pairs if measure in pair} for pairs in (found, self.must, self.may)
        )
        return must <= said <= must | may


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
    def became(self) -> Became:
        """The same as pairs of keys."""
        old = [key for each in self.judged for key in each.old]
        new = [key for each in self.judged for key in each.new]
        must = {pair for each in self.judged for pair in product(each.old, each.new)}
        may = {pair for each in self.judged for pair in product(each.old, each.alternatives)}
        plans = old[0].split("/")[0], new[0].split("/")[0]
        return Became(plans, (*old, *new), frozenset(must), frozenset(may))


def became_in(name: str, passages: Sequence[Passage]) -> Became:
    """What became of the measures of the older plan of a training collection, by measure id, over
    the passages of an index of its plans. Raises `TrainingError`."""
    ids = keys_of(name, passages)
    lines = _lines(TRAINING / name / "successors.tsv")
    must = {(ids[old], ids[new]) for old, sure, _ in lines for new in sure}
    may = {(ids[old], ids[new]) for old, _, either in lines for new in either}
    old = [ids[key] for key, _, _ in lines]
    next_plan = next(iter(must))[1].split(":")[0]
    new = [p.passage_id for p in passages if p.measure and p.plan_id == next_plan]
    return Became((old[0].split(":")[0], next_plan), (*old, *new), frozenset(must), frozenset(may))


def _lines(path: Path) -> list[tuple[str, list[str], list[str]]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(old, _listed(sure), _listed(either)) for old, sure, either in rows]


def _listed(cell: str) -> list[str]:
    return [key for key in cell.split(",") if key]


def measure_diff(engine: Engine, targets: Targets) -> dict[str, Rate]:
    """Of the measures of both plans, those rightly placed; of the fields, those rightly compared.

    A measure is rightly placed when it is said to have become, or come from, exactly those that
    are judged. Fields count for pairs that are judged one to one and found; one that could not
    be read is not right, but no false change either.
    """
    gold = GoldDiff()
    became = gold.became
    pairs = {
        (targets.key_of[each.old.measure_id], targets.key_of[each.new.measure_id]): each
        for each in engine.over_time.diff(*became.plans).continued
    }
    wrong = became.misplaced(pairs)
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
    placed = len(became.measures)
    return {
        "verdicts right": Rate(placed - len(wrong), placed),
        "fields rightly compared": Rate(right, compared),
        "changes said that are true": Rate(true, said),
    }
