"""A topic that a question leaves out: "delte stillinger, ikke for barsel", "unntatt demens".

What is left out is what is clearly about it: what says it by any of its names and answers a
question for it as well as one for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.records import Kind, Passage
from service.bodies.body import Bodies
from service.matching.match import plainly
from service.matching.relevance import model, relevance
from service.matching.reranking import RerankingMatcher
from service.matching.telling import SAID
from service.reading.kin import for_whom
from service.reading.understand import Question, Reader
from service.words.word_lists import rules

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

MOST_WORDS = 5
"""Words of a topic that is left out; what is longer says more than that."""

ABOUT_AS_WELL = 0.05
"""By how much less likely a measure may be to answer a question for what is left out than one for
the rest, and be left out: both are near 1 for one that is about both."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What is left out, as the question says it; `instead` is the question with it in the place of
    what it is set against ("for voksne, ikke for ungdom"), or added to it; `is_there` says that
    it is left out only where something that answers the rest is about it."""

    said: str
    instead: str
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class _Rules:
    topic_ends: re.Pattern[str]
    link: re.Pattern[str]
    no_topic: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "excepted", "topic")


def unwanted_in(
    before: str, after: str, language: str, reader: Reader, bodies: Bodies
) -> tuple[Unwanted, str] | None:
    """The topic with which a text begins, to be left out of what stands before it, and what
    follows it; null where it is none, or says anything else too."""
    end = _rules().topic_ends.search(after.lower())
    said, behind = (
        (after[: end.start()].strip(), after[end.start() :]) if end else (after.strip(), "")
    )
    if not said or len(said.split()) > MOST_WORDS or _rules().no_topic.search(said.lower()):
        return None
    read = reader.read(said, language)
    other = read.places or read.times or read.status or read.noted or read.asks_quantity
    if (
        other
        or bodies.find(said)
        or not read.groups
        or not all(group.known for group in read.groups)
    ):
        return None
    link = _rules().link.match(said.lower())
    name = said[link.end() :] if link else said
    against = before.lower().rfind(f" {link[0]}") if link else -1
    instead = f"{before[:against]} {said}" if against > 0 else f"{before} {name}"
    return Unwanted(name, instead), behind


class Unwanting:
    """Finds in one index what is clearly about a topic that a question leaves out."""

    def __init__(
        self, matcher: RerankingMatcher, reader: Reader, passages: Sequence[Passage]
    ) -> None:
        self._matcher, self._reader, self._passages = matcher, reader, passages
        self._prose = np.asarray([p.kind is Kind.PROSE for p in passages])

    def about(self, unwanted: Unwanted, rest: Question, kept: Mask) -> tuple[Mask, bool]:
        """(passages,): what is clearly about it; and whether that is most of what answers the rest
        of the question and speaks of it, and anything at all where something has to be."""
        threshold = model().measure.threshold
        likely, _ = self._likely(rest, kept)
        alone, things = self._likely(self._reader.read(unwanted.said, rest.language), kept)
        instead, _ = self._likely(self._reader.read(unwanted.instead, rest.language), kept)
        said = kept & (things >= SAID).all(axis=0)
        enough = np.maximum(likely - ABOUT_AS_WELL, threshold)
        clear = said & (np.maximum(alone, instead) >= enough)
        answering = likely >= threshold
        left_out, left = (clear & answering).sum(), (said & answering & ~clear).sum()
        return clear, bool(left_out >= left and (left_out or not unwanted.is_there))

    def _likely(self, question: Question, kept: Mask) -> tuple[Floats, Floats]:
        """(passages,): how likely each answers; (things, passages): how far it says each."""
        match = self._matcher.match(plainly(question), kept)
        likely = relevance(match, self._prose)
        return for_whom(question.text, self._passages, likely, likely)[0], match.groups
