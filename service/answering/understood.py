"""What was understood of a question, said for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.records import Plan
from service.reading.notes import Note, Noted
from service.reading.understand import Question
from service.words.phrases import phrase, title_of

MOST_NAMED = 8
"""Plans that a note names; of more it says how many they are ("de nye planene" of a country)."""


def notes(
    question: Question, understood: Sequence[Note], plans: Mapping[str, Plan]
) -> tuple[str, ...]:
    """What was understood, for people: places, plans and bodies taken as filters, words added."""
    said = (_said(note, question.language, plans) for note in (*understood, *question.notes))
    return tuple(each for each in said if each)


def _said(note: Note, language: str, plans: Mapping[str, Plan]) -> str:
    """A note as a sentence; nothing where it says no more than the question."""
    if note.kind in (Noted.PLACE, Noted.PART):
        names = {plan.region.region_id: plan.region.name for plan in plans.values()}
        region = ", ".join(names[each] for each in note.ids)
        if region == note.name:
            return ""
        return phrase(language, note.kind, name=note.name, region=region)
    if note.kind is Noted.PLAN:
        titles = [title_of(plans[plan_id]) for plan_id in note.ids]
        named, others = ", ".join(titles[:MOST_NAMED]), len(titles) - MOST_NAMED
        if others > 0:
            named = f"{named} {phrase(language, 'and_others', count=others)}"
        return phrase(language, note.kind, name=named)
    if note.kind is Noted.COMPARED:
        new, old = (title_of(plans[plan_id]) for plan_id in note.ids)
        return phrase(language, note.kind, new=new, old=old)
    return phrase(language, note.kind, name=note.name, means=note.means)
