"""Tables in the forms that plans have them: text files of other regions, years and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.joining import HEADING_ROW, NO_MEASURE
from indexer.read import read_file
from indexer.records import Measure, Passage, PlanRead, Rejected
from indexer.tables import NO_MEASURE_COLUMN


def read(folder: Path, text: str, name: str = "plan.txt") -> PlanRead:
    """What is read out of a text; nothing may vanish and every piece must be verbatim."""
    path = folder / name
    path.write_bytes(text.encode())
    found = read_file(path)
    assert found.rows == len(found.measures) + len(found.rejected)
    lines = text.split("\n")
    records: list[Measure | Rejected | Passage]
    records = [*found.measures, *found.rejected, *found.passages]
    for record in records:
        source = record.source
        assert source.quote in "\n".join(lines[source.line - 1 : source.end_line])
        for piece in source.pieces:
            height = piece.quote.count("\n") + 1
            assert piece.quote in "\n".join(lines[piece.line - 1 :][:height]), piece
    ids = [passage.passage_id for passage in found.passages]
    assert len(set(ids)) == len(ids)
    return found


def texts(found: PlanRead) -> list[str]:
    return [measure.text for measure in found.measures]


def bodies(found: PlanRead) -> list[tuple[str, ...]]:
    return [measure.responsible for measure in found.measures]


def pieces(measure: Measure, field: str) -> list[tuple[int, str, bool]]:
    """(line, quote, inherited) of the pieces of a field."""
    return [(p.line, p.quote, p.inherited) for p in measure.source.pieces if p.field == field]


# ── cells that govern several rows ───────────────────────────────────────────────────────


def test_blank_cells_left_of_the_measure_take_the_value_above(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Samhandlingsplan for Helsefellesskapet Fonna 2027-2029\n\n"
        "Mål\tMålgruppe\tTiltak\tAnsvarlig\tFrist\n"
        "Trygge overganger\tSkrøpelige eldre\tEtablere utskrivingsmøte\tFagråd eldre\t2027\n"
        "\t\tInnføre e-melding\tHaugesund kommune\t2028\n"
        "\tBarn og unge\tOpprette nettverk\tVindafjord kommune\tLøpende\n"
        "Digital samhandling\t\tTeste videokonsultasjon\tAU\t2029\n",
    )
    assert [(m.goal, m.target_group) for m in found.measures] == [
        ("Trygge overganger", "Skrøpelige eldre"),
        ("Trygge overganger", "Skrøpelige eldre"),
        ("Trygge overganger", "Barn og unge"),
        ("Digital samhandling", None),
    ]
    assert [m.inherited for m in found.measures] == [
        (),
        ("goal", "target_group"),
        ("goal",),
        (),
    ]
    second = found.measures[1]
    assert pieces(second, "goal") == [(4, "Trygge overganger", True)]
    assert second.source.quote == "\t\tInnføre e-melding\tHaugesund kommune\t2028"
    assert [m.deadline for m in found.measures] == ["2027", "2028", "Løpende", "2029"]


def test_a_blank_responsible_is_inherited_within_a_group_only(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan for Helsefellesskapet Finnmark 2029-2030\n\n"
        "Mål\tTiltak\tAnsvar\n"
        "Trygghet\tStarte ambulant team\tAlta kommune\n"
        "\tSkrive rutine for teamet\t\n"
        "Læring\tHolde kurs i Kautokeino\t\n",
    )
    assert bodies(found) == [("Alta kommune",), ("Alta kommune",), ()]
    assert found.measures[1].inherited == ("goal", "responsible")
    assert pieces(found.measures[1], "responsible") == [(4, "Alta kommune", True)]


def test_without_groups_a_blank_responsible_names_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan for Helsefellesskapet Vestfold 2031-2033\n\n"
        "Tiltak\tAnsvarlig\tFrist\n"
        "Kjøpe ambulansebåt\tSykehuset i Vestfold\t2031\n"
        "Drive nettverk for skolehelse\t\t2032\n",
    )
    assert bodies(found) == [("Sykehuset i Vestfold",), ()]


def test_a_heading_row_that_ends_in_a_colon_governs_the_rows_below(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan for helsefellesskapet i Førde 2028-2031\n\n"
        "Kva vil vi oppnå\tKva skal vi gjere\tAnsvarleg\tTidsramme\n"
        "Rett hjelp\tStyrkje samarbeidet om demens ved å:\t\t\n"
        "\tEtablere hukommelsesteam\tKinn kommune og Sunnfjord kommune\tInnan utgangen av 2028\n"
        "\tLage felles pasientforløp\tFagråd eldre\tHaust 2029\n"
        "Kompetanse\tUtvikle kurs saman\tHelse Førde\t2030-2031\n",
    )
    assert texts(found) == [
        "Etablere hukommelsesteam",
        "Lage felles pasientforløp",
        "Utvikle kurs saman",
    ]
    assert [m.heading for m in found.measures] == [
        ("Styrkje samarbeidet om demens ved å",),
        ("Styrkje samarbeidet om demens ved å",),
        (),
    ]
    assert [record.reason for record in found.rejected] == [HEADING_ROW]
    assert bodies(found)[0] == ("Kinn kommune", "Sunnfjord kommune")
    assert [m.years for m in found.measures] == [(2028,), (2029,), (2030, 2031)]
    assert [m.goal for m in found.measures] == ["Rett hjelp", "Rett hjelp", "Kompetanse"]


def test_a_section_row_over_all_columns_governs_until_the_next(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan for helsefellesskapet Nord-Trøndelag 2027-2030\n\n"
        "Delmål\tTiltak\tUtfører\tNår\n"
        "TEMA A: Psykisk helse\t\t\t\n"
        "Færre innleggelser\tOpprette akutteam\tLevanger kommune\t2027\n"
        "\tBygge krisesenter\tStjørdal kommune\t2028\n"
        "TEMA B: Somatikk\t\t\t\n"
        "Kortere ventetid\tÅpne poliklinikk på lørdager\tSykehuset Levanger\t2029\n",
    )
    assert len(found.measures) == 3
    assert [record.reason for record in found.rejected] == [HEADING_ROW, HEADING_ROW]
    goals = [measure.goal or "" for measure in found.measures]
    assert all("TEMA A: Psykisk helse" in goal for goal in goals[:2])
    assert all("Færre innleggelser" in goal for goal in goals[:2])
    assert "TEMA B: Somatikk" in goals[2]
    assert "TEMA A" not in goals[2]
    assert (4, "TEMA A: Psykisk helse", True) in pieces(found.measures[1], "goal")


# ── rows over page breaks ────────────────────────────────────────────────────────────────

TOP = (
    "Samhandlingsplan for Helsefellesskapet Stavanger 2027-2029\n\n"
    "Mål\tTiltak\tHvem\tNår\n"
    "Mestring\tOpprette nettverk som\tSola kommune\t2027\n"
)
REST = "\tmøtes hver måned på Bryne\t\t\nDigital flyt\tTeste videokonsultasjon\tAU\t2029\n"


@pytest.mark.parametrize(
    ("gap", "line"), [("\f", 5), ("\n\n\n", 8)], ids=["form feed", "three blank lines"]
)
def test_a_row_goes_on_over_a_page_break(tmp_path: Path, gap: str, line: int) -> None:
    found = read(tmp_path, TOP + gap + REST)
    assert texts(found) == [
        "Opprette nettverk som møtes hver måned på Bryne",
        "Teste videokonsultasjon",
    ]
    first, second = found.measures
    assert (first.source.page, first.source.line, first.source.end_line) == (1, 4, line)
    assert [piece[0] for piece in pieces(first, "measure")] == [4, line]
    assert second.source.page == 2
    assert bodies(found) == [("Sola kommune",), ("AU",)]


def test_a_row_that_begins_an_action_on_a_new_page_is_its_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        TOP.replace(" som", "") + "\f\tUtarbeide felles maler\t\t\n"
        "\tStarte kurs\tKlepp kommune\t\n",
    )
    assert texts(found) == ["Opprette nettverk", "Utarbeide felles maler", "Starte kurs"]
    assert [m.goal for m in found.measures] == ["Mestring"] * 3


def test_a_header_repeated_on_each_page_is_no_row(tmp_path: Path) -> None:
    head = "Mål\tTiltak\tAnsvarlig\tFrist\n"
    found = read(
        tmp_path,
        f"Handlingsplan Helsefellesskapet Telemark 2027-2028\n{head}"
        f"Trygghet\tInnføre brukerråd\tAU\t2027\n\f{head}"
        f"\tOpprette ombud\tPSU\t2028\n\f{head}"
        "Læring\tHolde kurs\tSkien kommune\t2028\n",
    )
    assert texts(found) == ["Innføre brukerråd", "Opprette ombud", "Holde kurs"]
    assert [m.goal for m in found.measures] == ["Trygghet", "Trygghet", "Læring"]
    assert [m.source.page for m in found.measures] == [1, 2, 3]
    assert [line for line, _, _ in found.skipped] == [4, 6]
    assert {m.measure_id.rsplit(":", 1)[0].rsplit(":", 1)[1] for m in found.measures} == {"t1"}


def test_a_row_of_empty_cells_ends_no_page(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan Helsefellesskapet Telemark 2027-2028\n\n"
        "Tiltak\tNår\tKven\n"
        "Lage skulehelsekart\t2028\tSkien kommune\n"
        "\t\t\n"
        "Måle søvn hos ungdom\t\t\n",
    )
    assert texts(found) == ["Lage skulehelsekart", "Måle søvn hos ungdom"]


# ── several measures in a cell ───────────────────────────────────────────────────────────

HEAD = (
    "Samarbeidsplan for Helsefellesskapet Møre og Romsdal 2028-2030\n\n"
    "Innsatsområde\tAktuelle tiltak\tAnsvarlig\tTidsfrist\n"
)


@pytest.mark.parametrize(
    ("cell", "parts", "numbers"),
    [
        (
            "i. Etablere lavterskeltilbud ii. Ansette miljøterapeut iii. Evaluere ordningen",
            ["Etablere lavterskeltilbud", "Ansette miljøterapeut", "Evaluere ordningen"],
            ["i", "ii", "iii"],
        ),
        (
            "a) Opprette brukerstyrt seng b) Styrke ettervern",
            ["Opprette brukerstyrt seng", "Styrke ettervern"],
            ["a", "b"],
        ),
        (
            "1) Opprette brukerstyrt seng 2) Styrke ettervern",
            ["Opprette brukerstyrt seng", "Styrke ettervern"],
            ["1", "2"],
        ),
        (
            "<p>Kartlegge tilbudet</p><p>Utarbeide kriterier for henvisning</p>",
            ["Kartlegge tilbudet", "Utarbeide kriterier for henvisning"],
            [None, None],
        ),
        (
            "<i>Innføre kreftkoordinator</i>  <i>Lage informasjonsbrosjyre</i>",
            ["Innføre kreftkoordinator", "Lage informasjonsbrosjyre"],
            [None, None],
        ),
    ],
    ids=["roman", "letters", "digits", "paragraphs", "italics"],
)
def test_each_thing_that_a_cell_lists_is_a_measure(
    tmp_path: Path, cell: str, parts: list[str], numbers: list[str | None]
) -> None:
    found = read(tmp_path, f"{HEAD}Psykisk helse\t{cell}\tÅlesund kommune\t2028\n")
    assert texts(found) == parts
    assert [m.number for m in found.measures] == numbers
    assert bodies(found) == [("Ålesund kommune",)] * len(parts)
    assert {m.deadline for m in found.measures} == {"2028"}
    assert {m.goal for m in found.measures} == {"Psykisk helse"}
    for measure, part in zip(found.measures, parts, strict=True):
        (piece,) = pieces(measure, "measure")
        assert part in piece[1]
        assert not any(other in piece[1] for other in parts if other != part)


def test_paragraphs_are_paired_with_their_bodies_and_deadlines(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD + "Rus\t<p>Åpne ettervern</p> <p>Skrive rettleiar</p>\t"
        "<p>Molde kommune</p> <p>Aukra kommune</p>\t<p>2028</p> <p>2030</p>\n",
    )
    assert texts(found) == ["Åpne ettervern", "Skrive rettleiar"]
    assert bodies(found) == [("Molde kommune",), ("Aukra kommune",)]
    assert [m.deadline for m in found.measures] == ["2028", "2030"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "Gjennomføre demensuke: • Åpne foredrag • Stand på kjøpesenteret",
            "Gjennomføre demensuke:\n• Åpne foredrag\n• Stand på kjøpesenteret",
        ),
        (
            "Screene alle innlagte: <ul><li>Vekt</li><li>Høyde</li></ul>",
            "Screene alle innlagte:\n• Vekt\n• Høyde",
        ),
        (
            "<ul><li>Screene alle innlagte</li><li>Lage oppskriftshefte</li></ul>",
            "• Screene alle innlagte\n• Lage oppskriftshefte",
        ),
        (
            "Vurdere båtambulanse (jf. pkt. a) i avtalen) og legevakt",
            "Vurdere båtambulanse (jf. pkt. a) i avtalen) og legevakt",
        ),
        (
            "Øve på: a) brann b) flom",
            "Øve på: a) brann b) flom",
        ),
    ],
    ids=["bullets", "html list", "html list alone", "a letter in the text", "behind a colon"],
)
def test_the_parts_of_one_measure_are_not_measures(tmp_path: Path, cell: str, text: str) -> None:
    found = read(tmp_path, f"{HEAD}Demens\t{cell}\tMolde kommune\tÅrlig\n")
    assert texts(found) == [text]


# ── columns ──────────────────────────────────────────────────────────────────────────────


def test_columns_of_years_say_when(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan Helsefellesskapet Vestfold 2031-2033\n\n"
        "Mål\tTiltak\tAnsvar\t2031\t2032\t2033\n"
        "Vakt\tBygge felles vaktsentral\tTønsberg kommune\tx\tX høst\t-\n"
        "Tall\tSkrive sluttrapport\tAU\t-\t-\tX\n"
        "Båt\tKjøpe ambulansebåt\tFærder kommune\t-\t-\t-\n"
        "Nett\tDrive nettverk\tLarvik kommune\tx\t\tx\n",
    )
    assert [m.years for m in found.measures] == [(2031, 2032), (2033,), (), (2031, 2033)]
    assert [m.deadline for m in found.measures] == ["2031-2032", "2033", None, "2031, 2033"]
    assert any("høst" in note for note in found.measures[0].notes)
    assert [m.status for m in found.measures] == [None] * 4


def test_an_unknown_column_is_kept_under_its_own_heading(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Plan for Helsefellesskapet Nordmøre 2029\n\n"
        "Mål\tTiltak\tAnsvar\tFrist\tFarge i kartet\n"
        "Rus\tÅpne ettervern\tSmøla kommune\t2029\tMørk grønn\n"
        "Søvn\tMåle søvn\tAure kommune\t2029\t\n",
    )
    assert [dict(m.other) for m in found.measures] == [{"Farge i kartet": "Mørk grønn"}, {}]
    assert "Mørk grønn" in found.passages[0].encoded


@pytest.mark.parametrize("head", ["Utslipp (kg)", "Antall plasser", "Kr 1000", "Årsverk", ""])
def test_a_column_of_numbers_right_of_the_measure_does_not_number_it(
    tmp_path: Path, head: str
) -> None:
    found = read(
        tmp_path,
        "Handlingsplan for Helsefellesskapet Nordmøre 2029-2030\n\n"
        f"Nr.\tTiltak\tAnsvar\t{head}\tFrist\n"
        "2.1\tÅpne dagsenter\tSmøla kommune\t35\t2029\n"
        "2.2\tMåle søvn\tAure kommune\t110\t2030\n",
    )
    assert [m.number for m in found.measures] == ["2.1", "2.2"]
    assert [dict(m.other) for m in found.measures] == [{head or "–": "35"}, {head or "–": "110"}]


@pytest.mark.parametrize(
    ("header", "numbers", "other"),
    [
        ("\tTiltak\tAnsvar\tPlasser", ["3.1", "3.2"], [{"Plasser": "40"}, {"Plasser": "12"}]),
        ("Plasser\tTiltak\tAnsvar\t", [None, None], [{"Plasser": v} for v in ("3.1", "3.2")]),
        ("Løpenr.\tTiltak\tAnsvar\t", ["3.1", "3.2"], [{"–": "40"}, {"–": "12"}]),
    ],
)
def test_only_a_column_without_a_heading_is_told_by_its_numbers(
    tmp_path: Path, header: str, numbers: list[str | None], other: list[dict[str, str]]
) -> None:
    found = read(
        tmp_path,
        f"Handlingsplan for Helsefellesskapet Nordmøre 2029-2030\n\n{header}\n"
        "3.1\tÅpne dagsenter\tSmøla kommune\t40\n"
        "3.2\tMåle søvn\tAure kommune\t12\n",
    )
    assert [m.number for m in found.measures] == numbers
    for measure, kept in zip(found.measures, other, strict=True):
        assert kept.items() <= dict(measure.other).items()


def test_a_table_whose_columns_are_not_understood_is_kept_as_prose(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan Helsefellesskapet Vestfold 2031-2033\n\n"
        "Farge\tLengde\tVekt\n"
        "Blå sykkel\t2 m\t8 kg\n"
        "Rød sykkel\t3 m\t9 kg\n",
    )
    assert found.measures == ()
    assert [record.reason for record in found.rejected] == [NO_MEASURE_COLUMN] * 3
    title, prose = found.passages
    assert title.text == "Handlingsplan Helsefellesskapet Vestfold 2031-2033"
    assert "Rød sykkel" in prose.text
    assert "9 kg" in prose.text
    assert any("ingen tabellkolonner ble forstått" in text for text in found.warnings)


def test_a_row_without_a_measure_is_rejected_and_kept_as_prose(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Plan for Helsefellesskapet Lofoten 2030\n\n"
        "Mål\tHva gjør vi i dag\tTiltak\tAnsvarlig\n"
        "Rekruttering\tTurnuskontor\tLage bedre turnus\tVågan kommune\n"
        "\tTraineeordning for ergoterapeuter\t\t\n",
    )
    assert texts(found) == ["Lage bedre turnus"]
    assert [record.reason for record in found.rejected] == [NO_MEASURE]
    assert any(
        p.measure is None and "Traineeordning for ergoterapeuter" in p.text for p in found.passages
    )


def test_a_plan_without_a_column_of_the_responsible_names_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Plan for Helsefellesskapet Lofoten 2030\n\nMål\tTiltak\tFrist\n"
        "Tilgang\tÅpne legevakt i Svolvær sammen med Vågan kommune\t2030\n",
    )
    (measure,) = found.measures
    assert measure.responsible == ()
    assert measure.uncertain == ()
    assert measure.deadline == "2030"


def test_a_line_with_too_few_or_too_many_cells_is_a_row(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Plan for Helsefellesskapet Lofoten 2030\n\nMål\tTiltak\tAnsvar\tFrist\n"
        "Tilgang\tÅpne legevakt\n"
        "\tBygge helikopterplass\tMoskenes kommune\t2030\tutenfor tabellen\n",
    )
    assert texts(found) == ["Åpne legevakt", "Bygge helikopterplass"]
    assert bodies(found) == [(), ("Moskenes kommune",)]
    assert "utenfor tabellen" in found.measures[1].other.values()


@pytest.mark.parametrize(
    "header",
    [
        "Mål\tTiltak\tAnsvarlig\tFrist",
        "Kva vil vi oppnå?\tKva skal vi gjere?\tKven\tNår",
        "INNSATSOMRÅDE\tAKTIVITETER\tTILTAKSEIER\tTIDSPLAN",
        "Satsingsområde\tTiltak – korleis skal vi få det til?\tAnsvarleg/utførar\tTidsfrist",
        "<b>Hovedmål</b>\t<b>Oppgaver</b>\t<b>Gjennomføres av</b>\t<b>Tidspunkt</b>",
    ],
)
def test_headings_are_understood_in_both_written_norwegians(tmp_path: Path, header: str) -> None:
    found = read(
        tmp_path,
        f"Plan for Helsefellesskapet Lofoten 2030\n\n{header}\n"
        "Tilgang\tÅpne legevakt\tVågan kommune\t2030\n",
    )
    (measure,) = found.measures
    assert (measure.goal, measure.text) == ("Tilgang", "Åpne legevakt")
    assert (measure.responsible, measure.deadline) == (("Vågan kommune",), "2030")


def test_two_tables_are_read_under_their_own_headings(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan Helsefellesskapet Telemark 2027-2028\n\n"
        "1. Eldre\n\n"
        "Mål\tTiltak\tAnsvarlig\tFrist\n"
        "Trygghet\tInnføre brukerråd\tAU\t2027\n\n"
        "Mellom tabellene står det tekst.\n\n"
        "2. Barn\n\n"
        "Tiltak\tNår\tKven\n"
        "Lage skulehelsekart\t2028\tSkien kommune\n",
    )
    first, second = found.measures
    assert (first.goal, second.goal) == ("Trygghet", None)
    assert first.source.section[-1] == "1. Eldre"
    assert second.source.section[-1] == "2. Barn"
    assert second.deadline == "2028"
    assert second.responsible == ("Skien kommune",)
    assert [":t1:" in first.measure_id, ":t2:" in second.measure_id] == [True, True]
    _, prose = [p for p in found.passages if p.measure is None]
    assert prose.text == "Mellom tabellene står det tekst."
    assert (prose.source.line, prose.source.section[-1]) == (8, "1. Eldre")


def test_a_table_in_crlf_keeps_no_carriage_return_in_its_fields(tmp_path: Path) -> None:
    text = f"{HEAD}Rus\tÅpne ettervern\tMolde kommune\t2028\n\tStarte kurs\tAure kommune\t2029\n"
    found = read(tmp_path, text.replace("\n", "\r\n"))
    assert [m.deadline for m in found.measures] == ["2028", "2029"]
    assert all("\r" not in m.text and "\r" not in (m.deadline or "") for m in found.measures)
    assert found.measures[0].source.quote.endswith("2028\r") or found.measures[
        0
    ].source.quote.endswith("2028")


def test_a_word_left_out_in_prose_keeps_its_hyphen(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Handlingsplan Helsefellesskapet Fonna 2031-2033\n\n"
        "Planen bygger på Nasjonal helse- og samhandlingsplan.\n\n"
        "- Tjenestene for barne- og ungdomsgruppa\n",
    )
    assert [passage.text for passage in found.passages][1:] == [
        "Planen bygger på Nasjonal helse- og samhandlingsplan.\n"
        "• Tjenestene for barne- og ungdomsgruppa"
    ]


def test_markdown_table_without_a_frame(tmp_path: Path) -> None:
    """Pipes only between the cells; an empty first cell leaves a pipe in front."""
    lines = [
        "# Handlingsplan for samhandling i Hallingdal 2026-2027",
        "",
        "Mål | Tiltak | Ansvar | Tidsplan",
        "--- | --- | --- | ---",
        "Trygg heime | Felles opplæring i digitalt nattilsyn | Regionrådet | 2026",
        " | Poliklinikk på skjerm ved sjukestugu | Hallingdal sjukestugu | 2027",
        "Oversyn | Styringstavle med tal for liggjedøgn | Analyseavdelinga | 2027",
    ]
    found = read(tmp_path, "\n".join(lines) + "\n", "hallingdal.md")
    assert [(m.goal, m.text, m.responsible, m.deadline) for m in found.measures] == [
        ("Trygg heime", "Felles opplæring i digitalt nattilsyn", ("Regionrådet",), "2026"),
        ("Trygg heime", "Poliklinikk på skjerm ved sjukestugu", ("Hallingdal sjukestugu",), "2027"),
        ("Oversyn", "Styringstavle med tal for liggjedøgn", ("Analyseavdelinga",), "2027"),
    ]
