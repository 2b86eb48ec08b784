"""A page's picture before it is recognised: how askew it lies, and which lines are ruled on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.readers.pdf.content import Ruling, Spot

if TYPE_CHECKING:
    from PIL.Image import Image

Ink = NDArray[np.bool_]

MOST_ASKEW = 4.0
"""Degrees either way; what lies more askew than this was not laid on a scanner by a person."""

LEAST_CONTRAST = 40
"""Of 255 levels, between the paper and the darkest of a page on which something stands."""

INK = 0.3
"""Share of the way from the paper to the darkest from which on something is printed."""

SHORTEST_RULE = 18.0
"""Points of a run of ink that is a ruled line: longer than any letter of a plan's type is wide or
high. A table's plumb lines go over its rows, each of which may be lower."""

THICKEST = 4.0
"""Points up to which a long run is a line and not a filled area."""

GAP = 3.0
"""Points of a line that may be missing, where a scanner lost it or dirt covers it."""


def ink_of(picture: Image) -> Ink:
    """(height, width): what is printed: darker than the paper by more than its noise and by a
    good part of what the darkest is.

    The paper is what most of a page is; where that is dark, what is lighter is printed. A page
    on which nothing stands out has no ink. (Otsu's threshold cuts the noise of the paper in two
    where a page has little ink; one midway to the darkest loses thin lines, which are grey.)
    """
    gray = _dark_on_light(picture)
    levels = _levels(gray)
    if levels.paper - levels.darkest < LEAST_CONTRAST:
        return np.zeros(gray.shape, dtype=bool)
    depth = max(3 * levels.noise, INK * (levels.paper - levels.darkest))
    return np.asarray(gray < levels.paper - depth)


def cleaned(picture: Image) -> Image:
    """The picture with the noise of its paper white and its ink black."""
    from PIL import Image

    gray = _dark_on_light(picture)
    levels = _levels(gray)
    light = max(levels.paper - 2 * levels.noise, levels.darkest + LEAST_CONTRAST)
    stretched = (gray.astype(np.float32) - levels.darkest) * (255 / (light - levels.darkest))
    return Image.fromarray(stretched.clip(0, 255).astype(np.uint8))


@dataclass(frozen=True, slots=True)
class _Levels:
    """How light a page's paper is, the noise on it (a standard deviation), and its darkest."""

    paper: float
    noise: float
    darkest: float


def _levels(gray: NDArray[np.uint8]) -> _Levels:
    paper = float(np.median(gray))
    lighter = gray[gray >= paper].astype(np.float32) - paper
    return _Levels(paper, 1.4826 * float(np.median(lighter)), float(np.percentile(gray, 0.5)))


def _dark_on_light(picture: Image) -> NDArray[np.uint8]:
    gray = np.asarray(picture.convert("L"))
    return 255 - gray if np.median(gray) < 100 else gray


def askew(ink: Ink) -> float:
    """By how many degrees the lines of a page rise to the right (negative: fall).

    At the right angle the rows of the page differ most: full where a line of type or a ruled
    line lies, empty between.
    """
    step = max(1, ink.shape[1] // 1200)
    ys, xs = np.nonzero(ink[::step, ::step])
    if len(ys) < 200:
        return 0.0

    def sharpness(angle: float) -> float:
        rows = np.rint(ys + xs * np.tan(np.radians(angle))).astype(np.int64)
        profile = np.bincount(rows - rows.min()).astype(np.float64)
        return float((np.diff(profile) ** 2).sum())

    best = 0.0
    for reach, width in ((MOST_ASKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        best = max(np.arange(best - reach, best + reach + width / 2, width), key=sharpness)
    return round(float(best), 2)


def rulings_of(ink: Ink, scale: float) -> tuple[Ruling, ...]:
    """The ruled lines of a level picture, in points; `scale` is its pixels a point."""
    level = [Ruling(x0, y, x1, y) for y, x0, x1 in _lines(ink, scale)]
    plumb = [Ruling(x, y0, x, y1) for x, y0, y1 in _lines(ink.T, scale)]
    return (*level, *plumb)


def spots_of(ink: Ink, scale: float, smallest: float, largest: float) -> tuple[Spot, ...]:
    """What is as wide as high, filled, and of a size (in points) between the two."""
    from scipy import ndimage

    parts, count = ndimage.label(ink)
    filled = np.bincount(parts.ravel(), minlength=count + 1)
    found = []
    for number, (down, across) in enumerate(ndimage.find_objects(parts), start=1):
        height, width = down.stop - down.start, across.stop - across.start
        low, high = sorted((height, width))
        if not smallest * scale <= low <= high <= largest * scale or high > 1.5 * low:
            continue
        if filled[number] >= 0.6 * height * width:
            sides = across.start, down.start, across.stop, down.stop
            found.append(Spot(*(side / scale for side in sides)))
    return tuple(found)


def without_rulings(picture: Image, rulings: tuple[Ruling, ...], scale: float) -> Image:
    """The picture with its ruled lines painted over: what recognises words takes a cell's edges
    for letters, or a table for a drawing."""
    from PIL import ImageDraw

    clean = picture.convert("L")
    pen = ImageDraw.Draw(clean)
    width = max(3, round(1.6 * scale))
    for r in rulings:
        pen.line((r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale), fill=255, width=width)
    return clean


def _lines(ink: Ink, scale: float) -> list[tuple[float, float, float]]:
    """Level lines: (y, x0, x1) in points.

    Long runs of ink, and what of them lies in the rows beside or goes on after a gap, are one.
    """
    from scipy import ndimage

    shortest, reach = max(8, round(SHORTEST_RULE * scale)), max(1, round(GAP * scale / 2))
    runs = _long_runs(_thickened(ink), shortest, reach)
    parts, _ = ndimage.label(_thickened(runs), structure=np.ones((3, 3)))
    found = []
    for down, across in ndimage.find_objects(parts):
        if down.stop - down.start - 4 <= THICKEST * scale:
            middle = (down.start + down.stop - 1) / 2
            first, last = across.start + reach, across.stop - reach
            found.append((middle / scale, first / scale, last / scale))
    return found


def _thickened(ink: Ink) -> Ink:
    """Ink with the rows above and below, so that a line a hair askew stays in one row."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    return thick


def _long_runs(ink: Ink, shortest: int, reach: int) -> Ink:
    """The runs of ink along the rows that are as long as that, each longer by a reach."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    long = ends - starts >= shortest
    edges = np.zeros((height, width + 1), dtype=np.int16)
    np.add.at(edges, (rows[long], np.maximum(starts[long] - reach, 0)), 1)
    np.add.at(edges, (rows[long], np.minimum(ends[long] + reach, width)), -1)
    return np.asarray(np.cumsum(edges, axis=1)[:, :width] > 0)
