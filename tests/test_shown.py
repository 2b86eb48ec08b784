"""What lists show of an answer beside its sentences: the matched part, what is said of it, prose
for reading, why a plan may have it all the same, and in which language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import create_app
from service.engine import Engine
from service.pages.addresses import warning_said
from service.pages.texts import Language
from service.pages.visit import Visit
from service.words.language import language_shown


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine)) as client:
        yield client


def rows(client: TestClient, call: str) -> list[dict[str, str]]:
    text = client.get(call).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_finding_shows_what_was_asked_about(client: TestClient) -> None:
    found = client.get("/v1/ask?q=Hvilke tiltak i Ahus gjelder ernæring?").json()
    (shown,) = [finding["shown"] for finding in found["findings"]]
    assert shown.endswith("… Norsktilpasset modell for ernæringskartlegging")
    assert f"«{shown}»" in found["answer"]
    near = client.get("/v1/search?q=ernæring&kind=measure&k=1").json()["hits"][0]
    assert near["shown"].endswith("ernæringskartlegging")


def test_a_finding_has_the_priority_that_was_asked_for(client: TestClient) -> None:
    found = client.get("/v1/ask?q=Hvilke tiltak har prioritet 2?").json()["findings"]
    assert {(each["priority"], each["said"]) for each in found} == {("2", "prioritet: 2")}
    other = client.get("/v1/ask?q=FACT Ung").json()["findings"]
    assert {each["said"] for each in other} == {""}


def test_prose_has_a_text_beside_its_quote(client: TestClient) -> None:
    found = client.get("/v1/ask?q=Hvilke kommuner er med i Østfold?").json()
    first = found["citations"][0]
    assert first["quote"].startswith("<sup>1</sup> Aremark")
    assert first["text"].startswith("Aremark, ")
    (row, *_) = rows(client, "/v1/ask?q=Hvilke kommuner er med i Østfold?&format=csv")
    assert row["text"] == first["text"]


def test_a_no_keeps_its_reservation(client: TestClient) -> None:
    hard = "deler av planen er vanskelig å lese"
    for call in ("coverage?q=legevakt&format=csv", "compare?q=legevakt&format=csv&sheet=Tiltak"):
        told = {r["plan_id"]: (r["verdict"], r["reservation"]) for r in rows(client, f"/v1/{call}")}
        assert told["ahus-2026-2027"] == ("nei", hard)
        assert told["helgeland-2023-2025"] == ("nei", "")
        assert told["ostfold-2023-2024"] == ("ja", "")
    (matrix,) = rows(client, "/v1/compare?q=legevakt&format=csv")
    assert matrix["ahus-2026-2027"] == f"nei ({hard})"
    page = client.get("/sammenlign?q=legevakt", headers={"accept-language": "nb"}).text
    assert page.count(f"ikke funnet ({hard})</span>") == 1
    assert f"(–) betyr ikke funnet, men {hard}." in page


def test_an_exact_name_hides_no_body(client: TestClient) -> None:
    names = [body["name"] for body in client.get("/v1/bodies?q=fagråd").json()["bodies"]]
    assert names[0] == "fagråd"
    assert "Fagråd for legesamarbeid" in names
    assert {b["name"] for b in client.get("/v1/bodies?q=AU").json()["bodies"]} == {"AU"}


SHOWN = [
    ("tannhelse", "nn", "nn"),
    ("tannhelse", "en", "en"),
    ("tannhelse", "nb", "nb"),
    ("tannhelse", "", None),
    ("Hvem har ansvar for tannhelse?", "en", None),
    ("kven har ansvar for tannhelse", "nb", None),
    ("frail elderly", "nn", None),
]


@pytest.mark.parametrize(("text", "otherwise", "language"), SHOWN)
def test_a_question_without_a_language_has_the_readers(
    text: str, otherwise: str, language: str | None
) -> None:
    assert language_shown(text, otherwise) == language


@pytest.mark.parametrize(
    ("language", "said"), [("nn", "Ikkje funne i planane"), ("en", "Not found in the plans")]
)
def test_an_answer_to_names_alone_is_in_the_pages_language(
    client: TestClient, language: str, said: str
) -> None:
    page = client.get(f"/?q=tannhelse&lang={language}").text
    assert page.count(said) > 1
    assert "Ikke funnet i planene" not in page
    assert client.get(f"/v1/ask?q=tannhelse&language={language}").json()["language"] == language


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_an_error_page_says_nothing_in_english(client: TestClient, language: str) -> None:
    for path in ("/tiltak/finnes", "/nope", f"/?q={'a' * 501}"):
        page = client.get(path, headers={"accept": "text/html", "accept-language": language}).text
        assert 'lang="en">' not in page.split("<main")[1].split("</main")[0], path
        assert "no measure is called" not in page


def test_what_is_noted_of_a_plan_is_in_the_readers_language() -> None:
    noted = "bokstavene i teksten er skadd; den er rettet for lesing"
    visit = Visit("", "/", (), Language.ENGLISH, chosen=False)
    assert warning_said(visit, noted) == (
        "the letters of the text are damaged; it is put right for reading"
    )
    assert warning_said(visit, "regionen 'x' står ikke i lista") is None
