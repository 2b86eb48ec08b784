"""Plans as municipalities write them: other words, and measures told by labels and lists.

`plans/unseen` are invented. Web pages are the originals; LibreOffice made the Word files of them,
LibreOffice or Chromium the PDFs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read_unlisted
from indexer.records import Measure, PlanRead

UNSEEN = Path(__file__).parent / "plans" / "unseen"
FORMATS = ("html", "docx", "pdf")

MEASURES = {
    "fjordvik-folkehelse": [
        (
            "Innføre foreldrerettleiing (ICDP) i alle barnehagar",
            ("Einingsleiar barnehage",),
            "2026–2027",
        ),
        (
            "Styrkje skulehelsetenesta med ei halv stilling",
            ("Leiande helsesjukepleiar",),
            "Haust 2026",
        ),
        (
            "Opne ungdomsklubben to kveldar i veka",
            ("Kultursjef", "Ungdomsrådet"),
            "1. kvartal 2027",
        ),
        (
            "Opprette eit tverrfagleg oppfølgingsteam for ungdom 16–24 år:\n"
            "• Faste møte kvar månad\n• Felles kartleggingsverktøy",
            ("NAV, vidaregåande skule",),
            "Innan 1.6.2027",
        ),
        (
            "Tilby førebyggjande heimebesøk til alle over 78 år",
            ("Ergo- og fysioterapitenesta",),
            "Årleg",
        ),
        (
            "Lage ein aktivitetskalender saman med frivilligsentralen",
            ("Frivilligsentralen",),
            "2026",
        ),
    ],
    "granli-trafikk": [
        (
            "Etablere hjertesone ved Granli, Nordby og Åsen skoler",
            ("Kommunalsjef oppvekst",),
            "Skolestart 2026",
        ),
        (
            "Bygge fortau langs Skoleveien fra Torget til ungdomsskolen, med belysning og "
            "nedsenket kantstein ved alle kryss",
            ("Teknisk sjef, i samarbeid med fylkeskommunen",),
            "2027",
        ),
        ("Sette ned fartsgrensen til 30 km/t", ("Teknisk sjef",), "1.10.2025"),
        ("Sykkelopplæring på 5. trinn", ("Rektorene",), "Hvert år innen 1. juni"),
        (
            "Dele ut refleksvester til alle førsteklassinger",
            ("Trafikksikkerhetsutvalget",),
            "Oktober hvert år",
        ),
        (
            "Gjennomføre refleksdag i barnehagene",
            ("Trafikksikkerhetsutvalget",),
            "Oktober hvert år",
        ),
    ],
    "nordvang-demens": [
        (
            "Styrke hukommelsesteamet med en sykepleier i full stilling",
            ("Virksomhetsleder hjemmetjenesten",),
            "31.12.2026",
        ),
        (
            "Lage en felles rutine for utredning sammen med fastlegene",
            ("Kommuneoverlegen", "Hukommelsesteamet"),
            "Våren 2027",
        ),
        (
            "Kurs for ansatte i butikker, banker og kollektivtrafikk",
            ("Frivilligsentralen", "Nasjonalforeningen"),
            "Fra høsten 2026",
        ),
        ("Turgrupper med støttekontakt", ("Dagsenteret",), "Løpende"),
    ],
    "sundet-klima": [
        ("Anskaffe utslippsfrie kjøretøy ved alle nye innkjøp", ("Innkjøpssjefen",), "2026"),
        ("Bygge sykkelvei mellom Sundet og Moen", ("Teknisk etat",), "2028"),
        ("Etablere ladeplasser ved alle kommunale bygg", (), None),
        ("Sette solceller på taket av Sundet skole", ("Eiendomssjefen",), "Innen utgangen av 2027"),
        (
            "Kartlegge energibruken i kommunale bygg, og rapportere den til formannskapet hvert år",
            (),
            None,
        ),
        ("Utarbeide et arealregnskap for hele kommunen", (), None),
        ("Restaurere myra ved Langvann i samarbeid med Statsforvalteren", (), None),
    ],
}


def read(path: Path) -> PlanRead:
    return read_unlisted(path, path.name, None)


def told(measure: Measure) -> tuple[str, tuple[str, ...], str | None]:
    return measure.text, measure.responsible, measure.deadline


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", MEASURES)
def test_a_plan_reads_the_same_in_every_format(name: str, suffix: str) -> None:
    got = read(UNSEEN / f"{name}.{suffix}")
    assert [told(m) for m in got.measures] == MEASURES[name]
    assert got.rows == len(got.measures) + len(got.rejected)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_quote_stands_in_the_file_as_it_was_read(suffix: str) -> None:
    for name in MEASURES:
        got = read(UNSEEN / f"{name}.{suffix}")
        assert got.transcript is not None
        lines = {line.number: line.text for line in got.transcript}
        for measure in got.measures:
            for piece in measure.source.pieces:
                assert piece.quote in lines[piece.line]


def test_the_prose_around_stays_prose() -> None:
    texts = [p.text for p in read(UNSEEN / "sundet-klima.html").passages if p.measure is None]
    assert any("Energibruken skal ned med 20 prosent" in text for text in texts)
    assert any("Rådmannen rapporterer" in text and "klimapartnerne" in text for text in texts)


def test_a_label_with_a_number_gives_the_measure_its_number() -> None:
    got = read(UNSEEN / "nordvang-demens.html").measures
    assert [m.number for m in got] == ["1.1", "1.2", "2.1", "2.2"]
    assert got[0].goal == "Alle får utredning innen åtte uker"
    assert got[0].other == {"Kostnad": "850 000 kroner per år"}
    assert got[0].status == "Ikke startet"
    assert got[3].indicators == ("Antall turer", "Antall brukere som deltar")


def written(tmp_path: Path, text: str) -> PlanRead:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_labels_on_one_line(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2025-2027\n\n1. Friluftsliv\n\n"
        "Tiltak: Merke ti turstier. Ansvarlig: Teknisk etat. Frist: 2026\n\n"
        "Tiltak: Bygge gapahuk ved Storvatnet | Ansvarlig: Fjellvik turlag | Frist: Løpende\n",
    )
    assert [told(m) for m in got.measures] == [
        ("Merke ti turstier", ("Teknisk etat",), "2026"),
        ("Bygge gapahuk ved Storvatnet", ("Fjellvik turlag",), "Løpende"),
    ]


def test_a_fact_with_a_label_is_no_measure(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2025-2027\n\nMål: Flere skal bruke naturen.\n\n"
        "Ansvarlig for rullering av planen er rådmannen: den skjer hvert år.\n",
    )
    assert not got.measures


def test_a_table_of_two_columns_with_headings_is_no_form(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2025-2027\n\nTiltak\tAnsvarlig\n"
        "Merke ti turstier\tTeknisk etat\nBygge gapahuk\tFjellvik turlag\n",
    )
    assert [(m.text, m.responsible) for m in got.measures] == [
        ("Merke ti turstier", ("Teknisk etat",)),
        ("Bygge gapahuk", ("Fjellvik turlag",)),
    ]


def fields_of(got: PlanRead) -> list[tuple[str | None, str, tuple[str, ...], str | None]]:
    return [(m.number, m.text, m.responsible, m.deadline) for m in got.measures]


HEAD = "Handlingsplan for Fjellvik 2026-2028\n\n1 Friluftsliv\n\n"


def test_what_follows_a_numbered_title_is_told_of_it_until_the_next(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        HEAD + "Tiltak 1.1: Merke turstier\nStiene skal ha skilt.\nSkiltene settes opp på dugnad.\n"
        "Ansvarlig: Teknisk etat\nSamarbeid: Fjellvik turlag\nFrist: 2026\nTilskot: Spelemidlar\n\n"
        "Tiltak 1.2: Bygge gapahuk\nAnsvarlig: Speidergruppa\nFrist: 2027\n"
        "Oppfølging: Sees over hver vår\n\n"
        "Tiltak 1.3: Låne ut utstyr\nBåde ski og telt.\nAnsvarlig: Biblioteket\nFrist: Løpende\n\n"
        "Sist i planen står det noe helt annet.\n",
    )
    assert fields_of(got) == [
        ("1.1", "Merke turstier", ("Teknisk etat",), "2026"),
        ("1.2", "Bygge gapahuk", ("Speidergruppa",), "2027"),
        ("1.3", "Låne ut utstyr", ("Biblioteket",), "Løpende"),
    ]
    assert got.measures[0].other == {
        "Beskrivelse": "Stiene skal ha skilt.\nSkiltene settes opp på dugnad.",
        "Samarbeid": "Fjellvik turlag",
        "Tilskot": "Spelemidlar",
    }
    assert got.measures[1].other == {"Oppfølging": "Sees over hver vår"}
    assert any("noe helt annet" in p.text for p in got.passages if p.measure is None)


def test_labels_that_stand_before_the_first_title_are_not_told_of_it(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        HEAD + "Ansvarlig: Kommunedirektøren\nFrist: 2028\n\n"
        "Tiltak: Merke turstier\nAnsvarlig: Teknisk etat\nFrist: 2026\n\n"
        "Tiltak: Bygge gapahuk\nOppfølging: hver vår\nAnsvarlig: Speidergruppa\nFrist: 2027\n",
    )
    assert fields_of(got)[-2:] == [
        (None, "Merke turstier", ("Teknisk etat",), "2026"),
        (None, "Bygge gapahuk", ("Speidergruppa",), "2027"),
    ]


def test_who_and_when_may_stand_before_what(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        HEAD + "Ansvarlig: Teknisk etat\nFrist: 2026\nTiltak: Merke turstier\n\n"
        "Ansvarlig: Speidergruppa\nFrist: 2027\nTiltak: Bygge gapahuk\n",
    )
    assert fields_of(got) == [
        (None, "Merke turstier", ("Teknisk etat",), "2026"),
        (None, "Bygge gapahuk", ("Speidergruppa",), "2027"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "Merke turstier\nStiene skal ha skilt.\nAnsvarlig: Teknisk etat\nFrist: 2026\n\n"
        "Bygge gapahuk\nAnsvarlig: Speidergruppa\nFrist: 2027\n\n"
        "Låne ut utstyr\nBåde ski og telt\nAnsvarleg: Biblioteket\nFrist: Løpande\n",
        "1. **Merke turstier**\n   - Ansvarlig: Teknisk etat\n   - Frist: 2026\n"
        "2. **Bygge gapahuk**\n   - Ansvarlig: Speidergruppa\n   - Frist: 2027\n"
        "3. **Låne ut utstyr**\n   - Ansvarleg: Biblioteket\n   - Frist: Løpande\n",
        "Friluftsliv gir god helse.\n\n**Merke turstier**\n\nStiene skal ha skilt\n\n"
        "Ansvarlig: Teknisk etat\n\nFrist: 2026\n\n**Bygge gapahuk**\n\nVed Storvatnet\n\n"
        "Ansvarlig: Speidergruppa\n\nFrist: 2027\n\n**Låne ut utstyr**\n\n"
        "Ansvarleg: Biblioteket\n\nFrist: Løpande\n",
    ],
)
def test_plain_lines_over_labels_are_titles(tmp_path: Path, lines: str) -> None:
    got = written(tmp_path, HEAD + lines)
    assert [told(m) for m in got.measures] == [
        ("Merke turstier", ("Teknisk etat",), "2026"),
        ("Bygge gapahuk", ("Speidergruppa",), "2027"),
        ("Låne ut utstyr", ("Biblioteket",), "Løpande"),
    ]


@pytest.mark.parametrize("title", ["Utstyret lånes ut.\n", "Utlån\n\nSki og telt\n\n"])
def test_labels_under_no_sure_title_are_told_to_be_no_measure(tmp_path: Path, title: str) -> None:
    got = written(
        tmp_path,
        HEAD + "Merke turstier\nAnsvarlig: Teknisk etat\nFrist: 2026\n\n"
        "Bygge gapahuk\nAnsvarlig: Speidergruppa\nFrist: 2027\n\n"
        f"{title}Ansvarlig: Biblioteket\nFrist: Løpende\n",
    )
    assert len(got.rejected) == 1
    assert [m.text for m in got.measures] == ["Merke turstier", "Bygge gapahuk"]
    assert "Ansvarlig: Biblioteket" in " ".join(r.source.quote for r in got.rejected)


def test_a_heading_is_no_measure_where_plain_lines_under_it_could_be(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        HEAD + "Utlån\n\nSki og telt\n\nAnsvarlig: Biblioteket\nFrist: 2026\n\n"
        "Turer\n\nAnsvarlig: Turlaget\nFrist: 2027\n",
    )
    assert [m.text for m in got.measures] == ["Turer"]
    assert len(got.rejected) == 1


def test_who_answers_for_what_is_no_list_of_measures(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2026-2028\n\n"
        "Kommunen\nAnsvar: Helsetjenester der folk bor\n\nSykehuset\nAnsvar: Utredning\n",
    )
    assert not got.measures


def test_a_dot_alone_in_a_column_of_a_year_is_a_mark(tmp_path: Path) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2026-2027\n\nTiltak\tAnsvarlig\t2026\t2027\n"
        "Merke turstier\tTeknisk etat\t\t●\nBygge gapahuk\tFjellvik turlag\t50 %\t-\n",
    )
    assert [(m.deadline, m.years, m.notes) for m in got.measures] == [
        ("2027", (2027,), ()),
        (None, (), ("2026: 50 %",)),
    ]


TABLE = "| Tiltak | Ansvarlig | Frist |\n|---|---|---|\n| {} | AU | 2029 |\n\n"


@pytest.mark.parametrize("label", ["Innsatsområde A", "Satsingsområde 1", "Tiltak", "Område"])
def test_a_heading_over_a_table_is_one_whatever_its_first_word(tmp_path: Path, label: str) -> None:
    text = "# Plan 2028\n\n## Om planen\n\nLaget av AU.\n\n"
    text += f"## {label}: Psykisk helse\n\n" + TABLE.format("Lage rutine")
    text += f"## {label}: Skole\n\nFraværet øker etter pandemien.\n\n"
    got = written(tmp_path, text + TABLE.format("Telle fravær"))
    assert [m.source.section[1:] for m in got.measures] == [
        (f"{label}: Psykisk helse",),
        (f"{label}: Skole",),
    ]


def test_a_heading_with_a_label_is_a_measure_where_labels_follow(tmp_path: Path) -> None:
    text = "# Plan 2028\n\n### Tiltak: Lage rutine\n\nAnsvarlig: AU\n\nFrist: 2029\n\n"
    got = written(tmp_path, text + TABLE.format("Telle fravær"))
    assert [told(m) for m in got.measures] == [
        ("Lage rutine", ("AU",), "2029"),
        ("Telle fravær", ("AU",), "2029"),
    ]


@pytest.mark.parametrize("mark", ["•", "○", "◦", "▪", "●", "‣", "\uf0b7", "\uf0a7"])
def test_a_list_is_one_whatever_its_bullets(tmp_path: Path, mark: str) -> None:
    got = written(
        tmp_path,
        "Handlingsplan for Fjellvik 2026-2028\n\nPlanen bygger på disse verdiene:\n\n"
        f"{mark} åpenhet i alt som skjer\n{mark} respekt for naturen\n\n"
        f"Kommunen vil:\n\n{mark} Merke turstier ved Fjellvik\n{mark} Bygge gapahuk ved vatnet\n",
    )
    assert [m.text for m in got.measures] == [
        "Merke turstier ved Fjellvik",
        "Bygge gapahuk ved vatnet",
    ]
    told = "\n".join(p.text for p in got.passages if not p.measure)
    assert "• åpenhet i alt som skjer\n• respekt for naturen" in told
