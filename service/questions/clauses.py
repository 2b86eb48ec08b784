"""Two questions in one, told apart by grammar: "Hvem har ansvar for MILA, og når …?"."""

from __future__ import annotations

from collections.abc import Sequence

from service.words.lexicon import questions
from service.words.literal import without_literal

MOST_CLAUSES = 3
"""Questions that one text is taken apart into; more are left together in the last."""


def clauses_of(text: str, places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The questions that a text puts one after another, as it writes them; of one, the text.
    `places` is where it names places: "og har Helgeland det?" opens a question.

    A question opens where it says so: a question word and then its verb behind "og" or a question
    mark, or behind a comma after another that opens so; and "hva med B?" asks the same of B.
    "… finne ut hvem som trenger hjelp og hva de trenger" opens none, since there the verb comes
    last.
    """
    open_text = without_literal(text).lower()
    asks = questions().clauses
    if not asks.first.search(open_text):
        return (text,)
    parts: list[str] = []
    start = 0
    for joint in asks.joint.finditer(open_text):
        before = text[start : joint.start()].strip(" ,;")
        is_main = asks.opens.match(open_text, start) or joint[0].strip() != ","
        more = before and len(parts) < MOST_CLAUSES - 1 and is_main
        begins = "?" in joint[0] and asks.begins.match(open_text, joint.end())
        if more and (begins or _opens(open_text, joint.end(), places)):
            parts.append(before)
            start = joint.end()
    return (*parts, text[start:].strip())


def _opens(text: str, start: int, places: Sequence[tuple[int, int]]) -> bool:
    asks = questions().clauses
    if asks.opens.match(text, start) or asks.about.match(text, start):
        return True
    before = [text[start:at].rstrip() for at, _ in places if at > start]
    return any(asks.opens_place.fullmatch(words) for words in before)


def opens_with_question_word(clause: str) -> bool:
    """Whether a question asks for more than a yes or a no."""
    asks = questions().clauses
    lowered = clause.lower()
    return bool(asks.word.match(lowered)) and not asks.about_place.match(lowered)


def refers_back(clause: str) -> bool:
    """Whether a question has what it asks about from the one before: "og når skal det skje?"."""
    return bool(questions().clauses.refers_back.search(clause.lower()))


def refers_to_place(clause: str) -> bool:
    """Whether a question is about the same people or place: "og hva gjør de for barn?"."""
    return bool(questions().clauses.same_place.search(clause.lower()))


def has_topic(label: str) -> bool:
    """Whether a thing that a question names is what it is about: in "hvilke kommuner er med?" the
    municipalities are what it asks for."""
    return not questions().clauses.no_topic.search(label.lower())


def is_of_plan(clause: str) -> bool:
    """Whether a question is about a plan or its region: "og når ble planen vedtatt?"."""
    return bool(questions().clauses.of_plan.search(clause.lower()))


def as_question(clause: str) -> str:
    """A clause as a question of its own."""
    return clause[:1].upper() + clause[1:].rstrip(" ?.,;") + "?"
