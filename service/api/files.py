"""A result as JSON, or as a file to download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request, Response

from service.api.params import ExportParams
from service.files.export import CSV, MARKDOWN, MEDIA_TYPES, XLSX, Book, Format, linked, write

Result = TypeVar("Result")

FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {CSV.split(";")[0]: {}, XLSX: {}, MARKDOWN.split(";")[0]: {}}}
}
"""What the schema says that a call sends besides JSON."""


def sent(
    result: Result, params: ExportParams, book: Callable[[Result], Book], request: Request
) -> Result | Response:
    """The result itself, or its book in the format asked for, with links that lead here."""
    if params.format is Format.JSON:
        return result
    return download(linked(book(result), str(request.base_url)), params)


def download(book: Book, params: ExportParams) -> Response:
    """A book as a file. Raises `UnknownFilter` for a table it does not have."""
    content = write(book, params.format, params.delimiter, params.sheet)
    name = f"{book.file}.{params.format.value}"
    disposition = f'attachment; filename="{name}"'
    return Response(
        content,
        media_type=MEDIA_TYPES[params.format],
        headers={"Content-Disposition": disposition},
    )
