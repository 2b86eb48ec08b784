"""An encoder that remembers: many variants of the engine ask the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Encoded, Encoder, Progress, load_encoder
from indexer.index import load_index
from service.engine import Engine

Floats = NDArray[np.float32]
Known = dict[str, tuple[Floats, Floats, Floats, NDArray[np.intp], Floats]]


class Remembering:
    """An encoder that encodes each text once. Fits where its texts fit in memory."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimensions = encoder.dimensions
        self.query_prefix = encoder.query_prefix
        self.passage_prefix = encoder.passage_prefix
        self._queries: Known = {}
        self._passages: Known = {}

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """The texts in their order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._queries]
        if fresh:
            _remember(self._queries, fresh, self._encoder.encode_queries(fresh))
        return _recall(self._queries, texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """The texts in their order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._passages]
        if fresh:
            encoded = self._encoder.encode_passages(fresh, progress)
            _remember(self._passages, fresh, encoded)
        return _recall(self._passages, texts)


def _remember(known: Known, texts: Sequence[str], encoded: Encoded) -> None:
    for row, text in enumerate(texts):
        known[text] = (
            encoded.vectors[row],
            encoded.tokens[row],
            encoded.salience[row],
            encoded.spans[row],
            encoded.middle[row],
        )


def _recall(known: Known, texts: Sequence[str]) -> Encoded:
    vectors, tokens, salience, spans, middle = zip(*(known[text] for text in texts), strict=True)
    return Encoded(np.stack(vectors), tokens, salience, spans, middle)


def open_remembering(index_dir: Path) -> Engine:
    """The engine over an index, with an encoder that remembers."""
    index = load_index(index_dir)
    return Engine(index, Remembering(load_encoder(index.manifest["encoder"]["name"])), index_dir)
