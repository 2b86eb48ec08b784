"""What a PDF says of itself: metadata, outline, page labels; the only room that knows pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from indexer.errors import DocumentError, DocumentLocked

_FACTS = (
    ("title", "title"),
    ("author", "author"),
    ("subject", "subject"),
    ("keywords", "keywords"),
    ("creator", "creator"),
    ("producer", "producer"),
)
MOST_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: its depth from 1, its text, and the page it points to, 1-based."""

    level: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself beside its text."""

    facts: tuple[tuple[str, str], ...]
    outline: tuple[OutlineEntry, ...]
    labels: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def read_about(path: Path, password: str | None) -> About:
    """What the document says of itself.

    Raises `DocumentLocked`, or `DocumentError` where there is no file.

    A file whose structure is too damaged for this may still have pages that can be read.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path, strict=False)
        _unlock(reader, path, password)
        return About(tuple(_facts(reader)), tuple(_outline(reader)), tuple(_labels(reader)))
    except DocumentError:
        raise
    except OSError as exc:
        raise DocumentError(f"{path.name} cannot be read: {exc.strerror or exc}") from exc
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
        ArithmeticError,
    ) as exc:
        what = f"innholdsliste og opplysninger lot seg ikke lese ({type(exc).__name__})"
        return About((), (), (), (f"{path.name}: {what}",))


def _unlock(reader: PdfReader, path: Path, password: str | None) -> None:
    if not reader.is_encrypted:
        return
    if reader.decrypt(password or "") or (password and reader.decrypt("")):
        return
    if password is None:
        raise DocumentLocked(f"{path.name} is locked with a password; give it with --password-env")
    raise DocumentLocked(f"{path.name} is locked and the given password does not open it")


def _facts(reader: PdfReader) -> Iterator[tuple[str, str]]:
    about: Any = reader.metadata
    if about is not None:
        for name, attribute in _FACTS:
            value = getattr(about, attribute, None)
            if isinstance(value, str) and value.strip():
                yield name, _clean(value)[:500]
        for name, attribute in (("created", "creation_date"), ("modified", "modification_date")):
            try:
                moment = getattr(about, attribute, None)
            except (ValueError, TypeError):
                continue
            if moment is not None:
                yield name, moment.date().isoformat()
    language = reader.root_object.get("/Lang")
    if language:
        yield "language", str(language)


def _clean(text: str) -> str:
    """Text on one line, without halves of characters, which no file can hold."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _outline(reader: PdfReader) -> Iterator[OutlineEntry]:
    count = 0
    stack: list[tuple[int, Any]] = [(1, iter(reader.outline))]
    while stack and count < MOST_ENTRIES:
        level, items = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
        elif isinstance(item, list):
            stack.append((level + 1, iter(item)))
        else:
            count += 1
            page = reader.get_destination_page_number(item)
            title = _clean(str(item.title or ""))
            if title:
                yield OutlineEntry(
                    level, title, page + 1 if page is not None and page >= 0 else None
                )


def _labels(reader: PdfReader) -> Iterator[str]:
    """The pages' own numbers where they are not 1, 2, 3."""
    if "/PageLabels" not in reader.root_object:
        return
    labels = reader.page_labels
    if labels != [str(number) for number in range(1, len(labels) + 1)]:
        yield from labels
