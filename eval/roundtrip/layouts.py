"""The layouts in which plans are typeset."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rules(StrEnum):
    """Which lines a table is drawn with."""

    ALL = "all"
    HORIZONTAL = "horizontal"
    NONE = "none"


class Field(StrEnum):
    """A column of the typeset tables, in their order."""

    GOAL = "goal"
    TARGET_GROUP = "target_group"
    NUMBER = "number"
    TEXT = "text"
    INDICATOR = "indicator"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    STATUS = "status"


BOKMAL = {
    Field.NUMBER: "Nr.",
    Field.GOAL: "Mål",
    Field.TARGET_GROUP: "Målgruppe",
    Field.TEXT: "Tiltak",
    Field.INDICATOR: "Indikator",
    Field.RESPONSIBLE: "Ansvarlig",
    Field.DEADLINE: "Frist",
    Field.STATUS: "Status",
}
NYNORSK = {
    Field.NUMBER: "Nr.",
    Field.GOAL: "Kva vil vi oppnå?",
    Field.TARGET_GROUP: "For kven?",
    Field.TEXT: "Korleis skal vi få det til?",
    Field.INDICATOR: "Korleis veit vi at vi har lukkast?",
    Field.RESPONSIBLE: "Hovudansvarleg",
    Field.DEADLINE: "Tidsramme",
    Field.STATUS: "Framdrift",
}
"""Headings in nynorsk, and in other words than the five plans have."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is set.

    `file` is what is written: "pdf", "docx", "html"; "print", a PDF that Chromium makes of the web
    page; or what LibreOffice makes of a document of its own ("office-pdf", "office-docx",
    "office-odt") or of the Word document ("word-pdf", "word-docx"). Nobody tells the places of
    those two's. `size` is the type's, `small` that of indicators and
    status, `gap` what stands between the paragraphs of a cell, `padding` around them, in points;
    `boxed` draws each cell's own frame of thin filled boxes, as some programs do; `scan` is the
    dots per inch of a picture of the page, null where it keeps its text.
    """

    name: str
    file: str = "pdf"
    rules: Rules = Rules.ALL
    merged: bool = False
    sections: bool = False
    repeat_header: bool = True
    split_rows: bool = False
    landscape: bool = True
    rotate: int = 0
    size: float = 9
    small: float = 9
    nynorsk: bool = False
    number_first: bool = False
    font: str = "Helvetica"
    gap: float = 3
    padding: float = 4
    hyphens: bool = False
    centred: bool = False
    boxed: bool = False
    scan: int | None = None

    @property
    def suffix(self) -> str:
        """The extension of its file."""
        return "pdf" if self.file == "print" else self.file.rsplit("-", 1)[-1]

    @property
    def headings(self) -> dict[Field, str]:
        return NYNORSK if self.nynorsk else BOKMAL


LAYOUTS = (
    Layout("docx", file="docx"),
    Layout("docx-merged", file="docx", merged=True),
    Layout("docx-sections", file="docx", sections=True),
    Layout("docx-number-first", file="docx", number_first=True, merged=True),
    Layout("docx-nynorsk", file="docx", nynorsk=True, merged=True),
    Layout("html", file="html", merged=True),
    Layout("ruled"),
    Layout("ruled-portrait", landscape=False, size=7, small=7),
    Layout("ruled-rotated", rotate=90),
    Layout("ruled-header-once", repeat_header=False),
    Layout("ruled-split", split_rows=True),
    Layout("ruled-merged", merged=True, split_rows=True),
    Layout("ruled-sections", sections=True),
    Layout("ruled-two-sizes", size=11, small=7),
    Layout("ruled-nynorsk", nynorsk=True),
    Layout("ruled-hyphens", hyphens=True, font="Vera", split_rows=True),
    Layout("ruled-centred", centred=True, boxed=True, merged=True),
    Layout("ruled-tight", gap=0, padding=2, font="Vera", size=8, small=8, boxed=True),
    Layout("borderless-tight", rules=Rules.NONE, gap=0, padding=2, font="Vera", size=8, small=8),
    Layout("borderless", rules=Rules.NONE),
    Layout("borderless-split", rules=Rules.NONE, split_rows=True, repeat_header=False),
    Layout("lines", rules=Rules.HORIZONTAL),
    Layout("lines-merged", rules=Rules.HORIZONTAL, merged=True, split_rows=True),
    Layout("print-ruled", file="print"),
    Layout("print-merged", file="print", merged=True),
    Layout("print-borderless", file="print", rules=Rules.NONE),
    Layout("print-lines", file="print", rules=Rules.HORIZONTAL, nynorsk=True),
    Layout("office", file="office-pdf", font="Liberation Sans"),
    Layout("office-merged", file="office-pdf", font="Carlito", size=10, merged=True),
    Layout(
        "office-portrait",
        file="office-pdf",
        font="Liberation Serif",
        landscape=False,
        merged=True,
        size=8,
    ),
    Layout("office-header-once", file="office-pdf", font="Carlito", repeat_header=False),
    Layout("office-sections", file="office-pdf", font="DejaVu Sans", size=8, sections=True),
    Layout("office-lines", file="office-pdf", font="Carlito", rules=Rules.HORIZONTAL),
    Layout("office-borderless", file="office-pdf", font="Liberation Sans", rules=Rules.NONE),
    Layout("office-docx", file="office-docx", font="Carlito", merged=True),
    Layout("office-odt", file="office-odt", font="Carlito", merged=True),
    Layout("office-odt-sections", file="office-odt", font="Carlito", sections=True, nynorsk=True),
    Layout("word", file="word-pdf"),
    Layout("word-merged", file="word-pdf", merged=True, size=11),
    Layout("word-resaved", file="word-docx", merged=True),
    Layout("scan-300", scan=300),
    Layout("scan-300-merged", scan=300, merged=True, split_rows=True),
    Layout("scan-150", scan=150),
)
