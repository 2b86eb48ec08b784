"""How right comparisons, bodies and topics are: `python -m eval.overview [INDEX]`.

Coverage of the ready topics against `gold/subjects.tsv`; pairs of spellings put together against
`gold/bodies.jsonl`; and of the judged counterparts in `gold/similar.jsonl` those in one topic.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.gold import Gold, Targets
from service.engine import DEFAULT_INDEX, Engine, open_engine
from service.overview.compare import compare, subject_sets
from service.results import Filters, Verdict

GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was found of what is judged, and the disagreements by name."""

    right: int
    found: int
    judged: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.judged if self.judged else 1.0
        return (
            f"precision {precision:.2f} ({self.right}/{self.found}), "
            f"recall {recall:.2f} ({self.right}/{self.judged})"
        )


def subjects(engine: Engine) -> Agreement:
    """Ready topics × plans."""
    lines = (GOLD / "subjects.tsv").read_text(encoding="utf-8").splitlines()
    judged = {
        (row["subject"], row["plan"]): row["verdict"]
        for row in csv.DictReader(lines, delimiter="\t")
        if row["verdict"] != "unsure"
    }
    found: set[tuple[str, ...]] = set()
    for chosen in subject_sets().values():
        for subject in chosen.subjects:
            for cell in compare(engine.coverage, [subject], Filters(), "nb").cells:
                if cell.verdict is Verdict.YES:
                    found.add((subject.subject_id, cell.plan.plan_id))
    wanted: set[tuple[str, ...]] = {pair for pair, verdict in judged.items() if verdict == "yes"}
    found &= judged.keys()
    return _agreement(found, wanted)


def bodies(engine: Engine) -> Agreement:
    """Pairs of spellings within a region, of those judged."""
    judged: dict[str, list[list[str]]] = {}
    for line in (GOLD / "bodies.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        judged.setdefault(entry["region"], []).append(entry["names"])
    found: set[tuple[str, ...]] = set()
    wanted: set[tuple[str, ...]] = set()
    for region, groups in judged.items():
        names = {name for group in groups for name in group}
        wanted |= {(region, *pair) for group in groups for pair in combinations(sorted(group), 2)}
        for body in engine.register.all:
            if body.region.region_id == region:
                own = sorted({s.text for s in body.spellings} & names)
                found |= {(region, *pair) for pair in combinations(own, 2)}
    return _agreement(found, wanted)


def topics(engine: Engine) -> tuple[int, int, int, int]:
    """Judged counterparts in one topic, all of them, measures in a topic, all measures."""
    gold = Gold()
    by_key = Targets(gold, engine.passages).measure_of
    grouping = engine.topics()
    topic = {m.measure_id: t.topic_id for t in grouping.topics for m in t.measures}
    pairs = {
        tuple(sorted((by_key[key], by_key[other])))
        for key, others in gold.similar.items()
        for other in others
        if key in by_key and other in by_key
    }
    together = sum(topic.get(a) is not None and topic.get(a) == topic.get(b) for a, b in pairs)
    return together, len(pairs), len(topic), len(topic) + len(grouping.ungrouped)


def _agreement(found: set[tuple[str, ...]], wanted: set[tuple[str, ...]]) -> Agreement:
    return Agreement(len(found & wanted), len(found), len(wanted), tuple(_wrong(found, wanted)))


def _wrong(found: set[tuple[str, ...]], wanted: set[tuple[str, ...]]) -> Iterator[str]:
    for pair in sorted(found - wanted):
        yield f"should not: {' | '.join(pair)}"
    for pair in sorted(wanted - found):
        yield f"missing: {' | '.join(pair)}"


def main() -> None:
    """Print the figures and every disagreement."""
    engine = open_engine(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_INDEX)
    for name, agreement in (("ready topics", subjects(engine)), ("bodies", bodies(engine))):
        print(f"{name}: {agreement}")
        for wrong in agreement.wrong:
            print(f"  {wrong}")
    together, pairs, grouped, all_ = topics(engine)
    print(f"topics: {together} of {pairs} counterparts together; {grouped} of {all_} grouped")


if __name__ == "__main__":
    main()
