"""What was read beside what was typeset, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from eval.roundtrip.layouts import Field, Layout
from eval.roundtrip.sheet import Entry, Sheet
from eval.roundtrip.typeset import Place
from indexer.records import Box, Column, Measure

SAME_MEASURE = 80
"""Likeness (0 to 100) from which a measure read is the one typeset; which fields are exact is
asked afterwards. Different measures of the five plans are at most 75 alike but for 1.6.1 and
2.1.2A of St. Olavs, which say the same and are told apart by their order."""

_UNCERTAIN = {
    Field.TARGET_GROUP: Column.TARGET_GROUP,
    Field.GOAL: Column.GOAL,
    Field.RESPONSIBLE: Column.RESPONSIBLE,
    Field.DEADLINE: Column.DEADLINE,
    Field.STATUS: Column.STATUS,
    Field.INDICATOR: Column.INDICATOR,
    Field.TEXT: Column.MEASURE,
    Field.NUMBER: Column.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that was read otherwise than it was typeset."""

    entry: int
    field: Field
    typeset: str
    read: str
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one plan came back in one layout; boxes are asked of measures that were found."""

    plan_id: str
    typeset: int
    read: int
    found: int
    exact: dict[Field, int]
    asked: dict[Field, int]
    wrong: tuple[Wrong, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    boxes_asked: int = 0
    boxes_right: int = 0


def compare(
    plan_id: str,
    sheet: Sheet,
    layout: Layout,
    measures: Sequence[Measure],
    places: Sequence[Place] = (),
) -> Comparison:
    """Measures are matched by their text, in order; each field that the table has is compared."""
    pairs = _match(sheet.entries, measures)
    exact = dict.fromkeys(Field, 0)
    asked = dict.fromkeys(Field, 0)
    wrong: list[Wrong] = []
    fields = [*sheet.columns, *([Field.GOAL] if layout.sections else [])]
    for index, measure in pairs.items():
        for name in fields:
            asked[name] += 1
            said = sheet.entries[index].value(name)
            values = _values(measure, name, layout)
            if said in values:
                exact[name] += 1
            else:
                unsure = _UNCERTAIN[name].value in measure.uncertain
                wrong.append(Wrong(index, name, said, values[0], unsure))
    boxed = [_boxes_right(sheet, index, m, places) for index, m in pairs.items()] if places else []
    taken = {id(m) for m in pairs.values()}
    return Comparison(
        plan_id,
        len(sheet.entries),
        len(measures),
        len(pairs),
        exact,
        asked,
        tuple(wrong),
        tuple(e.value(Field.TEXT) for i, e in enumerate(sheet.entries) if i not in pairs),
        tuple(m.text for m in measures if id(m) not in taken),
        len(boxed),
        sum(boxed),
    )


def _match(entries: Sequence[Entry], measures: Sequence[Measure]) -> dict[int, Measure]:
    """Likest first; of equal ones those whose places in the order are nearest."""
    alike = sorted(
        (
            (-ratio(entry.value(Field.TEXT), _line(measure.text)), abs(i - j), i, j)
            for i, entry in enumerate(entries)
            for j, measure in enumerate(measures)
        ),
    )
    pairs: dict[int, int] = {}
    for likeness, _, i, j in alike:
        if -likeness >= SAME_MEASURE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return {i: measures[pairs[i]] for i in sorted(pairs)}


def _values(measure: Measure, name: Field, layout: Layout) -> tuple[str, ...]:
    """What was read of a field, on one line. Where goals are section rows of a table without a
    column of goals, they are headings of their measures."""
    said = {
        Field.NUMBER: measure.number,
        Field.GOAL: measure.goal,
        Field.TARGET_GROUP: measure.target_group,
        Field.TEXT: measure.text,
        Field.INDICATOR: " ".join(measure.indicators),
        Field.RESPONSIBLE: " ".join(measure.responsible),
        Field.DEADLINE: measure.deadline,
        Field.STATUS: measure.status,
    }
    headings = measure.heading if layout.sections and name is Field.GOAL else ()
    return tuple(_line(text or "") for text in (said[name], *headings))


def _line(text: str) -> str:
    return " ".join(text.split())


def _boxes_right(sheet: Sheet, index: int, measure: Measure, places: Sequence[Place]) -> bool:
    """Whether the boxes of a measure's own text cover it to within a line, on each of its pages."""
    column = sheet.columns.index(Field.TEXT)
    row = next(i for i, r in enumerate(sheet.rows) if r.entry == index)
    true = _around([p.box for p in places if p.row == row and p.column == column])
    boxes = [
        p.box
        for p in measure.source.pieces
        if p.field == Column.MEASURE.value and p.box is not None
    ]
    read = _around(boxes)
    heights = [p.box.y1 - p.box.y0 for p in places if p.row == row and p.column == column]
    line = max(heights) * 1.25
    return set(true) == set(read) and all(
        abs(a - b) <= line
        for page, box in true.items()
        for a, b in zip(
            (box.x0, box.y0, box.x1, box.y1),
            (read[page].x0, read[page].y0, read[page].x1, read[page].y1),
            strict=True,
        )
    )


def _around(boxes: Sequence[Box]) -> dict[int, Box]:
    """One box around all of a page's, for each page."""
    found: dict[int, Box] = {}
    for b in boxes:
        a = found.get(b.page, b)
        found[b.page] = Box(
            b.page, min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1)
        )
    return found
