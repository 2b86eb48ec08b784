"""Text exports: bytes to pages of numbered lines, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from indexer.errors import DocumentError
from indexer.records import Line, Page

BLANK_LINES_OF_A_PAGE_BREAK = 3
"""Exports of paged documents leave three or more blank lines where a page ended; paragraphs
are one or two apart. In a Markdown export the same gap is only a gap (see `read_pages`)."""

_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""Where a Word file of today is locked, it lies in a container of the old kind under this name."""

_BINARY = {
    b"%PDF": ("a PDF", "export its text first"),
    _OLE: ("an old Word, Excel or PowerPoint file", "open it and save it as .docx or PDF"),
    b"{\\rtf": ("an RTF file", "open it and save it as .docx or PDF"),
    b"\x89PNG": ("a picture", "give the document that it was taken of"),
    b"\xff\xd8\xff": ("a picture", "give the document that it was taken of"),
    b"GIF8": ("a picture", "give the document that it was taken of"),
    b"\x7fELF": ("a program", "remove it"),
    b"MZ": ("a program", "remove it"),
}
_KINDS = {".pdf": "PDF", ".docx": "Word", ".odt": "OpenDocument", ".pptx": "PowerPoint"}
_HEADING = re.compile(r"#{1,6} \S")
_LOST_FORM_FEED = re.compile(r" (?! )")
_LINK = re.compile(r"\s*https?://\S+\s*$")


def decode(data: bytes, name: str) -> tuple[str, str | None]:
    """The text of a file, and a warning where its encoding had to be guessed.

    UTF-8, UTF-16 with its mark, or else Windows-1252, which older Norwegian exports have.
    Raises `DocumentError` for an empty or a binary file.
    """
    if not data.strip():
        raise DocumentError(f"{name} is empty; put the document's text there")
    if data.startswith(_OLE) and _LOCKED in data:
        raise DocumentError(f"{name} is locked with a password; save it without one")
    for magic, (what, remedy) in _BINARY.items():
        if data.startswith(magic):
            raise DocumentError(f"{name} is {what}, which is not read; {remedy}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), f"{name} ble lest som UTF-16"
    if b"\x00" in data:
        raise DocumentError(
            _damaged(name) or f"{name} holds binary data, not text; export its text first"
        )
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
    try:
        return data.decode("cp1252"), f"{name} er ikke UTF-8 ({where}); lest som Windows-1252"
    except UnicodeDecodeError as exc:
        raise DocumentError(
            _damaged(name)
            or f"{name} is neither UTF-8 nor Windows-1252 ({where}); save it as UTF-8"
        ) from exc


def _damaged(name: str) -> str | None:
    """What to say of a file that is neither text nor, by its bytes, the document that its name
    says; null where the name says none."""
    kind = _KINDS.get(Path(name).suffix.lower())
    return kind and (
        f"{name} is no {kind} document, though its name says so: it is damaged or was not copied "
        "whole; fetch it anew"
    )


def read_pages(path: Path) -> tuple[tuple[Page, ...], str | None]:
    """The pages of a text file and a warning or null.

    A page ends at a form feed; at a form feed that the export turned into one leading blank;
    or at a gap of blank lines. A Markdown file has no pages: its gaps are not page ends.
    Raises `DocumentError`.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise DocumentError(f"{path.name} cannot be read: {exc.strerror}") from exc
    text, warning = decode(data, path.name)
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    if any("\f" in line.text for line in lines):
        return _cut(lines, [i for i, line in enumerate(lines) if "\f" in line.text]), warning
    if any(_HEADING.match(line.text) for line in lines):
        return (Page(None, lines),), warning
    lost = _lost_form_feeds(lines)
    if lost:
        return _cut(lines, lost), warning
    gaps = _gaps(lines)
    return (_cut(lines, gaps) if gaps else (Page(None, lines),)), warning


def _cut(lines: Sequence[Line], starts: Sequence[int]) -> tuple[Page, ...]:
    """Pages that begin at these positions; a stretch without text is no page."""
    bounds = [0, *starts, len(lines)]
    parts = [tuple(lines[a:b]) for a, b in pairwise(bounds)]
    filled = [part for part in parts if any(line.text.strip() for line in part)]
    return tuple(Page(number, part) for number, part in enumerate(filled, start=1))


def _gaps(lines: Sequence[Line]) -> list[int]:
    """Where text begins again after a page break's blank lines."""
    starts, blank = [], 0
    for index, line in enumerate(lines):
        if not line.text.strip():
            blank += 1
            continue
        if blank >= BLANK_LINES_OF_A_PAGE_BREAK:
            starts.append(index)
        blank = 0
    return starts


def _lost_form_feeds(lines: Sequence[Line]) -> list[int]:
    """Where pages begin, if single leading blanks stand for form feeds.

    They do where the file is not otherwise indented and at most one line in ten has one. The
    links of a page are listed after its end and belong to it.
    """
    marked = [i for i, line in enumerate(lines) if _LOST_FORM_FEED.match(line.text)]
    indented = sum(line.text.startswith(("  ", "\t")) for line in lines)
    tabbed = any("\t" in line.text for line in lines)
    if not marked or indented or tabbed or len(marked) * 10 > len(lines):
        return []
    starts = []
    for end in marked:
        start = end
        while start < len(lines) and _LINK.match(lines[start].text):
            start += 1
        starts.append(start)
    return starts
