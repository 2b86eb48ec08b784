"""Train the re-ranker and write its factors.

    python -m eval.adapt.reranker [--steps 2000] [--collections c1 c2] [--out reranker.npz]

The encoder's lower layers are as they ship and are run once for every text; its upper layers read
a question and a passage together, each matrix with a low-rank factor that begins as the encoder's.
A batch has questions of all collections, each with some of its answers, what the encoder is
likeliest to take for answers, and others of its collection: every answer before all that is none,
and every logit on its side of zero. Every twelfth batch asks with a measure for its counterparts
in other plans. A quarter of the texts is damaged: misread passages, mistyped questions. With a GPU
2,000 steps take some four minutes; on two cores they take days.

Afterwards index anew and fit the relevance models again.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoTokenizer, BertModel

from eval.adapt.collections import APART, Collection, load_collection, names
from eval.adapt.network import (
    HIDDEN,
    LowRank,
    as_arrays,
    listwise,
    lower_states,
    matrices,
    padded,
    through,
    wrap,
)
from eval.damages import misread, mistype
from indexer.model import (
    BASE_MODEL,
    DEFAULT_MODEL,
    DIMENSIONS,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    ensure_packaged_model,
    load_adapter,
)
from indexer.model.pinned import SEPARATE_LAYERS
from indexer.records import Kind
from indexer.reranker import PASSAGE_TOKENS, QUESTION_TOKENS

RERANKER = Path(__file__).parents[2] / "indexer" / "data" / "reranker.npz"
RANK, DROPOUT = 64, 0.1
QUESTIONS, PASSAGES = 48, 12
"""Questions of a batch, and the passages that each is read with."""
ANSWERS, MISLEADING, NEAREST = 4, 10, 24
"""Answers of a question in a batch at most; answers and misleading passages together, the rest is
drawn from the collection; and those among which the misleading ones are drawn."""
COUNTERPARTS = 12
"""Every so many batches one is of measures and their counterparts."""
DAMAGED = 0.25
FACTORS, HEAD = 5e-4, 2e-3
"""Learning rates."""
ABSOLUTE = 2.0
"""What the logits' side of zero weighs beside their order."""
OF_PASSAGE = 3
"""Tokens before a passage's own: the first one and the prefix."""

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True, slots=True)
class Need:
    """A text to read with passages of its collection, by their places there."""

    text: str
    answers: frozenset[int]
    near: frozenset[int]
    """What is only on the same subject."""
    open_to: tuple[int, ...]
    """The passages that could answer: all, or of a measure those of other plans."""
    collection: int


class Network(nn.Module):
    """The lower layers, frozen, and the upper ones with what is trained."""

    def __init__(self) -> None:
        super().__init__()
        folder = ensure_packaged_model(DEFAULT_MODEL)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        lower: Any = BertModel.from_pretrained(folder, attn_implementation="sdpa")
        upper: Any = BertModel.from_pretrained(
            ensure_packaged_model(BASE_MODEL), attn_implementation="sdpa"
        )
        for part in (lower, upper):
            part.train(False)
            part.requires_grad_(False)
        self.embeddings = lower.embeddings
        self.lower = lower.encoder.layer[:SEPARATE_LAYERS]
        self.upper = upper.encoder.layer[SEPARATE_LAYERS:]
        shipped = load_adapter()
        self.factors: dict[str, LowRank] = {}
        for number, layer in enumerate(self.upper, SEPARATE_LAYERS):
            for owner, name, short in matrices(layer):
                own = wrap(owner, name, RANK)
                own.begin(shipped, f"l{number}.{short}")
                self.factors[f"l{number}.{short}"] = own
        self.passage = nn.Parameter(torch.zeros(DIMENSIONS))
        self.attention, self.out = nn.Linear(DIMENSIONS, 1), nn.Linear(DIMENSIONS, 1)
        nn.init.zeros_(self.attention.weight)
        self.to(device)

    def states(self, texts: Sequence[str], longest: int) -> list[Tensor]:
        """What the lower layers make of each text: (tokens, dimensions)."""
        return lower_states(self.tokenizer, self.embeddings, self.lower, texts, longest)

    def forward(self, questions: Sequence[Tensor], passages: Sequence[Tensor]) -> Tensor:
        """(pairs,): the logit that each passage answers its question; their states as `states`
        gives them."""
        both = [
            torch.cat([q.float(), p[OF_PASSAGE:-1].float() + self.passage.cpu()])
            for q, p in zip(questions, passages, strict=True)
        ]
        mask = padded([torch.ones(len(each)) for each in both]).to(device)
        states = padded(both).to(device)
        if self.training:
            states = nn.functional.dropout(states, DROPOUT)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            states = through(self.upper, states, mask).float()
        own = padded([torch.ones(len(q)) for q in questions]).to(device)
        states = states[:, : own.shape[1]]
        shares = self.attention(states).squeeze(-1) + (1 - own) * HIDDEN
        pooled = (states * shares.softmax(1)[..., None]).sum(1)
        logits: Tensor = self.out(pooled).squeeze(-1)
        return logits

    def learnt(self) -> dict[str, NDArray[Any]]:
        """What `indexer.model.adapter` reads."""
        found: dict[str, NDArray[Any]] = {
            "passage": self.passage.detach().cpu().numpy(),
            "attention": self.attention.weight[0].detach().cpu().numpy(),
            "attention_bias": self.attention.bias.detach().cpu().numpy(),
            "out": self.out.weight[0].detach().cpu().numpy(),
            "out_bias": self.out.bias.detach().cpu().numpy(),
        }
        return found | as_arrays(self.factors)


class Texts:
    """Texts' states, as they are and once damaged."""

    def __init__(self, network: Network, whole: Sequence[str], damaged: Sequence[str], most: int):
        self._kinds = [network.states(texts, most) for texts in (whole, damaged)]

    def some(self, rows: Sequence[int]) -> list[Tensor]:
        return [self._kinds[random.random() < DAMAGED][row] for row in rows]

    def vectors(self) -> Tensor:
        """(texts, dimensions): the mean of each text's states, of unit length."""
        means = torch.stack([states.float().mean(0) for states in self._kinds[0]])
        return nn.functional.normalize(means, dim=-1)


def needs_of(own: Collection, number: int) -> Iterator[Need]:
    """What is asked of a collection, and its measures, each asking for its counterparts."""
    place = {passage.passage_id: row for row, passage in enumerate(own.passages)}
    every = tuple(range(len(place)))
    for wording in own.wordings:
        answers = frozenset(place[i] for i in wording.answers)
        near = frozenset(place[i] for i in wording.related)
        yield Need(wording.text, answers, near, every, number)
    for passage in own.passages:
        if passage.kind is Kind.MEASURE:
            pairs = [pair for pair in own.pairs if passage.passage_id in pair]
            others = {place[i] for pair in pairs for i in pair} - {place[passage.passage_id]}
            apart = tuple(row for row, p in enumerate(own.passages) if p.plan_id != passage.plan_id)
            yield Need(passage.text, frozenset(others & set(apart)), frozenset(), apart, number)


def train(steps: int, chosen: Sequence[str]) -> Network:
    """A network trained on these collections; the same seed gives the same on one machine."""
    random.seed(0)
    torch.manual_seed(0)
    collections, network = [load_collection(name) for name in chosen], Network()
    needs = [need for number, own in enumerate(collections) for need in needs_of(own, number)]
    passages = [p.for_encoder for own in collections for p in own.passages]
    first = np.cumsum([0, *(len(own.passages) for own in collections)])
    read = Texts(
        network,
        [PASSAGE_PREFIX + text for text in passages],
        [PASSAGE_PREFIX + misread(text, 0.1, text) for text in passages],
        PASSAGE_TOKENS,
    )
    asked = Texts(
        network,
        [QUERY_PREFIX + need.text for need in needs],
        [QUERY_PREFIX + mistype(need.text, 1, need.text) for need in needs],
        QUESTION_TOKENS,
    )
    nearest = _nearest(needs, asked.vectors(), read.vectors(), first)
    of_measures = [row for row, need in enumerate(needs) if len(need.open_to) < _size(first, need)]
    of_people = sorted(set(range(len(needs))) - set(of_measures))
    head = [network.passage, *network.attention.parameters(), *network.out.parameters()]
    factors = [f for part in network.factors.values() for f in (part.down, part.up)]
    optimizer = torch.optim.AdamW(
        [
            {"params": factors, "lr": FACTORS, "weight_decay": 0.01},
            {"params": head, "lr": HEAD, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 150) * max(0.01, 1 - step / steps)
    )
    for step in range(steps):
        pool = of_measures if step % COUNTERPARTS == COUNTERPARTS - 1 else of_people
        batch = random.sample(pool, min(QUESTIONS, len(pool)))
        shown = [_shown(needs[row], nearest[row]) for row in batch]
        rows = [
            int(first[needs[row].collection]) + place
            for row, own in zip(batch, shown, strict=True)
            for place in own
        ]
        logits = network(
            [states for states in asked.some(batch) for _ in range(PASSAGES)], read.some(rows)
        ).view(len(batch), PASSAGES)
        right = torch.tensor(
            [[p in needs[row].answers for p in own] for row, own in zip(batch, shown, strict=True)],
            device=device,
        )
        absolute = nn.functional.binary_cross_entropy_with_logits(logits, right.float())
        loss = listwise(logits, right, torch.zeros_like(right)) + ABSOLUTE * absolute
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*factors, *head], 1.0)
        optimizer.step()
        pace.step()
        if step % 20 == 19:
            print(f"{step + 1}/{steps}: {float(loss.detach()):.2f}", file=sys.stderr, flush=True)
    return network


def _size(first: NDArray[np.int64], need: Need) -> int:
    return int(first[need.collection + 1] - first[need.collection])


def _nearest(
    needs: Sequence[Need], asked: Tensor, read: Tensor, first: NDArray[np.int64]
) -> list[list[int]]:
    """For each need the passages that could answer, the nearest first."""
    found = []
    for row, need in enumerate(needs):
        start = int(first[need.collection])
        scores = asked[row] @ read[start : start + _size(first, need)].T
        open_to = set(need.open_to)
        order = scores.argsort(descending=True).tolist()
        found.append([place for place in order if place in open_to][:NEAREST])
    return found


def _shown(need: Need, nearest: Sequence[int]) -> list[int]:
    """Answers of a need, what is easily taken for one, and others."""
    answers = sorted(need.answers)
    chosen = random.sample(answers, min(ANSWERS, len(answers)))
    if not answers:
        chosen = random.sample(sorted(need.near), min(2, len(need.near)))
    left_out = (need.answers | need.near) if answers else frozenset(chosen)
    wrong = [place for place in nearest if place not in left_out]
    chosen += random.sample(wrong, min(len(wrong), MISLEADING - len(chosen)))
    rest = [place for place in need.open_to if place not in left_out and place not in chosen]
    return chosen + random.sample(rest, PASSAGES - len(chosen))


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--collections", nargs="*", default=[n for n in names() if n not in APART])
    parser.add_argument("--out", type=Path, default=RERANKER)
    args = parser.parse_args()
    factors: dict[str, Any] = train(args.steps, args.collections).learnt()
    np.savez(args.out, **factors)


if __name__ == "__main__":
    main()
