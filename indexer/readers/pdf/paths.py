"""What is drawn on a PDF page beside its characters: ruled lines, filled areas, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from indexer.readers.pdf.content import Ruling, Shade, Spot
from indexer.readers.pdf.frame import Frame

MOST_PATHS = 40_000
"""On one page; maps and charts have tens of thousands, tables some hundreds."""
THICKEST = 4.0
"""Points up to which a filled bar is a ruled line; the thinnest shaded row is a line of type."""
LARGEST_SPOT = 12.0
"""Points up to which a figure may be a bullet: a third of type of 36 points."""
PALE = 230
"""Of 255, the least of a fill's colours from which on it is hardly seen on paper."""
_STRAIGHT = 0.6

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Color = tuple[int, int, int]
_Segment = tuple[int, _Point]
_UNIT: _Matrix = (1, 0, 0, 1, 0, 0)
_SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page; `pictures` is the share of the page that pictures cover."""

    rulings: tuple[Ruling, ...]
    shades: tuple[Shade, ...]
    spots: tuple[Spot, ...]
    pictures: float


def drawn(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """All that is drawn on a page beside its characters."""
    rulings: list[Ruling] = []
    shades: list[Shade] = []
    spots: list[Spot] = []
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
        for figure in _figures(obj, _multiply(_matrix(obj), matrix), frame):
            if spot := _spot(figure, stroked, filled):
                spots.append(spot)
            for points in _straight(figure):
                _take_path(points, figure.closed, stroked, filled, rulings, shades)
    width, height = frame.size
    share = min(1.0, covered / max(1.0, width * height))
    return Drawn(tuple(rulings), tuple(shades), tuple(spots), share)


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


def _extent(points: list[_Point], frame: Frame) -> tuple[float, float, float, float]:
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


@dataclass(slots=True)
class _Figure:
    """A part of a path that is drawn without lifting the pen: where it begins, and then the kind
    and the end of each piece."""

    start: _Point
    segments: list[_Segment]
    closed: bool = False


def _figures(obj: Any, matrix: _Matrix, frame: Frame) -> Iterator[_Figure]:
    x, y = ctypes.c_float(), ctypes.c_float()
    figure: _Figure | None = None
    for i in range(min(max(0, c.FPDFPath_CountSegments(obj)), MOST_PATHS)):
        segment = c.FPDFPath_GetPathSegment(obj, i)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*_apply(matrix, x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO or figure is None:
            if figure is not None:
                yield figure
            figure = _Figure(point, [])
        else:
            figure.segments.append((kind, point))
        if c.FPDFPathSegment_GetClose(segment):
            figure.closed = True
    if figure is not None:
        yield figure


def _straight(figure: _Figure) -> Iterator[list[_Point]]:
    """The points of the straight parts of a figure."""
    points = [figure.start]
    for kind, point in figure.segments:
        if kind == c.FPDF_SEGMENT_LINETO:
            points.append(point)
            continue
        if len(points) > 1:
            yield points
        points = [point]
    if len(points) > 1:
        yield points


def _spot(figure: _Figure, stroked: bool, filled: _Color | None) -> Spot | None:
    """A figure as small as a bullet and about as wide as high, if it can be seen on paper."""
    if not stroked and (filled is None or min(filled) > PALE):
        return None
    if len(figure.segments) < 3:
        return None
    xs, ys = zip(figure.start, *(point for _, point in figure.segments), strict=True)
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    low, high = sorted((x1 - x0, y1 - y0))
    return Spot(x0, y0, x1, y1) if 1 < high <= min(LARGEST_SPOT, 1.3 * low) else None


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
