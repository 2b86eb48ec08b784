"""Questions for what a name stands for: "Hva betyr ROP?", "Hvem er ASU?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.reading.notes import Noted
from service.reading.understand import Question
from service.words.literal import without_literal
from service.words.phrases import phrase
from service.words.word_lists import rules

MEANS, UNSTATED = "means", "means_unstated"
"""The phrases that say it, before what plans have about it, and where none says what it is."""


@dataclass(frozen=True, slots=True)
class _Rules:
    asked: re.Pattern[str]
    who: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "meaning")


def meaning_asked(question: Question, of_measures: bool = False) -> str | None:
    """What the thesaurus says that a name stands for ("ROP = …"), where a question asks for it; of
    a body who that is, which measures alone (`of_measures`) do not say."""
    text = without_literal(question.text)
    note = next((note for note in question.notes if note.kind is Noted.MEANS), None)
    if note is None:
        return None
    meaning = phrase(question.language, note.kind, name=note.name, means=note.means)
    if _rules().asked.search(text.lower()):
        return meaning
    asked = _rules().who.fullmatch(text)
    if asked is None or asked["body"] != note.name:
        return None
    return f"{meaning}; {phrase(question.language, 'members_unsaid')}" if of_measures else None
