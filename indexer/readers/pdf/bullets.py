"""Bullets of a recognised picture: Tesseract leaves one in ten of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.readers.pdf.content import Word
from indexer.readers.pdf.picture import Ink, Spot, spots_of

_SMALLEST, _LARGEST = 0.15, 0.45
"""Of the type's size, the sides of a bullet; a full stop has 0.12, a bullet of Arial 0.3."""

_NEAR, _FAR = 0.15, 2.5
"""Of the type's size, how far left of its line a bullet stands."""

_HIGH, _LOWEST = 0.6, 0.1
"""Of the type's size, how far above the base its middle lies: a full stop's is 0.06."""


def with_bullets(words: Sequence[Word], ink: Ink, scale: float) -> tuple[Word, ...]:
    """The words with the bullets that stand before their lines; `ink` is level and has no ruled
    lines."""
    if not words:
        return ()
    size = float(np.median([word.size for word in words]))
    spots = spots_of(ink, scale, _SMALLEST * size, _LARGEST * size)
    return (*words, *_bullets(spots, words))


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
