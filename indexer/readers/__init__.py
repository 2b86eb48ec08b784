"""Readers: a file to its lines and what they are. The only rooms that know file formats."""

from __future__ import annotations

from pathlib import Path

from indexer.elements import Reading
from indexer.readers.text import read_pages
from indexer.readers.text_elements import read_elements


def read_document(path: Path) -> Reading:
    """What the reader of a file's kind takes from it. Raises `DocumentError`."""
    pages, warning = read_pages(path)
    return Reading(pages, read_elements(pages), warnings=(warning,) if warning else ())
