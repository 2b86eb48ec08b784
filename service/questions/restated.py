"""Questions that are answered as others: by which signs a measure is known to have worked, and who
has come furthest, of which plans tell no more than how far each is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.questions.elsewhere import topic_of
from service.reading.asking import blanked
from service.reading.understand import Question, Reader
from service.results import Intent
from service.words.literal import without_literal
from service.words.phrases import phrase
from service.words.word_lists import rules

NO_RANKING = "no_ranking"
"""The phrase that says that plans do not tell who has come furthest."""


@dataclass(frozen=True, slots=True)
class Restated:
    """The question that is answered instead; what is said before it, and whether the measures'
    indicators are told."""

    text: str
    caveat: str | None
    indicators: bool

    def of(self, found: Evidence) -> Evidence:
        """What answers it, told as what was asked."""
        if found.reason is None and self.caveat:
            found = found.saying(Said(self.caveat, Stands.FOUND))
        if self.indicators:
            found = replace(found, question=replace(found.question, asks_indicators=True))
        return found


@dataclass(frozen=True, slots=True)
class _Rules:
    furthest: re.Pattern[str]
    furthest_words: re.Pattern[str]
    measuring: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "restated")


def restated(question: Question, reader: Reader) -> Restated | None:
    """As what a question is answered; null where it is answered as it is, or names no topic."""
    said, lowered = _rules(), without_literal(question.text).lower()
    furthest = bool(said.furthest.search(lowered))
    others = question.noted or question.times or question.intent in (Intent.WHO, Intent.WHEN)
    if not furthest and (others or not question.asks_indicators):
        return None
    words = said.furthest_words if furthest else said.measuring
    rest = blanked(question.text, [match.span() for match in words.finditer(lowered)])
    topic = topic_of(reader.read(rest, question.language))
    if not topic:
        return None
    joint = " and " if question.language == "en" else " og "
    place = joint.join(dict.fromkeys(place.name for place in question.places))
    name = "asks_status" if furthest else "asks_measures"
    asked = phrase(question.language, f"{name}_in" if place else name, topic=topic, place=place)
    return Restated(asked, NO_RANKING if furthest else None, not furthest)
