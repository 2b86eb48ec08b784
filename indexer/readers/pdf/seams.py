"""Where a word goes on over the end of a printed line, and what of a hyphen there is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.pdf.flow import Block
from indexer.readers.pdf.page import Part
from indexer.readers.pdf.strips import Strip, strips
from indexer.readers.pdf.table import PageTable
from indexer.repair import is_word, parts_of_word

PARTED = 0.25
"""Share of hyphens at line ends which part no compound, from which on a document is taken to part
words at all: Word and browsers don't unless told to, and then break a line only at hyphens that
the text has ("pasient-samarbeid"). What parts words leaves halves that are no words in a third to
a half of them."""

NO_ROOM = 1.9
"""Times the mean width of a letter of the next line, the room at a line's end into which no
letter more would have gone: an "m" is 1.6 wide."""

LONGEST_ENDING = 5
"""Letters of the rest of a compound that stays one of as many parts with it ("tjen|este"); a noun
in the genitive ("tjenestens|støtte") is followed by a longer one."""

BLANKS = 0.2
"""Share of lines that end with a blank from which on a program is taken to write those that stand
there: Word and LibreOffice do, but LibreOffice where the blank has room only (half of them)."""

_END = re.compile(r"([^\W\d_]+)-$")
_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_AND = {"og", "eller", "til", "samt", "and", "or"}
_CLOSES = re.compile(r"[),;:!?]|\.(?:\s|$)")
_LINKING = re.compile(r"(?:sjon|ing|het|heit|skap|itet|arbeid)s$")
_SLASH = re.compile(r"[^\W\d_]{2}/$")


@dataclass(frozen=True, slots=True)
class Seams:
    """How a document breaks its lines: whether it parts words with hyphens, and whether the blanks
    at which it breaks them are seen, so that a slash without one is followed by none."""

    parts_words: bool = True
    shows_blanks: bool = False

    def glued(self, above: Strip, below: Strip, right: float) -> bool:
        """Whether the word with which a line ends goes on with the next line as it stands there;
        `right` is as far as lines may reach."""
        end, first = above.words[-1].text, _FIRST.match(below.words[0].text)
        if above.words[-1].blank:
            return False
        if end.endswith("(") or _CLOSES.match(below.text):
            return True
        if _SLASH.search(end):
            return self.shows_blanks or "://" in end
        if first is None:
            return False
        if match := _END.search(end):
            return not self.parts_words and _own_hyphen(match[1], first[0])
        return _is_full(above, below, right) and _is_broken(end, first[0])


def seams_of(parts: Iterable[Part]) -> Seams:
    """How a document breaks its lines, by all of them."""
    hyphens = parted = lines = blanks = 0
    for above, below in _pairs(parts):
        lines += 1
        blanks += above.words[-1].blank
        end, first = _END.search(above.words[-1].text), _FIRST.match(below.words[0].text)
        if end and first and len(end[1]) > 1 and end[1].islower() and first[0].islower():
            hyphens += 1
            parted += not _compound(end[1], first[0])
    return Seams(parted >= max(1, PARTED * hyphens), blanks > BLANKS * lines)


def _pairs(parts: Iterable[Part]) -> Iterator[tuple[Strip, Strip]]:
    """Lines that stand above each other in a cell or a column of text."""
    for part in parts:
        match part:
            case Block(found):
                yield from pairwise(found)
            case PageTable():
                for cell in part.cells:
                    yield from pairwise(strips(cell.words))


def _own_hyphen(first: str, second: str) -> bool:
    """Whether a hyphen at a line's end is the word's own, in a document that parts no words; one
    that stands for a word left out ("pasient- og brukergruppene") has a blank behind it."""
    return second.islower() and second not in _AND and _compound(first, second)


def _compound(first: str, second: str) -> bool:
    """Whether the halves of what a hyphen parts may be the words of a compound."""
    return is_word(second) and (is_word(first) or not is_word(first + second))


def _is_full(above: Strip, below: Strip, right: float) -> bool:
    """Whether a line is one word, which word processors then break where the column ends."""
    words = [word for word in above.words if word.text != "•"]
    letter = (below.x1 - below.x0) / max(1, len(below.text))
    return len(words) == 1 and right - above.x1 < NO_ROOM * letter


def _is_broken(end: str, begins: str) -> bool:
    """Whether two pieces are one word rather than two: what they make together is a word, and
    one of them is none, or they make no compound, or the second is but an ending, or the first has
    the form that only stands in compounds ("informasjons|deling")."""
    last = _LAST.search(end)
    if last is None or not begins.islower():
        return False
    together, first = parts_of_word(last[0] + begins), parts_of_word(last[0])
    if together is None:
        return not is_word(last[0]) and not is_word(begins) and len(last[0]) > 3
    if first is None or not is_word(begins) or together == 1 or _LINKING.search(last[0]):
        return True
    return together <= first and len(begins) <= LONGEST_ENDING and not last[0].endswith("s")
