"""Words to printed lines: what stands on one base line, and where it is broken by blanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.readers.pdf.content import Word

ON_ONE_LINE = 0.4
"""Of the type's size, how far base lines may be apart on one printed line: raised footnote marks
stand 0.3 to 0.35 higher, the closest set lines of a cell 1.0 apart."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Words on one base line, from left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @property
    def base(self) -> float:
        return max(self.words, key=lambda w: w.size * len(w.text)).base

    @property
    def size(self) -> float:
        """The size in which most of the line is set."""
        return max(self.words, key=lambda w: (len(w.text), w.size)).size

    @property
    def bold(self) -> bool:
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) * 10 > letters * 9

    @property
    def text(self) -> str:
        """The words with a blank between them, but for a raised mark set close to its word."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float | None:
        """The least of its words'; null where nothing had to be recognised."""
        found = [word.confidence for word in self.words if word.confidence is not None]
        return min(found, default=None)


def strips(words: Iterable[Word]) -> tuple[Strip, ...]:
    """The printed lines that words make, from the top down."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        line = _line_of(word, lines)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    made = [Strip(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]
    return tuple(sorted(made, key=lambda s: (s.base, s.x0)))


def _line_of(word: Word, lines: Sequence[list[Word]]) -> list[Word] | None:
    """The line among the last ones on which a word stands."""
    best, least = None, 1e9
    for line in lines[-4:]:
        head = max(line, key=lambda w: w.size)
        away = abs(word.base - head.base)
        reach = ON_ONE_LINE * (head.size if word.size < 0.8 * head.size else word.size)
        if away <= min(reach, ON_ONE_LINE * max(head.size, word.size)) and away < least:
            if _overlaps(word, line):
                continue
            best, least = line, away
    return best


def _overlaps(word: Word, line: Sequence[Word]) -> bool:
    """Whether a word would stand on top of another of the line."""
    return any(
        min(word.x1, other.x1) - max(word.x0, other.x0)
        > 0.5 * min(word.x1 - word.x0, other.x1 - other.x0)
        for other in line
    )


def chunks(strip: Strip, gap: float) -> tuple[Strip, ...]:
    """A printed line in parts that stand farther apart than `gap` times the type's size."""
    parts: list[list[Word]] = [[strip.words[0]]]
    for word in strip.words[1:]:
        end = max(w.x1 for w in parts[-1])
        if word.x0 - end > gap * min(word.size, parts[-1][-1].size):
            parts.append([word])
        else:
            parts[-1].append(word)
    return tuple(Strip(tuple(part)) for part in parts)


def leading(found: Sequence[Strip]) -> float:
    """The usual distance of base lines that follow upon each other; 1.2 of the size for few."""
    if not found:
        return 12.0
    size = median(strip.size for strip in found)
    steps = sorted(
        below.base - above.base
        for above, below in zip(found, found[1:], strict=False)
        if 0.9 * size <= below.base - above.base <= 2.2 * size
    )
    return steps[len(steps) // 4] if steps else 1.2 * size
