"""Train the adapter and write it.

    python -m eval.adapt [--epochs 1.5] [--out indexer/data/adapter.npz]

Two objectives on batches of wordings and passages of two collections, so that most passages are
near misses: every answer before all that is none, by the cosine, by late interaction and by one
logit of both (a listwise loss, over answers alone); and that logit above zero for answers and below
for the rest, unanswerable needs among them. Every fourth step counterparts are drawn together.
What is only on the same subject counts neither way. Afterwards pin in `indexer/model/pinned.py`
what `python -m eval.adapt --digest` prints, index anew, and fit the relevance models again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from eval.adapt.collections import Collections, Need, load_collections
from eval.adapt.network import HIDDEN, Network, Texts
from indexer.model import PASSAGE_PREFIX, QUERY_PREFIX, find_source
from indexer.model.adapter import load_adapter
from indexer.model.packed import file_sha256, read_packed_model
from indexer.model.weights import write_safetensors

ADAPTER = Path(__file__).parents[2] / "indexer" / "data" / "adapter.npz"
QUESTIONS, PASSAGES = 24, 64
"""Wordings and passages of a batch."""
TEMPERATURE = 0.02
FACTORS, SALIENCE, HEAD = 3e-4, 3e-3, 0.1
"""Learning rates."""
ABSOLUTE = 10.0
"""What the second objective weighs beside the first."""


def train(epochs: float) -> Network:
    """A network adapted to all collections; the same seed gives the same on one machine."""
    random.seed(0)
    torch.manual_seed(0)
    collections, network = load_collections(), Network()
    passages = Texts(network, collections.texts, PASSAGE_PREFIX)
    questions = Texts(network, [need.text for need in collections.needs], QUERY_PREFIX)
    own: dict[str, list[int]] = {}
    for row, need in enumerate(collections.needs):
        own.setdefault(need.collection, []).append(row)
    factors = [p for part in network.adapted.values() for p in (part.down, part.up)]
    optimizer = torch.optim.AdamW(
        [
            {"params": factors, "lr": FACTORS, "weight_decay": 0.01},
            {"params": [network.salience, network.salience_bias], "lr": SALIENCE},
            {"params": [network.weights, network.bias], "lr": HEAD},
        ],
        weight_decay=0.0,
    )
    steps = int(epochs * len(collections.needs) / QUESTIONS)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    for step in range(steps):
        chosen = random.sample(sorted(own), 2)
        rows = [row for name in chosen for row in random.sample(own[name], QUESTIONS // 2)]
        needs = [collections.needs[row] for row in rows]
        texts = _batch(needs, [text for name in chosen for text in collections.of[name]])
        loss = _loss(network, questions, passages, rows, needs, texts)
        if step % 4 == 3:
            loss = loss + 0.5 * _counterparts(passages, collections)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        pace.step()
        if step % 20 == 19:
            print(f"{step + 1}/{steps}: {float(loss.detach()):.2f}", file=sys.stderr, flush=True)
    return network


def _batch(needs: list[Need], pool: list[int]) -> list[int]:
    """An answer of each need, or what comes nearest, and others of the same collections."""
    chosen = [
        random.choice(sorted(need.answers or need.related))
        for need in needs
        if need.answers or need.related
    ]
    rest = sorted(set(pool) - set(chosen))
    unique = list(dict.fromkeys(chosen))
    return unique + random.sample(rest, min(len(rest), PASSAGES - len(unique)))


def _loss(
    network: Network,
    questions: Texts,
    passages: Texts,
    rows: list[int],
    needs: list[Need],
    texts: list[int],
) -> Tensor:
    dense, late, logit = network.scores(questions.encode(rows), passages.encode(texts))
    right = torch.tensor([[text in need.answers for text in texts] for need in needs])
    left_out = torch.tensor(
        [[bool(need.answers) and text in need.related for text in texts] for need in needs]
    )
    ranked = (dense / TEMPERATURE, late / TEMPERATURE, logit)
    listwise = sum((_listwise(scores, right, left_out) for scores in ranked), torch.zeros(()))
    each = nn.functional.binary_cross_entropy_with_logits(
        logit, right.float(), reduction="none", pos_weight=torch.tensor(3.0)
    )
    return listwise + ABSOLUTE * each[~left_out].mean()


def _listwise(scores: Tensor, right: Tensor, left_out: Tensor) -> Tensor:
    """Every answer against all that is none."""
    has = right.any(1)
    shown = scores.masked_fill(left_out, HIDDEN)[has]
    wrong = shown.masked_fill(right[has], HIDDEN).logsumexp(1, keepdim=True)
    each = torch.logaddexp(shown, wrong.expand_as(shown)) - shown
    return ((each * right[has]).sum(1) / right[has].sum(1)).mean()


def _counterparts(passages: Texts, collections: Collections) -> Tensor:
    """Measures of other plans that undertake the same, against the others drawn."""
    some = random.sample(sorted(collections.pairs), 12)
    texts = list(dict.fromkeys(text for pair in some for text in pair))
    place = {text: position for position, text in enumerate(texts)}
    vectors = passages.encode(texts).vectors
    scores = vectors[[place[left] for left, _ in some]] @ vectors.T / TEMPERATURE
    known = collections.pairs | {(right, left) for left, right in collections.pairs}
    hidden = [
        [text == left or (text != right and (left, text) in known) for text in texts]
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
    parser.add_argument("--digest", action="store_true")
    args = parser.parse_args()
    if args.digest:
        print(digest())
        return
    factors: dict[str, Any] = train(args.epochs).factors()
    np.savez(args.out, **factors)


if __name__ == "__main__":
    main()
