"""txtai: hybrid search (BM25 and vectors), and its own ways of cutting text.

    python -m eval.peers.with_txtai TASK …

Where plans are cut, by lines: in text exports a line is a row of a table, so this is the kindest of
its ways (paragraphs, sections, sentences, chunkers of another library).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.peers.exchange import Chunk, Document, Found, Task, cut, perform, whole
from eval.peers.vectors import PASSAGE, QUERY, Floats, Vectors

BAYES = "bayes"


class Txtai:
    """`hybrid=True`: both halves count alike, scores of BM25 normalised; or its Bayesian fusion,
    which sets the vectors' scores in proportion too."""

    def __init__(self, task: Task, folder: Path) -> None:
        from txtai import Embeddings

        vectors = Vectors(task.address, folder)

        def transform(texts: Sequence[str]) -> Floats:
            return vectors.prefixed(texts)

        self._ready = task.ready
        self._embeddings = Embeddings(
            method="external",
            transform=transform,
            hybrid=True,
            scoring={
                "method": "bm25",
                "terms": True,
                "normalize": BAYES if task.setting == BAYES else True,
            },
            instructions={"query": QUERY, "data": PASSAGE},
        )
        hybrid = f"hybrid, {BAYES}" if task.setting == BAYES else "hybrid"
        self.settings = hybrid if task.ready else f"{hybrid}, a chunk a line"

    def add(self, documents: Sequence[Document]) -> Sequence[Chunk]:
        from txtai.pipeline import Segmentation

        chunks = whole(documents) if self._ready else cut(documents, Segmentation(lines=True))
        self._embeddings.index([(chunk.id, chunk.text, None) for chunk in chunks])
        return chunks

    def search(self, question: str, k: int) -> Found:
        found: Found = self._embeddings.search(question, k)
        return found


if __name__ == "__main__":
    perform("txtai", ("txtai",), Txtai)
