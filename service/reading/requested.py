"""What a text asks for, without the greeting and the request around it: "Lag en tabell over …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.words.literal import without_literal
from service.words.word_lists import rules


@dataclass(frozen=True, slots=True)
class Requested:
    """What is asked for (`text`), and whether it is asked what a plan is about as a whole, if it
    names one and nothing in it; `named` is the list where it is but named ("oversikt over …"),
    which plans may have in these words, else empty."""

    text: str
    as_a_whole: bool
    named: str = ""

    @property
    def of_plan(self) -> str:
        """What is asked for where it is a plan: a place alone may be looked for as a word."""
        is_question = _rules().question.match(_lowered(self.text))
        return self.text if is_question else f"plan: {self.text}"


@dataclass(frozen=True, slots=True)
class _Rules:
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    urgent: re.Pattern[str]
    urgent_first: re.Pattern[str]
    signature: re.Pattern[str]
    contracted: re.Pattern[str]
    wish: re.Pattern[str]
    list: re.Pattern[str]
    verb: re.Pattern[str]
    question: re.Pattern[str]
    only_plans: re.Pattern[str]
    a_plan: re.Pattern[str]
    about_plan: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "requested")


def requested(text: str) -> Requested:
    """What a text asks for; a text that requests nothing as it is.

    Only a list that the text itself is a request for is none of what is looked for: "Hvem skal lage
    en oversikt over …?" asks about one.
    """
    said = _rules()
    about_plan = bool(said.about_plan.search(_lowered(text)))
    asked = _plain(text)
    wished, listed = _request(_lowered(asked))
    behind = listed.end() if listed else wished
    if behind is None:
        return Requested(asked if asked.strip() else text, about_plan)
    rest = asked[behind:].strip()
    if not rest.strip(" ?.,;:!"):
        return Requested(text, about_plan)
    lowered = _lowered(rest)
    if said.only_plans.match(lowered):
        return Requested(f"vis {rest}", False)
    is_question = bool(said.question.match(lowered))
    whole = not is_question and bool(said.a_plan.search(lowered))
    named = listed["noun"] if listed and wished is None else ""
    return Requested(rest, whole or about_plan, named)


def _plain(text: str) -> str:
    """A text without its greeting, its thanks, its haste and its signature."""
    said = _rules()
    for first in (said.greeting, said.urgent_first):
        if before := first.match(_lowered(text)):
            text = text[before.end() :]
    left = ""
    while left != text:
        left = text
        for last in (said.signature, said.thanks, said.urgent):
            if behind := last.search(_lowered(text)):
                text = text[: behind.start()]
    if short := said.contracted.match(_lowered(text)):
        text = f"{text[: short.end(1)]} is{text[short.end() :]}"
    return text


def _lowered(text: str) -> str:
    return without_literal(text).lower()


def _request(lowered: str) -> tuple[int | None, re.Match[str] | None]:
    """Where what is wished for begins, null where no wish is put in words, and the list that is
    named there, if one is."""
    said = _rules()
    if verb := said.verb.match(lowered):
        return verb.end(), said.list.match(lowered, verb.end())
    wish = said.wish.match(lowered)
    start = wish.end() if wish else len(lowered) - len(lowered.lstrip(" \t\n\"'«.,-–:"))
    listed = said.list.match(lowered, start)
    return (wish.end() if wish and listed else None), listed
