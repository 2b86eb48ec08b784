"""What the words of a damaged line say of where a cell begins, ends or must go on."""

from __future__ import annotations

import re
from functools import cache

from indexer.repair import is_word, repair
from indexer.vocabulary import vocabulary

BULLETS = frozenset("eo¢@°•©®*")

BODY = re.compile(
    r"[A-ZÆØÅ]\w*(?:utvalg|utval|råd|gruppe|gruppa|gruppen|nettverk|forum|team|styre|nemnd|enhet)"
    r"(?:et|en|a|ene)?$"
)
_SINGLE_MEMBERS = frozenset({"kommune", "sykehus", "sjukehus"})
"""Members that name nobody alone: "Kommune" may begin any line."""

_PLAIN_BODIES = frozenset({"Felles", "Lokale", "Lokalt", "Lokal", "Faglig", "Strategisk"})

ADJECTIVE = re.compile(r"\w{3,}(?:ige?|iske?|ende|elle|ale|bare?|bart|ive?|lege|tte|erte)$")

BEFORE_A_NAME = frozenset({
    "nedre", "øvre", "nordre", "søndre", "indre", "ytre", "midtre", "vestre", "østre",
})  # fmt: skip

LINKING = frozenset({
    "i", "på", "av", "til", "for", "fra", "frå", "med", "om", "ved", "hos", "mot", "mellom",
    "innen", "under", "over", "og", "eller", "som", "samt", "er",
})  # fmt: skip

OPEN_WORDS = LINKING | BEFORE_A_NAME | {
    "innenfor", "etter", "før", "per", "gjennom", "rundt", "uten", "utan", "at", "å", "har",
    "skal", "kan", "vil", "blir", "hver", "hvert", "en", "ei", "et", "eit", "den", "det", "de",
    "deres", "sin", "sitt", "sine", "ulike", "flere", "fleire", "alle", "andre", "felles",
    "nye", "store", "gode", "eget", "ikke", "mer", "mest",
}  # fmt: skip
"""Words after which something follows: a cell does not end with one."""


@cache
def core_of(word: str) -> str:
    """A word without its punctuation, its letters put right."""
    return repair(word, damaged=True).text.strip(".,:;()«»\"'?!/ ")


@cache
def cores_of(text: str) -> tuple[str, ...]:
    """The words of a text, each without its punctuation; empty ones left out."""
    return tuple(core for core in (core_of(word) for word in text.split()) if core)


@cache
def is_body(cores: tuple[str, ...]) -> bool:
    """Whether words open with the name of a body: its kind, or "X kommune"."""
    if not cores:
        return False
    first = re.split(r"[/-]", cores[0])[0]
    words = vocabulary()
    if first in _PLAIN_BODIES:
        return False
    if first in words.body_heads or first in words.body_teams or BODY.match(cores[0]):
        return True
    if first[:1].isupper() and first.lower() in words.body_members - _SINGLE_MEMBERS:
        return True
    return len(cores) > 1 and cores[0][0].isupper() and cores[1] == "kommune"


@cache
def is_ordinary(core: str) -> bool:
    """Whether a word has a capital that is not its own: it begins something."""
    core = re.split(r"[/-]", core)[0]
    if len(core) < 3 or not core[0].isupper() or core.isupper():
        return False
    if core.lower() in BEFORE_A_NAME:
        return False
    return is_word(core.lower())


@cache
def is_unfinished(text: str) -> bool:
    """Whether a text must go on: it ends with a hyphen, a slash, "og", "i", "hver", …"""
    text = text.rstrip()
    if not text or text in BULLETS:
        return False
    if text.endswith(("-", "/", ",", ":", "–")):
        return True
    if text.endswith((".", "?", ")", "»")):
        return False
    return last_word(text) in OPEN_WORDS


@cache
def is_open(text: str) -> bool:
    """Whether a bracket or a quotation is open."""
    return text.count("(") > text.count(")") or text.count("«") > text.count("»")


@cache
def last_word(text: str) -> str:
    """The last word in small letters, of "Barne-og" the "og"."""
    cores = cores_of(text)
    return re.split(r"[/-]", cores[-1].lower())[-1] if cores else ""
