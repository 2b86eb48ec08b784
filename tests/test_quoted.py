"""Tab exports of spreadsheets, of which a cell in quotes goes on over lines."""

from __future__ import annotations

from pathlib import Path

from indexer.read import read_file
from indexer.records import PlanRead

HEAD = "Handlingsplan for Helsefellesskapet Nordmøre 2029-2030\n\nNr.\tTiltak\tAnsvar\tFrist\n"


def read(folder: Path, rows: str, line_end: str = "\n") -> PlanRead:
    path = folder / "plan.txt"
    path.write_bytes((HEAD + rows).replace("\n", line_end).encode())
    return read_file(path)


def test_a_cell_in_quotes_goes_on_until_its_quote_closes(tmp_path: Path) -> None:
    rows = (
        '1\t"Kjøpe inn utstyr til:\n- legevakta\n\n- ambulansen"\tSmøla kommune\t2029\n'
        "2\tMåle søvn\tAure kommune\t2030\n"
        '3\t"Drive kurs\nfor alle"\t"Tingvoll kommune\nog AU"\t2030\n'
    )
    for line_end in ("\n", "\r\n"):
        found = read(tmp_path, rows, line_end)
        assert [m.number for m in found.measures] == ["1", "2", "3"]
        first, second, third = found.measures
        assert first.text == "Kjøpe inn utstyr til:\n• legevakta\n• ambulansen"
        assert (first.responsible, first.deadline) == (("Smøla kommune",), "2029")
        assert (first.source.line, first.source.end_line) == (4, 7)
        assert [(p.line, p.quote) for p in first.source.pieces if p.field == "measure"] == [
            (4, "Kjøpe inn utstyr til:"),
            (5, "- legevakta"),
            (7, "- ambulansen"),
        ]
        assert (second.text, second.responsible) == ("Måle søvn", ("Aure kommune",))
        assert third.deadline == "2030"
        assert "Tingvoll kommune" in third.responsible
        assert not found.rejected


def test_the_first_cell_may_be_the_one_in_quotes(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Handlingsplan for Helsefellesskapet Nordmøre 2029-2030\n\nTiltak\tAnsvar\tFrist\n"
        'Måle søvn\tAure kommune\t2030\n"Åpne dagsenter\nmed kafé"\tSmøla kommune\t2029\n',
        encoding="utf-8",
    )
    found = read_file(path).measures
    assert [m.responsible for m in found] == [("Aure kommune",), ("Smøla kommune",)]
    assert [m.deadline for m in found] == ["2030", "2029"]


def test_a_quote_that_nothing_closes_joins_no_lines(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '1\t"Åpne dagsenter\tSmøla kommune\t2029\n'
        '2\t"Måle" søvn\tAure kommune\t"2030\n'
        "3\tDrive kurs\tAU\t2030\n",
    )
    assert [m.number for m in found.measures] == ["1", "2", "3"]
    assert [m.text for m in found.measures] == ['"Åpne dagsenter', '"Måle" søvn', "Drive kurs"]
