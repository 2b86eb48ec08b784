"""Column headings that say less: each is what it stands in for where no better known one is."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.records import Column
from indexer.vocabulary import column_instead, names_start, names_units


def with_stand_ins(kinds: Sequence[Column | None], labels: Sequence[str]) -> list[Column | None]:
    """The kinds of columns with those that stand in for a better known one.

    The first of them is what it stands in for where no column is; where a better known one is
    there, it is kept under its own heading. What stands right of a measure only adds to it
    ("Tiltak | Hvordan"), while what stands left of it is wider.
    """
    found = list(kinds)
    for column in (Column.RESPONSIBLE, Column.DEADLINE, Column.MEASURE):
        instead = [i for i, label in enumerate(labels) if column_instead(label) is column]
        known = [i for i, kind in enumerate(found) if kind is column]
        if any(i not in instead for i in known):
            better = min(i for i in known if i not in instead)
            for index in set(known) & set(instead):
                if index > better or column is not Column.MEASURE:
                    found[index] = Column.OTHER
        elif not known:
            fit = [
                i for i in instead if found[i] is None and not _measures_something(kinds, labels, i)
            ]
            if column is Column.DEADLINE:
                fit.sort(key=lambda i: names_start(labels[i]))
            for index in fit[:1]:
                found[index] = column
    return _ending(found, labels)


def _ending(kinds: Sequence[Column | None], labels: Sequence[str]) -> list[Column | None]:
    """The kinds with one of when something begins ("Oppstart", "Fra") kept under its own heading
    beside one of when it ends."""
    found = list(kinds)
    begins = [
        i for i, kind in enumerate(kinds) if kind is Column.DEADLINE and names_start(labels[i])
    ]
    ends = [i for i, kind in enumerate(kinds) if kind is Column.DEADLINE and i not in begins]
    if begins and not ends:
        ends = [
            i
            for i, label in enumerate(labels)
            if kinds[i] is None
            and column_instead(label) is Column.DEADLINE
            and not names_start(label)
        ][:1]
    for index in begins if ends else ():
        found[index] = Column.OTHER
    for index in ends:
        found[index] = Column.DEADLINE
    return found


def _measures_something(kinds: Sequence[Column | None], labels: Sequence[str], index: int) -> bool:
    """Whether a column holds the units of what is measured in the one before ("Effekt | Enhet")."""
    before = kinds[index - 1] if index else Column.MEASURE
    return names_units(labels[index]) and before in (None, Column.INDICATOR)
