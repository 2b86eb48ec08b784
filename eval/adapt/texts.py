"""What the re-ranker is trained on: passages and questions, each in variants.

A passage is read with its glosses and without, and misread as scans are; a question as it is put,
in plans' words as `service.matching.match` puts it beside that, and mistyped.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.adapt.collections import TRAINING, Collection, load_collection
from eval.damages import misread, mistype
from indexer.communities import load_communities
from indexer.lexical import load_lexicon, write_lexicon
from indexer.model import PASSAGE_PREFIX, QUERY_PREFIX
from indexer.passages import glossed
from indexer.read import read_file
from indexer.records import Kind, Passage, Plan, PlanRead
from service.matching.match import in_plans_words
from service.reading.narrowable import narrowable
from service.reading.places import Gazetteer
from service.reading.understand import Reader

CORPUS = Path(__file__).parents[2] / "corpus"

PASSAGE_SHARES = (0.7, 0.1, 0.1, 0.1)
"""With glosses; without; a tenth of the words misread, or a twentieth."""
QUESTION_SHARES = (0.55, 0.3, 0.1, 0.05)
"""As it is put; in plans' words; with one slip, or two."""


@dataclass(frozen=True, slots=True)
class Need:
    """A question, or a measure that asks for its counterparts; places are those in a collection."""

    variants: tuple[str, ...]
    """As `QUESTION_SHARES` has them."""
    answers: frozenset[int]
    related: frozenset[int]
    """What is only on the same subject."""
    measure: int | None
    """Of a measure its own place: no passage of its plan is shown with it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A collection's texts."""

    name: str
    passages: tuple[tuple[str, ...], ...]
    """As `PASSAGE_SHARES` has them."""
    plans: tuple[str, ...]
    """The plan of each passage."""
    needs: tuple[Need, ...]


def prepare(name: str) -> Prepared:
    """The texts of a collection; the same every time."""
    documents, own = collection_of(name)
    return texts_of(own, [document.plan for document in documents])


def collection_of(name: str) -> tuple[list[PlanRead], Collection]:
    """A collection and its plans as they are read."""
    documents = [read_file(file) for file in sorted((TRAINING / name).glob("plans/*"))]
    passages = [glossed(passage) for document in documents for passage in document.passages]
    return documents, load_collection(name, passages)


def texts_of(own: Collection, plans: Sequence[Plan]) -> Prepared:
    """The texts of a collection over these plans."""
    with tempfile.TemporaryDirectory() as folder:
        reader = _reader(plans, own.passages, Path(folder))
        needs = (*_of_people(own, reader), *_of_measures(own))
    return Prepared(
        own.name,
        tuple(_of_passage(passage) for passage in own.passages),
        tuple(passage.plan_id for passage in own.passages),
        needs,
    )


def _reader(plans: Sequence[Plan], passages: Sequence[Passage], folder: Path) -> Reader:
    """What reads questions with the words of these passages; they are kept in the folder."""
    communities = load_communities(CORPUS)
    write_lexicon(passages, folder / "lexicon")
    lexicon = load_lexicon(folder / "lexicon")
    narrows = narrowable(plans, passages, communities)
    return Reader(lexicon, Gazetteer(communities, plans), narrows)


def _of_passage(passage: Passage) -> tuple[str, ...]:
    whole = passage.for_encoder
    variants = (
        whole,
        passage.encoded,
        misread(whole, 0.1, whole),
        misread(whole, 0.05, f"{whole}x"),
    )
    return tuple(PASSAGE_PREFIX + text for text in variants)


def _of_people(own: Collection, reader: Reader) -> Iterator[Need]:
    place = {passage.passage_id: row for row, passage in enumerate(own.passages)}
    for wording in own.wordings:
        text = wording.text
        variants = (
            text,
            in_plans_words(reader.read(text)) or text,
            mistype(text, 1, text),
            mistype(text, 2, f"{text}y"),
        )
        yield Need(
            tuple(QUERY_PREFIX + each for each in variants),
            frozenset(place[each] for each in wording.answers),
            frozenset(place[each] for each in wording.related),
            None,
        )


def _of_measures(own: Collection) -> Iterator[Need]:
    place = {passage.passage_id: row for row, passage in enumerate(own.passages)}
    plans = {passage.passage_id: passage.plan_id for passage in own.passages}
    for row, passage in enumerate(own.passages):
        if passage.kind is not Kind.MEASURE:
            continue
        text, self_id = passage.text, passage.passage_id
        others = {each for pair in own.pairs if self_id in pair for each in pair}
        yield Need(
            tuple(QUERY_PREFIX + each for each in (text, text, misread(text, 0.1, text), text)),
            frozenset(place[each] for each in others if plans[each] != passage.plan_id),
            frozenset(),
            row,
        )
