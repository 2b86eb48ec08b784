"""What a question leaves out: "alle tiltak unntatt AUs", "hvilke har ikke AU ansvar for?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from service.body import Bodies, NamedBody
from service.literal import without_literal
from service.places import Place
from service.stated import fact_asked
from service.understand import Question, Reader
from service.word_lists import word_list


class Unread(StrEnum):
    """What of a question is not taken into account, which its answer says first."""

    EXCEPTION = "except_unread"
    NEGATION = "negation_unread"


@dataclass(frozen=True, slots=True)
class Excepted:
    """A question without what it leaves out: places, a body's measures, or what is not
    understood; `topic` says whether the rest names something that is asked about."""

    rest: str
    topic: bool
    places: tuple[Place, ...] = ()
    body: NamedBody | None = None
    unread: Unread | None = None


@cache
def _rules() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(said) for name, said in word_list("excepted").items()}


def excepted(text: str, question: Question, reader: Reader, bodies: Bodies) -> Excepted | None:
    """What a question leaves out; null where it leaves out nothing."""
    lowered = without_literal(text).lower()
    match = _rules()["except"].search(lowered)
    if match is not None:
        return _behind(question, lowered, match, reader, bodies)
    if found := _not_of(question, lowered, reader, bodies):
        return found
    return _negated(text, lowered, question, bodies)


def _negated(text: str, lowered: str, question: Question, bodies: Bodies) -> Excepted | None:
    """What a list is to be without where something is "not" so: a body's measures, or what is not
    understood; null where it negates nothing, or what is read elsewhere."""
    listed = _rules()["lists"].search(lowered) and _rules()["negation"].search(lowered)
    if not listed or question.status or fact_asked(question):
        return None
    of_people = _rules()["of_people"].search(lowered)
    unread = None if of_people else Excepted(text, True, unread=Unread.NEGATION)
    if question.noted:
        return unread if _rules()["noted"].search(question.noted) else None
    body = bodies.find(without_literal(text))
    if body and (rest := _without_body(text, lowered, body)):
        return Excepted(rest, _names_topic(question, body.start, body.end), body=body)
    asked = bool(question.groups or question.places or body)
    return unread if asked and not question.asks_municipalities else None


def _behind(
    question: Question, lowered: str, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted:
    """What stands behind "unntatt": a place or a body; anything else is not understood."""
    if found := _place_or_body(question, lowered, match, reader, bodies):
        return found
    text, begin = question.text, match.start()
    topic = _names_topic(question, begin, len(text)) or not _rules()["lists"].search(lowered)
    return Excepted(text[:begin].rstrip(" ,"), topic, unread=Unread.EXCEPTION)


def _not_of(question: Question, lowered: str, reader: Reader, bodies: Bodies) -> Excepted | None:
    """A place or a body behind "not", where nothing else can be meant; null elsewhere."""
    whether = _rules()["asks_whether"].search(lowered)
    for name in ("but_not", "outside", *(() if whether else ("not_in",))):
        for match in _rules()[name].finditer(lowered):
            found = _place_or_body(question, lowered, match, reader, bodies)
            if found and (found.places or name == "but_not"):
                others = reader.read(found.rest, question.language).places
                return None if others and found.places else found
    body = bodies.find(without_literal(question.text))
    if body and (where := _rules()["where_not"].search(lowered[: body.start])):
        text, behind = question.text, _rules()["behind_body"].match(lowered[body.end :])
        topic = _names_topic(question, where.start(), len(text))
        if behind and topic:
            rest = _joined(text[: where.start()], text[body.end + behind.end() :])
            return Excepted(rest, topic, body=body)
    return None


def _place_or_body(
    question: Question, lowered: str, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted | None:
    """The places or the body that stand behind words that leave something out."""
    text, begin = question.text, match.start()
    between = _rules()["between"].match(lowered[match.end() :])
    start = match.end() + (between.end() if between else 0)
    after = text[start:]
    places = _joint_places(after, reader)
    body = bodies.find(re.sub(r"^([A-ZÆØÅ]{2,})s\b", r"\1 ", after))
    if places:
        end = places[-1].end
    elif body and body.start == 0:
        behind = _rules()["behind"].match(lowered[start + body.end :])
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
        joint = _rules()["and_place"].fullmatch(between) if found else not between
        if not joint:
            break
        found.append(place)
    return tuple(found)


def _names_topic(question: Question, start: int, end: int) -> bool:
    """Whether a question names anything outside a part of it."""
    return any(group.end <= start or group.start >= end for group in question.groups)


def _without_body(text: str, lowered: str, body: NamedBody) -> str | None:
    """A question without the body that it says "not" of; null where it says so of another thing."""
    before = _rules()["before_body"].search(lowered[: body.start])
    behind = _rules()["behind_body"].match(lowered[body.end :])
    if before:
        return _joined(text[: before.start()], text[body.end :])
    if behind:
        return _joined(text[: body.start], text[body.end + behind.end() :])
    return None


def _joined(before: str, after: str) -> str:
    return f"{before.rstrip(' ,')} {after.lstrip(' ,')}".strip()
