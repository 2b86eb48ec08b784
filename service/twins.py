"""Measures that say the same in the same words: a plan's successor repeats what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from indexer.analysis import tokenize
from indexer.records import Passage
from service.asking import stop_words

ALIKE = 90
"""Share of letters, in hundredths, from which two measures may be said in the same words. All nine
pairs of the plans that are so alike are one undertaking; of three at 89 one is not."""

MISREAD = 85
"""Share of letters from which a word may be another misread."""


class Twins:
    """Finds the measures of a region that repeat another."""

    def __init__(self, passages: Sequence[Passage], region_of: dict[str, str]) -> None:
        self._passages = passages
        self._region_of = region_of

    @cached_property
    def _texts(self) -> dict[str, dict[int, str]]:
        """Region -> order -> text of a measure."""
        found: dict[str, dict[int, str]] = {}
        for order, passage in enumerate(self._passages):
            if passage.measure:
                own = found.setdefault(self._region_of[passage.plan_id], {})
                own[order] = " ".join(passage.measure.text.lower().split())
        return found

    def of(self, order: int) -> list[int]:
        """The orders of the measures that repeat one, or that it repeats."""
        texts = self._texts[self._region_of[self._passages[order].plan_id]]
        own = texts[order]
        alike = process.extract(own, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        return [other for text, _, other in alike if other != order and _same_words(own, text)]


def _same_words(one: str, other: str) -> bool:
    """Whether the shorter of two texts has no telling word that the longer has not."""
    fewer, more = sorted((_telling(one), _telling(other)), key=len)
    return all(process.extractOne(word, more, score_cutoff=MISREAD) for word in fewer - more)


def _telling(text: str) -> set[str]:
    return {token.stem for token in tokenize(text) if token.word not in stop_words("nb")}
