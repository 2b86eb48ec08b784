"""Questions for a municipality: what names it, what is others', and what is everybody's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from eval.checker import check
from eval.evidence import known_of
from service.api.app import create_app
from service.engine import Engine

NEW, OLD, EAST = "ahus-2026-2027", "ahus-2024-2025", "ostfold-2023-2024"


HTML = {"Accept": "text/html", "Accept-Language": "nb"}


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


def ids(engine: Engine, question: str) -> list[str]:
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == ()
    return [finding.measure.measure_id for finding in answer.findings]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Er Ullensaker med på å teste ut noe?", [f"{NEW}:p4:t1:r9"]),
        ("Is Ullensaker trying out anything?", [f"{NEW}:p4:t1:r9"]),
        ("Hvilke prosjekter er Lillestrøm med i?", [f"{NEW}:p2:t1:r3"]),
        ("Kva prosjekt er Lillestrøm med i?", [f"{NEW}:p2:t1:r3"]),
        ("Tester Lillestrøm ut noe?", [f"{NEW}:p2:t1:r3"]),
        ("Skal Rælingen prøve ut noe nytt?", [f"{NEW}:p2:t1:r3", f"{NEW}:p3:t1:r5"]),
        ("Når er fristen for prosjektet i Rælingen?", [f"{NEW}:p2:t1:r3", f"{NEW}:p3:t1:r5"]),
        ("Hvem har ansvaret for forløpskoordinator i Lørenskog?", [f"{NEW}:p5:t1:r10"]),
        ("Hva gjør Nannestad?", [f"{OLD}:p8:t3:r24"]),
        ("Hvilke tiltak har Ski?", [f"{NEW}:p4:t1:r9"]),
    ],
)
def test_what_names_a_municipality_answers_for_it_alone(
    engine: Engine, question: str, named: list[str]
) -> None:
    assert ids(engine, question) == named
    assert engine.ask(question).caveat is None


@pytest.mark.parametrize(
    ("question", "said", "others"),
    [
        (
            "Deltar Ullensaker i FACT?",
            "Ingen tiltak om dette nevner Ullensaker; dette er tiltak for hele helsefellesskapet",
            [],
        ),
        (
            "Har Moss FACT-team?",
            "Ingen tiltak nevner Moss; dette er tiltak for hele helsefellesskapet",
            [],
        ),
        (
            "Har Moss og Sarpsborg FACT-team?",
            "Ingen tiltak nevner Moss, Sarpsborg; dette er tiltak for hele helsefellesskapet",
            [],
        ),
        ("Kva har Vestby ansvar for?", "Ingen tiltak nemner Vestby; dette er tiltak for heile", []),
        ("Does Moss have a FACT team?", "No measure names Moss; these are measures for the", []),
        (
            "Har Lørenskog delte stillinger?",
            "Ingen tiltak om dette nevner Lørenskog; dette er tiltak for hele helsefellesskapet "
            "(2 til er for andre enn Lørenskog)",
            [f"{OLD}:p8:t3:r24", f"{NEW}:p7:t1:r17"],
        ),
        (
            "Tester Eidsvoll ut nye modeller?",
            "Ingen tiltak nevner Eidsvoll (deler av planen er vanskelig å lese); dette er tiltak "
            "for hele helsefellesskapet eller en del av det",
            [f"{NEW}:p5:t1:r10", f"{NEW}:p5:t1:r13", f"{NEW}:p4:t1:r9"],
        ),
        ("Hvem har ansvaret for PLL i Vefsn?", "Ingen tiltak nevner Vefsn; dette er tiltak", []),
    ],
)
def test_where_none_names_it_the_answer_says_so_and_has_none_of_others(
    engine: Engine, question: str, said: str, others: list[str]
) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(said)
    assert answer.caveat and answer.caveat.startswith(said)
    assert answer.reply is None
    found = ids(engine, question)
    assert found and not set(others) & set(found)


def test_what_names_it_comes_before_what_is_for_all(engine: Engine) -> None:
    found = ids(engine, "Hva gjør Rælingen for barn og unge?")
    assert found[:2] == [f"{NEW}:p2:t1:r3", f"{NEW}:p3:t1:r5"]
    assert len(found) > 2
    said = engine.ask("Hva gjør Rælingen for barn og unge?").answer
    assert said.startswith("2 av tiltakene nevner Rælingen og står først; de andre er for hele")


def test_what_only_others_have_is_not_found(engine: Engine) -> None:
    answer = engine.ask("Skal Rælingen prøve ut forløpskoordinator?")
    assert not answer.answered
    assert answer.answer.startswith("Tiltakene som ble funnet om dette, er for andre enn Rælingen.")
    assert "Nærmest" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["Har Akershus FACT?", "Har Østfold FACT-team?", "Hva gjør Ahus for barn?", "Hva gjør Rana?"],
)
def test_of_regions_nothing_is_said_of_municipalities(engine: Engine, question: str) -> None:
    assert "nevner" not in (engine.ask(question).caveat or "")


def test_a_body_of_a_district_is_no_municipality(engine: Engine) -> None:
    assert ids(engine, "Hva gjør LSF Nedre Romerike?") == [f"{NEW}:p5:t1:r13"]
    # Lørenskog is in Nedre Romerike, whose forum is responsible; Ullensaker is not.
    assert f"{NEW}:p5:t1:r13" in ids(engine, "Hva gjør Lørenskog for psykisk helse?")
    assert f"{NEW}:p5:t1:r13" not in ids(engine, "Hva gjør Ullensaker for psykisk helse?")


def test_the_page_and_the_overview_of_a_topic_say_it_too(
    engine: Engine, client: TestClient
) -> None:
    page = client.get("/", params={"q": "Har Moss FACT-team?"}).text
    assert "Ingen tiltak nevner Moss; dette er tiltak for hele helsefellesskapet." in page
    assert "Ingen tiltak nevner Moss" in engine.coverage("FACT i Moss").notes
    assert engine.coverage("Moss").findings == ()


def test_a_place_names_the_district_that_is_called_by_it(engine: Engine) -> None:
    assert engine.ask("Hvem tar seg av nybakte mødre på Gardermoen?").caveat is None


def test_an_abbreviation_names_its_municipality(engine: Engine) -> None:
    question = "Hva gjør Trondheim kommune sammen med sykehuset om pasienter med voldsrisiko?"
    said = engine.ask(question).caveat or ""
    assert "Ingen tiltak nevner" not in said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Har Moss FACT-team?",
            "Ingen tiltak nevner Moss; her er tiltak fra en plan uten oppgitt utgiver, som kan "
            "være for en annen kommune:",
        ),
        ("Kva har Vestby ansvar for?", "Ingen tiltak nemner Vestby; her er tiltak frå ein plan"),
        ("Does Moss have a FACT team?", "No measure names Moss; there are measures here of a plan"),
        (
            "Hva gjør Rælingen for barn og unge?",
            "2 av tiltakene nevner Rælingen og står først; blant de andre er tiltak fra en plan "
            "uten oppgitt utgiver",
        ),
    ],
)
def test_a_plan_of_nobody_known_is_not_said_to_be_for_the_whole_community(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, question: str, said: str
) -> None:
    monkeypatch.setattr(engine.asker._locally, "_unsaid", {NEW, OLD, EAST})
    answer = engine.ask(question)
    assert answer.answer.startswith(said)
    assert check(answer, known_of(engine)).violations == ()
