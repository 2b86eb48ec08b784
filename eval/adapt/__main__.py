"""Train the adapter and write it.

    python -m eval.adapt [--epochs 1.5] [--start adapter.npz] [--out indexer/data/adapter.npz]

Two objectives on batches of wordings and passages of two collections, with passages that the
encoder is likeliest to mistake for answers: every answer before all that is none, by the cosine, by
late interaction and by one logit of both (a listwise loss, over answers alone); and that logit
above zero for answers and below for the rest, unanswerable needs among them. Every fourth step
counterparts are drawn together. What is only on the same subject counts neither way. The
collections kept apart (`eval.adapt.collections.APART`) are never read.

Afterwards pin in `indexer/model/pinned.py`
what `python -m eval.adapt --digest` prints, index anew, and fit the relevance models again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from eval.adapt.collections import APART, Collection, Wording, load_collection, names
from eval.adapt.network import HIDDEN, Encodings, Network, Texts, listwise
from indexer.model import PASSAGE_PREFIX, QUERY_PREFIX, find_source
from indexer.model.adapter import load_adapter, read_adapter
from indexer.model.packed import file_sha256, read_packed_model
from indexer.model.weights import write_safetensors

ADAPTER = Path(__file__).parents[2] / "indexer" / "data" / "adapter.npz"
QUESTIONS, PASSAGES = 24, 72
"""Wordings and passages of a batch."""
NEAREST, NEAR = 12, 2
"""Wrong passages nearest to a wording when training begins, and how many of them a batch has."""
TEMPERATURE = 0.02
FACTORS, SALIENCE, HEAD = 3e-4, 3e-3, 0.1
"""Learning rates."""
ABSOLUTE = 10.0
"""What the second objective weighs beside the first."""


def train(epochs: float, chosen: Sequence[str], start: Path | None = None) -> Network:
    """A network adapted to these collections, from an adapter or from the packaged encoder; the
    same seed gives the same on one machine."""
    random.seed(0)
    torch.manual_seed(0)
    collections, network = [load_collection(name) for name in chosen], Network()
    if start:
        network.take(read_adapter(start.read_bytes()))
    passages = _Passages(network, collections)
    wordings = [wording for own in collections for wording in own.wordings]
    questions = Texts(network, [wording.text for wording in wordings], QUERY_PREFIX)
    rows_of = _slices([len(own.wordings) for own in collections])
    near = [
        row
        for own, rows in zip(collections, rows_of, strict=True)
        for row in _misleading(own, passages, questions, rows)
    ]
    factors = [p for part in network.adapted.values() for p in (part.down, part.up)]
    optimizer = torch.optim.AdamW(
        [
            {"params": factors, "lr": FACTORS, "weight_decay": 0.01},
            {"params": [network.salience, network.salience_bias], "lr": SALIENCE},
            {"params": [network.weights, network.bias], "lr": HEAD},
        ],
        weight_decay=0.0,
    )
    steps = int(epochs * len(wordings) / QUESTIONS)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    for step in range(steps):
        two = random.sample(range(len(collections)), 2)
        rows = [row for each in two for row in random.sample(rows_of[each], QUESTIONS // 2)]
        asked = [wordings[row] for row in rows]
        pool = [p.passage_id for each in two for p in collections[each].passages]
        shown = _batch(asked, [near[row] for row in rows], pool)
        scores = network.scores(questions.encode(rows), passages.encode(shown))
        loss = _loss(scores, asked, shown)
        if step % 4 == 3:
            loss = loss + 0.5 * _counterparts(passages)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        pace.step()
        if step % 20 == 19:
            print(f"{step + 1}/{steps}: {float(loss.detach()):.2f}", file=sys.stderr, flush=True)
    return network


class _Passages:
    """The passages of all collections, by their ids."""

    def __init__(self, network: Network, collections: Sequence[Collection]) -> None:
        passages = [passage for own in collections for passage in own.passages]
        self._row = {passage.passage_id: row for row, passage in enumerate(passages)}
        self._texts = Texts(network, [passage.for_encoder for passage in passages], PASSAGE_PREFIX)
        self.pairs = frozenset(pair for own in collections for pair in own.pairs)

    def encode(self, ids: Sequence[str]) -> Encodings:
        return self._texts.encode([self._row[passage_id] for passage_id in ids])


def _slices(sizes: Sequence[int]) -> list[range]:
    ends = list(accumulate(sizes))
    return [range(end - size, end) for end, size in zip(ends, sizes, strict=True)]


def _misleading(
    own: Collection, passages: _Passages, questions: Texts, rows: Sequence[int]
) -> list[list[str]]:
    """For each wording the passages nearest to it that are neither answers nor on its subject."""
    ids = [passage.passage_id for passage in own.passages]
    with torch.no_grad():
        vectors = passages.encode(ids).vectors
        asked = torch.cat(
            [questions.encode(rows[i : i + 64]).vectors for i in range(0, len(rows), 64)]
        )
        order = (asked @ vectors.T).argsort(dim=1, descending=True).tolist()
    found = []
    for wording, nearest in zip(own.wordings, order, strict=True):
        wrong = [ids[i] for i in nearest if ids[i] not in wording.answers | wording.related]
        found.append(wrong[:NEAREST])
    return found


def _batch(
    asked: Sequence[Wording], near: Sequence[Sequence[str]], pool: Sequence[str]
) -> list[str]:
    """An answer of each wording, or what is on its subject, some that it is easily taken for, and
    others of the same collections."""
    chosen = [
        random.choice(sorted(wording.answers or wording.related))
        for wording in asked
        if wording.answers or wording.related
    ]
    chosen += [text for wrong in near for text in random.sample(wrong, NEAR)]
    rest = sorted(set(pool) - set(chosen))
    unique = list(dict.fromkeys(chosen))
    return unique + random.sample(rest, min(len(rest), PASSAGES - len(unique)))


def _loss(
    scores: tuple[Tensor, Tensor, Tensor], asked: Sequence[Wording], shown: Sequence[str]
) -> Tensor:
    dense, late, logit = scores
    right = torch.tensor([[text in wording.answers for text in shown] for wording in asked])
    left_out = torch.tensor(
        [[bool(wording.answers) and text in wording.related for text in shown] for wording in asked]
    )
    ranked = (dense / TEMPERATURE, late / TEMPERATURE, logit)
    wrong = ~right & ~left_out
    ordered = sum((listwise(each, right, wrong) for each in ranked), torch.zeros(()))
    absolute = nn.functional.binary_cross_entropy_with_logits(
        logit, right.float(), reduction="none", pos_weight=torch.tensor(3.0)
    )
    return ordered + ABSOLUTE * absolute[~left_out].mean()


def _counterparts(passages: _Passages) -> Tensor:
    """Measures of other plans that undertake the same, against the others drawn."""
    some = random.sample(sorted(passages.pairs), 12)
    shown = list(dict.fromkeys(text for pair in some for text in pair))
    place = {text: position for position, text in enumerate(shown)}
    vectors = passages.encode(shown).vectors
    scores = vectors[[place[left] for left, _ in some]] @ vectors.T / TEMPERATURE
    known = passages.pairs | {(right, left) for left, right in passages.pairs}
    hidden = [
        [text == left or (text != right and (left, text) in known) for text in shown]
        for left, right in some
    ]
    wanted = torch.tensor([place[right] for _, right in some])
    return nn.functional.cross_entropy(scores.masked_fill(torch.tensor(hidden), HIDDEN), wanted)


def digest() -> str:
    """The sha256 of the weights that unpacking with this adapter gives."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.safetensors"
        write_safetensors(read_packed_model(find_source(), load_adapter()), path)
        return file_sha256(path)


def main() -> None:
    """Train and write, or print the digest of what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=1.5)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--start", type=Path, help="an adapter to go on from")
    parser.add_argument("--digest", action="store_true")
    args = parser.parse_args()
    if args.digest:
        print(digest())
        return
    factors: dict[str, Any] = train(
        args.epochs, [n for n in names() if n not in APART], args.start
    ).factors()
    np.savez(args.out, **factors)


if __name__ == "__main__":
    main()
