"""Questions that ask for no more than a label: "fase 2", "del 1", "punkt b".

One letter or digit stands in every other text and is like any of them, so that such a question is
answered only by what says the label itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.analysis import stem, tokenize
from indexer.records import Passage
from service.reading.groups import RELATED, Group
from service.reading.understand import Question
from service.words.word_lists import patterns

_MARK = re.compile(r"(?<=\s)(?:\d{1,2}|[a-zæøå])(?![\w.,:/–-]*\w)")
_BETWEEN = frozenset(["nr", "nummer", "no", "number"])
_FIELDS = frozenset(["prioritet", "priority"])
"""What measures have in a column of its own, its heading not beside it."""

_NO_MARKS = frozenset("iå")
"""Words of one letter: "fase i prosjektet"."""


@dataclass(frozen=True, slots=True)
class Label:
    """What has a label, by the stems of its names, and the letter or number that it has."""

    stems: frozenset[str]
    mark: str

    def stands_in(self, text: str) -> bool:
        """Whether a text says it: one of its names, and the mark as the next word."""
        if re.search(rf"(?<!\w){self.mark}(?!\w)", text.lower()) is None:
            return False
        tokens = [token for token in tokenize(text) if token.word not in _BETWEEN]
        return any(
            last.word == self.mark and first.stem in self.stems for first, last in pairwise(tokens)
        )


def labels_asked(question: Question) -> tuple[Label, ...]:
    """The labels in a question that asks about nothing else; empty where it does, or names a
    measure by its number."""
    if question.numbers or question.times:
        return ()
    found = list(_labels(question.text.lower()))
    spans = [span for span, *_ in found]
    if any(not _within(group.start, spans) for group in question.groups):
        return ()
    return tuple(
        Label(frozenset([stem(noun), *_stems(question.groups, span)]), mark)
        for span, noun, mark in found
    )


def _stems(groups: Sequence[Group], span: tuple[int, int]) -> Iterator[str]:
    """What the things that stand in a label are called, translated or in the other language."""
    for group in groups:
        if _within(group.start, [span]):
            same = (way for way in group.ways if way.strength > RELATED and not way.parts)
            yield from (way.stems[0] for way in same if len(way.stems) == 1)


def _labels(lowered: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Where each label stands in a question, what has it, and its letter or number."""
    for match in _MARK.finditer(lowered):
        before = lowered[: match.start()]
        rules = (patterns("numbers")[name] for name in ("other", "any"))
        named = next((found for rule in rules if (found := rule.search(before))), None)
        noun = next(iter(tokenize(named[0])), None) if named else None
        if named and noun and noun.word not in _FIELDS and match[0] not in _NO_MARKS:
            yield (named.start(), match.end()), noun.word, match[0]


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def says_labels(passage: Passage, labels: Sequence[Label]) -> bool:
    """Whether a passage says every label, in its text or its source."""
    return all(label.stands_in(f"{passage.text}\n{passage.source.quote}") for label in labels)
