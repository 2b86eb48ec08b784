"""The weights as float32, in safetensors' format."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model.packed import PackedModel


def write_safetensors(packed: PackedModel, path: Path) -> None:
    """Write the weights as float32 under the names of transformers' `BertModel`.

    Written piece by piece (the format: an 8-byte length, a JSON header, the values), because
    safetensors' own writer wants all 470 MB in memory, twice.
    """
    shapes = _bert_shapes(packed)
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, (_, shape) in shapes.items():
        start, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded)
        for short_name, shape in shapes.values():
            if short_name is None:
                file.write(bytes(4 * int(np.prod(shape))))
                continue
            start = 0
            added = _added(packed, short_name)
            for chunk in packed.tensors[short_name].chunks():
                end = start + len(chunk)
                values = chunk if added is None else chunk + added[start:end]
                file.write(values.astype("<f4", copy=False).tobytes())
                start = end


def _added(packed: PackedModel, tensor: str) -> NDArray[np.float32] | None:
    """Flat: what the adapter adds to a matrix."""
    matrix, _, part = tensor.rpartition(".")
    delta = packed.adapter.delta(matrix) if packed.adapter and part == "w" else None
    return None if delta is None else delta.ravel()


def _bert_shapes(packed: PackedModel) -> dict[str, tuple[str | None, list[int]]]:
    """BertModel's parameter -> (name in the packed file, shape); None for one left out there."""
    hidden, wide = packed.hidden, packed.feed_forward
    shapes: dict[str, tuple[str | None, list[int]]] = {
        "embeddings.word_embeddings.weight": ("emb.word", [packed.vocabulary, hidden]),
        "embeddings.position_embeddings.weight": ("emb.pos", [packed.positions, hidden]),
        "embeddings.token_type_embeddings.weight": ("emb.type", [packed.token_types, hidden]),
        "embeddings.LayerNorm.weight": ("emb.ln.w", [hidden]),
        "embeddings.LayerNorm.bias": ("emb.ln.b", [hidden]),
    }
    parts = [
        ("attention.self.query", "q", hidden, hidden),
        ("attention.self.key", "k", hidden, hidden),
        ("attention.self.value", "v", hidden, hidden),
        ("attention.output.dense", "ao", hidden, hidden),
        ("attention.output.LayerNorm", "aln", hidden, 0),
        ("intermediate.dense", "fi", wide, hidden),
        ("output.dense", "fo", hidden, wide),
        ("output.LayerNorm", "oln", hidden, 0),
    ]
    for layer in range(packed.layers):
        for part, short, rows, columns in parts:
            name, short_name = f"encoder.layer.{layer}.{part}", f"l{layer}.{short}"
            shapes[f"{name}.weight"] = (f"{short_name}.w", [rows, columns] if columns else [rows])
            shapes[f"{name}.bias"] = (f"{short_name}.b", [rows])
    # Mean pooling never runs BertModel's own pooler; zeros keep transformers from
    # reporting its weights as missing.
    shapes["pooler.dense.weight"] = (None, [hidden, hidden])
    shapes["pooler.dense.bias"] = (None, [hidden])
    return shapes
