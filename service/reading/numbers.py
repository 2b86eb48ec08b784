"""Measures asked for by their number: "tiltak 2.c", "3.1.1 i St. Olav", "mål 1.5".

A number is a name, not a word of the topic: "3.1.1" in the text of another measure is no answer.
What looks like one is taken as such only where a measure has it or the question says so; years,
days, counts and the numbers of other things ("fase 1", "pakkeforløp 2") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from indexer.records import Measure
from service.reading.asking import blanked
from service.words.literal import without_literal
from service.words.word_lists import patterns

Key = tuple[str, ...]
"""The parts of a number, in lower case: ("2", "1", "2", "b")."""

_NUMBER = re.compile(
    r"(?<![\w.,/§:–-])(?:[a-zæøå]\.?)?\d{1,3}(?:\.(?:\d{1,3}|[ivx]{1,4}|[a-zæøå]))*[a-zæøå]?"
    r"(?!\w|\.\w|[,:/–-]\d)",
    re.IGNORECASE,
)
_PART = re.compile(r"\d+|[a-zæøå]+")
_WORD = re.compile(r"^[a-zæøå]{2,}\W*(?=\w)")

FEWEST_PARTS = 3
"""Parts of a number in digits alone that is one wherever it stands: "1.5" is also an amount."""


class _Cue(StrEnum):
    """What stands before a number: the names of `numbers.toml`, or nothing of these."""

    MEASURE = "measure"
    GOAL = "goal"
    ANY = "any"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a question names, where and in which words it does so, `start` with the word
    before it. `of_goal` says that those numbered under it are meant; it is `sure` where the number
    is a measure's whatever else is asked."""

    start: int
    end: int
    label: str
    key: Key
    of_goal: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that measures have: `whole` and all that these begin with."""

    whole: frozenset[Key] = frozenset()
    begun: frozenset[Key] = frozenset()

    def asked(
        self, text: str, places: Sequence[tuple[int, int]], times: Sequence[tuple[int, int]]
    ) -> tuple[Number, ...]:
        """The numbers of measures that a question names, in order, none of them in its places and
        times. Of those that are not `sure` nothing is to be taken where the question is about
        something else."""
        if not self.whole:
            return ()
        open_text = blanked(without_literal(text), [*places, *times])
        return tuple(self._named(open_text)) or tuple(self._alone(open_text, bool(places)))

    def _named(self, text: str) -> Iterator[Number]:
        before: tuple[int, _Cue] | None = None
        for match in _NUMBER.finditer(text):
            cue, start = _cue(text[: match.start()])
            joint = before and patterns("numbers")["joint"].fullmatch(
                text[before[0] : match.start()].lower()
            )
            if cue is _Cue.NONE and before and joint:
                cue, start = before[1], match.start()
            key = key_of(match[0])
            stands = key in self.whole or key in self.begun
            if not self._is_one(text, match, key, cue, stands):
                before = None
                continue
            simple = len(key) == 1
            sure = stands and (cue is _Cue.MEASURE or not simple)
            sure = sure or (cue is _Cue.MEASURE and not simple)
            yield Number(start, match.end(), match[0], key, cue is _Cue.GOAL, sure)
            before = match.end(), cue

    def _is_one(self, text: str, match: re.Match[str], key: Key, cue: _Cue, stands: bool) -> bool:
        rules = patterns("numbers")
        lowered, behind = text[: match.start()].lower(), text[match.end() :].lower()
        if len(key) == 1 and rules["counted"].match(behind):
            return False
        if cue is not _Cue.NONE:
            known = stands or (cue is _Cue.ANY and len(key) > 1)
            return cue is _Cue.MEASURE or known
        digits = all(part.isdigit() for part in key)
        if rules["other"].search(lowered) or (digits and rules["dated"].search(lowered)):
            return False
        long = len(key) >= FEWEST_PARTS if digits else "." in match[0]
        return stands and long

    def _alone(self, text: str, beside: bool) -> Iterator[Number]:
        """A number that is all that is asked: with a place whichever, by itself one of parts."""
        match = _NUMBER.search(text)
        if match is None:
            return
        key, rest = key_of(match[0]), blanked(text, [match.span()]).lower()
        left = patterns("numbers")["beside"].sub("", rest).strip(" ?!.,:;()")
        if not left and key in self.whole | self.begun and (beside or len(key) > 1):
            yield Number(*match.span(), match[0], key, False, True)


NO_NUMBERS = Numbers()
"""Where no measure has a number."""


def numbers_of(measures: Iterable[Measure]) -> Numbers:
    """The numbers that measures have."""
    whole = frozenset(key_of(m.number) for m in measures if m.number) - {()}
    return Numbers(whole, frozenset(key[:n] for key in whole for n in range(1, len(key))))


def key_of(number: str) -> Key:
    """A number's parts, without a word before it ("Tiltak 3"): "2.1.2B" is 2, 1, 2 and b."""
    return tuple(_PART.findall(_WORD.sub("", number.lower().strip())))


def begins_numbered(text: str) -> bool:
    """Whether a text begins with a number and a word that says whose it is ("tiltak 3.1 i …")."""
    match = _NUMBER.search(without_literal(text))
    if match is None:
        return False
    cue, start = _cue(text[: match.start()])
    if cue not in (_Cue.MEASURE, _Cue.ANY) or re.search(r"\w", text[:start]):
        return False
    counted = patterns("numbers")["counted"].match(text[match.end() :].lower())
    return len(key_of(match[0])) > 1 or not counted


@dataclass(slots=True)
class Numbered:
    """The measures of some numbers, each once, in their order; of which numbers there is none, and
    of which only those that are numbered under them."""

    measures: list[Measure] = field(default_factory=list)
    none: list[Number] = field(default_factory=list)
    under: list[Number] = field(default_factory=list)


def numbered(numbers: Sequence[Number], among: Sequence[Measure]) -> Numbered:
    """Of some measures those that have any of some numbers, or else are numbered under it."""
    found, ids = Numbered(), set[str]()
    keys = {m.measure_id: key_of(m.number or "") for m in among}
    parted = {m.plan_id for m in among if len(keys[m.measure_id]) > 1}
    for number in numbers:
        size = len(number.key)
        own = [m for m in among if keys[m.measure_id] == number.key]
        under = [m for m in among if len(k := keys[m.measure_id]) > size and k[:size] == number.key]
        if number.of_goal:
            # of a plan that numbers its measures from 1 on they say nothing of its goals
            those = [*under, *(m for m in own if m.plan_id in parted)]
        else:
            those = own or under
            found.under += [number] if under and not own else []
        found.none += [] if those else [number]
        ids |= {m.measure_id for m in those}
    found.measures = [m for m in among if m.measure_id in ids]
    return found


def _cue(before: str) -> tuple[_Cue, int]:
    """What stands before a number, and where that begins."""
    for cue in (_Cue.MEASURE, _Cue.GOAL, _Cue.ANY):
        if match := patterns("numbers")[cue.value].search(before.lower()):
            return cue, match.start()
    return _Cue.NONE, len(before)
