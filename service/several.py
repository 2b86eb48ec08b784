"""Answers to several questions in one text, put together as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.records import Source
from service.results import Answer, Finding, Part, PlanCoverage, Verdict

_MARK = re.compile(r"\[(\d+)\]$", re.MULTILINE)


def join_answers(question: str, answers: Sequence[Answer], note: str) -> Answer:
    """One answer of several: each under its question, with marks that count on."""
    parts: list[Part] = []
    findings: list[Finding] = []
    citations: list[Source] = []
    for each in answers:
        parts.append(
            Part(
                question=each.question,
                intent=each.intent,
                answered=each.answered,
                confidence=each.confidence,
                answer=_marked_on(each.answer, len(citations)),
                findings=tuple(range(len(findings), len(findings) + len(each.findings))),
                coverage=tuple(_shifted(entry, len(findings)) for entry in each.coverage),
                reason=each.reason,
            )
        )
        findings += [replace(f, citation=f.citation + len(citations)) for f in each.findings]
        citations += each.citations
    answered = [part for part in parts if part.answered]
    return replace(
        answers[0],
        question=question,
        answered=bool(answered),
        confidence=min(part.confidence for part in answered or parts),
        answer="\n\n".join(f"{part.question}\n{part.answer}" for part in parts),
        findings=tuple(findings),
        coverage=_over_all([entry for part in parts for entry in part.coverage]),
        citations=tuple(citations),
        reason=None if answered else parts[0].reason,
        notes=tuple(dict.fromkeys((note, *(n for each in answers for n in each.notes)))),
        missing=tuple(dict.fromkeys(name for each in answers for name in each.missing)),
        parts=tuple(parts),
    )


def _marked_on(text: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def _shifted(entry: PlanCoverage, by: int) -> PlanCoverage:
    return replace(entry, findings=tuple(number + by for number in entry.findings))


def _over_all(entries: Sequence[PlanCoverage]) -> tuple[PlanCoverage, ...]:
    """A plan covers what any part says it does; in the order of plan ids."""
    order = (Verdict.YES, Verdict.UNREADABLE, Verdict.NO)
    found: dict[str, PlanCoverage] = {}
    for entry in entries:
        before = found.get(entry.plan.plan_id)
        if before:
            verdict = min(before.verdict, entry.verdict, key=order.index)
            entry = replace(before, verdict=verdict, findings=(*before.findings, *entry.findings))
        found[entry.plan.plan_id] = entry
    return tuple(found[plan_id] for plan_id in sorted(found))
