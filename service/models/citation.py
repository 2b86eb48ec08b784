"""Where something stands in a plan's document."""

from __future__ import annotations

from pathlib import PurePath

from pydantic import Field, computed_field

from service.models.base import Out

TEXT_SUFFIXES = frozenset({".txt", ".md"})
"""Files whose lines a browser can be sent to; the lines of others are in their transcript."""


class Box(Out):
    """A rectangle on a page, in points from the top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Piece(Out):
    """Verbatim text on one line, and the field that was read from it."""

    field: str = Field(examples=["responsible"])
    page: int | None
    line: int
    quote: str
    inherited: bool = Field(description="It stands in a cell that governs several rows.")
    confidence: float | None = Field(
        description="0 to 1: how surely it was recognised; null where it was text."
    )


def document_href(plan_id: str) -> str:
    """Where a plan's source file is served."""
    return f"/v1/plans/{plan_id}/document"


def transcript_href(plan_id: str) -> str:
    """Where the lines that were read from a plan's file are served."""
    return f"/v1/plans/{plan_id}/transcript"


class Citation(Out):
    """Where something stands: verbatim text, and how to open the document there."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    document: str = Field(examples=["ahus-2024-2025.txt"])
    page: int | None = Field(description="1-based; null where the file has no pages.")
    page_label: str | None = Field(
        None,
        description="The page's own number where the document gives it another than its place, as "
        '"v" or "12" behind a preface; else null.',
        examples=["v"],
    )
    section: list[str] = Field(description="The headings above it, outermost first.")
    row: str | None = Field(description="The row of its table; null for prose.")
    quote: str = Field(
        description="Source text, byte for byte, before any repair; of a file that is no text as "
        "its transcript has it."
    )
    text: str | None = Field(
        None,
        description="Of prose that an answer quotes, what it says, for reading: without markup, "
        "repaired where the source is damaged; else null.",
    )
    boxes: list[Box] = Field([], description="Where it is on the page; empty where unknown.")
    line: int = Field(description="The first line of the quote in the file, 1-based.")
    end_line: int = Field(description="The last line of the quote, included.")
    pieces: list[Piece] = Field(
        description="The parts it was read from, also those that stand elsewhere."
    )
    confidence: float | None = Field(
        description="0 to 1: how surely the least sure part was recognised; null where all was "
        "text."
    )

    @computed_field(
        description="Opens the document there.",
        examples=["/v1/plans/ahus-2024-2025/document#L61"],
    )
    def href(self) -> str:
        if self.boxes and self.page is not None:
            return f"{document_href(self.plan_id)}#page={self.page}"
        is_text = PurePath(self.document).suffix.lower() in TEXT_SUFFIXES
        opens = document_href if is_text else transcript_href
        return f"{opens(self.plan_id)}#L{self.line}"
