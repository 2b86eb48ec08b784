"""What stands in a table's cell: HTML, Markdown and bullets to blocks of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|([•○◦▪●‣\uf0b7\uf0a7])|( {2,}|\n+)")
_BLOCK_TAGS = {"p", "div", "ul", "ol", "li", "br", "tr", "td", "table", "h1", "h2", "h3", "h4"}
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a cell that stands on one line of the file."""

    page: int | None
    line: int
    raw: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item; `start` and `end` are offsets into its segment's raw text."""

    text: str
    bullet: bool
    segment: int
    start: int
    end: int


def plain(raw: str) -> str:
    """Text without markup: tags, links and emphasis gone, entities and blanks resolved."""
    text = unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", raw))
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def blocks(segments: Sequence[Segment]) -> tuple[Block, ...]:
    """The blocks of a cell that may go on over several lines of the file.

    A segment without a mark of its own at its start goes on with the block before it.
    """
    found: list[Block] = []
    for index, segment in enumerate(segments):
        for number, (opened, block) in enumerate(_segment_blocks(index, segment.raw)):
            if number == 0 and not opened and found:
                found[-1] = replace(found[-1], text=f"{found[-1].text} {block.text}")
                found.append(replace(block, text=""))
            else:
                found.append(block)
    return tuple(found)


def _segment_blocks(index: int, raw: str) -> Iterator[tuple[bool, Block]]:
    """Blocks of one segment, each with whether a mark opened it."""
    start, opened, bullet = 0, False, False
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
