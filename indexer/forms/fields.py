"""What is told of one measure by labels, and the form that it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.cells import BULLETS, Segment, plain
from indexer.elements import Form, Heading, Record
from indexer.layout import settled
from indexer.records import Column, Header, Line
from indexer.vocabulary import column_of, words_of

LONGEST_LABEL = 40
MOST_WORDS = 4
"""Of a label: "Ansvarlig for gjennomføring" has three, a sentence that begins with such a word and
leads in to something with a colon has more."""

TELLS = frozenset(
    {Column.RESPONSIBLE, Column.DEADLINE, Column.STATUS, Column.INDICATOR, Column.YEAR}
)
"""What makes something that is labelled a measure rather than a fact."""

ITEM = re.compile(rf"\s*(?:[{BULLETS}*–-]|\(?\d{{1,2}}[.)]|\(?[a-zæøå][.)])\s+(?=\S)")
NUMBER = re.compile(r"\b(?:[A-ZÆØÅ]{1,2}[-.]?)?\d+(?:\.\d+)*(?:[A-ZÆØÅa-zæøå]\b)?")
ENTITLED = re.compile(
    r"(tiltak\s+(?:[a-zæøå]{1,2}[-.]?)?\d+(?:\.\d+)*[a-zæøå]?)(?!\w)\s*[.:–-]*\s*(?=\S)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*[a-zæøå]?)[.)]?\s+[*_]*(?=[^\W\d_])")


@dataclass(slots=True)
class Fields:
    """What is told of one measure: the segments of each label, in the order of the file;
    `inherited` are the places of what is told of several, and stands with another."""

    page: int | None
    labels: list[Header] = field(default_factory=list)
    values: list[list[Segment]] = field(default_factory=list)
    inherited: set[int] = field(default_factory=set)

    def add(self, head: Header, segments: Sequence[Segment]) -> None:
        self.labels.append(head)
        self.values.append(list(segments))

    def has(self, *columns: Column) -> bool:
        return any(head.column in columns for head in self.labels)

    def lines(self) -> list[int]:
        """The lines of the file, but for those of what is inherited."""
        own = [value for i, value in enumerate(self.values) if i not in self.inherited]
        return sorted({s.line for value in own for s in value})


def entitle(fields: Fields, title: Segment, *more: Segment) -> None:
    """Put what stands above as the measure, its number apart ("Tiltak 2.1: Turgrupper").

    `more` are the lines that a title goes on over."""
    match = ENTITLED.match(title.raw) or _NUMBERED.match(title.raw)
    cells: list[tuple[Header, list[Segment]]] = []
    if match and (number := NUMBER.search(match[1])):
        cells.append((Header(Column.NUMBER, ""), [replace(title, raw=number[0])]))
    named = replace(title, raw=title.raw[match.end() if match else 0 :])
    cells.append((Header(Column.MEASURE, ""), [named, *more]))
    fields.labels[:0] = [head for head, _ in cells]
    fields.values[:0] = [value for _, value in cells]
    fields.inherited = {place + len(cells) for place in fields.inherited}


def column_named(text: str) -> Column | None:
    """What a label is about; null where it is not known or too long for one."""
    words = text.strip(" :*").split()
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST_LABEL:
        return None
    return column_of(text)


def word_of(label: str) -> str:
    """A label's words without its number and marks, in lower case and undamaged; a 1 that was read
    as a letter is its number too ("Tiltak l")."""
    words = re.findall(r"[^\W\d_]+", words_of(NUMBER.sub(" ", label)))
    return " ".join(words[:-1] if words[1:] and words[-1] in {"l", "i"} else words)


def segment_of(page: int | None, line: Line, raw: str | None = None) -> Segment:
    text = line.text if raw is None else raw
    return Segment(page, line.number, text, line.opens, line.box, line.confidence, line.glued)


def of_heading(heading: Heading) -> Segment:
    line = heading.line
    return segment_of(line.box.page if line.box else None, line, plain(line.text))


def form_of(fields: Fields, listed: dict[int, list[tuple[Segment, ...]]] | None = None) -> Form:
    """A table of one row; a list that is the measures makes a row of each of its items."""
    header = settled(fields.labels)
    measure = next(i for i, head in enumerate(header) if head.column is Column.MEASURE)
    several: list[tuple[Segment, ...]] = []
    for index, cells in (listed or {}).items():
        if index == measure:
            several = cells
        else:
            fields.values[index] += [segment for cell in cells for segment in cell]
    lines = fields.lines() + [s.line for cell in several for s in cell]
    shared = frozenset(range(len(header))) - {measure}
    records = []
    for number, cell in enumerate(several or [tuple(fields.values[measure])]):
        values = [tuple(v) if number == 0 else () for v in fields.values]
        values[measure] = tuple(_unmarked(s) if i == 0 else s for i, s in enumerate(cell))
        first, last = (min(lines), max(lines)) if number == 0 else (cell[0].line, cell[-1].line)
        merged = frozenset() if number == 0 else shared
        inherited = frozenset(fields.inherited) if number == 0 else frozenset()
        records.append(
            Record(fields.page, first, last, False, tuple(values), merged, inherited=inherited)
        )
    return Form(header, tuple(records))


def _unmarked(segment: Segment) -> Segment:
    """A list item without its mark."""
    match = ITEM.match(segment.raw)
    return replace(segment, raw=segment.raw[match.end() :]) if match else segment
