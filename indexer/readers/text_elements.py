"""Text exports: pages of lines to elements, by their tabs, blank lines and numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indexer.cells import BULLETS, Segment
from indexer.elements import Element, Grid, Heading, Record, Skipped, Text
from indexer.layout import is_title
from indexer.readers.aligned import Aligned, aligned_tables
from indexer.readers.quoted import quoted_cells, quoted_rows
from indexer.records import Line, Page

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_NUMBERED_HEADING = re.compile(r"\d+(\.\d+)*\.?\s+[A-ZÆØÅ][^.!?]{2,140}$")
_SEPARATOR = re.compile(r"(?=[\s:|-]*?--)[\s:|-]+$")
_PIPE_RULE = re.compile(
    r"\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)+(?:\|\s*)?$|\s*\|\s*:?-+:?\s*\|\s*$"
)
"""The line under the column headings of a Markdown table: hyphens between pipes."""

PAGE_NUMBER = "sidetall"
_PIPE = re.compile(r"(?<!\\)\|")
_CONTENTS = re.compile(r"(?<!\.)\.{4,}\s*\d+\s*$")
_LEADS_ON = re.compile(r"(?:,|\b(?:og|eller|samt|av|for|fra|frå|i|på|ved|hos|med|til|om|mellom))$")
_LIST_ITEM = re.compile(rf"\s*(?:[-*{BULLETS}]|\d+\.|[a-z][.)])\s+\S")


@dataclass(slots=True)
class _Scan:
    piped: Mapping[int, bool]
    found: list[Element] = field(default_factory=list)
    titled: bool = False
    prose: list[Line] = field(default_factory=list)
    rows: list[tuple[Line, ...]] = field(default_factory=list)

    def end_prose(self, page: int | None) -> None:
        if self.prose:
            self.found.append(Text(page, tuple(self.prose)))
            self.prose.clear()

    def end_rows(self, page: int | None) -> None:
        if self.rows:
            records = tuple(
                Record(page, row[0].number, row[-1].number, i == 0, self.cells(page, row))
                for i, row in enumerate(self.rows)
            )
            self.found.append(Grid(records))
            self.rows.clear()

    def cells(self, page: int | None, row: Sequence[Line]) -> tuple[tuple[Segment, ...], ...]:
        if len(row) > 1:
            return quoted_cells(page, row)
        line = row[0]
        if line.number not in self.piped:
            parts = line.text.split("\t")
        else:
            framed = self.piped[line.number]
            text = line.text.strip()
            parts = _PIPE.split(text.removeprefix("|") if framed else line.text)
            parts = parts[:-1] if framed and len(parts) > 1 and not parts[-1].strip() else parts
        return tuple((Segment(page, line.number, raw.strip()),) for raw in parts)

    def heading(self, level: int, line: Line) -> None:
        self.titled = True
        self.found.append(Heading(level, line))


def read_elements(pages: Sequence[Page]) -> tuple[Element, ...]:
    """Headings, paragraphs, tables and skipped lines in reading order."""
    markdown = any(_MARKDOWN_HEADING.match(line.text) for page in pages for line in page.lines)
    scan = _Scan(piped=_piped(pages))
    last: Aligned | None = None
    for page in pages:
        title = None if page is pages[0] else _page_title(page)
        quoted = quoted_rows([line for line in page.lines if line.number not in scan.piped])
        tables = aligned_tables(page, last)
        last = tables[-1] if tables else None
        aligned = {min(table.lines): table for table in tables}
        inside: set[int] = set()
        for line, below in zip(page.lines, (*page.lines[1:], None), strict=True):
            if line.number in inside:
                continue
            if table := aligned.get(line.number):
                inside = set(table.lines)
                scan.end_prose(page.number)
                scan.end_rows(page.number)
                scan.found += [Skipped(m.number, m.text, PAGE_NUMBER) for m in table.marks]
                scan.found.append(table.grid)
            elif row := quoted.get(line.number):
                inside = {part.number for part in row}
                scan.end_prose(page.number)
                scan.rows.append(row)
            elif line is title:
                scan.heading(1, line)
            else:
                _take(scan, page.number, line, markdown, below.text if below else "")
        scan.end_prose(page.number)
        scan.end_rows(page.number)
    return tuple(scan.found)


def _piped(pages: Sequence[Page]) -> dict[int, bool]:
    """The numbers of lines that are rows of Markdown tables, and whether pipes frame the table:
    what stands on a line of hyphens and pipes, and under it until a line without a pipe (GitHub
    Flavored Markdown 4.10). In a table without a frame a pipe in front ends an empty cell."""
    found: dict[int, bool] = {}
    for page in pages:
        for above, rule in pairwise(page.lines):
            if _PIPE_RULE.match(rule.text) and "|" in above.text and "\t" not in above.text:
                framed = rule.text.lstrip().startswith("|")
                found[above.number] = framed
                for line in page.lines[rule.number - page.lines[0].number + 1 :]:
                    if "|" not in line.text:
                        break
                    found[line.number] = framed
    return found


def _page_title(page: Page) -> Line | None:
    """A short line alone at the top of a page."""
    filled = [i for i, line in enumerate(page.lines) if line.text.strip()]
    if not filled:
        return None
    first = filled[0]
    line = page.lines[first]
    alone = first + 1 not in filled
    return line if alone and "\t" not in line.text and is_title(line.text) else None


def _take(scan: _Scan, page: int | None, line: Line, markdown: bool, below: str) -> None:
    text = line.text.strip()
    if not text:
        scan.end_prose(page)
        if "\t" in line.text and scan.rows:
            scan.rows.append((line,))
        else:
            scan.end_rows(page)
        return
    if _SEPARATOR.match(text) or _CONTENTS.search(text):
        reason = "innholdsfortegnelse" if _CONTENTS.search(text) else "skillelinje"
        scan.found.append(Skipped(line.number, line.text, reason))
        return
    if line.number in scan.piped or "\t" in line.text.rstrip("\r"):
        scan.end_prose(page)
        scan.rows.append((line,))
        return
    scan.end_rows(page)
    level = _heading_level(line.text, markdown, first=not scan.titled)
    if level is None or (level == 1 and not markdown and _goes_on(text, below)):
        scan.prose.append(line)
        return
    scan.end_prose(page)
    match = _MARKDOWN_HEADING.match(text)
    scan.heading(level, replace(line, text=match[2]) if match else line)


def _goes_on(text: str, below: str) -> bool:
    """Whether a numbered line is no heading but a paragraph's first: its sentence goes on below
    ("1.1 Alle skal få tilbud før" over "vedtak fattes.")."""
    word = re.match(r"[^\W\d_]{2,}\s", below.lstrip())
    leads = bool(below.strip()) and _LEADS_ON.search(text) is not None
    return leads or (word is not None and word[0][0].islower())


def _heading_level(text: str, markdown: bool, first: bool) -> int | None:
    """How deep a heading the line is, or null for prose.

    The document's first line is its title; Markdown marks its headings; elsewhere a line in
    capitals or with a chapter number is one.
    """
    match = _MARKDOWN_HEADING.match(text.strip())
    if match:
        return len(match[1])
    stripped = text.strip()
    if first and not markdown and len(stripped) > 12 and not stripped.endswith((".", ",")):
        return 0
    if markdown or (_LIST_ITEM.match(text) and not _NUMBERED_HEADING.match(stripped)):
        return None
    if _NUMBERED_HEADING.match(stripped):
        return 1
    letters = re.findall(r"[^\W\d_]", stripped)
    if len(letters) >= 3 and stripped == stripped.upper() and len(stripped) < 60:
        return 2
    return None
