"""What kind each line is: headings of columns, a line with its deadline, a row's first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.readers.aligned import is_aligned
from indexer.records import Column, Page
from indexer.repair import repair
from indexer.run_together.records import FIRST_WIDTHS, Entry
from indexer.run_together.tokens import tokens_of, width_of
from indexer.run_together.words import LINKING, cores_of, is_body
from indexer.vocabulary import column_of, vocabulary

_YEAR = r"(?:19|20)\d\d"

_MONTH = (
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|v.r(?:en)?|h.st(?:en)?|sommer(?:en)?|vinter(?:en)?|\d\. ?(?:halv.r|kvartal|tertial)|[QT]\d)"
)

_DEADLINE = re.compile(
    rf"(?<!\S)(?:(?:(?:innen|utgangen av|i l.pet av|ila\.?|medio|primo|ultimo|f[øg@p]r|senest)\s+)*"
    rf"(?:(?:\d\d?\.\s?)?{_MONTH}\s+)?(?:\d\d?[./]\d\d?[./])?"
    rf"{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?)\s*$"
    r"|(?<!\S)(?-i:(?:[LlI1|]|[Ff]ortl).pende|Kontinuerlig|Permanent|.rlig|Halv.rlig|Snarest)\s*$",
    re.IGNORECASE,
)

_HEADING_TAIL = frozenset({
    "at", "vi", "har", "lykkes", "lykket", "lukkast", "få", "det", "til", "sammen", "skal",
    "gjøre", "gjere", "hva", "hvordan",
})  # fmt: skip
"""What a column's heading goes on with ("Hvordan vet vi" "at vi har lykkes?")."""


_MARKDOWN_RULE = re.compile(r"[\s:]*(?:\|[\s:]*)?-{2,}[\s:]*\||\|-")
"""The line under the headings of a Markdown table, with or without pipes around it."""


def is_run_together(pages: Sequence[Page]) -> bool:
    """Whether the pages hold a table without any separators: headings, and lines with deadlines."""
    lines = [line.text for page in pages for line in page.lines]
    if any("\t" in line or line.count("|") > 3 or _MARKDOWN_RULE.match(line) for line in lines):
        return False
    if is_aligned(pages):
        return False
    tables = [page for page in pages if heads_a_table(page)]
    ends = [deadline_of(line.text) for page in tables for line in page.lines]
    return len([end for end in ends if end is not None and end > 0]) >= 2


def deadline_of(text: str) -> int | None:
    """Where the deadline at a line's end begins; null where there is none.

    A year after "i", "til" and the like is no deadline unless a body stands before it.
    """
    match = _DEADLINE.search(text)
    if match is None:
        return None
    start = match.start()
    before = cores_of(text[:start])
    if (
        before
        and before[-1].lower() in LINKING
        and not any(is_body(before[i : i + 2]) for i in range(max(0, len(before) - 5), len(before)))
    ):
        return None
    return start if before else 0


def headings_of(text: str) -> tuple[Column, ...]:
    """The columns that a line of nothing but column headings names; empty for any other line."""
    shown = repair(text, damaged=True).text.strip()
    first = re.search(r"\w", shown)
    if first is None or len(shown) > 140 or shown.endswith(":"):
        return ()
    words = [word.lower() for word in re.findall(r"[^\W_]+", shown)]
    if not first[0].isupper():
        return (Column.OTHER,) if set(words) <= _HEADING_TAIL else ()
    found: list[Column] = []
    while words:
        size = next((n for n in range(min(4, len(words)), 0, -1) if _names(words[:n])), 0)
        if size:
            found.append(column_of(" ".join(words[:size])) or Column.OTHER)
        elif not found or words[0] not in _HEADING_TAIL:
            return ()
        words = words[size or 1 :]
    return tuple(found)


def _names(words: Sequence[str]) -> bool:
    phrase = " ".join(words)
    return any(phrase in phrases or f"={phrase}" in phrases for _, phrases in vocabulary().headings)


def heads_a_table(page: Page) -> bool:
    """Whether a page has a table's column headings: a measure's, and who or when."""
    found = {column for line in page.lines for column in headings_of(line.text)}
    return (
        Column.MEASURE in found
        and bool({Column.RESPONSIBLE, Column.DEADLINE} & found)
        and (len(found - {Column.OTHER}) >= 3)
    )


def find_row_starts(entries: Sequence[Entry]) -> set[int]:
    """Where rows begin: at the line with the deadline, or above a deadline that stands alone."""
    starts: set[int] = set()
    previous = -1
    for index, entry in enumerate(entries):
        if entry.deadline is None:
            continue
        start: int | None = index
        if entry.deadline == 0 or not _opens_row(entry):
            start = _start_above(entries, previous + 1, index)
        if start is not None:
            starts.add(start)
            previous = index
    return starts


def _opens_row(entry: Entry) -> bool:
    """Whether a line begins a cell: with a capital, or with a word's capital within it."""
    tokens = tokens_of(entry.line.text)
    return tokens[0].text[0] in '«"' or any(token.ordinary for token in tokens)


def _start_above(entries: Sequence[Entry], low: int, high: int) -> int | None:
    """The first line that begins a paragraph with a capital and is no heading row or list item."""
    for index in range(low, high):
        entry = entries[index]
        tokens = tokens_of(entry.line.text)
        heads = entry.line.text.rstrip().endswith(":") and index + 1 < high
        wide = width_of(entry.line.text) > 1.2 * FIRST_WIDTHS[Column.TARGET_GROUP]
        if entry.apart and wide and not heads and tokens[0].ordinary and not tokens[0].bullet:
            return index
    return None


def find_heading_rows(entries: Sequence[Entry], starts: set[int]) -> set[int]:
    """Lines that end with a colon and are wider than a measure, or as wide before any row."""
    found: set[int] = set()
    for index, entry in enumerate(entries):
        text = entry.line.text.rstrip()
        tokens = tokens_of(text)
        if not text.endswith(":") or entry.deadline is not None or tokens[0].bullet:
            continue
        if index in starts or not tokens[0].text[0].isupper():
            continue
        opened = any(start < index for start in starts)
        least = (1.05 if opened else 0.8) * FIRST_WIDTHS[Column.MEASURE]
        if width_of(text) > least:
            found.add(index)
    return found
