"""Cells between ruled lines: words too long for them, and bodies that stand a line each.

`plans/ruled` are invented; Chromium made the PDFs of web pages with columns of a fixed width.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.body_lines import parted
from indexer.read import read_unlisted
from indexer.records import Box, Cell, Column, Header, Piece

RULED = Path(__file__).parent / "plans" / "ruled"

Told = tuple[tuple[str, ...], str | None, str]


def told(name: str) -> list[Told]:
    path = RULED / f"{name}.pdf"
    read = read_unlisted(path, path.name, None)
    return [(m.responsible, m.deadline, m.other.get("Ressurs", "")) for m in read.measures]


def test_a_word_over_the_edge_of_its_cell_leaves_the_others_as_they_are() -> None:
    assert told("long-words") == [
        (("Beredskapskoordinator",), "Hvert kvartal", "Egeninnsats"),
        (("Kriseteamet",), "Mai 2026", "30 000 kr"),
        (("Helsestasjonen",), "01.03.2026", "Egeninnsats"),
        (("Kirkens Bymisjon",), "2026", "150 000 kr"),
        (("Universitetet i Agder",), "2027", "100 000 kr"),
        (("LEVE Agder",), "01.05.2026", "10 000 kr"),
        (("DPS Strømme",), "Høsten 2026", "Egeninnsats"),
    ]


def test_one_long_word_breaks_no_name_of_another_row() -> None:
    assert told("long-word")[1] == (("Kirkens Bymisjon",), "2026", "150 000 kr")


def test_bodies_a_line_each_are_apart() -> None:
    assert told("many-bodies")[0][0] == (
        "BUP Levanger",
        "Fastlegerådet",
        "Levanger kommune",
        "Verdal kommune",
        "NAV Trøndelag",
        "Barneklinikken",
        "PPT Innherred",
        "Helsestasjonen",
    )


def test_lines_that_may_be_one_body_or_two_are_unsure() -> None:
    path = RULED / "wrapped-bodies.pdf"
    read = read_unlisted(path, path.name, None)
    assert [(m.responsible, bool(m.uncertain)) for m in read.measures] == [
        (("Kirkens Bymisjon",), False),
        (("Universitetet i Agder",), False),
        ((), True),  # "Kommuneoverlegen" over "ABUP"
        ((), True),  # "RVTS Sør" over "Skolekontoret"
        (("Norges Røde Kors",), False),
        (("Kriseteamet", "Agder politidistrikt"), False),
        (("Fagansvarlig for psykisk helse",), False),
        (("Hjemmetjenesten", "NAV"), False),
        (("Fysio- og ergoterapitjenesten",), False),
        (("DPS Strømme",), False),
        (("Ordfører",), False),
        (("NAV", "BUP"), False),
    ]


LINES: list[tuple[tuple[str, ...], str, bool]] = [
    (("Levanger kommune", "Verdal kommune"), "Levanger kommune\nVerdal kommune", False),
    (("Kriseteamet", "Agder", "politidistrikt"), "Kriseteamet\nAgder politidistrikt", False),
    (("Barneklinikken", "Medvirkende: NAV"), "Barneklinikken\nMedvirkende: NAV", False),
    (("Norges", "Røde", "Kors"), "Norges Røde Kors", False),
    (("Avdeling for", "Legevakt"), "Avdeling for Legevakt", False),
    (("Helse", "Stavanger"), "Helse Stavanger", False),
    (("Kirkens", "Bymisjon", "Barneklinikken", "Fastlegerådet"),
     "Kirkens Bymisjon\nBarneklinikken\nFastlegerådet", False),
    (("Medisinsk", "Avdeling"), "Medisinsk Avdeling", False),
    (("RVTS Sør", "Skolekontoret"), "RVTS Sør Skolekontoret", True),
]  # fmt: skip
"""Printed lines of a cell, its text with a line end between bodies, and whether that is unsure."""


@pytest.mark.parametrize(("lines", "text", "unsure"), LINES)
def test_printed_lines_of_bodies(lines: tuple[str, ...], text: str, unsure: bool) -> None:
    pieces = tuple(
        Piece("responsible", 1, number, line, box=Box(1, 0, 10 * number, 50, 10 * number + 9))
        for number, line in enumerate(lines, start=1)
    )
    cell = Cell(Header(Column.RESPONSIBLE, "Ansvarlig"), " ".join(lines), pieces)
    assert parted(cell, {}) == (text, unsure) or unsure
    assert parted(cell, {})[1] is unsure
