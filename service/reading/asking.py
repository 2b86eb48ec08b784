"""How a question is put, told by its words alone: what it asks for, how far, what is noted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from indexer.analysis import Token, tokenize
from indexer.thesaurus import thesaurus
from service.results import Intent
from service.when.times import Time
from service.words.lexicon import StatusClass, questions
from service.words.word_lists import patterns

NEW, GONE, CONTINUED = ABOUT_NEXT = "new", "gone", "continued"
"""What is told by the plan before or after, as `questions.toml` names it."""

_LISTS = re.compile(
    r"^(?:hvilke|hvilket|kva|hva|which|what|list|vis|finn|show|find|alle|alt|all|everything)\b|^(?:tiltak|measures)\b"
    r"|^(?:hvor|kor) mange\b|^how many\b"
    r"|^(?:hvem|kven|who) (?:har |has |have )?(?:fått|får|fekk|fikk|got|gets?|received)\b"
)


_ABOUT = re.compile(
    r"\b(?:om|innen|innenfor|innan|innanfor|angående|vedrørende|gjelder|gjeld|knyttet til|knytt til"
    r"|about|on|regarding|concerning)\s+$"
)


_WHAT = re.compile(r"^\W*(?:hva|kva|ka|what|hvilke[nt]?|which)\b")
_CAPITALS = re.compile(r"[A-ZÆØÅ]{2,}")
_JOINED = re.compile(r"[-–‑][^\W\d]{3}")
_WORDS = frozenset("iåa")
"""Letters that are words."""
_BY = re.compile(r"(?:innen|innan|by|senest|seinast)\b")


def only_letters(text: str, language: str) -> bool:
    """Whether a text has no word of more than one letter or digit but such as are of no topic:
    "x", "1" and "' OR 1=1" stand in many a plan, and name nothing."""
    words = [token.word for token in tokenize(text)]
    if any(len(word) == 1 and word not in _WORDS for word in words):
        words = [word for word in words if not is_stop_word(word, language)]
    return all(len(word) == 1 for word in words)


def is_stop_word(word: str, language: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or word in stop_words(language)


def is_abbreviation(text: str, token: Token) -> bool:
    """Whether a word in capitals is an abbreviation, whatever its letters are as a word: one of the
    field ("LAR"), or what a compound begins with ("TAR-behandling"). Words are put in capitals to
    stress them too ("IKKE"), and all are in a text that has no others."""
    word = text[token.start : token.end]
    if not _CAPITALS.fullmatch(word) or text == text.upper():
        return False
    known = token.word in thesaurus().abbreviated.get((token.stem,), ())
    return known or bool(_JOINED.match(text[token.end :]))


def asks_due(
    lowered: str,
    due: Sequence[tuple[int, int]],
    times: Sequence[Time],
    status: str | None,
) -> bool:
    """Whether a question asks what is due at its time; `due` is where it says so. Of measures that
    are so far, "by the end of 2024" is the day on which they were."""
    if status is None:
        return bool(due) or any(time.asks_due for time in times)
    return any(not _BY.match(lowered[start:end]) for start, end in due)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words of no topic; of both written languages in a Norwegian question."""
    stop = questions().stop
    return stop["nb"] | stop["nn"] if language != "en" else stop["en"]


def asks_what(text: str) -> bool:
    """Whether a question asks what something is or has, and not whether there is any."""
    return bool(_WHAT.search(text.lower()))


def says_plans(word: str) -> bool:
    """Whether a word says no more than that a question is about plans or asks for all of them."""
    asked = questions()
    return bool(asked.plans.fullmatch(word) or asked.doings.search(word))


def intent_of(lowered: str) -> Intent:
    for intent, pattern in questions().intents:
        if pattern.search(lowered):
            return intent
    return Intent.OTHER


def status_asked(lowered: str) -> tuple[str | None, list[tuple[int, int]]]:
    """How far listed measures should have come, and where the question says so; of places and
    times it has blanks.

    A question about one thing ("Er … etablert?") lists nothing: it is answered by its status.
    """
    known = {status.name: status for status in questions().statuses}
    for status in known.values():
        if spans := _status_spans(status, lowered):
            for name in status.covers:
                spans += _status_spans(known[name], lowered)
            lists = _LISTS.search(lowered) or _lists_alone(lowered, spans)
            negated = any(_is_negated(lowered, span) for span in spans)
            asked = (status.contrary if negated else None) or status.name
            return (asked, spans) if lists else (None, [])
    return None, []


def _status_spans(status: StatusClass, lowered: str) -> list[tuple[int, int]]:
    found = (match.span() for match in status.asked.finditer(lowered))
    return [span for span in found if not questions().to_be.search(lowered[: span[0]])]


def _is_negated(lowered: str, span: tuple[int, int]) -> bool:
    """Whether a question says "not" of what stands there."""
    before, behind = lowered[: span[0]], lowered[span[1] :]
    asked = questions()
    return bool(asked.negated_before.search(before) or asked.negated_behind.search(behind))


def _lists_alone(lowered: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a text that asks nothing is a search for all that is so far: "pågående tiltak", and
    such a status by itself."""
    if questions().yes_no.opens.search(lowered):
        return False
    first = min(start for start, _ in spans)
    alone = questions().beside_status.match(blanked(lowered, spans))
    opens = not lowered[:first].strip()
    return bool(
        alone or (opens and any(questions().status_listed.match(lowered[end:]) for _, end in spans))
    )


def names_topic(lowered: str, start: int) -> bool:
    """Whether what begins there is what a question says that it is about."""
    return bool(_ABOUT.search(lowered[:start]))


def is_workplace(text: str, label: str) -> bool:
    """Whether a question names a hospital ("på sykehuset") as where people work or learn: that says
    nothing of patients who are admitted."""
    words, lowered = patterns("setting"), text.lower()
    at_hospital = words["place"].search(" ".join(label.lower().split()))
    of_staff = words["staff"].search(lowered) and not words["unless"].search(lowered)
    return bool(at_hospital and of_staff)


def noted_asked(lowered: str) -> tuple[str | None, list[tuple[int, int]]]:
    """What a plan is to note of listed measures, and the words that ask for it."""
    lists = _LISTS.search(lowered) or questions().measures.search(lowered)
    one = questions().yes_no.opens.search(lowered)  # "Er tiltaket om barnevern videreført?"
    for noted in questions().noted:
        if lists and not (one and noted.name in ABOUT_NEXT) and noted.asked.search(lowered):
            return noted.name, [match.span() for match in noted.carried.finditer(lowered)]
    return None, []


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with blanks where it says what is read otherwise."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
