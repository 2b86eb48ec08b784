"""Labels in running sentences: "Tiltak 1. Alle skal få tilbud. Ansvar: Innsatsteamet. Frist: 2027."

A sentence goes on over line ends, so a paragraph's lines are put together before labels are looked
for, and what stands behind each is given back line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.cells import BULLETS, Segment
from indexer.forms.fields import ITEM, TELLS, column_named, segment_of
from indexer.records import Column, Line
from indexer.vocabulary import any_of, column_of, goal_said, vocabulary
from indexer.when import says_unset

SHORTEST_WRAPPED = 30
"""Characters of a line that may have ended because no more had room on it: a shorter one, below
which a small letter follows, may as well be one of a list of bodies ("NAV", "kommunene")."""

LONG = 50
"""Of one below which a capital may stand in the same sentence."""

_LABELLED = re.compile(
    rf"[\s{BULLETS}*_–-]*([^\W\d_][^:|<>*_]{{1,39}}?)[*_]{{0,3}}\s*:[*_]{{0,3}}(?:<br\s*/?>|(?=\s|$))\s*"
)
_WITHIN = re.compile(r"(?:^|(?<=[.;,|(])|(?<=\s))\s*([^\W\d_][\w /-]{1,30}):(?:\s|$)")
_COUNTED = re.compile(
    rf"[\s{BULLETS}*_–-]*([^\W\d_][^\W_]*)\s+"
    r"((?:nr\.?\s*)?(?:[A-ZÆØÅ]{1,2}[-.]?)?\d+(?:\.\d+)*[a-zæøå]?)"
    r"(?:\s*[.:–—-]+\s+|\s+(?=[A-ZÆØÅ]))"
)
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)*[.)]?)\s+(?=[^\W\d_])")
_ENDS = re.compile(r"[.:;!?]\W*$")
_LEADS_ON = re.compile(r"(?:[-,/&]|\b(?:og|eller|samt|av|for|fra|frå|i|på|ved|hos|med|til|om))$")
_SENTENCE = re.compile(
    r"(?<=[a-zæøå]{4})\.\s+(?=[A-ZÆØÅ]\w*\s+\w)|(?<=[A-ZÆØÅ]{2})\.\s+(?=[A-ZÆØÅ]\w*\s+\w)"
)
_WHO_AND_WHEN = frozenset({Column.RESPONSIBLE, Column.DEADLINE})


@dataclass(frozen=True, slots=True)
class Label:
    """A label, what it is about (null where that is not known), and where its value begins."""

    column: Column | None
    text: str
    end: int


Found = tuple[Label, int, int]
"""A label and where its value stands in the text."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines as one text, a blank between them."""

    page: int | None
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    def part(self, start: int, end: int) -> list[Segment]:
        """What stands between two places of the text, line by line."""
        found: list[Segment] = []
        at = 0
        for line in self.lines:
            raw = line.text[max(start - at, 0) : max(end - at, 0)].strip()
            at += len(line.text) + 1
            if raw:
                segment = segment_of(self.page, line, raw)
                found.append(segment)
        return found


def label_like(text: str) -> re.Match[str] | None:
    """What opens a text like a label, with its words as the first group."""
    return _LABELLED.match(text)


def labels(text: str) -> list[Found]:
    """The labels of a line, the first at its beginning, each with where its value stands."""
    match = label_like(text)
    if match is None or (column := column_named(match[1])) is None:
        return []
    return _with_those_within(text, Label(column, match[1].strip(), match.end()))


def running(text: str) -> list[Found]:
    """The labels of a paragraph that opens with a measure's count ("Tiltak 1.", "Tiltak 1 –"), or
    that says what, who and when in one; empty where it does not."""
    if (counted := _COUNTED.match(text)) and column_of(counted[1]) is Column.MEASURE:
        label = f"{counted[1]} {counted[2]}"
        return _with_those_within(text, Label(Column.MEASURE, label, counted.end()))
    match = _NUMBER.match(text) or ITEM.match(text)
    if match is None and not text[:1].isupper():
        return []
    mark = match[0].strip(" .)") if match else ""
    found = _with_those_within(
        text, Label(Column.MEASURE, mark if mark[:1].isdigit() else "", match.end() if match else 0)
    )
    own = text[found[0][1] : found[0][2]].strip(" (.;,")
    told = {label.column: text[start:end] for label, start, end in found}
    if not told.keys() >= _WHO_AND_WHEN or " " not in own:
        return []
    return found if match or _is_time(told[Column.DEADLINE]) else []


def _is_time(text: str) -> bool:
    """Whether a text tells a time, or that there is none yet; not what a time is ("Frist: når det
    skal være ferdig")."""
    words = vocabulary()
    known = any_of((*words.open_ended, *words.seasons))
    found = re.search(rf"\d|\b(?:{known})\b", text, re.IGNORECASE)
    return found is not None or says_unset(text.strip(" .;"))


def within(text: str, start: int) -> Iterator[tuple[Column, str, int, int]]:
    """What is told behind labels in the middle of a text: about what, the label, where it begins
    and where it ends; a label is a capitalised word where no mark parts it from what stands before
    ("Lage rutine Ansvar: NAV")."""
    for match in _WITHIN.finditer(text, start):
        words = match[1].split(" ")
        for place in range(len(words)):
            label = " ".join(words[place:])
            if place and not label[:1].isupper():
                continue
            if (column := column_named(label)) in TELLS and column is not None:
                yield column, label, match.end(1) - len(label), match.end()
                break


def _with_those_within(text: str, first: Label) -> list[Found]:
    found, starts = [first], []
    for column, label, start, end in within(text, first.end):
        found.append(Label(column, label, end))
        starts.append(start)
    ends = [*starts, len(text)]
    return [(label, label.end, end) for label, end in zip(found, ends, strict=True)]


def sentence_end(text: str) -> int:
    """Where a second sentence begins behind a body's name, or the length of the text: what a plan
    adds behind it is no part of the name, but a full stop may be an abbreviation's."""
    match = _SENTENCE.search(text)
    return match.end() if match else len(text)


def goes_on(above: Sequence[Line], line: Line) -> bool:
    """Whether a line of a file without paragraphs goes on with the sentence of those above it.

    It does behind a label without a value in the middle of a line; with a small letter below a
    long line that ends no sentence; and where it says in its middle who or when of what is
    counted, listed or labelled above and does not say so yet.
    """
    text, before = line.text.strip(), " ".join(each.text.strip() for each in above)
    if not text or line.number - above[-1].number != 1:
        return False
    told = {column for column, *_ in within(before, 1)}
    marked = _opens(before)
    if own := labels(text):
        column = own[0][0].column
        return marked and bool(told) and column in TELLS - told and not labels(before)
    if _opens(text):
        return False
    if _ends_with_label(before):
        return True
    return _within_sentence(above[-1].text.strip(), before, text, told, marked)


def _within_sentence(last: str, before: str, text: str, told: set[Column], marked: bool) -> bool:
    ended = _ENDS.search(before) is not None
    if text[0].islower():
        return not ended and (len(last) >= SHORTEST_WRAPPED or _leads(last))
    tells = {column for column, *_ in within(text, 1)}
    if tells and (marked or not ended):
        return not tells & told
    return marked and not ended and (len(last) >= LONG or _leads(last))


def _opens(text: str) -> bool:
    """Whether a line opens something of its own: a label, a count, a list item or a goal."""
    counted = _COUNTED.match(text)
    if counted and column_of(counted[1]) is Column.MEASURE:
        return True
    return bool(labels(text) or _NUMBER.match(text) or ITEM.match(text) or goal_said(text))


def _ends_with_label(text: str) -> bool:
    return any(end == len(text) for *_, end in within(text, 1)) and text.endswith(":")


def _leads(line: str) -> bool:
    return _LEADS_ON.search(line) is not None
