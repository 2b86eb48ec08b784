"""The prose that answers a question about plans: the likeliest, or what states a period."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import tokenize
from indexer.records import Kind, Measure, Passage, Plan
from service.matching.highlight import highlights
from service.matching.relevance import model
from service.reading.groups import Group
from service.reading.understand import Question
from service.results import Intent
from service.scope.by_plan import by_plan
from service.words.lexicon import questions

Floats = NDArray[np.float32]

NEAR_BEST = 0.7
"""Share of the best passage's probability below which others are no longer quoted. On the tuning
part 51 of 67 facts are quoted from 0.3 to 0.8, with fewer passages beside them, and 49 at 0.9."""

LEAST_LIKELY = 0.05
"""Probability from which a passage is looked at for a number or a name."""

MOST_FACTS = 6
MOST_OF_A_PLAN = 3
"""Passages quoted at most for a question about plans, and of one plan."""

NAMED = 0.8
"""How far a thing must be named by a text that is quoted beside measures."""

FEWEST_NAMES = 3
"""Names or points from which a text is a list of them."""

WORDS_OF_A_MARK = 4
"""Words before the mark of a footnote that it is about ("alle kommunene i Østfold")."""

_MARK = re.compile(r"<sup>\d+</sup>")
_PERIOD_WORD = re.compile(r"period|gjeld|gyldig", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    r"\b(\d+|én|ett?|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv)(?:\s+[\w-]+){0,2}\s+$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"([^.\n]+):\n(?=\d+[.)]|• )")
_POINT = re.compile(r"^(?:\d+[.)]|• (?![a-z][.)]))", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+[.)]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a thing a text has: `said` in its own words, or `listed` one by one."""

    said: str | None = None
    listed: int = 0


class Facts:
    """Chooses among the prose of an index."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._prose_of = by_plan(p for p in passages if p.kind is Kind.PROSE)

    def likeliest(self, question: Question, prose: Floats, threshold: float) -> tuple[Passage, ...]:
        """The best by probability, and what is nearly as likely in other plans, with footnotes.

        Of a number that is asked for, those that tell it, where any does.
        """
        best = float(prose.max())
        orders = np.argsort(-prose, kind="stable")
        chosen: list[Passage] = []
        for order in orders[:50]:
            if prose[order] < max(min(threshold, best), NEAR_BEST * best):
                break
            passage = self._passages[int(order)]
            if sum(p.plan_id == passage.plan_id for p in chosen) < MOST_OF_A_PLAN:
                chosen.append(passage)
        chosen = chosen[:MOST_FACTS]
        found = tuple(dict.fromkeys(p for fact in chosen for p in (fact, *self._footnotes(fact))))
        return found if question.counted is None else _telling(found, question.counted)

    def beside(
        self, question: Question, said: Floats, prose: Floats, measures: Sequence[Measure]
    ) -> tuple[Passage, ...]:
        """What stands in plans that have none of the measures that answer how something is done:
        the likeliest text of each that says all that is asked about; `said` (groups, passages) is
        how far each thing is there."""
        asks = question.intent is Intent.WHAT and questions().manner.search(question.spelt)
        if not measures or not asks:
            return ()
        told = {measure.plan_id for measure in measures}
        likely = np.where((said >= NAMED).all(axis=0), prose, 0.0)
        found: dict[str, Passage] = {}
        for order in np.argsort(-likely, kind="stable"):
            if likely[order] < model().prose.threshold:
                break
            passage = self._passages[int(order)]
            if passage.plan_id not in told:
                found.setdefault(passage.plan_id, passage)
        return tuple(found.values())

    def counted(self, thing: Group, kept: NDArray[np.bool_]) -> tuple[Passage, ...]:
        """The passages among those kept that say or list how many there are of a thing, and the
        text that such a list is a footnote of."""
        among = [self._passages[int(order)] for order in np.flatnonzero(kept)]
        of_plan = by_plan(among)
        told = [p for p in among if counted_in(p, thing, of_plan[p.plan_id], whole=True)]
        return _with_marked(told, among)

    def counting(self, probability: Floats, question: Question) -> Floats:
        """(passages,): the probability of those that say how many there are of what is counted.

        Where nothing else is asked about none does: a measure has its own ("tre kommuner" are in
        its pilot, not in the region).
        """
        thing = question.counted
        if thing is None or len(question.groups) == 1:
            return np.zeros_like(probability)
        return self.telling(probability, lambda passage: bool(counted_in(passage, thing, ())))

    def telling(self, probability: Floats, tells: Callable[[Passage], bool]) -> Floats:
        """(passages,): the probability of the likely ones that tell what is asked for."""
        kept = np.zeros_like(probability)
        for order in np.flatnonzero(probability >= LEAST_LIKELY):
            if tells(self._passages[int(order)]):
                kept[order] = probability[order]
        return kept

    def periods(self, plans: Sequence[Plan]) -> tuple[Passage, ...]:
        """What states the period of each plan: its title, or the first text that has the years,
        and the first sentence that speaks of the period, if that is another."""
        found: list[Passage] = []
        for plan in plans:
            if plan.period is None:
                continue
            first, last = plan.period
            span = (
                rf"(?<!\d){first}(?:\s?[-–/]\s?|\s+(?:til|to|og|and)\s+)(?:{last}|{last % 100:02})"
            )
            years = re.compile(rf"(?<!\d){first}(?!\d)" if first == last else rf"{span}(?!\d)")
            stating = [
                passage
                for passage in self._prose_of.get(plan.plan_id, ())
                if years.search(passage.text)
            ]
            spoken = [p for p in stating if _PERIOD_WORD.search(p.text)]
            found += dict.fromkeys((*stating[:1], *spoken[:1]))
        return tuple(found)

    def _footnotes(self, fact: Passage) -> list[Passage]:
        """The footnotes that hang on a passage, which say what it leaves out."""
        if not _marks_of(fact):
            return []
        return [passage for passage in self._passages if is_footnote(passage, fact)]


def _marks_of(fact: Passage) -> tuple[str, ...]:
    """The marks of footnotes in a passage."""
    return tuple(_MARK.findall(fact.source.quote))


def is_footnote(note: Passage, fact: Passage) -> bool:
    """Whether a passage is a footnote of another of its plan."""
    same_plan = note.plan_id == fact.plan_id and note != fact
    return same_plan and note.source.quote.startswith(_marks_of(fact))


def _with_marked(told: Sequence[Passage], among: Sequence[Passage]) -> tuple[Passage, ...]:
    """What is told, with the texts among some that have the mark of it as a footnote."""
    ids = {p.passage_id for p in told}
    notes = [p.source.quote for p in told if _MARK.match(p.source.quote)]

    def is_marked(passage: Passage) -> bool:
        marks = _marks_of(passage) if notes else ()
        return bool(marks) and any(note.startswith(marks) for note in notes)

    return tuple(p for p in among if p.passage_id in ids or is_marked(p))


def _telling(found: tuple[Passage, ...], thing: Group) -> tuple[Passage, ...]:
    """What tells how many of a thing there are, with the text that a list is a footnote of.

    Where texts name the thing without a number, none answers; where none names it, it may be said
    in other words, and all are left.
    """
    told = [p for p in found if counted_in(p, thing, found)]
    kept = _with_marked(told, found)
    if kept or any(highlights(p.text, [thing]) for p in found):
        return kept
    return found


def _before_mark(note: Passage, others: Sequence[Passage]) -> list[str]:
    """The words before a footnote's mark, wherever it stands in other passages."""
    mark = _MARK.match(note.source.quote)
    if mark is None:
        return []
    quotes = [p.source.quote for p in others if p.plan_id == note.plan_id and p != note]
    return [
        " ".join(quote[: quote.index(mark[0])].split()[-WORDS_OF_A_MARK:])
        for quote in quotes
        if mark[0] in quote
    ]


def _named(text: str, thing: Group, whole: bool) -> list[tuple[int, int]]:
    """Where a text names a thing, as a word of its own or by a part of one too."""
    stems = {stem for way in thing.ways if not way.parts for stem in way.stems}
    return [
        (start, end)
        for start, end in highlights(text, [thing])
        if not whole or any(token.stem in stems for token in tokenize(text[start:end]))
    ]


def counted_in(
    passage: Passage, thing: Group, others: Sequence[Passage], whole: bool = False
) -> Counted | None:
    """How many of a thing a passage says or lists; null where it does neither.

    A list is of the thing where its heading names it, the sentence that opens it, or the words
    before its mark in the text that it is a footnote of (one of `others`). What is listed is
    counted, be the list whole or not. A thing named as a `whole` is no part of a compound: groups
    of patients are no patients.
    """
    text = passage.text
    for start, end in _named(text, thing, whole):
        before = _NUMBER_BEFORE.search(text[:start])
        if before:
            return Counted(said=" ".join(text[before.start() : end].split()))
    about = [*passage.source.section[-1:], *_before_mark(passage, others), *_OPENS.findall(text)]
    if not any(_named(each, thing, whole) for each in about):
        return None
    points = _NUMBERED.findall(text) or _POINT.findall(text)
    names = [part for part in text.strip(" .").split(", ") if part[:1].isupper()]
    listed = len(points) or (len(names) if len(names) == text.count(",") + 1 else 0)
    return Counted(listed=listed) if listed >= FEWEST_NAMES else None
