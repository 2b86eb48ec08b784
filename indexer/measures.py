"""Rows to measures: columns understood, bodies, dates and status read, the rest kept.

A row without a measure becomes a `Rejected` with its reason; nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.bodies import Responsible, read_bodies
from indexer.body_lines import named_in, parted
from indexer.budgets import tells_amounts
from indexer.joining import NO_MEASURE, REFERENCE
from indexer.records import Cell, Column, Measure, Rejected, Row
from indexer.time_headings import is_year
from indexer.vocabulary import names_people, names_start
from indexer.when import When, read_when, read_year_columns, status_in_text

LONGEST_BODY = 120
"""Characters of the longest name of a body taken as read; the longest of the five plans has 78.
A longer one is several that were not told apart, and is named in `uncertain`."""

UNREADABLE = "raden kunne ikke leses"

TEXT = "text"
"""What the field of a measure's own words is called."""

_ENUMERATOR = re.compile(r"\s*((?:\d+(?:\.\d+)*|[a-zæøå]|[ivx]{1,4})[.)])\s+(?=\S)")
_WRITTEN = re.compile(
    r"(?:[A-ZÆØÅ]{1,3}[-.]?)?\d+(?:\.\d+)*(?:[-.]?[A-ZÆØÅa-zæøå]|\s[a-zæøå])?[.)]*"
)
"""A number that is all that stands in its cell, with letters that belong to it ("1a", "T-12")."""

_NUMBER = re.compile(r"(\d+(?:\.\d+)+|\d+\.?)\s?([A-ZÆØÅ](?![\w.]))?")

_COUNTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[.)]?\s+(?=[A-ZÆØÅ])(?!\d)")
"""A number of several parts before a measure's own words ("1.2 Innføre …")."""

Mend = Callable[[str], str]
Doubt = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows of a plan tell of each other's cells: how often bodies are named by themselves,
    and the tables (a row's id without its last part) whose years have amounts."""

    named: Mapping[str, int] = field(default_factory=dict)
    paid: frozenset[str] = frozenset()


def _no_doubt(_: str) -> bool:
    return False


def parse_measure(
    row: Row,
    mend: Mend = str,
    doubt: Doubt = _no_doubt,
    told: Told | None = None,
) -> Measure | Rejected:
    """The measure that a row says; `mend` repairs text for reading, quotes stay as they are, and
    `doubt` tells of a repaired text whether it is still damaged.

    A measure's text that could not be read surely is given, and named in `uncertain`. `told` is
    what other rows tell of this one's cells.
    """
    told = told or Told()
    if row.reason:
        return Rejected(row.row_id, row.reason, row.source)
    text = mend(_text(row, Column.MEASURE))
    if not text:
        return Rejected(row.row_id, NO_MEASURE, row.source)
    who = [parted(cell, told.named) for cell in row.of(Column.RESPONSIBLE) if cell.text]
    responsible = read_bodies(mend("\n\n".join(text for text, _ in who).strip()))
    apart = _apart(row)
    when = _read_apart(apart) if apart else _read_when(row, mend, _table(row) in told.paid)
    goal, group, asides = _goal_and_group(row, mend)
    number, number_notes = _number(row)
    if not row.of(Column.NUMBER) and (counted := _COUNTED.match(text)):
        number, text = counted[1], text[counted.end() :]
    uncertain = {_field(cell) for cell in row.cells if cell.uncertain}
    if doubt(text):
        uncertain.add(TEXT)
    if apart:
        uncertain.add(Column.DEADLINE.value)
    bodies = responsible.bodies
    if any(unsure for _, unsure in who) or any(len(body) > LONGEST_BODY for body in bodies):
        uncertain.add(Column.RESPONSIBLE.value)
        bodies = ()
    statuses = (_on_one_line(mend(_text(row, Column.STATUS))), when.status, status_in_text(text))
    return Measure(
        measure_id=row.row_id,
        plan_id=row.source.plan_id,
        number=number,
        goal=goal,
        target_group=group,
        priority=_text(row, Column.PRIORITY) or None,
        text=text,
        indicators=_indicators(mend(_text(row, Column.INDICATOR))),
        responsible=bodies,
        deadline=when.deadline,
        moved_from=when.moved_from,
        years=when.years,
        status=next((status for status in statuses if status), None),
        heading=tuple(mend(cell.text).rstrip(": ") for cell in row.of(Column.HEADING)),
        notes=tuple(
            mend(note) for note in (*number_notes, *asides, *responsible.asides, *row.notes)
        )
        + when.notes,
        other=_other(row, mend, responsible, apart),
        inherited=tuple(
            sorted({c.header.column.value for c in row.cells if c.inherited and c.text})
        ),
        uncertain=tuple(sorted(uncertain)),
        source=row.source,
    )


def parse_rows(
    rows: Sequence[Row], mend: Mend = str, doubt: Doubt = _no_doubt
) -> tuple[list[Measure], list[Rejected]]:
    """All measures and all rejected rows; together as many as the rows."""
    told = Told(named_in(rows), _paid(rows))
    parsed = [_parsed(row, mend, doubt, told) for row in rows]
    measures = [record for record in parsed if isinstance(record, Measure)]
    return measures, [record for record in parsed if isinstance(record, Rejected)]


def _table(row: Row) -> str:
    return row.row_id.rsplit(":", 1)[0]


def _paid(rows: Sequence[Row]) -> frozenset[str]:
    """The tables whose years tell what measures cost: most that stands in them is amounts."""
    cells: dict[str, list[str]] = {}
    for row in rows:
        cells.setdefault(_table(row), []).extend(cell.text for cell in row.of(Column.YEAR))
    return frozenset(table for table, texts in cells.items() if tells_amounts(texts))


def _parsed(row: Row, mend: Mend, doubt: Doubt, told: Told) -> Measure | Rejected:
    """The measure of a row; a row with which that fails is rejected, and its plan still read."""
    try:
        return parse_measure(row, mend, doubt, told)
    except (ValueError, LookupError, AttributeError, TypeError):
        return Rejected(row.row_id, UNREADABLE, row.source)


def _text(row: Row, column: Column) -> str:
    return "\n".join(cell.text for cell in row.of(column) if cell.text).strip()


def _on_one_line(text: str) -> str:
    """A text of several lines or list items as one line, in the plan's words alone."""
    return " ".join(line.removeprefix("•").strip() for line in text.split("\n"))


def _field(cell: Cell) -> str:
    """The measure's field that a cell is read into."""
    column = cell.header.column
    if column is Column.MEASURE:
        return TEXT
    return (Column.DEADLINE if column is Column.YEAR else column).value


def _read_when(row: Row, mend: Mend, paid: bool) -> When:
    if any(cell.uncertain for cell in row.of(Column.YEAR)):
        return read_when("")
    years = [(cell.header.label, mend(cell.text)) for cell in row.of(Column.YEAR)]
    said = read_when(mend(_text(row, Column.DEADLINE)))
    if not years:
        return said
    marked = read_year_columns(years, paid)
    if said.deadline is None:
        return marked
    parts = marked.deadline if marked.deadline and not all(is_year(y) for y, _ in years) else None
    return When(
        said.deadline,
        said.moved_from,
        tuple(sorted({*said.years, *marked.years})),
        said.status or marked.status,
        said.notes + ((parts,) if parts else ()) + marked.notes,
    )


def _apart(row: Row) -> tuple[Cell, ...]:
    """Deadlines of a row that are whose, as their headings tell ("Frist kommune | Frist sykehus"),
    where they are not the same: none of them is that of the measure."""
    cells = tuple(cell for cell in row.of(Column.DEADLINE) if cell.text)
    labels = {cell.header.label for cell in cells}
    one_word = len({label.split(" ")[0] for label in labels}) == 1
    whose = one_word and all(" " in label and not names_start(label) for label in labels)
    several = len(labels) == len(cells) == len({cell.text for cell in cells}) > 1
    return cells if whose and several else ()


def _read_apart(cells: Sequence[Cell]) -> When:
    """No deadline, but the years of all of them."""
    return When(years=tuple(sorted({y for cell in cells for y in read_when(cell.text).years})))


def _goal_and_group(row: Row, mend: Mend) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Goal, target group, and goal cells that only refer to another measure.

    A plan without a column of target groups names them among its goals ("c) Skrøpelige
    eldre"); then the goal is what governs that cell.
    """
    cells = row.of(Column.GOAL)
    goals = [mend(_strip(cell)) for cell in cells if not REFERENCE.match(cell.text)]
    asides = tuple(cell.text for cell in cells if REFERENCE.match(cell.text))
    group = mend(" ".join(_text(row, Column.TARGET_GROUP).split())) or None
    if group is None and len(goals) > 1 and names_people(goals[-1]):
        group = goals.pop()
    elif group is None and goals and names_people(goals[-1]) and len(goals[-1].split()) <= 8:
        group = goals[-1]
    return (" – ".join(goals) or None), group, asides


def _strip(cell: Cell) -> str:
    """A cell on one line, without the number or letter it begins with."""
    text = "\n".join(line for line in cell.text.split("\n"))
    return _ENUMERATOR.sub("", text, count=1) if _ENUMERATOR.match(text) else text


def _number(row: Row) -> tuple[str | None, tuple[str, ...]]:
    """The plan's number of the measure, and what else stands in its cell.

    Where only goals and list items are numbered, their marks together are its number ("2.a").
    """
    cells = row.of(Column.NUMBER)
    own = cells[-1].text if cells else ""
    match = _NUMBER.match(own)
    goals = row.of(Column.GOAL)
    if match and (len(cells) > 1 or not goals or _ENUMERATOR.match(goals[-1].text) is None):
        if _WRITTEN.fullmatch(own.strip()):
            return own.strip(" .)").replace(" ", ""), ()
        rest = own[match.end() :].strip()
        return match[1].rstrip(".") + (match[2] or ""), ((rest,) if rest else ())
    marks = [found[1].strip(".)") for goal in goals if (found := _ENUMERATOR.match(goal.text))]
    if own:
        marks.append(own.strip(".)"))
    return (".".join(marks) or None), ()


def _indicators(text: str) -> tuple[str, ...]:
    """Indicators, one a list item or paragraph; a lead ("Ahus-data:") stands before its items."""
    found: list[str] = []
    lead = ""
    for line in text.split("\n"):
        item = line.removeprefix("•").strip()
        if not item:
            continue
        if item.endswith(":") and not line.startswith("•"):
            lead = item
        else:
            found.append(f"{lead} {item}".strip() if line.startswith("•") else item)
    return tuple(found or ([lead] if lead else []))


def _other(row: Row, mend: Mend, who: Responsible, apart: Sequence[Cell]) -> dict[str, str]:
    """Columns of another kind under their own headings, the words for a body not known yet, and
    what role a body has under the plan's word for that."""
    cells = (*row.of(Column.ONGOING), *row.of(Column.OTHER), *apart)
    found = {cell.header.label or "–": mend(cell.text) for cell in cells if cell.text}
    if who.unset:
        found[row.of(Column.RESPONSIBLE)[0].header.label or "–"] = "; ".join(who.unset)
    for role, names in who.roles:
        found[role] = f"{found[role]}; {names}" if role in found else names
    return found
