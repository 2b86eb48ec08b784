"""Text to unit vectors.

The default model runs on ONNX Runtime with the `tokenizers` library: no PyTorch in the
process, ready in under a second. Any other model, by name on a hub or by folder, is loaded by
sentence-transformers. Both give what `SentenceTransformer(...).encode` gives.

    encoder = load_encoder()
    encoder.encode_queries(["Hva gjøres for å få ned ventetiden?"]).vectors    (1, 384)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError
from indexer.model import (
    BASE_MODEL,
    DEFAULT_MODEL,
    DIMENSIONS,
    MAX_TOKENS,
    MIDDLE,
    ONNX_FILE,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    SENTENCES,
    SPECIAL_TOKENS,
    TOKENS,
    ensure_packaged_model,
    load_adapter,
    packaged_model_fingerprint,
)

if TYPE_CHECKING:
    from tokenizers import Encoding

Progress = Callable[[int], None]
"""Called after each batch with how many texts are encoded so far."""

TEXTS_PER_WINDOW = 1024
"""Texts tokenized and sorted by length together; bounds the memory that tokenizing takes."""

TOKENS_PER_BATCH = 1024
"""Tokens, padding included, that run at once, unless one text alone has more.

On two cores 256 to 8192 were tried: rows of plans at 49, 55, 58, 54, 55 and 54 a second;
peak memory with 512-token texts 467, 467, 488, 534, 636 and 844 MB.
"""


LEAST_SALIENCE = 1e-3
"""As in training (`eval/adapt`): no piece is worth nothing."""

_NO_TOKENS = np.empty((0, DIMENSIONS), dtype=np.float32)
_NO_SPANS = np.empty((0, 2), dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as vectors of unit length: `vectors` (texts, dimensions), and for each text its
    words' pieces in context, (tokens, token dimensions), without prefix and special tokens.

    `salience` (tokens,) of each text is how much a piece matters in a question, above 0; 1 by a
    model that cannot tell. `spans` (tokens, 2) is where each piece stands in its text. `middle`
    (tokens, dimensions) is what a re-ranker goes on from: of a passage its own tokens' states, of a
    question all of them, prefix and special ones included; (0, dimensions) where there is none.
    """

    vectors: NDArray[np.float32]
    tokens: tuple[NDArray[np.float32], ...]
    salience: tuple[NDArray[np.float32], ...]
    spans: tuple[NDArray[np.intp], ...]
    middle: tuple[NDArray[np.float32], ...]


class Encoder(Protocol):
    """What the index needs of a model. Texts longer than 512 tokens are cut there."""

    name: str
    """What the index manifest records, and what `load_encoder` takes."""
    fingerprint: str
    """sha256 in hexadecimal; another one means other vectors for the same text."""
    dimensions: int
    query_prefix: str
    passage_prefix: str

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """The texts in their order; the prefix is added here."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """The texts in their order; the prefix is added here."""
        ...


def load_encoder(name: str = DEFAULT_MODEL, *, from_hub: bool = False) -> Encoder:
    """The encoder called `name`: the default, its base, a folder, or a name on a model hub.

    Only the last may ask the network, and only where `from_hub` says so; else it must have been
    fetched before. Raises ModelError when the model cannot be had.
    """
    if name in (DEFAULT_MODEL, BASE_MODEL):
        return OnnxEncoder(ensure_packaged_model(name), name)
    return SentenceTransformerEncoder(name, from_hub=from_hub)


def available_cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def loading(what: str, folder: Path) -> Iterator[None]:
    """Whatever goes wrong within is a ModelError that says what to do."""
    try:
        yield
    except Exception as exc:  # ONNX Runtime and tokenizers raise Exception subclasses of their own
        raise ModelError(
            f"the {what} in {folder} cannot be loaded: {first_line(exc)}; delete that folder, "
            "it is made again"
        ) from exc


def open_network(path: Path, threads: int) -> Any:
    """An ONNX file to be run on so many threads, which sleep when there is nothing to do."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads would otherwise busy-wait for the next query.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """The default model, from the folder that `indexer.model` unpacks. Safe to share by threads.

    A text's vector does not depend on the texts beside it beyond 1e-6: arithmetic is float32,
    and padding is masked. Dynamic int8 is twice as fast but scales each batch by its largest
    value: the same text alone and in a batch came out up to 0.018 apart in a component, at
    cosine 0.994 to float32, which is too much for a model whose cosines all lie near 0.8.
    """

    dimensions = DIMENSIONS
    query_prefix = QUERY_PREFIX
    passage_prefix = PASSAGE_PREFIX

    def __init__(self, folder: Path, name: str = DEFAULT_MODEL, threads: int | None = None) -> None:
        """Load from `folder`; `threads` for one run, all available cores if None."""
        from tokenizers import Tokenizer

        with loading("default model", folder):
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_network(folder / ONNX_FILE, threads or available_cores())
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._pad_id = self._tokenizer.token_to_id(SPECIAL_TOKENS["pad"])
        self.name = name
        self.fingerprint = packaged_model_fingerprint(name)
        self._adapter = load_adapter() if name == DEFAULT_MODEL else None

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        return self._encode(texts, self.query_prefix, None, whole=True)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        return self._encode(texts, self.passage_prefix, progress, whole=False)

    def _encode(
        self, texts: Sequence[str], prefix: str, progress: Progress | None, *, whole: bool
    ) -> Encoded:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        tokens: list[NDArray[np.float32]] = [_NO_TOKENS] * len(texts)
        salience: list[NDArray[np.float32]] = [_NO_TOKENS[:, 0]] * len(texts)
        spans: list[NDArray[np.intp]] = [_NO_SPANS] * len(texts)
        middle: list[NDArray[np.float32]] = [_NO_TOKENS] * len(texts)
        done = 0
        for start in range(0, len(texts), TEXTS_PER_WINDOW):
            prefixed = [prefix + text for text in texts[start : start + TEXTS_PER_WINDOW]]
            window = self._tokenizer.encode_batch(prefixed)
            for batch in batches_by_length([len(encoding) for encoding in window]):
                rows = [start + position for position in batch]
                own = [window[position] for position in batch]
                vectors[rows], states, lower = self._run(own)
                for row, encoding, state, half in zip(rows, own, states, lower, strict=True):
                    places = _own_tokens(encoding, len(prefix))
                    middle[row] = half[: len(encoding)] if whole else half[places]
                    own_state = state[places]
                    spans[row] = np.asarray(encoding.offsets, dtype=np.intp)[places] - len(prefix)
                    tokens[row] = unit(own_state)
                    salience[row] = self._salience(own_state)
                done += len(batch)
                if progress is not None:
                    progress(done)
        return Encoded(vectors, tuple(tokens), tuple(salience), tuple(spans), tuple(middle))

    def _salience(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._adapter is None:
            return np.ones(len(states), dtype=np.float32)
        raw = states @ self._adapter.salience + self._adapter.salience_bias
        return np.asarray(np.logaddexp(0, raw) + LEAST_SALIENCE, dtype=np.float32)

    def _run(self, encodings: Sequence[Encoding]) -> tuple[NDArray[np.float32], Any, Any]:
        """(texts, dimensions) vectors, and (texts, tokens, dimensions) states of the last layer and
        of the middle one, padding included."""
        shape = len(encodings), max(len(encoding) for encoding in encodings)
        ids = np.full(shape, self._pad_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask}
        vectors, states, middle = self._session.run([SENTENCES, TOKENS, MIDDLE], inputs)
        return np.asarray(vectors, dtype=np.float32), states, middle


def alike(vectors: NDArray[np.float32], tokens: tuple[NDArray[np.float32], ...]) -> Encoded:
    """Texts by a model that tells neither which pieces matter nor where they stand."""
    ones = tuple(np.ones(len(part), dtype=np.float32) for part in tokens)
    none = np.empty((0, vectors.shape[1]), dtype=np.float32)
    return Encoded(vectors, tokens, ones, (_NO_SPANS,) * len(tokens), (none,) * len(tokens))


def _own_tokens(encoding: Encoding, prefix: int) -> list[int]:
    """The positions of a text's own tokens: no special ones, none of its prefix."""
    return [
        position
        for position, ((_, end), special) in enumerate(
            zip(encoding.offsets, encoding.special_tokens_mask, strict=True)
        )
        if not special and end > prefix
    ]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows made of unit length."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def batches_by_length(
    lengths: Sequence[int], tokens_per_batch: int = TOKENS_PER_BATCH
) -> Iterator[list[int]]:
    """Positions of `lengths` in batches, longest first; each position exactly once.

    A batch holds at most `tokens_per_batch` tokens, counting each text as long as the longest
    in it; a text that is longer than that has a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda position: (-lengths[position], position))
    start = 0
    while start < len(order):
        size = max(1, tokens_per_batch // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


class SentenceTransformerEncoder:
    """Any model that sentence-transformers can load, on PyTorch."""

    def __init__(self, name: str, *, from_hub: bool = False) -> None:
        """Load the folder or the hub model `name`; `from_hub` allows to ask the network for it.

        Raises ModelError when sentence-transformers cannot load it.
        """
        folder = Path(name) if Path(name).is_dir() or from_hub else fetched_before(name)
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=folder.is_dir())
        except Exception as exc:  # a hub, a folder and a network each fail in their own way
            raise ModelError(
                f"sentence-transformers cannot load the model {name!r}: {first_line(exc)}; give a "
                f"folder, a name on the Hugging Face hub (HF_HUB_OFFLINE=1 if it was downloaded "
                f"before), or {DEFAULT_MODEL!r}, which needs no network"
            ) from exc
        limit = model.max_seq_length
        model.max_seq_length = MAX_TOKENS if limit is None else min(limit, MAX_TOKENS)
        dimensions = model.get_embedding_dimension()
        if dimensions is None:
            raise ModelError(f"the model {name!r} does not say its dimensions; use another")
        self._model = model
        self.name = name
        self.dimensions = dimensions
        self.query_prefix, self.passage_prefix = prefixes(name, model.prompts)
        self.fingerprint = self._fingerprint()

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        return self._encode(texts, self.query_prefix)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        tokens: list[NDArray[np.float32]] = []
        for start in range(0, len(texts), TEXTS_PER_WINDOW):
            window = self._encode(texts[start : start + TEXTS_PER_WINDOW], self.passage_prefix)
            vectors[start : start + len(window.tokens)] = window.vectors
            tokens.extend(window.tokens)
            if progress is not None:
                progress(len(tokens))
        return alike(vectors, tuple(tokens))

    def _encode(self, texts: Sequence[str], prefix: str) -> Encoded:
        if not texts:
            return alike(np.empty((0, self.dimensions), dtype=np.float32), ())
        # prompt="" keeps a model's default prompt from being added to ours.
        found: Any = self._model.encode(
            [prefix + text for text in texts],
            prompt="",
            output_value=None,
            show_progress_bar=False,
        )
        vectors = np.stack([text["sentence_embedding"].cpu().numpy() for text in found])
        skipped = 1 + len(self._model.tokenizer.tokenize(prefix))
        tokens = tuple(
            unit(text["token_embeddings"][text["attention_mask"].bool()].cpu().numpy()[skipped:-1])
            for text in found
        )
        return alike(unit(vectors), tokens)

    def _fingerprint(self) -> str:
        import torch

        digest = hashlib.sha256(f"{self.query_prefix}\0{self.passage_prefix}\0".encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"{key}\0{tensor.dtype}\0{tuple(tensor.shape)}\0".encode())
            values: Any = tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8)
            digest.update(values.numpy())
        return digest.hexdigest()


def fetched_before(name: str) -> Path:
    """The folder where a hub's model was put when it was fetched; the network is not asked.

    A folder, because by a name transformers 5.23 asks the hub for the tokenizer's repository
    also where it is told to use local files only. Raises `ModelError` where it was never fetched.
    """
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        with suppress(OSError, ValueError):
            return Path(snapshot_download(repository, local_files_only=True))
    raise ModelError(
        f"the model {name!r} is no folder here and was not fetched to this machine before; "
        f"fetch it: plansok index --model {name}"
    )


def prefixes(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """(query prefix, passage prefix) of a model: its own prompts, else those of its family.

    The E5 models but the instruct ones need `query: ` and `passage: ` and, older than prompts
    in sentence-transformers, do not say so in their folder.
    """
    query = prompts.get("query") or ""
    passage = prompts.get("document") or prompts.get("passage") or ""
    family = name.lower().rstrip("/").rsplit("/", 1)[-1]
    is_e5 = re.search(r"\be5-", family) is not None and "instruct" not in family
    if is_e5 and not query and not passage:
        return QUERY_PREFIX, PASSAGE_PREFIX
    return query, passage


def first_line(exc: Exception) -> str:
    """The exception's message up to its first line break."""
    return str(exc).partition("\n")[0].rstrip(".")
