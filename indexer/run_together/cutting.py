"""A beam search over the lines of one row after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.records import Column, Page
from indexer.run_together.costs import (
    absence_cost,
    begins_anew,
    likeness,
    piece_cost,
    return_cost,
)
from indexer.run_together.planning import plan_lines
from indexer.run_together.records import (
    FIRST_WIDTHS,
    SPANNING,
    Cell,
    Draft,
    Fragment,
    LooseRow,
    LooseTable,
    Piece,
    State,
    Step,
    Way,
)
from indexer.run_together.rows import (
    SURE,
    SURE_AGAIN,
    left_open,
    loose_row,
    may_read_on,
    unsure_columns,
)
from indexer.run_together.tokens import width_of
from indexer.run_together.ways import likeliest_ways
from indexer.run_together.words import is_open

BEAM = 40
"""Ways to cut the lines so far that are kept."""

READINGS = 25
"""Readings of the responsible body that are kept besides, so that the second best is known."""

_Scored = tuple[float, State, Way]


def split_run_together(pages: Sequence[Page]) -> LooseTable:
    """The rows of the table on these pages; no line is lost."""
    plan = plan_lines(pages)
    widths = dict(FIRST_WIDTHS)
    bodies_read: dict[str, set[int]] = {}
    for slack in (1.2, 1.1, 1.1):
        reader = Reader(widths, slack, plan.lone, bodies_read)
        for step in plan.steps:
            reader.take(step)
        reader.end_row()
        widths = _measured(reader.seen, widths)
        bodies_read = reader.lines_of_bodies()
    return LooseTable(tuple(reader.loose_rows()), tuple(plan.prose), tuple(plan.furniture))


@dataclass(slots=True)
class Reader:
    """Reads step by step; `seen` are the widths of the pieces of the rows read."""

    widths: Mapping[Column, float]
    slack: float
    lone: frozenset[str]
    bodies_read: Mapping[str, set[int]]
    beam: list[State] = field(default_factory=lambda: [State(0.0, {})])
    steps: list[Step] = field(default_factory=list)
    heading: tuple[str, ...] = ()
    headed: bool = False
    spans: dict[tuple[Column, int], Cell] = field(default_factory=dict)
    unsure_spans: set[tuple[Column, int]] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    seen: dict[Column, list[float]] = field(default_factory=dict)
    count: int = 0

    def take(self, step: Step) -> None:
        """Read one line in all ways, and keep the best."""
        if step.begins or step.heading or (step.above and any(s.begins for s in self.steps)):
            self.end_row()
        if step.heading:
            self._read_heading(step)
            return
        self.headed = False
        self.steps.append(step)
        self._cut(step)

    def _cut(self, step: Step) -> None:
        ways = self._ways(step)
        if not ways:
            return
        self.count += 1
        scored = sorted(self._scored(ways, step), key=lambda entry: entry[0])
        self.beam = [
            State(cost, self._grown(state, way, step)) for cost, state, way in _kept(scored)
        ]

    def _ways(self, step: Step) -> list[tuple[Way, float]]:
        """The likeliest ways to cut a line where columns are as wide as was measured."""
        columns = step.columns if self._may_hold_note(step) else step.columns[:-1]
        limits = {column: self.widths[column] * self.slack for column in columns}
        if step.heading:
            limits[Column.MEASURE] = 1000.0
        narrow = width_of(step.line.text) <= self.widths[Column.INDICATOR]
        return likeliest_ways(step, columns, limits, self.lone, narrow)

    def _scored(self, ways: Sequence[tuple[Way, float]], step: Step) -> Iterator[_Scored]:
        """Every way after every state; what follows cells that are alike is reckoned once."""
        pieces: dict[Column, dict[int, Piece]] = {}
        for way, _ in ways:
            for piece in way:
                pieces.setdefault(piece.column, {})[id(piece)] = piece
        begun = {
            key: self._piece_cost(piece, None, step)
            for found in pieces.values()
            for key, piece in found.items()
        }
        keyed = [(way, own, [id(piece) for piece in way]) for way, own in ways]
        known: dict[tuple[Column, object], tuple[float, dict[int, float]]] = {}
        for state in self.beam:
            missing, costs = 0.0, dict(begun)
            for column, cell in state.cells.items():
                like = column, likeness(column, cell)
                if like not in known:
                    known[like] = self._going_on(column, cell, pieces.get(column, {}), step)
                absent, further = known[like]
                missing += absent
                costs.update(further)
            for way, own, keys in keyed:
                cost = state.cost + own + missing
                for key in keys:
                    cost += costs[key]
                if len(way) == 1:
                    cost += return_cost(state, way[0].column, step, self.count)
                yield cost, state, way

    def _going_on(
        self, column: Column, cell: Cell, pieces: Mapping[int, Piece], step: Step
    ) -> tuple[float, dict[int, float]]:
        """What speaks against no more of a cell, and against each piece of more instead."""
        absent = absence_cost(column, cell, step, self.count)
        further = {
            key: self._piece_cost(piece, cell, step) - absent for key, piece in pieces.items()
        }
        return absent, further

    def _piece_cost(self, piece: Piece, cell: Cell | None, step: Step) -> float:
        body = piece.column is Column.RESPONSIBLE
        recurs = body and self.bodies_read.get(piece.text, set()) - {step.line.number}
        width = self.widths[piece.column]
        return piece_cost(piece, cell, step, count=self.count, width=width, recurs=bool(recurs))

    def _read_heading(self, step: Step) -> None:
        """A heading row, with what goes on of a spanning cell to its left."""
        self._cut(step)
        best = self.beam[0]
        heading = best.cells.get(Column.MEASURE)
        text = heading.text if heading else step.line.text.strip()
        self.heading = (*self.heading, text) if self.headed else (text,)
        self.headed = True
        self.steps = [step]
        self._keep_spans(best)

    def end_row(self) -> None:
        """Settle the row that is open: the best way to have read it, and what is unsure in it."""
        if any(step.begins for step in self.steps):
            ends = sorted(
                (replace(s, cost=s.cost + left_open(s)) for s in self.beam), key=lambda s: s.cost
            )
            best = ends[0]
            unsure = unsure_columns(ends, self.steps, SURE_AGAIN if self._recurs(best) else SURE)
            if may_read_on(best, self.widths[Column.INDICATOR]):
                unsure |= {Column.MEASURE}
            self.drafts.append(Draft(best.cells, tuple(self.steps), self.heading, unsure))
            self.unsure_spans.update(
                (c, best.cells[c].serial) for c in SPANNING if c in unsure and c in best.cells
            )
            for column, cell in best.cells.items():
                if column not in SPANNING:
                    widths = (width_of(fragment.text) for fragment in cell.fragments)
                    self.seen.setdefault(column, []).extend(widths)
            self.steps = []
        else:
            best = self.beam[0]
        self._keep_spans(best)

    def _recurs(self, state: State) -> bool:
        """Whether what a responsible body goes on with was read in another row too."""
        cell = state.cells.get(Column.RESPONSIBLE)
        more = cell.fragments[1:] if cell else ()
        return any(self.bodies_read.get(f.text, set()) - {f.line} for f in more)

    def _keep_spans(self, best: State) -> None:
        """Go on with the spanning cells alone."""
        spans = {c: cell for c, cell in best.cells.items() if c in SPANNING}
        self.spans.update({(c, cell.serial): cell for c, cell in spans.items()})
        self.beam = [State(0.0, spans)]

    def _may_hold_note(self, step: Step) -> bool:
        """Whether a note may stand on the line: one opens there, or is open in some reading."""
        if Column.OTHER not in step.columns:
            return True
        notes = (state.cells.get(Column.OTHER) for state in self.beam)
        return "(" in step.line.text or any(note and is_open(note.text) for note in notes)

    def _grown(self, state: State, way: Way, step: Step) -> dict[Column, Cell]:
        """The cells with one more line each."""
        cells = dict(state.cells)
        for piece in way:
            fragment = Fragment(step.line.number, piece.text)
            cell = cells.get(piece.column)
            fragments: tuple[Fragment, ...] = (fragment,)
            text = piece.text
            serial, listed = self.count, piece.tokens[0].bullet
            if cell is not None and not begins_anew(piece, cell):
                fragments, text = (*cell.fragments, fragment), f"{cell.text} {piece.text}"
                serial, listed = cell.serial, cell.listed or listed
            cells[piece.column] = Cell(
                serial, fragments, text, piece.width, self.count, listed, step.page
            )
        return cells

    def lines_of_bodies(self) -> dict[str, set[int]]:
        """The lines' parts read as responsible bodies, and where."""
        found: dict[str, set[int]] = {}
        for draft in self.drafts:
            cell = draft.cells.get(Column.RESPONSIBLE)
            for fragment in cell.fragments if cell else ():
                found.setdefault(fragment.text, set()).add(fragment.line)
        return found

    def loose_rows(self) -> Iterator[LooseRow]:
        """The rows read, each with the spanning cells as they grew in the end."""
        for draft in self.drafts:
            yield loose_row(draft, self.spans, self.unsure_spans)


def _kept(scored: Iterable[_Scored]) -> Iterator[_Scored]:
    """The best, and of every other reading of the responsible body the best ones too."""
    readings: Counter[str] = Counter()
    for place, (cost, state, way) in enumerate(scored):
        if place >= BEAM and len(readings) > READINGS:
            return
        cell = state.cells.get(Column.RESPONSIBLE)
        more = (piece.text for piece in way if piece.column is Column.RESPONSIBLE)
        reading = " ".join((cell.text if cell else "", *more))
        readings[reading] += 1
        if place < BEAM or (len(readings) <= READINGS and readings[reading] <= 2):
            yield cost, state, way


def _measured(
    seen: Mapping[Column, Sequence[float]], widths: Mapping[Column, float]
) -> dict[Column, float]:
    """Column widths: of the widest twentieth of the pieces the narrowest."""
    measured = dict(widths)
    for column, found in seen.items():
        if len(found) >= 8:
            measured[column] = sorted(found)[-1 - len(found) // 20]
    return measured
