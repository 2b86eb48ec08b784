"""Texts that name nothing: "og", "x", "…"; they have no hits, for all would be as good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.analysis import tokenize
from service.results import Intent

if TYPE_CHECKING:
    from service.reading.understand import Question


def only_letters(text: str) -> bool:
    """Whether a text has no word of more than one letter or digit: "x" and "1" stand in many a
    plan, and name nothing."""
    return all(len(token.word) == 1 for token in tokenize(text))


def says_what(question: Question) -> bool:
    """Whether it is said what is looked for in any way: by a topic, a place, a time, a number,
    how far a measure is, or as all that plans have ("tiltak", "frist")."""
    named = (question.groups, question.places, question.times, question.status, question.noted)
    all_named = (*named, question.numbers)
    return any(all_named) or question.mentions_plans or question.intent is Intent.STATUS
