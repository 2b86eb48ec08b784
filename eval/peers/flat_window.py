"""pypdf and FAISS: what a tutorial makes of a folder of PDFs.

    python -m eval.peers.flat_window TASK …

The plans are text exports. Each is set as a PDF, a line a paragraph, and read again by pypdf, page
after page; cells that stood side by side in the plan's own PDF come one after the other, which is
kinder than the real thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from eval.peers.exchange import Chunk, Document, Found, Task, cut, perform
from eval.peers.vectors import Vectors

SIZE, OVERLAP = 1000, 200
"""Characters of a window and those that it shares with the next: LangChain's own example."""


class FlatWindow:
    """Windows of 1000 characters with 200 over, in a flat index by inner product."""

    settings = f"pypdf, windows of {SIZE} characters with {OVERLAP} over, IndexFlatIP"

    def __init__(self, task: Task, folder: Path) -> None:
        self._vectors = Vectors(task.address, folder)
        self._folder = folder
        self._chunks: list[Chunk] = []
        self._index: Any = None

    def add(self, documents: Sequence[Document]) -> Sequence[Chunk]:
        import faiss

        read = [Document(each.id, self._through_pdf(each)) for each in documents]
        self._chunks = cut(read, windows)
        vectors = self._vectors.passages([chunk.text for chunk in self._chunks])
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        return self._chunks

    def _through_pdf(self, document: Document) -> str:
        from pypdf import PdfReader

        path = self._folder / f"{document.id}.pdf"
        typeset(document.text, path)
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)

    def search(self, question: str, k: int) -> Found:
        count = min(k, len(self._chunks))
        scores, orders = self._index.search(self._vectors.query(question), count)
        return [
            (self._chunks[order].id, float(score))
            for order, score in zip(orders[0], scores[0], strict=True)
        ]


def typeset(text: str, path: Path) -> None:
    """A PDF of a text, each of its lines a paragraph."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["Normal"]
    lines = (escape(" ".join(line.split())) for line in text.split("\n"))
    SimpleDocTemplate(str(path)).build([Paragraph(line, style) for line in lines if line])


def windows(text: str) -> list[str]:
    """A text in windows, cut wherever that may be."""
    last = max(len(text) - OVERLAP, 1)
    return [text[start : start + SIZE] for start in range(0, last, SIZE - OVERLAP)]


if __name__ == "__main__":
    perform("flat-window", ("pypdf", "faiss-cpu"), FlatWindow)
