"""Tables whose rows are what others have as columns: a measure a column, headings down the left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.body_kinds import begins_body, names_body
from indexer.cells import Segment, plain
from indexer.elements import Grid, Record
from indexer.layout import LONGEST_HEADING_CELL, find_header
from indexer.records import Column
from indexer.vocabulary import column_instead, column_of
from indexer.when import is_status, only_when

_COUNT = re.compile(
    r"(?:[^\W\d_]+\s+)?(?:nr\.?\s*)?((?:[A-ZÆØÅ]{1,2}[-.]?)?\d+(?:\.\d+)*[a-zæøå]?)[.:]?"
)
"""All that stands in a cell which counts a measure ("Tiltak 1", "T1", "2")."""

FEWEST, MOST = 3, 40
"""Headings that such a table has; two columns are a label and its value, told elsewhere."""

Cells = list[tuple[Segment, ...]]


def set_upright(grid: Grid) -> Grid:
    """A table with its measures below each other; as it is where they stand so already."""
    if not FEWEST <= len(grid.records) <= MOST:
        return grid
    rows = [record for record in grid.records if not record.spans]
    width = max((len(record.cells) for record in rows), default=0)
    if width < FEWEST or len(rows) < len(grid.records) or find_header(rows)[0]:
        return grid
    columns = [
        [record.cells[i] if i < len(record.cells) else () for record in rows] for i in range(width)
    ]
    heads, *measures = columns
    kinds = [_kind(_text(cell)) for cell in heads]
    if not _are_headings(heads, kinds) or not _are_values(kinds, measures):
        return grid
    beside = list(zip(*measures, strict=True))
    counts = next((i for i, kind in enumerate(kinds) if _counts(kind, beside[i])), None)
    if counts is not None and kinds[counts] is not Column.NUMBER:
        heads[counts] = ()
        for cells in measures:
            cells[counts] = tuple(_number(cell) for cell in cells[counts])
    told = [cells for cells in measures if any(map(_text, cells))]
    return Grid(tuple(_record(rows, cells) for cells in (heads, *told)))


def _kind(label: str) -> Column | None:
    if len(label) > LONGEST_HEADING_CELL:
        return None
    return column_of(label) or column_instead(label)


def _are_headings(heads: Cells, kinds: Sequence[Column | None]) -> bool:
    """Whether what stands down the left are headings: half of them and more are known, and among
    these is what is done and who, when or how far."""
    stated = [_text(cell) for cell in heads if _text(cell)]
    known = [kind for kind in kinds if kind is not None]
    told = {Column.RESPONSIBLE, Column.DEADLINE, Column.STATUS} & set(known)
    what = Column.MEASURE in known
    return what and bool(told) and 2 * len(known) >= len(stated) == len(set(stated))


def _are_values(kinds: Sequence[Column | None], measures: Sequence[Cells]) -> bool:
    """Whether what stands beside headings of who, when and how far is such; of who it is enough
    where neither of the others is told."""
    fits = {
        Column.DEADLINE: only_when,
        Column.STATUS: is_status,
        Column.RESPONSIBLE: lambda text: begins_body(text) or any(map(names_body, text.split())),
    }
    for column, fit in fits.items():
        if column not in kinds:
            continue
        texts = [_text(cells[kinds.index(column)]) for cells in measures]
        stated = [text for text in texts if text]
        return bool(stated) and 2 * sum(map(fit, stated)) > len(stated)
    return False


def _counts(kind: Column | None, cells: Sequence[Sequence[Segment]]) -> bool:
    """Whether cells beside each other count the measures, and tell nothing else."""
    may = kind in (None, Column.NUMBER, Column.MEASURE)
    return may and all(_COUNT.fullmatch(_text(cell)) for cell in cells)


def _number(segment: Segment) -> Segment:
    match = _COUNT.search(segment.raw)
    return replace(segment, raw=match[1]) if match else segment


def _text(cell: Sequence[Segment]) -> str:
    return plain(" ".join(segment.raw for segment in cell))


def _record(rows: Sequence[Record], cells: Sequence[tuple[Segment, ...]]) -> Record:
    lines = [segment.line for cell in cells for segment in cell]
    first, last = min(lines, default=rows[0].line), max(lines, default=rows[0].line)
    return Record(rows[0].page, first, last, False, tuple(cells))
