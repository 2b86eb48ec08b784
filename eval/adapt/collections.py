"""The invented plans of `eval/training` and what is asked of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from indexer.read import read_file
from indexer.records import Passage

TRAINING = Path(__file__).parents[1] / "training"


@dataclass(frozen=True, slots=True)
class Need:
    """One wording of a need: passages that answer, and those that are only on the subject."""

    collection: str
    text: str
    answers: frozenset[int]
    related: frozenset[int]


@dataclass(frozen=True, slots=True)
class Collections:
    """Texts as they are encoded, by collection; needs; counterparts as pairs of positions."""

    texts: tuple[str, ...]
    of: dict[str, tuple[int, ...]]
    needs: tuple[Need, ...]
    pairs: frozenset[tuple[int, int]]


class TrainingError(Exception):
    """A judgement names what its plans do not have."""


def load_collections(folder: Path = TRAINING) -> Collections:
    """Every collection, read as any plan is. Raises `TrainingError`."""
    texts: list[str] = []
    of: dict[str, tuple[int, ...]] = {}
    needs: list[Need] = []
    pairs: set[tuple[int, int]] = set()
    for own in sorted(path for path in folder.iterdir() if path.is_dir()):
        passages = [p for file in sorted(own.glob("plans/*")) for p in read_file(file).passages]
        first = len(texts)
        texts += [passage.encoded for passage in passages]
        of[own.name] = tuple(range(first, len(texts)))
        keys = {
            key: first + _find(passages, key, anchor)
            for key, anchor in _lines(own / "measures.tsv")
        }
        for _, answers, related, *wordings in _lines(own / "needs.tsv"):
            right = _positions(keys, answers)
            needs += [
                Need(own.name, text, right, _positions(keys, related) - right)
                for text in wordings
                if text
            ]
        for key, others in _lines(own / "counterparts.tsv"):
            pairs |= {(keys[key], other) for other in _positions(keys, others)}
    return Collections(tuple(texts), of, tuple(needs), frozenset(pairs))


def _lines(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


def _positions(keys: dict[str, int], listed: str) -> frozenset[int]:
    return frozenset(keys[key.strip()] for key in listed.split(",") if key.strip())


def _find(passages: list[Passage], key: str, anchor: str) -> int:
    """The passage that holds the anchor, or most of it where a row was read as several."""
    plan = key.split("/", maxsplit=1)[0]
    wanted = _squeeze(anchor)
    for size in (len(wanted), 60, 30):
        for position, passage in enumerate(passages):
            if passage.plan_id == plan and wanted[:size] in _squeeze(
                f"{passage.text} {passage.source.quote}"
            ):
                return position
    raise TrainingError(f"{key}: no passage of {plan} has {anchor!r}")


def _squeeze(text: str) -> str:
    return " ".join(re.sub(r"<br>|[|*_`•]", " ", text).split())
