"""Long texts cut short, with what was asked about in view."""

from __future__ import annotations

from collections.abc import Sequence

from service.highlight import highlights
from service.understand import Group

LONGEST_TEXT = 160
"""Characters of a measure's text in an answer; the whole stands in its finding."""

LONGEST_LEAD = 90
"""Characters of its beginning, where another part of it is what was asked about."""

WORDS_BEFORE = 40
"""Characters before the words asked about, where a part of a text begins in the middle."""

MOST_PIECES = 2
"""Parts of a long text that are shown beside its beginning."""


def shorten(text: str, groups: Sequence[Group]) -> str:
    """A measure's text, or of a long one its beginning and the part that was asked about."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_TEXT:
        return flat
    lines = [line.removeprefix("• ") for line in text.split("\n")]
    begins = cut(flat, LONGEST_TEXT)
    hidden = [g for g in groups if highlights(flat, [g]) and not highlights(begins, [g])]
    pieces: list[str] = []
    while hidden and len(pieces) < MOST_PIECES:
        best = max(lines[1:] + lines[:1], key=lambda line: _named(line, hidden))
        if not _named(best, hidden):
            break
        pieces.append(_around(best, hidden, opens=best is not lines[0]))
        hidden = [g for g in hidden if not highlights(pieces[-1], [g])]
        lines = [line for line in lines if line is not best] or [""]
    if not pieces:
        return begins
    lead = cut(text.split("\n", maxsplit=1)[0], LONGEST_LEAD).removesuffix(" …")
    return " … ".join((lead, *(piece.removesuffix(" …") for piece in pieces[:-1]), pieces[-1]))


def _named(line: str, groups: Sequence[Group]) -> int:
    """How many of the things asked about a line names."""
    return sum(bool(highlights(line, [group])) for group in groups)


def _around(line: str, groups: Sequence[Group], opens: bool) -> str:
    """A line from its beginning, or from before the words asked about where they stand late."""
    first = highlights(line, groups)[0][0]
    start = 0 if first < LONGEST_LEAD and opens else first - WORDS_BEFORE
    start = line.find(" ", start) + 1 if start > 0 else 0
    return cut(line[start:], LONGEST_TEXT)


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters, cut at a word."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def runs(pages: Sequence[int]) -> str:
    """Pages with neighbours together: "3, 5–8"."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
