"""Column headings that say less: each is what it stands in for where no better known one is; and
those that say the same of measures of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.records import Column
from indexer.vocabulary import column_instead, is_named, names_start, names_units, vocabulary


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


def beside_each_other(labels: Sequence[str], places: Sequence[int]) -> list[int]:
    """Of headings of measures those that are so for measures of their own: they have the same word
    for these and tell whose or which ("Kortsiktige tiltak | Langsiktige tiltak"); none where that
    is but how wide they are ("Overordna tiltak | Konkrete tiltak")."""
    told = [(place, *_which(labels[place])) for place in places]
    for noun in dict.fromkeys(noun for _, noun, _ in told if noun):
        same = [(place, which) for place, known, which in told if known == noun and which]
        if len({which for _, which in same}) == len(same) > 1:
            return [place for place, _ in same]
    return []


def _which(label: str) -> tuple[str, str]:
    """The word for measures in a heading, and those that tell whose or which; empty where there
    are none that do."""
    words = re.findall(r"[^\W_]+", label.lower())
    noun = next((w for w in (*words[:1], *words[-1:]) if is_named(w, Column.MEASURE)), "")
    which = [word for word in words if word != noun]
    if set(which) & vocabulary().wider or any(word.isdigit() and len(word) < 4 for word in which):
        return noun, ""
    return noun, " ".join(which)
