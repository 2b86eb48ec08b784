"""A plan of which no table was understood is not said to be without what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from eval.checker import check
from eval.evidence import known_of
from indexer.build import build_index
from indexer.encoder import load_encoder
from indexer.records import Rejected, Source
from indexer.tables import NO_MEASURE_COLUMN
from indexer.unread import dropped_tables, unread_tables
from service.api.app import create_app
from service.engine import Engine, open_engine
from service.files.sheets import verdict_said
from service.models import CoverageResult
from service.results import Filters, Verdict
from tests.conftest import quiet

ROWS = (
    "Kartleggje radon", "Byggje gangveg", "Lage lysplan", "Rydde strender", "Starte turlag",
    "Opne kafé", "Måle støy",
)  # fmt: skip
UNREAD = (
    "<h1>Folkehelseplan for Fjordvik kommune 2031–2034</h1><p>Vedteken 12. mars 2031.</p><table>"
    "<tr><th>Linje</th><th>Farge</th><th>Retning</th></tr>"
    + "".join(f"<tr><td>{row}</td><td>Grøn</td><td>Kultureininga</td></tr>" for row in ROWS)
    + "</table>"
)
READ = (
    "<h1>Demensplan for Storelv kommune 2031–2034</h1><table>"
    "<tr><th>Tiltak</th><th>Ansvarlig</th><th>Frist</th></tr>"
    "<tr><td>Bygge sansehage</td><td>Demensteamet</td><td>2032</td></tr>"
    "<tr><td>Holde pårørendeskole</td><td>Demensteamet</td><td>2033</td></tr>"
    "<tr><td>Kurse ansatte i butikker</td><td>Demensforeningen</td><td>2034</td></tr></table>"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("unread")
    (folder / "corpus/plans").mkdir(parents=True)
    (folder / "corpus/plans/fjordvik.html").write_text(UNREAD, encoding="utf-8")
    (folder / "corpus/plans/storelv.html").write_text(READ, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", load_encoder(), quiet)
    yield folder / "index"


@pytest.fixture(scope="module")
def two(index: Path) -> Engine:
    return open_engine(index)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kven har ansvar for å kartleggje radon?", "Kolonnane i tabellen vart ikkje forstått"),
        ("Hva gjør Kultureininga?", "Kolonnene i tabellen ble ikke forstått"),
        ("Who maps radon?", "The columns of the table were not understood"),
        ("Hvem har ansvar for sansehage?", "Kolonnene i tabellen ble ikke forstått"),
    ],
)
def test_an_answer_says_what_was_not_understood(two: Engine, question: str, said: str) -> None:
    answer = two.ask(question)
    assert check(answer, known_of(two)).violations == ()
    (line,) = (line for line in answer.answer.split("\n") if line.startswith(said))
    assert "Fjordvik kommune, folkehelseplan 2031–2034" in line
    assert "8 rader" in line or "8 rows" in line
    verdicts = {c.plan.plan_id: c.verdict for c in answer.coverage}
    assert verdicts["fjordvik"] is Verdict.UNREADABLE
    assert not any("Kartleggje radon" in source.quote for source in answer.citations)


def test_what_its_text_says_is_still_quoted(two: Engine) -> None:
    answer = two.ask("Når er folkehelseplanen for Fjordvik vedtatt?")
    assert "Vedteken 12. mars 2031" in answer.answer


def test_comparing_and_coverage_say_so_too(two: Engine) -> None:
    covered = {c.plan.plan_id: c for c in two.coverage("radon").coverage}
    assert covered["fjordvik"].verdict is Verdict.UNREADABLE
    (table,) = covered["fjordvik"].searched.unread
    assert (table.rows, table.heading) == (8, "Linje | Farge | Retning")
    assert covered["storelv"].verdict is Verdict.NO


def test_the_page_says_what_the_answer_says(index: Path) -> None:
    with TestClient(create_app(open_engine(index))) as client:
        page = client.get("/", params={"q": "Hvem har ansvar for sansehage?", "lang": "nb"}).text
        assert "Kolonnene i tabellen ble ikke forstått" in page
        assert "8 rader" in page
        asked = client.get("/v1/ask", params={"q": "Hvem har ansvar for sansehage?"}).json()
        (own,) = (c for c in asked["coverage"] if c["plan_id"] == "fjordvik")
        assert own["searched"]["unread"][0]["heading"] == "Linje | Farge | Retning"


def _table(first: str, rows: int) -> list[Rejected]:
    quotes = [first, *("Noe | Noen | Noe annet" for _ in range(rows - 1))]
    return [
        Rejected(f"x:p1:t1:r{n}", NO_MEASURE_COLUMN, Source("x", "x.pdf", 1, n, n, (), None, quote))
        for n, quote in enumerate(quotes, start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "measures", "is_unread"),
    [
        (_table("Nr Tiltak | Gruppe | 2031 2032", 4), 0, True),
        (_table("Kva | Ansvarleg eining", 3), 0, True),
        (_table("Farge | Vekt", 8), 0, True),
        (_table("Versjon | Dato", 4), 0, False),
        (_table("Nr Tiltak | Gruppe | 2031 2032", 4), 5, False),
        (_table("Hendelse | Tiltak mot den | Ansvar", 4), 5, True),
        (_table("Lead | Something | Timeline", 4), 5, True),
        (_table("Navn | Ansvar", 8), 5, False),
        (_table("Farge | Vekt", 8), 5, False),
        (_table("Hendelse | Tiltak mot den | Ansvar", 2), 5, False),
        (_table("Tiltak | Ansvarlig", 2), 0, False),
    ],
)
def test_which_tables_may_be_of_measures(
    rows: list[Rejected], measures: int, is_unread: bool
) -> None:
    assert bool(unread_tables(rows, {"x": measures})) is is_unread


PROSE = (
    "Ruspolitisk plan for Havnes kommune 2031–2034\n\nVedtatt 12. mars 2031.\n\n"
    "Vi bygger seks småhus. Ansvarlig er boligstiftelsen, og fristen er våren 2032.\n\n"
    "Vi ansetter en miljøvaktmester. Ansvarlig er teknisk drift, og fristen er 2033.\n"
)


def test_a_text_of_which_no_measure_was_read_is_not_without(tmp_path: Path) -> None:
    (tmp_path / "corpus/plans").mkdir(parents=True)
    (tmp_path / "corpus/plans/havnes.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "corpus/plans/storelv.html").write_text(READ, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", load_encoder(), quiet)
    engine = open_engine(tmp_path / "index")
    answer = engine.ask("Hvem har ansvar for sansehage?")
    assert check(answer, known_of(engine)).violations == ()
    assert "Fant ingen tabell eller liste med tiltak i: Havnes kommune" in answer.answer
    assert "Teksten er lest og gjennomsøkt" in answer.answer
    assert "Ikke funnet" not in answer.answer
    assert "unne ikke leses" not in answer.answer
    alone = Filters(plan=("havnes",))
    refused = engine.ask("Hvem har ansvar for sansehage?", alone)
    assert check(refused, known_of(engine)).violations == ()
    assert refused.answer.startswith("Ikke besvart: tiltakene som kan ha svaret, kunne ikke leses.")
    assert "Teksten er lest og gjennomsøkt" in refused.answer
    covered = CoverageResult.of(engine.coverage("sansehage", alone)).coverage
    assert verdict_said(covered[0]) == (
        "ikke alt kunne leses (ingen tiltak er skilt ut fra teksten)"
    )
    with TestClient(create_app(engine)) as client:
        for language, said in (
            ("nb", ("Fant ingen tabell eller liste med tiltak i:", "Teksten er lest")),
            ("nn", ("Fann ingen tabell eller liste med tiltak i:", "Teksten er lesen")),
            ("en", ("Found no table or list of measures in:", "The text was read")),
        ):
            asked = {"q": "Hvem har ansvar for sansehage?", "lang": language}
            page = client.get("/", params=asked).text
            assert all(each in page for each in said)


@pytest.mark.parametrize(
    ("rows", "measures", "told"),
    [
        (_table("Farge | Vekt", 3), 0, (3, "Farge | Vekt")),
        (_table("Farge | Vekt", 8), 5, None),
        (
            _table("Hendelse | Tiltak mot den | Ansvar", 4),
            5,
            (4, "Hendelse | Tiltak mot den | Ansvar"),
        ),
    ],
)
def test_of_which_tables_the_index_tells(
    rows: list[Rejected], measures: int, told: tuple[int, str] | None
) -> None:
    found = [(table.rows, table.heading) for table in dropped_tables(rows, measures)]
    assert found == ([told] if told else [])


ALONE = (
    "<h1>Naturplan for Skogvik kommune 2031–2034</h1><p>Skogvik har elg.</p><table>"
    "<tr><th>Farge</th><th>Vekt</th></tr><tr><td>Grøn</td><td>Tung</td></tr></table>"
)
SEVERAL = (
    "<h1>Brannplan for Fossdal kommune 2031–2034</h1><h2>Kurs</h2><table>"
    "<tr><th>Tiltak</th><th>Ansvarlig</th><th>Frist</th></tr>"
    "<tr><td>Kurse brannvakter</td><td>Brannsjefen</td><td>2032</td></tr></table>"
    "<h2>Hendelser</h2><table>"
    "<tr><th>Uhell</th><th>Svar</th><th>Hvem tar ansvar og tiltak</th><th>Omfang</th></tr>"
    "<tr><td>Røyk</td><td>Vifte</td><td>En</td><td>Lite</td></tr>"
    "<tr><td>Lyn</td><td>Avleder</td><td>To</td><td>Stort</td></tr></table>"
)


def test_each_table_is_judged_by_itself(tmp_path: Path) -> None:
    (tmp_path / "corpus/plans").mkdir(parents=True)
    for name, text in (("skogvik", ALONE), ("fossdal", SEVERAL), ("storelv", READ)):
        (tmp_path / f"corpus/plans/{name}.html").write_text(text, encoding="utf-8")
    report = build_index(tmp_path / "corpus", tmp_path / "index", load_encoder(), quiet)
    told = {p.plan_id: " ".join(p.counts.warnings) for p in report.plans}
    assert "ble ikke forstått (2 rader): «Farge | Vekt»" in told["skogvik"]
    assert "ble ikke forstått (3 rader): «Uhell | Svar |" in told["fossdal"]
    assert "ikke forstått" not in told["storelv"]
    engine = open_engine(tmp_path / "index")
    for question, plan, said in (
        ("Hvilke tiltak har Fossdal kommune mot lyn?", "fossdal", "fra linje 10, 3 rader"),
        ("Hvilke tiltak har Skogvik kommune mot radon?", "skogvik", "Ikke besvart"),
    ):
        answer = engine.ask(question)
        assert check(answer, known_of(engine)).violations == ()
        assert said in answer.answer
        assert {c.plan.plan_id: c.verdict for c in answer.coverage}[plan] is Verdict.UNREADABLE
