"""A plan's measures as a table to typeset: what stands in each cell, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.roundtrip.layouts import Field, Layout
from indexer.records import Measure

_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)*[A-Z]?")
"""A number that stands in a column of its own; "1.a.i" is put together from several marks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure as it is typeset: the paragraphs of each field, list items with a bullet."""

    fields: dict[Field, tuple[str, ...]]

    def value(self, name: Field) -> str:
        """A field on one line, to compare; marks of lists count in the measure's own text."""
        parts = self.fields[name]
        if name is Field.INDICATOR:
            parts = tuple(part.removeprefix("• ") for part in parts)
        return " ".join(" ".join(parts).split())


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: its paragraphs; `merged` where it is the lower part of the one above."""

    paragraphs: tuple[str, ...]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row; `entry` is null for a section row, which has one cell over the whole width."""

    cells: tuple[SheetCell, ...]
    entry: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, and its rows without the column headings."""

    title: str
    columns: tuple[Field, ...]
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    entries: tuple[Entry, ...]


def entries_of(measures: Sequence[Measure]) -> tuple[Entry, ...]:
    """What is typeset of a plan. Those without a goal come first, and without a target group first
    of their goal's: a blank cell below a filled one says "as above". Numbers stand there where all
    have one that is not put together from several marks."""
    numbered = all(_PLAIN_NUMBER.fullmatch(m.number or "") for m in measures)
    entries = [
        Entry(
            {
                Field.NUMBER: _one(m.number if numbered else None),
                Field.GOAL: _lines(m.goal),
                Field.TARGET_GROUP: _one(m.target_group),
                Field.TEXT: _lines(m.text),
                Field.INDICATOR: _list(m.indicators),
                Field.RESPONSIBLE: m.responsible,
                Field.DEADLINE: _one(m.deadline),
                Field.STATUS: _one(m.status),
            }
        )
        for m in measures
    ]
    entries.sort(key=lambda entry: bool(entry.fields[Field.GOAL]))
    return tuple(
        entry
        for _, alike in groupby(entries, key=lambda entry: entry.fields[Field.GOAL])
        for entry in sorted(alike, key=lambda entry: bool(entry.fields[Field.TARGET_GROUP]))
    )


def sheet_of(title: str, entries: Sequence[Entry], layout: Layout) -> Sheet:
    """The table of a layout; columns that would be empty are left out."""
    columns = tuple(
        name
        for name in Field
        if any(entry.fields[name] for entry in entries)
        and not (layout.sections and name is Field.GOAL)
    )
    if layout.number_first:
        columns = tuple(sorted(columns, key=lambda name: name is not Field.NUMBER))
    rows: list[SheetRow] = []
    above: Entry | None = None
    for index, entry in enumerate(entries):
        goal = entry.fields[Field.GOAL]
        if layout.sections and goal and (above is None or above.fields[Field.GOAL] != goal):
            rows.append(SheetRow((SheetCell(goal),), None))
            above = None
        cells = tuple(_cell(entry, name, above, layout) for name in columns)
        rows.append(SheetRow(cells, index))
        above = entry
    headings = tuple(layout.headings[name] for name in columns)
    return Sheet(title, columns, headings, tuple(rows), tuple(entries))


def _cell(entry: Entry, name: Field, above: Entry | None, layout: Layout) -> SheetCell:
    shared = {Field.GOAL: (Field.GOAL,), Field.TARGET_GROUP: (Field.GOAL, Field.TARGET_GROUP)}
    same = above is not None and all(
        entry.fields[part] and entry.fields[part] == above.fields[part]
        for part in shared.get(name, ())
    )
    if layout.merged and name in shared and same:
        return SheetCell((), merged=True)
    return SheetCell(entry.fields[name])


def _one(text: str | None) -> tuple[str, ...]:
    return (" ".join(text.split()),) if text and text.strip() else ()


def _list(parts: Sequence[str]) -> tuple[str, ...]:
    """Several indicators are a list: one that ends with a colon would lead in to the next."""
    return tuple(f"• {part}" for part in parts) if len(parts) > 1 else tuple(parts)


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in (text or "").split("\n") if line.strip())
