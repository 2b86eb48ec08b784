"""Readers: a file to its lines and what they are. The only rooms that know file formats."""

from __future__ import annotations

from pathlib import Path

from indexer.elements import Reading
from indexer.errors import DocumentError

HEAD = 4096
"""Bytes at a file's start by which its kind is told; a PDF's mark may stand among the first 1024,
for some servers put lines before it, and a web page's after its comments."""


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
    if head.startswith(b"PK\x03\x04"):
        return _read_zipped(path)
    if b"%PDF-" in head[:1024]:
        from indexer.readers.pdf import read_pdf

        return read_pdf(path, password, most_pages)
    from indexer.readers.html import is_html, read_html

    return read_html(path) if is_html(head) else _read_text(path)


def _read_zipped(path: Path) -> Reading:
    from indexer.readers.zipped import kind_of_zip

    kind = kind_of_zip(path)
    if kind == "docx":
        from indexer.readers.docx import read_docx as read
    elif kind == "pptx":
        from indexer.readers.pptx import read_pptx as read
    else:
        from indexer.readers.odt import read_odt as read
    return read(path)


def _read_text(path: Path) -> Reading:
    from indexer.readers.text import read_pages
    from indexer.readers.text_elements import read_elements

    pages, warning = read_pages(path)
    return Reading(pages, read_elements(pages), warnings=(warning,) if warning else ())
