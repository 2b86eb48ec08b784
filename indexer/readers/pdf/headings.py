"""Which paragraphs are headings, and how deep: by outline, size and weight of type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.cells import BULLETS
from indexer.readers.pdf.content import Word
from indexer.readers.pdf.document import OutlineEntry
from indexer.readers.pdf.strips import Strip

LARGER = 1.12
"""Of the body's size, the type from which on a line is a heading: Word sets 13 to 11."""
LONGEST = 160
_MOST_LINES = 3
_DEEPEST = 6
_LIST = re.compile(rf"[{BULLETS}–*-]\s|[a-zæøå]\)\s")
_FORM = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Styles:
    """The size of the document's running text, and the styles of its headings, largest first."""

    body: float
    heads: tuple[tuple[float, bool], ...]
    titles: dict[str, int]

    def level(self, found: Sequence[Strip], text: str) -> int | None:
        """How deep a heading a paragraph is; null where it is none."""
        if not _may_be(found, text):
            return None
        known = self.titles.get(_key(text))
        if known is not None:
            return known
        style = _style(found[0])
        if style not in self.heads or any(_style(s)[0] < style[0] for s in found):
            return None
        return min(self.heads.index(style) + 1, _DEEPEST)


def styles(
    paragraphs: Iterable[tuple[Sequence[Strip], str]],
    words: Iterable[Word],
    outline: Sequence[OutlineEntry],
) -> Styles:
    """The styles of a document by all of its words and by its paragraphs outside of tables."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    prose: Counter[float] = Counter()
    kept = [(found, text) for found, text in paragraphs if found]
    for found, _ in kept:
        for strip in found:
            prose[round(strip.size, 1)] += len(strip.text)
    common = prose if sum(prose.values()) * 10 > sum(sizes.values()) else sizes
    body = max(common, key=lambda size: (common[size], -size)) if common else 10.0
    heads = {
        _style(found[0])
        for found, text in kept
        if _may_be(found, text)
        and (
            found[0].size >= LARGER * body
            or (found[0].bold and len(text) < 100 and found[0].size > 0.93 * body)
        )
    }
    titles = {_key(entry.title): entry.level for entry in outline}
    return Styles(body, tuple(sorted(heads, key=lambda s: (-s[0], not s[1]))), titles)


def _style(strip: Strip) -> tuple[float, bool]:
    return round(strip.size * 2) / 2, strip.bold


def _key(text: str) -> str:
    return re.sub(r"^[\d.\s]+|\W+", "", text.lower())


def _may_be(found: Sequence[Strip], text: str) -> bool:
    return (
        len(found) <= _MOST_LINES
        and 2 < len(text) <= LONGEST
        and _FORM.search(text) is not None
        and not text.rstrip().endswith((".", ",", ";"))
        and not _LIST.match(text)
    )
