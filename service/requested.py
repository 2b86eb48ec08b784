"""What a text asks for, without the greeting and the request around it: "Lag en tabell over …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.literal import without_literal
from service.word_lists import patterns


@dataclass(frozen=True, slots=True)
class Requested:
    """What is asked for (`text`), and whether it is asked what a plan is about as a whole, if it
    names one and nothing in it."""

    text: str
    as_a_whole: bool


def requested(text: str) -> Requested:
    """What a text asks for; a text that requests nothing as it is.

    Only a list that the text itself is a request for is none of what is looked for: "Hvem skal lage
    en oversikt over …?" asks about one.
    """
    said = patterns("requested")
    about_plan = bool(said["about_plan"].search(_lowered(text)))
    asked = text
    if greeting := said["greeting"].match(_lowered(asked)):
        asked = asked[greeting.end() :]
    if thanks := said["thanks"].search(_lowered(asked)):
        asked = asked[: thanks.start()]
    behind = _behind_request(_lowered(asked))
    if behind is None:
        return Requested(asked if asked.strip() else text, about_plan)
    rest = asked[behind:].strip()
    if not rest.strip(" ?.,;:!"):
        return Requested(text, about_plan)
    lowered = _lowered(rest)
    if said["only_plans"].match(lowered):
        return Requested(f"vis {rest}", False)
    is_question = bool(said["question"].match(lowered))
    whole = not is_question and bool(said["a_plan"].search(lowered))
    return Requested(f"plan: {rest}" if whole else rest, whole or about_plan)


def _lowered(text: str) -> str:
    return without_literal(text).lower()


def _behind_request(lowered: str) -> int | None:
    """Where what is requested begins; null where nothing is."""
    said = patterns("requested")
    if verb := said["verb"].match(lowered):
        listed = said["list"].match(lowered, verb.end())
        return listed.end() if listed else verb.end()
    wish = said["wish"].match(lowered)
    start = wish.end() if wish else re.match(r"\W*", lowered).end()  # type: ignore[union-attr]
    listed = said["list"].match(lowered, start)
    return listed.end() if listed else None
