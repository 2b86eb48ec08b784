"""PDFs for tests, typeset or as a scanner makes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

MARGIN = 40
SHARES = (0.2, 0.12, 0.34, 0.2, 0.14)

STYLE = TableStyle(
    [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
)

HEADER = ("Mål", "Målgruppe", "Tiltak", "Ansvarlig", "Frist")
ROWS = (
    (
        "Bedre samhandling om skrøpelige eldre",
        "Eldre",
        "Etablere et felles ambulerende team for skrøpelige eldre i alle kommunene",
        "Fagråd for eldre",
        "2024",
    ),
    (
        "Helhetlige tjenester til barn og unge",
        "Barn og unge",
        "Videreutvikle FACT Ung sammen med kommunene i opptaksområdet",
        "Klinikk for psykisk helse",
        "2025",
    ),
    (
        "Trygge overganger",
        "Alle pasienter",
        "Gjennomføre en felles evaluering av rutinene for utskrivning",
        "Arbeidsutvalget",
        "Løpende",
    ),
)


def typeset(
    path: Path,
    *pages: Sequence[Sequence[str]],
    title: str = "Handlingsplan for helsefellesskapet 2024-2025",
    size: float = 10,
) -> Path:
    """A ruled table on landscape pages, the rows of each on its own; the header on the first."""
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=size, leading=size * 1.2)
    head = ParagraphStyle("head", cell, fontName="Helvetica-Bold")
    heading = ParagraphStyle("title", cell, fontName="Helvetica-Bold", fontSize=16, leading=24)
    width = landscape(A4)[0] - 2 * MARGIN
    story: list[Flowable] = [Paragraph(title, heading)]
    for number, rows in enumerate(pages or [ROWS]):
        table = [[Paragraph(text, cell) for text in row] for row in rows]
        if number == 0:
            table.insert(0, [Paragraph(text, head) for text in HEADER])
        else:
            story.append(PageBreak())
        story.append(Table(table, [width * share for share in SHARES], style=STYLE))
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(str(path), pagesize=landscape(A4), **margins).build(story)
    return path


def turned(source: Path, path: Path, degrees: int) -> Path:
    """A PDF whose pages are shown turned clockwise."""
    with pdfium.PdfDocument(source) as document:
        for page in document:
            page.set_rotation(degrees)
        document.save(path)
    return path


def scanned(
    source: Path, path: Path, *, dpi: int = 300, askew: float = 0.0, noise: float = 0.0
) -> Path:
    """The pages of a PDF as pictures: turned by so many degrees, on grey paper, with noise."""
    dice = np.random.default_rng(0)
    pictures = []
    with pdfium.PdfDocument(source) as document:
        for page in document:
            sharp = page.render(scale=dpi / 72).to_pil().convert("L")
            laid = np.asarray(sharp.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255))
            paper = laid * 0.85 + 25 + dice.normal(0, noise, laid.shape)
            pictures.append(Image.fromarray(paper.clip(0, 255).astype(np.uint8)))
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return path


def text_in(path: Path, page: int, x0: float, y0: float, x1: float, y1: float) -> str:
    """What the text layer has in an area of a page as it is shown, in points from its top left;
    of upright pages."""
    with pdfium.PdfDocument(path) as document:
        shown = document[page - 1]
        height = shown.get_height()
        return str(shown.get_textpage().get_text_bounded(x0, height - y1, x1, height - y0))
