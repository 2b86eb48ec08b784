"""What the default encoder and the re-ranker learnt about plans, on top of the weights that the
packaged model comes with.

Low-rank adaptations (Hu and others 2021) of the upper layers, trained by `eval/adapt` on
questions to invented plans (`eval/training`): to a matrix W belong `down` (rank, columns) and
`up` (rows, rank), and what is run is W + up x down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_ADAPTER, _RERANKER = "data/adapter.npz", "data/reranker.npz"


@dataclass(frozen=True)
class LowRank:
    """Matrix ("l6.q") to its two factors."""

    down: Mapping[str, Floats]
    up: Mapping[str, Floats]

    def delta(self, matrix: str) -> Floats | None:
        """(rows, columns): what is added to a matrix; null where nothing is.

        Summed over the rank one by one, in float32: the same bits on every machine.
        """
        if matrix not in self.down:
            return None
        down, up = self.down[matrix], self.up[matrix]
        total = np.zeros((up.shape[0], down.shape[1]), dtype=np.float32)
        for row in range(len(down)):
            total += up[:, row, None] * down[row]
        return total


@dataclass(frozen=True)
class Adapter(LowRank):
    """Of the encoder; `salience` (dimensions,) and `salience_bias` tell by a token's state how much
    it matters in a question."""

    salience: Floats
    salience_bias: float


@dataclass(frozen=True)
class Reranking(LowRank):
    """Of the layers that read a question and a passage together. `passage` (dimensions,) is added
    to the states of a passage's tokens; `attention` and `attention_bias` tell what a state of the
    question counts for, `out` and `out_bias` whether the passage answers, as a logit."""

    passage: Floats
    attention: Floats
    attention_bias: float
    out: Floats
    out_bias: float


@cache
def load_adapter() -> Adapter:
    """The adapter that ships with Plansøk."""
    return read_adapter(_bytes(_ADAPTER))


def read_adapter(data: bytes) -> Adapter:
    """The adapter of a file's bytes, as `eval/adapt` writes it."""
    values = _values(data)
    return Adapter(*_factors(values), values["salience"], float(values["salience_bias"][0]))


@cache
def load_reranking() -> Reranking:
    """The re-ranker's factors that ship with Plansøk, as `eval/adapt` writes them."""
    values = _values(_bytes(_RERANKER))
    return Reranking(
        *_factors(values),
        values["passage"],
        values["attention"],
        float(values["attention_bias"][0]),
        values["out"],
        float(values["out_bias"][0]),
    )


def _values(data: bytes) -> dict[str, Floats]:
    with np.load(BytesIO(data), allow_pickle=False) as found:
        return {name: found[name].astype(np.float32) for name in found.files}


def _factors(values: Mapping[str, Floats]) -> tuple[dict[str, Floats], dict[str, Floats]]:
    return (
        {name[:-5]: v for name, v in values.items() if name.endswith(".down")},
        {name[:-3]: v for name, v in values.items() if name.endswith(".up")},
    )


@cache
def adapter_sha256() -> str:
    """The encoder's file's sha256 in hexadecimal."""
    return hashlib.sha256(_bytes(_ADAPTER)).hexdigest()


@cache
def both_sha256() -> str:
    """sha256 in hexadecimal of the encoder's and the re-ranker's files together."""
    return hashlib.sha256(_bytes(_ADAPTER) + _bytes(_RERANKER)).hexdigest()


def _bytes(file: str) -> bytes:
    return files("indexer").joinpath(file).read_bytes()
