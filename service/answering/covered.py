"""For every plan whether it has what was asked for, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from indexer.index import PlanCounts
from indexer.records import Passage, Plan
from service.matching.shorten import runs
from service.results import Finding, PlanCoverage, Searched, Verdict
from service.words.phrases import Say, title_of


def coverage(
    plans: Sequence[Plan],
    findings: Sequence[Finding],
    facts: Sequence[Passage],
    counts: Mapping[str, PlanCounts],
    hard_to_read: Collection[str],
    silent: Collection[str] = (),
    within: str = "",
) -> tuple[PlanCoverage, ...]:
    """For every plan whether it has what was found, in the order of the plans; `silent` are those
    that state nothing of how far measures are, which was asked for; `within` what of them filters
    left, of which `counts` are.

    A plan that was not read whole is unreadable, not without: what was asked for may stand on
    a page that could not be read, in a table of which nothing was understood, or in a plan of which
    no measure was read, for plans have some.
    """
    covered = []
    numbers: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        numbers.setdefault(finding.plan.plan_id, []).append(number)
    stated = {fact.plan_id for fact in facts}
    for plan in plans:
        own = tuple(numbers.get(plan.plan_id, ()))
        count = counts[plan.plan_id]
        found = bool(own) or plan.plan_id in stated
        verdict = Verdict.YES if found else Verdict.NO
        pages = tuple(page for page, _ in count.unreadable)
        unread = pages or count.unread or count.measures == 0
        if not found and unread:
            verdict = Verdict.UNREADABLE
        plan_id = plan.plan_id
        hard, no_status = plan_id in hard_to_read, plan_id in silent
        searched = Searched(
            count.pages, count.measures, pages, hard, no_status, count.unread, within
        )
        covered.append(PlanCoverage(plan, verdict, own, searched))
    return tuple(covered)


def could_not_be_read(covered: Sequence[PlanCoverage], say: Say) -> list[str]:
    """Sentences for the plans that may have what was asked for where they could not be read."""
    unread = [c for c in covered if c.verdict is Verdict.UNREADABLE]
    tables = [c for c in unread if c.searched.unread]
    untold = [title_of(c.plan) for c in unread if not (c.searched.unreadable or c.searched.unread)]
    partly = [_pages(c, say) for c in unread if c.searched.unreadable and not c.searched.unread]
    lines = []
    if tables:
        named = "; ".join(f"{title_of(c.plan)} ({tables_of(c, say)})" for c in tables)
        lines.append(say("unread_tables", plans=named))
    if untold:
        lines.append(say("untold_in", plans=", ".join(untold)))
    if partly:
        lines.append(say("partly_unreadable", plans="; ".join(partly)))
    return lines


def is_unread(covered: PlanCoverage) -> bool:
    """Whether nothing of a plan's measures could be read."""
    searched = covered.searched
    return covered.verdict is Verdict.UNREADABLE and not searched.measures


def _pages(covered: PlanCoverage, say: Say) -> str:
    return f"{title_of(covered.plan)} ({_of_pages(covered.searched.unreadable, say)})"


def tables_of(covered: PlanCoverage, say: Say) -> str:
    """Where the tables stand that were not understood, and how many rows they have."""
    return not_read(covered.searched.unread, covered.searched.unreadable, say)


class _Table(Protocol):
    """Where a table stands that was not understood: of an index, or of the API."""

    @property
    def page(self) -> int | None: ...
    @property
    def line(self) -> int: ...
    @property
    def rows(self) -> int: ...


def not_read(tables: Sequence[_Table], pages: Sequence[int], say: Say) -> str:
    """What of a plan could not be read: its tables, then its pages; empty where it was all."""
    told = [_table(table, say) for table in tables]
    if pages:
        told.append(_of_pages(pages, say))
    return ", ".join(told)


def _table(table: _Table, say: Say) -> str:
    if table.page is None:
        return say("unread_table_line", line=table.line, rows=table.rows)
    return say("unread_table_page", page=table.page, rows=table.rows)


def _of_pages(pages: Sequence[int], say: Say) -> str:
    return say("page" if len(pages) == 1 else "pages", pages=runs(pages))
