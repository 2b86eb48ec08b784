"""The encoder's layers over texts packed one after another: in the layers nothing is filled up, and
only attention takes the texts apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoTokenizer

from indexer.model import DEFAULT_MODEL, ensure_packaged_model, find_source, load_adapter
from indexer.model.adapter import LowRank
from indexer.model.packed import PackedModel, read_packed_model
from indexer.model.pinned import SEPARATE_LAYERS

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""Of a layer, by the names that the packed file has."""
TOGETHER = 256
"""Texts that go through the lower layers at once."""

Layer = Mapping[str, Tensor]
"""A layer's matrices ("q.w"), biases ("q.b") and norms ("aln.w", "oln.w")."""

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Pack:
    """Where the tokens of packed texts are. `text` and `place` (tokens,) are a token's text and its
    place there."""

    def __init__(self, lengths: Tensor) -> None:
        """Texts of so many tokens each."""
        self.lengths = lengths
        self.size, self._longest = len(lengths), int(lengths.max())
        self.text = torch.repeat_interleave(torch.arange(self.size, device=device), lengths)
        first = lengths.cumsum(0) - lengths
        self.place = torch.arange(len(self.text), device=device) - first[self.text]
        self._cell = self.text * self._longest + self.place
        within = torch.arange(self._longest, device=device)[None] < lengths[:, None]
        self._mask = within[:, None, None, :]

    def attend(self, heads: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """(tokens, dimensions): each token looks at those of its own text."""
        query, key, value = (self._filled_up(each, heads) for each in (query, key, value))
        seen = functional.scaled_dot_product_attention(query, key, value, self._mask)
        return seen.transpose(1, 2).reshape(self.size * self._longest, -1)[self._cell]

    def mean(self, states: Tensor) -> Tensor:
        """(texts, dimensions) of (tokens, dimensions)."""
        sums = states.new_zeros(self.size, states.shape[1]).index_add(0, self.text, states)
        return sums / self.lengths[:, None]

    def weighted(self, values: Tensor, attention: Tensor, counted: Tensor) -> Tensor:
        """(texts,): the mean of a text's values (tokens,), weighed by the softmax of what is
        attended to, of the tokens that count alone."""
        attention = attention.masked_fill(~counted, float("-inf"))
        least = attention.new_full((self.size,), float("-inf"))
        top = least.scatter_reduce(0, self.text, attention.detach(), "amax")
        shares = (attention - top[self.text]).exp()
        none = shares.new_zeros(self.size)
        total = none.index_add(0, self.text, shares)
        return none.index_add(0, self.text, shares * values) / total

    def _filled_up(self, states: Tensor, heads: int) -> Tensor:
        cells = states.new_zeros(self.size * self._longest, states.shape[1])
        cells = cells.index_copy(0, self._cell, states)
        return cells.view(self.size, self._longest, heads, -1).transpose(1, 2)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The encoder as it ships: `lower` layers take each text for itself, `upper` ones make its
    vector of that. The re-ranker begins with `base`, the upper ones without the adapter."""

    heads: int
    epsilon: float
    embeddings: Layer
    lower: tuple[Layer, ...]
    upper: tuple[Layer, ...]
    base: tuple[Layer, ...]

    def through(
        self, layers: Sequence[Layer], states: Tensor, pack: Pack, rounded: bool = False
    ) -> Tensor:
        """(tokens, dimensions) after these layers; in 16 bits where it may be rounded."""
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=rounded):
            for own in layers:
                query, key, value = (_linear(own, each, states) for each in "qkv")
                seen = pack.attend(self.heads, query, key, value)
                states = self._norm(own, "aln", states + _linear(own, "ao", seen))
                wide = functional.gelu(_linear(own, "fi", states))
                states = self._norm(own, "oln", states + _linear(own, "fo", wide))
        return states.float()

    def enter(self, ids: Tensor, pack: Pack) -> Tensor:
        """(tokens, dimensions) after the lower layers."""
        own = self.embeddings
        states = own["word"][ids] + own["pos"][pack.place] + own["type"][0]
        return self.through(self.lower, self._norm(own, "ln", states), pack)

    def _norm(self, own: Layer, name: str, states: Tensor) -> Tensor:
        weight, bias = own[f"{name}.w"], own[f"{name}.b"]
        return functional.layer_norm(states, weight.shape, weight, bias, self.epsilon)


def _linear(own: Layer, name: str, states: Tensor) -> Tensor:
    return functional.linear(states, own[f"{name}.w"], own[f"{name}.b"])


@cache
def load_layers() -> Encoder:
    """The encoder's layers on the device, loaded once."""
    packed, adapter = read_packed_model(find_source()), load_adapter()
    lower, upper = range(SEPARATE_LAYERS), range(SEPARATE_LAYERS, packed.layers)
    names = ("word", "pos", "type", "ln.w", "ln.b")
    return Encoder(
        packed.heads,
        packed.epsilon,
        {name: _tensor(packed, f"emb.{name}") for name in names},
        tuple(_layer(packed, number, adapter) for number in lower),
        tuple(_layer(packed, number, adapter) for number in upper),
        tuple(_layer(packed, number, None) for number in upper),
    )


def _layer(packed: PackedModel, number: int, adapter: LowRank | None) -> Layer:
    found = {}
    for name in (*MATRICES, "aln", "oln"):
        for part in ("w", "b"):
            found[f"{name}.{part}"] = _tensor(packed, f"l{number}.{name}.{part}")
        added = adapter.delta(f"l{number}.{name}") if adapter else None
        if added is not None:
            found[f"{name}.w"] = found[f"{name}.w"] + torch.from_numpy(added).to(device)
    return found


def _tensor(packed: PackedModel, name: str) -> Tensor:
    """A matrix or a vector, which the file has flat."""
    values = np.concatenate(list(packed.tensors[name].chunks()))
    if name.endswith(tuple(f".{each}.w" for each in MATRICES)):
        values = values.reshape(len(packed.tensors[f"{name[:-2]}.b"].floats()), -1)
    elif not name.endswith((".w", ".b")):
        values = values.reshape(-1, packed.hidden)
    return torch.from_numpy(values).to(device)


@dataclass(frozen=True, slots=True)
class Spans:
    """Texts within states: each of `lengths` rows from `first` on."""

    states: Tensor
    first: Tensor
    lengths: Tensor


@dataclass(frozen=True, slots=True)
class States:
    """What the lower layers make of texts in variants, on the device. `flat` (tokens, dimensions)
    has all in 16 bits, one after another; `first` and `lengths` (variants, texts) say where."""

    flat: Tensor
    first: Tensor
    lengths: Tensor

    def of(self, rows: Tensor, variants: Tensor) -> Spans:
        """These texts, each in the variant named."""
        return Spans(self.flat, self.first[variants, rows], self.lengths[variants, rows])

    def vectors(self, layers: Encoder) -> Tensor:
        """(texts, dimensions): the encoder's vectors of the first variant, of unit length."""
        found = []
        with torch.no_grad():
            for rows in torch.split(torch.arange(self.lengths.shape[1], device=device), TOGETHER):
                pack = Pack(self.lengths[0, rows])
                entering = self.flat[self.first[0, rows][pack.text] + pack.place].float()
                found.append(pack.mean(layers.through(layers.upper, entering, pack)))
        return functional.normalize(torch.cat(found), dim=-1)


def states_of(layers: Encoder, variants: Sequence[Sequence[str]], longest: int) -> States:
    """The states of texts, given in each variant in the same order; of more tokens than the longest
    the rest is cut off."""
    tokenizer: Any = AutoTokenizer.from_pretrained(ensure_packaged_model(DEFAULT_MODEL))
    ids = [
        each
        for texts in variants
        for each in tokenizer(list(texts), truncation=True, max_length=longest)["input_ids"]
    ]
    flat = []
    with torch.no_grad():
        for start in range(0, len(ids), TOGETHER):
            some = ids[start : start + TOGETHER]
            pack = Pack(torch.tensor([len(each) for each in some], device=device))
            tokens = torch.tensor(list(chain.from_iterable(some)), device=device)
            flat.append(layers.enter(tokens, pack).half())
    lengths = torch.tensor([len(each) for each in ids], device=device)
    first = lengths.cumsum(0) - lengths
    shape = len(variants), -1
    return States(torch.cat(flat), first.view(shape), lengths.view(shape))
