"""The plans' source files, as the index keeps them."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import FileResponse

from indexer.errors import IndexDamaged
from indexer.readers.text import decode
from service.engine import Engine


def document_path(engine: Engine, plan_id: str) -> Path:
    """A plan's file in the index. Raises `NotFound`, or `IndexDamaged` where it has gone."""
    path = engine.document(plan_id)
    if not path.is_file():
        raise IndexDamaged(
            f"index {engine.index_dir} has lost the document of {plan_id}; restart the service if "
            "the index was rebuilt since it started, else rebuild it: plansok index"
        )
    return path


def document_file(engine: Engine, plan_id: str) -> FileResponse:
    """A plan's file as it was indexed, to look at."""
    path = document_path(engine, plan_id)
    return FileResponse(
        path,
        media_type=media_type(path),
        filename=Path(engine.plan(plan_id).file).name,
        content_disposition_type="inline",
    )


def document_text(engine: Engine, plan_id: str) -> str:
    """The lines that citations of a plan count. Raises `NotFound` or `IndexDamaged`."""
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
