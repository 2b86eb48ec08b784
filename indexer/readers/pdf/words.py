"""Characters to words in the page's upright frame."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.readers.pdf.bullets import drawn_bullets
from indexer.readers.pdf.content import Link, PageContent, Ruling, Shade, Spot, Word
from indexer.readers.pdf.pdfium import Char, RawPage

GAP = 0.28
"""Of the type's size, the blank between two characters from which on they are two words even
without a space between: a space is 0.25 to 0.33 wide, letters that are tracked stand 0.1 apart."""
CLOSE = 0.06
"""Of the type's size, how far a word's characters may stand from each other's advance: kerning
takes 0.03. What stands farther behind a ruled line is in the next cell."""
_BULLETS = set(
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf06e\uf071\uf02d\u25cf\u25aa\u25a0\u2023\u25e6\u25cb\u27a2\u2043\u2219\uf0e0\uf0f0"
)
_SYMBOLS = ("symbol", "wingdings", "webdings", "dingbats")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES = {chr(code) for code in range(0xFB00, 0xFB07)}


@dataclass(slots=True)
class _Open:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    first: Char
    last: Char

    def word(self, blank: bool = False) -> Word:
        c = self.first
        box = self.x0, self.y0, self.x1, self.y1
        return Word(self.text, *box, c.size, c.oy, c.bold, blank=blank)


def page_content(raw: RawPage) -> PageContent:
    """The words, ruled lines and shades of a page, turned so that most of its words are upright."""
    chars = [char for char in _seen(raw) if char.way is not None]
    ways = Counter(char.way for char in chars if not char.space)
    turn = max(ways, key=lambda way: (ways[way], way == 0)) if ways else 0
    turn = turn or 0
    width, height = (raw.height, raw.width) if turn in (90, 270) else (raw.width, raw.height)
    rulings = tuple(
        Ruling(*_turn_box((r.x0, r.y0, r.x1, r.y1), turn, width, height)) for r in raw.drawn.rulings
    )
    upright = [_turned(char, turn, width, height) for char in chars if char.way == turn]
    words = _words(upright, Plumb(rulings))
    words += drawn_bullets(
        [Spot(*_turn_box((s.x0, s.y0, s.x1, s.y1), turn, width, height)) for s in raw.drawn.spots],
        words,
    )
    for way in sorted(way for way in ways if way is not None and way != turn):
        words += _sideways(raw, chars, way, turn, width, height)
    links = [
        Link(*_turn_box((k.x0, k.y0, k.x1, k.y1), turn, width, height), k.address)
        for k in raw.links
    ]
    return PageContent(
        number=raw.number,
        width=width,
        height=height,
        words=tuple(_linked(word, links) for word in _once(words)),
        rulings=rulings,
        shades=tuple(
            Shade(*_turn_box((s.x0, s.y0, s.x1, s.y1), turn, width, height), s.color)
            for s in raw.drawn.shades
        ),
        turn=turn,
    )


def _linked(word: Word, links: Sequence[Link]) -> Word:
    """A word with the address of the link in whose area its middle lies."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    own = next((k.address for k in links if k.x0 <= x <= k.x1 and k.y0 <= y <= k.y1), None)
    return replace(word, link=own) if own else word


def _seen(raw: RawPage) -> list[Char]:
    """The characters that a reader of the page sees, or that lie invisible over its picture."""
    printed = [char for char in raw.chars if not char.space]
    layer = sum(char.hidden for char in printed) * 2 > len(printed)
    dark = [shade for shade in raw.drawn.shades if min(shade.color) < 230]
    return [
        char
        for char in raw.chars
        if char.hidden == layer
        and 0 <= (char.x0 + char.x1) / 2 <= raw.width
        and 0 <= (char.y0 + char.y1) / 2 <= raw.height
        and (
            not char.faint or raw.drawn.pictures > 0 or any(_inside(char, shade) for shade in dark)
        )
    ]


def _inside(char: Char, shade: Shade) -> bool:
    return shade.x0 <= char.ox + 1 <= shade.x1 + 2 and shade.y0 <= char.oy <= shade.y1 + 2


_Box = tuple[float, float, float, float]


def _turn_point(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    match turn:
        case 90:
            return y, height - x
        case 180:
            return width - x, height - y
        case 270:
            return width - y, x
        case _:
            return x, y


def _turn_box(box: _Box, turn: int, width: float, height: float) -> _Box:
    ax, ay = _turn_point(box[0], box[1], turn, width, height)
    bx, by = _turn_point(box[2], box[3], turn, width, height)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _turned(char: Char, turn: int, width: float, height: float) -> Char:
    if turn == 0:
        return char
    x0, y0, x1, y1 = _turn_box((char.x0, char.y0, char.x1, char.y1), turn, width, height)
    ox, oy = _turn_point(char.ox, char.oy, turn, width, height)
    return char._replace(x0=x0, y0=y0, x1=x1, y1=y1, ox=ox, oy=oy)


class Plumb:
    """The plumb lines of a page, between which the cells of tables stand."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self._lines = sorted((r.x0, r.y0, r.y1) for r in rulings if r.x0 == r.x1)
        self._places = [x for x, _, _ in self._lines]

    def parts(self, word: _Open, char: Char) -> bool:
        """Whether a line stands between the beginning of a word and a character that does not
        follow close upon it, or opens a word of its own ("HelsestasjonenEgeninnsats"): that is in
        another cell, be the word as long as to reach into it."""
        opens = word.last.text.islower() and (char.text.isupper() or char.text.isdigit())
        if abs(char.x0 - word.x1) <= CLOSE * word.first.size and not opens:
            return False
        low = bisect_right(self._places, word.first.x0)
        high = bisect_right(self._places, char.x0)
        return any(y0 <= char.oy <= y1 for _, y0, y1 in self._lines[low:high])


def _words(chars: Sequence[Char], plumb: Plumb | None = None) -> list[Word]:
    """Words in the order in which the file draws them."""
    found: list[Word] = []
    cut: list[_Open] = []
    word: _Open | None = None
    for char in chars:
        if char.space:
            if not char.made or char.text == " ":
                found, word = _close(found, word, not char.made)
            continue
        text = _text_of(char)
        if not text:
            continue
        if word is not None and _is_raised(word, char):
            word.text += text.translate(_RAISED)
            word.x1 = max(word.x1, char.x1)
            continue
        if word is not None and plumb and _goes_on(word, char) and plumb.parts(word, char):
            cut.append(word)
            word = None
        elif word is not None and not _goes_on(word, char):
            found, word = _close(found, word)
        if word is None and (rest := next((w for w in cut if _follows(w, char)), None)):
            cut.remove(rest)
            word = rest
        if word is None:
            word = _Open(text, char.x0, char.y0, char.x1, char.y1, char, char)
        else:
            word.text += text
            word.x1 = max(word.x1, char.x1)
            word.y0, word.y1 = min(word.y0, char.y0), max(word.y1, char.y1)
            word.last = char
    return [*_close(found, word)[0], *(each.word() for each in cut)]


def _follows(word: _Open, char: Char) -> bool:
    """Whether a character goes on with a word that another cell's, drawn over its end, cut off."""
    close = abs(char.x0 - word.x1) <= CLOSE * word.first.size
    return close and char.text.islower() and _goes_on(word, char)


def _close(found: list[Word], word: _Open | None, blank: bool = False) -> tuple[list[Word], None]:
    if word is not None:
        found.append(word.word(blank))
    return found, None


def _goes_on(word: _Open, char: Char) -> bool:
    size = word.first.size
    gap = char.x0 - word.x1
    if _is_ligature(word.last, char):
        return True
    return (
        abs(char.oy - word.first.oy) <= 0.2 * size
        and -0.5 * size <= gap <= GAP * size
        and 0.75 <= char.size / size <= 1.34
    )


def _is_ligature(last: Char, char: Char) -> bool:
    """Whether a character was drawn together with the one before it: LibreOffice's "fl" and "ti"
    are one shape for two letters, of which pdfium says that both stand at its beginning."""
    same = (last.ox, last.oy, last.x1) == (char.ox, char.oy, char.x1)
    return same and (last.text != char.text or last.text in ("f", "t"))


def _is_raised(word: _Open, char: Char) -> bool:
    """Whether a digit is the mark of a footnote, or a power, set high behind a word."""
    size = word.first.size
    return (
        char.text.isdigit()
        and char.size < 0.8 * size
        and 0.15 * size < word.first.oy - char.oy < 0.7 * size
        and -0.3 * size < char.x0 - word.x1 < 0.25 * size
    )


def _text_of(char: Char) -> str:
    """What a character reads as: ligatures apart, bullets of symbol fonts one bullet."""
    if char.text in _BULLETS:
        return "•"
    if char.text in _LIGATURES:
        return unicodedata.normalize("NFKC", char.text)
    font = char.font.lower()
    if char.text in "·§Øüvlnq" and any(name in font for name in _SYMBOLS):
        return "•"
    if char.text == "o" and "courier" in font:
        return "○"
    unprinted = unicodedata.category(char.text) in ("Cc", "Cf", "Cn") and char.text != "\u00ad"
    return "" if unprinted else char.text


def _once(words: Iterable[Word]) -> list[Word]:
    """Words without those that were drawn again at the same place to look bold."""
    kept: list[Word] = []
    places: dict[tuple[str, int, int], list[Word]] = {}
    for word in words:
        column, row = round(word.x0 / 4), round(word.base / 4)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in places.get((word.text, column + dx, row + dy), ())
        )
        if any(
            abs(o.x0 - word.x0) < 0.15 * word.size and abs(o.base - word.base) < 0.15 * word.size
            for o in near
        ):
            continue
        places.setdefault((word.text, column, row), []).append(word)
        kept.append(word)
    return kept


def _sideways(
    raw: RawPage, chars: Sequence[Char], way: int, turn: int, width: float, height: float
) -> list[Word]:
    """Lines that run another way than the page's text, each one word where it stands."""
    wide, high = (raw.height, raw.width) if way in (90, 270) else (raw.width, raw.height)
    words = _words([_turned(char, way, wide, high) for char in chars if char.way == way])
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last and abs(last.base - word.base) < 1 and 0 <= word.x0 - last.x1 < last.size:
            runs[-1].append(word)
        else:
            runs.append([word])
    found = []
    for run in runs:
        box = run[0].x0, min(w.y0 for w in run), run[-1].x1, max(w.y1 for w in run)
        shown = PageContent(raw.number, wide, high, (), turn=way).shown(*box)
        x0, y0, x1, y1 = _turn_box((shown.x0, shown.y0, shown.x1, shown.y1), turn, width, height)
        text = " ".join(word.text for word in run)
        found.append(Word(text, x0, y0, x1, y1, run[0].size, y1, run[0].bold))
    return found
