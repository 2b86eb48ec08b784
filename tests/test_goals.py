"""Goals that stand over the measures: in headings, in rows over a table, in lines of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file
from indexer.vocabulary import goal_said

TITLE = "Handlingsplan for Nes kommune 2025–2026"


def goals(tmp_path: Path, name: str, text: str) -> list[tuple[str, str | None]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(m.text, m.goal) for m in read_file(path).measures]


def page(body: str) -> str:
    return f"<html><body><h1>{TITLE}</h1>{body}</body></html>"


def table(*rows: str) -> str:
    cells = [
        f"<td>{row.replace('|', '</td><td>')}</td>" if "|" in row else f"<td colspan=3>{row}</td>"
        for row in rows
    ]
    return f"<table>{''.join(f'<tr>{cell}</tr>' for cell in cells)}</table>"


HEAD = "Tiltak|Ansvarlig|Frist"
TWO = [("Lage rutine", "Trygghet"), ("Kjøpe aggregat", "Drift")]
FIRST, SECOND = "Lage rutine|NAV|2025", "Kjøpe aggregat|Teknisk|2026"
LABELS = "Ansvarlig: NAV\nFrist: 2025\n\n"
BARS = "| Tiltak | Ansvarlig | Frist |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "plan.md",
            f"# {TITLE}\n\n## Mål 1: Trygghet\n\n### 1.1 Lage rutine\n\n{LABELS}"
            f"## Mål 2: Drift\n\n### 2.1 Kjøpe aggregat\n\n{LABELS}",
        ),
        (
            "plan.md",
            f"# {TITLE}\n\n## Hovudmål A – Trygghet\n\n### Lage rutine\n\n- Kven: NAV\n- Når: 1\n\n"
            "## Delmål 2.1 Drift\n\n### Kjøpe aggregat\n\n- Kven: NAV\n- Når: 2025\n",
        ),
        (
            "plan.html",
            page(
                "<h2>Mål 1: Trygghet</h2><h3>1.1 Lage rutine</h3><p>Ansvarlig: NAV<br>Frist: 2025"
                "</p><h2>Mål 2: Drift</h2><h3>2.1 Kjøpe aggregat</h3><p>Ansvarlig: NAV<br>Frist: 1"
            ),
        ),
        (
            "plan.html",
            page(
                f"<h2>Mål: Trygghet</h2>{table(HEAD, FIRST)}"
                f"<h2>Mål: Drift</h2>{table(HEAD, SECOND)}"
            ),
        ),
        ("plan.html", page(table(HEAD, "Mål A Trygghet", FIRST, "Mål B Drift", SECOND))),
        (
            "plan.html",
            page(table("Mål 1: Trygghet", HEAD, FIRST) + table("Mål 2: Drift", HEAD, SECOND)),
        ),
        (
            "plan.md",
            f"# {TITLE}\n\n{BARS}| **Mål 1: Trygghet** | | |\n| Lage rutine | NAV | 2025 |\n"
            "| Mål 2: Drift | | |\n| Kjøpe aggregat | NAV | 2026 |\n",
        ),
        (
            "plan.txt",
            f"{TITLE}\n\nMål 1: Trygghet\n\nTiltak 1.1: Lage rutine\n{LABELS}"
            f"Mål 2: Drift\n\nTiltak 2.1: Kjøpe aggregat\n{LABELS}",
        ),
        (
            "plan.html",
            page(
                "<p><b>Mål 1: Trygghet</b></p><p>Tiltak 1.1: Lage rutine</p><p>Ansvarlig: NAV</p>"
                "<p><b>Mål 2: Drift</b></p><p>Tiltak 2.1: Kjøpe aggregat</p><p>Ansvarlig: NAV</p>"
            ),
        ),
        (
            "plan.txt",
            f"{TITLE}\n\nTiltak: Lage rutine\nMål 2: Trygghet\n{LABELS}"
            f"Tiltak: Kjøpe aggregat\nMål 1: Drift\n{LABELS}",
        ),
        (
            "plan.txt",
            f"{TITLE}\n\nTiltak: Lage rutine\nAnsvarlig: NAV\nFrist: 2025\nMål: Trygghet\n\n"
            "Tiltak: Kjøpe aggregat\nAnsvarlig: NAV\nFrist: 2025\nMål: Drift\n",
        ),
        (
            "plan.md",
            f"# {TITLE}\n\n### 1.1 Lage rutine\n\n#### Mål: Trygghet\n\n#### Ansvarlig: NAV\n\n"
            "#### Frist: 2025\n\n### 1.2 Kjøpe aggregat\n\n#### Mål: Drift\n\n#### Ansvarlig: NAV\n"
            "\n#### Frist: 2025\n",
        ),
    ],
)
def test_a_goal_is_that_of_the_measures_it_stands_over(
    tmp_path: Path, name: str, text: str
) -> None:
    assert goals(tmp_path, name, text) == TWO


def test_a_goal_holds_until_the_next_heading_of_its_level(tmp_path: Path) -> None:
    text = page(
        f"<h2>Mål 1: Trygghet</h2>{table(HEAD, FIRST)}<h3>Mer om dette</h3>{table(HEAD, FIRST)}"
        f"<h2>Økonomi</h2>{table(HEAD, SECOND)}"
    )
    found = [goal for _, goal in goals(tmp_path, "plan.html", text)]
    assert found == ["Trygghet", "Trygghet", None]


def test_a_goal_of_the_row_goes_before_that_of_the_heading(tmp_path: Path) -> None:
    rows = table("Delmål|Tiltak|Ansvarlig", "Øvelse|Lage rutine|NAV")
    assert goals(tmp_path, "plan.html", page(f"<h2>Mål 1: Trygghet</h2>{rows}")) == [
        ("Lage rutine", "Øvelse")
    ]


def test_a_goal_with_who_and_when_is_no_measure(tmp_path: Path) -> None:
    text = f"# {TITLE}\n\n## Mål 1: Trygghet\n\n{LABELS}### Om planen\n\nTekst.\n"
    assert goals(tmp_path, "plan.md", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mål 2: Sikre drift", "Sikre drift"),
        ("**Mål 2: Sikre drift**", "Sikre drift**"),
        ("Delmål 1.2 Trygge nærmiljø", "Trygge nærmiljø"),
        ("Hovudmål B – Aktiv alderdom", "Aktiv alderdom"),
        ("Mål: Færre fall", "Færre fall"),
        ("Goal 3: Fewer falls", "Fewer falls"),
        ("Mål og tiltak", None),
        ("Mål 1", None),
        ("Mål:", None),
        ("Mål 3 måneder etter oppstart", None),
        ("Målgruppe: Barn", None),
        ("Satsingsområde A: Psykisk helse", None),
        ("Målet er færre fall", None),
    ],
)
def test_what_says_a_goal(text: str, value: str | None) -> None:
    said = goal_said(text)
    assert (text[said.start :] if said else None) == value
