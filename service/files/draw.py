"""A page of a PDF with places marked, as a process of its own: a request in, a PNG out.

    python -m service.files.draw < request.json > page.png

Ends with 3 and a line on stderr where there is no such page or it cannot be drawn.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from indexer.errors import PlansokError
from indexer.readers.pdf.render import render_page
from indexer.records import Box

UNDRAWABLE = 3

_MARK = (255, 233, 110)
_EDGE = (214, 120, 0)
_MARGIN = 2.0
"""Points around a box, so that its edge does not touch the letters."""


class Request(BaseModel):
    """What to draw, and the limits that the process sets itself."""

    path: Path
    page: int
    boxes: tuple[Box, ...]
    dpi: float
    most_pixels: int
    most_memory: int
    most_seconds: int


def limit(memory: int, seconds: int) -> None:
    """Keep this process from taking more bytes of memory and seconds of work."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw(path: Path, page: int, boxes: Sequence[Box], dpi: float, most_pixels: int) -> bytes:
    """The page as a PNG, with the boxes that lie on it marked."""
    from PIL import Image, ImageChops, ImageDraw

    picture, scale = render_page(path, page, dpi, most_pixels)
    areas = [
        (
            (box.x0 - _MARGIN) * scale,
            (box.y0 - _MARGIN) * scale,
            (box.x1 + _MARGIN) * scale,
            (box.y1 + _MARGIN) * scale,
        )
        for box in boxes
        if box.page == page
    ]
    marks = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marks)
    for area in areas:
        pen.rectangle(area, fill=_MARK, outline=_EDGE, width=max(1, round(scale)))
    out = io.BytesIO()
    ImageChops.multiply(picture, marks).save(out, "PNG")
    return out.getvalue()


def main() -> int:
    request = Request.model_validate_json(sys.stdin.buffer.read())
    limit(request.most_memory, request.most_seconds)
    try:
        png = draw(request.path, request.page, request.boxes, request.dpi, request.most_pixels)
    except PlansokError as error:
        sys.stderr.write(str(error))
        return UNDRAWABLE
    except MemoryError:
        sys.stderr.write(f"page {request.page} takes too much memory to draw")
        return UNDRAWABLE
    sys.stdout.buffer.write(png)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
