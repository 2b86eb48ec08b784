"""Pages of words and lines to elements in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.elements import Element, Text
from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.paragraphs import Column, openings
from indexer.readers.pdf.strips import leading, strips
from indexer.readers.pdf.table import ruled_tables
from indexer.readers.pdf.transcript import Transcript
from indexer.records import Page


def compose(contents: Sequence[PageContent]) -> tuple[tuple[Page, ...], tuple[Element, ...]]:
    """The lines of a document's pages, and what they are in reading order."""
    transcript = Transcript()
    elements: list[Element] = []
    for content in contents:
        tables, _ = ruled_tables(content)
        taken = {i for table in tables for i in table.words()}
        rest = [w for w in content.words if id(w) not in taken]
        parts = [*((t.y0, t) for t in tables), *((s.y0, s) for s in strips(rest))]
        for _, part in sorted(parts, key=lambda p: p[0]):
            if hasattr(part, "cells"):
                elements.append(transcript.grid(content, part))
            else:
                elements.append(Text(content.number, (transcript.line(content, part, True),)))
        transcript.end_page(content.number)
    return tuple(transcript.pages), tuple(elements)
