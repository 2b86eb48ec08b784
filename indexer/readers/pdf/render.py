"""Pages of a PDF as pictures.

A page can ask for any amount of memory and time: call this in a process that has limits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from indexer.errors import DocumentError, NoPicture

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72


def render_page(
    path: Path, page: int, dpi: float, most_pixels: int, password: str | None = None
) -> tuple[Image, float]:
    """A page as it is shown, and its pixels a point; 1-based.

    A page of more pixels than that is drawn smaller. Raises `NoPicture` where there is no such
    page, `DocumentError` where the file or the page cannot be opened.
    """
    try:
        document = pdfium.PdfDocument(path, password=password)
    except (pdfium.PdfiumError, OSError) as exc:
        raise DocumentError(f"{path.name} cannot be opened as a PDF: {exc}") from exc
    try:
        if not 1 <= page <= len(document):
            pages = "1 page" if len(document) == 1 else f"pages 1 to {len(document)}"
            raise NoPicture(f"there is no page {page}; the document has {pages}")
        shown = document[page - 1]
        width, height = shown.get_size()
        fitting = (most_pixels / max(width * height, 1)) ** 0.5
        scale = min(dpi / POINTS_PER_INCH, fitting)
        return shown.render(scale=scale).to_pil().convert("RGB"), scale
    except pdfium.PdfiumError as exc:
        raise DocumentError(f"page {page} of {path.name} cannot be drawn: {exc}") from exc
    finally:
        document.close()
