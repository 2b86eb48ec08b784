"""Who is responsible and who takes part, where a cell says both: "Ansvarlig: A. Medvirkende: B".

The word for a role is no part of a name. Which words are, is asked of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.vocabulary import any_of, vocabulary

_CLOSING = re.compile(r"[\s.;,(–-]+$")
_ASIDE = re.compile(r"\s*\(([^()]+)\)$")
_LEADING = frozenset("AHU")
"""Letters for who is responsible: ansvarlig, hovedansvarlig, utfører."""


@dataclass(frozen=True, slots=True)
class Part:
    """Names of one role: the word for it as the plan has it, empty where there is none."""

    role: str
    text: str
    responsible: bool


def by_role(text: str) -> list[Part]:
    """A cell's text in parts of one role each, in order, without the words for the roles.

    What stands before the first of them is responsible; a role holds until the next.
    """
    found = list(_role().finditer(text))
    starts = [match.start() for match in found]
    parts = [Part("", _closed(text[: starts[0]]) if found else text.strip(), True)]
    for match, end in zip(found, [*starts[1:], len(text)][: len(found)], strict=True):
        word = match["word"]
        leads = word in _LEADING or word.lower() in vocabulary().roles_responsible
        word = vocabulary().role_letters.get(word, word)
        own = text[match.end() : end].strip()
        own = _closed(own) if end < len(text) else own
        own = own.rstrip(" )") if own.count(")") > own.count("(") else own
        parts.append(Part(_capitalised(word), own, leads))
    return [part for part in parts if part.text]


def partaking(other: Mapping[str, str]) -> tuple[str, ...]:
    """Who takes part in a measure, of what its other columns and cells say ("Medvirkende")."""
    return tuple(partaking_by_role(other).values())


def partaking_by_role(other: Mapping[str, str]) -> dict[str, str]:
    """The same, by the plan's words for it."""
    known = vocabulary().roles_partaking
    return {
        label: text
        for label, text in other.items()
        if label.lower() in known or known & set(re.findall(r"[^\W\d_]+", label.lower()))
    }


def opens_role(line: str) -> bool:
    """Whether a line opens with the word for a role."""
    return _role().match(line) is not None


def with_asides(names: Sequence[str], part: Part) -> list[Part]:
    """A part for each of its names, those in whose parentheses stands a role with that role
    ("NAV (bidrar)"); who is named there beside the word is one more ("(NAV bidrar)").

    A letter is a role where one of the names has that of the responsible ("DPS (A), Namsos
    kommune (M)"). Who helps in words takes part too ("kommunene bidrar med lokaler").
    """
    asides = [match[1] if (match := _ASIDE.search(name)) else "" for name in names]
    lettered = any(aside in _LEADING for aside in asides)
    found: list[Part] = []
    for name, aside in zip(names, asides, strict=True):
        own = _ASIDE.sub("", name)
        word = vocabulary().role_letters.get(aside, "") if lettered else ""
        word = word or aside.lower().removeprefix("er ")
        if own and word in vocabulary().roles_responsible:
            found.append(Part(_capitalised(word), own, True))
        elif own and word in vocabulary().roles_partaking:
            found.append(Part(_capitalised(word), own, False))
        elif own and (said := _said_aside().fullmatch(aside)):
            other = Part(
                _capitalised(said["before"] or said["behind"]),
                said["other"] or said["named"],
                False,
            )
            found += [Part(part.role, own, part.responsible), other]
        elif helps := _helps().fullmatch(name):
            *before, own = (helps["own"] if helps["word"] else name).rsplit(", ", 1)
            found += [Part(part.role, each, part.responsible) for each in before]
            found.append(Part(_capitalised(helps["word"] or helps["verb"]), own, False))
        else:
            found.append(Part(part.role, name, part.responsible))
    return found


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


def _closed(text: str) -> str:
    """What stands before a role's word, without the marks that part it from that."""
    return _CLOSING.sub("", text.strip()) or text.strip()


@cache
def _role() -> re.Pattern[str]:
    words = any_of(vocabulary().roles_responsible | vocabulary().roles_partaking)
    letters = "".join(vocabulary().role_letters)
    return re.compile(
        rf"(?:^|(?<=[\s(.;,•]))(?P<word>(?i:{words})|(?<![^\n.;,] )(?-i:[{letters}]))\s*:\s*"
    )


@cache
def _said_aside() -> re.Pattern[str]:
    words = any_of(vocabulary().roles_partaking)
    return re.compile(
        rf"(?P<other>\S.*) (?P<before>{words})|(?P<behind>{words}):? (?P<named>\S.*)",
        re.IGNORECASE,
    )


@cache
def _helps() -> re.Pattern[str]:
    words = any_of(vocabulary().roles_partaking)
    return re.compile(
        rf"(?P<own>\S.*) (?:som (?P<word>{words})|"
        r"(?P<verb>bidrar|bidreg|medvirker|medverkar)(?: .*)?)",
        re.IGNORECASE,
    )
