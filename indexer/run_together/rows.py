"""A row that has ended: which reading of it is best, and what is unsure in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indexer.records import Column
from indexer.run_together.costs import must_go_on
from indexer.run_together.records import SPANNING, Cell, Draft, Fragment, LooseRow, State, Step
from indexer.run_together.tokens import width_of
from indexer.run_together.words import BULLETS, cores_of, is_body
from indexer.vocabulary import vocabulary

SURE = 1.65
"""How much dearer another reading of a responsible body must be for this one to be sure.

Looked at: Ahus 2026-2027, where 17 of the 20 bodies read right lie above, and the wrong one at
0.2; and 631 rows composed of 16 bodies in columns of random widths with no bullet or rule but
the indicator's, of which 294 are sure and right, 22 sure and wrong, the others named uncertain.
At 0.95 39 of 380 sure ones were wrong there, at 2.5 14 of 246. Known to miss: a line of the body
that reads on from the indicator ("Arbeidsgruppe for / lindring i / Salten").
"""

SURE_AGAIN = 0.85
"""The same where what a body's name goes on with was read in another row as well: "familie" and
"prosjektet" of Ahus 2026-2027, at 1.0 to 1.6. Two rows misread alike support each other."""

SURE_SPAN = 0.5
"""The same for goals and target groups, which are wide apart or not at all."""


FULL = 0.75
"""Share of its column from which a line may be full: see `costs`."""


def left_open(state: State) -> float:
    """What speaks against a row ending like this."""
    cost = 0.0
    weights = {Column.MEASURE: 2.5, Column.INDICATOR: 1.5, Column.RESPONSIBLE: 4.0}
    for column, weight in weights.items():
        cell = state.cells.get(column)
        if cell is not None and must_go_on(column, cell):
            cost += weight
    body = state.cells.get(Column.RESPONSIBLE)
    if body is None:
        cost += 3.0
    elif body.text in vocabulary().body_teams:
        cost += 0.8
    return cost + (0.0 if Column.MEASURE in state.cells else 6.0)


def unsure_columns(ends: Sequence[State], steps: Sequence[Step], sure: float) -> frozenset[Column]:
    """Columns that another reading, hardly less likely, has otherwise; or that are unfinished."""
    uncertain: set[Column] = set()
    least = {**dict.fromkeys(SPANNING, SURE_SPAN), Column.RESPONSIBLE: sure}
    for column, margin in least.items():
        text = _text(ends[0], column)
        for state in ends:
            other = _text(state, column)
            if other != text and state.cost - ends[0].cost < margin:
                uncertain.add(column)
    best = ends[0].cells.get(Column.RESPONSIBLE)
    if best is None or must_go_on(Column.RESPONSIBLE, best) or not is_body(cores_of(best.text)[:2]):
        uncertain.add(Column.RESPONSIBLE)
    if sum(step.end is not None for step in steps) != 1:
        uncertain.add(Column.DEADLINE)
    return frozenset(uncertain)


def may_read_on(state: State, width: float) -> bool:
    """Whether words read as a measure's may be its indicator's, in a column of such a width.

    So where a line has both more of the measure and of a column to the right of the indicator,
    and none of an indicator that stands above, unfinished: a word of the line did not fit there
    any more ("frem" and "forslag til tiltak" of "Igangsatt og lagt frem / forslag til tiltak").
    """
    measure, indicator = state.cells.get(Column.MEASURE), state.cells.get(Column.INDICATOR)
    if measure is None or indicator is None:
        return False
    right = {
        f.line
        for column in (Column.RESPONSIBLE, Column.OTHER)
        if (cell := state.cells.get(column))
        for f in cell.fragments
    }
    between = right - {f.line for f in indicator.fragments}
    for fragment in measure.fragments[1:]:
        words = fragment.text.split()
        if fragment.line not in between or words[0] in BULLETS:
            continue
        above = [f.text.rstrip() for f in indicator.fragments if f.line < fragment.line]
        if not above or above[-1].endswith("."):
            continue
        used = width_of(above[-1]) + 0.6
        if any((used + width_of(word)) / width >= FULL for word in words[1:]):
            return True
    return False


def _text(state: State, column: Column) -> str | None:
    cell = state.cells.get(column)
    return cell.text if cell else None


def loose_row(
    draft: Draft,
    spans: Mapping[tuple[Column, int], Cell],
    unsure_spans: Collection[tuple[Column, int]],
) -> LooseRow:
    """The row that a draft stands for; `spans` are the spanning cells as they grew in the end."""
    anchor = next(step for step in draft.steps if step.begins)
    low = anchor.line.number
    main = [s.line.number for s in draft.steps if s.main and s.page == anchor.page]
    uncertain = set(draft.uncertain)
    parts: dict[Column, tuple[Fragment, ...]] = {}
    for column, read in draft.cells.items():
        cell = spans[column, read.serial] if column in SPANNING else read
        parts[column] = cell.fragments
        if (column, read.serial) in unsure_spans:
            uncertain.add(column)
    target = draft.cells.get(Column.TARGET_GROUP)
    if target is not None and target.page != anchor.page:
        uncertain.add(Column.TARGET_GROUP)
    deadline = tuple(
        Fragment(s.line.number, s.line.text[s.end :].strip())
        for s in draft.steps
        if s.end is not None
    )
    return LooseRow(
        goal=parts.get(Column.GOAL, ()),
        target_group=parts.get(Column.TARGET_GROUP, ()),
        measure=parts.get(Column.MEASURE, ()),
        indicator=parts.get(Column.INDICATOR, ()),
        responsible=parts.get(Column.RESPONSIBLE, ()),
        deadline=deadline,
        notes=parts.get(Column.OTHER, ()),
        heading=draft.heading,
        uncertain=frozenset(uncertain),
        line=low,
        end_line=max(main),
        page=anchor.page,
    )
