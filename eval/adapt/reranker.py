"""Train the re-ranker and write its factors.

    python -m eval.adapt.reranker [--steps 5200] [--collections c1 c2] [--start reranker.npz]
        [--out reranker.npz]

The encoder's lower layers are as they ship and are run once for every text; its upper layers read
a question and a passage together, each matrix with a low-rank factor. Training goes on from the
re-ranker that ships, or from another file, an encoder's adapter too. A batch has questions of all
collections, each with some of its answers, of what is on its subject, of what is easily taken for
an answer, and others of its collection; every tenth batch asks with measures for their
counterparts in other plans. Two are trained: for one what misleads is told by what the network
said last, for the other by the encoder's vectors. What is written is the mean of their weights,
brought back to the rank of one. Meanwhile it is said how they do on c9, which neither sees.

Made for a GPU; on two cores it takes days. Afterwards index anew and fit the relevance models
again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from eval.adapt.batches import Batch, Deck, Misleading, Needs, loss_of
from eval.adapt.collections import APART, names
from eval.adapt.packed import Encoder, States, device, load_layers, states_of
from eval.adapt.texts import PASSAGE_SHARES, QUESTION_SHARES, Prepared, prepare
from eval.adapt.together import OF_PASSAGE, Arrays, Together, average, cut
from eval.adapt.watching import figures
from indexer.encoder import available_cores
from indexer.reranker import PASSAGE_TOKENS, QUESTION_TOKENS

RERANKER = Path(__file__).parents[2] / "indexer" / "data" / "reranker.npz"
RANK, DROPOUT = 96, 0.1
QUESTIONS, STEPS = 64, 5200
"""Questions of a batch, and how many batches."""
COUNTERPARTS = 10
"""Every so many batches one is of measures and their counterparts."""
FACTORS, HEAD = 5e-4, 1e-3
"""Learning rates; they rise over the first `RISING` steps and fall from there to the end."""
RISING, LEAST = 150, 0.004
WATCHED, WORDINGS, EVERY = "c9", 1200, 800
"""The collection on which one sees how it goes, how many wordings of it, and how often."""
PAIRS = 2048
"""Pairs that are read at once where nothing is learnt."""


@dataclass(frozen=True, slots=True)
class Material:
    """What both are trained on, on the device."""

    layers: Encoder
    needs: Needs
    asked: States
    read: States
    cosines: Tensor
    watched: Tensor
    """Rows of the needs that are only looked at."""
    people: Tensor
    measures: Tensor


def prepare_all(chosen: Sequence[str]) -> list[Prepared]:
    """The texts of these collections, a core each."""
    with ProcessPoolExecutor(available_cores(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(prepare, chosen))


def material(collections: Sequence[Prepared]) -> Material:
    """The lower layers run over everything, once."""
    layers, needs = load_layers(), Needs(collections)
    asked = states_of(
        layers,
        [
            [need.variants[row] for own in collections for need in own.needs]
            for row in range(len(QUESTION_SHARES))
        ],
        QUESTION_TOKENS,
    )
    read = states_of(
        layers,
        [
            [passage[row] for own in collections for passage in own.passages]
            for row in range(len(PASSAGE_SHARES))
        ],
        PASSAGE_TOKENS + OF_PASSAGE + 1,
    )
    numbers = [number for number, own in enumerate(collections) if own.name == WATCHED]
    apart = torch.isin(needs.collection, torch.tensor(numbers, device=device))
    watched = (apart & ~needs.of_measures).nonzero()[:, 0]
    drawn = torch.randperm(len(watched), generator=torch.Generator().manual_seed(1))
    return Material(
        layers,
        needs,
        asked,
        read,
        needs.cosines(asked.vectors(layers), read.vectors(layers)),
        watched[drawn[:WORDINGS].to(device)],
        (~apart & ~needs.of_measures).nonzero()[:, 0],
        (~apart & needs.of_measures).nonzero()[:, 0],
    )


def train(data: Material, start: Arrays, steps: int, mined: bool) -> dict[str, NDArray[Any]]:
    """What is learnt in so many steps; the same seed gives the same on one machine."""
    torch.manual_seed(0)
    network = Together(data.layers, start, RANK)
    people, measures = Deck(data.people), Deck(data.measures)
    misleading = Misleading(data.needs, data.cosines.clone(), mined)
    factors = [factor for both in network.factors.values() for factor in both]
    head = list(network.head.values())
    optimizer = torch.optim.AdamW(
        [
            {"params": factors, "lr": FACTORS, "weight_decay": 0.01},
            {"params": head, "lr": HEAD, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / RISING) * max(LEAST, 1 - step / steps)
    )
    tell(f"{'mined' if mined else 'by vectors'}, at the start", data, network)
    for step in range(steps):
        deck = measures if step % COUNTERPARTS == COUNTERPARTS - 1 else people
        batch = misleading.batch(deck.deal(QUESTIONS))
        logits = _logits(data, network, batch)
        loss = loss_of(batch, logits)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*factors, *head], 1.0)
        optimizer.step()
        pace.step()
        misleading.said(batch, logits)
        if (step + 1) % EVERY == 0 or step + 1 == steps:
            tell(f"{step + 1}/{steps}, loss {float(loss.detach()):.2f}", data, network)
    return network.arrays()


def _logits(data: Material, network: Together, batch: Batch) -> Tensor:
    """(questions, slots) of a batch, each text in a variant drawn; 0 where a slot is not taken."""
    questions, places = batch.taken.nonzero().T
    passages = data.needs.start[batch.rows][questions] + batch.places[questions, places]
    of_question = _drawn(QUESTION_SHARES, len(batch.rows))[questions]
    said = network.read(
        network.merged(),
        data.asked.of(batch.rows[questions], of_question),
        data.read.of(passages, _drawn(PASSAGE_SHARES, len(passages))),
        DROPOUT,
    )
    none = torch.zeros(batch.taken.shape, device=device)
    return none.index_put((questions, places), said)


def _drawn(shares: Sequence[float], count: int) -> Tensor:
    return torch.multinomial(torch.tensor(shares, device=device), count, replacement=True)


def tell(when: str, data: Material, network: Together) -> None:
    """Say how it does on what it is not trained on."""
    with torch.no_grad():
        merged = network.merged()

    def logits(rows: Tensor, places: Tensor) -> Tensor:
        questions = rows.repeat_interleave(places.shape[1])
        passages = (data.needs.start[rows][:, None] + places).flatten()
        found = []
        for pairs in torch.split(torch.arange(len(passages), device=device), PAIRS):
            some, others = questions[pairs], passages[pairs]
            whole = data.read.of(others, torch.zeros_like(others))
            both = [data.asked.of(some, torch.full_like(some, wording)) for wording in (0, 1)]
            said = [network.read(merged, wording, whole) for wording in both]
            found.append(torch.stack(said).mean(0))
        return torch.cat(found).view(places.shape)

    told = figures(data.needs, data.cosines, data.watched, logits)
    print(f"{when}: {WATCHED} {told}", file=sys.stderr, flush=True)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    trained_on = [name for name in names() if name not in APART]
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--collections", nargs="+", choices=trained_on, default=trained_on)
    parser.add_argument("--start", type=Path, default=RERANKER, help="what to go on from")
    parser.add_argument("--out", type=Path, default=RERANKER)
    args = parser.parse_args()
    with np.load(args.start) as found:
        start = {name: found[name] for name in found.files}
    data = material(prepare_all([*args.collections, WATCHED]))
    both = [train(data, start, args.steps, mined) for mined in (True, False)]
    factors: dict[str, Any] = cut(average(both), RANK)
    tell("their average", data, Together(data.layers, factors, RANK))
    np.savez(args.out, **factors)


if __name__ == "__main__":
    main()
