"""Columns whose headings are not known, settled by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.by_values import is_no_measure
from indexer.layout import read_header
from indexer.read import read_file
from indexer.records import PlanRead
from indexer.tables import NO_MEASURE_COLUMN
from indexer.vocabulary import column_of
from indexer.when import only_when

Cell = str | tuple[str, int]
"""What stands in a cell; with the number of rows that it goes over."""

A: list[Cell] = ["Lage felles rutine", "Helsestasjonen", "01.03.2026"]
B: list[Cell] = ["Kurse helsesykepleiere", "Oppvekst", "01.06.2026"]
C: list[Cell] = ["Etablere dagsenter", "Hjemmetjenesten", "2027"]
D: list[Cell] = ["Kartlegge fall", "Fysioterapitjenesten", "Høsten 2026"]
FLAT = [A, B, C, D]
SPANNED: list[list[Cell]] = [[("Barn og unge", 2), *A], B, [("Eldre", 2), *C], D]
EACH: list[list[Cell]] = [["Barn og unge", *A], ["Barn og unge", *B], ["Eldre", *C], ["Eldre", *D]]
TOLD = [
    ("Lage felles rutine", ("Helsestasjonen",), "01.03.2026"),
    ("Kurse helsesykepleiere", ("Oppvekst",), "01.06.2026"),
    ("Etablere dagsenter", ("Hjemmetjenesten",), "2027"),
    ("Kartlegge fall", ("Fysioterapitjenesten",), "Høsten 2026"),
]


def read_table(folder: Path, head: str, rows: list[list[Cell]]) -> PlanRead:
    """What is read of a web page with one table; headings by bar."""
    cells = [
        f"<td rowspan={cell[1]}>{cell[0]}</td>" if isinstance(cell, tuple) else f"<td>{cell}</td>"
        for row in rows
        for cell in ("\n", *row)
    ]
    body = "".join(cells).replace("<td>\n</td>", "</tr><tr>")
    heads = "".join(f"<th>{label}</th>" for label in head.split("|"))
    path = folder / "plan.html"
    path.write_text(
        "<meta charset=utf-8><h1>Handlingsplan for Nes kommune 2026–2027</h1>"
        f"<table><tr>{heads}</tr><tr>{body}</tr></table>",
        encoding="utf-8",
    )
    return read_file(path)


def told(found: PlanRead) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(m.text, m.responsible, m.deadline) for m in found.measures]


# ── the measure ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("goal", ["Innsatsområde", "Delmål", "Satsing"])
@pytest.mark.parametrize(
    "heading", ["Slik gjør vi det", "Oppdrag", "Dette skal vi få til", "Beskrivelse", "Tiltak"]
)
@pytest.mark.parametrize("rows", [SPANNED, EACH], ids=["spanned", "each"])
def test_a_goal_is_no_measure_beside_a_text_of_each_row(
    tmp_path: Path, goal: str, heading: str, rows: list[list[Cell]]
) -> None:
    found = read_table(tmp_path, f"{goal}|{heading}|Ansvarlig|Frist", rows)
    assert told(found) == TOLD
    assert [m.goal for m in found.measures] == ["Barn og unge"] * 2 + ["Eldre"] * 2


@pytest.mark.parametrize(
    "head",
    [
        "Slik blir det bedre|Ansvarlig|Frist",
        "Slik blir det bedre|Laget|Frist",
        "Slik blir det bedre|Ansvarlig|Målstrek",
        "Tiltak|Laget|Målstrek",
        "Beskrivelse|Kontaktperson|Kvartal",
        "Oppdrag|Aktører|Kva tid",
        "Slik blir det bedre|Laget|Målstrek",
    ],
)
def test_headings_of_which_few_are_known(tmp_path: Path, head: str) -> None:
    assert told(read_table(tmp_path, head, FLAT)) == TOLD


def test_goals_with_reasons_are_the_measures_where_nothing_else_is(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Flere får hjelp", "Fordi mange venter", *A[1:]],
        ["Færre faller", "Fordi brudd koster", *B[1:]],
    ]
    found = read_table(tmp_path, "Delmål|Hvorfor|Ansvarlig|Frist", rows)
    assert [m.text for m in found.measures] == ["Flere får hjelp", "Færre faller"]
    rows = [["Flere får hjelp", "Felles inntaksteam", *A[1:]], ["Færre faller", "Turlag", *B[1:]]]
    found = read_table(tmp_path, "Delmål|Grep for gode dager|Ansvarlig|Frist", rows)
    assert [m.text for m in found.measures] == ["Flere får hjelp", "Færre faller"]
    rows[1][1] = "Turlag for eldre menn"
    found = read_table(tmp_path, "Delmål|Gode dager|Ansvarlig|Frist", rows)
    assert [m.text for m in found.measures] == ["Felles inntaksteam", "Turlag for eldre menn"]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            "Versjon|Dato|Endring|Ansvarlig",
            [["1.0", "01.02.2026", "Lage utkast", "Oppvekst"], ["1.1", "2027", "Rette", "NAV"]],
        ),
        (
            "Møte|Dato|Ansvarlig|Sted",
            [
                ["Første i styringsgruppa", "01.02.2026", "Oppvekst", "Rådhuset"],
                ["Andre i styringsgruppa", "01.03.2026", "Oppvekst", "Skolen"],
            ],
        ),
        (
            "Avtale|Ansvarlig|Dato",
            [["Avtale om beredskap", "NAV", "2020"], ["Avtale om fødsler", "NAV", "2021"]],
        ),
        (
            "Hendelse|Sannsynlighet|Ansvarlig|Frist",
            [["Strømmen går", "3", "Teknisk", "2026"], ["Vannet er skittent", "4", "NAV", "2027"]],
        ),
        (
            "Navn|Rolle|Ansvar|Periode",
            [["Kari Nes", "Leder", "Lede møter", "2026"], ["Ola Bø", "Sekretær", "Skrive", "2026"]],
        ),
        (
            "Begrep|Forklaring|Eksempel",
            [["Tiltak", "Det gjøres", "Kurs"], ["Ansvar", "Hvem", "NAV"], ["Frist", "Når", "2026"]],
        ),
    ],
)  # fmt: skip
def test_a_table_of_something_else_is_not_read(
    tmp_path: Path, head: str, rows: list[list[Cell]]
) -> None:
    found = read_table(tmp_path, head, rows)
    assert not found.measures
    assert {row.reason for row in found.rejected} == {NO_MEASURE_COLUMN}


# ── several rows under one measure ───────────────────────────────────────────────────────


def test_times_of_two_rows_are_no_deadline_of_one(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[("Etablere team", 2), "NAV", "2026"], ["Kultur", "2027"], A]
    assert told(read_table(tmp_path, "Tiltak|Ansvarlig|Frist", rows)) == [
        ("Etablere team", ("NAV",), "2026"),
        ("Etablere team", ("Kultur",), "2027"),
        TOLD[0],
    ]
    rows[1][1] = "Ved behov"
    found = read_table(tmp_path, "Tiltak|Ansvarlig|Frist", rows)
    assert [m.deadline for m in found.measures] == ["2026", "Ved behov", "01.03.2026"]
    rows = [[("Etablere team", 2), "NAV", ("2026", 2)], ["Kultur"], A]
    assert told(read_table(tmp_path, "Tiltak|Ansvarlig|Frist", rows)) == [
        ("Etablere team", ("NAV", "Kultur"), "2026"),
        TOLD[0],
    ]


def test_numbers_left_of_a_measure_that_its_values_tell(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[("Barn", 2), "1.1", *A], ["1.2", *B], [("Eldre", 2), "2.1", *C]]
    rows.append(["2.2", *D])
    found = read_table(tmp_path, "Innsatsområde||Slik blir det|Ansvarlig|Frist", rows)
    assert told(found) == TOLD
    assert [m.number for m in found.measures] == ["1.1", "1.2", "2.1", "2.2"]


def test_a_measure_told_of_rows_with_texts_of_their_own_is_their_goal(tmp_path: Path) -> None:
    found = read_table(tmp_path, "Tiltak|Konkretisering|Ansvarlig|Frist", SPANNED)
    assert told(found) == TOLD
    assert found.measures[0].goal == "Barn og unge"


@pytest.mark.parametrize("text", ["31.12.2027", "Høsten 2026", "Molde kommune", "DPS Molde"])
def test_a_time_or_a_body_alone_is_no_measure(tmp_path: Path, text: str) -> None:
    assert is_no_measure(text)
    found = read_table(tmp_path, "Tiltak|Ansvarlig|Frist", [[text, "NAV", "2026"], A])
    assert told(found) == TOLD[:1]


@pytest.mark.parametrize("text", ["Årlig fagdag", "Frisklivssentral", "Felles fagdag 2026", "Kurs"])
def test_a_name_of_what_is_done_is_a_measure(text: str) -> None:
    assert not is_no_measure(text)


# ── who, when and how far ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who", ["Aktører", "Kontaktperson", "Kontakt", "Rolle", "Saksbehandler", "Tiltakseier", "Laget"]
)
def test_who_in_other_words(tmp_path: Path, who: str) -> None:
    assert told(read_table(tmp_path, f"Tiltak|{who}|Frist", FLAT)) == TOLD


@pytest.mark.parametrize(
    "when",
    ["Kva tid", "Milepæl", "Tidfesting", "Måned", "Kvartal", "Framdrift/frist", "Framdrift",
     "Målstrek"],
)  # fmt: skip
def test_when_in_other_words(tmp_path: Path, when: str) -> None:
    assert told(read_table(tmp_path, f"Tiltak|Ansvarlig|{when}", FLAT)) == TOLD


def test_names_and_times_of_something_else_are_neither(tmp_path: Path) -> None:
    found = read_table(tmp_path, "Tiltak|Arena|Vedtatt|Kostnad", [[*row, "10"] for row in FLAT])
    assert told(found) == [(text, (), None) for text, _, _ in TOLD]
    other = dict(found.measures[0].other)
    assert other == {"Arena": "Helsestasjonen", "Vedtatt": "01.03.2026", "Kostnad": "10"}
    found = read_table(tmp_path, "Tiltak|Ansvarlig|Frist|Kontaktperson", [[*A, "Kari Nes"]])
    assert told(found) == TOLD[:1]
    assert dict(found.measures[0].other) == {"Kontaktperson": "Kari Nes"}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Fra", "Til"),
        ("Frå", "Til"),
        ("Fra år", "Til år"),
        ("Oppstart", "Kvartal"),
        ("Startdato", "Sluttdato"),
        ("Når starter vi?", "Når er vi ferdige?"),
        ("Iverksettes", "Frist"),
    ],
)
def test_the_end_is_the_deadline_and_the_start_stays(tmp_path: Path, start: str, end: str) -> None:
    rows: list[list[Cell]] = [[*A[:2], "2025", "2026"], [*B[:2], "01.02.2026", "2027"]]
    found = read_table(tmp_path, f"Tiltak|Ansvarlig|{start}|{end}", rows)
    assert [m.deadline for m in found.measures] == ["2026", "2027"]
    assert [dict(m.other) for m in found.measures] == [{start: "2025"}, {start: "01.02.2026"}]
    rows = [[*row[:2], row[3], row[2]] for row in rows]
    found = read_table(tmp_path, f"Tiltak|Ansvarlig|{end}|{start}", rows)
    assert [m.deadline for m in found.measures] == ["2026", "2027"]


def test_a_heading_of_start_and_end_is_when(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*A[:2], "2025–2026"], [*B[:2], "2026–2027"]]
    found = read_table(tmp_path, "Tiltak|Ansvarlig|Oppstart/slutt", rows)
    assert [m.years for m in found.measures] == [(2025, 2026), (2026, 2027)]


@pytest.mark.parametrize("heading", ["Trafikklys", "Lampe"])
def test_a_column_of_colours_is_a_status(tmp_path: Path, heading: str) -> None:
    rows: list[list[Cell]] = [[*A, "Grønn"], [*B, "Gult – avventer IKT"], [*C, "Rød"]]
    found = read_table(tmp_path, f"Tiltak|Ansvarlig|Frist|{heading}", rows)
    assert [m.status for m in found.measures] == ["Grønn", "Gult – avventer IKT", "Rød"]


def test_a_status_of_two_paragraphs_is_told_on_one_line(tmp_path: Path) -> None:
    row: list[Cell] = [*A, "<p>Påbegynt.</p><p>Venter på IKT</p>"]
    found = read_table(tmp_path, "Tiltak|Ansvarlig|Frist|Status", [row])
    assert [m.status for m in found.measures] == ["Påbegynt. Venter på IKT"]


def test_a_heading_that_counts_measures_heads_none() -> None:
    assert read_header(["", "Tiltak 1", "Tiltak 2"]) == ()
    assert read_header(["Mål 1", "Tiltak", "Ansvar"]) != ()


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("measure", ["Oppdrag", "Handlingspunkt", "Arbeidsoppgåver", "Kva vi gjer", "Oppgåver",
                     "Slik får vi det til", "Hva vil vi gjøre?", "Konkrete tiltak"]),
        ("responsible", ["Ansvar/medvirkning", "Tiltakseiere", "Hovedaktør", "Gjennomføringsansvar",
                         "Oppfølgingsansvarlig", "Ansvaret", "Oppfølgjingsansvar"]),
        ("deadline", ["Kva tid", "Tidfesting", "Måldato", "Tidsrammer", "Planlagt ferdigstilling"]),
        ("status", ["Trafikklys", "Status per 1.1.2026", "Gjennomføringsgrad"]),
        ("goal", ["Satsing", "Ambisjon", "Prioritert område", "Hva vil vi oppnå"]),
        ("indicator", ["Målepunkt", "Ønsket effekt", "Suksesskriterium"]),
    ],
)  # fmt: skip
def test_more_words_of_headings(kind: str, labels: list[str]) -> None:
    assert {label: column_of(label) for label in labels} == dict.fromkeys(labels, kind)


@pytest.mark.parametrize(
    "text",
    ["2026", "01.03.26", "1. mars 2026", "Våren 2026", "4. kv. 2026", "T2 2026", "Uke 12 2026",
     "Innan utgangen av 2027", "Løpende", "Hvert kvartal", "Januar", "mars–juni 2026", "2026 Q3",
     "Oppstart 2026, ferdig 2027"],
)  # fmt: skip
def test_what_only_says_when(text: str) -> None:
    assert only_when(text)


@pytest.mark.parametrize(
    "text",
    ["", "–", "12", "1.2", "2500", "Plan for 2026", "Ferdig", "3 kurs", "Ja", "Fra kommunen"],
)
def test_what_says_something_else(text: str) -> None:
    assert not only_when(text)


# ── labels instead of columns ────────────────────────────────────────────────────────────


def test_labels_stand_in_for_each_other_as_column_headings_do(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Nes kommune\nTemaplan for rehabilitering 2026–2029\n\n"
        "Tiltak 1: Lage felles rutine\nKontaktperson: Helsestasjonen\nKva tid: Hausten 2026\n\n"
        "Tiltak 2: Kurse helsesykepleiere\nAnsvar: Oppvekst\nKontaktperson: Kari Nes\n"
        "Oppstart: 2025\nFrist: 2027\n",
        encoding="utf-8",
    )
    found = read_file(path)
    assert told(found) == [
        ("Lage felles rutine", ("Helsestasjonen",), "Hausten 2026"),
        ("Kurse helsesykepleiere", ("Oppvekst",), "2027"),
    ]
    other = dict(found.measures[1].other)
    assert other == {"Kontaktperson": "Kari Nes", "Oppstart": "2025"}


@pytest.mark.parametrize(
    ("rows", "who", "when", "other"),
    [
        ([["Kontaktperson", "NAV"], ["Kva tid", "2027"]], "NAV", "2027", {}),
        ([["Oppstart", "2025"], ["Frist", "2027"], ["Ansvar", "NAV"]], "NAV", "2027",
         {"Oppstart": "2025"}),
        ([["Ansvar", "NAV"], ["Kontaktperson", "Kari Nes"], ["Milepæl", "2027"]], "NAV", "2027",
         {"Kontaktperson": "Kari Nes"}),
    ],
)  # fmt: skip
def test_pairs_of_label_and_value_do_so_too(
    tmp_path: Path, rows: list[list[Cell]], who: str, when: str, other: dict[str, str]
) -> None:
    found = read_table(tmp_path, "Tiltak|Lage felles rutine", rows)
    assert told(found) == [("Lage felles rutine", (who,), when)]
    assert dict(found.measures[0].other) == other
