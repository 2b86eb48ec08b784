"""What stands in a table's cell: HTML, Markdown and bullets to blocks of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from indexer.records import Box

BULLETS = "•○◦▪●‣\uf0b7\uf0a7"
"""What stands before the items of a list, as a set of characters in a pattern may have it; the last
two are those of symbol fonts. Hyphens, stars and letters are bullets in some places only."""

_TOKEN = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|([{BULLETS}])|( {{2,}}|\n+)")
_MARK = re.compile(r"\s*[-–*§o]\s+(?=\S)")
"""What stands for a bullet at the start of a line that a reader knows to open a paragraph; `o`
and `§` are what symbol fonts leave behind."""

_BLOCK_TAGS = {"p", "div", "ul", "ol", "li", "br", "tr", "td", "table", "h1", "h2", "h3", "h4"}
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a cell that stands on one line of the file.

    `opens` where a reader knows that it begins a paragraph; else the text tells. `glued` where it
    knows that a word goes on over the line's beginning without a blank.
    """

    page: int | None
    line: int
    raw: str
    opens: bool = False
    box: Box | None = None
    confidence: float | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item; `start` and `end` are offsets into its segment's raw text."""

    text: str
    bullet: bool
    segment: int
    start: int
    end: int


def plain(raw: str) -> str:
    """Text without markup: tags, links, emphasis and footnote marks gone, entities resolved."""
    text = unescape(re.sub(r"<sup>\d{1,3}</sup>|</?[a-zA-Z][^<>]*>", "", raw))
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)).replace("\\|", "|")
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def blocks(segments: Sequence[Segment]) -> tuple[Block, ...]:
    """The blocks of a cell that may go on over several lines of the file.

    A segment without a mark of its own at its start goes on with the block before it.
    """
    found: list[Block] = []
    last = 0
    for index, segment in enumerate(segments):
        for number, (opened, block) in enumerate(_segment_blocks(index, segment)):
            if number == 0 and not opened and found:
                joined = join_lines(found[last].text, block.text, segment.glued)
                found[last] = replace(found[last], text=joined)
                found.append(replace(block, text=""))
            else:
                last = len(found)
                found.append(block)
    return tuple(found)


def join_lines(above: str, below: str, glued: bool = False) -> str:
    """Text that goes on over a line end: a word that was hyphenated there is one again.

    Where a reader knows better (`glued`), both are put together as they are. Else
    the hyphen stays where it belongs to the word: behind a capital, a digit or a single letter
    ("FACT-team", "2-4", "e-helse"), before a capital ("Nord-Norge"), and where it stands for a
    word left out ("barne- og ungdom", with a blank).
    """
    if glued:
        return above + below
    if above.endswith("\u00ad"):
        return above[:-1] + below
    match = re.search(r"([^\W_]+)[-\u2010]$", above)
    if match is None or not below or not below[0].isalnum():
        return f"{above} {below}"
    if re.match(r"(?:og|eller|til|samt|and|or)\b", below):
        return f"{above} {below}"
    part = match[1]
    kept = len(part) == 1 or not part[-1].islower() or not below[0].islower()
    return (above if kept else above[:-1]) + below


def _segment_blocks(index: int, segment: Segment) -> Iterator[tuple[bool, Block]]:
    """Blocks of one segment, each with whether a mark opened it."""
    raw = segment.raw
    mark = _MARK.match(raw) if segment.opens else None
    start, opened, bullet = (mark.end() if mark else 0), segment.opens, mark is not None
    for end, after, opens, next_bullet in (*_breaks(raw), (len(raw), len(raw), False, False)):
        text = plain(raw[start:end])
        if text:
            left = start + len(raw[start:end]) - len(raw[start:end].lstrip())
            yield opened, Block(text, bullet, index, left, left + len(raw[start:end].strip()))
            opened, bullet = opens, next_bullet
        else:
            opened, bullet = opened or opens, bullet or next_bullet
        start = after


def _breaks(raw: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Marks between blocks: (start, end, whether it opens a block, whether a list item).

    Two blanks are a break only between closed and opened markup (`</i>  <i>`), where an
    export lost a line end; inside a sentence they are carelessness.
    """
    for match in _TOKEN.finditer(raw):
        closing, tag, bullet, gap = match.groups()
        if tag and tag.lower() in _BLOCK_TAGS:
            yield match.start(), match.end(), True, tag.lower() == "li" and not closing
        elif bullet:
            yield match.start(), match.end(), True, True
        elif gap and ("\n" in gap or _between_markup(raw, match)):
            yield match.start(), match.end(), True, False


def _between_markup(raw: str, match: re.Match[str]) -> bool:
    return raw[: match.start()].endswith(">") and raw[match.end() :].startswith("<")


def text_of(found: Sequence[Block]) -> str:
    """Blocks as text to read: a line each, list items with a bullet."""
    return "\n".join(("• " if b.bullet else "") + b.text for b in found if b.text)
