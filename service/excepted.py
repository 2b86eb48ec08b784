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
    """A question without what it leaves out: a place, a body's measures, or what is not
    understood; `topic` says whether the rest names something that is asked about."""

    rest: str
    topic: bool
    place: Place | None = None
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
    listed = _rules()["lists"].search(lowered) and _rules()["negation"].search(lowered)
    if not listed or question.status or fact_asked(question):
        return None
    if question.noted:
        negated = _rules()["noted"].search(question.noted)
        of_people = _rules()["of_people"].search(lowered)
        return Excepted(text, True, unread=Unread.NEGATION) if negated and not of_people else None
    body = bodies.find(without_literal(text))
    if body and (rest := _without_body(text, lowered, body)):
        return Excepted(rest, _names_topic(question, body.start, body.end), body=body)
    if question.asks_municipalities or _rules()["of_people"].search(lowered):
        return None
    asked = bool(question.groups or body)
    return Excepted(text, True, unread=Unread.NEGATION) if asked else None


def _behind(
    question: Question, lowered: str, match: re.Match[str], reader: Reader, bodies: Bodies
) -> Excepted:
    """What stands behind "unntatt": a place or a body; anything else is not understood."""
    text, begin = question.text, match.start()
    between = _rules()["between"].match(lowered[match.end() :])
    start = match.end() + (between.end() if between else 0)
    after = text[start:]
    places = [place for place in reader.read(after).places if place.start == 0]
    body = bodies.find(re.sub(r"^([A-ZÆØÅ]{2,})s\b", r"\1 ", after))
    if places:
        end = places[0].end
    elif body and body.start == 0:
        behind = _rules()["behind"].match(lowered[start + body.end :])
        end = body.end + (behind.end() if behind else 0)
    else:
        topic = _names_topic(question, begin, len(text)) or not _rules()["lists"].search(lowered)
        return Excepted(text[:begin].rstrip(" ,"), topic, unread=Unread.EXCEPTION)
    rest, topic = _joined(text[:begin], after[end:]), _names_topic(question, begin, start + end)
    return Excepted(rest, topic, places[0] if places else None, None if places else body)


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
