"""The project's encoder for peers, by the API that OpenAI has for embeddings.

One server gives all peers the same vectors, from the same weights, and remembers them: what is
compared is search. Texts come with their prefix, as the model was trained.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

QUERY, PASSAGE = "query: ", "passage: "
Floats = NDArray[np.float32]


class Vectors:
    """The encoder at an address (…/v1)."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}/embeddings"

    def passages(self, texts: Sequence[str]) -> Floats:
        """(texts, dimensions), of unit length."""
        return self.prefixed([PASSAGE + text for text in texts])

    def query(self, text: str) -> Floats:
        """(1, dimensions), of unit length."""
        return self.prefixed([QUERY + text])

    def prefixed(self, texts: Sequence[str]) -> Floats:
        """(texts, dimensions) of texts that have their prefix."""
        body = json.dumps({"input": list(texts), "model": "encoder"}).encode()
        request = urllib.request.Request(self._address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)["data"]
        return np.asarray([each["embedding"] for each in found], dtype=np.float32)
