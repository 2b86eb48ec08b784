"""Lines of text in parts: paragraphs, list items, and lines that open with a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.cells import Segment, plain
from indexer.elements import Heading, Text
from indexer.forms.fields import ITEM, MOST_WORDS, TELLS, column_named, segment_of
from indexer.layout import is_title_of_plan
from indexer.records import Column, Line
from indexer.vocabulary import goal_said

_LABELLED = re.compile(r"[\s•*_–-]*([^\W\d_][^:|<>*_]{1,39}?)[*_]{0,3}\s*:[*_]{0,3}(?=\s|$)\s*")
WITHIN = re.compile(r"(?:^|(?<=[.;,|(])|(?<=\s))\s*([^\W\d_][\w /-]{1,30}):(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label, what it is about (null where that is not known), and where its value begins."""

    column: Column | None
    text: str
    end: int


Part = tuple[Label, tuple[Segment, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, list item or labelled line, with its labels and their values' lines.

    `unknown` is the same of a line that opens with a label that is not known.
    """

    page: int | None
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    listed: bool
    unknown: tuple[Part, ...] = ()


def items_of(text: Text) -> Iterator[Item]:
    """The lines of a paragraph, in parts that open with a label or a mark."""
    groups: list[list[Line]] = []
    for line in text.lines:
        listed = bool(groups) and ITEM.match(groups[-1][0].text) is not None
        if groups and not (line.opens or (labels(line.text) and not listed)):
            groups[-1].append(line)
        else:
            groups.append([line])
    for lines in groups:
        found = labels(lines[0].text)
        parts = _parts(text.page, lines, found)
        unknown = () if found else _parts(text.page, lines, _unknown(lines[0].text))
        listed = bool(ITEM.match(lines[0].text))
        yield Item(text.page, tuple(lines), parts, listed, unknown)


def _parts(
    page: int | None, lines: Sequence[Line], found: Sequence[tuple[Label, int, int]]
) -> tuple[Part, ...]:
    """The labels of a paragraph, each with the segments of its value."""
    parts = []
    for index, (label, start, end) in enumerate(found):
        raw = lines[0].text[start:end].strip().rstrip(" (|;." if index + 1 < len(found) else "")
        raw = raw.removesuffix("**") if raw.count("**") == 1 else raw
        segments = [segment_of(page, lines[0], raw)] if raw else []
        if index + 1 == len(found):
            segments += [segment_of(page, line) for line in lines[1:]]
        parts.append((label, tuple(segments)))
    return tuple(parts)


def labels(text: str) -> list[tuple[Label, int, int]]:
    """The labels of a line, the first at its beginning, each with where its value stands."""
    match = _LABELLED.match(text)
    if match is None or (column := column_named(match[1])) is None:
        return []
    found = [(Label(column, match[1].strip(), match.end()), match.end())]
    starts = [match.start()]
    for more in WITHIN.finditer(text, match.end()):
        if (own := column_named(more[1])) in TELLS:
            found.append((Label(own, more[1].strip(), more.end()), more.end()))
            starts.append(more.start())
    ends = [*starts[1:], len(text)]
    return [(label, start, end) for (label, start), end in zip(found, ends, strict=True)]


def names_measure(heading: Heading) -> bool:
    """Whether a heading may name a measure: the title of the document and a goal do not."""
    text = plain(heading.line.text)
    return heading.level > 0 and not is_title_of_plan(text) and goal_said(text) is None


def _unknown(text: str) -> list[tuple[Label, int, int]]:
    """What looks like a label of which the word is not known ("Kontakt: …"), and has a value."""
    match = _LABELLED.match(text)
    if match is None or not text[match.end() :].strip() or not match[1][0].isupper():
        return []
    if len(match[1].split()) > MOST_WORDS:
        return []
    return [(Label(None, match[1].strip(), match.end()), match.end(), len(text))]
