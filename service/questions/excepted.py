"""What a question leaves out: "alle tiltak unntatt AUs", "hvilke har ikke AU ansvar for?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from service.bodies.body import Bodies, NamedBody
from service.finding.stated import fact_asked
from service.questions.unwanted import Unwanted, unwanted_in
from service.reading.places import Place
from service.reading.understand import Question, Reader
from service.words.literal import without_literal
from service.words.word_lists import rules


class Unread(StrEnum):
    """What of a question is not taken into account, which its answer says: a phrase each."""

    EXCEPTION = "except_unread"
    WITHOUT = "without_unread"
    NEGATION = "negation_unread"


@dataclass(frozen=True, slots=True)
class Excepted:
    """A question without what it leaves out: places, a body's measures, a topic, or what is not
    understood; `topic` says whether the rest names something that is asked about, `sure` that it
    cannot be read in another way."""

    rest: str
    topic: bool
    places: tuple[Place, ...] = ()
    body: NamedBody | None = None
    unread: Unread | None = None
    unwanted: Unwanted | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Rules:
    leaves_out: re.Pattern[str]
    between: re.Pattern[str]
    behind: re.Pattern[str]
    and_place: re.Pattern[str]
    but_not: re.Pattern[str]
    not_in: re.Pattern[str]
    outside: re.Pattern[str]
    asks_whether: re.Pattern[str]
    where_not: re.Pattern[str]
    without: re.Pattern[str]
    has_things: re.Pattern[str]
    is_without: re.Pattern[str]
    says_without: re.Pattern[str]
    lists: re.Pattern[str]
    negation: re.Pattern[str]
    noted: re.Pattern[str]
    of_people: re.Pattern[str]
    before_body: re.Pattern[str]
    behind_body: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "excepted")


def excepted(text: str, question: Question, reader: Reader, bodies: Bodies) -> Excepted | None:
    """What a question leaves out; null where it leaves out nothing."""
    lowered = without_literal(text).lower()
    match = _rules().leaves_out.search(lowered)
    if match is not None:
        return _behind(question, lowered, match, reader, bodies)
    found = _not_of(question, lowered, reader, bodies)
    if found := found or _not_about(question, lowered, reader, bodies):
        return found
    return _negated(text, lowered, question, bodies)


def unread_without(question: Question, texts: Sequence[str]) -> Unread | None:
    """That what is said to be without a thing is found by the thing, where none of the texts that
    answer speaks of being without."""
    said = _rules().is_without.search(without_literal(question.text).lower())
    if said is None or question.noted or question.status:
        return None
    thing = any(said.start() < group.start for group in question.groups)
    inside = any(group.start < said.start() < group.end for group in question.groups)
    told = any(_rules().says_without.search(text.lower()) for text in texts)
    return Unread.WITHOUT if thing and not (inside or told) else None


def _negated(text: str, lowered: str, question: Question, bodies: Bodies) -> Excepted | None:
    """What a list is to be without where something is "not" so: a body's measures, or what is not
    understood; null where it negates nothing, or what is read elsewhere."""
    listed = _rules().lists.search(lowered) and _rules().negation.search(lowered)
    if not listed or question.status or fact_asked(question):
        return None
    of_people = _rules().of_people.search(lowered)
    unread = None if of_people else Excepted(text, True, unread=Unread.NEGATION)
    if question.noted:
        return unread if _rules().noted.search(question.noted) else None
    body = bodies.find(without_literal(text))
    if body and (rest := _without_body(text, lowered, body)):
        return Excepted(rest, _names_topic(question, body.start, body.end), body=body)
    asked = bool(question.groups or question.places or question.times or body)
    return unread if asked and not question.asks_municipalities else None


def _behind(
    question: Question, lowered: str, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted:
    """What stands behind "unntatt": a place, a body or a topic; else it is not understood."""
    found = _place_or_body(question, lowered, match, reader, bodies)
    if found := found or _topic(question, match, reader, bodies):
        return found
    text, begin = question.text, match.start()
    topic = _names_topic(question, begin, len(text)) or not _rules().lists.search(lowered)
    return Excepted(text[:begin].rstrip(" ,"), topic, unread=Unread.EXCEPTION)


def _not_of(question: Question, lowered: str, reader: Reader, bodies: Bodies) -> Excepted | None:
    """A place or a body behind "not", where nothing else can be meant; null elsewhere."""
    whether = _rules().asks_whether.search(lowered)
    but_not = _rules().but_not
    for said in (but_not, _rules().outside, *(() if whether else (_rules().not_in,))):
        for match in said.finditer(lowered):
            found = _place_or_body(question, lowered, match, reader, bodies)
            if found and (found.places or said is but_not):
                others = reader.read(found.rest, question.language).places
                unread = Excepted(found.rest, found.topic, unread=Unread.EXCEPTION)
                return unread if others and found.places else found
    body = bodies.find(without_literal(question.text))
    if body and (where := _rules().where_not.search(lowered[: body.start])):
        text, behind = question.text, _rules().behind_body.match(lowered[body.end :])
        topic = _names_topic(question, where.start(), len(text))
        if behind and topic:
            rest = _joined(text[: where.start()], text[body.end + behind.end() :])
            return Excepted(rest, topic, body=body)
    return None


def _not_about(question: Question, lowered: str, reader: Reader, bodies: Bodies) -> Excepted | None:
    """A topic behind "not" or "without", where it is one beside what is asked about."""
    but_not, without = _rules().but_not, _rules().without
    for said in (but_not, without):
        for match in said.finditer(lowered):
            before = [group for group in question.groups if group.end <= match.start()]
            has_things = _rules().has_things.search(lowered[: match.start()])
            if said is without and (has_things or not before or before[-1].people):
                continue  # "eldre uten nettverk" are people
            found = _topic(question, match, reader, bodies)
            if found and said is but_not:
                return found
            if found and found.unwanted:
                unwanted = replace(found.unwanted, is_there=True)
                return replace(found, unwanted=unwanted, sure=False)
    return None


def _topic(
    question: Question, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted | None:
    """The topic that stands behind words that leave something out, of what names one before."""
    before, after = question.text[: match.start()].rstrip(" ,"), question.text[match.end() :]
    found = unwanted_in(before, after, question.language, reader, bodies)
    if found is None:
        return None
    unwanted, behind = found
    if not _names_topic(question, match.start(), len(question.text)):
        listed = question.counts_measures or _rules().lists.search(question.text.lower())
        return Excepted(before, False, unread=Unread.EXCEPTION) if listed else None
    return Excepted(_joined(before, behind), True, unread=Unread.EXCEPTION, unwanted=unwanted)


def _place_or_body(
    question: Question, lowered: str, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted | None:
    """The places or the body that stand behind words that leave something out."""
    text, begin = question.text, match.start()
    between = _rules().between.match(lowered[match.end() :])
    start = match.end() + (between.end() if between else 0)
    after = text[start:]
    places = _joint_places(after, reader)
    body = bodies.find(re.sub(r"^([A-ZÆØÅ]{2,})s\b", r"\1 ", after))
    if places:
        end = places[-1].end
    elif body and body.start == 0:
        behind = _rules().behind.match(lowered[start + body.end :])
        end = body.end + (behind.end() if behind else 0)
    else:
        return None
    rest, topic = _joined(text[:begin], after[end:]), _names_topic(question, begin, start + end)
    return Excepted(rest, topic, places, None if places else body)


def _joint_places(text: str, reader: Reader) -> tuple[Place, ...]:
    """The places with which a text begins: "Ahus", "Ahus og Helgeland"."""
    found: list[Place] = []
    for place in reader.read(text).places:
        between = text[found[-1].end if found else 0 : place.start].lower()
        joint = _rules().and_place.fullmatch(between) if found else not between
        if not joint:
            break
        found.append(place)
    return tuple(found)


def _names_topic(question: Question, start: int, end: int) -> bool:
    """Whether a question names anything outside a part of it."""
    return any(group.end <= start or group.start >= end for group in question.groups)


def _without_body(text: str, lowered: str, body: NamedBody) -> str | None:
    """A question without the body that it says "not" of; null where it says so of another thing."""
    before = _rules().before_body.search(lowered[: body.start])
    behind = _rules().behind_body.match(lowered[body.end :])
    if before:
        return _joined(text[: before.start()], text[body.end :])
    if behind:
        return _joined(text[: body.start], text[body.end + behind.end() :])
    return None


def _joined(before: str, after: str) -> str:
    return f"{before.rstrip(' ,')} {after.lstrip(' ,')}".strip()
