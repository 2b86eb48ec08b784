"""The areas of a plan, as it divides its measures itself, each with where the plan says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.analysis import fold
from indexer.cells import plain
from indexer.index import Index
from indexer.records import Column, Kind, Measure, Passage, Piece, Plan, Source

FEWEST, MOST = 3, 15
"""Areas from which a plan is divided, and the most that tell more than its measures do: St. Olav
has 7 headings and 27 goals, Østfold one heading and 10 goals, Ahus one goal and 8 target groups."""

MOST_KEPT = 64
"""Plans whose areas are remembered."""


@dataclass(frozen=True, slots=True)
class Area:
    """What a plan calls an area, how many of its measures are in it, and where it says so."""

    name: str
    measures: int
    said: Passage


@dataclass(frozen=True, slots=True)
class Divided:
    """The areas of a plan in its own order, of its `measures`, and how many are in none that could
    be read."""

    areas: tuple[Area, ...]
    measures: int
    rest: int


class Areas:
    """Tells the areas of plans. Safe to share by threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._of_plan: dict[str, list[Measure]] = {plan.plan_id: [] for plan in index.plans}
        for passage in index.passages:
            if passage.measure:
                self._of_plan[passage.plan_id].append(passage.measure)
        self._kept = lru_cache(maxsize=MOST_KEPT)(self._divided)

    def of(self, plan: Plan) -> Divided:
        """The areas of a plan; none where it does not divide its measures into a few."""
        return self._kept(plan.plan_id)

    def _divided(self, plan_id: str) -> Divided:
        """By the headings above its tables, else by its goals, else by whom measures are for."""
        measures = self._of_plan[plan_id]
        ways: tuple[Callable[[Measure], str | None], ...] = (
            lambda m: m.source.section[-1] if m.source.section else None,
            lambda m: m.goal,
            lambda m: m.target_group,
        )
        said = self._heading, _cell(Column.GOAL), _cell(Column.TARGET_GROUP)
        for name_of, source_of in zip(ways, said, strict=True):
            found: dict[str, list[Measure]] = {}
            for measure in measures:
                if name := name_of(measure):
                    found.setdefault(" ".join(name.split()), []).append(measure)
            if not FEWEST <= len(found) <= MOST:
                continue
            sources = [source_of(name, own[0]) for name, own in found.items()]
            if all(sources):
                areas = tuple(
                    Area(name, len(own), _passage(name, source, number))
                    for number, ((name, own), source) in enumerate(
                        zip(found.items(), sources, strict=True)
                    )
                    if source
                )
                rest = len(measures) - sum(area.measures for area in areas)
                return Divided(areas, len(measures), rest)
        return Divided((), len(measures), len(measures))

    def _heading(self, name: str, first: Measure) -> Source | None:
        """The line of a heading, the last before the first measure below it; null where none is."""
        source = first.source
        line = min((piece.line for piece in source.pieces), default=source.line)
        lines = self._lines(source.plan_id)[: line - 1]
        for number, text in reversed(list(enumerate(lines, start=1))):
            quote = text.strip("# \t\r")
            if quote and _letters(plain(quote)) == _letters(name):
                return replace(
                    source,
                    page=source.page if line - number <= 9 else None,
                    line=number,
                    end_line=number,
                    row=None,
                    quote=quote,
                    pieces=(Piece("heading", source.page, number, quote),),
                )
        return None

    def _lines(self, plan_id: str) -> Sequence[str]:
        """The lines of a plan that citations count: of its file, or read from it."""
        plan = next(plan for plan in self._index.plans if plan.plan_id == plan_id)
        path = self._index.transcript(plan_id) or self._index.document(plan)
        return path.read_text("utf-8-sig", errors="replace").split("\n")


def _cell(column: Column) -> Callable[[str, Measure], Source | None]:
    def said(name: str, first: Measure) -> Source | None:
        """Where the cell of a column stands that has an area's name."""
        pieces = tuple(p for p in first.source.pieces if p.field == column.value)
        own = tuple(p for p in pieces if _letters(plain(p.quote)).endswith(_letters(name)))
        pieces = own[:1] or pieces
        if not pieces:
            return None
        head = pieces[0]
        return replace(
            first.source,
            page=head.page,
            line=head.line,
            end_line=head.line,
            row=None,
            quote=head.quote,
            pieces=pieces,
        )

    return said


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _passage(name: str, source: Source, number: int) -> Passage:
    passage_id = f"{source.plan_id}:area{number}"
    return Passage(passage_id, source.plan_id, Kind.PROSE, name, name, source)
