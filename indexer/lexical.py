"""The lexical index: for every field and term, the passages that have it.

Postings are arrays on disk that are mapped, not read: three to a field, the passages of all
terms one after the other, how often each has the term, and where each term's passages begin.
So are the places of every term, by which words are told to stand together.
Scoring is left to the service; here is only what stands where.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Token, tokenize
from indexer.records import Kind, Measure, Passage

FIELD_GAP = 20
"""Words put between the fields of a passage, so that nothing is near over a border."""

TERMS = "terms.json"
WORDS = "words.json"
PLACES = "places"


class Field(StrEnum):
    """Where in a passage a term stands; `…_parts` are the parts of compounds there.

    Facets are what a passage is labelled with: for whom, by whom, how far; its headings, if
    it is prose. The context is what governs a measure and what it is measured by.
    """

    TEXT = "text"
    FACETS = "facets"
    CONTEXT = "context"
    TEXT_PARTS = "text_parts"
    CONTEXT_PARTS = "context_parts"


@dataclass(frozen=True, slots=True)
class Postings:
    """A field's terms: those of term i are `passages[starts[i]:starts[i + 1]]`, ascending."""

    places: Mapping[str, int]
    starts: NDArray[np.int64]
    passages: NDArray[np.int32]
    counts: NDArray[np.int32]

    def of(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The passages that have a term, ascending, and how often each does."""
        place = self.places.get(term)
        if place is None:
            return self.passages[:0], self.counts[:0]
        run = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.passages[run], self.counts[run]


@dataclass(frozen=True, slots=True)
class Places:
    """Where terms stand, in words from the index's beginning: those of term i, parts of compounds
    too, are `words[starts[i]:starts[i + 1]]`, ascending; passage j begins at `passages[j]`.

    Fields and passages are `FIELD_GAP` words apart.
    """

    places: Mapping[str, int]
    starts: NDArray[np.int64]
    words: NDArray[np.int32]
    passages: NDArray[np.int32]

    def of(self, term: str) -> NDArray[np.int32]:
        """The places of a term, ascending."""
        place = self.places.get(term)
        if place is None:
            return self.words[:0]
        return self.words[int(self.starts[place]) : int(self.starts[place + 1])]

    def together(self, terms: Sequence[str], width: int) -> NDArray[np.intp]:
        """The passages, ascending, in which all terms stand within `width` words of one that is
        the first of them; `width` is less than the gap between fields."""
        near = self.of(terms[0])
        for term in terms[1:]:
            others = self.of(term)
            if not len(others):
                return np.empty(0, dtype=np.intp)
            after = np.searchsorted(others, near)
            next_ = others[np.minimum(after, len(others) - 1)]
            last = others[np.maximum(after - 1, 0)]
            near = near[(np.abs(next_ - near) <= width) | (np.abs(near - last) <= width)]
        return np.unique(np.searchsorted(self.passages, near, side="right") - 1)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All fields, the lengths of texts in words, every word with its number of passages, and
    where each term stands."""

    fields: Mapping[Field, Postings]
    places: Places
    lengths: NDArray[np.int32]
    words: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.lengths)


def texts_of(passage: Passage) -> dict[Field, str]:
    """The texts of a passage by field."""
    measure = passage.measure
    if passage.kind is Kind.PROSE or measure is None:
        sections = " . ".join(passage.source.section)
        return {
            Field.TEXT: passage.text,
            Field.FACETS: sections,
            Field.CONTEXT: passage.encoded,
        }
    number = f"{measure.number} . " if measure.number else ""
    return {
        Field.TEXT: number + measure.text,
        Field.FACETS: " . ".join(_facets(measure)),
        Field.CONTEXT: " . ".join(_context(measure)),
    }


def _facets(measure: Measure) -> Iterator[str]:
    yield from measure.responsible
    for text in (measure.target_group, measure.status):
        if text:
            yield text
    yield from measure.notes


def _context(measure: Measure) -> Iterator[str]:
    yield from measure.source.section
    if measure.goal:
        yield measure.goal
    yield from measure.heading
    yield from measure.indicators
    yield from measure.other.values()


def write_lexicon(passages: Sequence[Passage], folder: Path) -> None:
    """Write the lexical index of passages, in their order, into a new folder."""
    folder.mkdir()
    found: dict[Field, dict[str, Counter[int]]] = {f: defaultdict(Counter) for f in Field}
    words: Counter[str] = Counter()
    places: dict[str, array[int]] = defaultdict(lambda: array("i"))
    lengths, begins, place = [], [], 0
    for order, passage in enumerate(passages):
        tokens = {name: tokenize(text) for name, text in texts_of(passage).items()}
        begins.append(place)
        place = _note_places(places, place, tokens.values())
        lengths.append(len(tokens[Field.TEXT]))
        words.update({token.word for found_in in tokens.values() for token in found_in})
        _count(found, order, tokens)
    np.save(folder / "lengths.npy", np.asarray(lengths, dtype=np.int32))
    terms = {name.value: _write_field(folder, name, found[name]) for name in Field}
    terms[PLACES] = _write_places(folder, places, begins)
    _write_json(folder / TERMS, terms)
    _write_json(folder / WORDS, dict(sorted(words.items())))


def _count(
    found: Mapping[Field, dict[str, Counter[int]]],
    order: int,
    tokens: Mapping[Field, Sequence[Token]],
) -> None:
    for name, own in tokens.items():
        parts = {Field.TEXT: Field.TEXT_PARTS}.get(name, Field.CONTEXT_PARTS)
        for token in own:
            found[name][token.stem][order] += 1
            for part in token.parts:
                found[parts][part][order] += 1


def _note_places(
    places: Mapping[str, array[int]], place: int, fields: Iterable[Sequence[Token]]
) -> int:
    """Note where the terms of a passage stand that begins at a place; where the next begins."""
    for own in fields:
        for token in own:
            for term in {token.stem, *token.parts}:
                places[term].append(place)
            place += 1
        place += FIELD_GAP
    return place


def _write_places(
    folder: Path, places: Mapping[str, array[int]], begins: Sequence[int]
) -> list[str]:
    terms = sorted(places)
    starts = np.cumsum([0, *(len(places[term]) for term in terms)], dtype=np.int64)
    words = np.empty(int(starts[-1]), dtype=np.int32)
    for start, term in zip(starts, terms, strict=False):
        words[start : start + len(places[term])] = places[term]
    np.save(folder / f"{PLACES}.starts.npy", starts)
    np.save(folder / f"{PLACES}.words.npy", words)
    np.save(folder / f"{PLACES}.passages.npy", np.asarray(begins, dtype=np.int32))
    return terms


def _write_field(folder: Path, name: Field, found: Mapping[str, Counter[int]]) -> list[str]:
    terms = sorted(found)
    runs = [sorted(found[term].items()) for term in terms]
    starts = np.cumsum([0, *(len(run) for run in runs)], dtype=np.int64)
    flat = np.asarray([pair for run in runs for pair in run], dtype=np.int32).reshape(-1, 2)
    np.save(folder / f"{name}.starts.npy", starts)
    np.save(folder / f"{name}.passages.npy", np.ascontiguousarray(flat[:, 0]))
    np.save(folder / f"{name}.counts.npy", np.ascontiguousarray(flat[:, 1]))
    return terms


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load_lexicon(folder: Path) -> Lexicon:
    """The lexical index in a folder. Raises OSError or ValueError where it is damaged."""
    terms: dict[str, list[str]] = json.loads((folder / TERMS).read_text(encoding="utf-8"))
    words: dict[str, int] = json.loads((folder / WORDS).read_text(encoding="utf-8"))

    def mapped(name: str) -> NDArray[np.int32]:
        loaded: NDArray[np.int32] = np.load(folder / f"{name}.npy", mmap_mode="r")
        return loaded

    fields = {
        name: Postings(
            {term: place for place, term in enumerate(terms[name.value])},
            np.load(folder / f"{name}.starts.npy"),
            mapped(f"{name}.passages"),
            mapped(f"{name}.counts"),
        )
        for name in Field
    }
    places = Places(
        {term: place for place, term in enumerate(terms[PLACES])},
        np.load(folder / f"{PLACES}.starts.npy"),
        mapped(f"{PLACES}.words"),
        mapped(f"{PLACES}.passages"),
    )
    return Lexicon(fields, places, mapped("lengths"), words)
