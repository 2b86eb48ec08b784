"""Bodies in a question: "Hva gjør Fagråd kompetanse og innovasjon?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.analysis import Token, compound_parts, fold, stem, tokenize
from indexer.thesaurus import thesaurus
from service.bodies.names import stem_of
from service.words.lexicon import questions

LINKS = frozenset(["for", "og", "i", "av", "med", "på", "til", "the", "of", "and"])
"""Words that no name is told by."""

_KINDS = frozenset(["municipality", "municipal", "council", "committee", "group", "hospital"])
"""What English questions add to a name: "Rana municipality"."""


LONGEST_SHORT = 5
"""Letters of a head that may be an abbreviation, which has no forms but its genitive."""

_WHICH = re.compile(r"\b(hvilke[nt]?|which|kva for (ei[nt]?|nokre)) $")
_FOR = re.compile(r" (for|innen|innan|på) ")
_ASIDE = re.compile(r"\([^()]*\)")
_SEVERAL = re.compile(r"(?:ene|ane|erne|er|ar)$")
_VOKSNE = re.compile(r"(?<=[^aeiouyæøå])ne$")


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body that a question names: where, and the names that plans have for it; `loose` where it
    has but an abbreviation that none of these is called by alone ("FSU", "MILA")."""

    start: int
    end: int
    names: tuple[str, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    head: str
    words: frozenset[str]


class Bodies:
    """Finds the bodies of an index in questions.

    A body is named by its first word or its abbreviation and the words that follow: "LSF
    barn/unge" is every body whose name has these words. Its first word may stand in another form
    ("sekretariatet"); in the plural it names all of its kind ("fagrådene"). Common nouns
    ("kommunene") are none.
    """

    def __init__(
        self,
        names: Sequence[str],
        spelt: Callable[[str], Sequence[str]],
        called: Callable[[str], tuple[str, ...]],
    ) -> None:
        """`spelt` gives all the names that plans have for the body of a name, `called` those of
        the bodies that are called so, common nouns among them."""
        self._spelt, self.called = spelt, called
        self._known = [_Known(name, head, _words(name)) for name in names for head in _heads(name)]
        self._heads = {known.head for known in self._known}
        self._forms = {fold(stem(h)): h for h in sorted(self._heads) if len(h) > LONGEST_SHORT}

    def find(self, text: str) -> NamedBody | None:
        """The first body that the text names."""
        tokens = tokenize(text)
        for index, token in enumerate(tokens):
            head = self._head(token, text)
            if head is None or (len(head) > LONGEST_SHORT and _asks_which(text, token)):
                continue
            known = [body for body in self._known if body.head == head]
            run, end = _run(tokens[index:], known)
            names = [body.name for body in known if run <= body.words]
            of_all = fold(token.word) != head and _SEVERAL.search(token.word)
            loose = False
            if not run and not of_all:
                exact = [body.name for body in known if body.words <= _split(head)]
                if len(head) > LONGEST_SHORT and _FOR.match(text[token.end :].lower()):
                    continue  # "fagrådet for romfart", which no plan has
                names = exact or ([] if len(head) > LONGEST_SHORT else names)
                loose = not exact
            if names:
                every = (way for name in names for way in self._names_of(name, head))
                return NamedBody(token.start, end, tuple(dict.fromkeys(every)), loose)
        return None

    def _names_of(self, name: str, head: str) -> tuple[str, ...]:
        """All the names of a body that is called by a head; of one that is so called only in
        parentheses ("KK" in "AU (KK Ahus og kommuner)") that name alone, unless the parentheses
        have nothing else: there the head is its abbreviation."""
        bare = _heads(_ASIDE.sub(" ", name))
        short = any(fold(aside.strip(" ()")) == head for aside in _ASIDE.findall(name))
        return (name, *self._spelt(name)) if head in bare or short else (name,)

    def _head(self, token: Token, text: str) -> str | None:
        """The head that a word is, or a form of: "ASUs", "sekretariatet"."""
        word = fold(token.word)
        if word in self._heads:
            return word
        if re.fullmatch(r"[A-ZÆØÅ]{2,}s", text[token.start : token.end]):
            return word[:-1] if word[:-1] in self._heads else None
        return self._forms.get(fold(stem(token.word))) if len(word) > LONGEST_SHORT else None


def _asks_which(text: str, token: Token) -> bool:
    """Whether it is asked which of a kind of body: "hvilket fagråd"."""
    return bool(_WHICH.search(text[: token.start].lower()))


def _run(tokens: Sequence[Token], known: Sequence[_Known]) -> tuple[set[str], int]:
    """The words behind a head that belong to a body's name, and where they end."""
    found: set[str] = set()
    vocabulary = frozenset().union(*(body.words for body in known))
    end = tokens[0].end
    for token in tokens[1:]:
        if token.word in LINKS:
            continue
        if token.word in _KINDS:
            end = token.end
            continue
        own = _split(token.word)
        if not own <= vocabulary:
            break
        found |= own
        end = token.end
    return found, end


def _split(word: str) -> set[str]:
    """The parts of a word, of an adjective in the plural as it is without ("voksne", "voksen")."""
    word = _VOKSNE.sub("en", thesaurus().from_nynorsk.get(stem(word), word))
    return {fold(part) for part in (compound_parts(word) or (stem_of(word),))}


def _words(name: str) -> frozenset[str]:
    words: set[str] = set()
    for token in tokenize(name):
        if token.word not in LINKS:
            words |= _split(token.word)
    return frozenset(words)


def _heads(name: str) -> list[str]:
    """The words by which a body is called: its first, if a name, and its abbreviations."""
    first = re.match(r"[^\W_]+", name)
    heads = [first[0]] if first and first[0][0].isupper() and not _is_common(first[0]) else []
    heads += re.findall(r"\b[A-ZÆØÅ]{2,}\b", name)
    return [head for head in dict.fromkeys(fold(head) for head in heads) if head not in _stops()]


@cache
def _stops() -> frozenset[str]:
    """Words that call nothing: "den" of "Den offentlige tannhelsetjenesten"."""
    lists = (*questions().stop.values(), *questions().languages.values())
    return frozenset(fold(word) for words in lists for word in words)


def _is_common(word: str) -> bool:
    return word.lower() in {
        "kommunene", "kommuner", "kommunane", "sykehus", "sykehuset", "sjukehuset", "lokale",
        "helse",
    }  # fmt: skip
