"""Columns that a plan has beside those of every plan: "Hvem er kontaktperson for FACT?".

What stands in them is kept by their heading (`Measure.other`) and answers where it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.analysis import tokenize
from indexer.records import CAPTIONS, Measure
from service.reading.asking import blanked, is_stop_word
from service.words.literal import without_literal
from service.words.word_lists import word_list


@dataclass(frozen=True, slots=True)
class ColumnAsked:
    """The headings of the columns that a question asks for, and the question without them."""

    headings: frozenset[str]
    rest: str


def column_asked(text: str, headings: Collection[str]) -> ColumnAsked | None:
    """The columns among these that a question asks for: by words for what they hold, or by those
    of the heading where it begins with them; null where it asks for none."""
    lowered = without_literal(text).lower()
    for asked, heading in _kinds():
        match = asked.search(lowered)
        found = frozenset(name for name in headings if heading.search(name.lower()))
        if match and found:
            return ColumnAsked(found, blanked(text, [match.span()]))
    for name in sorted(headings, key=len, reverse=True):
        if span := _begins_with(lowered, name):
            return ColumnAsked(frozenset([name]), blanked(text, [span]))
    return None


def headings_of(measures: Sequence[Measure]) -> frozenset[str]:
    """The headings of columns that some measures have beside those of every plan."""
    return frozenset(name for m in measures for name in m.other if name != CAPTIONS)


def of_column(measure: Measure, headings: Collection[str]) -> list[tuple[str, str]]:
    """What stands for a measure under some headings: (heading, text), each in one line."""
    return [
        (" ".join(name.split()), " ".join(text.split()))
        for name, text in measure.other.items()
        if name in headings and text.strip()
    ]


def _begins_with(lowered: str, heading: str) -> tuple[int, int] | None:
    """Where a question has the words of a heading behind those that ask for it."""
    named = {token.stem for token in tokenize(heading.lower()) if not _is_stop(token.word)}
    tokens = tokenize(lowered)
    for index, token in enumerate(tokens):
        if token.stem in named:
            run = tokens[index : index + len(named)]
            whole = {each.stem for each in run} == named
            opens = _begins().search(lowered[: token.start])
            return (token.start, run[-1].end) if whole and opens else None
    return None


def _is_stop(word: str) -> bool:
    return any(is_stop_word(word, language) for language in ("nb", "en"))


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(word_list("columns")["begins"])


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    kinds = word_list("columns")["columns"]
    return tuple((re.compile(each["asked"]), re.compile(each["heading"])) for each in kinds)
