"""What a search box offers while a text is typed: names of bodies, places, people and subjects, and
how measures begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from indexer.analysis import fold
from indexer.records import Passage
from service.overview.offered import Offering
from service.results import Filters
from service.scope.filters import Narrower

MOST_KEPT = 64
"""Filters whose completions are remembered."""

LEAST_REPAIRED, LEAST_TWICE = 4, 8
"""Letters from which what is typed may be misspelt, in one letter and in two."""

LEAST_BEGUN = 6
"""Letters from which a word may be misspelt that is only begun; shorter ones are whole words, as
"fakt" for "fact": "hald" begins too many nearly so."""

LEAST_BEFORE = 2
"""Words before the last ones from which these alone are completed: "hvem har ansvar for MI"."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Name:
    """What is offered, and its words in small letters with and without their marks."""

    shown: str
    words: str
    folded: str


class Suggesting:
    """Completes what is typed by what stands in the measures in scope."""

    def __init__(
        self,
        passages: Sequence[Passage],
        narrower: Narrower,
        offering: Offering,
    ) -> None:
        self._passages = passages
        self._narrower = narrower
        self._offering = offering
        self._completions = lru_cache(maxsize=MOST_KEPT)(self._left_by)

    def of(self, text: str, filters: Filters, k: int) -> tuple[str, ...]:
        """At most k completions: names, how measures begin, English names, usual questions; of each
        those that begin so before those with a word that does, the shortest first. Where none is,
        a question with its last words completed, else those that begin nearly so. Raises
        `UnknownFilter` or `NoPlanLeft`."""
        kinds = self._completions(self._narrower.given(filters))
        wanted = _words(text)
        if not wanted:
            return ()
        *named, questions = kinds
        found = [name for names in named for name in _beginning(wanted, names)]
        found += [each.shown for each in questions if each.folded.startswith(fold(wanted))]
        if not found:
            return tuple(self._of_last(text, kinds[0]))[:k] or tuple(_nearly(wanted, named, k))
        return tuple(dict.fromkeys(found))[:k]

    def _of_last(self, text: str, names: Sequence[_Name]) -> Iterator[str]:
        """A question with its last words completed, the longest run that any name begins with."""
        starts = [word.start() for word in _WORD.finditer(text)]
        for start in starts[LEAST_BEFORE:]:
            wanted = fold(_words(text[start:]))
            found = [n.shown for n in names if len(wanted) > 1 and n.folded.startswith(wanted)]
            found.sort(key=lambda name: not name.startswith(text[start:].strip()))
            if found:
                yield from (f"{text[:start]}{name}" for name in found)
                return

    def _left_by(self, filters: Filters) -> tuple[tuple[_Name, ...], ...]:
        """What (checked) filters leave to be offered, by kind, the shortest first."""
        keep = self._narrower.keeps(filters)
        measures = [p.measure for p in self._passages if p.measure and keep(p)]
        offered = self._offering.of(self._narrower.plans(filters), measures)
        shown = (offered.names, offered.openings, offered.english)
        return (*map(_named, shown), _named(offered.questions, is_ordered=True))


def _named(shown: Sequence[str], is_ordered: bool = False) -> tuple[_Name, ...]:
    found: dict[str, _Name] = {}
    for each in shown:
        name = _Name(each, _words(each), fold(_words(each)))
        found.setdefault(name.folded, name)
    names = tuple(found.values())
    return names if is_ordered else tuple(sorted(names, key=lambda n: (len(n.folded), n.folded)))


def _words(text: str) -> str:
    """The words of a text in small letters, a blank between."""
    return " ".join(_WORD.findall(text.casefold()))


def _beginning(wanted: str, names: Sequence[_Name]) -> list[str]:
    """The names that begin so, then those with a word that does; letters with their marks as they
    are typed before those without, which alone are had where they are typed."""
    exact = [n.shown for n in names if n.words.startswith(wanted)]
    exact += [n.shown for n in names if f" {wanted}" in n.words]
    folded = fold(wanted)
    if exact and folded != wanted:
        return exact
    loose = [n.shown for n in names if n.folded.startswith(folded)]
    loose += [n.shown for n in names if f" {folded}" in n.folded]
    return list(dict.fromkeys((*exact, *loose)))


def _nearly(wanted: str, kinds: Sequence[Sequence[_Name]], k: int) -> list[str]:
    """The names in which a word begins nearly so, with the same letter."""
    typed = fold(wanted)
    if len(typed) < LEAST_REPAIRED:
        return []
    least = 100 * (1 - (2 if len(typed) >= LEAST_TWICE else 1) / len(typed)) - 0.5
    begun: dict[str, list[str]] = {}
    for name in (name for names in kinds for name in names):
        for start in _starting(name.folded, typed[0]):
            for length in (len(typed), len(typed) + 1):
                if len(typed) >= LEAST_BEGUN or name.folded[start + length :][:1] in ("", " "):
                    begun.setdefault(name.folded[start : start + length], []).append(name.shown)
    near = process.extract(typed, list(begun), scorer=fuzz.ratio, score_cutoff=least, limit=k)
    return list(dict.fromkeys(shown for piece, _, _ in near for shown in begun[piece]))[:k]


def _starting(text: str, letter: str) -> Iterator[int]:
    """Where the words of a text begin that begin with a letter."""
    at = 0 if text.startswith(letter) else text.find(f" {letter}") + 1 or -1
    while at >= 0:
        yield at
        at = text.find(f" {letter}", at) + 1 or -1
