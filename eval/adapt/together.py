"""What the re-ranker learns: factors of the upper layers, through which a question and a passage go
together, and the head that makes a logit of what comes out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from eval.adapt.packed import MATRICES, Encoder, Layer, Pack, Spans, device
from indexer.model.pinned import SEPARATE_LAYERS

Arrays = Mapping[str, NDArray[Any]]
"""What `indexer.model.adapter` reads: two factors of each matrix ("l6.q.down", "l6.q.up") and the
head."""

HEAD = ("passage", "attention", "attention_bias", "out", "out_bias")
OF_PASSAGE = 3
"""Tokens before a passage's own: the first one and the prefix."""


class Together:
    """The re-ranker in training."""

    def __init__(self, layers: Encoder, start: Arrays, rank: int) -> None:
        """Begin as these factors, of that rank or a lower one, have it. An encoder's adapter will
        do too: it has no head."""
        self._layers = layers
        self.factors: dict[str, tuple[Tensor, Tensor]] = {}
        for number, own in enumerate(layers.base, SEPARATE_LAYERS):
            for short in MATRICES:
                name, (rows, columns) = f"l{number}.{short}", own[f"{short}.w"].shape
                down = torch.randn(rank, columns) / math.sqrt(columns)
                up = torch.zeros(rows, rank)
                begun = len(start[f"{name}.down"])
                down[:begun] = torch.from_numpy(start[f"{name}.down"])
                up[:, :begun] = torch.from_numpy(start[f"{name}.up"])
                self.factors[name] = _learnt(down), _learnt(up)
        size = layers.embeddings["word"].shape[1]
        self.head = {
            name: _learnt(torch.from_numpy(start[name].astype(np.float32)))
            if name in start
            else _learnt(torch.zeros(1 if name.endswith("bias") else size))
            for name in HEAD
        }

    def merged(self) -> list[Layer]:
        """The layers with what their factors come to by now."""
        found: list[Layer] = []
        for number, own in enumerate(self._layers.base, SEPARATE_LAYERS):
            merged = dict(own)
            for short in MATRICES:
                down, up = self.factors[f"l{number}.{short}"]
                merged[f"{short}.w"] = torch.addmm(own[f"{short}.w"], up, down)
            found.append(merged)
        return found

    def read(
        self, merged: Sequence[Layer], asked: Spans, passages: Spans, dropout: float = 0.0
    ) -> Tensor:
        """(pairs,): the logit that each passage answers the question beside it. Texts as the lower
        layers leave them; of passages their own tokens are read."""
        first, lengths = passages.first + OF_PASSAGE, passages.lengths - OF_PASSAGE - 1
        pack = Pack(asked.lengths + lengths)
        behind = pack.place - asked.lengths[pack.text]
        own = behind < 0
        of_question = asked.states[(asked.first[pack.text] + pack.place).where(own, 0)]
        of_passage = passages.states[(first[pack.text] + behind).where(~own, 0)]
        with_mark = of_passage.float() + self.head["passage"]
        entering = torch.where(own[:, None], of_question.float(), with_mark)
        entering = functional.dropout(entering, dropout)
        rounded = device.type == "cuda"
        states = self._layers.through(merged, entering, pack, rounded)
        attention = states @ self.head["attention"] + self.head["attention_bias"]
        return pack.weighted(states @ self.head["out"], attention, own) + self.head["out_bias"]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is learnt so far, as it is written."""
        found: dict[str, NDArray[Any]] = {name: _array(own) for name, own in self.head.items()}
        for name, (down, up) in self.factors.items():
            found[f"{name}.down"] = _array(down).astype(np.float16)
            found[f"{name}.up"] = _array(up).astype(np.float16)
        return found


def _learnt(values: Tensor) -> Tensor:
    return values.to(device).requires_grad_()


def _array(values: Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = values.detach().cpu().numpy()
    return found


def average(several: Sequence[Arrays]) -> dict[str, NDArray[Any]]:
    """The mean of several re-rankers' weights (Wortsman and others 2022), of a rank as large as all
    of theirs together."""
    found: dict[str, NDArray[Any]] = {}
    for name in several[0]:
        parts = [each[name].astype(np.float32) for each in several]
        if name.endswith(".down"):
            found[name] = np.concatenate(parts)
        elif name.endswith(".up"):
            found[name] = np.concatenate(parts, axis=1) / len(parts)
        else:
            found[name] = np.mean(parts, axis=0)
    return found


def cut(arrays: Arrays, rank: int) -> dict[str, NDArray[Any]]:
    """The factors whose products are nearest to these among all of that rank, in 16 bits."""
    found = {name: arrays[name] for name in HEAD}
    for name in (each.removesuffix(".down") for each in arrays if each.endswith(".down")):
        down, up = (arrays[f"{name}.{side}"].astype(np.float64) for side in ("down", "up"))
        rows, inner_rows = np.linalg.qr(up)
        columns, inner_columns = np.linalg.qr(down.T)
        left, values, right = np.linalg.svd(inner_rows @ inner_columns.T)
        roots = np.sqrt(values[:rank])
        found[f"{name}.up"] = (rows @ left[:, :rank] * roots).astype(np.float16)
        found[f"{name}.down"] = (roots[:, None] * right[:rank] @ columns.T).astype(np.float16)
    return found
