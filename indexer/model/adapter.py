"""What the default encoder learnt about plans, on top of the weights it comes with.

A low-rank adaptation (Hu and others 2021) of the upper layers, trained by `eval/adapt` on
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

_FILE = "data/adapter.npz"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Matrix ("l6.q") to its two factors; `salience` (dimensions,) and `salience_bias` tell by a
    token's state how much it matters in a question."""

    down: Mapping[str, Floats]
    up: Mapping[str, Floats]
    salience: Floats
    salience_bias: float

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


@cache
def load_adapter() -> Adapter:
    """The adapter that ships with Plansøk."""
    return read_adapter(_bytes())


def read_adapter(data: bytes) -> Adapter:
    """The adapter of a file's bytes, as `eval/adapt` writes it."""
    with np.load(BytesIO(data), allow_pickle=False) as found:
        values = {name: found[name].astype(np.float32) for name in found.files}
    return Adapter(
        {name[:-5]: v for name, v in values.items() if name.endswith(".down")},
        {name[:-3]: v for name, v in values.items() if name.endswith(".up")},
        values["salience"],
        float(values["salience_bias"][0]),
    )


@cache
def adapter_sha256() -> str:
    """The file's sha256 in hexadecimal."""
    return hashlib.sha256(_bytes()).hexdigest()


def _bytes() -> bytes:
    return files("indexer").joinpath(_FILE).read_bytes()
