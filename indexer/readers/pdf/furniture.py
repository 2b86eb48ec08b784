"""What pages repeat at their heads and feet: running heads and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.runs import is_header
from indexer.readers.pdf.strips import Strip, strips
from indexer.readers.pdf.table import PageTable

BAND = 0.13
"""Share of a page's height at its head and at its foot where running lines stand: letterheads of
public bodies reach down to 0.12."""
_SAME_PLACE = 8.0
_SHARE = 0.4
RUNNING_HEAD = "topptekst som gjentas"
RUNNING_FOOT = "bunntekst som gjentas"
PAGE_NUMBER = "sidetall"

_SPOKEN_NUMBER = re.compile(
    r"(?:side|page|s\.)\s*\d{1,4}(?:\s*(?:av|of|/)\s*\d{1,4})?$", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"[-–|\s]*(\d{1,4})[-–|\s]*(?:(?:av|of|/)\s*\d{1,4})?$")
_EDGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}(?:\s*(?:av|of|/)\s*\d{1,4})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is no part of the text, with the reason."""

    strip: Strip
    reason: str


def furniture(
    contents: Sequence[PageContent], tables: Sequence[Sequence[PageTable]]
) -> list[list[Furniture]]:
    """For each page the lines at its head and foot that other pages have too."""
    heads = [_outer(c, t, top=True) for c, t in zip(contents, tables, strict=True)]
    feet = [_outer(c, t, top=False) for c, t in zip(contents, tables, strict=True)]
    found: list[list[Furniture]] = [[] for _ in contents]
    for bands, reason in ((heads, RUNNING_HEAD), (feet, RUNNING_FOOT)):
        places = _places(bands)
        for index, band in enumerate(bands):
            for strip in band:
                number = _is_number(strip, contents[index].number, len(contents))
                if number or _repeats(strip, places, len(contents)):
                    found[index].append(Furniture(strip, PAGE_NUMBER if number else reason))
                elif not (set(band) - {strip}):
                    break
    return found


def _outer(content: PageContent, tables: Sequence[PageTable], top: bool) -> list[Strip]:
    """The lines in the band at the head or foot of a page, the outermost first."""
    edge = BAND * content.height
    tall = [t for t in tables if (t.y1 > edge if top else t.y0 < content.height - edge)]
    inside = {i for table in tall for i in table.words()}
    words = [
        w
        for w in content.words
        if (w.y1 <= edge if top else w.y0 >= content.height - edge) and id(w) not in inside
    ]
    found = strips(words)
    return list(found if top else reversed(found))


def _key(strip: Strip) -> str:
    return re.sub(r"\W+", " ", _EDGE_NUMBER.sub("#", strip.text.lower())).strip()


def _places(bands: Sequence[Sequence[Strip]]) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, band in enumerate(bands):
        for strip in band:
            found[_key(strip)].append((page, strip.base))
    return found


def _repeats(strip: Strip, places: dict[str, list[tuple[int, float]]], count: int) -> bool:
    """Whether the line stands at the same place on several pages; column headings may too."""
    pages = {page for page, base in places[_key(strip)] if abs(base - strip.base) < _SAME_PLACE}
    if len(pages) < 2 or len(pages) < _SHARE * min(count, 12) or is_header([strip]):
        return False
    return len(pages) >= 3 or count <= 4


def _is_number(strip: Strip, page: int, count: int) -> bool:
    if _SPOKEN_NUMBER.match(strip.text):
        return True
    match = _BARE_NUMBER.match(strip.text)
    return match is not None and int(match[1]) <= page + 20 and (int(match[1]) == page or count > 1)
