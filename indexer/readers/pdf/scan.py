"""Pages whose text layer is missing or useless: found out, and read from their picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import DocumentError
from indexer.readers.pdf.bullets import with_bullets
from indexer.readers.pdf.content import PageContent, Word
from indexer.readers.pdf.picture import askew, cleaned, ink_of, rulings_of, without_rulings
from indexer.readers.pdf.recognise import Unrecognised, quarter_turns, recognise
from indexer.readers.pdf.render import render_page
from indexer.readers.pdf.words import page_content
from indexer.repair import is_word

if TYPE_CHECKING:
    from PIL.Image import Image

    from indexer.readers.pdf.pdfium import RawPage

DPI = 300
MOST_PIXELS = 18_000_000
"""An A3 page at 300 dpi; a larger one is drawn coarser."""

FEWEST_WORDS = 20
"""Words below which a layer over a picture of half the page is a stamp or a running head, and
below which nothing is said of their share that is known."""

COVERED = 0.5
"""Share of a page under pictures from which on the page may be a scan."""

KNOWN = 0.5
"""Share of a page's words in the word list below which its layer may be no text. Norwegian plans
have 0.85 to 0.97, English prose 0.6; a layer of shifted letters has 0 to 0.05."""

CLEARLY_MORE = 0.15
"""By how much a recognised page's share of known words must exceed its layer's to be taken for
it: text in a language that the list lacks stays as it is."""

NEARLY = 0.05
"""By how much it may fall short of a hidden layer's and still be taken: it has its confidence
with it, and the ruled lines."""

STRANGE = 0.1
"""Share of characters without a meaning from which on a layer may be no text."""

GOOD = 0.85
"""Mean confidence below which a page is tried again with the noise of its paper taken off. Scans
of 150 dpi and more have 0.92 to 0.95; with it a noisy one of 100 dpi went from 172 of 292 words
right (0.62) to 256 (0.82)."""

POOR = 0.6
"""Mean confidence below which a picture is tried the other way up. Upright scans have 0.62 and
more, the same sideways or upside down 0.2 to 0.5."""

UNREADABLE = 0.65
"""Mean confidence below which what was recognised is not worth reading: of scans with 0.34, 0.62,
0.68, 0.82, 0.88 and 0.93 there were 25, 59, 74, 88, 95 and 99 % of the words right."""

LEAST_INK = 0.0005
"""Share of a page from which on something stands on it; a page number alone has 0.0003."""

_LETTERS = re.compile(r"[^\W\d_]{3,}")
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


class Suspicion(StrEnum):
    """Why a page should rather be read from its picture."""

    NO_WORDS = "siden har ingen tekst"
    HIDDEN = "teksten ligger usynlig over et bilde"
    FEW_WORDS = "det meste av siden er et bilde"
    STRANGE = "tekstlaget sier ikke hvilke bokstaver tegnene er"
    UNKNOWN = "tekstlaget er ikke ord"


def read_page(
    path: Path, raw: RawPage, password: str | None = None
) -> tuple[PageContent, str | None]:
    """What stands on a page, by its text layer or else by its picture, and why it could not be
    read, wholly or for the better part; null where it could."""
    layer = page_content(raw)
    why = suspect(raw, layer)
    if why is None:
        return layer, None
    try:
        read = read_picture(path, raw.number, password)
    except (Unrecognised, DocumentError) as error:
        nothing = replace(layer, words=())
        if why in (Suspicion.STRANGE, Suspicion.UNKNOWN):
            return (layer if _reads(layer) else nothing), f"{why}; {error}"
        kept = why is Suspicion.HIDDEN and _reads(layer)
        return layer, None if kept else f"{why}; {error}"
    return (layer if read is None else _better(why, layer, read)), None


def suspect(raw: RawPage, layer: PageContent) -> Suspicion | None:
    """Why a page should be read from its picture rather than by its text layer, or null."""
    printed = [char for char in raw.chars if not char.space]
    if not layer.words:
        return Suspicion.NO_WORDS
    if 2 * sum(char.hidden for char in printed) > len(printed):
        return Suspicion.HIDDEN
    if raw.drawn.pictures >= COVERED and len(layer.words) < FEWEST_WORDS:
        return Suspicion.FEW_WORDS
    strange = sum(bool(_STRANGE.match(char.text)) for char in printed) + raw.unmapped
    if strange > STRANGE * len(printed):
        return Suspicion.STRANGE
    return None if _reads(layer) else Suspicion.UNKNOWN


def _reads(layer: PageContent) -> bool:
    """Whether a page's words are words, as far as can be told."""
    known = known_share(layer.words)
    return known is None or known >= KNOWN


def known_share(words: Sequence[Word]) -> float | None:
    """The share of a page's words that are Norwegian; null where too few stand there."""
    found = _LETTERS.findall(" ".join(word.text for word in words))
    if len(found) < FEWEST_WORDS:
        return None
    return sum(map(is_word, found)) / len(found)


def read_picture(path: Path, number: int, password: str | None = None) -> PageContent | None:
    """What stands on a page by its picture; null for an empty one.

    Raises `Unrecognised`, or `DocumentError` where the page cannot be drawn.
    """
    picture, scale = render_page(path, number, DPI, MOST_PIXELS, password)
    if float(np.mean(ink_of(picture))) < LEAST_INK:
        return None
    best = _upright(picture, number, scale, 0)
    if confidence_of(best.words) < POOR and (turn := quarter_turns(picture)):
        best = _surest(best, _upright(picture, number, scale, turn))
    if confidence_of(best.words) < GOOD:
        best = _surest(best, _upright(cleaned(picture), number, scale, best.turn))
    if best.words and confidence_of(best.words) < UNREADABLE:
        raise Unrecognised(
            f"skriften på bildet er for utydelig (sikkerhet {confidence_of(best.words):.2f}); "
            "skann siden på nytt, helst med 300 punkter per tomme"
        )
    return best


def _better(why: Suspicion, layer: PageContent, read: PageContent) -> PageContent:
    """Of a page by its text layer and by its picture the one that reads as text."""
    by_layer, by_picture = known_share(layer.words), known_share(read.words)
    if by_layer is None or by_picture is None:
        return read if len(read.words) > len(layer.words) else layer
    margin = CLEARLY_MORE if why is Suspicion.UNKNOWN else -NEARLY
    return read if by_picture >= by_layer + margin else layer


def confidence_of(words: Sequence[Word]) -> float:
    """The mean confidence of a page's words by their letters; 0 where there are none."""
    sure = [(len(w.text), w.confidence) for w in words if w.confidence is not None]
    letters = sum(length for length, _ in sure)
    return sum(length * confidence for length, confidence in sure) / letters if letters else 0.0


def _surest(*contents: PageContent) -> PageContent:
    return max(contents, key=lambda content: confidence_of(content.words))


def _upright(picture: Image, number: int, scale: float, turn: int) -> PageContent:
    """The page's words and ruled lines, once its picture was laid upright and level."""
    from PIL import Image

    upright = picture.convert("L").rotate(turn, expand=True)
    angle = askew(ink_of(upright))
    level = upright.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    rulings = rulings_of(ink_of(level), scale)
    bare = without_rulings(level, rulings, scale)
    words = with_bullets(recognise(bare, scale), ink_of(bare), scale)
    return PageContent(
        number=number,
        width=level.width / scale,
        height=level.height / scale,
        words=_even(words),
        rulings=rulings,
        turn=turn,
        askew=angle,
    )


def _even(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words whose sizes differ by less than they can be measured have the same one."""
    if not words:
        return ()
    body = median(size for word in words for size in [word.size] * len(word.text))
    return tuple(
        replace(word, size=round(body, 1)) if abs(word.size / body - 1) < 0.15 else word
        for word in words
    )
