"""Tables of two columns, label and value, one for each measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.cells import Segment, plain
from indexer.elements import Form, Grid, Heading, Record, Text
from indexer.forms.fields import (
    ENTITLED,
    LONGEST_LABEL,
    NUMBER,
    TELLS,
    Fields,
    column_named,
    entitle,
    form_of,
    of_heading,
    segment_of,
    word_of,
)
from indexer.forms.items import names_measure
from indexer.records import Column, Header
from indexer.vocabulary import goal_said
from indexer.when import says_status

_INHERITED = (Column.GOAL, Column.TARGET_GROUP, Column.RESPONSIBLE, Column.DEADLINE)
"""What may stand once before several measures and is told of each; who and when only where none of
them has its own."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Label and value; a row of one cell (`alone`) may be a value without a label."""

    label: Segment | None
    value: Sequence[Segment]
    column: Column | None
    page: int | None
    alone: bool = False


def tables(grid: Grid, title: Segment | None) -> list[Form]:
    """The forms of a table of labels and values, one for each measure; none where it is another."""
    rows: list[list[_Pair]] = []
    for record in grid.records:
        if (own := _pairs_of(record)) is None:
            return []
        rows.append(own)
    pairs = _in_order(rows)
    labelled = [pair for pair in pairs if pair.label is not None]
    known = [pair for pair in labelled if pair.column is not None]
    if len(known) < 2 or 2 * len(known) < len(labelled) or not _are_values(known):
        return []
    told = _split(pairs)
    if not all(fields.has(Column.MEASURE) for fields in told):
        if len(told) > 1 or title is None or not told[0].has(Column.RESPONSIBLE, Column.DEADLINE):
            return []
        entitle(told[0], title)
    if not any(fields.has(*TELLS) for fields in told):
        return []
    return [form_of(fields) for fields in told]


def _pairs_of(record: Record) -> list[_Pair] | None:
    """Label and value of a row, also two of them beside each other. Null where the row is no such
    thing: two labels beside each other are both known, and tell different things."""
    filled = [cell for cell in record.cells if any(plain(s.raw) for s in cell)]
    if not filled:
        return []
    if record.spans or len(record.cells) == 1:
        return [_alone(filled[0], record.page)] if len(filled) == 1 else None
    cells = [cell for cell in record.cells if cell or len(filled) == 1]
    if len(cells) not in (2, 4) or len(record.cells) > 4:
        return None
    found = []
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        if not label or len(plain(label[0].raw)) > LONGEST_LABEL:
            return None
        joined = _joined(label)
        found.append(_Pair(joined, value, column_named(plain(joined.raw)), record.page))
    known = all(pair.column is not None for pair in found) and not all(map(_heads, found))
    return found if len(found) == 1 or known else None


def _in_order(rows: Sequence[Sequence[_Pair]]) -> list[_Pair]:
    """The pairs row by row; where two measures stand beside each other, the left one's first."""
    if any(len({pair.column for pair in row}) < len(row) for row in rows):
        return [row[side] for side in (0, 1) for row in rows if side < len(row)]
    return [pair for row in rows for pair in row]


def _alone(cell: Sequence[Segment], page: int | None) -> _Pair:
    """A row of one cell: what follows is told of it, or it says the goal of what follows."""
    joined = _joined(cell)
    if goal := goal_said(joined.raw):
        label = replace(joined, raw=joined.raw[: goal.start].strip(" *_:–-"))
        value = replace(joined, raw=joined.raw[goal.start :].rstrip(" *_"))
        return _Pair(label, [value], Column.GOAL, page, alone=True)
    return _Pair(None, [joined], Column.MEASURE, page, True)


def _are_values(known: Sequence[_Pair]) -> bool:
    """Whether what stands beside labels are their values: where it looks like a heading itself
    ("Tiltak | Ansvarlig"), labels in other rows must tell of who, when and the like."""
    sure = {pair.column for pair in known if not _heads(pair)}
    return not any(map(_heads, known)) or (len(sure) > 1 and bool(sure & TELLS))


def _heads(pair: _Pair) -> bool:
    """Whether a value could be the heading of a column: a year or a status is none, nor is what
    stands beside a label with a number ("Tiltak 1.1")."""
    text = plain(" ".join(s.raw for s in pair.value))
    if len(pair.value) != 1 or says_status(text):
        return False
    counted = pair.label is not None and NUMBER.search(pair.label.raw)
    timed = pair.column is Column.DEADLINE and NUMBER.search(text)
    return not counted and not timed and column_named(text) not in (None, Column.YEAR)


def _joined(cell: Sequence[Segment]) -> Segment:
    return replace(cell[0], raw=" ".join(s.raw for s in cell))


def _split(pairs: Sequence[_Pair]) -> list[Fields]:
    """The pairs of each measure: one begins where a measure is named again, or what stood before
    the first one comes again."""
    told: list[Fields] = []
    shared: dict[Column, list[_Pair]] = {}
    groups = [_settled(group) for group in _groups(_with_goals(_one_word(pairs)))]
    for group in groups:
        leads = _leads(group)
        shared = _until(shared, leads)
        own = {pair.column for pair in group}
        inherited = [
            pair
            for column, said in shared.items()
            if column not in own and not _is_own(column, groups)
            for pair in said
        ]
        told.append(_fields(group, inherited))
        shared |= leads
    return told


def _settled(group: Sequence[_Pair]) -> list[_Pair]:
    """The pairs of a measure; who and when above it are not its own where it has others below."""
    named = next((i for i, pair in enumerate(group) if pair.column is Column.MEASURE), 0)
    own = {pair.column for pair in group[named:]} & TELLS
    above = [replace(p, column=Column.OTHER) if p.column in own else p for p in group[:named]]
    return [*above, *group[named:]]


def _until(
    shared: dict[Column, list[_Pair]], leads: Mapping[Column, list[_Pair]]
) -> dict[Column, list[_Pair]]:
    """What still holds where some of it is said anew: what stood before that."""
    kept: dict[Column, list[_Pair]] = {}
    for column, said in shared.items():
        if column in leads:
            break
        kept[column] = said
    return kept


def _with_goals(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs with rows of one cell as goals where several measures with labels of their own
    follow one of them, up to the next."""
    starts = [i for i, pair in enumerate(pairs) if pair.label is None]
    between = pairwise([*starts, len(pairs)])
    most = max((sum(map(_is_measure, pairs[i + 1 : j])) for i, j in between), default=0)
    if most < 2:
        return list(pairs)
    return [
        replace(pair, label=replace(pair.value[0], raw=""), column=Column.GOAL)
        if pair.label is None
        else pair
        for pair in pairs
    ]


def _is_measure(pair: _Pair) -> bool:
    return pair.column is Column.MEASURE


def _named(pairs: Sequence[_Pair]) -> list[int]:
    """Where measures are named: a label under a row of one cell that does so only adds to it."""
    found: list[int] = []
    for i, pair in enumerate(pairs):
        if pair.column is not Column.MEASURE:
            continue
        if pair.label is None or not found or pairs[found[-1]].label is not None:
            found.append(i)
    return found


def _groups(pairs: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """The pairs of each measure, each with what stands before it."""
    named = _named(pairs)
    if not named:
        yield from _by_first(pairs)
        return
    before = {pair.column for pair in pairs[: named[0]]} - {None, Column.OTHER}
    openers = before - {pair.column for pair in pairs[named[-1] + 1 :]}
    start = 0
    for i, pair in enumerate(pairs):
        if not any(start <= at < i for at in named):
            continue
        told = any(p.column in TELLS for p in pairs[start:i])
        following = next((p.column for p in pairs[i:] if p.column not in openers), None)
        opens = pair.column in openers and (told or following is Column.MEASURE)
        if i in named or opens or pair.alone:
            yield list(pairs[start:i])
            start = i
    yield list(pairs[start:])


def _by_first(pairs: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """The pairs from each of the first label to its next, where that is a goal."""
    first = pairs[0].column
    starts = [i for i, p in enumerate(pairs) if i and p.column is first is Column.GOAL]
    for start, end in pairwise([0, *starts, len(pairs)]):
        yield list(pairs[start:end])


def _one_word(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs with but one word for the measures: where that is counted or comes again
    ("Tiltak 1", "Tiltak 2"), another that could name one ("Oppfølging") only describes it."""
    labels = [p.label for p in pairs if p.label and p.column is Column.MEASURE]
    words = Counter(word_of(label.raw) for label in labels)
    if len(words) < 2:
        return list(pairs)
    first = word_of(labels[0].raw)
    if words[first] == 1 and not NUMBER.search(labels[0].raw):
        return list(pairs)
    return [
        replace(pair, column=Column.OTHER)
        if pair.label and pair.column is Column.MEASURE and word_of(pair.label.raw) != first
        else pair
        for pair in pairs
    ]


def _leads(group: Sequence[_Pair]) -> dict[Column, list[_Pair]]:
    """What stands before a measure and may be told of the next ones too."""
    found: dict[Column, list[_Pair]] = {}
    for pair in group:
        if pair.column is Column.MEASURE:
            return found
        if pair.column in _INHERITED:
            found.setdefault(pair.column, []).append(pair)
    return {}


def _is_own(column: Column, groups: Sequence[Sequence[_Pair]]) -> bool:
    """Whether who or when is told of single measures."""
    return column in TELLS and any(pair.column is column for g in groups[1:] for pair in g)


def _fields(group: Sequence[_Pair], inherited: Sequence[_Pair]) -> Fields:
    """What is told of one measure, and what stood before several of them."""
    fields = Fields(group[0].page)
    for pair in inherited:
        fields.inherited.add(len(fields.labels))
        _add(fields, pair)
    for pair in group:
        if pair.label is None:
            entitle(fields, _joined(pair.value))
        else:
            _add(fields, pair)
    return fields


def _add(fields: Fields, pair: _Pair) -> None:
    assert pair.label is not None
    text = plain(pair.label.raw).rstrip(": ")
    if pair.column is Column.MEASURE and (number := NUMBER.search(pair.label.raw)):
        fields.add(Header(Column.NUMBER, ""), [replace(pair.label, raw=number[0])])
    fields.add(Header(pair.column or Column.OTHER, text), pair.value)


def title(run: Sequence[Text], above: Heading | None) -> Segment | None:
    """The heading right above a table, or the line of text that says "Tiltak 3: …"; the name of
    the document and a goal are no measure's."""
    if run and len(run[-1].lines) == 1 and ENTITLED.match(run[-1].lines[0].text):
        return segment_of(run[-1].page, run[-1].lines[0])
    return of_heading(above) if above and not run and names_measure(above) else None
