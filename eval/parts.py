"""The engine with one part switched off, to see what the part is worth.

Nothing in the product knows of it: what a part brings is taken out of the question as it was
understood, or out of the match, or out of the index, and the rest runs as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.communities import Communities, load_communities
from indexer.encoder import Encoded, Encoder
from indexer.index import Index
from indexer.lexical import Field, Lexicon, Postings
from indexer.thesaurus import stems_of
from service.engine import Engine
from service.matching.match import Floats, Match, Near
from service.matching.reranking import Reading, RerankingMatcher
from service.reading.groups import EXACT, RELATED, SYNONYM, Group, Way
from service.reading.narrowable import Narrowable, narrowable
from service.reading.places import Gazetteer
from service.reading.spelling import Spelling
from service.reading.understand import Question, Reader


class Part(StrEnum):
    """A part that can be switched off, as it is called in the table."""

    LATE = "late interaction (a vector a token)"
    DENSE = "dense vector (one a passage)"
    VECTORS = "both kinds of vectors"
    RERANKER = "re-ranker"
    BM25 = "BM25"
    WORDS = "coverage by words, thesaurus and all"
    THESAURUS = "thesaurus: synonyms and related names"
    ENGLISH = "English to Norwegian"
    NYNORSK = "nynorsk to bokmål"
    COMPOUNDS = "parts of compounds"
    SPELLING = "repair of the question's spelling"
    PLACES = "places read as filters"
    PRIOR = "prose behind measures"


_EMPTY = Postings({}, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))


class _AsWritten(Spelling):
    """Takes every word as it is written."""

    def repair(self, word: str) -> tuple[str, ...]:
        return ()


class PartReader(Reader):
    """Reads questions without what one part knows."""

    def __init__(
        self, lexicon: Lexicon, gazetteer: Gazetteer, narrows: Narrowable, part: Part | None
    ) -> None:
        super().__init__(lexicon, gazetteer, narrows)
        self._part = part
        if part is Part.SPELLING:
            self._spelling = _AsWritten(lexicon)

    def read(self, text: str, language: str | None = None) -> Question:
        question = super().read(text, language)
        english = question.language == "en"
        groups = tuple(
            replace(group, ways=tuple(self._kept(group, english))) for group in question.groups
        )
        if self._part is Part.ENGLISH and english:
            question = replace(question, language="nb")
        if self._part is Part.PLACES:
            question = replace(question, places=())
        return replace(question, groups=groups)

    def _kept(self, group: Group, english: bool) -> Iterator[Way]:
        """The ways of a group that do not come from the part."""
        own = stems_of(group.label)
        translated = next((way for way in group.ways if way.shown), None)
        for way in group.ways:
            synonym = way.strength in (SYNONYM, RELATED) and not (english and way == translated)
            gone = way.stems != own and {
                Part.ENGLISH: english,
                Part.THESAURUS: synonym,
                Part.NYNORSK: way.strength == EXACT,
                Part.COMPOUNDS: way.parts,
            }.get(self._part or Part.LATE, False)
            if not gone:
                yield way


@dataclass(frozen=True, slots=True)
class Shared:
    """What engines over one index need not work out anew: nearness by a question's vectors, and
    what the re-ranker says of a question's text and a passage."""

    near: dict[bytes, Near] = field(default_factory=dict)
    read: dict[tuple[str, int], float] = field(default_factory=dict)


class PartMatcher(RerankingMatcher):
    """Matches without what one part says.

    Nearness by vectors and what is read take most of the time and are shared by all engines over
    one index.
    """

    def __init__(self, index: Index, encoder: Encoder, part: Part | None, shared: Shared) -> None:
        super().__init__(index, encoder)
        self._part = part
        self._nearness, self._logits = shared.near, shared.read
        if part is Part.RERANKER:
            self.takes_second_look = False
        self._known: dict[tuple[str, str, tuple[Group, ...], bytes], Match] = {}

    def match(self, question: Question, kept: NDArray[np.bool_] | None = None) -> Match:
        among = b"" if kept is None else kept.tobytes()
        key = question.text, question.language, question.groups, among
        if key not in self._known:
            self._known[key] = super().match(question, kept)
        return self._known[key]

    def first(self, question: Question) -> Match:
        return without(super().first(question), self._part)

    def _read_afresh(self, reading: Reading) -> Floats:
        keys = [("\n".join(reading.wordings), order) for order in reading.chosen]
        fresh = [key for key in keys if key not in self._logits]
        if fresh:
            read = super()._read_afresh(replace(reading, chosen=tuple(order for _, order in fresh)))
            self._logits.update(zip(fresh, map(float, read), strict=True))
        return np.asarray([self._logits[key] for key in keys], dtype=np.float32)

    def _near(self, encoded: Encoded) -> Near:
        key = encoded.vectors.tobytes()
        if key not in self._nearness:
            self._nearness[key] = super()._near(encoded)
        return self._nearness[key]


def without(match: Match, part: Part | None) -> Match:
    """The match as if the part had found nothing."""
    none = np.zeros_like(match.coverage)
    changed = match
    if part in (Part.LATE, Part.VECTORS):
        changed = replace(changed, late=none, nearness=none, farthest=none)
    if part in (Part.DENSE, Part.VECTORS):
        changed = replace(changed, dense=none, cosine=none)
    if part is Part.BM25:
        changed = replace(changed, lexical=none)
    if part is Part.WORDS:
        groups = np.zeros_like(match.groups)
        changed = replace(changed, groups=groups, coverage=none, absent=0.0)
    return changed


class PartEngine(Engine):
    """The engine without one part; whole where that is null.

    `shared` is what engines over the same index share.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        folder: Path,
        part: Part | None,
        shared: Shared | None = None,
    ) -> None:
        if part is Part.COMPOUNDS:
            index = replace(index, lexicon=_without_parts(index.lexicon))
        super().__init__(index, encoder, folder)
        places = load_communities(index.folder)
        if part is Part.PLACES:
            places = Communities((), (), frozenset(), frozenset())
        narrows = narrowable(index.plans, index.passages, places)
        self.answer_with(
            PartMatcher(index, encoder, part, shared or Shared()),
            PartReader(index.lexicon, Gazetteer(places), narrows, part),
        )
        if part is Part.PRIOR:
            self._prose = np.zeros_like(self._prose)


def _without_parts(lexicon: Lexicon) -> Lexicon:
    fields: Mapping[Field, Postings] = {
        **lexicon.fields,
        Field.TEXT_PARTS: _EMPTY,
        Field.CONTEXT_PARTS: _EMPTY,
    }
    return replace(lexicon, fields=fields)
