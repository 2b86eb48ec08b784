"""Questions for what a name stands for: "Hva betyr ROP?", "Hvem er ASU?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.records import Measure
from service.literal import without_literal
from service.phrases import phrase
from service.understand import Question
from service.word_lists import patterns

MEANS = "means"
"""The phrase that says it, before what plans have about it."""


def meaning_asked(question: Question, of_measures: bool = False) -> str | None:
    """What the thesaurus says that a name stands for ("ROP = …"), where a question asks for it; of
    a body who that is, which measures alone (`of_measures`) do not say."""
    text = without_literal(question.text)
    meaning = next((note for note in question.notes if " = " in note), None)
    if meaning is None or patterns("meaning")["asked"].search(text.lower()):
        return meaning
    asked = patterns("meaning")["who"].fullmatch(text)
    if asked is None or not meaning.startswith(f"{asked['body']} = "):
        return None
    return f"{meaning}; {phrase(question.language, 'members_unsaid')}" if of_measures else meaning


def naming(question: Question, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures in which an abbreviation stands that a question asks the meaning of, in its
    letters, in their text or among who is responsible."""
    meaning = meaning_asked(question)
    name = meaning.partition(" = ")[0] if meaning else ""
    if not name.isupper():
        return ()
    stands = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return tuple(m for m in measures if stands.search(" ".join((m.text, *m.responsible))))
