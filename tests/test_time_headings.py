"""Columns headed by times, and what a column is by the words of a heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.budgets import tells_amounts
from indexer.layout import read_header
from indexer.measures import UNREADABLE, parse_rows
from indexer.read import read_file
from indexer.records import Cell, Column, Header, PlanRead, Row, Source
from indexer.time_headings import is_part
from indexer.vocabulary import column_of


def read(folder: Path, table: str) -> PlanRead:
    path = folder / "plan.html"
    path.write_text(
        f"<h1>Handlingsplan for Fjordvik kommune 2031–2034</h1><table>{table}</table>",
        encoding="utf-8",
    )
    return read_file(path)


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


TOP = (
    "<tr><td rowspan=2>Tiltak</td><td rowspan=2>Ansvarlig</td>"
    "<td colspan=2>2031</td><td colspan=2>2032</td></tr>"
)


@pytest.mark.parametrize(
    ("low", "marks", "deadline", "years", "other"),
    [
        (("Vår", "Høst") * 2, ("", "x", "x", ""), "Høst 2031, Vår 2032", (2031, 2032), 0),
        (("1. kv", "2. kv") * 2, ("", "", "", "x"), "2. kv 2032", (2032,), 0),
        (("Q1", "Q2") * 2, ("x", "", "", ""), "Q1 2031", (2031,), 0),
        (("Drift", "Investering") * 2, ("100", "0", "200", "9000"), None, (), 4),
        (("Kommentar", "Ord") * 2, ("Noe", "Mer", "", ""), None, (), 2),
    ],
)
def test_what_stands_below_years_is_a_part_of_them_or_something_of_theirs(
    tmp_path: Path,
    low: tuple[str, ...],
    marks: tuple[str, ...],
    deadline: str | None,
    years: tuple[int, ...],
    other: int,
) -> None:
    found = read(tmp_path, TOP + row(*low) + row("Bygge naust", "Havna", *marks))
    (measure,) = found.measures
    assert (measure.text, measure.responsible) == ("Bygge naust", ("Havna",))
    assert (measure.deadline, measure.years, len(measure.other)) == (deadline, years, other)


@pytest.mark.parametrize(
    ("heads", "deadline"),
    [
        (("Jan", "Feb", "Mars"), "Jan, Mars"),
        (("1. halvår 2031", "2. halvår 2031", "1. halvår 2032"), "1. halvår 2031, 1. halvår 2032"),
        (("Spring 2031", "Autumn 2031", "Spring 2032"), "Spring 2031, Spring 2032"),
        (("2031", "2032", "2033"), "2031, 2033"),
        (("Alfa", "Beta", "Gamma"), None),
    ],
)
def test_a_mark_below_a_time_is_when(
    tmp_path: Path, heads: tuple[str, ...], deadline: str | None
) -> None:
    marked = row("Bygge naust", "Havna", "x", "", "x")
    found = read(tmp_path, row("Tiltak", "Ansvarlig", *heads) + marked)
    (measure,) = found.measures
    assert measure.deadline == deadline


def test_a_mark_beside_a_deadline_is_a_note(tmp_path: Path) -> None:
    heads = row("Tiltak", "Ansvarlig", "Frist", "Jan", "Feb")
    found = read(tmp_path, heads + row("Bygge naust", "Havna", "2032", "x", "x"))
    (measure,) = found.measures
    assert (measure.deadline, measure.years, measure.notes) == ("2032", (2032,), ("Jan, Feb",))


@pytest.mark.parametrize(
    ("label", "is_one"),
    [
        ("Jan", True), ("Des.", True), ("1. kv", True), ("3. kvartal 2031", True), ("H1", True),
        ("2031 2. halvår", True), ("Vår/høst 2031", True), ("Uke 12", True), ("July", True),
        ("2031", False), ("Frist", False), ("Våren er fin", False), ("Maiken", False),
        ("Q9x", False), ("Markering", False),
    ],
)  # fmt: skip
def test_which_headings_are_parts_of_years(label: str, is_one: bool) -> None:
    assert is_part(label) is is_one


def test_one_part_of_a_year_alone_heads_no_column_of_when() -> None:
    header = read_header(["Tiltak", "Ansvarlig", "Mai"])
    assert [head.column for head in header][-1] is Column.OTHER


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Risikoreduserende tiltak", Column.MEASURE),
        ("Førebyggjande tiltak", Column.MEASURE),
        ("Kommunenes tiltak", Column.MEASURE),
        ("Strakstiltak", Column.MEASURE),
        ("Action", Column.MEASURE),
        ("Key actions", Column.MEASURE),
        ("Lead", Column.RESPONSIBLE),
        ("Responsible body", Column.RESPONSIBLE),
        ("Timeline", Column.DEADLINE),
        ("Due date", Column.DEADLINE),
        ("Progress", Column.STATUS),
        ("Objective", Column.GOAL),
        ("Partners", Column.OTHER),
        ("Eksisterende tiltak", Column.ONGOING),
        ("Antall tiltak", None),
        ("Effekt av tiltak", None),
        ("Type tiltak", None),
        ("Hva skjer dersom vi ikke gjør tiltak", None),
    ],
)
def test_what_headings_are_about(label: str, column: Column | None) -> None:
    assert column_of(label) is column


def test_a_heading_over_columns_with_names_is_no_column(tmp_path: Path) -> None:
    top = (
        "<tr><td rowspan=2>Hendelse</td><td rowspan=2>Forebygging</td>"
        "<td colspan=2>Oppfølging</td></tr>"
    )
    rows = (
        row("Storm", "Kjøpe pumper", "Havna", "2032"),
        row("Is", "Strø kaia", "Driften", "2033"),
    )
    found = read(tmp_path, top + row("Ansvar", "Frist") + "".join(rows))
    assert [m.text for m in found.measures] in (["Kjøpe pumper", "Strø kaia"], [])
    assert not any(m.text in ("Ansvar", "Havna") for m in found.measures)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["1,2 mill.", "", "5 mill.", "Innenfor ramme"], True),
        (["100", "0", "250", "-"], True),
        (["x", "", "x", "500 000"], False),
        (["Pågår", "Ferdig"], False),
        (["1", "1"], False),
    ],
)
def test_which_years_tell_amounts(texts: list[str], told: bool) -> None:
    assert tells_amounts(texts) is told


def test_words_beside_amounts_are_no_status(tmp_path: Path) -> None:
    heads = row("Tiltak", "Ansvarlig", "2031", "2032")
    rows = row("Bygge naust", "Havna", "1,2 mill.", "3 mill.") + row(
        "Male båt", "Havna", "Innenfor ramme", ""
    )
    last = read(tmp_path, heads + rows).measures[-1]
    assert (last.deadline, last.status, last.years) == (None, None, ())
    assert last.notes == ("2031: Innenfor ramme",)


def test_a_row_that_fails_is_rejected_and_the_others_read() -> None:
    def fail(text: str) -> str:
        if "Bombe" in text:
            raise ValueError(text)
        return text

    rows = [
        Row(
            f"x:t1:r{n}",
            (Cell(Header(Column.MEASURE, "Tiltak"), text),),
            Source("x", "x.txt", None, n, n, (), f"r{n}", text),
        )
        for n, text in enumerate(("Bygge naust", "Bombe"), start=1)
    ]
    measures, rejected = parse_rows(rows, fail)
    assert [m.text for m in measures] == ["Bygge naust"]
    assert [(r.row_id, r.reason) for r in rejected] == [("x:t1:r2", UNREADABLE)]
