"""Tables with a measure a column and the headings down the left."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file
from indexer.records import PlanRead
from tests.test_by_values import read_table

Told = tuple[str | None, str, tuple[str, ...], str | None]


def told(found: PlanRead) -> list[Told]:
    return [(m.number, m.text, m.responsible, m.deadline) for m in found.measures]


PLAN, COURSE, CAFE = (
    ("Lage plan", ("NAV",), "2026"),
    ("Holde kurs", ("Kultur",), "2027"),
    ("Åpne kafé", ("Oppvekst",), "Høsten 2026"),
)
WHO, WHEN = ["NAV", "Kultur", "Oppvekst"], ["2026", "2027", "Høsten 2026"]
WHAT = ["Lage plan", "Holde kurs", "Åpne kafé"]


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        ([["Tiltak", *WHAT], ["Ansvar", *WHO], ["Frist", *WHEN]], ["", "", ""]),
        ([["Nr", "T1", "T2", "T3"], ["Tiltak", *WHAT], ["Kven", *WHO], ["Når", *WHEN]], "T1 T2 T3"),
        (
            [["", "Tiltak 1", "Tiltak 2", "Tiltak 3"], ["Hva", *WHAT], ["Hvem", *WHO],
             ["Når", *WHEN]],
            "1 2 3",
        ),
        (
            [["Tiltak nr.", "1", "2", "3"], ["Hva skal vi gjøre", *WHAT], ["Ansvarlig", *WHO],
             ["Frist", *WHEN], ["Kostnad", "10", "20", "30"]],
            "1 2 3",
        ),
    ],
)  # fmt: skip
def test_measures_as_columns(tmp_path: Path, table: list[list[str]], numbers: str) -> None:
    found = read_table(tmp_path, "|".join(table[0]), [list(row) for row in table[1:]])
    own = numbers.split() if isinstance(numbers, str) else [None] * 3
    told_of = zip(own, (PLAN, COURSE, CAFE), strict=True)
    assert told(found) == [(number, *each) for number, each in told_of]
    assert not found.rejected


def test_a_table_of_text_whose_columns_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    lines = [
        "# Tiltaksplan for Nes kommune 2026–2027", "",
        "|  | Tiltak 1 | Tiltak 2 |",
        "|---|---|---|",
        "| Hva | Simuleringstrening | Traineeordning |",
        "| Ansvarlig | Legevakta | Sykehuset i Vestfold |",
        "| Frist | 01.11.2026 | 31.12.2027 |",
    ]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_file(path)
    assert told(found) == [
        ("1", "Simuleringstrening", ("Legevakta",), "01.11.2026"),
        ("2", "Traineeordning", ("Sykehuset i Vestfold",), "31.12.2027"),
    ]
    for measure in found.measures:
        for piece in measure.source.pieces:
            assert piece.quote in lines[piece.line - 1]
            assert measure.source.line <= piece.line <= measure.source.end_line


@pytest.mark.parametrize(
    "table",
    [
        [["Tiltak", "Ansvarlig", "Frist"], ["Lage plan", "NAV", "2026"], ["Kurs", "NAV", "2027"]],
        [["Begrep", "Forklaring", "Eksempel"], ["Tiltak", "Det gjøres", "Kurs"],
         ["Ansvar", "Hvem", "NAV"], ["Frist", "Når", "I mai"]],
        [["Antall", "2025", "2026"], ["Tiltak", "12 stk", "14 stk"], ["Ansvar", "3", "4"]],
    ],
)  # fmt: skip
def test_a_table_that_stands_upright_is_not_turned(tmp_path: Path, table: list[list[str]]) -> None:
    found = read_table(tmp_path, "|".join(table[0]), [list(row) for row in table[1:]])
    assert not any(
        m.text in ("Ansvarlig", "Forklaring", "Eksempel", "12 stk") for m in found.measures
    )
    assert [m.text for m in found.measures] in ([], ["Lage plan", "Kurs"])
