"""The project's encoders behind the API that OpenAI has for embeddings, on this machine alone.

POST /<model>/v1/embeddings      texts begin with "query: " or "passage: "
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from eval.encodings import Remembering
from eval.peers.vectors import PASSAGE, QUERY
from indexer.encoder import load_encoder

Floats = NDArray[np.float32]
_one_at_a_time = Lock()


@cache
def encoder_of(model: str) -> Remembering:
    """The encoder of that name, which remembers."""
    return Remembering(load_encoder(model, from_hub=True))


def encode(model: str, texts: Sequence[str]) -> Floats:
    """(texts, dimensions) of texts with their prefixes; one without is a mistake of the caller's.

    Raises ValueError.
    """
    prefixes = [each for each in (QUERY, PASSAGE) if all(text.startswith(each) for text in texts)]
    if len(prefixes) != 1:
        raise ValueError("texts of one call begin with one prefix, 'query: ' or 'passage: '")
    prefix = prefixes[0]
    bare = [text.removeprefix(prefix) for text in texts]
    encoder = encoder_of(model)
    with _one_at_a_time:
        encoded = encoder.encode_queries(bare) if prefix == QUERY else encoder.encode_passages(bare)
    return encoded.vectors


class Handler(BaseHTTPRequestHandler):
    """One call: texts in, vectors out."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Encode the texts of the body."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
        model = self.path.split("/")[1]
        shown = _base64 if asked.get("encoding_format") == "base64" else _numbers
        try:
            data = [
                {"object": "embedding", "index": number, "embedding": shown(vector)}
                for number, vector in enumerate(encode(model, texts))
            ]
        except ValueError as exc:
            self._answer(400, {"error": {"message": str(exc)}})
            return
        usage = {"prompt_tokens": 0, "total_tokens": 0}
        self._answer(200, {"object": "list", "model": model, "data": data, "usage": usage})

    def _answer(self, status: int, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _numbers(vector: Floats) -> list[float]:
    found: list[float] = vector.tolist()
    return found


def _base64(vector: Floats) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


@contextmanager
def served() -> Iterator[str]:
    """The server's address, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
