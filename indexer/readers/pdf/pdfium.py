"""PDF pages to characters; this folder is the only room that knows pypdfium2.

pdfium rather than pdfminer.six (pdfplumber): it gives the same characters and lines in less than
half the time (`eval/pdf_speed.py`), and draws pages too.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from indexer.errors import DocumentError, DocumentLocked
from indexer.readers.pdf.content import Link
from indexer.readers.pdf.frame import Frame
from indexer.readers.pdf.paths import Drawn, drawn

MOST_CHARACTERS = 60_000
"""On one page. A page of small print has 10,000; one with more than this is drawn with letters
or made to bring a reader down."""
MOST_LINKS = 2_000
LONGEST_ADDRESS = 2_000
_ADDRESS = re.compile(r"https?://[^\s()]+")
_HYPHENS = {0x02, 0xFFFE}
"""What pdfium gives for a hyphen at a line end."""


class Char(NamedTuple):
    """A character on the page as shown: its advance box, origin and the way it runs.

    A tuple, for pages have thousands: a frozen dataclass takes four times as long to make.

    `way` is 0 for text that runs to the right, 90 downwards, 180 and 270 accordingly, null for
    text that stands askew. `space` where nothing is printed; `made` where pdfium put it in.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    ox: float
    oy: float
    size: float
    font: str
    bold: bool
    hidden: bool
    way: int | None
    space: bool
    made: bool
    faint: bool


@dataclass(frozen=True, slots=True)
class RawPage:
    """All that pdfium tells of a page; places are those of the page as shown."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    drawn: Drawn
    unmapped: int
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    size: float
    bold: bool
    hidden: bool
    way: int | None
    faint: bool


def read_pages(
    path: Path, password: str | None, most_pages: int | None
) -> Iterator[RawPage | tuple[int, str]]:
    """The pages of a document in order; for one that cannot be read its number and why.

    Raises `DocumentError` where the document cannot be opened, `DocumentLocked` where it asks for
    a password.
    """
    try:
        document = pdfium.PdfDocument(path, password=password)
    except (pdfium.PdfiumError, OSError) as exc:
        if "password" in str(exc).lower():
            raise DocumentLocked(
                f"{path.name} is locked with a password; give the right one"
            ) from exc
        raise DocumentError(
            f"{path.name} is damaged and cannot be opened as a PDF; save it anew"
        ) from exc
    try:
        count = len(document)
        if most_pages is not None and count > most_pages:
            raise DocumentError(f"{path.name} has {count} pages (at most {most_pages}); split it")
        for index in range(count):
            try:
                yield read_raw(document, index)
            except (pdfium.PdfiumError, ctypes.ArgumentError, OverflowError, ValueError) as exc:
                yield index + 1, f"siden er skadd og lot seg ikke lese ({type(exc).__name__})"
    finally:
        document.close()


def read_raw(document: pdfium.PdfDocument, index: int) -> RawPage:
    """What stands on a page, by its 0-based index. Raises `PdfiumError`."""
    page = document[index]
    try:
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, page.get_rotation() % 360)
        width, height = frame.size
        chars, unmapped = _chars(page, frame)
        return RawPage(
            index + 1,
            width,
            height,
            chars,
            drawn(page, frame),
            unmapped,
            _links(document, page, frame),
        )
    finally:
        page.close()


def _links(document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame) -> tuple[Link, ...]:
    """The areas of a page that lead to web addresses; those that lead elsewhere are left out."""
    found: list[Link] = []
    place, link, box = ctypes.c_int(0), c.FPDF_LINK(), c.FS_RECTF()
    for _ in range(MOST_LINKS):
        if not c.FPDFLink_Enumerate(page.raw, place, link):
            break
        action = c.FPDFLink_GetAction(link)
        if not action or c.FPDFAction_GetType(action) != c.PDFACTION_URI:
            continue
        size = min(c.FPDFAction_GetURIPath(document.raw, action, None, 0), LONGEST_ADDRESS)
        told = ctypes.create_string_buffer(max(1, size))
        c.FPDFAction_GetURIPath(document.raw, action, told, size)
        address = told.value.decode("utf-8", "replace").strip()
        if _ADDRESS.fullmatch(address) and c.FPDFLink_GetAnnotRect(link, box):
            found.append(Link(*frame.box(box.left, box.bottom, box.right, box.top), address))
    return tuple(found)


def _chars(page: pdfium.PdfPage, frame: Frame) -> tuple[tuple[Char, ...], int]:
    textpage = page.get_textpage()
    styles: dict[int, _Style] = {}
    found: list[Char] = []
    unmapped = 0
    turned = frame.turn != 0
    box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    try:
        last: _Style | None = None
        for i in range(min(textpage.count_chars(), MOST_CHARACTERS)):
            code = c.FPDFText_GetUnicode(textpage, i)
            made = c.FPDFText_IsGenerated(textpage, i) == 1
            if made:
                style = last
            else:
                key = _object_at(textpage.raw, i) or 0
                style = styles.get(key)
                if style is None:
                    style = styles[key] = _style(textpage, key, i, frame)
                unmapped += c.FPDFText_HasUnicodeMapError(textpage, i) == 1
            last = style
            if style is None or (code in (0, 0x0A, 0x0D) and not made):
                continue
            text = "-" if code in _HYPHENS else _character(code)
            c.FPDFText_GetLooseCharBox(textpage, i, box)
            c.FPDFText_GetCharOrigin(textpage, i, x, y)
            ox, oy = frame.point(x.value, y.value)
            x0, y0 = frame.point(box.left, box.top)
            x1, y1 = frame.point(box.right, box.bottom)
            if turned:
                x0, y0, x1, y1 = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            space = text.isspace()
            found.append(
                Char(
                    text,
                    x0,
                    y0,
                    x1,
                    y1,
                    ox,
                    oy,
                    style.size,
                    style.font,
                    style.bold,
                    style.hidden,
                    style.way,
                    space,
                    made,
                    style.faint,
                )
            )
    finally:
        textpage.close()
    return tuple(found), unmapped


_object_at = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The address of a character's text object; pypdfium2's own gives a pointer, which costs as much
as all else that is asked of a character."""


def _style(textpage: Any, address: int, i: int, frame: Frame) -> _Style:
    """How the text object of a character is set."""
    obj = ctypes.cast(ctypes.c_void_p(address), c.FPDF_PAGEOBJECT) if address else None
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(textpage, i, matrix)
    scale = math.hypot(matrix.c, matrix.d)
    size = abs(c.FPDFText_GetFontSize(textpage, i) * scale) or 1.0
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    c.FPDFText_GetFontInfo(textpage, i, name, 256, flags)
    font = name.value.decode("utf-8", "replace").split("+")[-1]
    lower = font.lower()
    bold = any(word in lower for word in ("bold", "black", "heavy", "semib", "demi"))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    c.FPDFText_GetFillColor(textpage, i, red, green, blue, alpha)
    mode = c.FPDFTextObj_GetTextRenderMode(obj) if obj else 0
    return _Style(
        font=font,
        size=size,
        bold=bold or bool(flags.value & 1 << 18),
        hidden=mode in (3, 7) or alpha.value == 0,
        way=_way(matrix, frame),
        faint=min(red.value, green.value, blue.value) > 250 and mode == 0,
    )


def _way(matrix: Any, frame: Frame) -> int | None:
    (ax, ay), (bx, by) = frame.point(0, 0), frame.point(matrix.a, matrix.b)
    angle = math.degrees(math.atan2(by - ay, bx - ax)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) < 5 else None


def _character(code: int) -> str:
    """A character by its number; one that is none, or half of one, is shown as unknown."""
    half = 0xD800 <= code < 0xE000
    return "\ufffd" if half or code >= 0x110000 else chr(code)
