"""Text whose columns are set with blanks, as pdftotext -layout leaves them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_file
from indexer.records import PlanRead

HEAD = "Nes kommune\nRusplan 2026–2029\n\n"

SIMPLE = """\
Nr    Tiltak                            Ansvarlig               Frist
1     Innføre Unge & Rus                Oppvekst                31.12.26
2     Kontroll av salgssteder           Næringskontoret         Løpende
3     Tilby blodprøve på stedet         Feltpleien              2028
4     Holde foreldremøter               FAU, Helsestasjonen     01.11.26
"""
WRAPPED = """\
 Mål            Tiltak                              Ansvarlig/            Oppstart    Ferdig
                                                    medvirkende
 1. Fore-       1.1 Innføre Unge & Rus i            Oppvekst/             01.01.26    31.12.26
 bygging        8. trinn ved alle skoler            SLT-koordinator

                1.2 Kontroll av salgs- og           Næringskontoret       01.03.26    Løpende
                skjenkesteder hver måned

\f                                                                             side 2

                1.3 Tilby test på stedet            Feltpleien            01.01.26    Løpende

 2. Bolig       2.1 Bygge seks småhus på            Ringsaker             2026        2028
                Brumunddal øst                      Boligstiftelse

 Kilde: Arbeidsgruppens rapport, november 2025, med vedlegg.
"""
NO_COUNT = """\
Tiltak                        Ansvarlig              Frist
Innføre Unge & Rus i          Oppvekst               31.12.26
skolen
Kontroll av salgssteder i     Næringskontoret og     Løpende
sentrum                       politiet
Bygge seks småhus             Boligstiftelsen        2028
"""
TIGHT = """\
Tiltak                    Ansvarlig         Frist
Opprette legekonsultasjon Kommuneoverlegen  01.10.26
Ansette miljøvaktmester   Teknisk drift     01.09.26
Holde foreldremøter       FAU               2027
"""

Told = tuple[str | None, str, tuple[str, ...], str | None]

CASES: dict[str, tuple[str, list[Told]]] = {
    "a line a row": (
        SIMPLE,
        [
            ("1", "Innføre Unge & Rus", ("Oppvekst",), "31.12.26"),
            ("2", "Kontroll av salgssteder", ("Næringskontoret",), "Løpende"),
            ("3", "Tilby blodprøve på stedet", ("Feltpleien",), "2028"),
            ("4", "Holde foreldremøter", ("FAU", "Helsestasjonen"), "01.11.26"),
        ],
    ),
    "wrapped cells, over a page": (
        WRAPPED,
        [
            (
                "1.1",
                "Innføre Unge & Rus i 8. trinn ved alle skoler",
                ("Oppvekst", "SLT-koordinator"),
                "31.12.26",
            ),
            (
                "1.2",
                "Kontroll av salgs- og skjenkesteder hver måned",
                ("Næringskontoret",),
                "Løpende",
            ),
            ("1.3", "Tilby test på stedet", ("Feltpleien",), "Løpende"),
            ("2.1", "Bygge seks småhus på Brumunddal øst", ("Ringsaker Boligstiftelse",), "2028"),
        ],
    ),
    "rows without a count or a blank between": (
        NO_COUNT,
        [
            (None, "Innføre Unge & Rus i skolen", ("Oppvekst",), "31.12.26"),
            (None, "Kontroll av salgssteder i sentrum", ("Næringskontoret", "politiet"), "Løpende"),
            (None, "Bygge seks småhus", ("Boligstiftelsen",), "2028"),
        ],
    ),
    "a cell that fills its column": (
        TIGHT,
        [
            (None, "Opprette legekonsultasjon", ("Kommuneoverlegen",), "01.10.26"),
            (None, "Ansette miljøvaktmester", ("Teknisk drift",), "01.09.26"),
            (None, "Holde foreldremøter", ("FAU",), "2027"),
        ],
    ),
}


def read(folder: Path, text: str) -> PlanRead:
    path = folder / "plan.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_file(path)


@pytest.mark.parametrize("name", CASES)
def test_blanks_are_borders_where_the_headings_stand(tmp_path: Path, name: str) -> None:
    text, expected = CASES[name]
    measures = read(tmp_path, text).measures
    assert [(m.number, m.text, m.responsible, m.deadline) for m in measures] == expected


def test_goals_go_on_and_nothing_is_lost(tmp_path: Path) -> None:
    plan = read(tmp_path, WRAPPED)
    assert [m.goal for m in plan.measures] == ["Forebygging", "Forebygging", "Forebygging", "Bolig"]
    assert any("Kilde: Arbeidsgruppens" in passage.text for passage in plan.passages)
    assert [text.strip() for _, text, _ in plan.skipped] == ["side 2"]


@pytest.mark.parametrize(
    "text",
    [
        "Vi lager tiltak  med ansvarlig  og frist.\nDette er vanlig tekst uten kolonner i det\n"
        "hele tatt, og den går over flere linjer som ikke\nholder seg til noen kanter.\n",
        "Tiltak        Ansvarlig      Frist\n"
        "Dette er en lang setning som går tvers over alle kanter.\n"
        "Og dette er enda en lang setning som gjør akkurat det samme som den forrige.\n"
        "Her er den tredje setningen, som heller ikke holder seg til kantene i tabellen.\n",
    ],
)
def test_prose_is_no_table(tmp_path: Path, text: str) -> None:
    plan = read(tmp_path, text)
    assert plan.measures == ()
    assert any(text.split("\n")[1][:20] in passage.text for passage in plan.passages)
