"""Who is responsible and who takes part, where a cell says both."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.bodies import read_bodies
from indexer.read import read_file
from indexer.roles import partaking

Roles = tuple[tuple[str, str], ...]

CELLS: list[tuple[str, tuple[str, ...], Roles]] = [
    (
        "BUP Levanger\nMedvirkende: Fastlegerådet, NAV",
        ("BUP Levanger",),
        (("Medvirkende", "Fastlegerådet; NAV"),),
    ),
    (
        "Ansvarlig: Barneklinikken\nMedvirkende: PPT Innherred",
        ("Barneklinikken",),
        (("Medvirkende", "PPT Innherred"),),
    ),
    (
        "Hovedansvar: Rusavdelingen. Bidrar: NAV Trøndelag",
        ("Rusavdelingen",),
        (("Bidrar", "NAV Trøndelag"),),
    ),
    (
        "DPS Kolvereid (A), Namsos kommune (M)",
        ("DPS Kolvereid",),
        (("Medvirkende", "Namsos kommune"),),
    ),
    ("A: NAV\nM: BUP, PPT", ("NAV",), (("Medvirkende", "BUP; PPT"),)),
    ("Kommunalsjef helse (NAV bidrar)", ("Kommunalsjef helse",), (("Bidrar", "NAV"),)),
    ("Rusavdelingen (ansvarlig), NAV (bidrar)", ("Rusavdelingen",), (("Bidrar", "NAV"),)),
    ("NAV (samarbeid med BUP)", ("NAV",), (("Samarbeid med", "BUP"),)),
    ("Utførar: Heimetenesta", ("Heimetenesta",), ()),
    ("Ansvarleg: NAV\nMedverkande: PPT", ("NAV",), (("Medverkande", "PPT"),)),
    ("Lead: Helse Bergen. Partners: NAV", ("Helse Bergen",), (("Partners", "NAV"),)),
    (
        "Brukerorganisasjonene, kommunene bidrar med lokaler",
        ("Brukerorganisasjonene",),
        (("Bidrar", "kommunene bidrar med lokaler"),),
    ),
    (
        "Analyseenheten, statsforvalteren som bidragsyter",
        ("Analyseenheten",),
        (("Bidragsyter", "statsforvalteren"),),
    ),
    (
        "PBU Førde, Kinn kommune (prosjekteigar)",
        ("PBU Førde", "Kinn kommune"),
        (("Prosjekteigar", "Kinn kommune"),),
    ),
    ("Medvirkende: NAV", ("NAV",), ()),
    ("Ansvarlig: Ikke avklart\nMedvirkende: NAV", (), (("Medvirkende", "NAV"),)),
]
"""A cell, who is responsible, and what roles the others have; who takes part is responsible where
the cell has nobody else for that."""

NAMES = [
    "Prosjektgruppe multidose (PKO leder)",
    "Frisklivssentralen i samarbeid med skolehelsetjenesten",
    "Fagråd for samarbeid",
    "Vitamin B: NAV",
    "Alderspsykiatrisk avd.",
    "Barneansvarlige",
    "BUP (K)",
    "Arbeidsutvalget (AU)",
]


@pytest.mark.parametrize(("cell", "bodies", "roles"), CELLS)
def test_the_word_for_a_role_is_no_part_of_a_name(
    cell: str, bodies: tuple[str, ...], roles: Roles
) -> None:
    read = read_bodies(cell)
    assert (read.bodies, read.roles) == (bodies, roles)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_only_looks_like_a_role_is_whole(name: str) -> None:
    read = read_bodies(name)
    assert (read.bodies, read.roles) == ((name,), ())


def test_a_role_holds_to_the_end_of_its_cell() -> None:
    read = read_bodies("Ansvarlig: NAV\nMedvirkende: BUP\n\nPPT")
    assert (read.bodies, read.roles) == (
        ("NAV", "PPT"),
        (("Ansvarlig", "NAV"), ("Medvirkende", "BUP")),
    )


def test_who_takes_part_is_kept_beside_the_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Handlingsplan for Nes kommune 2026–2027\n\n"
        "| Tiltak | Ansvarlig | Frist |\n|---|---|---|\n"
        "| Lage avtale | DPS Kolvereid. Medvirkende: Namsos kommune | 2026 |\n",
        encoding="utf-8",
    )
    (measure,) = read_file(path).measures
    assert measure.responsible == ("DPS Kolvereid",)
    assert measure.other == {"Medvirkende": "Namsos kommune"}
    assert partaking(measure.other) == ("Namsos kommune",)
    assert partaking({"Kostnad": "Namsos kommune", "Samarbeidspartnere": "NAV"}) == ("NAV",)
