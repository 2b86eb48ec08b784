"""Printed lines that may be a table without closed cells: where such a stretch begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.readers.pdf.content import Ruling
from indexer.readers.pdf.strips import Strip, chunks, leading
from indexer.records import Column
from indexer.vocabulary import column_instead, column_of

WIDE_BLANK = 1.15
"""Of the type's size, a blank that parts columns; justified prose has blanks up to 0.9."""
_WIDE = 0.62
_FAR = 2.6
"""Times the usual distance of lines; rows of a table stand nearer than that."""


@dataclass(frozen=True, slots=True)
class Run:
    """Printed lines that stand together, and the ruled lines among them."""

    strips: tuple[Strip, ...]
    rulings: tuple[Ruling, ...]
    lead: float
    known: bool
    """Whether column headings were understood at its head, or a table goes on with it."""


def is_header(found: Sequence[Strip]) -> bool:
    """Whether lines are column headings: two parts or more are known, and half of all.

    A year alone is no heading: it may be a deadline beside a text that begins with a known word.
    """
    labels = header_labels(found)
    named = [column_of(label) or column_instead(label) for label in labels]
    kinds = [kind for kind in named if kind is not None]
    if kinds.count(Column.YEAR) == 1:
        kinds.remove(Column.YEAR)
    return len(kinds) >= 2 and len(kinds) * 2 >= len(labels)


def header_labels(found: Sequence[Strip]) -> list[str]:
    """The parts of lines that stand above each other, each as one text."""
    parts: list[list[Strip]] = []
    for strip in found:
        for chunk in chunks(strip, WIDE_BLANK):
            home = next((p for p in parts if _above(p, chunk)), None)
            if home is None:
                parts.append([chunk])
            else:
                home.append(chunk)
    return [" ".join(chunk.text for chunk in part) for part in parts]


def _above(part: Sequence[Strip], chunk: Strip) -> bool:
    x0, x1 = min(s.x0 for s in part), max(s.x1 for s in part)
    return min(x1, chunk.x1) - max(x0, chunk.x0) > 0.3 * min(x1 - x0, chunk.x1 - chunk.x0)


def header_height(found: Sequence[Strip]) -> int:
    """How many lines at the head are column headings; 0 where they are none."""
    best = 0
    for height in (1, 2, 3, 4):
        head = found[:height]
        if len(head) == height and is_header(head) and all(len(s.text) < 200 for s in head):
            best = height
            break
    while 0 < best < min(5, len(found) - 1) and _belongs(found[:best], found[best]):
        best += 1
    return best


def _belongs(head: Sequence[Strip], strip: Strip) -> bool:
    """Whether a line goes on with column headings: as bold, as close, and in lower case."""
    near = strip.base - head[-1].base < 1.35 * strip.size
    bold = head[0].bold and strip.bold
    return near and bold and not is_header([strip])


def runs(found: Sequence[Strip], rulings: Sequence[Ruling], goes_on: bool) -> Iterator[Run]:
    """Stretches of lines that are set in columns, from the top down."""
    if not found:
        return
    lead = leading(found)
    width = max(s.x1 for s in found) - min(s.x0 for s in found)
    index = 0
    while index < len(found):
        start = index
        known = (goes_on and index == 0) or _opens_known(found, index)
        if not (known or _is_set_apart(found[index])):
            index += 1
            continue
        end = _end(found, start, lead, width, rulings)
        if end - start >= 2 or known:
            start = _reach_up(found, start, lead, known)
            top, bottom = found[start].y0 - 1.5 * lead, found[end - 1].y1 + lead
            inside = tuple(r for r in rulings if top <= r.y0 <= bottom)
            yield Run(tuple(found[start:end]), inside, lead, known)
            index = end
        else:
            index += 1


def _opens_known(found: Sequence[Strip], index: int) -> bool:
    return any(
        len(chunks(found[index], WIDE_BLANK)) >= 2 and is_header(found[index : index + height])
        for height in (1, 2, 3)
    )


def _is_set_apart(strip: Strip) -> bool:
    """Whether a line stands in parts, and the first is more than the mark of a list item."""
    parts = chunks(strip, WIDE_BLANK)
    return len(parts) >= 2 and not (len(parts) == 2 and len(parts[0].text) <= 3)


def _end(
    found: Sequence[Strip], start: int, lead: float, width: float, rulings: Sequence[Ruling]
) -> int:
    """Where a stretch ends: before prose, a wide gap, or new column headings."""
    last = start + 1
    index = start + 1
    while index < len(found):
        strip, above = found[index], found[index - 1]
        gap = strip.base - above.base
        crossed = any(above.base < r.y0 < strip.base and r.x1 - r.x0 > 0.4 * width for r in rulings)
        if gap > (2 * _FAR if crossed else _FAR) * max(lead, 1.2 * above.size):
            break
        if index - start > 4 and _opens_known(found, index) and not _opens_known(found, index - 1):
            break
        if _is_set_apart(strip):
            last = index + 1
        elif strip.x1 - strip.x0 > _WIDE * width:
            ahead = found[index + 1 : index + 3]
            if not any(_is_set_apart(s) for s in ahead):
                break
        elif gap <= 1.6 * lead or crossed:
            last = index + 1 if last == index else last
        index += 1
    return last


def _reach_up(found: Sequence[Strip], start: int, lead: float, known: bool) -> int:
    """Lines right above that belong to headings of several lines."""
    while start and not known:
        strip, below = found[start - 1], found[start]
        if below.base - strip.base > 1.4 * lead or strip.x0 < below.x0 + strip.size:
            break
        if strip.x1 - strip.x0 > 0.5 * (below.x1 - below.x0):
            break
        start -= 1
    return start
