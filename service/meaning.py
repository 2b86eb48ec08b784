"""Questions for what a name stands for: "Hva betyr ROP?"."""

from __future__ import annotations

from service.literal import without_literal
from service.understand import Question
from service.word_lists import patterns

MEANS = "means"
"""The phrase that says it, before what plans have about it."""


def meaning_asked(question: Question) -> str | None:
    """What the thesaurus says that a name stands for ("ROP = …"), where a question asks for it."""
    if not patterns("meaning")["asked"].search(without_literal(question.text).lower()):
        return None
    return next((note for note in question.notes if " = " in note), None)
