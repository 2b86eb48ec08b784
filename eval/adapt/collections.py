"""The invented plans of `eval/training` and what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.passages import glossed
from indexer.read import read_file
from indexer.records import Passage

TRAINING = Path(__file__).parents[1] / "training"

APART = ("c9", "c12", "c36")
"""Collections that the encoder is never adapted on: the relevance models are fitted on the first
too, and nothing on the others, by which `eval.unseen` measures."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put a need: the passages that answer, and those that are only on the subject."""

    text: str
    answers: frozenset[str]
    related: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection's passages, what is asked of them, and pairs of counterparts."""

    name: str
    passages: tuple[Passage, ...]
    wordings: tuple[Wording, ...]
    pairs: frozenset[tuple[str, str]]


class TrainingError(Exception):
    """A judgement names what its plans do not have."""


def names(folder: Path = TRAINING) -> list[str]:
    """The collections there are."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def load_collection(name: str, passages: Sequence[Passage] | None = None) -> Collection:
    """A collection over its plans as they are read, or over the passages of an index of them.

    Raises `TrainingError`.
    """
    folder = TRAINING / name
    if passages is None:
        files = sorted(folder.glob("plans/*"))
        passages = [glossed(passage) for file in files for passage in read_file(file).passages]
    keys = keys_of(name, passages)
    wordings = []
    for _, answers, related, *texts in _lines(folder / "needs.tsv"):
        right = _ids(keys, answers)
        wordings += [Wording(text, right, _ids(keys, related) - right) for text in texts if text]
    pairs = {
        (keys[key], other)
        for key, others in _lines(folder / "counterparts.tsv")
        for other in _ids(keys, others)
    }
    return Collection(name, tuple(passages), tuple(wordings), frozenset(pairs))


def keys_of(name: str, passages: Sequence[Passage]) -> dict[str, str]:
    """Key of a measure or of prose -> the passage that has it. Raises `TrainingError`."""
    lines = _lines(TRAINING / name / "measures.tsv")
    return {key: _find(passages, key, anchor) for key, anchor in lines}


def _lines(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


def _ids(keys: dict[str, str], listed: str) -> frozenset[str]:
    return frozenset(keys[key.strip()] for key in listed.split(",") if key.strip())


def _find(passages: Sequence[Passage], key: str, anchor: str) -> str:
    """The passage that holds the anchor, or most of it where a row was read as several."""
    plan = [passage for passage in passages if passage.plan_id == key.split("/", maxsplit=1)[0]]
    wanted = _squeeze(anchor)
    for size in (len(wanted), 60, 30):
        for passage in plan:
            if wanted[:size] in _squeeze(passage.text):
                return passage.passage_id
    for passage in plan:
        if wanted in _squeeze(passage.source.quote):
            return passage.passage_id
    raise TrainingError(f"{key}: no passage of its plan has {anchor!r}")


def _squeeze(text: str) -> str:
    return " ".join(re.sub(r"<br>|[|*_`•]", " ", text).split())
