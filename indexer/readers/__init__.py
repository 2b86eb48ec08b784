"""Readers: a file to its lines and what they are. The only rooms that know file formats."""

from __future__ import annotations

from pathlib import Path

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.text import read_pages
from indexer.readers.text_elements import read_elements

HEAD = 1024
"""Bytes at a file's start among which a PDF's mark may stand; some servers put lines before it."""


def read_document(
    path: Path, password: str | None = None, most_pages: int | None = None
) -> Reading:
    """What the reader of a file's kind takes from it; its bytes say which, not its name.

    Raises `DocumentError`: where it is locked, `DocumentLocked`; and where it has more pages
    than `most_pages`, before they are read wherever the format allows.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as exc:
        raise DocumentError(f"{path.name} cannot be read: {exc.strerror}") from exc
    if b"%PDF-" in head:
        from indexer.readers.pdf import read_pdf

        return read_pdf(path, password, most_pages)
    pages, warning = read_pages(path)
    return Reading(pages, read_elements(pages), warnings=(warning,) if warning else ())
