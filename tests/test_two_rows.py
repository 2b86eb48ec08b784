"""Tables whose column headings take two rows."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from indexer.layout import read_header
from indexer.read import read_file
from indexer.records import Column, Measure
from indexer.two_rows import two_rows

TITLE = "Handlingsplan for Helsefellesskapet Fonna 2027-2029"


def as_html(folder: Path) -> Path:
    path = folder / "plan.html"
    path.write_text(
        f"<h1>{TITLE}</h1><table><thead>"
        "<tr><th rowspan=2>Mål</th><th rowspan=2>Tiltak</th><th colspan=2>Gjennomføring</th>"
        "<th colspan=2>Kostnad</th></tr>"
        "<tr><th>Ansvar</th><th>Tid</th><th>2027</th><th>2028</th></tr></thead><tbody>"
        "<tr><td>Trygge hjem</td><td>Lage årshjul</td><td>AU</td><td>2028</td><td>70</td>"
        "<td>90</td></tr></tbody></table>",
        encoding="utf-8",
    )
    return path


def as_text(folder: Path) -> Path:
    path = folder / "plan.txt"
    path.write_text(
        f"{TITLE}\n\n"
        "Mål\tTiltak\tGjennomføring\t\tKostnad\t\n"
        "\t\tAnsvar\tTid\t2027\t2028\n"
        "Trygge hjem\tLage årshjul\tAU\t2028\t70\t90\n",
        encoding="utf-8",
    )
    return path


def as_word(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    table = document.add_table(rows=3, cols=6)
    rows = [
        ["Mål", "Tiltak", "Gjennomføring", "", "Kostnad", ""],
        ["", "", "Ansvar", "Tid", "2027", "2028"],
        ["Trygge hjem", "Lage årshjul", "AU", "2028", "70", "90"],
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column in (0, 1):
        table.cell(0, column).merge(table.cell(1, column))
    for column in (2, 4):
        table.cell(0, column).merge(table.cell(0, column + 1))
    document.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


@pytest.mark.parametrize("form", [as_html, as_text, as_word])
def test_the_second_row_of_headings_names_the_columns(tmp_path: Path, form: object) -> None:
    assert callable(form)
    found = read_file(form(tmp_path))
    (measure,) = found.measures
    assert isinstance(measure, Measure)
    assert not found.rejected
    assert (measure.goal, measure.text) == ("Trygge hjem", "Lage årshjul")
    assert (measure.responsible, measure.deadline, measure.years) == (("AU",), "2028", (2028,))
    assert dict(measure.other) == {"Kostnad 2027": "70", "Kostnad 2028": "90"}


def kinds(high: list[str], low: list[str], merged: bool = False) -> list[str] | None:
    both = two_rows(high, low, merged)
    return [head.column.value for head in read_header(both.labels, both.kinds)] if both else None


@pytest.mark.parametrize(
    ("high", "low", "right"),
    [
        (["Tiltak", "Tidsplan", ""], ["", "2027", "2028"], ["measure", "year", "year"]),
        (
            ["Tiltak", "", "Oppfølging", ""],
            ["Nr.", "Beskrivelse", "Ansvarleg", "Frist"],
            ["number", "measure", "responsible", "deadline"],
        ),
        (
            ["Mål", "Tiltak", "Hvem", "", "Frist"],
            ["", "", "Ansvarlig", "Samarbeid med", ""],
            ["goal", "measure", "responsible", "other", "deadline"],
        ),
    ],
)
def test_what_stands_below_a_heading_over_several_columns(
    high: list[str], low: list[str], right: list[str]
) -> None:
    assert kinds(high, low) == right


def test_unknown_headings_below_are_of_the_kind_of_the_one_above() -> None:
    high, low = ["Tiltak", "Ansvar", "", "Frist"], ["", "Kommune", "Sjukehus", ""]
    assert kinds(high, low, merged=True) == ["measure", "responsible", "responsible", "deadline"]
    high, low = ["Tiltak", "Tid", "", "Ansvar"], ["", "Vår", "Haust", ""]
    assert kinds(high, low, merged=True) == ["measure", "year", "year", "responsible"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "AU", "2028"],
        ["Trygge hjem", "Oppfølging", "Ansvar", "Tid"],
        ["", "", "Ansvar", ""],
        ["", "Lage årshjul", "", ""],
    ],
)
def test_a_row_of_the_table_is_no_heading(row: list[str]) -> None:
    assert two_rows(["Mål", "Tiltak", "Gjennomføring", ""], row, merged=False) is None


def test_a_heading_of_both_rows_keeps_both_words() -> None:
    both = two_rows(["Tiltak", "Kostnad", ""], ["", "Drift", "Kommentar"], merged=True)
    assert both is not None
    assert both.labels == ["Tiltak", "Kostnad Drift", "Kommentar"]
    assert both.kinds == [Column.MEASURE, Column.OTHER, Column.OTHER]
