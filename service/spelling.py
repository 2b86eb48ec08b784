"""Misspelt words of a question to the words of an index that they may be meant for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis import fold, stem, tokenize
from indexer.lexical import Lexicon
from indexer.repair import word_rarity
from service.asking import stop_words
from service.lexicon import questions, thesaurus

COMMON = 590
"""Rarity, in centibels, up to which a word of the list is taken as written: "snuble" has 570;
rarer ones are often misspellings that the list's sources have too."""

LONGEST_REPAIR = 2
"""Typing mistakes put right in a word; one in words of up to seven letters."""


SHORTEST_STOP = {"nb": 5, "nn": 5, "en": 8}
"""Letters of the shortest word of no topic that a misspelt one may be, by language. Of English, of
which there is no list of words, short ones are too near to others ("other", "mother")."""


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

    def stop_word(self, word: str, language: str) -> str | None:
        """The word of no topic that another is a way of typing ("hvlike", "ka"), or nothing."""
        if language != "en" and word in questions().spelt:
            return questions().spelt[word]
        if len(word) < SHORTEST_STOP[language] or not word.isalpha() or fold(word) in self._folded:
            return None
        if _is_word(word) or word in stop_words(language):
            return None
        known = [w for w in stop_words(language) if len(w) >= SHORTEST_STOP[language]]
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=5)
        return next((found for found, _, _ in near if found[0] == word[0]), None)

    def spelt(self, text: str, language: str) -> str:
        """A question in lower case with its words of no topic as they are spelt."""
        for token in reversed(tokenize(text)):
            if found := self.stop_word(token.word, language):
                text = text[: token.start] + found + text[token.end :]
        return text


def _is_word(word: str) -> bool:
    """Whether it is a word as it stands, in bokmål or nynorsk, and so no misspelling of another."""
    rarity = word_rarity(word.lower())
    return (rarity is not None and rarity <= COMMON) or stem(word.lower()) in thesaurus().nynorsk
