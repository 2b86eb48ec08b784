"""Word, OpenDocument, PowerPoint and web files, made here and read the whole way."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.util import Cm

from indexer.errors import DocumentError
from indexer.read import read_file
from indexer.readers import read_document, zipped
from indexer.records import Measure, Passage, PlanRead, Rejected

HEADINGS = ("Mål", "Tiltak", "Ansvarlig", "Frist")


def read(path: Path) -> PlanRead:
    """Nothing may vanish, and every quote stands in the transcript."""
    found = read_file(path)
    assert found.rows == len(found.measures) + len(found.rejected)
    assert found.transcript is not None
    lines = [line.text for line in found.transcript]
    assert [line.number for line in found.transcript] == list(range(1, len(lines) + 1))
    records: list[Measure | Rejected | Passage]
    records = [*found.measures, *found.rejected, *found.passages]
    for record in records:
        source = record.source
        assert source.quote in "\n".join(lines[source.line - 1 : source.end_line])
        for piece in source.pieces:
            assert piece.quote in "\n".join(lines[piece.line - 1 :])
    return found


def told(found: PlanRead) -> list[tuple[str | None, str, tuple[str, ...], str | None]]:
    return [(m.goal, m.text, m.responsible, m.deadline) for m in found.measures]


def prose(found: PlanRead) -> list[str]:
    """What stands around the tables, but for the plan's title."""
    texts = [p.text for p in found.passages if p.measure is None]
    return [text for text in texts if text != found.plan.title]


def word(path: Path, fill: Callable[[Any], None]) -> Path:
    document = docx.Document()
    fill(document)
    document.save(str(path))
    return path


def add_table(document: Any, rows: Sequence[tuple[str, ...]]) -> Any:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


PLAN = [
    HEADINGS,
    ("Trygge overganger", "Etablere utskrivingsmøte", "Fagråd eldre", "2027"),
    ("", "Innføre e-melding", "Haugesund kommune", "2028"),
    ("Digital samhandling", "Teste videokonsultasjon", "AU", "Løpende"),
]
EXPECTED = [
    ("Trygge overganger", "Etablere utskrivingsmøte", ("Fagråd eldre",), "2027"),
    ("Trygge overganger", "Innføre e-melding", ("Haugesund kommune",), "2028"),
    ("Digital samhandling", "Teste videokonsultasjon", ("AU",), "Løpende"),
]


# ── Word ─────────────────────────────────────────────────────────────────────────────────


def test_a_word_plan_with_merged_cells_and_section_rows(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Handlingsplan for Helsefellesskapet Fonna 2027-2029", 0)
        document.add_heading("Mål og tiltak", 1)
        document.add_paragraph("Planen er vedtatt av partene.")
        table = add_table(document, [*PLAN, ("Rekruttering", "", "", ""), *PLAN[3:]])
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(4, 0).merge(table.cell(4, 3))
        document.add_paragraph("Revideres hvert år.")

    found = read(word(tmp_path / "fonna.docx", fill))
    assert told(found) == [
        *EXPECTED,
        ("Rekruttering – Digital samhandling", "Teste videokonsultasjon", ("AU",), "Løpende"),
    ]
    assert [m.inherited for m in found.measures[:3]] == [(), ("goal",), ()]
    assert found.measures[0].source.section[-1] == "Mål og tiltak"
    assert found.plan.title == "Handlingsplan for Helsefellesskapet Fonna 2027-2029"
    assert prose(found) == ["Planen er vedtatt av partene.", "Revideres hvert år."]


def test_a_blank_cell_below_a_merged_one_says_nothing(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = add_table(document, [HEADINGS, *[("M", f"Lage {i}", "AU", "") for i in "abc"]])
        table.cell(1, 2).merge(table.cell(2, 2)).text = "AU"
        table.cell(3, 2).text = ""

    found = read(word(tmp_path / "plan.docx", fill))
    assert [m.responsible for m in found.measures] == [("AU",), ("AU",), ()]


def test_lists_have_the_labels_that_word_shows(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        for text in ("Første", "Andre"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("Kule", style="List Bullet")
        document.add_paragraph("Tredje", style="List Number")

    lines = read(word(tmp_path / "liste.docx", fill)).transcript
    assert lines is not None
    assert [line.text for line in lines] == ["1. Første", "2. Andre", "• Kule", "3. Tredje"]


@pytest.mark.parametrize(
    ("levels", "labels"),
    [
        ([0, 1, 1, 0, 1], ["1.", "1.1", "1.2", "2.", "2.1"]),
        ([0, 2, 2, 1, 2], ["1.", "a)", "b)", "1.1", "a)"]),
    ],
)
def test_levels_of_a_numbered_list(tmp_path: Path, levels: list[int], labels: list[str]) -> None:
    kinds = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"))

    def fill(document: Any) -> None:
        inner = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for i, (kind, text) in enumerate(kinds)
        )
        root = document.part.numbering_part.element
        root.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'
            ),
        )
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
        for level in levels:
            numbered = parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            )
            document.add_paragraph("Noe")._p.get_or_add_pPr().append(numbered)

    lines = read(word(tmp_path / "liste.docx", fill)).transcript
    assert lines is not None
    assert [line.text.removesuffix(" Noe") for line in lines] == labels


def test_deleted_text_is_not_read_and_inserted_text_is(tmp_path: Path) -> None:
    changed = (
        '<w:p {ns}><w:r><w:t xml:space="preserve">Fristen er </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>2027</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>2028.</w:t></w:r></w:ins></w:p>'
    )

    def fill(document: Any) -> None:
        document.add_paragraph("Før.")._p.addnext(parse_xml(changed.format(ns=nsdecls("w"))))
        table = add_table(document, PLAN)
        gone = table.rows[2]._tr.get_or_add_trPr()
        gone.append(parse_xml(f'<w:del {nsdecls("w")} w:id="3"/>'))

    found = read(word(tmp_path / "endret.docx", fill))
    assert prose(found) == ["Før.\nFristen er 2028."]
    assert told(found) == [EXPECTED[0], EXPECTED[2]]
    assert "sporede endringer" in found.warnings[0]


def test_text_boxes_links_notes_and_running_heads(tmp_path: Path) -> None:
    box = (
        '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>Visjon: bedre sammen.</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )

    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Vedlegg 3"
        paragraph = document.add_paragraph("Se ")
        address = document.part.relate_to(
            "https://example.org/plan",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        paragraph._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{address}">'
                "<w:r><w:t>samarbeidsavtalen</w:t></w:r></w:hyperlink>"
            )
        )
        paragraph._p.append(parse_xml(box.format(ns=nsdecls("w"))))

    found = read(word(tmp_path / "boks.docx", fill))
    assert [p.text for p in found.passages] == ["Se samarbeidsavtalen\nVisjon: bedre sammen."]
    assert "(https://example.org/plan)" in found.passages[0].source.quote
    assert [(text, reason) for _, text, reason in found.skipped] == [("Vedlegg 3", "topptekst")]


def test_a_table_in_a_cell_is_read_with_the_cell(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = add_table(document, PLAN)
        inner = table.cell(3, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "• pilot i Bømlo", "• pilot i Etne"

    found = read(word(tmp_path / "plan.docx", fill))
    assert found.measures[2].text == "Teste videokonsultasjon\n• pilot i Bømlo\n• pilot i Etne"


def test_a_table_that_only_places_another_is_no_table(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        frame = document.add_table(rows=1, cols=1)
        inner = frame.cell(0, 0).add_table(rows=0, cols=4)
        for row in PLAN:
            for cell, text in zip(inner.add_row().cells, row, strict=True):
                cell.text = text

    assert told(read(word(tmp_path / "plan.docx", fill))) == EXPECTED


# ── OpenDocument, PowerPoint, HTML ───────────────────────────────────────────────────────

ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text>
<text:h text:outline-level="1">Handlingsplan for Helsefellesskapet Fonna 2027-2029</text:h>
<text:p>Planen<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Vedtatt i mai.</text:p></text:note-body></text:note> gjelder.</text:p>
<table:table><table:table-header-rows><table:table-row>{head}</table:table-row>
</table:table-header-rows>{rows}</table:table>
</office:text></office:body></office:document-content>"""


def odt(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return path


def test_an_opendocument_plan(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        inner = f"<text:p>{text}</text:p>" if text else ""
        return f"<table:table-cell{more}>{inner}</table:table-cell>"

    first, second, third = PLAN[1:]
    rows = [
        cell(first[0], ' table:number-rows-spanned="2"') + "".join(map(cell, first[1:])),
        "<table:covered-table-cell/>" + "".join(map(cell, second[1:])),
        cell("Rekruttering", ' table:number-columns-spanned="4"')
        + '<table:covered-table-cell table:number-columns-repeated="3"/>',
        "".join(map(cell, third)),
    ]
    content = ODT.format(
        head="".join(map(cell, HEADINGS)),
        rows="".join(f"<table:table-row>{row}</table:table-row>" for row in rows),
    )
    found = read(odt(tmp_path / "plan.odt", content))
    last = ("Rekruttering – Digital samhandling", *EXPECTED[2][1:])
    assert told(found) == [*EXPECTED[:2], last]
    assert prose(found) == [
        "Planen gjelder.",
        "Vedtatt i mai.",
    ]


def test_a_presentation_has_its_slides_as_pages(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    title = slides.slides.add_slide(slides.slide_layouts[0])
    title.shapes.title.text = "Handlingsplan for Helsefellesskapet Fonna 2027-2029"
    for part in (PLAN[1:3], PLAN[3:]):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = "Mål og tiltak"
        rows = [HEADINGS, *part]
        shape = slide.shapes.add_table(len(rows), 4, Cm(1), Cm(5), Cm(22), Cm(8))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                shape.table.cell(y, x).text = text
        if len(part) == 2:
            shape.table.cell(1, 0).merge(shape.table.cell(2, 0))
    slides.save(str(tmp_path / "plan.pptx"))
    found = read(tmp_path / "plan.pptx")
    assert told(found) == EXPECTED
    assert [m.source.page for m in found.measures] == [2, 2, 3]
    assert found.pages == 3


HTML = """<!DOCTYPE html><html lang="nb"><head><title>Plan</title><style>p {{}}</style>{meta}</head>
<body><nav><a href="/">Hjem</a></nav><header>Kommunens nettsted</header><main>
<h1>Handlingsplan for Helsefellesskapet Fonna 2027-2029</h1>
<p>Planen er vedtatt<br>av partene, se <a href="https://example.org/a">avtalen</a>.</p>
<ul><li>Først</li><li>Så <b>dette</b></li></ul>
<table><thead><tr><th>Mål</th><th colspan="2">Tiltak</th><th>Ansvarlig</th><th>Frist</th></tr>
</thead><tbody>
<tr><td rowspan="2">Trygge overganger</td><td>1.1</td><td>Etablere utskrivingsmøte</td>
<td>Fagråd eldre</td><td>2027</td></tr>
<tr><td>1.2</td><td>Innføre e-melding</td><td>Haugesund kommune</td><td>2028</td></tr>
<tr><td>Digital samhandling</td><td>2.1</td><td>Teste
 videokonsultasjon</td><td>AU</td><td>Løpende</td></tr>
</tbody></table></main><script>alert("x")</script><footer>Kontakt oss</footer></body></html>"""


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="utf-8">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("iso-8859-15", '<meta charset="iso-8859-15">'),
        ("cp1252", ""),
        ("utf-16", ""),
    ],
)
def test_a_web_page(tmp_path: Path, encoding: str, meta: str) -> None:
    path = tmp_path / "side.txt"
    path.write_bytes(HTML.format(meta=meta).encode(encoding))
    found = read(path)
    assert told(found) == EXPECTED
    assert [m.number for m in found.measures] == ["1.1", "1.2", "2.1"]
    assert prose(found) == ["Planen er vedtatt\nav partene, se avtalen.\n• Først\n• Så dette"]
    assert {reason for _, _, reason in found.skipped} == {"meny", "topptekst", "bunntekst"}


def test_a_page_of_text_about_html_is_no_web_page(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text("# Plan\n\nMål\tTiltak\nA\t<ul><li>Lage noe</li></ul>\n", encoding="utf-8")
    assert not read_document(path).transcript


# ── files that cannot be read ────────────────────────────────────────────────────────────


def broken(folder: Path) -> dict[str, Path]:
    """Files of many kinds that are not what their names say, or not whole."""
    good = word(folder / "good.docx", lambda document: add_table(document, PLAN))
    data = good.read_bytes()
    made = {
        "half": data[: len(data) // 2],
        "locked": b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "old": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    }
    paths = {}
    for name, content in made.items():
        paths[name] = folder / f"{name}.docx"
        paths[name].write_bytes(content)
    for name, member in (("zip", "a.txt"), ("workbook", "xl/workbook.xml"), ("empty", "word/x")):
        paths[name] = folder / f"{name}.docx"
        with zipfile.ZipFile(paths[name], "w") as archive:
            archive.writestr("[Content_Types].xml" if name == "empty" else "x", "<a/>")
            archive.writestr(member, "x")
    return paths


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("half", "damaged"),
        ("locked", "locked with a password"),
        ("old", "save it as .docx"),
        ("zip", "a ZIP archive"),
        ("workbook", "an Excel workbook"),
        ("empty", "no Word document that can be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, says: str) -> None:
    path = broken(tmp_path)[name]
    with pytest.raises(DocumentError, match=says) as raised:
        read_file(path)
    assert path.name in str(raised.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bombe.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (zipped.MOST_XML + 1))
    assert path.stat().st_size < 200_000
    with pytest.raises(DocumentError, match=r"unpacks to \d+ MB"):
        read_document(path)


def test_a_wrong_extension_is_no_problem(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", lambda document: add_table(document, PLAN))
    assert told(read(path.rename(tmp_path / "plan.pdf"))) == EXPECTED


def test_a_table_as_wide_as_the_attacker_likes(tmp_path: Path) -> None:
    path = tmp_path / "bred.html"
    cell = '<td colspan="1000" rowspan="65534">x</td>'
    path.write_text(f"<html><table>{f'<tr>{cell * 50}</tr>' * 50}</table>", encoding="utf-8")
    reading = read_document(path)
    assert sum(len(page.lines) for page in reading.pages) <= 50
