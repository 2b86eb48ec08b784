"""A comparison as a table that can be read: a row a topic, a column a plan, cells that open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.owners import line_of
from indexer.records import Measure, Plan
from service.overview.compare import Comparison
from service.results import Searched, Verdict
from service.words.phrases import owner_of

MANY_PLANS = 7
"""Plans from which their names stand upright above the columns, to fit a screen."""

SHADES = (1, 2, 4, 8)
"""Measures from which a cell is a shade darker."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic in one plan; `texts` are its measures' as they are shown, by id, and `anchor` names
    the place on the page where they stand."""

    topic: str
    plan: Plan
    verdict: Verdict
    measures: tuple[Measure, ...]
    texts: Mapping[str, str]
    searched: Searched
    anchor: str

    @property
    def is_unsure(self) -> bool:
        """Whether nothing was found in a plan of which many fields could not be read."""
        return self.verdict is Verdict.NO and self.searched.hard_to_read

    @property
    def shade(self) -> int:
        """0 for nothing, 4 for most."""
        return shade_of(len(self.measures), SHADES)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic and its cells, in the order of the plans; `plans` counts those that have it."""

    topic: str
    cells: tuple[Cell, ...]

    @property
    def plans(self) -> int:
        """How many plans have the topic."""
        return sum(cell.verdict is Verdict.YES for cell in self.cells)

    @property
    def measures(self) -> int:
        """How many measures the plans have on the topic."""
        return sum(len(cell.measures) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Topics by plans."""

    plans: tuple[Plan, ...]
    rows: tuple[TopicRow, ...]

    @property
    def upright(self) -> bool:
        """Whether the plans' names stand on end."""
        return len(self.plans) >= MANY_PLANS

    @property
    def is_unsure(self) -> bool:
        """Whether a cell has nothing for a plan that is hard to read."""
        return any(cell.is_unsure for row in self.rows for cell in row.cells)

    @property
    def opened(self) -> tuple[Cell, ...]:
        """The cells that have something in them."""
        return tuple(cell for row in self.rows for cell in row.cells if cell.measures)


def shade_of(count: int, scale: Sequence[int]) -> int:
    """How dark a number of measures is shown: how many steps of a scale it has reached."""
    return sum(count >= least for least in scale)


def matrix_of(found: Comparison, plans: Sequence[Plan] | None = None) -> Matrix:
    """A comparison by topic and plan, of some of the plans where they are given."""
    shown = found.plans if plans is None else tuple(plans)
    rows = []
    for number, topic in enumerate(found.topics, start=1):
        own = {cell.plan.plan_id: cell for cell in found.cells if cell.topic == topic}
        cells = tuple(
            Cell(
                topic,
                cell.plan,
                cell.verdict,
                tuple(found.findings[i].measure for i in cell.findings),
                {
                    found.findings[i].measure.measure_id: found.findings[i].shown
                    for i in cell.findings
                },
                cell.searched,
                f"t{number}-{cell.plan.plan_id}",
            )
            for cell in (own[plan.plan_id] for plan in shown)
        )
        rows.append(TopicRow(topic, cells))
    return Matrix(shown, tuple(rows))


def newest_of_regions(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Of each region, and of each municipality with its own, the newest plan of a kind, in the
    order of what people call them."""
    newest: dict[object, Plan] = {}
    for plan in sorted(plans, key=lambda p: (p.period or (0, 0), p.plan_id)):
        newest[line_of(plan)] = plan
    return tuple(sorted(newest.values(), key=lambda plan: (owner_of(plan) or "").casefold()))


def topics_of(values: Sequence[str]) -> tuple[str, ...]:
    """The topics that a form sends: one a line, each once."""
    lines = (line.strip() for value in values for line in value.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
