"""Measures told in running prose: labels within sentences, and lines that a file broke."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file

HEAD = "Nes kommune\nTemaplan for rehabilitering 2026–2029\n\n"

Told = tuple[str | None, str, tuple[str, ...], str | None]

ONE = "Alle søkere skal få tilbud om hverdagsrehabilitering"
TWO = "Opprette frisklivstilbud for unge"
BOTH: list[Told] = [
    ("1", ONE, ("Innsatsteamet",), "1. september 2026"),
    ("2", TWO, ("Frisklivssentralen",), "våren 2027"),
]


def read(folder: Path, text: str) -> list[Told]:
    path = folder / "plan.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return [
        (m.number, m.text.removesuffix("."), m.responsible, m.deadline)
        for m in read_file(path).measures
    ]


@pytest.mark.parametrize("heading", ["2 Tiltak", "2 Hovedmål og tiltak", "3 Handlingsdel"])
@pytest.mark.parametrize("mark", ["Tiltak {}: ", "Tiltak {}. ", "Tiltak {} – ", "{}. ", "{} "])
@pytest.mark.parametrize("end", [" ", "\n"])
def test_a_count_and_labels_in_sentences_are_measures(
    tmp_path: Path, heading: str, mark: str, end: str
) -> None:
    text = (
        f"{heading}\n\n{mark.format(1)}{ONE}.{end}Ansvar: Innsatsteamet. Frist: 1. september 2026."
        f"\n\n{mark.format(2)}{TWO}.{end}Ansvar: Frisklivssentralen. Frist: våren 2027.\n"
    )
    assert read(tmp_path, text) == BOTH


WRAPPED = {
    "in the measure": (
        "Tiltak 1: Alle søkere skal få tilbud om\nhverdagsrehabilitering. Ansvar: Innsatsteamet. "
        "Frist: 1. september 2026.",
        BOTH[0],
    ),
    "a numbered line that is no heading": (
        "1.1 Alle søkere skal få tilbud om\nhverdagsrehabilitering. Ansvar: Innsatsteamet. "
        "Frist: 1. september 2026.",
        ("1.1", *BOTH[0][1:]),
    ),
    "behind a label": (
        "Tiltak 6. Pasienter følges opp innen 72 timer. Ansvar:\nHjemmetjenesten. "
        "Frist: ikke fastsatt.",
        ("6", "Pasienter følges opp innen 72 timer", ("Hjemmetjenesten",), "ikke fastsatt"),
    ),
    "in a word left out": (
        "Tiltak 3: Det innføres faste treningsgrupper. Ansvar: Fysio- og\nergoterapitjenesten. "
        "Frist: Løpende fra 2026.",
        (
            "3",
            "Det innføres faste treningsgrupper",
            ("Fysio- og ergoterapitjenesten",),
            "Løpende fra 2026",
        ),
    ),
    "in a post": (
        "Tiltak 9: Hospitering prøves ut i hele kommunen. Ansvar: Enhetsleder\nfor rehabilitering. "
        "Frist: Høsten 2026.",
        (
            "9",
            "Hospitering prøves ut i hele kommunen",
            ("Enhetsleder for rehabilitering",),
            "Høsten 2026",
        ),
    ),
    "between bodies": (
        "Tiltak 5: Det lages en linje for hjerneslag. Ansvar: Barneklinikken,\n"
        "og Koordinerende enhet. Frist: innen utgangen av 2027.",
        (
            "5",
            "Det lages en linje for hjerneslag",
            ("Barneklinikken", "Koordinerende enhet"),
            "innen utgangen av 2027",
        ),
    ),
    "before a capital": (
        "Tiltak 7 Lage kurs. Ansvarlig: Enhetsleder\nDPS Strømme. Frist: 2027",
        ("7", "Lage kurs", ("Enhetsleder DPS Strømme",), "2027"),
    ),
    "nynorsk": (
        "Tiltak 4 – Opprette demenskoordinator i alle\nkommunane. Kven: Einingsleiar helse. "
        "Når: Hausten 2026.",
        (
            "4",
            "Opprette demenskoordinator i alle kommunane",
            ("Einingsleiar helse",),
            "Hausten 2026",
        ),
    ),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_a_sentence_goes_on_over_line_ends(tmp_path: Path, name: str) -> None:
    text, expected = WRAPPED[name]
    assert read(tmp_path, f"2 Tiltak\n\n{text}\n") == [expected]


SEPARATE = {
    "a body a line": (
        "Tiltak: Lage oversikt\nAnsvar: NAV\nBarneverntjenesten\nFrist: 2027",
        [(None, "Lage oversikt", ("NAV", "Barneverntjenesten"), "2027")],
    ),
    "two measures on lines of their own": (
        "Lage rutine nå. Ansvar: NAV. Frist: 2026.\nHolde kurs her. Ansvar: BUP. Frist: 2027.",
        [(None, "Lage rutine nå", ("NAV",), "2026"), (None, "Holde kurs her", ("BUP",), "2027")],
    ),
    "a sentence behind a name is no part of it": (
        "Tiltak 1. Lage rutine. Ansvar: St. Olavs hospital. Tiltaket er nytt. Frist: 2026.",
        [("1", "Lage rutine", ("St. Olavs hospital",), "2026")],
    ),
    "what the labels mean": (
        "Tiltakene er satt opp likt. Ansvar: den som leder. Frist: når det skal være ferdig.",
        [],
    ),
    "a mention of measures": (
        "Tiltak 2 og 8 gjennomføres ikke.\n\nSe tiltak 1 – 3 i planen. Frist: 2027.",
        [],
    ),
}


@pytest.mark.parametrize("name", SEPARATE)
def test_what_stands_apart_is_not_run_together(tmp_path: Path, name: str) -> None:
    text, expected = SEPARATE[name]
    assert read(tmp_path, f"2 Tiltak\n\n{text}\n") == expected


def test_a_label_that_is_not_known_holds_no_end_of_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        f"{HEAD}Tiltak 1: Lage rutine\nAnsvar: NAV\nOmfatter alle. Merk: se over\nFrist: 2026\n",
        encoding="utf-8",
    )
    (measure,) = read_file(path).measures
    assert "Omfatter alle. Merk" not in measure.other
