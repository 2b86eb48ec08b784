"""Tables of what became of an earlier plan, and tables of money, beside those of the plan's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.budgets import BUDGET, SUM, is_sum
from indexer.history import HISTORY
from indexer.read import read_file
from indexer.records import PlanRead

NEW = [["Tiltak", "Ansvarlig", "Frist"], ["Innføre samtale", "NAV", "2032"]]
OLD = [
    ["Tiltak", "Måloppnåelse", "Kommentar"],
    ["Bygge sansehage", "Ikke gjennomført", "Manglet penger"],
    ["Lage plan", "Gjennomført", ""],
]


def read(folder: Path, *parts: str | list[list[str]]) -> PlanRead:
    """What is read out of a plan of headings and tables."""
    lines = ["# Handlingsplan for Nes kommune 2031–2034", ""]
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        rows = [f"| {' | '.join(cells)} |" for cells in part]
        lines += [rows[0], "|" + "---|" * len(part[0]), *rows[1:], ""]
    path = folder / "plan.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_file(path)
    assert found.rows == len(found.measures) + len(found.rejected)
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "## Evaluering av forrige plan (2026–2030)",
        "## 2. Evaluering av førre plan",
        "## Tiltak i forrige handlingsplan",
        "## Status for tiltak 2026–2030",
        "## Måloppnåing for tiltaka i 2030",
        "## Tiltak i perioden 2026–2030",
        "## Evaluering av førre plan\n\n### Kompetanse",
    ],
)
def test_what_became_of_an_earlier_plan_is_no_measure_and_can_be_found(
    heading: str, tmp_path: Path
) -> None:
    found = read(tmp_path, heading, OLD, "## Tiltak", NEW)
    assert [measure.text for measure in found.measures] == ["Innføre samtale"]
    assert [record.reason for record in found.rejected] == [HISTORY, HISTORY]
    assert any("sansehage" in p.text and p.measure is None for p in found.passages)


def test_a_column_of_an_earlier_plans_measures_says_so_without_a_heading(tmp_path: Path) -> None:
    old = [["Tiltak i førre plan", "Resultat"], ["Bygge sansehage", "Ikkje gjennomført"]]
    found = read(tmp_path, "## Tiltak 2031–2034", old, "## Nye tiltak", NEW)
    assert [measure.text for measure in found.measures] == ["Innføre samtale"]


@pytest.mark.parametrize(
    "heading",
    [
        "## Tiltak videreført fra forrige plan",
        "## Tiltak som vert vidareførte frå førre plan (2026–2030)",
        "## Nye tiltak siden forrige plan",
        "## Evaluering av forrige plan\n\n### Videre arbeid",
        "## Evaluering",
        "## Tiltak 2031–2034",
        "## Oppfølging av Opptrappingsplan for rusfeltet 2026–2030",
        "## Tiltak etter Ungdata 2030",
        "## Resultater vi vil oppnå",
    ],
)
def test_what_is_carried_on_or_only_mentions_years_is_the_plans_own(
    heading: str, tmp_path: Path
) -> None:
    rows = [["Tiltak", "Ansvarlig"], ["Innføre samtale", "NAV"]]
    assert [m.text for m in read(tmp_path, heading, rows).measures] == ["Innføre samtale"]


def test_a_deadline_in_the_plans_own_period_tells_that_it_is_the_plans_own(tmp_path: Path) -> None:
    found = read(tmp_path, "## Erfaringer fra forrige periode", NEW)
    assert [measure.text for measure in found.measures] == ["Innføre samtale"]


@pytest.mark.parametrize("label", ["Måloppnåelse", "Måloppnåing", "Evaluering", "Merknad"])
def test_a_column_that_only_says_how_far_measures_are_is_the_status(
    label: str, tmp_path: Path
) -> None:
    rows = [
        ["Tiltak", "Ansvarlig", label],
        ["Innføre samtale", "NAV", "Påbegynt"],
        ["Bygge hus", "NAV", "Ikke påbegynt"],
    ]
    assert [m.status for m in read(tmp_path, rows).measures] == ["Påbegynt", "Ikke påbegynt"]


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("Indikator", "Gjennomført", "Etablert"),
        ("Måloppnåelse", "Antall samtaler", "Påbegynt"),
        ("Evaluering", "Rapport levert 2032", "Brukerundersøkelse"),
        ("Merknad", "Plan vedtatt", "Pågår"),
    ],
)
def test_a_column_that_says_what_as_well_is_no_status(
    label: str, first: str, second: str, tmp_path: Path
) -> None:
    rows = [
        ["Tiltak", "Ansvarlig", label],
        ["Innføre samtale", "NAV", first],
        ["Bygge hus", "NAV", second],
    ]
    assert [m.status for m in read(tmp_path, rows).measures] == [None, None]


@pytest.mark.parametrize(
    "rows",
    [
        [["Prosjektleder", "900 000", "920 000"], ["Kurs", "150 000", "0"]],
        [["Prosjektleiar", "0,9", "–"], ["Kurs", "", "150' kr"]],
        [["Gratis frukt", "kr 400.000,-", "1,2 mill"], ["Anlegg", "", "200"]],
    ],
)
def test_amounts_under_the_years_are_a_budget(rows: list[list[str]], tmp_path: Path) -> None:
    found = read(tmp_path, NEW, "## Vedlegg", [["Tiltak", "2031", "2032"], *rows])
    assert [measure.text for measure in found.measures] == ["Innføre samtale"]
    assert [record.reason for record in found.rejected] == [BUDGET] * len(rows)


def test_prices_of_measures_under_a_heading_of_money_are_a_budget(tmp_path: Path) -> None:
    rows = [["Tiltak", "2031", "2032"], ["Innføre samtale", "900 000", ""]]
    assert read(tmp_path, "## Økonomiske konsekvenser", rows).measures == ()
    assert len(read(tmp_path, "## Tiltak", rows).measures) == 1


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Tiltak", "Ansvarlig", "2031", "2032"], ["Samtale", "NAV", "900 000", "100 000"]),
        (["Tiltak", "2031", "2032"], ["Innføre samtale", "900 000", "100 000"]),
        (["Tiltak", "2031", "2032"], ["Samtale", "x", "x"]),
        (["Tiltak", "2031", "2032"], ["Samtale", "x 900 000", "x"]),
        (["Tiltak", "2031", "2032"], ["Samtale", "1", "1"]),
        (["Tiltak", "2031", "2032"], ["Samtale", "", ""]),
    ],
)
def test_what_somebody_does_is_no_budget(
    header: list[str], cells: list[str], tmp_path: Path
) -> None:
    assert len(read(tmp_path, "## Tiltak", [header, cells]).measures) == 1


def test_a_row_that_adds_up_is_no_measure(tmp_path: Path) -> None:
    rows = [
        ["Tiltak", "Ansvarlig", "Kostnad"],
        ["Innføre samtale", "NAV", "900 000"],
        ["Sum", "", "900 000"],
    ]
    found = read(tmp_path, rows)
    assert [measure.text for measure in found.measures] == ["Innføre samtale"]
    assert [record.reason for record in found.rejected] == [SUM]


@pytest.mark.parametrize(
    ("text", "summed"),
    [
        ("Sum", True),
        ("Totalt 2031:", True),
        ("Sum alle tiltak", True),
        ("Delsum drift", True),
        ("Summere erfaringer", False),
        ("Total gjennomgang av rutiner", False),
        ("Samle tiltak", False),
    ],
)
def test_a_sum_is_told_from_what_is_done(text: str, summed: bool) -> None:
    assert is_sum(text) == summed
