"""The plans' source files as the index keeps them, and the lines that were read from them."""

from __future__ import annotations

from pathlib import Path

from fastapi import Response
from fastapi.responses import FileResponse

from indexer.errors import IndexDamaged
from indexer.readers.text import decode
from service.engine import Engine

PDF = "application/pdf"

_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_POLICIES = {
    PDF: "default-src 'self'; style-src 'unsafe-inline'; object-src 'self'",
    "text/html": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
}
"""What a browser may do with a file that strangers wrote; its own viewer styles a PDF."""


def document_path(engine: Engine, plan_id: str) -> Path:
    """A plan's file in the index. Raises `NotFound`, or `IndexDamaged` where it has gone."""
    return _present(engine, plan_id, engine.document(plan_id))


def document_file(engine: Engine, plan_id: str) -> FileResponse:
    """A plan's file as it was indexed, to look at."""
    path = document_path(engine, plan_id)
    kind = media_type(path) if is_text(engine, plan_id) else _type_of_file(path)
    policy = _POLICIES.get(kind)
    return FileResponse(
        path,
        media_type=kind,
        filename=Path(engine.plan(plan_id).file).name,
        content_disposition_type="inline",
        headers={"Content-Security-Policy": policy} if policy else None,
    )


def is_text(engine: Engine, plan_id: str) -> bool:
    """Whether the plan's file is text, whose own lines are cited. Raises `NotFound`."""
    return engine.transcript(plan_id) is None


def document_text(engine: Engine, plan_id: str) -> str:
    """The lines that citations of a plan count: of its file, or read from it where that is no
    text. Raises `NotFound` or `IndexDamaged`."""
    transcript = engine.transcript(plan_id)
    if transcript is not None:
        return _present(engine, plan_id, transcript).read_bytes().decode()
    path = document_path(engine, plan_id)
    return decode(path.read_bytes(), path.name)[0]


def media_type(path: Path) -> str:
    """Of a text export, with the encoding that the reader finds in it; UTF-16 has its mark."""
    kind = "text/markdown" if path.suffix == ".md" else "text/plain"
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return f"{kind}; charset=utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{kind}; charset=windows-1252"
    return f"{kind}; charset=utf-8"


def text_response(text: str) -> Response:
    return Response(text, media_type="text/plain; charset=utf-8")


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, whatever it is called; some begin with other bytes."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _type_of_file(path: Path) -> str:
    if is_pdf(path):
        return PDF
    return _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")


def _present(engine: Engine, plan_id: str, path: Path) -> Path:
    if not path.is_file():
        raise IndexDamaged(
            f"index {engine.index_dir} has lost the document of {plan_id}; restart the service if "
            "the index was rebuilt since it started, else rebuild it: plansok index"
        )
    return path
