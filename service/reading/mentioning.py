"""Whether a question is for the mention of a thing, and which places are that thing."""

from __future__ import annotations

from service.reading.places import Place, is_of_plan
from service.words.word_lists import patterns


def asks_mention(text: str) -> bool:
    """Whether a question is for where a thing is mentioned: "Er UNN nevnt?"."""
    said, lowered = patterns("mentions"), text.lower()
    return bool(said["asked"].search(lowered)) and not said["unless"].search(lowered)


def is_mentioned(text: str, place: Place, has_plan: bool) -> bool:
    """Whether a place is the thing whose mention a question asks for, and not where it is to stand:
    "Nevner planene UNN?" and "Er Ahus nevnt i Østfold-planen?", not "Nevner Ahus FACT?".

    One that has no plan can be nothing else, unless it is said to have one.
    """
    if not asks_mention(text):
        return False
    said = patterns("mentions")
    before, behind = text[: place.start].lower(), text[place.end :].lower()
    if said["within"].search(before) or is_of_plan(text, place.start, place.end):
        return False
    return not has_plan or bool(said["before"].search(before) or said["behind"].match(behind))
