"""What a person put right in a plan: shown with what was read, and never on the wrong row."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.corrections import apply_corrections, load_overlay
from indexer.read import read_file
from indexer.records import PlanRead
from service.api import create_app
from service.cli import main
from service.engine import open_engine

PLAN = """Handlingsplan for Helsefellesskapet Vestfold 2025-2027

Kommunene og sjukehuset samarbeider om hjemmesykehus for barn i Færder.

Mål\tTiltak\tAnsvar\tFrist\tStatus
Ro\tOpprette hjemmesykehus for barn\tFagrad barn\t2025\tIgangsatt
Ro\tOpprette hospitering for leger\tAU\t2026\t
"""
SIGNED = 'by = "Kari Ås"\ndate = 2026-11-20\nwhy = "Sjekket mot trykt plan"\n'
FIRST = 'measure = "vestfold:t1:r1"\n'
WHO = f"""[[correction]]
{FIRST}field = "responsible"
read = "Fagrad barn"
correct = ["Fagråd barn", "AU"]
{SIGNED}"""
WORD = f"""[[correction]]
word = "hjemmesykehus"
correct = "barnehjemmesykehus"
{SIGNED}"""


@pytest.fixture
def own(tmp_path: Path, corpus: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "plans").mkdir(parents=True)
    (folder / "corrections").mkdir()
    shutil.copy(corpus / "health_communities.toml", folder)
    (folder / "plans/plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "manifest.toml").write_text(
        '[[plan]]\nid = "vestfold"\ntitle = "Plan"\nregion = "vestfold"\nperiod = [2025, 2027]\n'
        'file = "plans/plan.txt"\n',
        encoding="utf-8",
    )
    return folder


def correct(own: Path, toml: str) -> PlanRead:
    """The plan as it is read with these corrections."""
    (own / "corrections/vestfold.toml").write_text(toml, encoding="utf-8")
    read = read_file(own / "plans/plan.txt", own)
    return apply_corrections(read, load_overlay(own, "vestfold"))


def entry(field: str, value: str, fits: str = 'quote = "Opprette hjemmesykehus"') -> str:
    return f'[[correction]]\n{FIRST}field = "{field}"\n{fits}\ncorrect = {value}\n{SIGNED}'


def test_a_field_is_corrected_and_its_reading_kept(own: Path) -> None:
    before = read_file(own / "plans/plan.txt", own)
    read = correct(own, WHO)
    measure, other = read.measures
    assert measure.responsible == ("Fagråd barn", "AU")
    (made,) = measure.corrections
    assert (made.field, made.read, made.corrected) == (
        *("responsible", "Fagrad barn", "Fagråd barn; AU"),
    )
    assert (made.by, made.date.isoformat(), made.why) == (
        *("Kari Ås", "2026-11-20", "Sjekket mot trykt plan"),
    )
    assert measure.source == before.measures[0].source
    assert other == before.measures[1]
    assert read.warnings == before.warnings
    passage = next(p for p in read.passages if p.measure == measure)
    assert "Ansvarlig: Fagråd barn, AU" in passage.encoded
    assert [p.passage_id for p in read.passages] == [p.passage_id for p in before.passages]


@pytest.mark.parametrize(
    ("field", "value", "holds"),
    [
        ("text", '"Opprette sykehus"', "Opprette sykehus"),
        ("goal", '""', None),
        ("target_group", '"Barn"', "Barn"),
        ("indicators", '["a", "b"]', ("a", "b")),
        ("status", '"Ferdig"', "Ferdig"),
        ("years", "[2027, 2025]", (2025, 2027)),
        ("deadline", '"Høsten 2027"', "Høsten 2027"),
        ("responsible", '""', ()),
    ],
)
def test_every_kind_of_field(own: Path, field: str, value: str, holds: object) -> None:
    read = correct(own, entry(field, value))
    assert getattr(read.measures[0], field) == holds
    assert field in {each.field for each in read.measures[0].corrections}
    assert not [text for text in read.warnings if "rettelse" in text]


def test_a_corrected_deadline_corrects_its_years_and_says_so(own: Path) -> None:
    measure = correct(own, entry("deadline", '"Innen 2027"')).measures[0]
    assert measure.years == (2027,)
    assert [(c.field, c.read, c.corrected) for c in measure.corrections] == [
        ("deadline", "2025", "Innen 2027"),
        ("years", "2025", "2027"),
    ]


def test_a_word_is_corrected_wherever_it_stands_and_no_part_of_another(own: Path) -> None:
    read = correct(own, WORD)
    assert read.measures[0].text == "Opprette barnehjemmesykehus for barn"
    prose = next(p for p in read.passages if "samarbeider" in p.text)
    assert "samarbeider om barnehjemmesykehus for" in prose.text
    assert "barnehjemmesykehus" in prose.encoded
    assert prose.corrections[0].read == "hjemmesykehus"
    assert "om hjemmesykehus for" in prose.source.quote
    part = correct(own, WORD.replace('word = "hjemmesykehus"', 'word = "hjemme"'))
    assert "ordet «hjemme» leses ingen steder i planen" in part.warnings[-1]
    assert part.measures == read_file(own / "plans/plan.txt", own).measures


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (WHO.replace(":r1", ":r9"), "det finnes ikke noe tiltak vestfold:t1:r9"),
        (WHO.replace(":r1", ":r2"), "responsible ble lest som «AU», ikke «Fagrad barn»"),
        (WHO + WHO, "rettelse 2 passer ikke og ble utelatt: responsible ble lest som «Fagråd"),
        (
            entry("status", '"Ferdig"', 'quote = "hospitering for leger"'),
            "står ikke i vestfold:t1:r1 (sitatet står nå i vestfold:t1:r2)",
        ),
        (entry("status", '"Igangsatt"'), "status leses nå som «Igangsatt»; fjern rettelsen"),
        (entry("text", '""'), "et tiltak uten tekst er ikke noe tiltak"),
        (
            entry("responsable", '"AU"'),
            "rettelse 1 kan ikke forstås og ble utelatt: entry: field must be one of",
        ),
        (entry("status", '["a"]'), "status must be one text"),
        (entry("years", '"2026"'), "years must be numbers"),
        (entry("status", '"a"', ""), "say what was read, or quote the row"),
        (WORD.replace("word =", "wrod ="), "wrod: is no field; did you mean word?"),
        (WORD.replace('by = "Kari Ås"', ""), "by: is missing"),
        (
            WORD.replace("2026-11-20", '"i går"'),
            "date: 'i går' will not do; write it as 2026-11-20",
        ),
        ("[[corection]]\n", "corection rettet ingenting: write each as [[correction]]"),
        ("[[correction", "kan ikke forstås og rettet ingenting"),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(own: Path, toml: str, says: str) -> None:
    before = read_file(own / "plans/plan.txt", own)
    read = correct(own, toml)
    assert says in read.warnings[-1]
    assert "corrections/vestfold.toml" in read.warnings[-1]
    if toml != WHO + WHO:
        assert (read.measures, read.passages) == (before.measures, before.passages)


def test_each_entry_stands_for_itself(own: Path) -> None:
    read = correct(own, WHO.replace(":r1", ":r9") + entry("status", '"Ferdig"'))
    assert read.measures[0].status == "Ferdig"
    assert read.warnings[-1].startswith("corrections/vestfold.toml: rettelse 1 passer ikke")


@pytest.mark.parametrize("key", ["feild", "measrue"])
def test_one_that_cannot_be_understood_leaves_the_others_standing(own: Path, key: str) -> None:
    wrong = WHO.replace(key.replace("ei", "ie").replace("rue", "ure") + " =", f"{key} =")
    read = correct(own, "[[corection]]\n" + wrong + WHO + entry("status", '"Ferdig"'))
    assert (read.measures[0].responsible, read.measures[0].status) == (
        *(("Fagråd barn", "AU"), "Ferdig"),
    )
    unknown, mistyped = read.warnings[-2:]
    assert unknown.endswith("corection rettet ingenting: write each as [[correction]]")
    assert f"rettelse 1 kan ikke forstås og ble utelatt: {key}: is no field" in mistyped


# ── through the front door ───────────────────────────────────────────────────────────────


@pytest.fixture
def indexed(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    def indexed(*argv: str) -> tuple[int, str]:
        where = ["--index", str(tmp_path / "index")]
        status = main([argv[0], str(own), *where] if argv[0] == "index" else [*argv, *where])
        return status, capsys.readouterr().out

    return indexed


@pytest.mark.thorough
def test_an_answer_says_who_corrected_what_and_quotes_what_stands(
    own: Path, indexed: Callable[..., tuple[int, str]]
) -> None:
    late = entry("deadline", '"2027"') + entry("status", '""') + WORD
    (own / "corrections/vestfold.toml").write_text(WHO + late, encoding="utf-8")
    for _ in range(2):
        status, out = indexed("index")
        assert (status, "rettelse" in out) == (0, False)
    _, out = indexed("ask", "Hvem har ansvar for barnehjemmesykehus?")
    assert (
        "ansvarlig: Fagråd barn, AU (rettet av Kari Ås 20.11.2026; lest som «Fagrad barn»)" in out
    )
    assert "frist: 2027 (rettet av Kari Ås 20.11.2026; lest som «2025»)" in out
    assert "(rettet av Kari Ås 20.11.2026; lest som «Igangsatt»)" in out
    assert "| Fagrad barn | 2025 | Igangsatt»" in out
    _, out = indexed("ask", "Who is responsible for barnehjemmesykehus?")
    assert "(corrected by Kari Ås 2026-11-20; read as «Fagrad barn»)" in out
    _, out = indexed("ask", "Kven har ansvaret for barnehjemmesykehus, og kva er ikkje gjort?")
    assert "(retta av Kari Ås 20.11.2026; lese som «Fagrad barn»)" in out


def test_the_api_shows_what_was_read_and_who_corrected(
    own: Path, tmp_path: Path, indexed: Callable[..., tuple[int, str]]
) -> None:
    (own / "corrections/vestfold.toml").write_text(WHO + WORD, encoding="utf-8")
    indexed("index")
    client = TestClient(create_app(open_engine(tmp_path / "index")))
    measure = client.get("/v1/measures/vestfold:t1:r1").json()
    assert measure["corrections"] == [
        made("responsible", "Fagrad barn", "Fagråd barn; AU"),
        made("text", "hjemmesykehus", "barnehjemmesykehus"),
    ]
    assert "Fagrad barn" in measure["citation"]["quote"]
    (answer,) = client.get("/v1/ask?q=Hvem har ansvar for barnehjemmesykehus").json()["findings"]
    assert answer["corrections"] == measure["corrections"]
    hits = client.get("/v1/search?q=barnehjemmesykehus&kind=prose").json()["hits"]
    assert hits[0]["corrections"] == [made("text", "hjemmesykehus", "barnehjemmesykehus")]


def made(field: str, read: str, corrected: str) -> dict[str, Any]:
    return {
        "field": field,
        "read": read,
        "corrected": corrected,
        "by": "Kari Ås",
        "date": "2026-11-20",
        "why": "Sjekket mot trykt plan",
    }


@pytest.mark.thorough
def test_show_lists_them_and_index_warns_of_those_that_do_not_fit(
    own: Path, indexed: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = WHO.replace(":r1", ":r9")
    (own / "corrections/vestfold.toml").write_text(WHO + wrong, encoding="utf-8")
    assert main(["show", str(own / "plans/plan.txt"), "--corpus", str(own)]) == 0
    out = capsys.readouterr().out
    assert "vestfold:t1:r1: ansvarlig: «Fagrad barn» → «Fagråd barn; AU» (Kari Ås" in out
    status, out = indexed("index")
    assert status == 0
    assert "rettelse 2 passer ikke og ble utelatt: det finnes ikke noe tiltak" in out
    (own / "corrections/vestfodl.toml").write_text(WHO, encoding="utf-8")
    status, out = indexed("index")
    assert status == 1
    assert "corrections/vestfodl.toml: corrects no plan of the corpus" in out


def test_json_of_show_has_both(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "corrections/vestfold.toml").write_text(WORD, encoding="utf-8")
    assert main(["show", str(own / "plans/plan.txt"), "--corpus", str(own), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert [each["passage_id"] for each in read["corrections"]] == [
        *("vestfold:t1:r1", "vestfold:l3"),
    ]
