"""A sheet as LibreOffice sets it, in a whole document, saved as PDF, Word or OpenDocument."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from eval.roundtrip.layouts import Layout, Rules
from eval.roundtrip.sheet import Sheet, SheetCell, SheetRow
from eval.roundtrip.word import INTRODUCTION

PROGRAMS = ("soffice", "libreoffice")

BACKGROUND = (
    "Helsefellesskapet er en møteplass der sykehus og kommuner planlegger og utvikler tjenestene i "
    "fellesskap. Partene er likeverdige, og vedtak gjøres ved enighet.",
    "Planen følges opp av et sekretariat som rapporterer to ganger i året. Tiltak som ikke lar seg "
    "gjennomføre i perioden, tas opp til ny vurdering når planen rulleres.",
    "Brukerne er representert i alle fora. Fastlegene deltar der saken gjelder dem, og de har sin "
    "egen godtgjørelse for oppmøte og forberedelser.",
)
"""Prose in two columns, which is none of the plan's."""

NOTE = "Vedtatt i strategisk samarbeidsutvalg og gjort kjent for alle parter."

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_BORDERS = {
    Rules.ALL: 'fo:border="0.5pt solid #000000"',
    Rules.HORIZONTAL: 'fo:border-top="0.5pt solid #000000" fo:border-bottom="0.5pt solid #000000"',
    Rules.NONE: 'fo:border="none"',
}


def office() -> str | None:
    """The program, if it is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def save_as(source: Path, path: Path) -> None:
    """Have LibreOffice open a document and save it as another, whose extension says what.

    Raises `FileNotFoundError` where it is not installed.
    """
    program = office()
    if program is None:
        raise FileNotFoundError(f"no office program; install one of {', '.join(PROGRAMS)}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(folder).as_uri()}/profile",
                "--headless",
                "--convert-to",
                path.suffix[1:],
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        shutil.move(Path(folder) / f"{source.stem}{path.suffix}", path)


def write_document(sheet: Sheet, layout: Layout, path: Path) -> None:
    """Write a flat OpenDocument: title, contents, prose in two columns, a footnote, the table with
    its heading repeated, running head and foot."""
    width, height = ("29.7cm", "21cm") if layout.landscape else ("21cm", "29.7cm")
    head = "".join(_cell(f"<text:p>{escape(label)}</text:p>") for label in sheet.headings)
    rows = "\n".join(_row(sheet, index, row) for index, row in enumerate(sheet.rows))
    opened, closed = ("<table:table-header-rows>", "</table:table-header-rows>")
    prose = "".join(f'<text:p text:style-name="prose">{escape(p)}</text:p>' for p in BACKGROUND)
    note = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>"
        f"{NOTE}</text:p></text:note-body></text:note>"
    )
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_styles(layout, width, height, sheet.title)}<office:body><office:text>"
        f'<text:p text:style-name="Title">{escape(sheet.title)}</text:p>{_contents()}'
        '<text:h text:outline-level="1">Bakgrunn</text:h>'
        f'<text:section text:name="two" text:style-name="two">{prose}</text:section>'
        '<text:h text:outline-level="1">Mål og tiltak</text:h>'
        f"<text:p>{INTRODUCTION}{note}</text:p>"
        f'<table:table table:style-name="T"><table:table-column '
        f'table:number-columns-repeated="{len(sheet.columns)}"/>'
        f"{opened if layout.repeat_header else ''}<table:table-row>{head}</table:table-row>"
        f"{closed if layout.repeat_header else ''}{rows}</table:table>"
        "</office:text></office:body></office:document>",
        encoding="utf-8",
    )


def _contents() -> str:
    """A table of contents as the program left it."""
    lines = "".join(
        f'<text:p text:style-name="contents">{title}<text:tab/>{page}</text:p>'
        for title, page in (("Bakgrunn", 1), ("Mål og tiltak", 1))
    )
    return (
        '<text:table-of-content text:name="toc"><text:table-of-content-source '
        'text:outline-level="1"/><text:index-body><text:index-title text:name="t"><text:p '
        'text:style-name="Contents_20_Heading">Innhold</text:p></text:index-title>'
        f"{lines}</text:index-body></text:table-of-content>"
    )


def _styles(layout: Layout, width: str, height: str, title: str) -> str:
    size = f'fo:font-size="{layout.size}pt"'
    heading = f"{layout.size + 5}pt"
    return (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties '
        f'style:font-name="{layout.font}" fo:font-family="\'{layout.font}\'" {size} '
        'fo:language="nb" fo:country="NO"/></style:default-style>'
        '<style:style style:name="Title" style:family="paragraph"><style:text-properties '
        'fo:font-size="20pt" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Heading_20_1" style:display-name="Heading 1" '
        'style:family="paragraph" style:default-outline-level="1"><style:paragraph-properties '
        'fo:margin-top="12pt" fo:margin-bottom="6pt"/><style:text-properties '
        f'fo:font-size="{heading}" fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="bullets"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"><style:list-level-properties text:space-before="2mm" '
        'text:min-label-width="4mm"/></text:list-level-style-bullet></text:list-style>'
        "</office:styles><office:automatic-styles>"
        '<style:style style:name="prose" style:family="paragraph"><style:paragraph-properties '
        'fo:margin-bottom="6pt" fo:text-align="justify"/></style:style>'
        '<style:style style:name="contents" style:family="paragraph"><style:paragraph-properties>'
        '<style:tab-stops><style:tab-stop style:position="15cm" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
        "</style:paragraph-properties></style:style>"
        '<style:style style:name="two" style:family="section"><style:section-properties '
        'text:dont-balance-text-columns="false">'
        '<style:columns fo:column-count="2" fo:column-gap="8mm"/></style:section-properties>'
        "</style:style>"
        '<style:style style:name="T" style:family="table"><style:table-properties '
        'table:align="margins" table:border-model="collapsing"/></style:style>'
        '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties '
        f'fo:padding="1.5mm" {_BORDERS[layout.rules]}/></style:style>'
        '<style:page-layout style:name="pl"><style:page-layout-properties '
        f'fo:page-width="{width}" fo:page-height="{height}" fo:margin="1.5cm"/>'
        "<style:header-style><style:header-footer-properties "
        'fo:margin-bottom="5mm"/></style:header-style><style:footer-style>'
        '<style:header-footer-properties fo:margin-top="5mm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="pl"><style:header>'
        f"<text:p>{escape(title)}</text:p></style:header><style:footer><text:p>Side "
        "<text:page-number/> av <text:page-count/></text:p></style:footer></style:master-page>"
        "</office:master-styles>"
    )


def _row(sheet: Sheet, index: int, row: SheetRow) -> str:
    if row.entry is None:
        wide = len(sheet.columns)
        covered = "<table:covered-table-cell/>" * (wide - 1)
        cell = _cell(_paragraphs(row.cells[0]), f'table:number-columns-spanned="{wide}"')
        return f"<table:table-row>{cell}{covered}</table:table-row>"
    cells = []
    for column, content in enumerate(row.cells):
        if content.merged:
            cells.append("<table:covered-table-cell/>")
            continue
        below = index + 1
        while below < len(sheet.rows) and _merged(sheet.rows[below], column):
            below += 1
        rows = f'table:number-rows-spanned="{below - index}"' if below > index + 1 else ""
        cells.append(_cell(_paragraphs(content), rows))
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _merged(row: SheetRow, column: int) -> bool:
    return row.entry is not None and row.cells[column].merged


def _cell(contents: str, more: str = "") -> str:
    return f'<table:table-cell table:style-name="C" {more}>{contents}</table:table-cell>'


def _paragraphs(cell: SheetCell) -> str:
    return "".join(_listed(cell)) or "<text:p/>"


def _listed(cell: SheetCell) -> Iterator[str]:
    for listed, texts in groupby(cell.paragraphs, key=lambda text: text.startswith("• ")):
        paragraphs = [f"<text:p>{escape(text.removeprefix('• '))}</text:p>" for text in texts]
        if listed:
            items = "".join(f"<text:list-item>{p}</text:list-item>" for p in paragraphs)
            yield f'<text:list text:style-name="bullets">{items}</text:list>'
        else:
            yield from paragraphs
