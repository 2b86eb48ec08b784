"""The folder that sentence-transformers loads, with the ONNX file and a manifest of digests."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.errors import ModelError
from indexer.model.adapter import load_reranking
from indexer.model.onnx_graph import write_onnx, write_reranker
from indexer.model.packed import PackedModel, file_sha256
from indexer.model.pinned import (
    DEFAULT_MODEL,
    MANIFEST,
    MAX_TOKENS,
    ONNX_FILE,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    RERANKER_FILE,
    RESULT_SHA256,
    SOURCE_SHA256,
    SPECIAL_TOKENS,
)
from indexer.model.tokenizer import tokenizer_definition
from indexer.model.weights import write_safetensors


def write_folder(packed: PackedModel, folder: Path, name: str) -> None:
    """Write the sentence-transformers folder, the ONNX file and, last, the manifest.

    Raises ModelError when a file comes out otherwise than RESULT_SHA256 says.
    """
    (folder / "onnx").mkdir(parents=True)
    for file, content in _config_files(packed).items():
        (folder / file).parent.mkdir(exist_ok=True)
        _write_json(folder / file, content)
    write_safetensors(packed, folder / "model.safetensors")
    _write_json(folder / "tokenizer.json", tokenizer_definition(packed), indent=None)
    write_onnx(packed, folder / ONNX_FILE)
    if name == DEFAULT_MODEL:
        write_reranker(replace(packed, adapter=load_reranking()), folder / RERANKER_FILE)

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    entries = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": file_sha256(path),
        }
        for path in files
    }
    for file, expected in RESULT_SHA256[name].items():
        if entries[file]["sha256"] != expected:
            raise ModelError(
                f"unpacking gave {file} with sha256 {entries[file]['sha256']}, expected "
                f"{expected}: not the tested model; use the pinned versions of Plansøk's "
                "dependencies"
            )
    manifest = {"model": name, "source_sha256": SOURCE_SHA256, "files": entries}
    _write_json(folder / MANIFEST, manifest)


def _write_json(path: Path, content: object, indent: int | None = 2) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


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
