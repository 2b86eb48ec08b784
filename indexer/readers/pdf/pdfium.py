"""PDF pages to characters and drawn lines; the only room that knows pypdfium2.

pdfium rather than pdfminer.six (pdfplumber): it reads the same characters at a tenth of the time
(`eval/pdf_speed.py`), opens files that pdfminer gives up on, and draws pages too.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from indexer.errors import DocumentError
from indexer.readers.pdf.content import Ruling, Shade

MOST_CHARACTERS = 60_000
"""On one page. A page of small print has 10,000; one with more than this is drawn with letters
or made to bring a reader down."""
MOST_PATHS = 40_000
"""On one page; maps and charts have tens of thousands, tables some hundreds."""
THICKEST = 4.0
"""Points up to which a filled bar is a ruled line; the thinnest shaded row is a line of type."""
_STRAIGHT = 0.6
_HYPHENS = {0x02, 0xFFFE}
"""What pdfium gives for a hyphen at a line end."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character on the page as shown: its advance box, origin and the way it runs.

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
    rulings: tuple[Ruling, ...]
    shades: tuple[Shade, ...]
    pictures: float
    unmapped: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """User space to the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turn:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


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

    Raises `DocumentError` where the document cannot be opened.
    """
    try:
        document = pdfium.PdfDocument(path, password=password)
    except (pdfium.PdfiumError, OSError) as exc:
        raise DocumentError(f"{path.name} is damaged and cannot be opened as a PDF") from exc
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
        frame = _Frame(left, bottom, right, top, page.get_rotation() % 360)
        width, height = frame.size
        chars, unmapped = _chars(page, frame)
        rulings, shades, pictures = _drawn(page, frame)
        return RawPage(index + 1, width, height, chars, rulings, shades, pictures, unmapped)
    finally:
        page.close()


def _chars(page: pdfium.PdfPage, frame: _Frame) -> tuple[tuple[Char, ...], int]:
    textpage = page.get_textpage()
    styles: dict[int, _Style] = {}
    found: list[Char] = []
    unmapped = 0
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
            text = "-" if code in _HYPHENS else chr(code) if code < 0x110000 else "\ufffd"
            space = text.isspace()
            c.FPDFText_GetLooseCharBox(textpage, i, box)
            c.FPDFText_GetCharOrigin(textpage, i, x, y)
            ox, oy = frame.point(x.value, y.value)
            x0, y0, x1, y1 = frame.box(box.left, box.bottom, box.right, box.top)
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


def _style(textpage: Any, address: int, i: int, frame: _Frame) -> _Style:
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


def _way(matrix: Any, frame: _Frame) -> int | None:
    (ax, ay), (bx, by) = frame.point(0, 0), frame.point(matrix.a, matrix.b)
    angle = math.degrees(math.atan2(by - ay, bx - ax)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) < 5 else None


def _drawn(
    page: pdfium.PdfPage, frame: _Frame
) -> tuple[tuple[Ruling, ...], tuple[Shade, ...], float]:
    """Ruled lines, filled areas, and the share of the page that pictures cover."""
    rulings: list[Ruling] = []
    shades: list[Shade] = []
    covered = 0.0
    for count, (obj, kind, matrix) in enumerate(_objects(page.raw, None, _UNIT, 0)):
        if count > MOST_PATHS:
            break
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            own = _multiply(_matrix(obj), matrix)
            x0, y0, x1, y1 = _extent([_apply(own, x, y) for x, y in _SQUARE], frame)
            covered += max(0.0, x1 - x0) * max(0.0, y1 - y0)
            continue
        stroked, filled = _painted(obj)
        if not (stroked or filled):
            continue
        for points, closed in _subpaths(obj, _multiply(_matrix(obj), matrix), frame):
            _take_path(points, closed, stroked, filled, rulings, shades)
    width, height = frame.size
    return tuple(rulings), tuple(shades), min(1.0, covered / max(1.0, width * height))


_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Color = tuple[int, int, int]
_UNIT: _Matrix = (1, 0, 0, 1, 0, 0)
_SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


def _objects(
    page: Any, form: Any, matrix: _Matrix, level: int
) -> Iterator[tuple[Any, int, _Matrix]]:
    count = c.FPDFFormObj_CountObjects(form) if form else c.FPDFPage_CountObjects(page)
    for i in range(max(0, count)):
        obj = c.FPDFFormObj_GetObject(form, i) if form else c.FPDFPage_GetObject(page, i)
        if not obj:
            continue
        kind = c.FPDFPageObj_GetType(obj)
        if kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
            yield obj, kind, matrix
        elif kind == c.FPDF_PAGEOBJ_FORM and level < 6:
            yield from _objects(page, obj, _multiply(_matrix(obj), matrix), level + 1)


def _matrix(obj: Any) -> _Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(obj, m):
        return _UNIT
    return m.a, m.b, m.c, m.d, m.e, m.f


def _multiply(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: _Matrix, x: float, y: float) -> _Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _extent(points: list[_Point], frame: _Frame) -> tuple[float, float, float, float]:
    shown = [frame.point(x, y) for x, y in points]
    width, height = frame.size
    xs, ys = [x for x, _ in shown], [y for _, y in shown]
    return max(0.0, min(xs)), max(0.0, min(ys)), min(width, max(xs)), min(height, max(ys))


def _painted(obj: Any) -> tuple[bool, _Color | None]:
    """Whether a path's edge is drawn, and the colour of its inside or null."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(obj, fill, stroke):
        return False, None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    stroked = bool(stroke.value)
    if stroked and c.FPDFPageObj_GetStrokeColor(obj, red, green, blue, alpha):
        stroked = alpha.value > 0
    if not fill.value or not c.FPDFPageObj_GetFillColor(obj, red, green, blue, alpha):
        return stroked, None
    return stroked, (red.value, green.value, blue.value) if alpha.value else None


def _subpaths(obj: Any, matrix: _Matrix, frame: _Frame) -> Iterator[tuple[list[_Point], bool]]:
    """The points of a path's straight parts, each with whether it is closed."""
    points: list[_Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    closed = False
    for i in range(min(max(0, c.FPDFPath_CountSegments(obj)), MOST_PATHS)):
        segment = c.FPDFPath_GetPathSegment(obj, i)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*_apply(matrix, x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, closed
            points, closed = [point], False
        elif kind == c.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            if len(points) > 1:
                yield points, False
            points = [point]
        if c.FPDFPathSegment_GetClose(segment):
            closed = True
    if len(points) > 1:
        yield points, closed


def _take_path(
    points: list[_Point],
    closed: bool,
    stroked: bool,
    filled: _Color | None,
    rulings: list[Ruling],
    shades: list[Shade],
) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if filled is not None and len(points) >= 3 and _is_rectangle(points, (x0, y0, x1, y1)):
        if min(x1 - x0, y1 - y0) <= THICKEST:
            bar = _bar(x0, y0, x1, y1)
            if bar and min(filled) < 250:
                rulings.append(bar)
            return
        shades.append(Shade(x0, y0, x1, y1, filled))
    if not stroked:
        return
    ends = [*points[1:], points[0]] if closed else points[1:]
    for (ax, ay), (bx, by) in zip(points, ends, strict=False):
        if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
            bar = _bar(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if bar:
                rulings.append(bar)


def _is_rectangle(points: list[_Point], box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = box
    return all(
        min(abs(x - x0), abs(x - x1)) <= _STRAIGHT and min(abs(y - y0), abs(y - y1)) <= _STRAIGHT
        for x, y in points
    )


def _bar(x0: float, y0: float, x1: float, y1: float) -> Ruling | None:
    """A thin area as the line in its middle."""
    if x1 - x0 >= y1 - y0:
        middle = (y0 + y1) / 2
        return Ruling(x0, middle, x1, middle) if x1 > x0 else None
    middle = (x0 + x1) / 2
    return Ruling(middle, y0, middle, y1)
