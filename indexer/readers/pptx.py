"""Presentations: slides as pages, with their text and tables in the order of their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.contents import (
    Content,
    Left,
    Paragraph,
    Slot,
    Table,
    TableRow,
    Title,
    Transcript,
)

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_FURNITURE = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.DATE,
              PP_PLACEHOLDER.SLIDE_NUMBER}  # fmt: skip
_SAME_ROW = 6
"""Shapes whose tops are nearer than the slide's height divided by this stand side by side: boxes
that someone placed by eye, beside each other, differ by less than a text box is high."""


def read_pptx(path: Path) -> Reading:
    """What stands on the slides. Raises `DocumentError`."""
    try:
        slides = pptx.Presentation(str(path))
        transcript = Transcript()
        height = slides.slide_height or 1
        for number, slide in enumerate(slides.slides, start=1):
            transcript.add(_slide(slide, height, number == 1), number)
        about = slides.core_properties
        facts = [("title", about.title), ("author", about.author)]
    except Exception as exc:  # python-pptx 1.0 lets KeyError, AttributeError and XML errors out
        raise DocumentError(
            f"{path.name} is no presentation that can be read ({type(exc).__name__}: {exc}); "
            "open it in PowerPoint and save it as .pptx"
        ) from exc
    return transcript.reading((), facts)


def _slide(slide: Any, height: int, first: bool) -> Iterator[Content]:
    band = height // _SAME_ROW
    shapes = sorted(
        _shapes(slide.shapes), key=lambda s: ((s.top or 0) // band, s.left or 0, s.top or 0)
    )
    titles = [shape for shape in shapes if _role(shape) in _TITLES]
    for shape in [*titles, *(s for s in shapes if s not in titles)]:
        if getattr(shape, "has_table", False) and shape.has_table:
            yield _table(shape.table)
        elif shape.has_text_frame:
            yield from _text(shape, first)


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _role(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _text(shape: Any, first: bool) -> Iterator[Content]:
    role, text = _role(shape), shape.text_frame.text.replace("\x0b", "\n").strip()
    if role in _FURNITURE:
        yield Left(text, "topp- eller bunntekst")
    elif role in _TITLES:
        yield Title(0 if first else 1, text)
    else:
        yield from _paragraphs(shape.text_frame)


def _paragraphs(frame: Any) -> Iterator[Content]:
    for paragraph in frame.paragraphs:
        text = paragraph.text.replace("\x0b", "\n")
        properties = paragraph._p.pPr
        bulleted = properties is not None and any(
            child.tag.endswith(("}buChar", "}buAutoNum", "}buBlip")) for child in properties
        )
        if text.strip():
            yield Paragraph(f"• {text}" if bulleted else text)


def _table(table: Any) -> Table:
    rows = []
    for row in table.rows:
        cells = list(row.cells)
        slots = tuple(
            Slot(merged=_above(cell))
            if cell.is_spanned
            else Slot(tuple(_paragraphs(cell.text_frame)))
            for cell in cells
        )
        spans = len(cells) > 1 and cells[0].is_merge_origin and cells[0].span_width == len(cells)
        rows.append(TableRow(slots, spans))
    return Table(tuple(rows))


def _above(cell: Any) -> bool:
    """Whether a cell that another covers is covered from the row above."""
    return bool(cell._tc.vMerge)
