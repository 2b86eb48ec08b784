"""A sheet as a Word document, the way people make them: a real table, real lists, merged cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from eval.roundtrip.layouts import Layout
from eval.roundtrip.sheet import Sheet

INTRODUCTION = "Partene har gjort vedtak om planen, og den gjelder for hele perioden."


def write_docx(sheet: Sheet, layout: Layout, path: Path) -> None:
    """Write the document."""
    document = docx.Document()
    if layout.landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.sections[0].header.paragraphs[0].text = sheet.title
    document.add_heading(sheet.title, level=0)
    document.add_heading("Mål og tiltak", level=1)
    document.add_paragraph(INTRODUCTION)
    table = document.add_table(rows=0, cols=len(sheet.columns))
    table.style = "Table Grid"
    for cell, label in zip(table.add_row().cells, sheet.headings, strict=True):
        cell.text = label
    for row in sheet.rows:
        _row(document, table, row, layout)
    document.save(str(path))


def _row(document: Any, table: Any, row: Any, layout: Layout) -> None:
    above = table.rows[-1].cells
    cells = table.add_row().cells
    if row.entry is None:
        _fill(cells[0].merge(cells[-1]), row.cells[0].paragraphs, document, layout)
        return
    for index, (cell, content) in enumerate(zip(cells, row.cells, strict=True)):
        if content.merged:
            above[index].merge(cell)
        else:
            _fill(cell, content.paragraphs, document, layout)


def _fill(cell: Any, paragraphs: tuple[str, ...], document: Any, layout: Layout) -> None:
    for number, text in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if text.startswith("• "):
            paragraph.style = document.styles["List Bullet"]
        paragraph.add_run(text.removeprefix("• ")).font.size = Pt(layout.size)
