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
