"""The default encoder's network with trainable low-rank factors, and how it scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoTokenizer, BertModel

from indexer.encoder import LEAST_SALIENCE
from indexer.model import BASE_MODEL, DIMENSIONS, ensure_packaged_model
from indexer.model.adapter import Adapter

FROM_LAYER = 3
"""The lowest layer adapted; what enters it is worked out once for every text."""
RANK = 16
SHARPNESS = 12.0
"""Of the soft minimum over a question's words."""
LONGEST = 160
"""Tokens of a text that are looked at in training."""
TOGETHER = 18
"""Texts that go through the layers at once."""
HIDDEN = -1e4
"""A logit that counts for nothing; minus infinity makes gradients of nothing."""


class LowRank(nn.Module):
    """A linear map with a trainable part of low rank beside it (Hu and others 2021)."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, RANK))

    def begin(self, adapter: Adapter, matrix: str) -> None:
        """Begin as an adapter of the same rank or a lower one has it."""
        down, up = torch.from_numpy(adapter.down[matrix]), torch.from_numpy(adapter.up[matrix])
        with torch.no_grad():
            self.down[: len(down)] = down
            self.up[:, : up.shape[1]] = up

    def forward(self, values: Tensor) -> Tensor:
        return self.base(values) + (values @ self.down.T) @ self.up.T  # type: ignore[no-any-return]


class Network(nn.Module):
    """The encoder, its upper layers trainable, and the head that scores a question."""

    def __init__(self) -> None:
        super().__init__()
        folder = ensure_packaged_model(BASE_MODEL)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.bert: Any = BertModel.from_pretrained(folder, attn_implementation="sdpa")
        self.bert.train(False)
        for parameter in self.bert.parameters():
            parameter.requires_grad_(False)
        self.adapted = {
            f"l{number}.{short}": wrap(part, name)
            for number, layer in enumerate(self.bert.encoder.layer)
            if number >= FROM_LAYER
            for part, name, short in matrices(layer)
        }
        self.salience = nn.Parameter(torch.zeros(DIMENSIONS))
        self.salience_bias = nn.Parameter(torch.zeros(1))
        self.weights = nn.Parameter(torch.tensor([20.0, 20.0, 10.0]))
        self.bias = nn.Parameter(torch.tensor([-40.0]))

    def factors(self) -> dict[str, NDArray[Any]]:
        """What `indexer.model.adapter` reads."""
        found: dict[str, NDArray[Any]] = {
            "salience": self.salience.detach().numpy(),
            "salience_bias": self.salience_bias.detach().numpy(),
        }
        return found | as_arrays(self.adapted)

    def take(self, adapter: Adapter) -> None:
        """Go on from an adapter; what scores a question anew begins as ever."""
        with torch.no_grad():
            self.salience.copy_(torch.from_numpy(adapter.salience))
            self.salience_bias.fill_(adapter.salience_bias)
            for name, part in self.adapted.items():
                part.begin(adapter, name)

    def scores(self, questions: Encodings, passages: Encodings) -> tuple[Tensor, Tensor, Tensor]:
        """(questions, passages) each: cosine of the vectors, late interaction weighted by
        salience, and one logit of both and of the least near word."""
        dense = questions.vectors @ passages.vectors.T
        shares = self._shares(questions)
        nearest = _nearest(questions, passages)
        late = (nearest * shares[..., None]).sum(1)
        least = -torch.log((shares[..., None] * torch.exp(-SHARPNESS * nearest)).sum(1)) / SHARPNESS
        logit = torch.stack([dense, late, least], -1) @ self.weights + self.bias
        return dense, late, logit

    def _shares(self, questions: Encodings) -> Tensor:
        raw = questions.states @ self.salience + self.salience_bias
        worth = (nn.functional.softplus(raw) + LEAST_SALIENCE) * questions.own
        return worth / worth.sum(1, keepdim=True)


class Encodings:
    """Texts encoded: `vectors` (texts, dimensions) and `tokens` (texts, tokens, dimensions) of
    unit length, raw `states`, and `own` (texts, tokens), the text's own tokens."""

    def __init__(self, states: Tensor, mask: Tensor, own: Tensor) -> None:
        self.states, self.own = states, own
        self.vectors = nn.functional.normalize((states * mask[..., None]).sum(1), dim=-1)
        self.tokens = nn.functional.normalize(states, dim=-1)


class Texts:
    """Texts with what enters the lowest adapted layer, worked out once."""

    def __init__(self, network: Network, texts: Sequence[str], prefix: str) -> None:
        self._bert = network.bert
        tokenizer = network.tokenizer
        self._skipped = 1 + len(tokenizer(prefix.strip(), add_special_tokens=False)["input_ids"])
        lower = self._bert.encoder.layer[:FROM_LAYER]
        prefixed = [prefix + text for text in texts]
        self._states = lower_states(tokenizer, self._bert.embeddings, lower, prefixed, LONGEST)

    def encode(self, rows: Sequence[int]) -> Encodings:
        """The texts at these positions, through the adapted layers; those alike in length together,
        since what is filled up costs as much as text."""
        order = sorted(range(len(rows)), key=lambda place: len(self._states[rows[place]]))
        parts: list[Tensor] = [torch.empty(0)] * len(rows)
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            entering = [self._states[rows[place]].float() for place in places]
            mask = padded([torch.ones(len(states)) for states in entering])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = through(self._bert.encoder.layer[FROM_LAYER:], padded(entering), mask)
            for row, place in enumerate(places):
                parts[place] = states[row, : len(entering[row])].float()
        mask = padded([torch.ones(len(part)) for part in parts])
        own = mask.clone()
        own[:, : self._skipped] = 0
        for place, part in enumerate(parts):
            own[place, len(part) - 1] = 0
        return Encodings(padded(parts), mask, own)


def _nearest(questions: Encodings, passages: Encodings) -> Tensor:
    """(questions, tokens, passages): the cosine with the nearest own token of each passage."""
    count, words, size = questions.tokens.shape
    products = questions.tokens.reshape(-1, size) @ passages.tokens.reshape(-1, size).T
    each = products.view(count, words, *passages.own.shape)
    return each.masked_fill(passages.own[None, None] == 0, -1).amax(-1)


def listwise(scores: Tensor, right: Tensor, wrong: Tensor) -> Tensor:
    """(questions, passages) each: every right one against all wrong ones, in the mean over the
    questions that have both; what is neither counts for nothing."""
    against = scores.masked_fill(~wrong, HIDDEN).logsumexp(1, keepdim=True)
    each = (nn.functional.softplus(against - scores) * right).sum(1) / right.sum(1).clamp(min=1)
    both = right.any(1) & wrong.any(1)
    return (each * both).sum() / both.sum().clamp(min=1)


def matrices(layer: Any) -> list[tuple[Any, str, str]]:
    attention = layer.attention.self
    return [
        (attention, "query", "q"),
        (attention, "key", "k"),
        (attention, "value", "v"),
        (layer.attention.output, "dense", "ao"),
        (layer.intermediate, "dense", "fi"),
        (layer.output, "dense", "fo"),
    ]


def wrap(part: Any, name: str) -> LowRank:
    wrapped = LowRank(getattr(part, name))
    setattr(part, name, wrapped)
    return wrapped


def as_arrays(factors: Mapping[str, LowRank]) -> dict[str, NDArray[Any]]:
    """The factors by name, as `indexer.model.adapter` reads them."""
    return {
        f"{name}.{side}": factor.detach().numpy().astype(np.float16)
        for name, part in factors.items()
        for side, factor in (("down", part.down), ("up", part.up))
    }


def lower_states(
    tokenizer: Any, embeddings: Any, layers: Any, texts: Sequence[str], longest: int
) -> list[Tensor]:
    """(tokens, dimensions) for each text, cut at the longest: what these layers make of it."""
    ids = [tokenizer(text, truncation=True, max_length=longest)["input_ids"] for text in texts]
    found: list[Tensor] = [torch.empty(0)] * len(ids)
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    with torch.no_grad():
        for start in range(0, len(order), 16):
            rows = order[start : start + 16]
            batch = padded([torch.tensor(ids[row]) for row in rows])
            mask = padded([torch.ones(len(ids[row])) for row in rows])
            states = through(layers, embeddings(batch), mask)
            for place, row in enumerate(rows):
                found[row] = states[place, : len(ids[row])].half()
    return found


def through(layers: Any, states: Tensor, mask: Tensor) -> Tensor:
    """The states after these layers; (texts, tokens) mask, 0 for what is filled up."""
    bias = (1 - mask)[:, None, None, :] * HIDDEN
    for layer in layers:
        out = layer(states, bias)
        states = out[0] if isinstance(out, tuple) else out
    return states


def padded(parts: Sequence[Tensor]) -> Tensor:
    return nn.utils.rnn.pad_sequence(list(parts), batch_first=True)
