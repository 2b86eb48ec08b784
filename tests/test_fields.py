"""Who, when and how far: what single cells say, in the words that plans have for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.bodies import read_bodies
from indexer.measures import LONGEST_BODY, parse_measure
from indexer.read import read_file
from indexer.records import Cell, Column, Header, Measure, Rejected, Row, Source
from indexer.when import (
    LONGEST_WORDING,
    When,
    read_when,
    read_year_columns,
    says_status,
    status_in_text,
)
from indexer.years_named import years_in

# ── who ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("", ()),
        ("AU", ("AU",)),
        ("Haugesund kommune og Helse Fonna", ("Haugesund kommune", "Helse Fonna")),
        (
            "Moss kommune, Råde kommune og Våler kommune",
            ("Moss kommune", "Råde kommune", "Våler kommune"),
        ),
        (
            "Sykehuset Østfold HF / Fredrikstad kommune",
            ("Sykehuset Østfold HF", "Fredrikstad kommune"),
        ),
        ("AU LSF barn/unge", ("AU", "LSF barn/unge")),
        ("Fagråd barn og unge", ("Fagråd barn og unge",)),
        ("Fagråd eldre, Fagråd rus", ("Fagråd eldre", "Fagråd rus")),
        (
            "Prosjektgruppe fra Molde, Ålesund og Kristiansund",
            ("Prosjektgruppe fra Molde, Ålesund og Kristiansund",),
        ),
        ("Stavanger universitetssykehus og KS", ("Stavanger universitetssykehus", "KS")),
        (
            "Universitetssykehuset Nord-Norge og Tromsø kommune",
            ("Universitetssykehuset Nord-Norge", "Tromsø kommune"),
        ),
        ("Sykehuset i Vestfold og Tønsberg kommune", ("Sykehuset i Vestfold", "Tønsberg kommune")),
        ("LSU Nord\nLSU Sør", ("LSU Nord", "LSU Sør")),
        ("• Voss herad\n• Ulvik herad", ("Voss herad", "Ulvik herad")),
        ("AU og AU", ("AU",)),
        ("Kommunane og sjukehuset i fellesskap", ("Kommunane", "sjukehuset")),
        (
            "Fagråd akutt med støtte fra øvrige fagråd",
            ("Fagråd akutt med støtte fra øvrige fagråd",),
        ),
        ("Helse Nord-Trøndelag", ("Helse Nord-Trøndelag",)),
        ("Nettverk rus (leiar: Voss herad)", ("Nettverk rus (leiar: Voss herad)",)),
        ("Helse Møre og Romsdal", ("Helse Møre og Romsdal",)),
        ("DPS Ålesund/BUP Ålesund", ("DPS Ålesund", "BUP Ålesund")),
        ("Leder FSU barn og unge", ("Leder FSU barn og unge",)),
        ("Kultursjef Ungdomsrådet", ("Kultursjef", "Ungdomsrådet")),
        ("Klinikk for rus v/ ABUP", ("Klinikk for rus v/ ABUP",)),
        ("Seksjonsledere HABU og ABUP", ("Seksjonsledere HABU og ABUP",)),
        ("utviklingssenteret USHT", ("utviklingssenteret USHT",)),
        ("Prosjektleder Voss kommune", ("Prosjektleder Voss kommune",)),
        ("Salten DPS og Bodø kommune", ("Salten DPS", "Bodø kommune")),
        ("Helse Fonna TSB, Odda kommune", ("Helse Fonna TSB", "Odda kommune")),
        ("Styringsgruppe DPS/kommuner", ("Styringsgruppe DPS/kommuner",)),
        ("AU, juridisk rådgjevar Helse Fonna", ("AU", "juridisk rådgjevar Helse Fonna")),
        ("Sjef DPS, enhetsleder i Odda", ("Sjef DPS", "enhetsleder i Odda")),
        ("FSU eldre, Øvre Eiker kommune", ("FSU eldre", "Øvre Eiker kommune")),
        ("Voss, Odda og Ulvik kommunar", ("Voss, Odda og Ulvik kommunar",)),
        ("AMK Odda, Voss og Ulvik kommuner", ("AMK Odda", "Voss og Ulvik kommuner")),
        ("AU i samråd med Voss og Odda kommuner", ("AU i samråd med Voss og Odda kommuner",)),
        (
            "HR i Helse Fonna og Betanien, Voss og Odda kommunar",
            ("HR i Helse Fonna", "Betanien", "Voss og Odda kommunar"),
        ),
        ("legevaktene i Voss, Odda og Ulvik", ("legevaktene i Voss, Odda og Ulvik",)),
        ("kommunane Voss og Odda, NAV", ("kommunane Voss og Odda", "NAV")),
        ("Sykehuset i Odda, Voss kommune", ("Sykehuset i Odda", "Voss kommune")),
        ("Barneklinikken Odda og Voss", ("Barneklinikken Odda og Voss",)),
        ("Barneklinikken Odda, Voss og Ulvik", ("Barneklinikken Odda", "Voss", "Ulvik")),
        ("HR i lag med Odda og Voss", ("HR i lag med Odda og Voss",)),
        ("brannsjefane i Odda og Salten DPS", ("brannsjefane i Odda", "Salten DPS")),
        ("Arbeidsutvalget (AU) og PKO", ("Arbeidsutvalget (AU)", "PKO")),
    ],
)
def test_a_cell_of_the_responsible_names_its_bodies(text: str, bodies: tuple[str, ...]) -> None:
    assert read_bodies(text).bodies == bodies


@pytest.mark.parametrize("text", ["-", "–", "…", "?", "N.N.", "NN", "N/A", "( )"])
def test_a_mark_of_emptiness_is_nobody(text: str) -> None:
    found = read_bodies(text)
    assert (found.bodies, found.unset) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["Ikke avklart", "Ikkje avklart", "Ikke fastsatt", "Må avklares", "Avklarast seinare",
     "Ansvarlig ikke bestemt", "Uavklart", "Ukjent"],
)  # fmt: skip
def test_words_for_a_body_not_known_yet_are_nobody_and_are_kept(text: str) -> None:
    found = read_bodies(text)
    assert (found.bodies, found.unset) == ((), (text,))
    cells = (Column.MEASURE, "Bygge naust"), (Column.RESPONSIBLE, text)
    measure = parse_measure(row(*cells))
    assert isinstance(measure, Measure)
    assert list(measure.other.values()) == [text]


@pytest.mark.parametrize("text", ["Avklaringsutvalget", "NN-gruppa", "Ikke-vold", "A"])
def test_what_only_looks_like_nobody_is_a_body(text: str) -> None:
    assert read_bodies(text).bodies == (text,)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Kvinneklinikken, jordmortenesta", ("Kvinneklinikken", "jordmortenesta")),
        ("LMS i UNN og frisklivssentralane", ("LMS i UNN", "frisklivssentralane")),
        ("AU og kommunalsjefene", ("AU", "kommunalsjefene")),
        ("Fagråd akutt, brannsjefane", ("Fagråd akutt", "brannsjefane")),
        ("Ortopedi, ergo- og fysioterapitenesta", ("Ortopedi", "ergo- og fysioterapitenesta")),
        ("Barne- og ungdomsklinikken", ("Barne- og ungdomsklinikken",)),
        (
            "Nettverk mellom legevaktene og sjukeheimane",
            ("Nettverk mellom legevaktene og sjukeheimane",),
        ),
        ("Jordmor i kommunen, barselposten", ("Jordmor i kommunen", "barselposten")),
        ("Odda kommune, heimetenesta", ("Odda kommune, heimetenesta",)),
        ("DPS Odda, fastlegar", ("DPS Odda", "fastlegar")),
        ("Nettverk for leiarar, fastlegar", ("Nettverk for leiarar, fastlegar",)),
        ("Fagråd forebygging, tidlig innsats", ("Fagråd forebygging, tidlig innsats",)),
    ],
)
def test_a_known_kind_of_body_begins_one_in_lower_case_too(
    text: str, bodies: tuple[str, ...]
) -> None:
    assert read_bodies(text).bodies == bodies


@pytest.mark.parametrize(
    ("text", "bodies", "asides"),
    [
        ("Fagråd akutt Ses i sammenheng med 2.3", ("Fagråd akutt",), ("Ses i sammenheng med 2.3",)),
        ("PSU Jf. 4.1", ("PSU",), ("Jf. 4.1",)),
        ("Kommunene i fellesskap", ("Kommunene",), ("i fellesskap",)),
    ],
)
def test_what_stands_beside_the_bodies_is_kept_apart(
    text: str, bodies: tuple[str, ...], asides: tuple[str, ...]
) -> None:
    read = read_bodies(text)
    assert (read.bodies, read.asides) == (bodies, asides)


def test_no_name_is_made_up() -> None:
    for text in ("Fagråd for rus og psykiatri, samt PSU", "AU (KK Nord og kommuner)"):
        for body in read_bodies(text).bodies:
            assert body in text


# ── when ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "deadline", "years"),
    [
        ("", None, ()),
        ("2027", "2027", (2027,)),
        ("2027-2029", "2027-2029", (2027, 2028, 2029)),
        ("2027–2029", "2027–2029", (2027, 2028, 2029)),
        ("2027/28", "2027/28", (2027, 2028)),
        ("2027 og 2029", "2027 og 2029", (2027, 2029)),
        ("Innen utgangen av 2028", "Innen utgangen av 2028", (2028,)),
        ("Innan utgangen av 2028", "Innan utgangen av 2028", (2028,)),
        ("Haust 2029", "Haust 2029", (2029,)),
        ("våren 2028 – høsten 2029", "våren 2028 – høsten 2029", (2028, 2029)),
        ("1. kvartal 2027", "1. kvartal 2027", (2027,)),
        ("Q2 2027", "Q2 2027", (2027,)),
        ("15. mars 2028", "15. mars 2028", (2028,)),
        ("15.3.2028", "15.3.2028", (2028,)),
        ("Løpende", "Løpende", ()),
        ("Løpande", "Løpande", ()),
        ("Årlig", "Årlig", ()),
        ("Når midler er på plass", "Når midler er på plass", ()),
        ("Årlig, oktober", "Årlig, oktober", ()),
        ("Årleg, 15. november", "Årleg, 15. november", ()),
        ("Årlig, uke 10–14", "Årlig, uke 10–14", ()),
        ("Årlig, første gang 2028", "Årlig, første gang 2028", (2028,)),
        ("Høst 2028, deretter annethvert år", "Høst 2028, deretter annethvert år", (2028,)),
        ("Haust 2028, deretter annakvart år", "Haust 2028, deretter annakvart år", (2028,)),
        ("Snarest, senest høst 2028", "Snarest, senest høst 2028", (2028,)),
        ("1.6.2028; 1.6.2029", "1.6.2028; 1.6.2029", (2028, 2029)),
        ("Plan ferdig 2028, drift 2029", "Plan ferdig 2028, drift 2029", (2028, 2029)),
        ("Trinnvis, fullført 2028", "Trinnvis, fullført 2028", (2028,)),
        ("Vedtatt innen mars 2028", "Vedtatt innen mars 2028", (2028,)),
        ("Ferdig 1. kv. 2028", "Ferdig 1. kv. 2028", (2028,)),
        ("2028 T2", "2028 T2", (2028,)),
        ("2028 H1", "2028 H1", (2028,)),
        ("fra 2024 til 2026", "fra 2024 til 2026", (2024, 2025, 2026)),
        ("mellom 2024 og 2026", "mellom 2024 og 2026", (2024, 2025, 2026)),
        ("Haust 2022 – vår 2024", "Haust 2022 – vår 2024", (2022, 2023, 2024)),
        ("2024 og 2026", "2024 og 2026", (2024, 2026)),
        ("før 2025", "før 2025", (2024,)),
        ("Før 1. januar 2025", "Før 1. januar 2025", (2024,)),
        ("før sommeren 2025", "før sommeren 2025", (2025,)),
        ("ikke før 2025", "ikke før 2025", (2025,)),
        ("ikkje før 2025", "ikkje før 2025", (2025,)),
        pytest.param(
            "Ferdig 2027",
            "Ferdig 2027",
            (2027,),
        ),
        pytest.param(
            "–",
            None,
            (),
        ),
    ],
)
def test_a_deadline_is_the_plans_own_wording(
    text: str, deadline: str | None, years: tuple[int, ...]
) -> None:
    when = read_when(text)
    assert (when.deadline, when.years) == (deadline, years)
    assert (when.moved_from, when.status, when.notes) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "deadline", "status"),
    [
        ("Fjerde kvartal 2026 Pågår", "Fjerde kvartal 2026", "Pågår"),
        ("Sommaren 2026 Påbegynt", "Sommaren 2026", "Påbegynt"),
        ("Andre tertial 2026 Pågår", "Andre tertial 2026", "Pågår"),
        ("2026 T2 Pågår", "2026 T2", "Pågår"),
        ("October 2026 Pågår", "October 2026", "Pågår"),
    ],
)
def test_a_part_of_a_year_is_known_by_the_list_that_deadlines_are_read_with(
    text: str, deadline: str, status: str
) -> None:
    assert read_when(text) == When(deadline, None, (2026,), status)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("innen 1.7.31", (2031,)),
        ("31/12-31", (2031,)),
        ("01.09.05", (2005,)),
        ("des.31", (2031,)),
        ("15. sept 31", (2031,)),
        ("Haust 31/32", (2031, 2032)),
        ("Q1-2031", (2031,)),
        ("2031-Q3", (2031,)),
        ("2031-06-30", (2031,)),
        ("Q2 2031-Q4 2032", (2031, 2032)),
        ("1.1.31-31.12.32", (2031, 2032)),
        ("01.09.2031-31.12.2032", (2031, 2032)),
        ("tiltak 3.4.31", ()),
        ("3.4.12", ()),
        ("uke 34", ()),
    ],
)
def test_a_year_of_two_digits_counts_in_a_clear_date(text: str, years: tuple[int, ...]) -> None:
    when = read_when(text)
    assert (when.deadline, when.years, when.notes) == (text, years, ())


def test_a_number_of_something_is_no_year() -> None:
    assert read_when("vår 50 %") == When(deadline="vår", notes=("50 %",))


@pytest.mark.parametrize(
    ("text", "deadline", "moved_from", "status"),
    [
        ("2031 Ny frist: 2032. Ikke igangsatt", "2032", "2031", "Ikke igangsatt"),
        ("Innen 1.6.2031, utsatt til høst 2033", "høst 2033", "Innen 1.6.2031", None),
        ("2027, forlenga til 2029", "2029", "2027", None),
        ("Utsatt til 2033", "2033", None, "Utsatt til 2033"),
        ("Ny frist: 2033", "2033", None, None),
        ("2029 Gjennomført", "2029", None, "Gjennomført"),
        ("2028 (påbegynt)", "2028", None, "påbegynt"),
        ("2028, i gang", "2028", None, "i gang"),
        ("Mai 2028, flyttet fra 2027", "Mai 2028", "2027", None),
        ("Byggjestart 2028 (utsett frå 2027)", "Byggjestart 2028", "2027", None),
        pytest.param(
            "Frist utsatt fra 2027 til 2028",
            "2028",
            "2027",
            None,
        ),
    ],
)
def test_the_newest_deadline_counts_and_the_one_before_is_kept(
    text: str, deadline: str, moved_from: str | None, status: str | None
) -> None:
    when = read_when(text)
    assert (when.deadline, when.moved_from, when.status) == (deadline, moved_from, status)
    assert when.years == years_in(deadline)


@pytest.mark.parametrize(
    "text",
    ["I gang", "I drift", "Under utarbeiding", "Etablert 2028", "Pågår, evalueres 2028",
     "Ferdig, opna 2. april 2028", "Ikke ferdig 2028", "Prosjekt avslutta 2028, vidare i drift"],
)  # fmt: skip
def test_how_far_a_measure_is_is_no_deadline(text: str) -> None:
    assert read_when(text) == When(status=text)


@pytest.mark.parametrize(
    ("text", "deadline", "status"),
    [
        ("Påbegynt 2030, ferdig 2032", "ferdig 2032", "Påbegynt 2030"),
        ("Starta hausten 2030, skal vere ferdig våren 2032", "skal vere ferdig våren 2032",
         "Starta hausten 2030"),
        ("Igangsatt 2030 – fullført 2032", "fullført 2032", "Igangsatt 2030"),
        ("Pågår, forventes ferdig i 2032", "forventes ferdig i 2032", "Pågår"),
        ("Ikkje påbyrja, ferdig 2032", "ferdig 2032", "Ikkje påbyrja"),
        ("Delvis gjennomført, ferdig 2032", "ferdig 2032", "Delvis gjennomført"),
        ("Oppstart høst 2030, fullført 2032", "Oppstart høst 2030, fullført 2032", None),
        ("Oppstart haust 2030, gjennomført 2032", "Oppstart haust 2030, gjennomført 2032", None),
        ("Frå 2030, avsluttast 2032", "Frå 2030, avsluttast 2032", None),
        ("Utsettes til 2032", "2032", "Utsettes til 2032"),
        ("Utsettast til 2032", "2032", "Utsettast til 2032"),
        ("Ikke før 2032", "Ikke før 2032", None),
        ("Ikkje før hausten 2032", "Ikkje før hausten 2032", None),
        ("Tidligst 2032, avhengig av midler", "Tidligst 2032, avhengig av midler", None),
        ("Ikke fastsatt", "Ikke fastsatt", None),
        ("ikkje avklart", "ikkje avklart", None),
        ("Frist ikke satt", "Frist ikke satt", None),
        ("Startet 2030, gjennomført 2031", None, "Startet 2030, gjennomført 2031"),
        ("Påbegynt 2031, fullført 2031", None, "Påbegynt 2031, fullført 2031"),
        ("Gjennomført 2030, ferdig rapport 2031", None, "Gjennomført 2030, ferdig rapport 2031"),
        ("2030, gjennomført 2031", "2030", "gjennomført 2031"),
        ("Ikke startet", None, "Ikke startet"),
        ("Ikke gjennomført", None, "Ikke gjennomført"),
    ],
)  # fmt: skip
def test_an_end_behind_how_far_it_is_is_the_deadline(
    text: str, deadline: str | None, status: str | None
) -> None:
    when = read_when(text)
    assert (when.deadline, when.status, when.notes) == (deadline, status, ())
    assert when.years == years_in(deadline or "")


def test_what_is_done_later_is_a_note_of_the_deadline() -> None:
    assert read_when("2027, evalueres 2029") == When(
        "2027", None, (2027,), None, ("evalueres 2029",)
    )


def test_what_stands_beside_a_deadline_is_a_status_or_a_note() -> None:
    when = read_when("2029 Pågår Nytt tiltak Prioritert for tilskudd")
    assert (when.deadline, when.status) == ("2029", "Pågår")
    assert when.notes == ("Nytt tiltak", "Prioritert for tilskudd")


def test_a_long_text_is_no_deadline_but_is_kept() -> None:
    text = "Kommunene " + "avklarer dette med hverandre " * 3
    assert len(text) > LONGEST_WORDING
    when = read_when(text)
    assert when.deadline is None
    assert when.notes == (text.strip(),)


@pytest.mark.parametrize(
    ("cells", "deadline", "years", "status", "notes"),
    [
        ([(2031, "x"), (2032, "X høst"), (2033, "-")], "2031-2032", (2031, 2032), None, 1),
        ([(2031, ""), (2032, "")], None, (), None, 0),
        ([(2031, "-"), (2032, "-")], None, (), None, 1),
        ([(2031, "x"), (2032, ""), (2033, "X")], "2031, 2033", (2031, 2033), None, 0),
        ([(2031, "X igangsatt"), (2032, "")], "2031", (2031,), "igangsatt", 0),
        ([(2031, "✓"), (2032, "–")], "2031", (2031,), None, 0),
        pytest.param(
            [(2031, "Nei"), (2032, "x")],
            "2032",
            (2032,),
            None,
            1,
        ),
    ],
)
def test_marks_in_columns_of_years_are_years(
    cells: list[tuple[int, str]],
    deadline: str | None,
    years: tuple[int, ...],
    status: str | None,
    notes: int,
) -> None:
    when = read_year_columns([(str(year), mark) for year, mark in cells])
    assert (when.deadline, when.years, when.status) == (deadline, years, status)
    assert len(when.notes) == notes


@pytest.mark.parametrize(
    ("marks", "years", "notes"),
    [
        (("●", "", "✓"), (2031, 2033), ()),
        (("■", "■", "–"), (2031, 2032), ()),
        (("x", "→", "-->"), (2031, 2032, 2033), ()),
        (("☑", "☐", "✔️"), (2031, 2033), ()),
        (("Start", "→", "→ ferdig"), (2031, 2032, 2033), ("2031: Start",)),
        (("50 %", "100 %", "–"), (), ("2031: 50 %", "2032: 100 %")),
        (("(x)", "x", "800 000"), (2032,), ("2031: (x)", "2033: 800 000")),
        (("Første samling", "", ""), (), ("2031: Første samling",)),
        (("• haust", "", ""), (2031,), ("2031: haust",)),
    ],
)
def test_marks_in_year_columns_count_and_other_words_are_notes(
    marks: tuple[str, ...], years: tuple[int, ...], notes: tuple[str, ...]
) -> None:
    when = read_year_columns([(str(year), mark) for year, mark in enumerate(marks, start=2031)])
    assert when.years == years
    assert (when.deadline is None) == (not years)
    assert when.notes == notes


def test_a_status_is_told_from_a_note() -> None:
    assert says_status("Ennå ikke igangsatt")
    assert says_status("Ikkje påbyrja")
    assert not says_status("Nytt tiltak")
    assert not says_status("Prioritert for tilskudd")
    assert status_in_text("Felles øvelse. Utsettes til ny avtale er på plass.") == (
        "Utsettes til ny avtale er på plass"
    )
    assert status_in_text("Tiltak som ikke kan utsettes lenger") is None


# ── a row as a measure ───────────────────────────────────────────────────────────────────

SOURCE = Source("fjord-2030", "fjord.txt", None, 7, 7, (), "r1", "hele raden")


def row(*cells: tuple[Column, str], reason: str | None = None) -> Row:
    return Row(
        "fjord-2030:t1:r1",
        tuple(Cell(Header(column, column.value), text) for column, text in cells),
        SOURCE,
        reason,
    )


def measure_of(*cells: tuple[Column, str]) -> Measure:
    found = parse_measure(row((Column.MEASURE, "Bygge naust"), *cells))
    assert isinstance(found, Measure)
    return found


def test_a_row_with_a_reason_or_without_text_is_rejected() -> None:
    stated = parse_measure(row((Column.MEASURE, "Bygge naust"), reason="derfor"))
    assert isinstance(stated, Rejected)
    assert stated.reason == "derfor"
    empty = parse_measure(row((Column.GOAL, "Trygg havn"), (Column.MEASURE, " ")))
    assert isinstance(empty, Rejected)
    assert empty.source == SOURCE


def test_what_was_not_read_is_not_what_the_plan_leaves_blank() -> None:
    blank = measure_of((Column.RESPONSIBLE, ""))
    assert (blank.responsible, blank.uncertain) == ((), ())
    unread = measure_of((Column.RESPONSIBLE, "Utvalget " + "for det som er langt " * 8))
    assert len(read_bodies("Utvalget " + "for det som er langt " * 8).bodies[0]) > LONGEST_BODY
    assert (unread.responsible, unread.uncertain) == ((), ("responsible",))


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (((Column.NUMBER, "3.2.1"),), "3.2.1"),
        (((Column.NUMBER, "4.1 B"),), "4.1B"),
        (((Column.NUMBER, "7."),), "7"),
        (((Column.GOAL, "2. Rett hjelp"), (Column.NUMBER, "a)")), "2.a"),
        (((Column.GOAL, "Rett hjelp"),), None),
    ],
)
def test_a_measure_has_the_plans_number(
    cells: tuple[tuple[Column, str], ...], number: str | None
) -> None:
    assert measure_of(*cells).number == number


def test_a_target_group_may_stand_among_the_goals() -> None:
    own = measure_of((Column.GOAL, "Trygghet"), (Column.TARGET_GROUP, "Gravide"))
    assert (own.goal, own.target_group) == ("Trygghet", "Gravide")
    among = measure_of((Column.GOAL, "2. Trygghet"), (Column.GOAL, "c) Barn og unge"))
    assert (among.goal, among.target_group) == ("Trygghet", "Barn og unge")
    sentence = measure_of((Column.GOAL, "Pasienter opplever trygghet i hele forløpet"))
    assert sentence.target_group is None


def test_indicators_are_one_an_item_with_their_lead() -> None:
    found = measure_of((Column.INDICATOR, "Tall fra KPR:\n• Antall fall\n• Antall brudd\nRapport"))
    assert found.indicators == (
        "Tall fra KPR: Antall fall",
        "Tall fra KPR: Antall brudd",
        "Rapport",
    )


def test_a_status_column_goes_before_what_the_deadline_says() -> None:
    found = measure_of((Column.STATUS, "Fullført"), (Column.DEADLINE, "2030 Pågår"))
    assert (found.status, found.deadline) == ("Fullført", "2030")


def test_a_reference_to_another_measure_is_a_note_and_no_goal(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Plan for fjorden\n\nMål\tTiltak\tAnsvar\n"
        "Trygg havn\tBygge naust\tAskvoll kommune\n"
        "Ses i sammenheng med 4.2\tKjøpe redningsbåt\tSolund kommune\n",
        encoding="utf-8",
    )
    second = read_file(path).measures[1]
    assert "Ses i sammenheng med 4.2" not in (second.goal or "")
    assert "Ses i sammenheng med 4.2" in second.notes


@pytest.mark.parametrize(
    ("goal", "is_group"),
    [
        ("Pårørende", True),
        ("Barn under 18 år", True),
        ("Eldre kvinner over 80 år", True),
        ("Barn som har syke foreldre", True),
        ("Personer som ikke har bolig", True),
        ("Barn der en av foreldrene er syk", True),
        ("Pårørende blir sett", False),
        ("Pårørande vert høyrde", False),
        ("Pasienter opplever trygghet", False),
        ("Barn og unge får hjelp tidlig", False),
        ("Skrøpelige eldre møtes helhetlig", False),
        ("Barn som har syke foreldre, blir sett", False),
    ],
)
def test_a_sentence_about_people_is_a_goal_and_no_target_group(goal: str, is_group: bool) -> None:
    group = measure_of((Column.GOAL, goal)).target_group
    assert group == (goal if is_group else None)
