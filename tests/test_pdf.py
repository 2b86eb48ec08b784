"""PDFs as users have them, each typeset here and read back."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from indexer.cells import plain
from indexer.elements import Element, Grid, Heading, Reading, Skipped, Text
from indexer.errors import DocumentError, DocumentLocked
from indexer.read import read_plan
from indexer.readers import read_document
from indexer.records import Measure, Plan, Region

E = TypeVar("E", bound=Element)
STYLE = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
HEADINGS = ("Mål", "Målgruppe", "Tiltak", "Ansvarlig", "Frist")
WIDTHS = (120, 90, 290, 120, 80)
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
RULED = (TOP, ("GRID", (0, 0), (-1, -1), 0.5, colors.black))
LINES = (TOP, ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black))
STRIPED = (TOP, ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.lightgrey, colors.white]))
TIGHT = (TOP, ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0))
BODIES = ("Kommunene", "Sekretariatet<br/>Kommunene", "Fagråd for barn og unge")

ROWS = [
    (
        f"Bedre samhandling på område {i}",
        "Skrøpelige eldre",
        f"Utarbeide felles rutine {i} for overføring av pasienter mellom sykehus og kommune, "
        f"med vekt på barne- og ungdomsfeltet.{'<br/>• ett punkt<br/>• et annet punkt' * (i % 2)}",
        BODIES[i % 3],
        "2024-2025" if i % 2 else "Løpende",
    )
    for i in range(18)
]


def table(rows: Sequence[Sequence[str]], style: Sequence[Any], header: bool = True) -> Table:
    cells = [[Paragraph(text, STYLE) for text in row] for row in rows]
    head = [[Paragraph(f"<b>{text}</b>", STYLE) for text in HEADINGS]] if header else []
    made = Table([*head, *cells], colWidths=WIDTHS[: len(rows[0])], repeatRows=1, splitInRow=0)
    made.setStyle(list(style))
    return made


def typeset(
    path: Path, story: list[Flowable], each_page: Callable[[Canvas, Any], None] | None = None
) -> Path:
    document = SimpleDocTemplate(str(path), pagesize=landscape(A4))
    if each_page is None:
        document.build(story)
    else:
        document.build(story, onFirstPage=each_page, onLaterPages=each_page)
    return path


def drawn(path: Path, draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Path:
    canvas = Canvas(str(path), pagesize=size)
    draw(canvas)
    canvas.save()
    return path


def measures(path: Path) -> tuple[Measure, ...]:
    plan = Plan("p", "Plan", Region("r", "R"), None, None, "nb", path.name, "0", None)
    return read_plan(plan, path).measures


def fields(path: Path) -> list[tuple[object, ...]]:
    return [(m.goal, m.target_group, m.text, m.responsible, m.deadline) for m in measures(path)]


def of(reading: Reading, kind: type[E]) -> list[E]:
    return [element for element in reading.elements if isinstance(element, kind)]


def texts(reading: Reading) -> list[str]:
    return [" ".join(line.text for line in text.lines) for text in of(reading, Text)]


def cells(grid: Grid) -> list[list[str]]:
    return [[" ".join(s.raw for s in cell) for cell in record.cells] for record in grid.records]


@pytest.mark.parametrize(
    "style",
    [RULED, LINES, STRIPED, (TOP,), TIGHT],
    ids=["ruled", "lines", "striped", "blank", "tight"],
)
def test_a_table_reads_the_same_however_it_is_set(tmp_path: Path, style: Sequence[Any]) -> None:
    after = Paragraph("Planen ble vedtatt i desember.", STYLE)
    found = fields(typeset(tmp_path / "plan.pdf", [table(ROWS, style), after]))
    assert len(found) == len(ROWS)
    assert found[1] == (
        "Bedre samhandling på område 1",
        "Skrøpelige eldre",
        "Utarbeide felles rutine 1 for overføring av pasienter mellom sykehus og kommune, med vekt "
        "på barne- og ungdomsfeltet.\n• ett punkt\n• et annet punkt",
        ("Sekretariatet", "Kommunene"),
        "2024-2025",
    )
    assert [row[0] for row in found] == [row[0] for row in ROWS]


def test_text_after_a_table_is_no_row(tmp_path: Path) -> None:
    after = Paragraph("Planen ble vedtatt i desember.", STYLE)
    reading = read_document(typeset(tmp_path / "plan.pdf", [table(ROWS, LINES), after]))
    assert texts(reading) == ["Planen ble vedtatt i desember."]


def test_what_stands_on_the_page_after_a_closed_table_is_no_row(tmp_path: Path) -> None:
    large = ParagraphStyle("large", STYLE, fontName="Helvetica-Bold", fontSize=15, leading=20)
    story = [
        table(ROWS, RULED),
        PageBreak(),
        Paragraph("4 Tiltak som krever penger", large),
        Paragraph("Budsjettet er lite.", STYLE),
    ]
    path = typeset(tmp_path / "plan.pdf", story)
    assert len(fields(path)) == len(ROWS)
    assert "Budsjettet er lite." in texts(read_document(path))


def test_pages_go_on_without_column_headings(tmp_path: Path) -> None:
    made = table(ROWS, RULED)
    made.repeatRows = 0
    assert len(fields(typeset(tmp_path / "plan.pdf", [made]))) == len(ROWS)


def test_running_lines_and_notes_do_not_part_a_table(tmp_path: Path) -> None:
    def each(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 570, "Handlingsplan for Helsefellesskapet")
        canvas.drawString(700, 20, f"Side {document.page}")
        canvas.drawString(72, 40, f"{document.page} Gjelder kommunene i området.")

    path = typeset(tmp_path / "plan.pdf", [table(ROWS, RULED)], each)
    reading = read_document(path)
    reasons = {element.reason for element in of(reading, Skipped)}
    assert reasons >= {"topptekst som gjentas", "sidetall"}
    assert not any("Handlingsplan" in text or "Side" in text for text in texts(reading))
    assert len(fields(path)) == len(ROWS)


def test_merged_cells_and_rows_over_the_whole_width(tmp_path: Path) -> None:
    rows = [
        ("Barn og unge", "", "", "", ""),
        ("Felles mål for alle", "Barn", "Utarbeide en plan", "AU", "2024"),
        ("", "", "Etablere et nettverk", "ASU", "2025"),
    ]
    spans = [("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 2), (0, 3)), ("SPAN", (1, 2), (1, 3))]
    path = typeset(tmp_path / "plan.pdf", [table(rows, (*RULED, *spans))])
    (grid,) = of(read_document(path), Grid)
    assert [record.spans for record in grid.records] == [False, True, False, False]
    assert grid.records[3].merged == {0, 1}
    assert fields(path) == [
        ("Barn og unge – Felles mål for alle", "Barn", "Utarbeide en plan", ("AU",), "2024"),
        ("Barn og unge – Felles mål for alle", "Barn", "Etablere et nettverk", ("ASU",), "2025"),
    ]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(tmp_path: Path, angle: int) -> None:
    upright = typeset(tmp_path / "upright.pdf", [table(ROWS[:3], RULED)])
    writer = PdfWriter(clone_from=PdfReader(upright))
    writer.pages[0].rotate(angle)
    writer.write(tmp_path / "turned.pdf")
    assert fields(tmp_path / "turned.pdf") == fields(upright)
    straight = read_document(upright).pages[0].lines[0].box
    turned = read_document(tmp_path / "turned.pdf").pages[0].lines[0].box
    assert straight is not None and turned is not None
    width, height = landscape(A4)
    expected = {
        90: (height - straight.y1, straight.x0),
        180: (width - straight.x1, height - straight.y1),
        270: (straight.y0, width - straight.x1),
    }[angle]
    assert (turned.x0, turned.y0) == pytest.approx(expected, abs=0.1)


def test_text_drawn_on_its_side_is_read_and_placed_where_it_is_shown(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(0, 0, "Planen gjelder alle kommunene i området.")

    reading = read_document(drawn(tmp_path / "side.pdf", draw))
    assert texts(reading) == ["Planen gjelder alle kommunene i området."]
    box = reading.pages[0].lines[0].box
    assert box is not None
    assert box.x0 < 300 < box.x1 + 3
    assert box.y1 == pytest.approx(A4[1] - 100, abs=1)


def test_boxes_hold_the_words(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 700, "Kommunene har ansvaret for dette.")

    line = read_document(drawn(tmp_path / "box.pdf", draw)).pages[0].lines[0]
    assert line.box is not None
    assert line.box.x0 == pytest.approx(72, abs=1)
    assert line.box.y0 < A4[1] - 700 - 6 < A4[1] - 700 <= line.box.y1
    assert line.box.y1 - line.box.y0 < 16


def test_only_what_a_reader_sees_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 700, "Dette er synlig tekst på siden.")
        canvas.drawString(72, 900, "Utenfor siden.")
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, 650, "Fet uten fet skrift.")
        canvas.setFillColor(colors.white)
        canvas.drawString(72, 600, "Hvitt på hvitt.")
        hidden = canvas.beginText(72, 550)
        hidden.setTextRenderMode(3)
        hidden.textOut("Usynlig.")
        canvas.drawText(hidden)

    found = texts(read_document(drawn(tmp_path / "seen.pdf", draw)))
    assert found == ["Dette er synlig tekst på siden.", "Fet uten fet skrift."]


def test_bullets_of_symbol_fonts_and_raised_marks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Symbol", 10)
        canvas.drawString(72, 700, "\u2022")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(84, 700, "Kommunene i området")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(84 + canvas.stringWidth("Kommunene i området", "Helvetica", 10), 704, "1")

    (text,) = texts(read_document(drawn(tmp_path / "marks.pdf", draw)))
    assert text == "• Kommunene i området¹"


def test_bullets_that_are_drawn_and_dots_that_are_none(tmp_path: Path) -> None:
    """Chromium draws a list's discs, rings and squares; a dotted line is many such squares."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for y, text in ((700, "Etablere et team"), (680, "Lage en plan"), (660, "Holde et kurs")):
            canvas.drawString(84, y, text)
        canvas.circle(76, 703, 1.6, stroke=0, fill=1)
        canvas.circle(76, 683, 1.6, stroke=1, fill=0)
        canvas.rect(74.4, 661.4, 3.2, 3.2, stroke=0, fill=1)
        canvas.drawString(84, 600, "Ved siden av en prikket strek.")
        for step in range(8):
            canvas.rect(75, 590 + 4 * step, 2, 2, stroke=0, fill=1)

    found = texts(read_document(drawn(tmp_path / "discs.pdf", draw)))
    assert found == [
        "• Etablere et team",
        "• Lage en plan",
        "• Holde et kurs",
        "Ved siden av en prikket strek.",
    ]


def test_links_are_kept_and_page_labels_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 700, "Se veilederen for team i kommunene.")
        start = 72 + canvas.stringWidth("Se ", "Helvetica", 10)
        end = start + canvas.stringWidth("veilederen", "Helvetica", 10)
        canvas.linkURL("https://www.example.no/veileder", (start, 697, end, 710))
        canvas.linkURL("mailto:post@example.no", (end + 5, 697, end + 40, 710))
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=5)

    reading = read_document(drawn(tmp_path / "link.pdf", draw))
    (text,) = texts(reading)
    assert text == "Se [veilederen](https://www.example.no/veileder) for team i kommunene."
    assert plain(text) == "Se veilederen for team i kommunene."
    assert reading.labels == ("v",)


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"Venstre spalte har sin egen setning nummer {i} her" for i in range(12)]
    right = [f"Den høyre spalten har også en setning nummer {i} her" for i in range(12)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 760, "Handlingsplan for samhandling")
        canvas.setFont("Helvetica", 9)
        for i, (a, b) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 720 - 11 * i, a)
            canvas.drawString(320, 720 - 11 * i, b)

    reading = read_document(drawn(tmp_path / "columns.pdf", draw))
    assert [h.line.text for h in of(reading, Heading)] == ["Handlingsplan for samhandling"]
    assert [line.text for line in reading.pages[0].lines[1:]] == [*left, *right]


def test_two_tables_side_by_side_stay_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, name in ((60, "Venstre"), (330, "Høyre")):
            made = Table([["Tiltak", "Frist"], [name, "2024"], [f"{name} to", "2025"]], [120, 60])
            made.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            made.wrapOn(canvas, 300, 300)
            made.drawOn(canvas, x, 600)

    first, second = of(read_document(drawn(tmp_path / "two.pdf", draw)), Grid)
    assert cells(first)[1] == ["Venstre", "2024"]
    assert cells(second)[2] == ["Høyre to", "2025"]


def test_a_locked_file_says_so_and_opens_with_its_password(tmp_path: Path) -> None:
    plain = typeset(tmp_path / "plain.pdf", [table(ROWS[:2], RULED)])
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("hemmelig", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(DocumentLocked, match="locked"):
        read_document(tmp_path / "locked.pdf")
    with pytest.raises(DocumentLocked, match="does not open"):
        read_document(tmp_path / "locked.pdf", "feil")
    assert of(read_document(tmp_path / "locked.pdf", "hemmelig"), Grid)


def test_the_bytes_say_what_a_file_is_not_its_name(tmp_path: Path) -> None:
    named = typeset(tmp_path / "plan.txt", [table(ROWS[:2], RULED)])
    assert of(read_document(named), Grid)
    (tmp_path / "text.pdf").write_bytes(b"%PDF-1.7\nno document at all")
    with pytest.raises(DocumentError, match="damaged"):
        read_document(tmp_path / "text.pdf")


def test_too_many_pages_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = typeset(tmp_path / "plan.pdf", [table(ROWS, RULED)])
    with pytest.raises(DocumentError, match="at most 1"):
        read_document(path, most_pages=1)


_FUZZ = """
import sys
from pathlib import Path
from indexer.errors import DocumentError
from indexer.readers import read_document
read = refused = 0
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    try:
        read_document(path, most_pages=50)
        read += 1
    except DocumentError:
        refused += 1
print(read, refused)
"""


@pytest.mark.thorough
def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    whole = typeset(tmp_path / "whole.pdf", [table(ROWS[:4], RULED)]).read_bytes()
    chance = random.Random(3)
    for number in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if number % 5 == 0:
            del data[chance.randrange(len(data)) :]
        (tmp_path / f"m{number:02}.pdf").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", _FUZZ, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    read, refused = map(int, done.stdout.split())
    assert read + refused == 61
    assert read > 20 and refused > 0
