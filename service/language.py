"""The language of a question: nb, nn or en."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.repair import word_rarity
from indexer.thesaurus import english_stems, stems_of, thesaurus
from service.lexicon import questions

RARE_IN_NORWEGIAN = 480
"""A word this rare in Norwegian text (centibels) is English if English has it: the word list is
made of texts with English in them ("user" has 610, "health" 540; "plan" 410, "team" 420)."""


def detect_language(text: str) -> str:
    """nb, nn or en, by function words; nb where nothing tells."""
    words = re.findall(r"\w+", text.lower())
    counts = {
        name: sum(word in known for word in words) for name, known in questions().languages.items()
    }
    if counts["en"] > max(counts["nb"], counts["nn"]) + counts["norwegian"]:
        return "en"
    if counts["nn"] > counts["nb"]:
        return "nn"
    if max(counts.values()) == 0 and _looks_english(re.findall(r"\w+", text)):
        return "en"
    return "nb"


def _looks_english(words: Sequence[str]) -> bool:
    """Whether bare search words are English: known as such, and rare or unknown in Norwegian.

    A Norwegian name of the thesaurus is none, whatever English it resembles: the English stem of
    "hospitering" is that of "hospital".
    """
    spelled = [word for word in words if word.isalpha()]
    english = [
        word
        for word in map(str.lower, (word for word in spelled if not word.isupper()))
        if english_stems(word)[0] in thesaurus().english_words
        and stems_of(word) not in thesaurus().names
        and (word_rarity(word) or RARE_IN_NORWEGIAN) >= RARE_IN_NORWEGIAN
    ]
    return bool(english) and 2 * len(english) >= len(spelled)
