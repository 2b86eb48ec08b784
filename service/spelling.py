"""Misspelt words of a question to the words of an index that they may be meant for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis import fold, stem
from indexer.lexical import Lexicon
from indexer.repair import word_rarity
from service.lexicon import thesaurus

COMMON = 590
"""Rarity, in centibels, up to which a word of the list is taken as written: "snuble" has 570;
rarer ones are often misspellings that the list's sources have too."""

LONGEST_REPAIR = 2
"""Typing mistakes put right in a word; one in words of up to seven letters."""


class Spelling:
    """Repairs words by those of one index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, ...]]:
        """Folded word -> the index's words that fold to it."""
        found: dict[str, list[str]] = {}
        for word in self._lexicon.words:
            if word.isalpha():
                found.setdefault(fold(word), []).append(word)
        return {name: tuple(words) for name, words in found.items()}

    def repair(self, word: str) -> tuple[str, ...]:
        """The index's words that a word may be a misspelling of, the likeliest first."""
        folded = fold(word)
        if folded in self._folded:
            return self._folded[folded]
        if len(word) < 4 or not word.isalpha() or _is_word(word):
            return ()
        most = 1 if len(word) <= 7 else LONGEST_REPAIR
        near = process.extract(
            folded, list(self._folded), scorer=OSA.distance, score_cutoff=most, limit=5
        )
        same_start = [name for name, _, _ in near if name[0] == folded[0]]
        found = [w for name in same_start[:2] for w in self._folded[name] if len(w) > 3]
        return tuple(sorted(found, key=lambda w: -self._lexicon.words[w]))[:3] if found else ()


def _is_word(word: str) -> bool:
    """Whether it is a word as it stands, in bokmål or nynorsk, and so no misspelling of another."""
    rarity = word_rarity(word.lower())
    return (rarity is not None and rarity <= COMMON) or stem(word.lower()) in thesaurus().nynorsk
