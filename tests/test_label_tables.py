"""Tables of two columns, label and value: which rows tell of which measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file
from indexer.records import PlanRead

Told = tuple[str | None, str, str | None, tuple[str, ...], str | None]


def read_table(tmp_path: Path, rows: str) -> PlanRead:
    """A plan that holds one table; rows by line, cells by bar."""
    cells = [row.split("|") for row in rows.strip().split("\n")]
    width = max(map(len, cells))
    table = "".join(
        "<tr>"
        + (f"<td colspan={width}>{row[0]}</td>" if len(row) == 1 else "")
        + ("".join(f"<td>{cell}</td>" for cell in row) if len(row) > 1 else "")
        + "</tr>"
        for row in cells
    )
    path = tmp_path / "plan.html"
    path.write_text(f"<html><body><h1>Handlingsplan for Nes 2025–2026</h1><table>{table}</table>")
    return read_file(path)


def told(got: PlanRead) -> list[Told]:
    return [(m.number, m.text, m.goal, m.responsible, m.deadline) for m in got.measures]


FIRST: Told = ("1.1", "Innføre samtale", "Trygghet", ("NAV",), "våren 2025")
SECOND: Told = ("1.2", "Åpne telefon", "Trygghet", ("Kultur",), "2026")
THIRD: Told = ("2.1", "Lage rutine", "Drift", ("Teknisk",), "2026")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Mål|Trygghet\nTiltak 1.1|Innføre samtale\nAnsvar|NAV\nFrist|våren 2025\n"
            "Tiltak 1.2|Åpne telefon\nAnsvar|Kultur\nFrist|2026",
            [FIRST, SECOND],
        ),
        (
            "Mål 1|Trygghet\nMålgruppe|Barn\nTiltak 1.1|Innføre samtale\nKven|NAV\n"
            "Når|våren 2025\nTiltak 1.2|Åpne telefon\nKven|Kultur\nNår|2026\n"
            "Mål 2|Drift\nTiltak 2.1|Lage rutine\nKven|Teknisk\nNår|2026",
            [FIRST, SECOND, THIRD],
        ),
        (
            "Mål 1: Trygghet\nTiltak 1.1|Innføre samtale\nAnsvar|NAV\nFrist|våren 2025\n"
            "Tiltak 1.2|Åpne telefon\nAnsvar|Kultur\nFrist|2026\n"
            "Mål 2: Drift\nTiltak 2.1|Lage rutine\nAnsvar|Teknisk\nFrist|2026",
            [FIRST, SECOND, THIRD],
        ),
        (
            "Trygghet\nTiltak 1.1|Innføre samtale\nAnsvar|NAV\nFrist|våren 2025\n"
            "Tiltak 1.2|Åpne telefon\nAnsvar|Kultur\nFrist|2026\n"
            "Drift\nTiltak 2.1|Lage rutine\nAnsvar|Teknisk\nFrist|2026",
            [FIRST, SECOND, THIRD],
        ),
        (
            "Mål|Trygghet\nNr|1.1\nTiltak|Innføre samtale\nAnsvar|NAV\nFrist|våren 2025\n"
            "Nr|1.2\nTiltak|Åpne telefon\nAnsvar|Kultur\nFrist|2026",
            [FIRST, SECOND],
        ),
        (
            "Mål|Trygghet\nTiltak 1a|Innføre samtale\nAnsvar|NAV\nFrist|våren 2025\n"
            "Tiltak 1b|Åpne telefon\nAnsvar|Kultur\nFrist|2026",
            [("1a", *FIRST[1:]), ("1b", *SECOND[1:])],
        ),
        (
            "Tiltak 1.1|Innføre samtale\nMål|Trygghet\nAnsvar|NAV\nFrist|våren 2025\n"
            "Tiltak 1.2|Åpne telefon\nMål|Trygghet\nAnsvar|Kultur\nFrist|2026",
            [FIRST, SECOND],
        ),
        (
            "Mål|Trygghet|Mål|Drift\nTiltak 1.1|Innføre samtale|Tiltak 2.1|Lage rutine\n"
            "Ansvar|NAV|Ansvar|Teknisk\nFrist|våren 2025|Frist|2026",
            [FIRST, THIRD],
        ),
    ],
)
def test_a_measure_begins_where_one_is_named(
    tmp_path: Path, rows: str, expected: list[Told]
) -> None:
    assert told(read_table(tmp_path, rows)) == expected


def test_what_stands_once_before_the_first_is_told_of_all_until_it_is_said_anew(
    tmp_path: Path,
) -> None:
    got = read_table(
        tmp_path,
        "Mål|Trygghet\nMålgruppe|Barn\nTiltak 1|Innføre samtale\nAnsvar|NAV\n"
        "Tiltak 2|Åpne telefon\nAnsvar|Kultur\nMål|Drift\nTiltak 3|Lage rutine\nAnsvar|Teknisk",
    )
    assert [(m.goal, m.target_group) for m in got.measures] == [
        ("Trygghet", "Barn"),
        ("Trygghet", "Barn"),
        ("Drift", None),
    ]
    assert got.measures[1].inherited == ("goal", "target_group")
    assert "NAV" not in got.measures[1].source.quote


def test_who_stands_once_above_all_or_before_each(tmp_path: Path) -> None:
    each = "Ansvar|NAV\nFrist|2025\nTiltak|Innføre samtale\nAnsvar|Kultur\nTiltak|Åpne telefon"
    above = "Ansvar|NAV\nTiltak|Innføre samtale\nFrist|2025\nTiltak|Åpne telefon\nFrist|2026"
    leader = "Ansvar|Rådmannen\nTiltak|Innføre samtale\nAnsvar|NAV\nTiltak|Åpne telefon\nAnsvar|X"
    who = [
        [(m.text, m.responsible, m.deadline) for m in read_table(tmp_path, rows).measures]
        for rows in (each, above, leader)
    ]
    assert who == [
        [("Innføre samtale", ("NAV",), "2025"), ("Åpne telefon", ("Kultur",), None)],
        [("Innføre samtale", ("NAV",), "2025"), ("Åpne telefon", ("NAV",), "2026")],
        [("Innføre samtale", ("NAV",), None), ("Åpne telefon", ("X",), None)],
    ]


def test_a_word_that_could_name_a_measure_only_describes_one_that_is_counted(
    tmp_path: Path,
) -> None:
    got = read_table(
        tmp_path,
        "Tiltak 1|Innføre samtale\nAnsvar|NAV\nOppfølging|årlig\n"
        "Tiltak 2|Åpne telefon\nAnsvar|Kultur\nOppfølging|hver vår",
    )
    assert [m.text for m in got.measures] == ["Innføre samtale", "Åpne telefon"]
    assert got.measures[0].other == {"Oppfølging": "årlig"}


@pytest.mark.parametrize(
    ("rows", "deadline", "status"),
    [
        ("Tiltak 1.1|Lage rutine\nAnsvar|NAV\nFrist|2025", "2025", None),
        ("Tiltak|Lage rutine\nAnsvarlig|NAV\nStatus|Ferdig", None, "Ferdig"),
        ("Tiltak|Lage rutine\nKven|NAV\nNår|2026\nStatus|Ikkje starta", "2026", "Ikkje starta"),
        ("Tiltak|Lage rutine|Ansvar|NAV\nFrist|2025|Status|Ferdig", "2025", "Ferdig"),
        ("Tiltak|Lage rutine\nAnsvar|NAV\nTid|Start 2026", "Start 2026", None),
    ],
)
def test_what_stands_beside_a_label_is_its_value(
    tmp_path: Path, rows: str, deadline: str | None, status: str | None
) -> None:
    (got,) = read_table(tmp_path, rows).measures
    assert (got.text, got.responsible) == ("Lage rutine", ("NAV",))
    assert (got.deadline, got.status) == (deadline, status)


def test_a_measure_may_be_called_what_a_column_is(tmp_path: Path) -> None:
    (got,) = read_table(tmp_path, "Tiltak|Oppfølging av gravide\nAnsvar|NAV\nFrist|2026").measures
    assert (got.text, got.responsible) == ("Oppfølging av gravide", ("NAV",))


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        (
            "Tiltak|Ansvarlig\nMerke stier|NAV\nOppfølging av barn|NAV\nAktivitet for eldre|NAV",
            ["Merke stier", "Oppfølging av barn", "Aktivitet for eldre"],
        ),
        (
            "Tiltak|Status\nMerke stier|Ferdig\nOppfølging av barn|I gang",
            ["Merke stier", "Oppfølging av barn"],
        ),
        ("Tiltak|Ansvarlig|Frist|Status\nMerke stier|NAV|2025|Ferdig", ["Merke stier"]),
        ("Tiltak|Ansvarlig|Frist|Status", []),
        ("Navn|Nes kommune\nPeriode|2025\nAnsvarlig|Rådmannen", []),
    ],
)
def test_a_row_of_column_headings_is_no_label_with_its_value(
    tmp_path: Path, rows: str, texts: list[str]
) -> None:
    assert [m.text for m in read_table(tmp_path, rows).measures] == texts
