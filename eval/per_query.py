"""What each judged query brings to each figure: for intervals and for comparing runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.gold import Gold
from eval.metrics import FIRST_TEN, RANKED
from eval.uncertainty import Interval, interval
from service.results import Answer

Figures = Mapping[str, Mapping[str, tuple[float, float]]]
"""Figure -> query id -> (above, below): a figure is the sum above over the sum below."""

SHOWN = ("nDCG@10", "recall@10", "coverage P", "coverage R", "refusal P", "refusal R")


def ranked_figures(
    ranked: Mapping[str, Mapping[str, float]],
) -> dict[str, dict[str, tuple[float, float]]]:
    """nDCG@10 and recall@10 of every query."""
    return {
        name: {query: (value, 1.0) for query, value in ranked[key].items()}
        for name, key in (("nDCG@10", RANKED), ("recall@10", FIRST_TEN))
    }


def answer_figures(
    gold: Gold, answers: Mapping[str, Answer]
) -> dict[str, dict[str, tuple[float, float]]]:
    """Coverage, refusal, and whether it was right to answer or to refuse, of every question."""
    found: dict[str, dict[str, tuple[float, float]]] = {
        name: {}
        for name in ("coverage P", "coverage R", "refusal P", "refusal R", "right to answer")
    }
    for query_id, answer in answers.items():
        refused, wrong = not answer.answered, bool(gold.answers[query_id].reasons)
        found["refusal P"][query_id] = float(refused and wrong), float(refused)
        found["refusal R"][query_id] = float(refused and wrong), float(wrong)
        found["right to answer"][query_id] = float(refused == wrong), 1.0
        pairs = coverage_pairs(gold, answer, query_id)
        hit = float(sum(said and true for said, true in pairs))
        found["coverage P"][query_id] = hit, float(sum(said for said, _ in pairs))
        found["coverage R"][query_id] = hit, float(sum(true for _, true in pairs))
    return found


def coverage_pairs(gold: Gold, answer: Answer, query_id: str) -> list[tuple[bool, bool]]:
    """(said, true) for every plan in the judged scope or said to have it."""
    said = {c.plan.plan_id: c.verdict == "yes" for c in answer.coverage}
    true = {plan: verdict == "yes" for plan, verdict in gold.answers[query_id].coverage.items()}
    if gold.answers[query_id].reasons:
        return []
    return [(said.get(plan, False), true.get(plan, False)) for plan in {*said, *true}]


def within(
    parts: Mapping[str, tuple[float, float]], ids: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """What some of the queries bring."""
    return {query: parts[query] for query in ids if query in parts}


def intervals(
    figures: Figures, groups: Mapping[str, Sequence[str]], needs: Mapping[str, str]
) -> dict[str, dict[str, Interval]]:
    """Group -> figure -> value with its interval."""
    return {
        group: {name: interval(within(figures[name], ids), needs) for name in SHOWN}
        for group, ids in groups.items()
    }
