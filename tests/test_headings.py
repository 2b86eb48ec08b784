"""Column headings in other words: plans of other regions, in bokmål and nynorsk."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from indexer.layout import read_header
from indexer.read import read_file
from indexer.records import Column, Measure
from indexer.tables import NO_MEASURE_COLUMN
from indexer.vocabulary import column_of


@pytest.mark.parametrize(
    ("column", "labels"),
    [
        (Column.RESPONSIBLE, ["Ansvar", "Ansvarleg", "Hvem", "Kven", "Ansvarlig enhet",
                              "Ansvarleg eining", "Hovedansvarlig", "Hovudansvarleg",
                              "Tiltaksansvarlig", "Hvem gjør hva?", "Gjennomføres av",
                              "Prosesseier", "Prosesseigar", "Kven har ansvaret?", "Hvem?",
                              "Kven følgjer opp?"]),
        (Column.DEADLINE, ["Frist", "Fristar", "Når", "Når skal det være ferdig?", "Tidsramme",
                           "Gjennomføres", "Blir gjennomført", "Tidsplan", "Ferdigstillast",
                           "År", "Dato", "Oppstart", "Tidsrom", "Innen", "Innan", "Planlagt ferdig",
                           "Sluttdato", "Gjennomføringsperiode", "Skal vere ferdig"]),
        (Column.STATUS, ["Status", "Status pr. 31.12.2027", "Framdrift", "Fremdrift"]),
        (Column.OTHER, ["Kostnad", "Kostnadar", "Budsjett", "Kommentar", "Kommentarar",
                        "Merknad", "Økonomiske konsekvenser", "Hvem er med?",
                        "Kven deltek?", "Samarbeid med", "Medvirkende"]),
        (Column.GOAL, ["Målsetting", "Målsetjing", "Målsettinger", "Delmål", "Hovedmål",
                       "Hovudmål", "Strategi", "Strategiar", "Overordna mål"]),
        (Column.MEASURE, ["Aktivitet", "Aktivitetar", "Oppfølging", "Oppfølgjing", "Hva", "Kva",
                          "Hva skal gjøres?", "Kva skal gjerast?", "Beskrivelse av tiltak"]),
        (Column.NUMBER, ["Nr.", "Tiltak nr.", "Tiltaksnummer", "Pkt."]),
        (Column.TARGET_GROUP, ["Målgruppe", "For kven?", "Brukargrupper", "Hvem er det for?",
                               "Kven gjeld tiltaket?", "Hvem får hjelp av det?", "Til hvem?",
                               "Kven skal få tilbodet?", "Retta mot"]),
        (Column.INDICATOR, ["Indikatorar", "Korleis veit vi at vi har lukkast?", "Effektmål",
                            "Kjennetegn på måloppnåelse", "Slik veit vi at det hjelper",
                            "Slik ser vi at vi lykkes", "Korleis skal vi måle det?"]),
        (None, ["Samordning", "Hvorfor er dette viktig",
                "Årsaker", "Hvaler", "Kvalitet", "Hvem vet best?", "Avdeling", "Eining",
                "Innen helse"]),
    ],
)  # fmt: skip
def test_what_a_heading_says(column: Column | None, labels: list[str]) -> None:
    assert {label: column_of(label) for label in labels} == dict.fromkeys(labels, column)


def as_text(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "plan.txt"
    lines = ["Samhandlingsplan for Helsefellesskapet Fonna 2027-2029", ""]
    path.write_text("\n".join(lines + ["\t".join(row) for row in rows]), encoding="utf-8")
    return path


def as_markdown(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "plan.md"
    piped = [f"| {' | '.join(row)} |" for row in rows]
    piped.insert(1, "|" + "---|" * len(rows[0]))
    text = ["# Samhandlingsplan for Helsefellesskapet Fonna 2027-2029", "", *piped, ""]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def as_word(folder: Path, rows: list[list[str]]) -> Path:
    document = docx.Document()
    document.add_heading("Samhandlingsplan for Helsefellesskapet Fonna 2027-2029", 0)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


FORMS = [as_text, as_markdown, as_word]


def one(measures: tuple[Measure, ...]) -> Measure:
    (measure,) = measures
    return measure


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "headings",
    [
        ["Målsetting", "Aktivitet", "Hvem", "Når", "Status", "Kostnad"],
        [
            "Målsetjing",
            "Kva skal gjerast?",
            "Ansvarleg eining",
            "Tidsramme",
            "Framdrift",
            "Kostnad",
        ],
        ["Strategi", "Oppfølging", "Ansvar", "Gjennomføres", "Fremdrift", "Kostnad"],
        ["Delmål", "Hva", "Hovedansvarlig", "Tidsplan", "Status pr. 1.1.", "Kostnad"],
    ],
)
def test_a_plan_with_headings_in_other_words(
    tmp_path: Path, form: object, headings: list[str]
) -> None:
    row = ["Trygge overganger", "Etablere utskrivingsmøte", "AU", "2028", "Planlagt", "0,5 mill."]
    assert callable(form)
    measure = one(read_file(form(tmp_path, [headings, row])).measures)
    assert measure.goal == "Trygge overganger"
    assert measure.text == "Etablere utskrivingsmøte"
    assert measure.responsible == ("AU",)
    assert (measure.deadline, measure.years) == ("2028", (2028,))
    assert measure.status == "Planlagt"
    assert dict(measure.other) == {"Kostnad": "0,5 mill."}


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_without_who_and_when(tmp_path: Path, form: object) -> None:
    rows = [
        ["Mål", "Tiltak", "Kommentar"],
        ["Trygge overganger", "Etablere utskrivingsmøte", "Se avtalen"],
        ["Digital samhandling", "Teste videokonsultasjon", ""],
    ]
    assert callable(form)
    measures = read_file(form(tmp_path, rows)).measures
    assert [(m.goal, m.text) for m in measures] == [(row[0], row[1]) for row in rows[1:]]
    assert [(m.responsible, m.deadline, m.uncertain) for m in measures] == [((), None, ())] * 2
    assert [dict(m.other) for m in measures] == [{"Kommentar": "Se avtalen"}, {}]


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_heading_keeps_its_column(tmp_path: Path, form: object) -> None:
    rows = [
        ["Tiltak", "Samordning", "Ansvarlig", "Fyrtårn", "Frist"],
        ["Etablere utskrivingsmøte", "Med Vestland fylke", "AU", "Ja", "2028"],
    ]
    assert callable(form)
    measure = one(read_file(form(tmp_path, rows)).measures)
    assert dict(measure.other) == {"Samordning": "Med Vestland fylke", "Fyrtårn": "Ja"}
    assert (measure.responsible, measure.deadline) == (("AU",), "2028")


def kinds(*labels: str) -> list[str]:
    return [head.column.value for head in read_header(labels)]


@pytest.mark.parametrize("how", ["Hvordan", "Korleis", "Oppfølging", "Oppfølgjing", "Beskrivelse"])
def test_what_stands_right_of_the_measure_adds_to_it(tmp_path: Path, how: str) -> None:
    rows = [
        ["Tiltak", how, "Ansvarlig", "Frist"],
        ["Turgruppe", "Hver uke, med leder", "Frisklivssentralen", "2028"],
        ["Kafé", "", "Frivilligsentralen", "2029"],
    ]
    found = read_file(as_word(tmp_path, rows))
    assert [m.text for m in found.measures] == ["Turgruppe", "Kafé"]
    assert [m.goal for m in found.measures] == [None, None]
    assert [dict(m.other) for m in found.measures] == [{how: "Hver uke, med leder"}, {}]
    assert not found.rejected


@pytest.mark.parametrize(
    ("cells", "deadlines", "other"),
    [
        (["Hver uke, med leder", ""], [None, None], [{"Gjennomføring": "Hver uke, med leder"}, {}]),
        (["Våren 2028", "Løpende"], ["Våren 2028", "Løpende"], [{}, {}]),
    ],
)
def test_a_column_gjennomforing_is_when_only_if_it_says_so(
    tmp_path: Path,
    cells: list[str],
    deadlines: list[str | None],
    other: list[dict[str, str]],
) -> None:
    rows = [["Tiltak", "Gjennomføring", "Ansvarlig"]]
    rows += [["Turgruppe", cells[0], "Frisklivssentralen"], ["Kafé", cells[1], "Biblioteket"]]
    found = read_file(as_text(tmp_path, rows)).measures
    assert [m.deadline for m in found] == deadlines
    assert [dict(m.other) for m in found] == other


def test_of_questions_for_whom_the_one_in_other_words_asks_who_does_it() -> None:
    asked = kinds("Tiltak", "Hvem drar i gang?", "Hvem er med?", "Hvem får hjelp?", "Når")
    assert asked == ["measure", "responsible", "other", "target_group", "deadline"]
    asked = kinds("Tiltak", "Kven held kontakten?", "Kven gjer det?", "Kven er det for?", "Når")
    assert asked == ["measure", "other", "responsible", "target_group", "deadline"]
    asked = kinds("Tiltak", "Kven dreg det i gang?", "Kven held kontakten?", "Når", "Status")
    assert asked == ["measure", "responsible", "other", "deadline", "status"]
    assert kinds("Tiltak", "Hvem er med?", "Frist") == ["measure", "other", "deadline"]


@pytest.mark.parametrize(
    ("labels", "right"),
    [
        (["Oppstart", "Frist"], ["other", "deadline"]),
        (["Ferdig", "Start"], ["deadline", "other"]),
        (["Gjennomføring", "Frist"], ["other", "deadline"]),
        (["Periode", "Kostnad"], ["deadline", "other"]),
        (["År", "Når skal det være ferdig?"], ["other", "deadline"]),
    ],
)
def test_a_better_known_heading_says_when(labels: list[str], right: list[str]) -> None:
    assert kinds("Tiltak", "Ansvar", *labels) == ["measure", "responsible", *right]


@pytest.mark.parametrize("label", ["Virksomhet", "Verksemd", "Enhet", "Eining", "Avdeling", "Etat"])
def test_a_part_of_the_organisation_does_it_where_nobody_else_is_named(label: str) -> None:
    assert kinds("Mål", "Tiltak", label, "Frist")[2] == "responsible"
    named = kinds("Tiltak", label, "Ansvarlig", "Frist")
    assert named == ["measure", "other", "responsible", "deadline"]


@pytest.mark.parametrize("before", ["Indikator", "Mengde"])
def test_the_unit_of_what_is_measured_does_nothing(before: str) -> None:
    assert kinds("Tiltak", before, "Enhet", "Frist")[2] == "other"


def test_a_table_of_something_else_is_no_plan(tmp_path: Path) -> None:
    rows = [["Navn", "Telefon", "Sted"], ["Kari", "555", "Haugesund"]]
    found = read_file(as_text(tmp_path, rows))
    assert not found.measures
    assert {row.reason for row in found.rejected} == {NO_MEASURE_COLUMN}


def test_a_heading_over_a_number_and_its_text(tmp_path: Path) -> None:
    rows = [
        ["Mål", "Tiltak", "", "Ansvarlig"],
        ["Trygge overganger", "1.1", "Etablere utskrivingsmøte", "AU"],
        ["", "1.2", "Innføre e-melding", "PSU"],
    ]
    found = read_file(as_word(tmp_path, rows))
    assert [(m.number, m.text) for m in found.measures] == [
        ("1.1", "Etablere utskrivingsmøte"),
        ("1.2", "Innføre e-melding"),
    ]


def test_what_and_how_are_goal_and_measure() -> None:
    header = read_header(["Hva", "Hvordan", "Hvem", "Når"])
    assert [head.column for head in header] == [
        Column.GOAL,
        Column.MEASURE,
        Column.RESPONSIBLE,
        Column.DEADLINE,
    ]
