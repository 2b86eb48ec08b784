"""Measures that stand beside each other in one row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.layout import read_header
from indexer.read import read_file
from indexer.records import Measure, PlanRead


def read(folder: Path, *rows: Sequence[str]) -> PlanRead:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    path = folder / "plan.html"
    path.write_text(
        f"<h1>Samhandlingsplan for Fjordvik kommune 2031–2034</h1><table>{table}</table>",
        encoding="utf-8",
    )
    return read_file(path)


def told(measure: Measure) -> tuple[str, tuple[str, ...], str | None]:
    return measure.text, measure.responsible, measure.deadline


ROW = ("Ventetid", "Leie båt", "Fjordvik kommune", "Åpne poliklinikk", "Øyeavdelingen", "2032")


def test_each_has_its_own_who_and_shares_what_is_last(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("Utfordring", "Tiltak kommune", "Ansvarlig kommune", "Tiltak sykehus",
         "Ansvarlig sykehus", "Frist"),
        ROW,
        ("Uro", "Kurse lærere", "Skolene", "", "", "2033"),
    )  # fmt: skip
    assert [told(m) for m in found.measures] == [
        ("Leie båt", ("Fjordvik kommune",), "2032"),
        ("Åpne poliklinikk", ("Øyeavdelingen",), "2032"),
        ("Kurse lærere", ("Skolene",), "2033"),
    ]
    assert [m.heading for m in found.measures[:2]] == [("Tiltak kommune",), ("Tiltak sykehus",)]
    assert len({m.measure_id for m in found.measures}) == 3
    assert (found.rows, found.rejected) == (3, ())


def test_the_group_above_tells_whose(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<h1>Samhandlingsplan for Fjordvik kommune 2031–2034</h1><table>"
        "<tr><td rowspan=2>Utfordring</td><td colspan=2>Kommunene</td><td colspan=2>Sykehuset</td>"
        "<td rowspan=2>Frist</td></tr><tr><td>Tiltak</td><td>Ansvarlig</td><td>Tiltak</td>"
        "<td>Ansvarlig</td></tr><tr>" + "".join(f"<td>{c}</td>" for c in ROW) + "</tr></table>",
        encoding="utf-8",
    )
    left, right = read_file(path).measures
    assert told(left) == ("Leie båt", ("Fjordvik kommune",), "2032")
    assert told(right) == ("Åpne poliklinikk", ("Øyeavdelingen",), "2032")
    assert (left.heading, right.heading) == (("Kommunene",), ("Sykehuset",))


def test_who_may_stand_before_each(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("Mål", "Ansvarlig kommune", "Tiltak kommune", "Ansvarlig sykehus", "Tiltak sykehus"),
        ("Ro", "Skolene", "Kurse lærere", "Øyeavdelingen", "Måle syn"),
    )
    assert [told(m)[:2] for m in found.measures] == [
        ("Kurse lærere", ("Skolene",)),
        ("Måle syn", ("Øyeavdelingen",)),
    ]


def test_of_deadlines_that_are_whose_none_is_the_measures(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("Tiltak", "Ansvarlig", "Frist kommune", "Frist sykehus"),
        ("Leie båt", "Havna", "2032", "2034"),
        ("Kurse lærere", "Skolene", "2033", "2033"),
    )
    first, second = found.measures
    assert (first.deadline, first.years, first.uncertain) == (None, (2032, 2034), ("deadline",))
    assert first.other == {"Frist kommune": "2032", "Frist sykehus": "2034"}
    assert (second.uncertain, second.years) == ((), (2033,))


@pytest.mark.parametrize(
    ("labels", "count"),
    [
        (["Tiltak i kommunen", "Tiltak i sykehuset", "Ansvarlig", "Frist"], 2),
        (["Kortsiktige tiltak", "Langsiktige tiltak", "Ansvarlig", "Frist"], 2),
        (["Tiltaka til kommunen", "Sjukehuset sine tiltak", "Ansvarleg", "Frist"], 1),
        (["Short-term measures", "Long-term measures", "Responsible", "Deadline"], 2),
        (["Overordna tiltak", "Konkrete tiltak", "Ansvarlig", "Frist"], 1),
        (["Tiltak", "Beskrivelse av tiltak", "Ansvarlig", "Frist"], 1),
        (["Tiltak", "Tiltak sykehus", "Ansvarlig", "Frist"], 1),
        (["Eksisterende tiltak", "Nye tiltak", "Ansvarlig", "Frist"], 1),
        (["Hovedtiltak", "Deltiltak", "Ansvarlig", "Frist"], 1),
    ],
)
def test_which_headings_are_of_measures_of_their_own(labels: list[str], count: int) -> None:
    assert [head.column.value for head in read_header(labels)].count("measure") == count
