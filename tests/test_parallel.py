"""Lists beside each other in the cells of a row: which body and which time is whose."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from indexer.read import read_file
from indexer.records import PlanRead
from tests.test_by_values import read_table

WHAT, WHO, WHEN = (
    ["Felles inntaksmøte", "Vakttelefon på kveldstid"],
    ["DPS Molde", "Molde kommune"],
    ["1. mars 2026", "1. juni 2026"],
)
APART = [
    ("Felles inntaksmøte", ("DPS Molde",), "1. mars 2026"),
    ("Vakttelefon på kveldstid", ("Molde kommune",), "1. juni 2026"),
]


def listed(items: list[str], form: str) -> str:
    if form == "html":
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    marks = {"bullets": "••••", "letters": "abcd", "digits": "1234", "lines": [""] * 4}[form]
    end = {"bullets": " ", "letters": ") ", "digits": ") ", "lines": ""}[form]
    return "<br>".join(f"{mark}{end}{item}" for mark, item in zip(marks, items, strict=False))


def read_row(folder: Path, *cells: str, head: str = "Tiltak|Ansvarlig|Frist") -> PlanRead:
    return read_table(folder, head, [list(cells)])


def told(found: PlanRead) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(m.text, m.responsible, m.deadline) for m in found.measures]


@pytest.mark.parametrize("form", ["html", "bullets", "letters", "digits"])
def test_lists_of_as_many_items_are_measures(tmp_path: Path, form: str) -> None:
    found = read_row(tmp_path, *(listed(cell, form) for cell in (WHAT, WHO, WHEN)))
    assert told(found) == APART
    assert [m.uncertain for m in found.measures] == [(), ()]


def test_lists_in_a_word_plan(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Handlingsplan for Nes kommune 2026–2027", 0)
    table = document.add_table(rows=2, cols=3)
    for cell, label in zip(table.rows[0].cells, ["Tiltak", "Ansvarlig", "Milepæl"], strict=True):
        cell.text = label
    for cell, items in zip(table.rows[1].cells, [WHAT, WHO, WHEN], strict=True):
        for item in items:
            cell.add_paragraph(item, style="List Bullet")
    document.save(str(tmp_path / "plan.docx"))
    assert told(read_file(tmp_path / "plan.docx")) == APART


def test_marks_within_a_line_tell_whose_a_part_is(tmp_path: Path) -> None:
    found = read_row(tmp_path, listed(WHAT, "letters"), "a) DPS Molde b) NAV", "a) 2026 b) 2027")
    assert [(m.number, m.responsible, m.deadline) for m in found.measures] == [
        ("a", ("DPS Molde",), "2026"),
        ("b", ("NAV",), "2027"),
    ]


def test_what_stands_there_once_is_told_of_all(tmp_path: Path) -> None:
    found = read_row(tmp_path, listed(WHAT, "html"), listed(WHO, "html"), "2026")
    assert told(found) == [(text, who, "2026") for text, who, _ in APART]
    found = read_row(tmp_path, listed(WHAT, "html"), "DPS Molde", listed(WHEN, "lines"))
    assert told(found) == [(text, ("DPS Molde",), when) for text, _, when in APART]


def test_status_is_told_item_by_item_too(tmp_path: Path) -> None:
    states = listed(["Fullført", "Ikke startet"], "html")
    cells = [listed(cell, "html") for cell in (WHAT, WHO, WHEN)]
    found = read_row(tmp_path, *cells, states, head="Tiltak|Ansvarlig|Frist|Status")
    assert [m.status for m in found.measures] == ["Fullført", "Ikke startet"]


def test_lists_of_another_number_are_unsure(tmp_path: Path) -> None:
    three = [*WHAT, "Felles nettside"]
    found = read_row(tmp_path, listed(three, "html"), listed(WHO, "html"), listed(WHEN, "html"))
    (measure,) = found.measures
    assert (measure.responsible, measure.deadline) == ((), None)
    assert measure.uncertain == ("deadline", "responsible")
    found = read_row(
        tmp_path, listed(three, "html"), listed([*WHO, "NAV"], "html"), listed(WHEN, "html")
    )
    assert [m.responsible for m in found.measures] == [("DPS Molde",), ("Molde kommune",), ("NAV",)]
    assert {m.uncertain for m in found.measures} == {("deadline",)}
    found = read_row(tmp_path, "".join(f"<p>{text}</p>" for text in three), "NAV", "2026<br>2027")
    assert {(m.responsible, m.uncertain) for m in found.measures} == {(("NAV",), ("deadline",))}


def test_a_list_with_one_body_and_one_time_is_one_measure(tmp_path: Path) -> None:
    found = read_row(tmp_path, listed(WHAT, "html"), "Molde kommune", "2026")
    assert [m.text for m in found.measures] == ["• Felles inntaksmøte\n• Vakttelefon på kveldstid"]
    found = read_row(tmp_path, "Bli bedre:" + listed(WHAT, "html"), listed(WHO, "html"), "2026")
    assert [m.responsible for m in found.measures] == [("DPS Molde", "Molde kommune")]


def test_a_numbered_row_is_one_measure_but_where_each_item_has_its_time(tmp_path: Path) -> None:
    head, what, who = "Nr|Tiltak|Ansvarlig|Frist", listed(WHAT, "html"), listed(WHO, "html")
    found = read_row(tmp_path, "3", what, who, "2026", head=head)
    assert [(m.number, m.responsible) for m in found.measures] == [("3", tuple(WHO))]
    found = read_row(tmp_path, "3", what, who, listed(WHEN, "html"), head=head)
    assert [m.number for m in found.measures] == ["3", "3"]
    assert told(found) == APART
