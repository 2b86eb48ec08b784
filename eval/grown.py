"""A large index out of a small one, to see what takes how long: every passage many times over.

Every copy is of a plan of its own. A third of its words are others of the plans, or new compounds
of two of them, so that the vocabulary grows as it does with more text; its vectors are the
original's, each with a little noise, since to encode so many texts takes an hour. What is
asked stands in as large a share of the passages as in the small index. Answers out of it mean
nothing; files, postings and vectors are as an index has them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from indexer.communities import FILE as COMMUNITIES
from indexer.index import (
    LEXICAL,
    MANIFEST,
    MIDDLE,
    OWN_VECTORS,
    TOKENS,
    VECTORS,
    Index,
    checksums,
    publish,
    write_vectors,
)
from indexer.late import TokenVectors, write_tokens
from indexer.lexical import write_lexicon
from indexer.records import Passage, Plan
from indexer.store import PASSAGES, PLANS, write_json, write_lines

Floats = NDArray[np.float32]

OTHER_WORD, COMPOUND = 0.25, 0.08
"""Shares of a copy's words that are another word of the plans, and a new compound of two."""

COMPOUNDS = 60_000
"""New compounds; each is taken apart once, which takes long."""

NOISE = 0.3
"""Length of what is added to a vector of length 1: the copy's cosine to its original is 0.96."""

_WORD = re.compile(r"[^\W\d_]{4,}")


class _Tokens(Sequence[Floats]):
    """The token vectors or states of all passages, made as they are asked for."""

    def __init__(self, stored: TokenVectors, orders: Sequence[int]) -> None:
        self._own = [stored.of(i) for i in range(len(stored))]
        self._orders = orders
        longest = max(len(own) for own in self._own)
        self._noise = _noise(longest + 1009, self._own[0].shape[1])

    def __len__(self) -> int:
        return len(self._orders)

    @overload
    def __getitem__(self, order: int) -> Floats: ...
    @overload
    def __getitem__(self, order: slice) -> Sequence[Floats]: ...
    def __getitem__(self, order: int | slice) -> Floats | Sequence[Floats]:
        if isinstance(order, slice):
            return [self[i] for i in range(len(self))[order]]
        own, first = self._own[self._orders[order]], order % 1009
        return own + self._noise[first : first + len(own)]


def _noise(count: int, dimensions: int) -> Floats:
    drawn = np.random.default_rng(3).standard_normal((count, dimensions), dtype=np.float32)
    return np.asarray(drawn * (NOISE / np.sqrt(dimensions)), dtype=np.float32)


def grow(index: Index, size: int, index_dir: Path) -> None:
    """Publish an index of `size` passages in a folder."""
    folder = index_dir / "v-grown"
    folder.mkdir(parents=True)
    copies = -(-size // len(index.passages))
    orders = [order for _ in range(copies) for order in range(len(index.passages))][:size]
    words = [w for p in index.passages for w in _WORD.findall(p.text)]
    rng = random.Random(3)
    compounds = [(rng.choice(words) + rng.choice(words)).lower() for _ in range(COMPOUNDS)]
    passages = [
        _copied(
            index.passages[order],
            place // len(index.passages),
            partial(varied, words=words, compounds=compounds, rng=random.Random(place)),
        )
        for place, order in enumerate(orders)
    ]
    plans = [_plan(plan, copy) for copy in range(copies) for plan in index.plans]
    write_lines(folder / "passages.jsonl", PASSAGES, passages)
    write_lines(folder / "plans.jsonl", PLANS, plans)
    (folder / "rejected.jsonl").touch()
    (folder / "repairs").mkdir()
    for plan in plans:
        (folder / "repairs" / f"{plan.plan_id}.jsonl").touch()
    (folder / COMMUNITIES).write_bytes((index.folder / COMMUNITIES).read_bytes())
    vectors = np.stack([index.vector(order) for order in range(len(index.passages))])[orders]
    vectors = vectors + _noise(size, vectors.shape[1])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for name in (VECTORS, OWN_VECTORS):
        write_vectors(vectors, folder / name)
    write_tokens(folder / TOKENS, _Tokens(index.tokens, orders))
    write_tokens(folder / MIDDLE, _Tokens(index.middle, orders))
    write_lexicon(passages, folder / LEXICAL)
    counts = index.manifest["plans"]
    manifest = json.loads(json.dumps(dict(index.manifest)))
    manifest["plans"] = {
        _name(plan_id, copy): counts[plan_id] for copy in range(copies) for plan_id in counts
    }
    manifest["files"] = checksums(folder)
    write_json(folder / MANIFEST, manifest)
    publish(index_dir, "v-grown")


def _name(plan_id: str, copy: int) -> str:
    return f"{plan_id}-k{copy}"


def _plan(plan: Plan, copy: int) -> Plan:
    return replace(plan, plan_id=_name(plan.plan_id, copy))


def _copied(passage: Passage, copy: int, changed: Callable[[str], str]) -> Passage:
    plan_id = _name(passage.plan_id, copy)
    passage_id = passage.passage_id.replace(passage.plan_id, plan_id, 1)
    source = replace(passage.source, plan_id=plan_id)
    text = changed(passage.text)
    measure = passage.measure and replace(
        passage.measure, measure_id=passage_id, plan_id=plan_id, text=text, source=source
    )
    return replace(
        passage,
        passage_id=passage_id,
        plan_id=plan_id,
        text=text,
        encoded=passage.encoded.replace(passage.text, text),
        source=source,
        measure=measure,
    )


def varied(text: str, words: Sequence[str], compounds: Sequence[str], rng: random.Random) -> str:
    """A text with some of its words changed."""

    def other(match: re.Match[str]) -> str:
        drawn = rng.random()
        if drawn < COMPOUND:
            return rng.choice(compounds)
        return rng.choice(words) if drawn < COMPOUND + OTHER_WORD else match[0]

    return _WORD.sub(other, text)
