"""A page to its parts in reading order: tables, and blocks of printed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.readers.pdf.content import PageContent, Word
from indexer.readers.pdf.flow import Block, blocks
from indexer.readers.pdf.gutters import open_table
from indexer.readers.pdf.rules import Lines
from indexer.readers.pdf.runs import runs
from indexer.readers.pdf.strips import Strip, strip_of, strips
from indexer.readers.pdf.table import PageTable, ruled_tables


@dataclass(frozen=True, slots=True)
class Sideways:
    """Text beside the page's text that runs another way."""

    strip: Strip


Part = PageTable | Block | Sideways


def parts_of(content: PageContent, template: PageTable | None) -> Iterator[Part]:
    """What stands on a page, in reading order.

    `template` is the table with which the page before it ended, which may go on here.
    """
    tables, lines = ruled_tables(content, (template,) if template else ())
    taken = {i for table in tables for i in table.words()}
    free = [w for w in content.words if id(w) not in taken]
    aside = [w for w in free if w.y1 - w.y0 > 2.2 * w.size and len(w.text) > 1]
    left = {id(w) for w in aside}
    bands = _bands([w for w in free if id(w) not in left], tables)
    going = template if template and _may_go_on(template, lines) else None
    for index in range(len(tables) + 1):
        if bands[index]:
            yield from _free(strips(bands[index]), lines, going if index == 0 else None)
            going = None
        if index < len(tables):
            yield tables[index]
            going = None
    yield from (Sideways(strip_of((word,))) for word in aside)


def _may_go_on(table: PageTable, lines: Lines) -> bool:
    """Whether what stands outside of closed cells may be the rest of the table on the page before:
    of one that lines close in, only where there are lines over half its width, or down it."""
    if not table.closed:
        return True
    half = (table.x1 - table.x0) / 2
    over = any(min(r.x1, table.x1) - max(r.x0, table.x0) > half for r in lines.level)
    return over or any(table.x0 - 1 < r.x0 < table.x1 + 1 for r in lines.plumb)


def _bands(words: Sequence[Word], tables: Sequence[PageTable]) -> list[list[Word]]:
    """Words by the number of tables that stand above them or beside them to the left."""
    bands: list[list[Word]] = [[] for _ in range(len(tables) + 1)]
    for word in words:
        middle = (word.y0 + word.y1) / 2
        index = 0
        for number, table in enumerate(tables, start=1):
            beside = table.y0 <= middle < table.y1 and word.x0 >= table.x1 - 2
            if middle >= table.y1 or beside:
                index = number
        bands[index].append(word)
    return bands


def _free(found: Sequence[Strip], lines: Lines, template: PageTable | None) -> Iterator[Part]:
    """Lines outside of ruled tables: tables without closed cells, and text."""
    at = 0
    goes_on = template is not None
    for run in runs(found, lines.level, goes_on):
        start = found.index(run.strips[0])
        table = open_table(run, template if start == 0 else None)
        if table is None and run.known and start == 0 and goes_on:
            continue
        if table is None:
            continue
        yield from blocks(found[at:start])
        yield table
        at = start + sum(s.y1 <= table.y1 + 1 for s in run.strips)
    yield from blocks(found[at:])


def without(content: PageContent, words: set[int]) -> PageContent:
    """The page without some of its words, by their identity."""
    return replace(content, words=tuple(w for w in content.words if id(w) not in words))
