"""Questions for what does not have a thing: "Hvilke planer nevner ikke legevakt?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from service.finding.evidence import Lacking
from service.finding.stated import fact_asked
from service.reading.understand import Question
from service.words.literal import without_literal
from service.words.word_lists import word_list

MOST_BEHIND = 4
"""The words of any kind behind a preposition: "i den nye planen"."""
_WORD = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True, slots=True)
class Lack:
    """Of what those are asked for that do not have a thing, and the question for those that do."""

    of: Lacking
    having: str


@cache
def _rules() -> tuple[Mapping[str, re.Pattern[str]], Mapping[str, Mapping[str, str]]]:
    data = word_list("lacking")
    patterns = {name: re.compile(said) for name, said in data.items() if isinstance(said, str)}
    words = {
        name: dict(zip(("nb", "nn", "en"), data[name], strict=True)) for name in ("has", "anything")
    }
    return patterns, words


def lacking(question: Question) -> Lack | None:
    """What a question asks for that does not have a thing; null where it asks for anything else:
    for what has it, for measures, for people, or for a field that is left blank."""
    rules, words = _rules()
    lowered = without_literal(question.text).lower()
    of, subject = _subject(lowered)
    if subject is None or rules["other"].search(lowered, subject.end()):
        return None
    if question.status or question.noted or question.asks_municipalities or fact_asked(question):
        return None
    found = [
        (match, name)
        for name in ("not", "lack")
        for match in rules[name].finditer(lowered, subject.end())
    ]
    for match, name in sorted(found, key=lambda each: each[0].start()):
        groups = [g for g in question.groups if g.end > subject.end() and g.start != match.start()]
        if not groups:
            continue
        before = [group for group in groups if group.end <= match.start()]
        behind = not before and _may_stand_between(lowered[subject.end() : match.start()])
        stands = name == "not" and before and rules["stands"].match(lowered[match.end() :])
        of_people = rules["people"].match(lowered[match.end() :])
        if (behind or stands) and not of_people:
            nothing = "anything" if rules["nothing"].match(match[0]) else None
            word = "has" if name == "lack" else nothing
            instead = words[word][question.language] if word else ""
            text = question.text
            having = f"{text[: match.start()].rstrip()} {instead} {text[match.end() :].lstrip()}"
            return Lack(of, " ".join(having.split()))
    return None


def _subject(lowered: str) -> tuple[Lacking, re.Match[str] | None]:
    """Whether a question is for plans or for regions, and where it says so."""
    rules, _ = _rules()
    if plans := rules["plans"].match(lowered):
        return Lacking.PLANS, plans
    return Lacking.REGIONS, rules["regions"].match(lowered) or rules["who"].match(lowered)


def _may_stand_between(text: str) -> bool:
    """Whether nothing is between but words that say that plans have something, and places or plans
    behind a preposition. Word by word: a pattern tries each way to share them out, and with a
    question full of prepositions there are more of these than time."""
    if text and not text[0].isspace():
        return False
    said, before_any = _between()
    left, hangs = 0, False  # how many words of any kind may still come; whether one must
    for word in text.split():
        if word in before_any and not hangs:
            left, hangs = MOST_BEHIND, left == 0
        elif left and _WORD.fullmatch(word):
            left, hangs = left - 1, False
        elif word in said:
            left = 0
        else:
            return False
    return not hangs


@cache
def _between() -> tuple[frozenset[str], frozenset[str]]:
    data = word_list("lacking")["between"]
    return frozenset(data["said"]), frozenset(data["before_any"])
