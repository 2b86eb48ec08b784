"""Facts about a plan or a body that a text has to state: who approved it, who sits in it.

What is near the question's words is no answer to these, since every plan speaks of its bodies: only
a sentence that says the thing itself, of what was asked about, is; and where none does, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Token, tokenize
from indexer.records import Column, Measure, Passage
from indexer.vocabulary import vocabulary
from service.finding.facts import is_footnote
from service.reading.groups import EXACT, REPAIRED, Group, Way
from service.reading.understand import Question
from service.results import Intent
from service.scope.by_plan import by_plan
from service.words.lexicon import questions
from service.words.word_lists import word_list

WORDS_BETWEEN = 2
"""Words that may stand between those of one name ("Strategisk (SSU) samarbeidsutvalg")."""

SHORT = ("short", "acronym")
"""Of what a fact is asked where it is what an abbreviation means."""

LED = "led"
"""Of what a fact is asked where it is who leads a place or its hospital."""

LONGEST_SHORT = 8
"""Letters of an abbreviation."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«])|\n(?=• )")


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact, as `stated.toml` describes it."""

    name: str
    asked: re.Pattern[str]
    unless: re.Pattern[str] | None
    of: str
    words: re.Pattern[str]
    said: re.Pattern[str] | None
    follows: re.Pattern[str] | None
    precedes: re.Pattern[str] | None
    heading: re.Pattern[str] | None
    municipalities: int
    whole: bool
    dated: bool
    measures: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a question asks for, and of what: things that the sentence must name."""

    kind: FactKind
    of: tuple[Group, ...]
    community: bool
    when: bool
    body: bool

    @property
    def has_no_other_answer(self) -> bool:
        """Whether nothing but such a text answers it: what "MILA" is, its measure tells too."""
        return self.kind.of != "short" or self.body


@dataclass(frozen=True, slots=True)
class _Rules:
    body: re.Pattern[str]
    teams: re.Pattern[str]
    community: re.Pattern[str]
    led: re.Pattern[str]
    led_before: re.Pattern[str]
    kinds: tuple[FactKind, ...]


@cache
def _rules() -> _Rules:
    data = word_list("stated")
    short = "|".join(re.escape(h.lower()) for h in vocabulary().body_heads if h.isupper())
    return _Rules(
        body=re.compile(rf"{data['body']['names']}|\b({short})\b"),
        teams=re.compile(data["body"]["teams"]),
        community=re.compile(data["body"]["community"]),
        led=re.compile(data["body"]["led"]),
        led_before=re.compile(data["body"]["led_before"]),
        kinds=tuple(
            FactKind(
                name=entry["name"],
                asked=re.compile("|".join(entry["asked"])),
                of=entry["of"],
                words=re.compile(entry["words"]),
                municipalities=entry.get("municipalities", 0),
                whole=entry.get("whole", False),
                dated=entry.get("dated", False),
                measures=entry.get("measures", False),
                **{
                    name: re.compile(entry[name]) if name in entry else None
                    for name in ("unless", "said", "follows", "precedes", "heading")
                },
            )
            for entry in data["kind"]
        ),
    )


def fact_asked(question: Question) -> Asked | None:
    """The fact that only a text that states it answers; null where a question asks for none."""
    for kind in _rules().kinds:
        if not kind.asked.search(question.spelt):
            continue
        if kind.unless and kind.unless.search(question.spelt):
            continue
        rest = tuple(g for g in question.groups if not kind.words.search(g.label.lower()))
        named = " ".join(group.label.lower() for group in rest)
        is_body = any(rule.search(named) for rule in (_rules().body, _rules().teams))
        community = not rest and bool(_rules().community.search(question.spelt))
        if kind.of == LED:
            is_body = bool(rest or _led(question)) and all(
                _rules().led.search(group.label.lower()) for group in rest
            )
        if not _fits(kind, rest, is_body, community and kind.of != LED):
            continue
        community = community and kind.of == "body"
        rest = rest or (_led(question) if kind.of == LED else ())
        return Asked(kind, rest, community, question.intent is Intent.WHEN, is_body)
    return None


def _led(question: Question) -> tuple[Group, ...]:
    """The place of which a question asks who leads it ("Hvem leder Rana kommune?"), as a thing
    that the sentence must name; none where it only asks about something there."""
    for place in question.places:
        if _rules().led_before.search(question.text[: place.start].lower()):
            stems = tuple(token.stem for token in tokenize(place.name))
            return (Group(place.name, (Way(stems, EXACT),), True, place.start, place.end),)
    return ()


def _fits(kind: FactKind, rest: Sequence[Group], is_body: bool, community: bool) -> bool:
    """Whether what a question names besides a fact is what that fact can be asked of."""
    if kind.of == "plan":
        return not rest
    if kind.of in SHORT:
        labels = [group.label for group in rest]
        is_short = len(labels) == 1 and labels[0].isalpha() and len(labels[0]) <= LONGEST_SHORT
        return is_short and (is_body or kind.of == "short")
    return is_body or community or kind.of == "any"


class Stating:
    """Finds the passages of an index that state a fact."""

    def __init__(
        self, passages: Sequence[Passage], municipalities: Callable[[str], Sequence[str]]
    ) -> None:
        """`municipalities` gives those that a text names."""
        self._passages = passages
        self._municipalities = municipalities

    def of(self, asked: Asked, kept: NDArray[np.bool_]) -> tuple[Passage, ...]:
        """The passages among those kept that state it, with their footnotes, the text that they
        are footnotes of and the list that they open; those of plans' prose where there are any."""
        among = [self._passages[int(order)] for order in np.flatnonzero(kept)]
        found = [passage for passage in self._able(asked, among) if self._states(passage, asked)]
        prose = [passage for passage in found if passage.measure is None]
        if not prose:
            return tuple(found)
        of_plan, ids = by_plan(prose), {passage.passage_id for passage in prose}
        beside = [
            p
            for before, p in pairwise((None, *among))
            if p is not None
            and p.passage_id not in ids
            and (
                _noted(p, of_plan.get(p.plan_id, ()))
                or (before is not None and before.passage_id in ids and _goes_on(before, p))
            )
        ]
        return (*prose, *beside)

    def _able(self, asked: Asked, among: Sequence[Passage]) -> Iterator[Passage]:
        """Prose, and measures where they can state it; of what stands under a heading only that on
        its first page, since running heads and tables may follow."""
        pages: dict[tuple[str, tuple[str, ...]], int | None] = {}
        for passage in among:
            if passage.measure is None:
                source = passage.source
                page = pages.setdefault((passage.plan_id, source.section), source.page)
                if page == source.page or not self._by_heading(passage, asked):
                    yield passage
            elif asked.kind.measures:
                yield passage

    def _by_heading(self, passage: Passage, asked: Asked) -> bool:
        heading = asked.kind.heading
        under = passage.source.section[-1:] if passage.measure is None else ()
        named = [text for text in under if heading and heading.search(text.lower())]
        return any(_names_all(text, asked.of) for text in named)

    def _states(self, passage: Passage, asked: Asked) -> bool:
        if self._by_heading(passage, asked):
            return True
        kind = asked.kind
        if kind.municipalities:
            return len(set(self._municipalities(passage.text))) >= kind.municipalities
        if passage.measure is not None:
            return _measure_says(passage.measure, asked)
        if kind.dated and asked.when and not questions().date_said.search(passage.text.lower()):
            return False
        sentences = [passage.text] if kind.whole else _SENTENCE.split(passage.text)
        return any(_says(sentence, asked) for sentence in sentences)


def _goes_on(before: Passage, passage: Passage) -> bool:
    """Whether a passage is the list that the one just before it opens."""
    return (
        before.plan_id == passage.plan_id
        and before.text.rstrip().endswith(":")
        and passage.measure is None
    )


def _noted(passage: Passage, found: Sequence[Passage]) -> bool:
    """Whether a passage is a footnote of one of those found, or one of them its footnote."""
    return any(is_footnote(passage, each) or is_footnote(each, passage) for each in found)


def _measure_says(measure: Measure, asked: Asked) -> bool:
    """Whether a measure states a fact: its own words or what its plan says of when and how far,
    and what it is asked of stands anywhere in it."""
    when = [piece.quote for piece in measure.source.pieces if piece.field == Column.DEADLINE.value]
    own = (measure.text, measure.status, measure.deadline, *measure.notes, *when)
    stated = [part for text in own if text for part in _SENTENCE.split(text)]
    about = "\n".join(filter(None, (*own, measure.goal, measure.target_group, *measure.heading)))
    said = asked.kind.said
    if asked.kind.of in SHORT:
        return _says(measure.text, asked)
    return bool(
        said
        and any(said.search(" ".join(part.lower().split())) for part in stated)
        and _names_all(about, asked.of)
    )


def _says(sentence: str, asked: Asked) -> bool:
    """Whether a sentence states the fact of everything that it is asked of."""
    kind, lowered = asked.kind, " ".join(sentence.lower().split())
    if asked.community and not _rules().community.search(lowered):
        return False
    if kind.of in SHORT:
        return any(f"({group.label.lower()})" in lowered for group in asked.of)
    spans = [_span(lowered, group) for group in asked.of]
    if any(span is None for span in spans):
        return False
    if kind.said and kind.said.search(lowered):
        return True
    return any(
        bool(kind.follows and kind.follows.search(lowered[span[1] :]))
        or bool(kind.precedes and kind.precedes.search(lowered[: span[0]]))
        for span in spans
        if span
    )


def _names_all(text: str, groups: Sequence[Group]) -> bool:
    return all(_span(text.lower(), group) for group in groups)


def _span(text: str, group: Group) -> tuple[int, int] | None:
    """Where a text names a thing by one of its names, its words together; null where nowhere."""
    tokens = tokenize(text)
    for way in group.ways:
        if way.parts or way.strength < REPAIRED:
            continue
        if found := _run(tokens, way.stems):
            return found
    return None


def _run(tokens: Sequence[Token], stems: tuple[str, ...]) -> tuple[int, int] | None:
    """Where all of some stems stand within a few words."""
    width = len(stems) + (WORDS_BETWEEN if len(stems) > 1 else 0)
    for first, token in enumerate(tokens):
        if token.stem not in stems:
            continue
        window = tokens[first : first + width]
        places = [i for i, each in enumerate(window) if each.stem in stems]
        if {window[i].stem for i in places} == set(stems):
            return token.start, window[max(places)].end
    return None
