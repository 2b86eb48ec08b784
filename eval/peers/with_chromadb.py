"""Chroma: a collection of vectors on this machine, text cut as its guide says.

    python -m eval.peers.with_chromadb TASK …

Its hybrid search is of its cloud alone: a local one refuses ("Search is not implemented for Local
Chroma"). Vectors are made by the same encoder and given to it; its own function for
sentence-transformers knows no prefixes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.peers.exchange import Chunk, Document, Found, Task, cut, perform, whole
from eval.peers.vectors import Vectors


class Chroma:
    """A collection by cosine; cut into 500 characters with 50 over, the guide's example."""

    def __init__(self, task: Task, folder: Path) -> None:
        import chromadb

        self._vectors = Vectors(task.address, folder)
        self._ready = task.ready
        client = chromadb.EphemeralClient(
            settings=chromadb.config.Settings(anonymized_telemetry=False)
        )
        self._collection = client.create_collection(
            f"plans-{folder.name}", configuration={"hnsw": {"space": "cosine"}}
        )
        cutting = "" if task.ready else ", RecursiveCharacterTextSplitter(500, 50)"
        self.settings = f"vectors by cosine{cutting}"

    def add(self, documents: Sequence[Document]) -> Sequence[Chunk]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=500, chunk_overlap=50, separators=["\n\n", "\n", ". ", " "]
        )
        chunks = whole(documents) if self._ready else cut(documents, splitter.split_text)
        texts = [chunk.text for chunk in chunks]
        self._collection.add(
            ids=[chunk.id for chunk in chunks],
            embeddings=self._vectors.passages(texts),
            documents=texts,
        )
        return chunks

    def search(self, question: str, k: int) -> Found:
        count = min(k, self._collection.count())
        found = self._collection.query(
            query_embeddings=self._vectors.query(question), n_results=count
        )
        return [
            (chunk, 1.0 - distance)
            for chunk, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]


if __name__ == "__main__":
    perform("chromadb", ("chromadb",), Chroma)
