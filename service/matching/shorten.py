"""Long texts cut short, with what was asked about in view and no word said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.matching.highlight import highlights
from service.reading.groups import Group

LONGEST_TEXT = 160
"""Characters of a measure's text in an answer; the whole stands in its finding."""

LONGEST_TOLD = 600
"""The same where what the text says is asked for, and few say it: of a list that was asked for
nothing is to be left out."""

LONGEST_LEAD = 90
"""Characters of its beginning, where another part of it is what was asked about."""

LEAST_LEFT_OUT = 40
"""Characters that are left out at least: fewer are shown, and nothing is hidden for little gain
(of "… utvikler en felles bosettingsstrategi, spesielt knyttet til pasienter med voldsrisiko" the
strategy)."""

WORDS_BEFORE = 40
"""Characters before the words asked about, where a part of a text begins in the middle."""

MOST_PIECES = 2
"""Parts of a long text that are shown beside its beginning."""

Span = tuple[int, int]


def shorten(text: str, groups: Sequence[Group], longest: int = LONGEST_TEXT) -> str:
    """A measure's text, or of one longer than so many characters its beginning and the parts that
    were asked about, in their order: what is left out is "…", and neighbours are one part."""
    lines = _lines(text)
    flat = " ".join(text.split())
    begins = _cut_at(flat, (0, len(flat)), longest)
    if begins[1] == len(flat):
        return flat
    hidden = [g for g in groups if _names(flat, [g]) and not _names(flat[: begins[1]], [g])]
    pieces = list(_pieces(flat, lines, hidden))
    lead = _cut_at(flat, lines[0], LONGEST_LEAD)
    if not pieces or _names(flat[: lead[1]], groups) < _names(flat[: begins[1]], groups):
        lead = begins
    shown = _merged([lead, *pieces], len(flat))
    said = " … ".join(flat[start:end].strip().removesuffix(" •") for start, end in shown)
    return said if shown[-1][1] == len(flat) else f"{said} …"


def _pieces(flat: str, lines: Sequence[Span], hidden: Sequence[Group]) -> Iterator[Span]:
    """Where a text says what its beginning does not, line by line, the most telling first."""
    found = 0
    left = [*lines[1:], lines[0]]
    while hidden and left and found < MOST_PIECES:
        best = max(left, key=lambda line: _names(flat[slice(*line)], hidden))
        said = highlights(flat[slice(*best)], hidden)
        if not said:
            return
        piece = _around(flat, best, best[0] + said[0][0], opens=best is not lines[0])
        yield piece
        found += 1
        hidden = [g for g in hidden if not highlights(flat[slice(*piece)], [g])]
        left.remove(best)


def _lines(text: str) -> list[Span]:
    """Where each line of a text begins and ends in it with all blanks made one; a list's items
    without their bullets."""
    spans = []
    start = 0
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if line:
            bullet = len(line) - len(line.removeprefix("• "))
            spans.append((start + bullet, start + len(line)))
            start += len(line) + 1
    return spans or [(0, 0)]


def _names(text: str, groups: Sequence[Group]) -> int:
    """How many of the things asked about a text names."""
    return sum(bool(highlights(text, [group])) for group in groups)


def _around(flat: str, line: Span, first: int, opens: bool) -> Span:
    """A line from its beginning, or from before the words asked about where they stand late."""
    start = line[0] if opens and first - line[0] < LONGEST_LEAD else first - WORDS_BEFORE
    if start > line[0]:
        start = flat.find(" ", start) + 1
    return _cut_at(flat, (max(start, line[0]), line[1]), LONGEST_TEXT)


def _cut_at(flat: str, span: Span, longest: int) -> Span:
    """Where a part ends that is at most so many characters, at a word; to its end where little
    would be left out."""
    start, end = span
    if end - start <= longest + LEAST_LEFT_OUT:
        return span
    at = flat.rfind(" ", start, start + longest)
    return start, at if at > start else start + longest


def _merged(spans: Sequence[Span], length: int) -> list[Span]:
    """Parts of a text of such a length in their order, those with little between them made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] <= LEAST_LEFT_OUT:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    if length - merged[-1][1] <= LEAST_LEFT_OUT:
        merged[-1] = merged[-1][0], length
    return merged


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
