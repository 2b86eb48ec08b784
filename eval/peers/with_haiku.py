"""haiku.rag: hybrid search over LanceDB, text cut by docling's chunker.

    python -m eval.peers.with_haiku TASK …

Only its search: nothing that needs a language model. Documents are read as it reads text files,
as Markdown; tokens are counted with the encoder's own tokenizer, where its default would ask a hub.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.peers.exchange import Chunk, Document, Found, Task, perform, whole
from eval.peers.vectors import PASSAGE, QUERY


class Haiku:
    """A database of its own; hybrid search, as is its default, without a reranker.

    It is filled and closed, and opened anew for the questions: closing waits until its full-text
    index holds every row, and a search before that would miss some.
    """

    def __init__(self, task: Task, folder: Path) -> None:
        from haiku.rag.config import AppConfig

        self._config = AppConfig.model_validate(
            {
                "embeddings": {
                    "model": {
                        "provider": "openai",
                        "name": "encoder",
                        "vector_dim": task.dimensions,
                        "base_url": task.address,
                        "api_key": "none",
                        "query_prefix": QUERY,
                        "document_prefix": PASSAGE,
                    }
                },
                "processing": {"chunking_tokenizer": task.encoder},
            }
        )
        self._database = folder / "haiku.lancedb"
        shutil.rmtree(self._database, ignore_errors=True)
        self._ready = task.ready
        self._loop = asyncio.new_event_loop()
        self._client: Any = None
        self._name_of: dict[str, str] = {}
        size = self._config.processing.chunk_size
        cutting = "" if task.ready else f", docling's hybrid chunker, {size} tokens"
        self.settings = f"hybrid{cutting}"

    def add(self, documents: Sequence[Document]) -> Sequence[Chunk]:
        return self._loop.run_until_complete(self._add(documents))

    async def _add(self, documents: Sequence[Document]) -> list[Chunk]:
        from haiku.rag.client import HaikuRAG

        async with HaikuRAG(self._database, config=self._config, create=True) as client:
            added = self._add_ready if self._ready else self._add_plans
            found = await added(client, documents)
        self._client = await HaikuRAG(self._database, config=self._config).__aenter__()
        return found

    async def _add_plans(self, client: Any, documents: Sequence[Document]) -> list[Chunk]:
        found = []
        for document in documents:
            stored = await client.create_document(document.text, uri=document.id)
            own = await client.chunk_repository.get_by_document_id(stored.id)
            for number, chunk in enumerate(own, start=1):
                self._name_of[chunk.id] = f"{document.id}#{number}"
                found.append(Chunk(f"{document.id}#{number}", document.id, chunk.content))
        return found

    async def _add_ready(self, client: Any, documents: Sequence[Document]) -> list[Chunk]:
        """Every passage as a document of one chunk."""
        from docling_core.types.doc.document import DoclingDocument
        from haiku.rag.client import DocumentImport
        from haiku.rag.store.models.chunk import Chunk as Own

        stored = await client.import_documents(
            [
                DocumentImport(DoclingDocument(name=each.id), [Own(content=each.text)], each.id)
                for each in documents
            ]
        )
        for document in stored:
            for chunk in await client.chunk_repository.get_by_document_id(document.id):
                self._name_of[chunk.id] = document.uri
        return whole(documents)

    def search(self, question: str, k: int) -> Found:
        results = self._loop.run_until_complete(self._client.search(question, limit=k))
        return [(self._name_of[result.chunk_id], float(result.score)) for result in results]


if __name__ == "__main__":
    perform("haiku.rag", ("haiku.rag-slim", "lancedb", "docling-slim"), Haiku)
