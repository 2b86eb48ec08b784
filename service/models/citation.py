"""Where something stands in a plan's document."""

from __future__ import annotations

from pydantic import Field, computed_field

from service.models.base import Out


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


def document_href(plan_id: str) -> str:
    """Where a plan's source file is served."""
    return f"/v1/plans/{plan_id}/document"


class Citation(Out):
    """Where something stands: verbatim text, and how to open the document there."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    document: str = Field(examples=["ahus-2024-2025.txt"])
    page: int | None = Field(description="1-based; null where the file has no pages.")
    section: list[str] = Field(description="The headings above it, outermost first.")
    row: str | None = Field(description="The row of its table; null for prose.")
    quote: str = Field(description="Source text, byte for byte, before any repair.")
    boxes: list[Box] = Field([], description="Where it is on the page; empty where unknown.")
    line: int = Field(description="The first line of the quote in the file, 1-based.")
    end_line: int = Field(description="The last line of the quote, included.")
    pieces: list[Piece] = Field(
        description="The parts it was read from, also those that stand elsewhere."
    )

    @computed_field(
        description="Opens the document there.",
        examples=["/v1/plans/ahus-2024-2025/document#L61"],
    )
    def href(self) -> str:
        return f"{document_href(self.plan_id)}#L{self.line}"
