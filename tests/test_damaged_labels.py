"""Labels and headings of which one letter was taken for another that looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.forms.fields import word_of
from indexer.read import read_unlisted
from indexer.records import Column
from indexer.vocabulary import column_of


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Ti1tak", Column.MEASURE),
        ("Ti1tak 3", Column.MEASURE),
        ("TlLTAK", Column.MEASURE),
        ("Tiitak", Column.MEASURE),
        ("Ansvar1ig", Column.RESPONSIBLE),
        ("Ansvariig", Column.RESPONSIBLE),
        ("Ansvar1eg", Column.RESPONSIBLE),
        ("Fri5t", Column.DEADLINE),
        ("Frlst", Column.DEADLINE),
        ("Dead1ine", Column.DEADLINE),
        ("Fritt", None),
        ("Frisk", None),
        ("Frost", None),
        ("Mal", None),
        ("Må1", None),
        ("Tlltnk", None),
        ("Covid19", None),
    ],
)
def test_one_damaged_letter_of_a_long_label(label: str, column: Column | None) -> None:
    assert column_of(label) is column


@pytest.mark.parametrize(
    "label", ["Tiltak", "Tiltak 1", "Ti1tak 1", "Tiltak l", "Ti1tak l", "Tiltak I"]
)
def test_a_damaged_label_is_the_same_label(label: str) -> None:
    assert word_of(label) == "tiltak"


DAMAGED = (
    "# Handlingsplan for Testvik kommune 2031-2034\n\n"
    "Ti1tak l: Bygge gangveg\nAnsvariig: Teknisk etat\nFr1st: 2032\n\n"
    "Tiltak 2: Lage lysplan\nAnsvarlig: Plankontoret\nFrist: 2033\n"
)
RUNNING = (
    "# Handlingsplan for Testvik kommune 2031-2034\n\n"
    "Ti1tak 1. Bygge gangveg. Ansvar1ig: Teknisk etat. Fri5t: 2032.\n\n"
    "Tiltak 2. Lage lysplan. Ansvar: Plankontoret. Frist: 2033.\n"
)
TABLE = (
    "# Handlingsplan for Testvik kommune 2031-2034\n\nTi1tak\tAnsvar1ig\tFri5t\n"
    "Bygge gangveg\tTeknisk etat\t2032\nLage lysplan\tPlankontoret\t2033\n"
)


@pytest.mark.parametrize("text", [DAMAGED, RUNNING, TABLE])
def test_measures_with_damaged_labels_stay_apart(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    found = read_unlisted(path, path.name, None).measures
    assert [(m.text, m.responsible, m.deadline) for m in found] == [
        ("Bygge gangveg", ("Teknisk etat",), "2032"),
        ("Lage lysplan", ("Plankontoret",), "2033"),
    ]
