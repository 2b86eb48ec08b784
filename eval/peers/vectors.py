"""The project's encoder for peers, by the API that OpenAI has for embeddings.

One server gives all peers the same vectors, from the same weights, and remembers them: what is
compared is search. Texts come with their prefix, as the model was trained.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.peers.exchange import QUESTIONS, read_lines

QUERY, PASSAGE = "query: ", "passage: "
Floats = NDArray[np.float32]


class Vectors:
    """The encoder at an address (…/v1); a task's questions are encoded at once, beforehand."""

    def __init__(self, address: str, folder: Path | None = None) -> None:
        self._address = f"{address}/embeddings"
        self._known: dict[str, Floats] = {}
        if folder is not None:
            ahead = [QUERY + line["text"] for line in read_lines(folder / QUESTIONS)]
            self._known = dict(zip(ahead, self._ask(ahead), strict=True))

    def passages(self, texts: Sequence[str]) -> Floats:
        """(texts, dimensions), of unit length."""
        return self.prefixed([PASSAGE + text for text in texts])

    def query(self, text: str) -> Floats:
        """(1, dimensions), of unit length."""
        return self.prefixed([QUERY + text])

    def prefixed(self, texts: Sequence[str]) -> Floats:
        """(texts, dimensions) of texts that have their prefix."""
        if all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return self._ask(texts)

    def _ask(self, texts: Sequence[str]) -> Floats:
        body = json.dumps({"input": list(texts), "model": "encoder"}).encode()
        request = urllib.request.Request(self._address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)["data"]
        return np.asarray([each["embedding"] for each in found], dtype=np.float32)
