"""Web pages that tell of measures in description lists, and numbers with letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file
from indexer.records import Measure, PlanRead


def read(tmp_path: Path, body: str) -> PlanRead:
    path = tmp_path / "plan.html"
    path.write_text(f"<html><body><h1>Handlingsplan for Nes 2025–2026</h1>{body}</body></html>")
    return read_file(path)


def told(m: Measure) -> tuple[str | None, str, tuple[str, ...], str | None]:
    return m.number, m.text, m.responsible, m.deadline


def described(*pairs: str) -> str:
    """A description list; name and contents by bar, several contents by semicolon."""
    parts = []
    for pair in pairs:
        name, contents = pair.split("|")
        parts.append(f"<dt>{name}</dt>" + "".join(f"<dd>{c}</dd>" for c in contents.split(";")))
    return f"<dl>{''.join(parts)}</dl>"


@pytest.mark.parametrize(
    "body",
    [
        "<h3>Tiltak 1: Lage rutine</h3>" + described("Kven|NAV;Kultur", "Når|2025"),
        "<h3>1. Lage rutine</h3>" + described("Ansvarlig:|NAV;<p>Kultur</p>", "Frist:|2025"),
        "<h3>1 Lage rutine</h3>"
        + described("Ansvar|<ul><li>NAV</li><li>Kultur</li></ul>", "Frist|2025"),
        described("Tiltak 1|Lage rutine", "Ansvarleg|NAV;Kultur", "Frist|2025"),
        described("Tiltak 1: Lage rutine|Ansvarlig: NAV, Kultur;Frist: 2025"),
        "<h3>Tiltak 1: Lage rutine</h3><dl><div><dt>Ansvarlig</dt><dd>NAV</dd><dd>Kultur</dd></div>"
        "<div><dt>Frist</dt><dd>2025</dd></div></dl>",
    ],
)
def test_a_name_is_a_label_and_its_contents_are_the_values(tmp_path: Path, body: str) -> None:
    (got,) = read(tmp_path, body).measures
    assert told(got) == ("1", "Lage rutine", ("NAV", "Kultur"), "2025")


def test_a_list_each_or_one_for_all(tmp_path: Path) -> None:
    first = ("Tiltak 1a|Lage rutine", "Kven|NAV", "Når|2025")
    second = ("Tiltak 1b|Åpne telefon", "Kven|Kultur", "Når|våren 2026")
    apart = read(tmp_path, described(*first) + described(*second))
    together = read(tmp_path, described("Mål|Trygghet", *first, *second))
    expected = [
        ("1a", "Lage rutine", ("NAV",), "2025"),
        ("1b", "Åpne telefon", ("Kultur",), "våren 2026"),
    ]
    assert [told(m) for m in apart.measures] == expected
    assert [told(m) for m in together.measures] == expected
    assert [m.goal for m in together.measures] == ["Trygghet", "Trygghet"]


def test_a_list_of_words_explained_is_no_measure(tmp_path: Path) -> None:
    got = read(tmp_path, described("DPS|Distriktspsykiatrisk senter", "BUP|For barn;For ungdom"))
    assert not got.measures
    assert any("BUP: For barn; For ungdom" in passage.text for passage in got.passages)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1a", "1a"),
        ("2b)", "2b"),
        ("1.a", "1.a"),
        ("1.1 a", "1.1a"),
        ("4.1 B", "4.1B"),
        ("A1", "A1"),
        ("T-12", "T-12"),
        ("7.", "7"),
        ("12", "12"),
        ("2.1.2A Ref. 1.6.1", "2.1.2A"),
        ("1 i år", "1"),
    ],
)
def test_a_number_is_as_the_plan_writes_it(tmp_path: Path, cell: str, number: str) -> None:
    head = "<tr><th>Nr</th><th>Tiltak</th><th>Ansvarlig</th></tr>"
    rows = f"<tr><td>{cell}</td><td>Lage rutine</td><td>NAV</td></tr>"
    (got,) = read(tmp_path, f"<table>{head}{rows}</table>").measures
    assert (got.number, got.text) == (number, "Lage rutine")


@pytest.mark.parametrize(
    ("title", "number"),
    [("Tiltak 1a: Lage rutine", "1a"), ("1b Lage rutine", "1b"), ("Tiltak A2 – Lage rutine", "A2")],
)
def test_a_title_has_its_number_with_the_letter(tmp_path: Path, title: str, number: str) -> None:
    (got,) = read(tmp_path, f"<h3>{title}</h3><p>Ansvarlig: NAV</p><p>Frist: 2025</p>").measures
    assert told(got) == (number, "Lage rutine", ("NAV",), "2025")
