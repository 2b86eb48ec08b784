"""Words to printed lines: what stands on one base line, and where it is broken by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from indexer.readers.pdf.content import Word

ON_ONE_LINE = 0.4
"""Of the type's size, how far base lines may be apart on one printed line: raised footnote marks
stand 0.3 to 0.35 higher, the closest set lines of a cell 1.0 apart."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Words on one base line, from left to right; `size` is that in which most is set."""

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def linked(self) -> str:
        """The text with web links as Markdown has them, where it is not the address itself."""
        parts = []
        for link, words in groupby(self.words, key=lambda word: word.link):
            text = " ".join(word.text for word in words)
            plain = link is None or text.rstrip(".,;:") in link or re.search(r"[\[\]<]", text)
            parts.append(text if plain else f"[{text}]({link})")
        return " ".join(parts)

    @property
    def confidence(self) -> float | None:
        """The least of its words'; null where nothing had to be recognised."""
        found = [word.confidence for word in self.words if word.confidence is not None]
        return min(found, default=None)


def strip_of(words: Sequence[Word]) -> Strip:
    """The printed line of words that stand on it, from left to right."""
    letters: dict[tuple[float, float], int] = {}
    bold = total = 0
    for word in words:
        count = len(word.text)
        key = (word.size, word.base)
        letters[key] = letters.get(key, 0) + count
        total += count
        bold += count if word.bold else 0
    size, base = max(letters, key=lambda key: (letters[key], key[0]))
    return Strip(
        words=tuple(words),
        x0=words[0].x0,
        y0=min([word.y0 for word in words]),
        x1=max([word.x1 for word in words]),
        y1=max([word.y1 for word in words]),
        base=base,
        size=size,
        bold=bold * 10 > total * 9,
    )


@dataclass(slots=True)
class _Open:
    """A line while its words are gathered; `head` is the largest."""

    head: Word
    words: list[Word]


def strips(words: Iterable[Word]) -> tuple[Strip, ...]:
    """The printed lines that words make, from the top down."""
    lines: list[_Open] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        line = _line_of(word, lines[-4:])
        if line is None:
            lines.append(_Open(word, [word]))
        else:
            line.words.append(word)
            if word.size > line.head.size:
                line.head = word
    made = [strip_of(sorted(line.words, key=lambda w: w.x0)) for line in lines]
    return tuple(sorted(made, key=lambda s: (s.base, s.x0)))


def _line_of(word: Word, lines: Sequence[_Open]) -> _Open | None:
    """The line among the last ones on which a word stands."""
    best, least = None, 1e9
    for line in lines:
        away = abs(word.base - line.head.base)
        small = word.size < 0.8 * line.head.size
        reach = ON_ONE_LINE * (line.head.size if small else word.size)
        if away <= reach and away < least and not _overlaps(word, line.words):
            best, least = line, away
    return best


def _overlaps(word: Word, line: Sequence[Word]) -> bool:
    """Whether a word would stand on top of another of the line."""
    for other in reversed(line):
        shared = min(word.x1, other.x1) - max(word.x0, other.x0)
        if shared > 0 and shared > 0.5 * min(word.x1 - word.x0, other.x1 - other.x0):
            return True
    return False


def chunks(strip: Strip, gap: float) -> tuple[Strip, ...]:
    """A printed line in parts that stand farther apart than `gap` times the type's size."""
    parts: list[list[Word]] = [[strip.words[0]]]
    end = strip.words[0].x1
    for last, word in pairwise(strip.words):
        if word.x0 - end > gap * min(word.size, last.size):
            parts.append([word])
        else:
            parts[-1].append(word)
        end = max(end, word.x1)
    return (strip,) if len(parts) == 1 else tuple(strip_of(part) for part in parts)


def leading(found: Sequence[Strip]) -> float:
    """The usual distance of base lines that follow upon each other; 1.2 of the size for few."""
    if not found:
        return 12.0
    size = median(strip.size for strip in found)
    steps = sorted(
        below.base - above.base
        for above, below in pairwise(found)
        if 0.9 * size <= below.base - above.base <= 2.2 * size
    )
    return steps[len(steps) // 4] if steps else 1.2 * size
