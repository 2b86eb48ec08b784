"""A small part of the round trip (`python -m eval.roundtrip`): typeset, read back, compare."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from eval.roundtrip.compare import compare
from eval.roundtrip.layouts import LAYOUTS, Field, Layout
from eval.roundtrip.measure import Result, round_trip, typeset
from eval.roundtrip.report import table, wrong
from eval.roundtrip.sheet import entries_of, sheet_of
from indexer.read import read_file
from indexer.records import Measure

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PLAN = "ahus-2024-2025"
BY_NAME = {layout.name: layout for layout in LAYOUTS}


@pytest.fixture(scope="module")
def measures() -> tuple[Measure, ...]:
    return read_file(CORPUS / "plans" / f"{PLAN}.txt", CORPUS).measures


@pytest.mark.parametrize("name", ["docx-merged", "ruled-split", "ruled-merged", "ruled-hyphens"])
def test_a_plan_comes_back_whole(name: str) -> None:
    (result,) = round_trip(CORPUS, [BY_NAME[name]], [PLAN])
    assert (result.found, result.typeset, result.extra) == (24, 24, 0), wrong([result])
    exact, asked = result.exact(*Field)
    assert exact == asked, wrong([result])
    right, boxed = result.boxes
    assert right == boxed == (0 if result.layout.file == "docx" else 24)


SET = Path(__file__).parent / "plans" / "set"


@pytest.mark.parametrize(
    ("plan_id", "name"),
    [
        ("ahus-2024-2025", "print-lines"),
        ("helgeland-2023-2025", "office-merged"),
        ("helgeland-2023-2025", "office-header-once"),
    ],
)
def test_what_a_browser_and_libreoffice_set_comes_back_whole(plan_id: str, name: str) -> None:
    """Kept files of the round trip, for those programs may not be installed: drawn bullets, words
    that go on over line ends and pages, the rest of one cell on a page of its own."""
    source = read_file(CORPUS / "plans" / f"{plan_id}.txt", CORPUS)
    sheet = sheet_of(source.plan.title, entries_of(source.measures), BY_NAME[name])
    got = read_file(SET / f"{plan_id}-{name}.pdf")
    found = compare(plan_id, sheet, BY_NAME[name], got.measures)
    assert (found.missing, found.extra, found.wrong) == ((), (), ())
    assert got.rows == len(got.measures) + len(got.rejected)


def test_what_is_typeset_is_what_was_read(measures: tuple[Measure, ...], tmp_path: Path) -> None:
    """The comparison itself: the plan's own measures are all exact, changed ones are not."""
    sheet = sheet_of("Plan", entries_of(measures), BY_NAME["ruled"])
    same = compare(PLAN, sheet, BY_NAME["ruled"], measures)
    assert (same.found, same.missing, same.extra, same.wrong) == (24, (), (), ())
    changed = (replace(measures[0], responsible=("PSU",), deadline=None), *measures[2:])
    other = compare(PLAN, sheet, BY_NAME["ruled"], changed)
    assert [(w.field, w.typeset, w.read) for w in other.wrong] == [
        (Field.RESPONSIBLE, "AU", "PSU"),
        (Field.DEADLINE, "2024", ""),
    ]
    assert other.missing == (measures[1].text,)
    unsure = (replace(changed[0], uncertain=("deadline", "responsible")), *changed[1:])
    marked = compare(PLAN, sheet, BY_NAME["ruled"], unsure)
    result = Result(BY_NAME["ruled"], (marked,), ())
    assert (result.found, result.uncertain) == (23, 2)
    assert "0.958 (23/24)" in table([result])


@pytest.mark.parametrize("name", ["ruled-portrait", "ruled-rotated", "lines-merged", "scan-150"])
def test_places_are_where_the_words_stand(
    measures: tuple[Measure, ...], tmp_path: Path, name: str
) -> None:
    """What the generator says of places holds on the page as pdfium shows it: dark inside."""
    layout: Layout = BY_NAME[name]
    sheet = sheet_of("Plan", entries_of(measures), layout)
    path = tmp_path / "plan.pdf"
    places = typeset(sheet, layout, path)
    assert {p.row for p in places} == {None, *range(24)}
    document = pypdfium2.PdfDocument(str(path))
    for place in places:
        page = document[place.box.page - 1]
        assert 0 < place.box.x0 < place.box.x1 < page.get_width()
        assert 0 < place.box.y0 < place.box.y1 < page.get_height()
    first = document[0].render(scale=2).to_pil().convert("L")
    for place in [p for p in places if p.box.page == 1]:
        b = place.box
        crop = first.crop((int(b.x0 * 2), int(b.y0 * 2), int(b.x1 * 2) + 1, int(b.y1 * 2) + 1))
        assert crop.getextrema()[0] < 140
    document.close()


def test_a_scan_has_no_text(measures: tuple[Measure, ...], tmp_path: Path) -> None:
    layout = BY_NAME["scan-150"]
    typeset(sheet_of("Plan", entries_of(measures[:2]), layout), layout, tmp_path / "plan.pdf")
    document = pypdfium2.PdfDocument(str(tmp_path / "plan.pdf"))
    assert document[0].get_textpage().get_text_range() == ""
    assert len(list(document[0].get_objects())) == 1
    document.close()
