"""A document's lines, with what is cited marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from indexer.records import Source
from service.models import Citation

OWN, INHERITED = "own", "inherited"
"""A mark's kind: read from the row itself, or from a cell that governs several rows."""

Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line as it stands in the file, in parts: (text, kind of mark or "")."""

    number: int
    parts: tuple[Part, ...]
    cited: bool


def marked_lines(text: str, source: Source | None) -> tuple[SourceLine, ...]:
    """Every line of a text; the pieces of the source are marked where they stand.

    A source without pieces is marked as whole lines.
    """
    quotes: dict[int, list[tuple[str, str]]] = {}
    for piece in source.pieces if source else ():
        kind = INHERITED if piece.inherited else OWN
        quotes.setdefault(piece.line, []).append((piece.quote, kind))
    whole = range(source.line, source.end_line + 1) if source and not quotes else range(0)
    return tuple(
        SourceLine(
            number,
            ((line, OWN),) if number in whole else _parts(line, quotes.get(number, ())),
            number in whole or number in quotes,
        )
        for number, line in enumerate(text.split("\n"), start=1)
    )


def _parts(line: str, quotes: Sequence[tuple[str, str]]) -> tuple[Part, ...]:
    """A line cut where its quotes begin and end; of two that overlap the longer one counts."""
    spans: list[tuple[int, int, str]] = []
    for text, kind in sorted(quotes, key=lambda found: -len(found[0])):
        start = _free(line, text, spans)
        if start is not None:
            spans.append((start, start + len(text), kind))
    parts: list[Part] = []
    at = 0
    for start, end, kind in sorted(spans):
        parts += [(line[at:start], ""), (line[start:end], kind)]
        at = end
    parts.append((line[at:], ""))
    return tuple(part for part in parts if part[0])


def _free(line: str, text: str, taken: Iterable[tuple[int, int, str]]) -> int | None:
    """Where a quote stands in a line outside of what is taken; null where it does not."""
    start = line.find(text) if text else -1
    while start >= 0:
        end = start + len(text)
        if not any(start < other_end and end > other for other, other_end, _ in taken):
            return start
        start = line.find(text, start + 1)
    return None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of a document as a picture with what is cited marked on it."""

    page: int
    href: str


def pictures_of(citation: Citation, passage_id: str) -> tuple[Picture, ...]:
    """The pages on which a passage stands, in order; none where its places are unknown."""
    pages = sorted({box.page for box in citation.boxes})
    plan_id, marked = quote(citation.plan_id), urlencode({"highlight": passage_id})
    return tuple(Picture(page, f"/v1/plans/{plan_id}/pages/{page}.png?{marked}") for page in pages)


def span_of(text: str) -> tuple[int, int] | None:
    """The lines that `61` or `61-63` names; null for anything else."""
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal()) or max(len(first), len(last)) > 7:
        return None
    return (int(first), int(last)) if 1 <= int(first) <= int(last) else None
