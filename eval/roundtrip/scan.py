"""A PDF as a scanner makes one: pictures of its pages, slightly turned, noisy, as JPEG."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from eval.roundtrip.typeset import Pages, Place
from indexer.records import Box

TURN = 0.7
"""Degrees that pages lie askew at most; feeders of office scanners keep within one."""

NOISE = 12.0
"""Standard deviation of the noise, of 255 grey levels."""

QUALITY = 60
PAPER = 244


def scan_pdf(source: Path, target: Path, dpi: int, pages: Pages) -> tuple[Place, ...]:
    """Write pictures of a PDF's pages and tell where everything stands on them."""
    random = np.random.default_rng(7)
    places: list[Place] = []
    document = pypdfium2.PdfDocument(str(source))
    canvas = Canvas(str(target), pageCompression=0)
    for index in range(len(document)):
        angle = float(random.uniform(-TURN, TURN))
        picture = document[index].render(scale=dpi / 72).to_pil().convert("L")
        turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(dpi / 400)), dtype=np.float32)
        noisy = grey * (PAPER / 255) + random.normal(0, NOISE, grey.shape)
        page = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=QUALITY)
        width, height = document[index].get_size()
        canvas.setPageSize((width, height))
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, width, height)
        canvas.showPage()
        own = [place for place in pages.places if place.box.page == index + 1]
        places += _turned(own, angle, width, height)
    document.close()
    canvas.save()
    return tuple(places)


def _turned(places: Sequence[Place], angle: float, width: float, height: float) -> list[Place]:
    """Boxes around the corners of the old ones, turned against the clock about the middle."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    found = []
    for place in places:
        b = place.box
        corners = [(x - width / 2, y - height / 2) for x in (b.x0, b.x1) for y in (b.y0, b.y1)]
        xs = [x * cos + y * sin + width / 2 for x, y in corners]
        ys = [y * cos - x * sin + height / 2 for x, y in corners]
        found.append(replace(place, box=Box(b.page, min(xs), min(ys), max(xs), max(ys))))
    return found
