"""Lines of text in parts: paragraphs, list items, and lines that open with a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.cells import Segment, plain
from indexer.elements import Heading, Text
from indexer.forms.fields import ITEM, MOST_WORDS
from indexer.forms.running import (
    Found,
    Joined,
    Label,
    goes_on,
    label_like,
    labels,
    running,
    sentence_end,
)
from indexer.layout import is_title_of_plan
from indexer.records import Column, Line
from indexer.vocabulary import goal_said, vocabulary

_BREAK = re.compile(r"(?:<br\s*/?>\s*)+$")
DESCRIBED = "Beskrivelse"
"""What is told of a measure without a label stands under."""

Part = tuple[Label, tuple[Segment, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, list item or labelled line, with its labels and their values' lines.

    `labelled` where it opens with a label; `unknown` is the same as its parts of a line that opens
    with a label that is not known.
    """

    page: int | None
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    listed: bool
    labelled: bool
    unknown: tuple[Part, ...] = ()


def items_of(text: Text) -> Iterator[Item]:
    """The lines of a paragraph, in parts that open with a label or a mark."""
    groups: list[list[Line]] = []
    for line, below in zip(text.lines, (*text.lines[1:], None), strict=True):
        listed = bool(groups) and ITEM.match(groups[-1][0].text) is not None
        parted = line.opens or bool(labels(line.text) and not listed)
        if groups and not parted:
            groups[-1].append(line)
        elif groups and line.opens and goes_on(groups[-1], line):
            groups[-1].append(replace(line, opens=False))
        elif groups and below and _is_another_body(groups[-1], line, below):
            groups[-1].append(line)
        else:
            groups.append([line])
    for lines in groups:
        joined = Joined(text.page, tuple(lines))
        opened = labels(joined.text)
        found = opened or running(joined.text)
        unknown = () if found else _parts(joined, _unknown(joined.text))
        listed = bool(ITEM.match(lines[0].text))
        parts = _parts(joined, found)
        yield Item(text.page, tuple(lines), parts, listed, bool(opened), unknown)


def _is_another_body(above: Sequence[Line], line: Line, below: Line) -> bool:
    """Whether a line between labelled ones names one more body than the label above it does:
    "Ansvar: NAV" over "Barneverntjenesten" over "Frist: 2027"."""
    if [line.number - above[-1].number, below.number - line.number] != [1, 1]:
        return False
    said = labels(" ".join(each.text for each in above))
    short = len(line.text.split()) <= MOST_WORDS and not line.text.rstrip().endswith((".", ":"))
    if not said or not short or labels(line.text) or _unknown(line.text) or not labels(below.text):
        return False
    label, start, end = said[-1]
    return label.column is Column.RESPONSIBLE and end > start


def _parts(joined: Joined, found: Sequence[Found]) -> tuple[Part, ...]:
    """The labels of a paragraph, each with the segments of its value."""
    parts: list[Part] = []
    for index, (label, start, end) in enumerate(found):
        last = index + 1 == len(found)
        own = joined.text[start:end]
        more = start + sentence_end(own) if label.column is Column.RESPONSIBLE else end
        segments = joined.part(start, more)
        if segments:
            segments[-1] = _closed(segments[-1], last, len(found) > 1 and more == end)
        parts.append((label, tuple(segment for segment in segments if segment.raw)))
        if more < end:
            parts.append((Label(Column.OTHER, DESCRIBED, more), tuple(joined.part(more, end))))
    return tuple(parts)


def _closed(segment: Segment, last: bool, several: bool) -> Segment:
    """The end of a value without the marks that part it from the next in a line of text."""
    raw = segment.raw if last else segment.raw.rstrip(" (|;.,")
    if several and last:
        raw = _BREAK.sub("", raw).rstrip(";,")
        raw = raw.rstrip(".)") if raw.count(")") > raw.count("(") else raw
        raw = raw.removesuffix(".") if ". " not in raw else raw
    return replace(segment, raw=raw.removesuffix("**") if raw.count("**") == 1 else raw)


def names_measure(heading: Heading) -> bool:
    """Whether a heading may name a measure: the title of the document and a goal do not, nor one
    that says no more than that measures follow ("2 Hovedmål og tiltak")."""
    text = plain(heading.line.text)
    if heading.level <= 0 or is_title_of_plan(text) or goal_said(text) is not None:
        return False
    return not heads_only(text)


def heads_only(heading: str) -> bool:
    """Whether a heading has only words for measures, goals and plans, and what is between them."""
    words = re.findall(r"[^\W\d_]+", heading.lower())
    return bool(words) and all(word in vocabulary().heads_only for word in words)


def _unknown(text: str) -> list[Found]:
    """What looks like a label of which the word is not known ("Kontakt: …"), and has a value; a
    label holds no end of a sentence."""
    match = label_like(text)
    if match is None or not text[match.end() :].strip() or not match[1][0].isupper():
        return []
    if len(match[1].split()) > MOST_WORDS or ". " in match[1]:
        return []
    return [(Label(None, match[1].strip(), match.end()), match.end(), len(text))]
