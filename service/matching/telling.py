"""Which text can tell the kind of thing that a question about plans asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import tokenize
from indexer.records import Kind, Passage
from service.matching.labels import labels_asked, says_labels
from service.matching.match import Match
from service.matching.relevance import NEAR_BEST
from service.reading.asking import blanked
from service.reading.groups import RELATED, Group
from service.reading.understand import Question
from service.results import Intent
from service.words.lexicon import questions

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

FOR_THEM = 0.3
"""How far people asked about must be named by what is for them: "barsel" is for the pregnant."""

WORD_FOR_WORD = 4
"""Words of the shortest question that may stand word for word in a measure."""

SAID = 0.5
"""Share of a thing's names from which a passage says it."""

TELLING = 0.6
"""Share of the most telling thing's weight from which one is told to be unsaid."""

FEW = 2
"""Things asked about up to which each is told that nothing found has."""

NAMED, RARELY = 0.94, 0.1
"""How far a thing counts that stands in a measure by one of its names; and the share of an index's
measures up to which that is telling."""

SURE = 0.9
"""Probability from which a measure is the answer, whatever is asked for, where no prose is more."""

LIKELY = 0.6
"""Probability from which a passage that says the one thing asked about answers, however unlike the
question the collection is as a whole."""

NOTHING_LIKE_IT = 0.7
"""How near a question's words come to some passage's (`Match.nearness`), below which one that names
a thing that is not of the plans' field is not about them: on the tuning part 34 of 43 questions
about other things are told so, and 5 of 184 that the plans only do not answer."""

UNLIKE = 0.85
"""Confidence from which one that is not is answered nevertheless: on the tuning part 4 questions
with an answer are unlike the plans and 38 without."""

STRANGE = 2.0
"""What is unlike the plans and has no word in them is never sure: of the tuning part one question
with an answer and 35 without, of c9 3 and 17."""

_JOINING = re.compile(
    r"^(?:tiltak|measures|actions)\s+(?:om|for|mot|på|about|on|for)\b|\b(?:og|and|om)\b"
)
"""What stands beside the words of a topic that is named and of which nothing else is asked."""

_CODE = re.compile(r"(?=\w*[A-ZÆØÅ])(?=\w*\d)\w{2,}|[A-ZÆØÅ]{2,}[A-ZÆØÅa-zæøå]*")
"""A word with a digit and a capital, or that begins with two capitals."""

_LISTED = re.compile(r"•[^•]*•")
_YEAR = re.compile(r"\b20\d\d(\s?[-–/]\s?(20)?\d\d)?\b")


class Telling:
    """Masks over the passages of an index: amounts, members of a body, dates; each worked out when
    it is first asked for: of 100,000 passages all of them took a third of opening an index."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._size = len(passages)
        self._passages = passages
        self._measures = np.asarray([p.kind is Kind.MEASURE for p in passages], dtype=bool)
        self._amounts = cache(self._telling_amount)

    def _telling_amount(self, name: str) -> Mask:
        """(passages,): what tells a kind of amount."""
        (amount,) = (a for a in questions().amounts if a.name == name)
        written = (_own_text(passage) for passage in self._passages)
        if amount.cased:
            found = _having(amount.said, written)
        else:
            found = _having(amount.said, (_YEAR.sub(" ", text.lower()) for text in written))
        if name == "length":
            lasts = (bool(p.measure and p.measure.years) for p in self._passages)
            found |= np.fromiter(lasts, bool, self._size)
        if name == "count":
            found |= ~self._measures & _having(_LISTED, self._lowered())
        return found

    @cached_property
    def _members(self) -> Mask:
        return _having(questions().members_said, self._lowered())

    @cached_property
    def _dates(self) -> Mask:
        return _having(questions().date_said, self._lowered())

    def _lowered(self) -> Iterator[str]:
        return (_own_text(passage).lower() for passage in self._passages)

    def able(self, question: Question) -> Mask:
        """(passages,): what can answer. A question for measures has no prose that can, one for
        the people of a body no measures, one for an amount only what tells such an amount, and one
        for no more than a label ("fase 2") only what says it."""
        able = np.ones(self._size, dtype=bool)
        if question.amount:
            able &= self._amounts(question.amount)
        if question.asks_members:
            able &= (self._members & ~self._measures) | (self._measures & question.asks_leader)
        if question.asks_plan_fact and question.intent is Intent.WHEN:
            able &= self._dates | self._measures
        if question.wants_measures:
            able &= self._measures
        if labels := labels_asked(question):
            able &= np.asarray([says_labels(p, labels) for p in self._passages], dtype=bool)
        return able

    def quoted(self, question: Question, match: Match, measures: Floats) -> tuple[Floats, bool]:
        """Probabilities where a measure that says the whole question word for word surely answers,
        and whether any does: by likeness alone it may not in a plan of a few lines."""
        asked = " ".join(question.text.lower().rstrip(" .?!").split())
        if asked.count(" ") + 1 < WORD_FOR_WORD:
            return measures, False
        says_all = (match.groups > 0).all(axis=0) & (measures > 0)
        same = np.zeros(self._size, dtype=bool)
        for order in np.flatnonzero(says_all):
            text = _own_text(self._passages[int(order)]).lower()
            same[order] = asked in " ".join(text.split())
        return np.where(same, np.maximum(measures, SURE), measures), bool(same.any())

    def said(
        self, question: Question, match: Match, kept: Mask, measures: Floats
    ) -> tuple[Floats, bool]:
        """Probabilities where one of the measures kept that has all words of a topic surely
        answers, and whether any does: "interkommunalt" is in a plan that says it once, whatever it
        is like. What says none of it is not on a topic of one thing that others name.

        Of a question that says more than its topic: "fastlegers rolle" is not all that names them.
        """
        if not _is_topic(question):
            return measures, False
        said = says_all(match, question) & kept & self._measures
        if not 0 < said.sum() <= RARELY * self._measures.sum():
            return measures, False
        if len(question.groups) == 1:
            measures = np.where(match.groups[0] > SAID, measures, 0.0).astype(np.float32)
        return np.where(said, np.maximum(measures, SURE), measures), True


def for_people(
    question: Question, match: Match, measures: Floats, prose: Floats
) -> tuple[Floats, Floats]:
    """Probabilities without what is for other people than those asked about, where all that is
    likely is for others."""
    people = [group.people for group in question.groups]
    if all(people) or not any(people):
        return measures, prose
    for_them = match.groups[np.asarray(people)].max(axis=0) >= FOR_THEM
    best = np.maximum(measures, prose)
    if for_them[best >= NEAR_BEST * best.max()].any():
        return measures, prose
    return np.where(for_them, measures, 0.0), np.where(for_them, prose, 0.0)


def naming(
    question: Question, match: Match, measures: Floats, prose: Floats
) -> tuple[Floats, Floats, bool]:
    """Probabilities of what names the places that are looked for and the names in capitals that
    are asked about; and whether a measure surely answers, since it says all else asked about too.

    What is fetched from Bergen is told by nothing that does not name Bergen, and what NTNU does by
    nothing that names another university.
    """
    if len(match.groups) != len(question.groups):
        return measures, prose, False
    if coded := [i for i, group in enumerate(question.groups) if _is_code(group, question)]:
        told = (match.groups[coded] >= SAID).all(axis=0)
        measures, prose = np.where(told, measures, 0.0), np.where(told, prose, 0.0)
    if not question.looked_for:
        return measures, prose, False
    of_place = np.asarray(
        [
            any(
                place.start < group.end and group.start < place.end for place in question.looked_for
            )
            for group in question.groups
        ],
        dtype=bool,
    )
    said = match.groups >= SAID
    named = said[of_place].all(axis=0)
    certain = named & said.all(axis=0) & (measures > 0) & of_place.any()
    measures = np.where(named, measures, 0.0)
    measures = np.where(certain, np.maximum(measures, SURE), measures).astype(np.float32)
    return measures, np.where(named, prose, 0.0), bool(certain.any())


def _is_code(group: Group, question: Question) -> bool:
    """Whether a thing asked about is a name in capitals or one with a digit ("NTNU", "LIS3").

    In English "GP" is half of what plans call "legevakt": a word that the thesaurus translates.
    """
    cased = re.search("[a-zæøå]{2}", question.text)
    if not cased or (group.translated and question.language == "en"):
        return False
    word = question.text[group.start : group.end]
    return bool(_CODE.fullmatch(word))


def unsaid(question: Question, match: Match, found: Sequence[int]) -> tuple[str, ...]:
    """What was asked about that none of the measures found (by their order) says by its names.

    Where nothing is said by any, they are found by what they mean, and all that tells is named: not
    English words that nothing translates, which no plan has.
    Else whom it is for, where that is not said, and the rest where only that is: what is for the
    elderly may not be for those who are lonely. Of two things the one that none has at all, by
    whatever name: of invented plans' questions that have no answer and yet get one it is told with
    29 in a hundred, of those with an answer with 8; of more things it would be 48 and 21.
    """
    if not found or len(match.groups) != len(question.groups):
        return ()
    best = match.groups[:, found].max(axis=1)
    tells = match.weights >= TELLING * match.weights.max(initial=0.0)
    known = [group.translated or question.language != "en" for group in question.groups]
    tells &= np.asarray(known, dtype=bool)
    if not (best > RELATED).any():
        return tuple(g.label for g, telling in zip(question.groups, tells, strict=True) if telling)
    is_said = best >= SAID
    far = best == 0
    few = _things(question, far) <= FEW
    said = [group for group, yes in zip(question.groups, is_said, strict=True) if yes]
    people_alone = all(group.people for group in said)
    return tuple(
        group.label
        for group, yes, telling, none in zip(question.groups, is_said, tells, far, strict=True)
        if not yes and (group.people or (telling and (people_alone or (few and none))))
    )


def _things(question: Question, far: Mask) -> int:
    """How many things are asked about, where neighbouring words that nothing found has are one."""
    pairs = zip(question.groups, question.groups[1:], far, far[1:], strict=False)
    joined = sum(
        bool(one and other) and second.start - first.end <= 1 for first, second, one, other in pairs
    )
    return len(question.groups) - joined


def says_one(question: Question, match: Match, measures: Floats, prose: Floats) -> bool:
    """Whether something likely says by one of its names the one thing that is asked about: then it
    is there, whatever else is unlike the question."""
    if len(question.groups) != 1 or len(match.groups) != 1 or question.asks_fact:
        return False
    likely = np.maximum(measures, prose)
    return bool(((match.groups[0] >= NAMED) & (likely >= LIKELY)).any())


def says_all(match: Match, question: Question) -> Mask:
    """(passages,): which have each thing that is asked about by one of its names."""
    if not question.groups or len(match.groups) != len(question.groups):
        return np.zeros(match.groups.shape[1], dtype=bool)
    return np.asarray((match.groups >= NAMED).all(axis=0), dtype=bool)


def _is_topic(question: Question) -> bool:
    """Whether a question is the words of a topic and no others."""
    if question.intent is not Intent.OTHER or question.status or not question.groups:
        return False
    spans = [(group.start, group.end) for group in question.groups]
    rest = _JOINING.sub(" ", blanked(question.text.lower(), spans))
    return not tokenize(rest)


def is_like(question: Question, nearness: float) -> bool:
    """Whether a question is about what plans are about: what it names is of their field, or it is
    like what stands in them. What is only just of the field ("oppskrift på vafler") is not."""
    of_field = [group.of_field for group in question.groups]
    strange = [not (group.known or group.of_field) for group in question.groups]
    return nearness >= NOTHING_LIKE_IT or (any(of_field) and not any(strange))


def sure_at(question: Question, match: Match, nearness: float, least: float) -> float:
    """The confidence from which a question is answered: `least` where it is like the plans, and
    above 1 where nothing that it names stands in them either, whatever "romferge" is read as."""
    if is_like(question, nearness):
        return least
    return STRANGE if has_no_trace(match, nearness) else max(least, UNLIKE)


def has_no_trace(match: Match, nearness: float) -> bool:
    """Whether nothing that a question names stands in plans, nor is like what does."""
    return nearness < NOTHING_LIKE_IT and not match.groups.any()


def _own_text(passage: Passage) -> str:
    """What a passage says: of a measure its indicators too."""
    indicators = passage.measure.indicators if passage.measure else ()
    return " ".join((passage.text, *indicators))


def _having(pattern: re.Pattern[str], texts: Iterable[str]) -> Mask:
    return np.asarray([bool(pattern.search(text)) for text in texts], dtype=bool)
