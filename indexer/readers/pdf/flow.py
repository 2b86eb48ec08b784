"""The reading order of printed lines: columns of prose one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from indexer.readers.pdf.strips import Strip, chunks, strips

_WINDOW = 5
"""Printed lines that a gutter between columns must at least part."""
_GUTTER = 0.8
_WORDS = 2.5
"""Words that a line of a column of prose has on average at least; lists of terms have fewer."""
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Printed lines of one column of text, from the top down."""

    strips: tuple[Strip, ...]


def blocks(found: Sequence[Strip], level: int = 0) -> Iterator[Block]:
    """Lines in reading order, a block for each column of prose."""
    plain: list[Strip] = []
    index = 0
    while index < len(found):
        zone = _zone(found, index) if level < _DEEPEST else None
        if zone is None:
            plain.append(found[index])
            index += 1
            continue
        if plain:
            yield Block(tuple(plain))
            plain = []
        end, gutter = zone
        words = [word for strip in found[index:end] for word in strip.words]
        for side in (
            [w for w in words if (w.x0 + w.x1) / 2 < gutter],
            [w for w in words if (w.x0 + w.x1) / 2 >= gutter],
        ):
            yield from blocks(strips(side), level + 1)
        index = end
    if plain:
        yield Block(tuple(plain))


def _zone(found: Sequence[Strip], start: int) -> tuple[int, float] | None:
    """How far down two columns of prose reach from a line on, and where their gutter is."""
    window = found[start : start + _WINDOW]
    if len(window) < _WINDOW:
        return None
    best: tuple[int, float] | None = None
    for x0, x1 in _gaps(window):
        end, left, right = start, x0, x1
        size = window[0].size
        while end < len(found):
            a, b = _narrowed(found[end], left, right)
            if b - a < _GUTTER * size:
                break
            left, right = a, b
            end += 1
        middle = (left + right) / 2
        if (
            end - start >= _WINDOW
            and _are_columns(found[start:end], middle)
            and (best is None or end > best[0])
        ):
            best = end, middle
    return best


def _gaps(window: Sequence[Strip]) -> Iterator[tuple[float, float]]:
    """Where none of some lines has a word, between words."""
    spans = sorted((c.x0, c.x1) for strip in window for c in chunks(strip, 0.5))
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= _GUTTER * window[0].size:
            yield reach, x0
        reach = max(reach, x1)


def _narrowed(strip: Strip, left: float, right: float) -> tuple[float, float]:
    """What a line leaves of a gutter; nothing where it runs over it."""
    for word in strip.words:
        middle = (word.x0 + word.x1) / 2
        if word.x1 > left and word.x0 < right:
            if middle < (left + right) / 2:
                left = max(left, word.x1)
            else:
                right = min(right, word.x0)
    return left, right


def _are_columns(found: Sequence[Strip], gutter: float) -> bool:
    """Whether both sides are running text: lines of several words that fill their column."""
    for left in (True, False):
        sides = [[w for w in s.words if (w.x1 <= gutter + 1) == left] for s in found]
        own = [side for side in sides if side]
        if len(own) < 3 or mean(len(side) for side in own) < _WORDS:
            return False
        widths = sorted(side[-1].x1 - side[0].x0 for side in own)
        if widths[len(widths) // 2] < 0.5 * widths[-1]:
            return False
    both = sum(s.words[0].x1 <= gutter < s.words[-1].x1 for s in found)
    rights = [s for s in found if s.words[-1].x0 >= gutter - 1]
    lefts = [s for s in found if s.words[0].x1 <= gutter + 1]
    overlap = min(lefts[-1].base, rights[-1].base) - max(lefts[0].base, rights[0].base)
    return both >= 3 or overlap > 3 * found[0].size
