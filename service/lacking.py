"""Questions for what does not have a thing: "Hvilke planer nevner ikke legevakt?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from service.leads import Lacking
from service.literal import without_literal
from service.stated import fact_asked
from service.understand import Question
from service.word_lists import word_list


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
        before = [group for group in groups if group.end <= match.start()]
        behind = rules["between"].match(lowered[subject.end() : match.start()]) and not before
        stands = name == "not" and before and rules["stands"].match(lowered[match.end() :])
        of_people = rules["people"].match(lowered[match.end() :])
        if groups and (behind or stands) and not of_people:
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
