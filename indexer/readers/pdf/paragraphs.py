"""Printed lines to paragraphs: which line opens one, and which goes on with the line above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.cells import BULLETS
from indexer.readers.pdf.strips import Strip, leading

_BULLET = re.compile(rf"[{BULLETS}]|[-–—*]\s+\S")
_NUMBER = re.compile(r"\(?(\d{1,2})[.)](?=\s|$)")
_LETTER = re.compile(r"\(?([a-zæøå])[.)]\s|(?:i{1,3}|iv|vi{0,3}|ix|x)[.)]\s")
_ENDS = (".", ":", ";", "!", "?")
APART = 1.22
"""Of the usual distance of lines, the one from which on a paragraph begins: Word's least spacing
of paragraphs is 0.2 to 0.5 of a line, and base lines of one paragraph differ by 0.05 at most
where it has raised marks or another font."""


@dataclass(frozen=True, slots=True)
class Column:
    """The bounds between which lines are set, and their usual distance."""

    left: float
    right: float
    lead: float


def openings(found: Sequence[Strip], column: Column) -> list[bool]:
    """For each printed line of a column whether a paragraph or list item begins with it."""
    lead = min(column.lead, leading(found)) if len(found) > 2 else column.lead
    opens: list[bool] = []
    hang: float | None = None
    for index, strip in enumerate(found):
        above = found[index - 1] if index else None
        mark = _mark(strip, above, column)
        begun = (
            above is None
            or mark
            or strip.base - above.base > APART * max(lead, 1.1 * strip.size)
            or _falls_back(strip, above, hang)
            or _broke_early(strip, above, column)
            or _indented(found, index, column)
        )
        opens.append(begun)
        if begun:
            hang = strip.words[1].x0 if mark and len(strip.words) > 1 else None
    return opens


def _mark(strip: Strip, above: Strip | None, column: Column) -> bool:
    """Whether a bullet or the mark of a list stands first.

    A dash may only have come to stand there, between words or years; then it had no room above.
    """
    text = strip.text
    if _BULLET.match(text):
        dash = strip.words[0]
        had_room = above is None or column.right - above.x1 > 0.4 * strip.size + dash.x1 - dash.x0
        return text[0] not in "-–—" or had_room
    if _LETTER.match(text):
        return True
    number = _NUMBER.match(text)
    if number is None or above is None:
        return number is not None
    after = text[number.end() :].lstrip()
    return above.text.endswith(_ENDS) or (after[:1].isupper() and not above.text[-1:].isalpha())


def _falls_back(strip: Strip, above: Strip, hang: float | None) -> bool:
    """Whether a line stands left of the hanging text of the list item above it."""
    if hang is None:
        return False
    return strip.x0 < hang - 0.4 * strip.size and above.x0 > hang - 0.2 * strip.size


def _broke_early(strip: Strip, above: Strip, column: Column) -> bool:
    """Whether the line's first word had room on the line above, so that the break was meant."""
    first = strip.words[0]
    room = column.right - above.x1 - 0.3 * strip.size - (first.x1 - first.x0)
    if above.text.endswith(("-", "\u00ad")) or _in_parentheses(above.text, strip.text):
        return False
    begins = strip.text.lstrip("«\"'(")[:1]
    if begins.islower() or above.text.endswith(","):
        return room > 0.4 * (column.right - column.left) and above.text.endswith(_ENDS)
    if above.text.endswith(_ENDS):
        return room > 0
    return room > 0.35 * strip.size


def _in_parentheses(above: str, below: str) -> bool:
    """Whether what a line opened a parenthesis for goes on and is closed on the next."""
    return above.rfind("(") > above.rfind(")") and ")" in below.partition("(")[0]


def _indented(found: Sequence[Strip], index: int, column: Column) -> bool:
    """Whether a line is set in by a first line's indent: those above and below are not."""
    strip, above = found[index], found[index - 1]
    if not 0.8 * strip.size < strip.x0 - above.x0 < 4 * strip.size:
        return False
    if above.x0 - column.left > 0.4 * strip.size or not above.text.endswith(_ENDS):
        return False
    below = found[index + 1] if index + 1 < len(found) else None
    return below is None or below.x0 < strip.x0 - 0.8 * strip.size
