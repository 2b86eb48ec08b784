"""Norwegian text to the terms by which it is found: words, stems, and the parts of compounds.

Our own code rather than an engine's, so that every back end finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from snowballstemmer import stemmer

from indexer.repair import word_rarity

WHOLE = 470
"""Words this common (centibels, see `data/words_nb.md`) are not taken apart: "sykehus",
"handlingsplan" and "samarbeid" mean more than their parts. "hjemmeoppfølging" is no such word."""

RAREST_PART = {3: 400, 4: 520, 5: 600, 6: 640}
"""The rarest part of so many letters; rarer short strings are in any word by chance."""
RAREST_LONG_PART = 680

PART_COST = 120
"""What a further part costs in rarity: two parts are likelier than three."""

_WORD = re.compile(r"\d+(?:\.\d+)+[A-Za-z]?\b|[^\W_]+")
_ENDING = re.compile(r"(?<=[A-ZÆØÅ]{2})[-’'](?:ane|ene|ar|er|en|et|a|s)\b")
"""What an abbreviation is inflected by: "LSF-ane", "FACT-en"."""
_MISREAD = re.compile(r"[a-zæøå][A-ZÆØÅ]")
"""What is no word but letters that were misread: "aI" is no artificial intelligence."""
_NOUN_OF_VERB = re.compile(r"(\w{3,}(?:(?=[^n]ning$)\w|\w(?=ing$|else$)))(?:ning|ing|else)$")
_PARTICLES = frozenset(
    [
        *("for", "opp", "ned", "ut", "inn", "av", "på", "til", "med", "over", "under", "etter"),
        *("fram", "frem", "mot", "sam", "mis", "gjen", "bort", "hen", "der", "her", "hver"),
        *("den", "det", "ikke", "selv", "alle", "noe"),
    ]
)
_SUFFIXES = frozenset(
    [
        *("ring", "ning", "ling", "else", "het", "skap", "dom", "bar", "som", "lig", "isk"),
        *("ere", "ende", "ene", "ens", "ers"),
    ]
)
_FOLDS = str.maketrans(
    {"ø": "o", "å": "a", "æ": "e", "ö": "o", "ä": "e", "é": "e", "è": "e", "ü": "u"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: `start` and `end` are offsets; `parts` are stems of a compound's parts."""

    start: int
    end: int
    word: str
    stem: str
    parts: tuple[str, ...]


def tokenize(text: str) -> list[Token]:
    """The words of a text in order; hyphens and slashes separate, numbering ("1.5.1") holds, and
    what an abbreviation is inflected by is none."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    endings = {match.start() + 1 for match in _ENDING.finditer(text)}
    for match in _WORD.finditer(text):
        if match.start() in endings or _MISREAD.fullmatch(match[0]):
            continue
        word = match[0].lower()
        yield Token(match.start(), match.end(), word, stem(word), compound_parts(word))


@cache
def _norwegian() -> object:
    return stemmer("norwegian")


_DOCTOR = re.compile(
    r"((?:fast|kommune|over|kommuneover|allmenn|turnus|kontakt|sykehus|sjukehus|bedrifts|tilsyns"
    r"|vakt|samhandlings|helsestasjons|skole|primær)?leg)(?:e(?:r|n|ne|ns|nes|rs|s)?|ar|ane|arane)$"
)
"""Doctors, whom the stemmer takes for adjectives in -leg ("fastlege" -> "fast")."""
_WHOLE_WORDS = frozenset({"demens"})


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem that a word's forms share, its noun of action included.

    "kommunene", "kommuner" -> "kommun"; "forebygging", "forebygge" -> "forebygg".
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    doctor = _DOCTOR.match(word)
    if doctor or word in _WHOLE_WORDS:
        return f"{doctor[1]}e" if doctor else word
    stemmed: str = _norwegian().stemWord(word)  # type: ignore[attr-defined]
    match = _NOUN_OF_VERB.match(stemmed)
    return match[1] if match else stemmed


def fold(word: str) -> str:
    """A word as typed without Norwegian letters: "skrøpelig" and "skropelig" are one."""
    return word.lower().replace("aa", "å").replace("ae", "æ").replace("oe", "ø").translate(_FOLDS)


@lru_cache(maxsize=100_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """Stems of the parts of a compound, or nothing for a simple or a common word."""
    rarity = word_rarity(word)
    if len(word) < 8 or not word.isalpha() or (rarity is not None and rarity <= WHOLE):
        return ()
    _, parts = _split(word, 3)
    return tuple(stem(part) for part in parts) if len(parts) > 1 else ()


@lru_cache(maxsize=200_000)
def _split(word: str, most: int) -> tuple[float, tuple[str, ...]]:
    """The likeliest parts of a word and what they cost; infinite where there are none."""
    best: tuple[float, tuple[str, ...]] = (float("inf"), (word,))
    if _is_part(word):
        best = (float(word_rarity(word) or 0), (word,))
    if most < 2:
        return best
    for end in range(3, len(word) - 2):
        head = word[:end]
        if head in _PARTICLES or not _is_part(head):
            continue
        for joint in ("", "s", "e"):
            if joint and not word.startswith(joint, end):
                continue
            cost, tail = _split(word[end + len(joint) :], most - 1)
            total = (word_rarity(head) or 0) + PART_COST + cost + (40 if joint else 0)
            whole_known = len(best[1]) == 1 and best[0] < float("inf")
            if total < best[0] or (whole_known and most == 3 and cost < float("inf")):
                best = (total, (head, *tail))
    return best


def _is_part(word: str) -> bool:
    if len(word) < 3 or word in _SUFFIXES:
        return False
    rarity = word_rarity(word)
    return rarity is not None and rarity <= RAREST_PART.get(len(word), RAREST_LONG_PART)
