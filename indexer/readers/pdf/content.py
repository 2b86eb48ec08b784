"""What stands on a page, before anybody asks what it is: words, ruled lines and shades.

The seam between taking a page in and understanding it. A text layer fills these records, and so
may a picture of a page that was recognised; `compose` makes elements of either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from indexer.records import Box


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the page's upright frame: points from its top left, y downwards.

    `size` is the height of the type and `base` the line it stands on (both may be estimated
    from the box of a recognised word). `confidence` (0 to 1) is null where nothing had to be
    recognised. `blank` where the file has a blank behind it, be it at a line's end; `link` is the
    web address to which it leads.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    base: float
    bold: bool = False
    confidence: float | None = None
    blank: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line that is level (`y0 == y1`) or plumb (`x0 == x1`); x0 <= x1, y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A filled area; `color` tells one fill from another and is otherwise not understood."""

    x0: float
    y0: float
    x1: float
    y1: float
    color: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads to a web address."""

    x0: float
    y0: float
    x1: float
    y1: float
    address: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A small thing about as wide as high that stands by itself: it may be a bullet."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page in the frame in which most of its words are upright.

    `number` is 1-based. `width` and `height` are of this frame. `turn` is by how many degrees
    clockwise the frame must be turned to lie on the page as it is shown: 90 for a table that
    is drawn so that one reads it with the head to the right. `askew` is by how many degrees the
    page's lines rose to the right before its picture was laid level.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...] = ()
    shades: tuple[Shade, ...] = ()
    turn: int = 0
    askew: float = 0.0

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Where an area of this frame lies on the page as it is shown."""
        if self.askew:
            x0, y0, x1, y1 = self._tilted(x0, y0, x1, y1)
        match self.turn:
            case 90:
                corners = (self.height - y1, x0, self.height - y0, x1)
            case 180:
                corners = (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
            case 270:
                corners = (y0, self.width - x1, y1, self.width - x0)
            case _:
                corners = (x0, y0, x1, y1)
        return Box(self.number, *(round(value, 2) for value in corners))

    def _tilted(
        self, x0: float, y0: float, x1: float, y1: float
    ) -> tuple[float, float, float, float]:
        """What holds an area once the frame is turned back about its middle."""
        sine, cosine = math.sin(math.radians(self.askew)), math.cos(math.radians(self.askew))
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [(x - middle_x, y - middle_y) for x in (x0, x1) for y in (y0, y1)]
        xs = [middle_x + x * cosine + y * sine for x, y in corners]
        ys = [middle_y - x * sine + y * cosine for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)
