"""In which order the lines are read, into which columns, and which are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.records import Column, Page
from indexer.run_together.lines import (
    deadline_of,
    find_heading_rows,
    find_row_starts,
    headings_of,
    heads_a_table,
)
from indexer.run_together.records import COLUMNS, FIRST_WIDTHS, SPANNING, Entry, Plan, Step
from indexer.run_together.tokens import tokens_of, width_of

LINK = "lenke"
"""Why a line that is nothing but an address is left out."""

_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*$")


def plan_lines(pages: Sequence[Page]) -> Plan:
    """The order in which the lines are read, and those left out."""
    plan = Plan()
    tables = [heads_a_table(page) for page in pages]
    found = {c for page, t in zip(pages, tables, strict=True) if t for c in _page_columns(page)}
    plan.columns = tuple(c for c in COLUMNS if c in found or c is Column.OTHER)
    texts = Counter(line.text.strip() for page in pages for line in page.lines)
    plan.lone = frozenset(text for text in texts if " " in text)
    for page, table in zip(pages, tables, strict=True):
        has_deadline = any(deadline_of(line.text) is not None for line in page.lines)
        if table or (plan.steps and has_deadline):
            _plan_page(plan, page)
        else:
            plan.prose.extend(line for line in page.lines if line.text.strip())
    return plan


def _page_columns(page: Page) -> set[Column]:
    return {column for line in page.lines for column in headings_of(line.text)}


def _entries_of(plan: Plan, page: Page) -> list[Entry]:
    """The lines with text; links are furniture."""
    entries: list[Entry] = []
    apart = True
    for line in page.lines:
        if not line.text.strip():
            apart = True
            continue
        if _LINK.match(line.text):
            plan.furniture.append((line, LINK))
            continue
        if not any(tokens_of(line.text)):
            plan.furniture.append((line, "ingen ord"))
            continue
        entries.append(Entry(line, apart, headings_of(line.text), deadline_of(line.text)))
        apart = False
    return entries


def _plan_page(plan: Plan, page: Page) -> None:
    entries = _entries_of(plan, page)
    top = next((i for i, e in enumerate(entries) if e.headings), 0)
    dated = (i for i, e in enumerate(entries) if i > top and e.deadline is not None)
    first = next(dated, len(entries))
    headings = [i for i, e in enumerate(entries) if e.headings and i < first]
    start = top
    opened = bool(plan.steps)
    plan.prose.extend(entry.line for entry in entries[:start])
    end = headings[-1] + 1 if headings else 0
    column: Column | None = None
    for entry in entries[start:end]:
        if entry.headings:
            plan.furniture.append(
                (entry.line, "kolonneoverskrifter som gjentas" if opened else "kolonneoverskrifter")
            )
            column = _below(entry.headings) or column
        elif opened and column is not None:
            plan.steps.append(_step(entry, page, (column,), main=False))
        else:
            plan.prose.append(entry.line)
    rest = []
    for entry in entries[end:]:
        if entry.headings:
            plan.furniture.append((entry.line, "kolonneoverskrifter som gjentas"))
        else:
            rest.append(entry)
    _plan_zone(plan, page, rest)


def _below(headings: Sequence[Column]) -> Column | None:
    """The column of the text right below a line of headings: that of the last one."""
    column = headings[-1]
    return column if column in COLUMNS and column is not Column.OTHER else None


def _step(
    entry: Entry,
    page: Page,
    columns: tuple[Column, ...],
    *,
    begins: bool = False,
    heading: bool = False,
    main: bool = True,
) -> Step:
    return Step(
        entry.line, page.number, columns, begins, heading, entry.apart, main, entry.deadline
    )


def _plan_zone(plan: Plan, page: Page, entries: Sequence[Entry]) -> None:
    """The lines below the headings: rows, heading rows, and what stands before the first.

    OCR prints the lower lines of a page's last row before the first row where that row is cut
    by the page's end; it is then a single line itself.
    """
    starts = find_row_starts(entries)
    heading_rows = find_heading_rows(entries, starts)
    marks = sorted(starts | heading_rows)
    first = marks[0] if marks else len(entries)
    prefix, last = entries[:first], max(starts, default=len(entries))
    tail = _is_cut_off(entries, last, prefix)
    spanning = tuple(c for c in plan.columns if c in SPANNING) or plan.columns
    if not tail:
        above = _is_target(prefix)
        columns = spanning if above else plan.columns
        steps = (_step(e, page, columns, main=False) for e in prefix)
        plan.steps.extend(replace(step, above=above) for step in steps)
    after_heading = False
    for index in range(first, len(entries)):
        entry = entries[index]
        begins, heading = index in starts, index in heading_rows
        after_heading = heading or (after_heading and not begins)
        if heading:
            columns = (*(c for c in plan.columns if c in SPANNING), Column.MEASURE)
        else:
            columns = spanning if after_heading else plan.columns
        plan.steps.append(_step(entry, page, columns, begins=begins, heading=heading))
        if tail and index == last:
            plan.steps.extend(_step(e, page, plan.columns, main=False) for e in prefix)


def _is_cut_off(entries: Sequence[Entry], last: int, prefix: Sequence[Entry]) -> bool:
    """Whether the last row has but one line and its note, and lines before the first row."""
    after = entries[last + 1 :]
    if not prefix or last == len(entries) or entries[last].deadline in (None, 0):
        return False
    return not after or after[0].line.text.strip().startswith("(")


def _is_target(prefix: Sequence[Entry]) -> bool:
    return bool(prefix) and all(
        width_of(entry.line.text) <= 1.2 * FIRST_WIDTHS[Column.TARGET_GROUP] for entry in prefix
    )
