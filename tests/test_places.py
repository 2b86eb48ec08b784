"""Places: from a PDF on disk to the page on which a quote is marked, through the front door."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from indexer.build import build_index
from indexer.errors import NoPicture
from indexer.index import load_index
from indexer.records import Box, Piece, Source
from service.api import PROBLEM, create_app
from service.engine import Engine
from service.files.pictures import MOST_MEMORY, MOST_PIXELS, Pictures
from tests.pdfs import HEADER, ROWS, text_in, turned, typeset
from tests.test_index import HashedWords

MANIFEST = """
[[plan]]
id = "{id}"
title = "Handlingsplan {id}"
region = "ahus"
period = [2024, 2025]
file = "plans/{file}"
"""

BEGUN = "Følge opp avtalene om innleggelse, utskrivning og legemidler med"
REST = "en felles gjennomgang hvert år og melding til fagrådet"


def engine_over(folder: Path, files: dict[str, Path | bytes]) -> Engine:
    """The engine over an index of files, by plan id."""
    plans = folder / "corpus" / "plans"
    plans.mkdir(parents=True)
    entries = []
    for plan_id, source in files.items():
        suffix, data = (
            (".txt", source) if isinstance(source, bytes) else (source.suffix, source.read_bytes())
        )
        (plans / f"{plan_id}{suffix}").write_bytes(data)
        entries.append(MANIFEST.format(id=plan_id, file=f"{plan_id}{suffix}"))
    (folder / "corpus" / "manifest.toml").write_text("\n".join(entries), encoding="utf-8")
    encoder = HashedWords()
    built = build_index(folder / "corpus", folder / "index", encoder, lambda *_: None)
    assert built.problems == ()
    return Engine(load_index(folder / "index"), encoder, folder / "index")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return typeset(tmp_path_factory.mktemp("pdf") / "plan.pdf")


@pytest.fixture(scope="module")
def over_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table whose last row goes on over the page's end."""
    rows = [*ROWS, ("Sammenheng", "Alle", BEGUN, "Arbeidsutvalget", "2025")]
    rest = [("", "", REST, "", "")]
    return typeset(tmp_path_factory.mktemp("pdf") / "over.pdf", rows, rest)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, pdf: Path, over_pages: Path) -> Engine:
    text = b"Plan for noe\n\nTiltak\tAnsvarlig\tFrist\nEtablere et team\tAU\t2024\n"
    folder = tmp_path_factory.mktemp("places")
    files: dict[str, Path | bytes] = {"en": pdf, "over": over_pages, "tekst": text}
    files |= {
        f"snudd-{degrees}": turned(pdf, folder / f"{degrees}.pdf", degrees)
        for degrees in (90, 180, 270)
    }
    return engine_over(folder, files)


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine)) as client:
        yield client


def measures(client: TestClient, plan: str) -> Any:
    response = client.get(f"/v1/measures?plan={plan}&k=100")
    assert response.status_code == 200, response.text
    return response.json()["measures"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def picture(client: TestClient, path: str) -> Image.Image:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def marked(image: Image.Image, x: float, y: float) -> bool:
    """Whether the paper at a place (in points) is marked: yellow, no longer white."""
    red, _, blue = image.getpixel((round(x * 2), round(y * 2)))  # type: ignore[misc]
    return red > 200 and blue < 160


# ── where a record stands ────────────────────────────────────────────────────────────────


def test_every_measure_has_the_boxes_of_its_cells(client: TestClient, pdf: Path) -> None:
    found = measures(client, "en")
    assert len(found) == len(ROWS)
    for measure, row in zip(found, ROWS, strict=True):
        citation = measure["citation"]
        assert citation["page"] == 1
        assert len(citation["boxes"]) == len(HEADER)
        inside = [
            text_in(pdf, box["page"], box["x0"] - 1, box["y0"] - 1, box["x1"] + 1, box["y1"] + 1)
            for box in citation["boxes"]
        ]
        assert sorted(map(words, inside)) == sorted(map(words, row))


def test_a_row_over_two_pages_has_boxes_on_both(client: TestClient, over_pages: Path) -> None:
    citation = measures(client, "over")[-1]["citation"]
    pages = sorted({box["page"] for box in citation["boxes"]})
    assert len(pages) == 2
    assert citation["page"] == pages[0]
    text = " ".join(
        text_in(over_pages, b["page"], b["x0"] - 1, b["y0"] - 1, b["x1"] + 1, b["y1"] + 1)
        for b in citation["boxes"]
    )
    assert set(words(f"{BEGUN} {REST}")) <= set(words(text))


def test_neighbouring_lines_of_a_cell_are_one_box_and_cells_apart_are_not() -> None:
    def piece(field: str, page: int, x: float, y: float) -> Piece:
        return Piece(field, page, 1, "ord", box=Box(page, x, y, x + 50, y + 10))

    def boxes(*pieces: Piece) -> int:
        return len(Source("p", "p.pdf", 1, 1, 1, (), None, "ord", pieces).boxes)

    first = piece("measure", 1, 100, 100)
    assert boxes(first, piece("measure", 1, 104, 112)) == 1
    assert boxes(first, piece("measure", 1, 100, 135)) == 2
    assert boxes(first, piece("measure", 2, 100, 112)) == 2
    assert boxes(first, piece("deadline", 1, 100, 112)) == 2
    assert boxes(first, piece("measure", 1, 300, 100)) == 2
    assert boxes(first, first) == 1


def test_a_text_export_has_no_boxes(client: TestClient) -> None:
    (measure,) = measures(client, "tekst")
    assert measure["citation"]["boxes"] == []
    assert measure["citation"]["href"] == "/v1/plans/tekst/document#L4"


# ── the document and its transcript ──────────────────────────────────────────────────────


def test_the_href_of_a_pdf_opens_the_file_at_its_page(client: TestClient, pdf: Path) -> None:
    for measure in measures(client, "en"):
        path, anchor = measure["citation"]["href"].split("#")
        assert anchor == "page=1"
    for accept in ("*/*", "text/html"):
        response = client.get(path, headers={"accept": accept})
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-disposition"].startswith("inline")
        assert response.content == pdf.read_bytes()


def test_a_quote_stands_in_the_transcript_on_the_lines_it_names(client: TestClient) -> None:
    lines = client.get("/v1/plans/over/transcript").text.split("\n")
    for measure in measures(client, "over"):
        citation = measure["citation"]
        assert "\n".join(lines[citation["line"] - 1 : citation["end_line"]]) == citation["quote"]
        for piece in citation["pieces"]:
            assert piece["quote"] in lines[piece["line"] - 1]


def test_a_browser_gets_the_transcript_with_an_anchor_at_every_line(client: TestClient) -> None:
    page = client.get("/v1/plans/en/transcript", headers={"accept": "text/html"}).text
    line = measures(client, "en")[1]["citation"]["line"]
    assert f'<li id="L{line}">' in page


def test_the_transcript_of_a_text_export_is_the_file(client: TestClient) -> None:
    text = client.get("/v1/plans/tekst/document").text
    assert client.get("/v1/plans/tekst/transcript").text == text


# ── pages as pictures ────────────────────────────────────────────────────────────────────


def test_a_passage_is_marked_where_it_stands_and_nothing_else_is(client: TestClient) -> None:
    first, second, _ = measures(client, "en")
    image = picture(client, f"/v1/plans/en/pages/1.png?highlight={first['measure_id']}")
    assert image.size == (1684, 1191)
    for box in first["citation"]["boxes"]:
        assert marked(image, box["x0"] - 1, (box["y0"] + box["y1"]) / 2)
    for box in second["citation"]["boxes"]:
        assert not marked(image, box["x0"] - 1, (box["y0"] + box["y1"]) / 2)


def test_highlights_can_be_repeated_and_left_out(client: TestClient) -> None:
    first, second, _ = measures(client, "en")
    both = f"highlight={first['measure_id']}&highlight={second['measure_id']}"
    image = picture(client, f"/v1/plans/en/pages/1.png?{both}")
    plain = picture(client, "/v1/plans/en/pages/1.png")
    for measure in (first, second):
        box = measure["citation"]["boxes"][0]
        assert marked(image, box["x0"] - 1, (box["y0"] + box["y1"]) / 2)
        assert not marked(plain, box["x0"] - 1, (box["y0"] + box["y1"]) / 2)


def test_a_passage_of_two_pages_is_marked_on_each(client: TestClient) -> None:
    measure = measures(client, "over")[-1]
    for box in measure["citation"]["boxes"]:
        path = f"/v1/plans/over/pages/{box['page']}.png?highlight={measure['measure_id']}"
        assert marked(picture(client, path), box["x0"] - 1, (box["y0"] + box["y1"]) / 2)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/plans/tekst/pages/1.png", "no PDF"),
        ("/v1/plans/en/pages/2.png", "the document has 1 page"),
        ("/v1/plans/ukjent/pages/1.png", "no plan is called"),
        ("/v1/plans/en/pages/1.png?highlight=en:p1:t1:r99", "no passage is called"),
        ("/v1/plans/en/pages/1.png?highlight=tekst:t1:r1", "stands in tekst, not in en"),
    ],
)
def test_what_cannot_be_shown_says_why(client: TestClient, path: str, told: str) -> None:
    response = client.get(path)
    assert response.status_code == 404, response.text
    assert response.headers["content-type"] == PROBLEM
    assert told in response.json()["detail"]


def test_the_page_of_a_row_shows_it_on_both_its_pages(client: TestClient) -> None:
    measure = measures(client, "over")[-1]
    path = f"/kilde/over?passasje={measure['measure_id']}"
    page = client.get(path, headers={"Accept": "text/html"}).text
    shown = re.findall(r'<img src="(/v1/plans/over/pages/(\d)\.png[^"]+)"', page)
    assert [number for _, number in shown] == ["1", "2"]
    for address, _ in shown:
        assert any(_yellow(picture(client, address)))
    assert "<mark>" in page
    assert 'id="side-1"' in page
    plan = client.get("/planer/over", headers={"Accept": "text/html"}).text
    assert f"/kilde/over?passasje={quote(measure['measure_id'], safe=':')}#side-1" in plan


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_marks_lie_right_on_turned_pages(client: TestClient, degrees: int) -> None:
    """What is marked on a turned page is what is marked on the same page upright, turned."""
    upright, other = (
        picture(
            client,
            f"/v1/plans/{plan}/pages/1.png?highlight={measures(client, plan)[0]['measure_id']}",
        )
        for plan in ("en", f"snudd-{degrees}")
    )
    expected = upright.rotate(-degrees, expand=True)
    assert other.size == expected.size
    assert other.tobytes() != upright.tobytes()
    pixels = zip(_yellow(other), _yellow(expected), strict=True)
    assert sum(a != b for a, b in pixels) < 0.002 * expected.width * expected.height


def _yellow(image: Image.Image) -> list[bool]:
    data = image.tobytes()
    return [red > 200 and blue < 160 for red, blue in zip(data[::3], data[2::3], strict=True)]


# ── files that ask for too much ──────────────────────────────────────────────────────────


def test_a_page_that_takes_too_long_or_too_much_is_given_up(pdf: Path) -> None:
    impatient = Pictures(most_seconds=0, most_memory=MOST_MEMORY)
    small = Pictures(most_memory=60 << 20)
    for pictures in (impatient, small):
        with pytest.raises(NoPicture, match=r"could not be drawn|too much memory"):
            pictures.of(pdf, 1, ())


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "huge.pdf"), pagesize=(14_000, 14_000))
    canvas.drawString(100, 100, "stor")
    canvas.save()
    png = Pictures().of(tmp_path / "huge.pdf", 1, ())
    width, height = Image.open(io.BytesIO(png)).size
    assert MOST_PIXELS * 0.9 < width * height <= MOST_PIXELS * 1.01


def test_what_is_no_pdf_inside_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    with pytest.raises(NoPicture, match="cannot be opened"):
        Pictures().of(tmp_path / "broken.pdf", 1, ())


def test_pictures_are_kept_up_to_a_size(pdf: Path, over_pages: Path) -> None:
    pictures = Pictures()
    first = pictures.of(pdf, 1, ())
    assert pictures.of(pdf, 1, ()) is first
    tight = Pictures(most_kept=len(first))
    once = tight.of(pdf, 1, ())
    tight.of(over_pages, 1, ())
    assert tight.of(pdf, 1, ()) is not once
