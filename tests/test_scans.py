"""Scanned pages: found out, laid level, recognised; what cannot be read is said to be unreadable.

Tesseract with Norwegian must be installed (`make system`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.cells import Segment
from indexer.drafts import UNSURE
from indexer.elements import Grid, Record
from indexer.layout import RawTable, assemble
from indexer.measures import parse_rows
from indexer.read import read_plan
from indexer.readers.pdf import recognise
from indexer.readers.pdf.picture import askew, ink_of, rulings_of
from indexer.readers.pdf.render import render_page
from indexer.records import Measure, Plan, PlanRead, Region
from indexer.tables import Document, join_rows
from service.api import create_app
from tests.pdfs import HEADER, ROWS, scanned, typeset
from tests.test_places import engine_over

ASKEW = 0.8
FIELDS = ("goal", "target_group", "text", "responsible", "deadline")


def read(path: Path) -> PlanRead:
    plan = Plan("p", "Plan", Region("ahus", "Ahus"), None, None, "nb", path.name, "", None)
    return read_plan(plan, path)


def fields(measures: Sequence[Measure]) -> list[list[object]]:
    return [[getattr(measure, field) for field in FIELDS] for measure in measures]


def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(recognise, "_languages", recognise._languages.__wrapped__)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(scope="module")
def sharp(folder: Path) -> Path:
    return typeset(folder / "sharp.pdf")


@pytest.fixture(scope="module")
def scan(folder: Path, sharp: Path) -> PlanRead:
    return read(scanned(sharp, folder / "scan.pdf", askew=ASKEW, noise=12))


def test_tesseract_is_installed() -> None:
    assert recognise.is_installed(), recognise.INSTALL


def test_a_scanned_table_reads_as_the_typeset_one(scan: PlanRead, sharp: Path) -> None:
    assert fields(scan.measures) == fields(read(sharp).measures)
    assert len(scan.measures) == len(ROWS)
    assert scan.unreadable == ()


def test_recognised_cells_lie_where_they_are_printed_within_a_line(
    scan: PlanRead, sharp: Path
) -> None:
    sine, cosine = math.sin(math.radians(ASKEW)), math.cos(math.radians(ASKEW))
    middle_x, middle_y = 842 / 2, 595 / 2
    for mine, printed in zip(scan.measures, read(sharp).measures, strict=True):
        for box, at in zip(mine.source.boxes, printed.source.boxes, strict=True):
            x, y = (at.x0 + at.x1) / 2 - middle_x, (at.y0 + at.y1) / 2 - middle_y
            assert (box.x0 + box.x1) / 2 == pytest.approx(middle_x + x * cosine + y * sine, abs=5)
            assert (box.y0 + box.y1) / 2 == pytest.approx(middle_y - x * sine + y * cosine, abs=5)


def test_confidence_is_kept_and_shown(scan: PlanRead, sharp: Path) -> None:
    for measure in scan.measures:
        assert 0.5 < (measure.source.confidence or 0) <= 1
    assert all(measure.source.confidence is None for measure in read(sharp).measures)


@pytest.mark.thorough
def test_a_page_that_was_scanned_sideways_is_turned(folder: Path, sharp: Path) -> None:
    upright = scanned(sharp, folder / "upright.pdf", dpi=200)
    page, _ = render_page(upright, 1, 200, 10_000_000)
    page.rotate(-90, expand=True).save(folder / "sideways.pdf", resolution=200)
    found = read(folder / "sideways.pdf")
    assert fields(found.measures) == fields(read(sharp).measures)


# ── pages with a layer that is no text ───────────────────────────────────────────────────


def with_layer(path: Path, source: Path, line: str, hidden: bool) -> Path:
    """A page's picture with a layer of text: hidden over it, or covered by it."""
    picture, scale = render_page(source, 1, 200, 10_000_000)
    size = picture.width / scale, picture.height / scale
    canvas = Canvas(str(path), pagesize=size)
    text = canvas.beginText(40, size[1] - 40)
    text.setTextRenderMode(3 if hidden else 0)
    for _ in range(8):
        text.textLine(line)
    if not hidden:
        canvas.drawText(text)
    canvas.drawImage(ImageReader(picture), 0, 0, *size)
    if hidden:
        canvas.drawText(text)
    canvas.save()
    return path


JUNK = "hsfd kwqe nbvz qplk xzjw tgfr mnkp wvzx"
GOOD = "Etablere et felles team for eldre i alle kommunene"


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.thorough
def test_a_layer_that_is_no_text_gives_way_to_the_picture(
    folder: Path, sharp: Path, hidden: bool
) -> None:
    found = read(with_layer(folder / f"junk-{hidden}.pdf", sharp, JUNK, hidden))
    assert fields(found.measures) == fields(read(sharp).measures)


def test_a_hidden_layer_that_reads_as_text_is_enough_without_tesseract(
    folder: Path, sharp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_layer(folder / "good.pdf", sharp, GOOD, hidden=True)
    without_tesseract(monkeypatch, tmp_path)
    found = read(path)
    assert found.unreadable == ()
    assert any("felles team" in passage.text for passage in found.passages)


# ── what cannot be read ──────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def half_readable(folder: Path, sharp: Path) -> Path:
    """A typeset page, and one scanned so coarsely that no letter can be told from another."""
    coarse = scanned(sharp, folder / "coarse.pdf", dpi=45)
    with pdfium.PdfDocument(sharp) as document, pdfium.PdfDocument(coarse) as other:
        document.import_pages(other)
        document.save(folder / "half.pdf")
    return folder / "half.pdf"


def test_a_page_that_cannot_be_read_is_unreadable_and_the_others_are_read(
    half_readable: Path, sharp: Path
) -> None:
    found = read(half_readable)
    assert fields(found.measures) == fields(read(sharp).measures)
    assert [page for page, _ in found.unreadable] == [2]
    assert found.pages == 2


def test_answers_say_that_it_may_stand_on_a_page_that_could_not_be_read(
    half_readable: Path, tmp_path: Path
) -> None:
    engine = engine_over(tmp_path, {"halv": half_readable})
    with TestClient(create_app(engine)) as client:
        missing = client.get("/v1/coverage?q=svangerskapsomsorg").json()["coverage"][0]
        assert missing["verdict"] == "unreadable"
        assert missing["searched"]["unreadable"] == [2]
        topic = "Videreutvikle FACT Ung sammen med kommunene i opptaksområdet"
        there = client.get(f"/v1/coverage?q={topic}").json()["coverage"][0]
        assert there["verdict"] == "yes"
        told = client.get("/v1/ask?q=Hvilke planer har tiltak om svangerskapsomsorg?").json()
        assert told["answered"] is False
        assert "sider som ikke kunne leses" in told["answer"]
        assert "(side 2)" in told["answer"]
        (plan,) = client.get("/v1/plans").json()["plans"]
        assert [each["page"] for each in plan["read"]["unreadable"]] == [2]


def test_without_tesseract_the_page_says_what_to_install_and_the_others_are_read(
    half_readable: Path, sharp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_tesseract(monkeypatch, tmp_path)
    found = read(half_readable)
    assert len(found.measures) == len(ROWS)
    ((page, reason),) = found.unreadable
    assert page == 2
    assert "apt-get install tesseract-ocr tesseract-ocr-nor" in reason


def test_tesseract_is_stopped_when_its_time_is_up(
    half_readable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise, "MOST_SECONDS", 0.01)
    ((_, reason),) = read(half_readable).unreadable
    assert "mer enn 0.01 sekunder" in reason


def test_an_empty_page_is_empty_and_not_unreadable(folder: Path) -> None:
    Image.new("L", (1654, 2339), 250).save(folder / "empty.pdf", resolution=200)
    found = read(folder / "empty.pdf")
    assert (found.pages, found.unreadable, found.passages) == (1, (), ())


# ── cells that were not recognised surely ────────────────────────────────────────────────


def measure_with(responsible: float | None, deadline: float | None) -> Measure:
    """The measure of a row whose two last cells were recognised so surely."""
    sure = (None, None, None, responsible, deadline)
    rows = [
        Record(
            1,
            line,
            line,
            line == 1,
            tuple(
                (Segment(1, line, text, confidence=own),)
                for text, own in zip(cells, sure, strict=True)
            ),
        )
        for line, cells in enumerate((HEADER, ROWS[0]), start=1)
    ]
    blocks, _ = assemble([Grid(tuple(replace(row, first=row.line == 1) for row in rows))])
    (table,) = blocks
    assert isinstance(table, RawTable)
    (measure,), _ = parse_rows(join_rows(table, 1, Document("p", "p.pdf", ())))
    return measure


def test_who_and_when_are_not_asserted_where_they_were_not_recognised_surely() -> None:
    sure = measure_with(UNSURE, None)
    assert (sure.responsible, sure.deadline, sure.uncertain) == (("Fagråd for eldre",), "2024", ())
    unsure = measure_with(0.9, UNSURE - 0.01)
    assert (unsure.deadline, unsure.years, unsure.uncertain) == (None, (), ("deadline",))
    assert unsure.responsible == ("Fagråd for eldre",)
    both = measure_with(0.1, 0.1)
    assert (both.responsible, both.uncertain) == ((), ("deadline", "responsible"))
    assert both.text == ROWS[0][2]


# ── the picture ──────────────────────────────────────────────────────────────────────────


def ruled_picture() -> Image.Image:
    picture = Image.new("L", (1200, 900), 240)
    pen = ImageDraw.Draw(picture)
    for y in (100, 300, 500, 700):
        pen.line((100, y, 1100, y), fill=20, width=3)
    for x in (100, 400, 1100):
        pen.line((x, 100, x, 700), fill=20, width=3)
    for x in range(120, 380, 12):
        pen.rectangle((x, 180, x + 6, 200), fill=20)
    pen.rectangle((500, 350, 900, 450), fill=20)
    return picture


def test_ruled_lines_are_found_and_nothing_else_is() -> None:
    found = rulings_of(ink_of(ruled_picture()), 2.0)
    level = sorted((round(r.y0), round(r.x0), round(r.x1)) for r in found if r.y0 == r.y1)
    plumb = sorted((round(r.x0), round(r.y0), round(r.y1)) for r in found if r.x0 == r.x1)
    assert [y for y, _, _ in level] == pytest.approx([50, 150, 250, 350], abs=1)
    assert [x for x, _, _ in plumb] == pytest.approx([50, 200, 550], abs=1)
    for _, start, end in level:
        assert (start, end) == pytest.approx((50, 550), abs=2)
    for _, start, end in plumb:
        assert (start, end) == pytest.approx((50, 350), abs=2)


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 0.3, 2.2])
def test_how_askew_a_page_lies(angle: float) -> None:
    picture = ruled_picture().rotate(angle, Image.Resampling.BICUBIC, fillcolor=240)
    assert askew(ink_of(picture)) == pytest.approx(angle, abs=0.1)
