"""Misspelt words of a question to the words of an index that they may be meant for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache, cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis import Token, fold, stem, tokenize
from indexer.lexical import Lexicon
from indexer.repair import is_common
from indexer.thesaurus import english_stems, thesaurus
from service.reading.asking import stop_words
from service.words.language import has_usual_bokmal
from service.words.lexicon import questions

MOST_REMEMBERED = 4096
"""Words of questions of which it is remembered whether they are misspelt ones of no topic: a
question is read for how it is put, for its compounds and for its topic."""

SHORTEST_PART = 3
"""Letters of the shortest part of a compound that was typed apart."""

SHORTEST_MISSPELT = 6
"""Letters of the shortest word that is taken for a misspelt one of the thesaurus."""

LONGEST_REPAIR = 2
"""Typing mistakes put right in a word; one in words of up to seven letters."""


SHORTEST_STOP = {"nb": 5, "nn": 5, "en": 8}
"""Letters of the shortest word of no topic that a misspelt one may be, by language. Of English, of
which there is no list of words, short ones are too near to others ("other", "mother")."""


class Spelling:
    """Repairs words by those of one index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.stop_word = lru_cache(maxsize=MOST_REMEMBERED)(self._stop_word)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the index."""
        return frozenset(
            term for postings in self._lexicon.fields.values() for term in postings.places
        )

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
        found = [w for w in found if w not in stop_words("nb")]
        return tuple(sorted(found, key=lambda w: -self._lexicon.words[w]))[:3] if found else ()

    def _stop_word(self, word: str, language: str) -> str | None:
        """The word of no topic that another is a way of typing ("hvlike", "ka"), or nothing."""
        if language != "en" and word in questions().spelt:
            return questions().spelt[word]
        if len(word) < SHORTEST_STOP[language] or not word.isalpha() or fold(word) in self._folded:
            return None
        if _is_word(word) or word in stop_words(language):
            return None
        near = process.extract(
            word, _long_stop_words(language), scorer=OSA.distance, score_cutoff=1, limit=5
        )
        return next((found for found, _, _ in near if found[0] == word[0]), None)

    def words(self, text: str, language: str) -> list[Token]:
        """The words of a question: those of a compound that was typed apart as one ("lege vakt"),
        misspelt ones that the thesaurus alone knows as it has them.

        A compound is one where the index or the thesaurus knows the whole.
        """
        found: list[Token] = []
        for token in tokenize(text):
            before = found[-1] if found else None
            whole = None
            if before and before.end + 1 == token.start and language != "en":
                whole = self._compound(before, token)
            if whole:
                found[-1] = whole
            else:
                found.append(self._as_known(token, language))
        return found

    def _compound(self, first: Token, second: Token) -> Token | None:
        words = first.word, second.word
        if not all(word.isalpha() and len(word) >= SHORTEST_PART for word in words):
            return None
        if any(word in stop_words("nb") for word in words):
            return None
        for joint in ("", "s", "e"):
            whole = tokenize(first.word + joint + second.word)[0]
            if whole.stem in self.stems or (whole.stem,) in thesaurus().names:
                return replace(whole, start=first.start, end=second.end)
        return None

    def _as_known(self, token: Token, language: str) -> Token:
        """A word that nothing knows as the one of the thesaurus that it is nearest to."""
        if len(token.word) < SHORTEST_MISSPELT or not token.word.isalpha():
            return token
        if token.word in stop_words(language) or self.stop_word(token.word, language):
            return token
        if language == "en":
            own = english_stems(token.word)[0]
            if own in thesaurus().english_words or token.stem in self.stems:
                return token
            forms = own.removeprefix("en:"), token.word.removesuffix("ing")
            near = next(filter(None, (_nearest(form, _english()) for form in forms)), None)
            return token if near is None else _as(token, near)
        if (
            token.stem in self.stems
            or (token.stem,) in thesaurus().names
            or self.repair(token.word)
        ):
            return token
        near = (
            None if token.parts or _is_word(token.word) else _nearest(token.stem, _single_names())
        )
        return token if near is None else _as(token, near)

    def spelt(self, text: str, language: str) -> str:
        """A question in lower case with its words of no topic as they are spelt."""
        for token in reversed(tokenize(text)):
            if found := self.stop_word(token.word, language):
                text = text[: token.start] + found + text[token.end :]
        return text


def _nearest(word: str, known: Collection[str]) -> str | None:
    most = 1 if len(word) <= 7 else LONGEST_REPAIR
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=5)
    return next((found for found, _, _ in near if found[:3] == word[:3]), None)


@cache
def _long_stop_words(language: str) -> tuple[str, ...]:
    """The words of no topic that are long enough to be known when misspelt, in a fixed order: of
    two as near the first is taken."""
    return tuple(sorted(w for w in stop_words(language) if len(w) >= SHORTEST_STOP[language]))


@cache
def _english() -> tuple[str, ...]:
    """The English words of the thesaurus, as stems."""
    return tuple(sorted(word.removeprefix("en:") for word in thesaurus().english_words))


@cache
def _single_names() -> tuple[str, ...]:
    """The Norwegian names of one word in the thesaurus, as stems; a word that is nearly an
    abbreviation is none."""
    known = thesaurus()
    names = {name[0] for name in known.names if len(name) == 1 and name not in known.abbreviated}
    return tuple(sorted(name for name in names if name.isalpha() and name.islower()))


def _as(token: Token, word: str) -> Token:
    return replace(tokenize(word)[0], start=token.start, end=token.end)


def _is_word(word: str) -> bool:
    """Whether it is a word as it stands, in bokmål or nynorsk, and so no misspelling of another."""
    return (
        is_common(word.lower())
        or stem(word.lower()) in thesaurus().nynorsk
        or has_usual_bokmal(word.lower())
    )


def are_common(text: str) -> bool:
    """Whether all words of a text are everyday ones, written as they are here."""
    return all(is_common(token.word) for token in tokenize(text))
