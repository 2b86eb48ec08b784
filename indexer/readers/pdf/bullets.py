"""Bullets that are no letters: those of a picture, of which Tesseract leaves one in ten out, and
those that a browser draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from indexer.readers.pdf.content import Spot, Word
from indexer.readers.pdf.picture import Ink, spots_of

_SMALLEST, _LARGEST = 0.15, 0.45
"""Of the type's size, the sides of a bullet; a full stop has 0.12, a bullet of Arial 0.3, the
discs, rings and squares that Chromium draws 0.31 to 0.38."""

_NEAR, _FAR = 0.15, 2.5
"""Of the type's size, how far left of its line a bullet stands."""

_HIGH, _LOWEST = 0.6, 0.1
"""Of the type's size, how far above the base its middle lies: a full stop's is 0.06."""


_APART = 0.8
"""Of the type's size, how far the next figure stands off one that is a bullet: dotted lines are
rows of small squares, and lines of type are 1.0 apart."""


def with_bullets(words: Sequence[Word], ink: Ink, scale: float) -> tuple[Word, ...]:
    """The words with the bullets that stand before their lines; `ink` is level and has no ruled
    lines."""
    if not words:
        return ()
    size = median(word.size for word in words)
    spots = spots_of(ink, scale, _SMALLEST * size, _LARGEST * size)
    return (*words, *_bullets(spots, words))


def drawn_bullets(spots: Sequence[Spot], words: Sequence[Word]) -> tuple[Word, ...]:
    """The bullets among small drawn figures, before the lines of type whose items they open."""
    if not words or not spots:
        return ()
    size = median(word.size for word in words)
    alone = [s for s in _once(spots) if not any(_near(s, o, size) for o in spots if o != s)]
    return tuple(
        bullet
        for bullet in _bullets(alone, words)
        if _SMALLEST * bullet.size <= bullet.x1 - bullet.x0 <= _LARGEST * bullet.size
    )


def _once(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(spots))


def _near(one: Spot, other: Spot, size: float) -> bool:
    across = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    down = abs(one.y0 + one.y1 - other.y0 - other.y1) / 2
    return max(across, down) < _APART * size


def _bullets(spots: Sequence[Spot], words: Sequence[Word]) -> Iterator[Word]:
    for spot in spots:
        if any(_covers(word, spot) for word in words):
            continue
        line = [word for word in words if _on_line_of(word, spot)]
        right = min((w for w in line if w.x0 >= spot.x1), key=lambda w: w.x0, default=None)
        if right is None or not _NEAR * right.size < right.x0 - spot.x1 < _FAR * right.size:
            continue
        if all(spot.x0 - word.x1 > right.size for word in line if word.x0 < spot.x0):
            box = spot.x0, spot.y0, spot.x1, spot.y1
            yield Word("•", *box, right.size, right.base)


def _covers(word: Word, spot: Spot) -> bool:
    across = word.x0 < spot.x1 and spot.x0 < word.x1
    return across and word.y0 < spot.y1 and spot.y0 < word.y1


def _on_line_of(word: Word, spot: Spot) -> bool:
    above = word.base - (spot.y0 + spot.y1) / 2
    return _LOWEST * word.size < above < _HIGH * word.size
