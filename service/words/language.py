"""The language of a question: nb, nn or en."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.repair import is_common, word_rarity
from indexer.thesaurus import english_stems, stems_of, thesaurus
from service.words.lexicon import questions

RARE_IN_NORWEGIAN = 480
"""A word this rare in Norwegian text (centibels) is English if English has it: the word list is
made of texts with English in them ("user" has 610, "health" 540; "plan" 410, "team" 420)."""

SHORTEST_BEGIN = 3
"""Letters before an ending."""

MOST_REMEMBERED = 4096
"""Words of which it is remembered what language they are of."""


def detect_language(text: str) -> str:
    """nb, nn or en: by words of no topic, and by the others where those do not tell; nb where
    nothing tells."""
    spelled = re.findall(r"\w+", text)
    words = [word.lower() for word in spelled]
    others = [word.lower() for word in spelled if word.isalpha() and not word.isupper()]
    known = questions().languages
    norwegian = known["nb"] | known["nn"] | known["norwegian"]
    english = _count(words, known["en"] - norwegian) - _count(words, norwegian - known["en"])
    if english > 0 or (english == 0 and sum(map(_is_of, others)) > 0):
        return "en"
    nynorsk, bokmal = (_count(words, known[name]) for name in ("nn", "nb"))
    return "nn" if nynorsk > bokmal or (not bokmal and any(map(_is_nynorsk, others))) else "nb"


def language_shown(text: str, otherwise: str) -> str | None:
    """The language that a question is answered in although it is read in another: of names and
    topics alone ("tannhelse"), which are of bokmål or of all languages, the reader's own. Null
    where the question shows its language, or no reader's is known."""
    words = [word.lower() for word in re.findall(r"\w+", text)]
    shows = any(_count(words, known) for known in questions().languages.values())
    return None if shows or detect_language(text) != "nb" else otherwise or None


def _count(words: Sequence[str], known: frozenset[str]) -> int:
    return sum(word in known for word in words)


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_of(word: str) -> int:
    """1 for an English word, -1 for a Norwegian one, 0 for what is in both or in neither.

    A Norwegian name of the thesaurus is not English, whatever English it resembles: the English
    stem of "hospitering" is that of "hospital".
    """
    spelled, rarity = thesaurus().spelled, word_rarity(word)
    own = any(word in spelled[name] for name in ("nb", "nn", "no"))
    foreign = word in spelled["en"]
    if own or foreign:
        rare = rarity is None or rarity >= RARE_IN_NORWEGIAN
        return int(rare and not own) if foreign else -1
    if stems_of(word) in thesaurus().names or re.search("[æøå]", word):
        return -1
    stem = english_stems(word)[0]
    if stem in thesaurus().english_words:
        if questions().norwegian_end.search(word):
            return -1
        rare = rarity is None or rarity >= RARE_IN_NORWEGIAN
        return int(rare and stem != f"en:{word}")
    return -1 if is_common(word) else 0


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_nynorsk(word: str) -> bool:
    """Whether a word is one of nynorsk alone: by the thesaurus, by its shape, or because its form
    of bokmål is the more usual one. Those in -a are of bokmål too ("legevakta")."""
    spelled = thesaurus().spelled
    if word in spelled["nb"] or is_common(word):  # "sett", "open"
        return False
    neuter = word.removesuffix("et")  # "årshjulet" is so in both
    if neuter != word and (neuter in spelled["nb"] or is_common(neuter)):
        return False
    in_nynorsk = word in spelled["nn"] and not word.endswith("a")
    return in_nynorsk or bool(questions().nn_shape.search(word)) or has_usual_bokmal(word)


@lru_cache(maxsize=MOST_REMEMBERED)
def has_usual_bokmal(word: str) -> bool:
    """Whether a word has an ending of nynorsk, and is more usual with that of bokmål."""
    own = word_rarity(word)
    for ending, other in questions().nn_endings:
        begin = word.removesuffix(ending)
        if begin != word and len(begin) >= SHORTEST_BEGIN:
            usual = word_rarity(begin + other)
            if usual is not None and (own is None or own > usual):
                return True
    return False
