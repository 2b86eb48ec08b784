"""Measure an index on the judged questions and print the tables: `plansok eval`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.checker import check
from eval.evidence import known_of
from eval.gold import Gold, Query, Targets
from eval.metrics import (
    Rate,
    mean,
    precision_recall,
    rankings,
    same_bodies,
    same_when,
)
from eval.per_query import answer_figures, coverage_pairs, intervals, ranked_figures
from eval.successors import measure_diff
from eval.uncertainty import Interval, needs_of, rows
from indexer.records import Measure
from service.engine import Engine, open_engine
from service.results import Answer, Filters, Scope

DEPTH = 100
"""Hits of a search that are looked at."""


NEWEST = 2000
"""Number of the first query of the part of *held* that was written last, of what was left."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine returned for every query: a run, and answers where one is judged."""

    run: Mapping[str, Mapping[str, float]]
    answers: Mapping[str, Answer]


def search_all(
    engine: Engine, targets: Targets, queries: Sequence[Query], k: int
) -> dict[str, dict[str, float]]:
    """Query id -> target -> score, of the first k hits."""
    run = {}
    for query in queries:
        hits = engine.search(query.text, Filters(), k=k).hits
        scores: dict[str, float] = {}
        for hit in hits:
            scores.setdefault(targets.of(hit.passage), 1.0 / hit.rank)
        run[query.query_id] = scores
    return run


def ask_all(
    engine: Engine, gold: Gold, targets: Targets, queries: Sequence[Query], k: int = DEPTH
) -> Outcome:
    """Search every query and ask every question."""
    run = search_all(engine, targets, queries, k)
    answers = {
        query.query_id: engine.ask(query.text)
        for query in queries
        if query.query_id in gold.answers
    }
    return Outcome(run, answers)


def retrieval(gold: Gold, targets: Targets, outcome: Outcome) -> dict[str, dict[str, float]]:
    """Measure name -> query id -> value."""
    return rankings(targets.qrels(gold), outcome.run)


def measure(engine: Engine) -> dict[str, Any]:
    """All figures, as JSON: retrieval, answers, fields, counterparts; and what each query adds."""
    gold = Gold()
    targets = Targets(gold, engine.passages)
    outcome = ask_all(engine, gold, targets, gold.queries)
    ranked = retrieval(gold, targets, outcome)
    groups = _groups(gold.queries)
    per_query = {**ranked_figures(ranked), **answer_figures(gold, outcome.answers)}
    main_groups = {name: ids for name, ids in groups.items() if not name.startswith("all ")}
    return {
        "retrieval": {name: _retrieval(ranked, ids) for name, ids in groups.items()},
        "intervals": intervals(per_query, main_groups, needs_of(gold)),
        "answers": {name: _answers(gold, targets, outcome, ids) for name, ids in groups.items()},
        "fields": _fields(engine, gold, targets),
        "similar": _similar(engine, gold, targets),
        "successor": measure_diff(engine, targets),
        "evidence": _evidence(engine, outcome.answers.values()),
        "groups": groups,
        "per query": per_query,
        "confidence": {
            query_id: (answer.confidence, not gold.answers[query_id].reasons)
            for query_id, answer in outcome.answers.items()
        },
    }


def _evidence(engine: Engine, answers: Collection[Answer]) -> dict[str, int]:
    """Of all answers, of every part, the statements held against what they cite, and how many
    say more."""
    known = known_of(engine)
    checked = [check(answer, known) for answer in answers]
    return {
        "answers": len(answers),
        "statements": sum(each.statements for each in checked),
        "violations": sum(len(each.violations) for each in checked),
    }


def _groups(queries: Sequence[Query]) -> dict[str, list[str]]:
    """The parts that figures are given for: split, and held by age, language and kind."""
    groups: dict[str, list[str]] = {}

    def add(name: str, kept: Iterable[Query]) -> None:
        groups[name] = [query.query_id for query in kept]

    held = [query for query in queries if query.split == "held"]
    add("tune", (query for query in queries if query.split == "tune"))
    add("held", held)
    add("held older", (query for query in held if query.number < NEWEST))
    add("held newest", (query for query in held if query.number >= NEWEST))
    for language in ("nb", "nn", "en"):
        add(f"held {language}", (query for query in held if query.language == language))
    for kind in sorted({query.kind for query in queries}):
        add(f"held {kind}", (query for query in held if query.kind == kind))
    for trait in ("abbreviation", "misspelling", "one_word", "ocr"):
        add(f"all {trait}", (query for query in queries if trait in query.traits))
    return groups


def _retrieval(ranked: Mapping[str, Mapping[str, float]], ids: Sequence[str]) -> dict[str, Any]:
    own = {name: [values[i] for i in ids if i in values] for name, values in ranked.items()}
    return {"queries": len(next(iter(own.values()))), **{n: mean(v) for n, v in own.items()}}


def _answers(gold: Gold, targets: Targets, outcome: Outcome, ids: Sequence[str]) -> dict[str, Any]:
    asked = [i for i in ids if i in outcome.answers]
    refusal = precision_recall(
        (not outcome.answers[i].answered, bool(gold.answers[i].reasons)) for i in asked
    )
    coverage = precision_recall(
        pair for i in asked for pair in coverage_pairs(gold, outcome.answers[i], i)
    )
    findings = precision_recall(
        pair for i in asked for pair in _finding_pairs(gold, targets, outcome, i)
    )
    return {
        "questions": len(asked),
        "who": _exact(gold, targets, outcome, asked, "who", _same_who),
        "when": _exact(gold, targets, outcome, asked, "when", _same_deadline),
        "facts": _facts(gold, outcome, asked),
        "findings": findings,
        "coverage": coverage,
        "refusal": refusal,
        "reasons": _reasons(gold, outcome, asked),
    }


def _finding_pairs(
    gold: Gold, targets: Targets, outcome: Outcome, query_id: str
) -> list[tuple[bool, bool]]:
    """(said, true) for every measure that is judged to answer or said to.

    One judged to be on the same subject is no mistake and does not count.
    """
    judged = gold.qrels.get(query_id, {})
    said = {targets.key_of.get(f.measure.measure_id) for f in outcome.answers[query_id].findings}
    true = set(gold.answers[query_id].findings)
    return [
        (key in said, key in true)
        for key in said | true
        if key in true or key is None or judged.get(key) != 1
    ]


def _exact(
    gold: Gold,
    targets: Targets,
    outcome: Outcome,
    ids: Sequence[str],
    intent: str,
    same: Callable[[Gold, str, Measure], bool],
) -> Rate:
    """Of the judged measures of such questions, those found with the field exactly right."""
    right = total = 0
    for query_id in ids:
        if gold.answers[query_id].intent != intent or gold.answers[query_id].reasons:
            continue
        found = {f.measure.measure_id: f.measure for f in outcome.answers[query_id].findings}
        for key in gold.answers[query_id].findings:
            total += 1
            said = found.get(targets.measure_of[key])
            right += said is not None and same(gold, key, said)
    return Rate(right, total)


def _same_who(gold: Gold, key: str, said: Measure) -> bool:
    return same_bodies(gold.measures[key].responsible, said.responsible)


def _same_deadline(gold: Gold, key: str, said: Measure) -> bool:
    return same_when(gold.measures[key].deadline, said.deadline)


def _facts(gold: Gold, outcome: Outcome, ids: Sequence[str]) -> Rate:
    """Of the judged facts, those that stand in a cited quote."""
    right = total = 0
    for query_id in ids:
        for plan_id, fact in gold.answers[query_id].facts:
            total += 1
            right += any(
                source.plan_id == plan_id and fact in source.quote
                for source in outcome.answers[query_id].citations
            )
    return Rate(right, total)


def _reasons(gold: Gold, outcome: Outcome, ids: Sequence[str]) -> Rate:
    """Of the questions rightly refused, those with an accepted reason."""
    refused = [i for i in ids if gold.answers[i].reasons and not outcome.answers[i].answered]
    right = [i for i in refused if str(outcome.answers[i].reason) in gold.answers[i].reasons]
    return Rate(len(right), len(refused))


def _fields(engine: Engine, gold: Gold, targets: Targets) -> dict[str, dict[str, Rate]]:
    """By plan, how many of the judged measures have each field exactly as the table says."""
    found: dict[str, dict[str, Rate]] = {}
    for plan in engine.plans:
        pairs = [
            (judged, engine.measure(targets.measure_of[key]))
            for key, judged in gold.measures.items()
            if judged.plan_id == plan.plan_id
        ]
        count = len(pairs)
        found[plan.plan_id] = {
            "responsible": Rate(
                sum(same_bodies(j.responsible, m.responsible) for j, m in pairs), count
            ),
            "deadline": Rate(sum(same_when(j.deadline, m.deadline) for j, m in pairs), count),
            "years": Rate(sum(j.years == m.years for j, m in pairs), count),
            "status": Rate(sum(same_when(j.status, m.status) for j, m in pairs), count),
            "uncertain": Rate(sum(bool(m.uncertain) for _, m in pairs), count),
        }
    return found


def _similar(engine: Engine, gold: Gold, targets: Targets) -> dict[str, Rate]:
    """Of the judged counterparts, those within the first ten; and first ones that are right; by
    part of the judgements."""
    figures = {}
    for split in ("tune", "held"):
        within = first = total = asked = 0
        for key, counterparts in gold.similar.items():
            if not counterparts or gold.similar_split[key] != split:
                continue
            measure_id = targets.measure_of[key]
            found = [
                targets.key_of.get(c.measure.measure_id)
                for c in engine.similar_to(measure_id, Scope.OTHER_REGIONS, 10).similar
            ]
            asked += 1
            first += found[0] in counterparts
            total += len(counterparts)
            within += sum(counterpart in found for counterpart in counterparts)
        figures[f"{split}: within the first ten"] = Rate(within, total)
        figures[f"{split}: first is right"] = Rate(first, asked)
    return figures


def table(figures: Mapping[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines = [
        "| questions | n | nDCG@10 | recall@10 | MRR |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, row in figures["retrieval"].items():
        numbers = [row[key] for key in row if key != "queries"]
        shown = " | ".join("–" if n is None else f"{n:.3f}" for n in numbers)
        lines.append(f"| {name} | {row['queries']} | {shown} |")
    lines += ["", *rows(figures["intervals"])]
    lines += [
        "",
        "| questions | n | who exact | when exact | facts quoted | findings P / R "
        "| coverage P / R | refusal P / R | reasons |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, row in figures["answers"].items():
        if not row["questions"]:
            continue
        pairs = " | ".join(
            f"{row[key][0]} / {row[key][1]}" for key in ("findings", "coverage", "refusal")
        )
        lines.append(
            f"| {name} | {row['questions']} | {row['who']} | {row['when']} | {row['facts']} "
            f"| {pairs} | {row['reasons']} |"
        )
    lines += [
        "",
        "| plan | responsible | deadline | years | status | uncertain |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for plan_id, fields in figures["fields"].items():
        lines.append(f"| {plan_id} | " + " | ".join(str(rate) for rate in fields.values()) + " |")
    lines += ["", "| counterparts | |", "|---|---:|"]
    lines += [f"| {name} | {rate} |" for name, rate in figures["similar"].items()]
    lines += ["", "| a plan and its successor | |", "|---|---:|"]
    lines += [f"| {name} | {rate} |" for name, rate in figures["successor"].items()]
    counts = figures["evidence"]
    lines += [
        "",
        "| answers | statements held against their citations | saying more |",
        "|---:|---:|---:|",
        f"| {counts['answers']} | {counts['statements']} | {counts['violations']} |",
    ]
    return "\n".join(lines)


def main(index_dir: Path, json_output: bool = False) -> int:
    """Measure the index and print the tables, or JSON."""
    figures = measure(open_engine(index_dir))
    if json_output:
        json.dump(figures, sys.stdout, default=_as_json, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(table(figures) + "\n")
    return 0


def _as_json(value: object) -> object:
    if isinstance(value, Interval):
        return asdict(value)
    assert isinstance(value, Rate)
    return {"right": value.right, "total": value.total, "value": value.value}
