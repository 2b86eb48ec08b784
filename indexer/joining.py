"""Down a table: what goes on over pages is joined, and cells that govern rows below are filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from indexer.cells import Segment
from indexer.drafts import Draft, cell_of, draft_of
from indexer.elements import Record
from indexer.layout import goal_in
from indexer.lists import style_of
from indexer.records import Cell, Column, Header
from indexer.vocabulary import begins_action, goal_said

HEADING_ROW = "overskriftsrad: den gjelder radene under"
NO_MEASURE = "raden har ikke noe tiltak"

ALWAYS, FEWEST = 0.95, 6
"""Share of a table's rows, and how many there must be, from which on a column that they fill is one
that every measure fills: a row at the top of a page that does not is the rest of the one before."""

_UNNAMED = Header(Column.HEADING, "")
_GOAL = Header(Column.GOAL, "")
REFERENCE = re.compile(r"(?:Som|Ses i|Sees i|Ref\.?|Jf\.?|Jfr\.?|Se)\s.*\d", re.DOTALL)
"""A cell that only refers to another measure ("Som 1.2.1"): no value of its own."""


class Join:
    """Goes down a table, keeping what governs the rows to come."""

    def __init__(
        self, header: tuple[Header, ...], number: int | None, goal: Sequence[Segment]
    ) -> None:
        columns = [head.column for head in header]
        own = Column.GOAL in columns or not goal
        self.goal = None if own else cell_of(_GOAL, goal, True)
        self.header = header
        self.measure = columns.index(Column.MEASURE)
        left = range(self.measure)
        self.number = number
        self.spanning = [i for i in left if i != self.number]
        groups = (Column.GOAL, Column.TARGET_GROUP)
        self.governing = [i for i in left if columns[i] in groups]
        self.responsible = [i for i, c in enumerate(columns) if c is Column.RESPONSIBLE]
        self.right = [
            i for i, c in enumerate(columns) if i > self.measure and c is not Column.OTHER
        ]
        self.own = [
            i
            for i, c in enumerate(columns)
            if c in (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)
        ]
        self.times = [i for i in self.own if columns[i] is Column.DEADLINE]
        self.merges = False
        self.always: frozenset[int] = frozenset()
        self.capitals: frozenset[int] = frozenset()
        self.open: dict[int, list[Segment]] = {}
        self.goal_heading: Cell | None = None
        self.heading: Cell | None = None

    def rows(self, records: Sequence[Record]) -> list[Draft]:
        self.merges = any(record.merged for record in records)
        self.capitals = self._in_capitals(records)
        self.always = self._always_filled(records)
        done: list[Draft] = []
        for record, after in zip_longest(records, records[1:]):
            draft = draft_of(record)
            draft.cells += [[] for _ in range(len(self.header) - len(draft.cells))]
            if all(draft.blank(i) for i in range(len(draft.cells))):
                continue
            above = self._above(done, draft)
            merged = self.measure in record.merged and not (above and self._is_timed(draft, above))
            if above and (merged or self._goes_on(draft, above, after)):
                self._append(above, draft)
                continue
            if done:
                self._take_merged(draft, done[-1])
            self._place(draft)
            done.append(draft)
        return done

    def _is_timed(self, draft: Draft, above: Draft) -> bool:
        """Whether a row below a measure that is told of several has a time of its own, as the one
        above has: what is done by two times is two rows, and no deadline has both."""
        return any(
            i not in draft.records[0].merged and not draft.blank(i) and not above.blank(i)
            for i in self.times
        )

    def _above(self, done: Sequence[Draft], draft: Draft) -> Draft | None:
        """The row that a rest belongs to: one with a measure, if it is a measure that goes on."""
        if draft.blank(self.measure):
            return done[-1] if done else None
        return next((row for row in reversed(done) if row.reason != NO_MEASURE), None)

    def _goes_on(self, draft: Draft, last: Draft, after: Record | None) -> bool:
        """Whether a row at the top of a page is the rest of the one before it.

        It is if it has no number, nobody responsible and no deadline of its own and does not
        open with something to do. A heading row is no such rest, nor a row that says again
        what governs it.
        """
        numbered = self.number is not None and not draft.blank(self.number)
        if not draft.records[0].first or last.reason == HEADING_ROW or numbered:
            return False
        if self._runs_on(draft, last):
            return True
        if self._is_heading(draft):
            return self._governs_nothing(draft, after)
        if self._repeats(draft, last):
            return False
        return draft.blank(self.measure) or self._lacks(draft) or self._adds(draft, last)

    def _adds(self, draft: Draft, last: Draft) -> bool:
        """Whether what stands in the column of measures goes on with the one before."""
        if any(not draft.blank(i) for i in self.own):
            return False
        if any(draft.text(i)[:1].isupper() for i in self.governing if i in self.capitals):
            return False
        text, above = draft.text(self.measure), last.text(self.measure)
        listed = ("\n•" in above and not above.startswith("•")) or above.endswith(":")
        return (text.startswith("•") and listed) or not begins_action(text)

    def _repeats(self, draft: Draft, last: Draft) -> bool:
        """Whether a cell left of the measure says what the one above says: a rest never does."""
        return any(
            not draft.blank(i) and draft.text(i) == last.text(i)
            for i in self.spanning
            if i < len(last.cells)
        )

    def _runs_on(self, draft: Draft, last: Draft) -> bool:
        """Whether the first cell goes on in the middle of a sentence, and so do the others."""
        filled = [i for i in range(len(draft.cells)) if not draft.blank(i)]
        if not filled or any(last.blank(i) for i in filled) or self._repeats(draft, last):
            return False
        return any(
            i in self.capitals
            and draft.text(i).lstrip("«\"'(")[:1].islower()
            and not last.text(i).rstrip().endswith((".", "!", "?"))
            for i in filled
        )

    def _governs_nothing(self, draft: Draft, after: Record | None) -> bool:
        """Whether the row of a goal alone governs no row below, which has a goal of its own."""
        if draft.records[0].spans or not draft.blank(self.measure) or after is None:
            return False
        return not draft_of(after).blank(self.spanning[0])

    def _lacks(self, draft: Draft) -> bool:
        """Whether a row has no number where every measure has one, or leaves another column blank
        that all of them fill and does not open with something to do."""
        blank = {i for i in self.always if draft.blank(i)}
        return self.number in blank or bool(blank and not begins_action(draft.text(self.measure)))

    def _always_filled(self, records: Sequence[Record]) -> frozenset[int]:
        """The columns of number, who and when that every measure fills, by those that do not
        stand first on a page."""
        drafts = [draft_of(r) for r in records if not r.first and not r.spans]
        drafts = [draft for draft in drafts if not draft.blank(self.measure)]
        if len(drafts) < FEWEST:
            return frozenset()
        columns = {*self.own, *([] if self.number is None else [self.number])}
        return frozenset(
            i for i in columns if sum(not d.blank(i) for d in drafts) >= ALWAYS * len(drafts)
        )

    def _in_capitals(self, records: Sequence[Record]) -> frozenset[int]:
        """The columns whose cells open with a capital, so that one that does not goes on with
        another: where at most one in ten opens in lower case. Of Østfold's measures, where lower
        case means nothing, it is more."""
        drafts = [draft_of(record) for record in records if not record.first]
        found = set()
        for i in range(len(self.header)):
            opened = [d.text(i)[:1] for d in drafts if not d.blank(i)]
            if 10 * sum(letter.islower() for letter in opened) <= len(opened):
                found.add(i)
        return frozenset(found)

    def _append(self, last: Draft, rest: Draft) -> None:
        for index, segments in enumerate(rest.cells):
            if rest.blank(index):
                continue
            if index in last.inherited:
                last.cells[index] = []
                last.inherited.discard(index)
            last.cells[index] = [*last.cells[index], *segments]
            if index in self.spanning:
                self.open[index] = last.cells[index]
        last.records.extend(rest.records)

    def _take_merged(self, draft: Draft, above: Draft) -> None:
        """Fill the cells that are the lower part of one that began in the row above."""
        for index in draft.records[0].merged:
            draft.cells[index] = above.cells[index]
            draft.inherited.add(index)

    def _is_heading(self, draft: Draft) -> bool:
        if draft.records[0].spans:
            return True
        if self._says_goal(draft):
            return True
        if any(not draft.blank(i) for i in self.right):
            return False
        if self.number is not None and not draft.blank(self.number):
            return False
        if not draft.blank(self.measure):
            return draft.text(self.measure).rstrip().endswith(":")
        filled = [i for i in range(len(draft.cells)) if not draft.blank(i)]
        return filled == [self.spanning[0]] if self.spanning else False

    def _says_goal(self, draft: Draft) -> bool:
        """Whether one cell alone is filled, and says a goal with its label ("Mål 2: Drift")."""
        filled = [i for i in range(len(draft.cells)) if not draft.blank(i)]
        return len(filled) == 1 and goal_said(draft.text(filled[0])) is not None

    def _place(self, draft: Draft) -> None:
        """Settle a row's headings and fill the cells that it shares with rows above."""
        if self._is_heading(draft):
            draft.reason = HEADING_ROW
            if draft.records[0].spans or draft.blank(self.measure) or self._says_goal(draft):
                column = self.header[self.spanning[0]] if self.spanning else _UNNAMED
                segments = next(cell for cell in draft.cells if any(s.raw for s in cell))
                goal = goal_in(segments[0])
                if column.column is not Column.GOAL and goal:
                    column, segments = _GOAL, [goal, *segments[1:]]
                elif draft.records[0].spans and column.column is not Column.GOAL:
                    column = _UNNAMED
                self.goal_heading, self.heading = cell_of(column, segments, True), None
                self.open.clear()
                return
            self._fill(draft)
            head = Header(Column.HEADING, self.header[self.measure].label)
            self.heading = cell_of(head, draft.cells[self.measure], True)
            return
        if any(not draft.blank(i) for i in self.spanning):
            self.heading = None
        if self._ends_goal_heading(draft):
            self.goal_heading = None
        self._fill(draft)
        if draft.blank(self.measure):
            draft.reason = NO_MEASURE
        above = self.goal_heading and self.goal_heading.header.column is Column.GOAL
        cells = (None if above else self.goal, self.goal_heading, self.heading)
        draft.headings = tuple(cell for cell in cells if cell)

    def _ends_goal_heading(self, draft: Draft) -> bool:
        """A numbered section row governs until a row is numbered in its own style."""
        if not self.goal_heading or not self.spanning or draft.blank(self.spanning[0]):
            return False
        style = style_of(self.goal_heading.text)
        return style is not None and style == style_of(draft.text(self.spanning[0]))

    def _fill(self, draft: Draft) -> None:
        """Blank cells left of the measure take the value above, until one further left is new;
        so do blank cells of the responsible, within the same group."""
        new_group = False
        for index in self.spanning:
            if not draft.blank(index) and not REFERENCE.match(draft.text(index)):
                new_group = True
                self.open[index] = draft.cells[index]
            elif new_group:
                self.open.pop(index, None)
            elif index in self.open:
                self._inherit(draft, index)
        for index in self.responsible:
            if not draft.blank(index):
                self.open[index] = draft.cells[index]
            elif new_group:
                self.open.pop(index, None)
            elif self._may_inherit(draft, index):
                self._inherit(draft, index)

    def _may_inherit(self, draft: Draft, index: int) -> bool:
        """Whether a blank cell of the responsible has the value above: a table that merges cells
        says with a merged one what it means, and with a blank one nothing."""
        if self.merges or not self.spanning or index not in self.open:
            return False
        return not self._is_heading(draft)

    def _inherit(self, draft: Draft, index: int) -> None:
        if draft.blank(index):
            draft.cells[index] = self.open[index]
            draft.inherited.add(index)
