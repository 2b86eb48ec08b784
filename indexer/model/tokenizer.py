"""The tokenizer, as the `tokenizers` library reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.model.packed import PackedModel
from indexer.model.pinned import SPECIAL_TOKENS


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
