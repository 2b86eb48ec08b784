"""What a column is about by what stands in it, where its heading does not tell.

A heading that is known is believed but for three things: a goal is the measure only where no other
column can be, what is told of several rows is not their measure where each has a text of its own,
and a column of nothing but times is when, whatever else its heading names ("Framdrift/frist").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from indexer.bodies import read_bodies
from indexer.body_kinds import begins_body, is_name, is_proper, kind_of, names_body
from indexer.cells import blocks, plain, text_of
from indexer.elements import Record
from indexer.records import Column, Header
from indexer.vocabulary import begins_action, column_instead, column_of, names_another, names_start
from indexer.when import is_status, only_when, tells_when

MOSTLY = 0.8
"""Share of a column's cells from which on they tell what it is about: one odd cell in five."""

MOST_ROWS = 200
"""From the top of a table, that are looked at: a list of 20,000 takes as long as one of these."""

FEWEST_VALUES = 2
LONGEST_NAME = 60
_WHO_WHEN = (Column.RESPONSIBLE, Column.DEADLINE, Column.YEAR)


@dataclass(frozen=True, slots=True)
class _Values:
    """The cells of a column that are its own, blank ones left out, and whether every row has one
    and no two the same."""

    texts: tuple[str, ...]
    each: bool
    unlike: bool

    def mostly(self, told: int) -> bool:
        return len(self.texts) >= FEWEST_VALUES and told >= MOSTLY * len(self.texts)

    def acting(self) -> int:
        """How many open with something to do."""
        return sum(map(begins_action, self.texts))

    def are_times(self) -> bool:
        return self.mostly(sum(map(only_when, self.texts)))

    def are_names(self) -> bool:
        """Whether most name bodies or posts, and the others may be names as well."""
        bodies = sum(map(_names_bodies, self.texts))
        return 5 * bodies >= 3 * len(self.texts) and self.mostly(sum(map(_may_name, self.texts)))

    def are_sayings(self) -> bool:
        """Whether a cell has some words of its own for each row, which are no figures, times,
        statuses or names."""
        if not self.each or self.are_times() or self.are_names():
            return False
        words = [len(re.findall(r"[^\W\d_]{2,}", text)) for text in self.texts]
        told = sum(is_status(text) or not re.search(r"[^\W\d_]{3}", text) for text in self.texts)
        return (fmean(words) >= 2 or 2 * self.acting() > len(self.texts)) and 2 * told < len(words)


def headed_by_values(
    labels: Sequence[str], kinds: Sequence[Column | None], records: Sequence[Record]
) -> list[Column | None] | None:
    """What columns are about of which too few are known by their headings; null where the first
    row is none of column headings or no column can be the measures.

    Who and when must be told. Where no heading names measures or goals, they are what opens with
    something to do in half of the rows, in most where no heading is known.
    """
    known = {kind for kind in kinds if kind is not None}
    if len(records) < 2 or not _are_headings([label for label in labels if label]):
        return None
    heads = [Header(kind or Column.OTHER, label) for kind, label in zip(kinds, labels, strict=True)]
    heads = _with_who_and_when(records, heads)
    values = [_values(records, i) for i in range(len(heads))]
    if not _tell_who_and_when(heads, values):
        return None
    found = [
        head.column if head.column in _WHO_WHEN else kind
        for head, kind in zip(heads, kinds, strict=True)
    ]
    if Column.MEASURE in known:
        return found
    fit = [
        i
        for i, head in enumerate(heads)
        if (_is_unknown(head) or _describes(head))
        and values[i].are_sayings()
        and values[i].acting() >= (0.5 if known else MOSTLY) * len(values[i].texts)
    ]
    if not fit:
        return found if Column.GOAL in known else None
    found[max(fit, key=lambda i: (values[i].acting(), -i))] = Column.MEASURE
    return found


def _are_headings(stated: Sequence[str]) -> bool:
    """Whether what stands in a row may head columns: three or more, no two alike, and neither a
    time nor something to do among them."""
    unlike = len(set(stated)) == len(stated) > 2
    return unlike and not any(
        only_when(text) or begins_action(text) or text.endswith((".", ",")) for text in stated
    )


def _tell_who_and_when(heads: Sequence[Header], values: Sequence[_Values]) -> bool:
    """Whether there are columns of who and of when, and these do say when."""
    columns = {head.column for head in heads}
    whens = [values[i].texts for i, head in enumerate(heads) if head.column is Column.DEADLINE]
    timed = all(2 * sum(map(tells_when, texts)) >= len(texts) for texts in whens)
    return timed and Column.RESPONSIBLE in columns and bool(columns & set(_WHO_WHEN[1:]))


def settle_by_values(records: Sequence[Record], header: Sequence[Header]) -> tuple[Header, ...]:
    """A table's header with the columns settled by what stands in them; `records` are all of its
    rows, on whatever page."""
    found = _with_who_and_when(records, header)
    return tuple(_with_measure(records, found))


def is_no_measure(text: str) -> bool:
    """Whether all that stands in a cell of measures is a time or the name of one body."""
    if only_when(text):
        return True
    words = text.split()
    if not 0 < len(words) <= 4 or read_bodies(text).bodies != (text,):
        return False
    named = len(words) == 2 and kind_of(words, 0) == "unit" and is_name(words[1])
    return named or is_proper(words, 0)


def _with_who_and_when(records: Sequence[Record], header: Sequence[Header]) -> list[Header]:
    """The header with who and when told by their values where no heading names them."""
    found = list(header)
    columns = {head.column for head in header}
    values = [_values(records, i) for i in range(len(header))]
    if not columns & {Column.DEADLINE, Column.YEAR}:
        stated = [
            i
            for i, head in enumerate(header)
            if head.column is Column.STATUS and not any(map(is_status, values[i].texts))
        ]
        unknown = [i for i, head in enumerate(header) if _is_unknown(head)]
        unknown.sort(key=lambda i: (names_start(header[i].label), -i))
        for index in [i for i in (*unknown, *stated) if values[i].are_times()][:1]:
            found[index] = Header(Column.DEADLINE, header[index].label)
    if Column.RESPONSIBLE not in columns:
        unknown = [i for i, head in enumerate(found) if _is_unknown(head)]
        for index in [i for i in unknown if values[i].are_names()][:1]:
            found[index] = Header(Column.RESPONSIBLE, header[index].label)
    return found


def _with_measure(records: Sequence[Record], header: Sequence[Header]) -> list[Header]:
    """The header with another column as the measure's where the one that was taken for it is a
    goal, or is told of several rows of which each has who and when and a text of its own."""
    found = list(header)
    now = next(i for i, head in enumerate(header) if head.column is Column.MEASURE)
    values = [_values(records, i) for i in range(len(header))]
    named = Column.MEASURE in (column_of(header[now].label), column_instead(header[now].label))
    governs = not values[now].each or not values[now].unlike
    if not header[now].label or (named and not (governs and _told_each(header, values))):
        return found
    fit = [
        i
        for i, head in enumerate(header)
        if (_is_unknown(head) or (governs and _describes(head))) and values[i].are_sayings()
    ]
    right = min((i for i, head in enumerate(header) if head.column in _WHO_WHEN), default=0)
    acting = values[now].acting()
    if not governs:
        fit = [i for i in fit if values[i].acting() > acting or (now < i < right and not acting)]
    if not fit:
        return found
    best = max(fit, key=lambda i: (values[i].acting(), -i))
    found[best] = Header(Column.MEASURE, header[best].label)
    goals = any(head.column is Column.GOAL for head in header)
    kept = Column.OTHER if named and goals else Column.GOAL
    found[now] = Header(kept, header[now].label)
    return found


def _told_each(header: Sequence[Header], values: Sequence[_Values]) -> bool:
    """Whether each row tells who and when by itself."""
    who = [i for i, head in enumerate(header) if head.column is Column.RESPONSIBLE]
    when = [i for i, head in enumerate(header) if head.column is Column.DEADLINE]
    return any(values[i].each for i in who) and any(values[i].each for i in when)


def _is_unknown(head: Header) -> bool:
    """Whether the words of a heading say nothing of what its column is about."""
    kind = column_of(head.label)
    other = head.column is Column.OTHER and kind is None
    return bool(head.label) and other and not names_another(head.label)


def _describes(head: Header) -> bool:
    """Whether a column describes what is done, which names it where nothing else does."""
    return head.column is Column.OTHER and column_instead(head.label) is Column.MEASURE


def _may_name(text: str) -> bool:
    """Whether a cell is short and no sentence, time or thing to do."""
    short = len(text) <= LONGEST_NAME * (text.count("\n") + 1)
    named = text.lstrip("• ")[:1].isupper() and not text.endswith(".")
    return short and named and not begins_action(text) and not tells_when(text)


def _names_bodies(text: str) -> bool:
    """Whether a cell names bodies or posts and tells nothing else."""
    words = [word for each in text.split() if (word := each.strip("•,;()"))]
    if not words or not _may_name(text):
        return False
    return begins_body(" ".join(words)) or any(
        names_body(word) for word in words[:3] if word[0].isupper()
    )


def _values(records: Sequence[Record], index: int) -> _Values:
    rows = [record for record in records[:MOST_ROWS] if not record.spans]
    own = [
        "" if index in record.merged or index >= len(record.cells)
        else text_of(blocks(record.cells[index]))
        for record in rows
        if any(plain(s.raw) for cell in record.cells for s in cell)
    ]  # fmt: skip
    texts = tuple(text for text in own if text)
    each = len(texts) >= FEWEST_VALUES and 10 * len(texts) >= 9 * len(own)
    return _Values(texts, each, len(set(texts)) == len(texts))
