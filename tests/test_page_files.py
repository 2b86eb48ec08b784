"""Pages as files to take along: nothing left out, each row with the address of its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient

from service.api import create_app
from service.engine import Engine
from service.results import Filters

HTML = {"Accept": "text/html", "Accept-Language": "nb"}

DIFF = "/endringer/fil?fra=ahus-2024-2025&til=ahus-2026-2027"


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    response = client.get(f"{path}&format=csv")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_changes_hold_every_measure_of_both_plans(client: TestClient, engine: Engine) -> None:
    found = rows(client, DIFF)
    for plan_id, title in (
        ("ahus-2024-2025", "Ahus og kommunene 2024–2025"),
        ("ahus-2026-2027", "Ahus og kommunene 2026–2027"),
    ):
        texts = {row[f"Tiltak – {title}"] for row in found} - {""}
        assert texts == {m.text for m in engine.measures(Filters(plan=(plan_id,))).measures}
    outcomes = {row["Utfall"] for row in found}
    assert outcomes == {"videreført med endringer", "nytt", "ikke med lenger"}
    (arena,) = (
        r for r in found if "habiliteringsområdet" in r["Tiltak – Ahus og kommunene 2024–2025"]
    )
    assert arena["Frist – Ahus og kommunene 2024–2025"] == "2025 (flyttet fra 2024)"


def test_a_source_in_a_file_opens_at_its_row(client: TestClient) -> None:
    for row in rows(client, "/frister/fil?plan=stolav-2022-2024")[:3]:
        place, _, address = row["Kilde"].partition(": ")
        line = place.rpartition(" ")[2]
        assert address.startswith("http://testserver/kilde/stolav-2022-2024?passasje=")
        assert address.endswith(f"#L{line}")
        assert f'id="L{line}" class="cited"' in client.get(address).text


def test_deadlines_are_those_of_the_page(client: TestClient, engine: Engine) -> None:
    found = rows(client, "/frister/fil?dag=2025-06-30")
    assert len(found) == engine.measures().total
    overdue = rows(client, "/frister/fil?dag=2025-06-30&gruppe=overdue")
    assert {row["Gruppe"] for row in overdue} == {"Frist passert"}
    assert len(overdue) == sum(row["Gruppe"] == "Frist passert" for row in found)
    ahus = rows(client, "/frister/fil?dag=2025-06-30&region=ahus&lang=en")
    assert {row["Plan"][:4] for row in ahus} == {"Ahus"}
    assert "Deadline" in ahus[0]


def test_a_topic_names_every_region_also_those_without_it(client: TestClient) -> None:
    found = rows(client, "/oversikt/fil?tema=legemidler")
    told = {row["Region"]: row["Funnet"] for row in found}
    assert len(told) == 4
    hard = "nei (deler av planen er vanskelig å lese)"
    assert {"ja", "nei"} <= set(told.values()) <= {"ja", "nei", hard}
    assert all(bool(row["Tiltak"]) == (row["Funnet"] == "ja") for row in found)
    own = rows(client, "/oversikt/fil?q=hospitering&lang=nn")
    assert {row["Tema"] for row in own} == {"hospitering"}


def test_a_workbook_opens(client: TestClient) -> None:
    content = client.get(f"{DIFF}&format=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.title == "Endringer"
    assert sheet.max_row == len(rows(client, DIFF)) + 1


@pytest.mark.parametrize(
    "path",
    [f"{DIFF}&format=pdf", DIFF, "/oversikt/fil?format=csv", "/frister/fil?format=md"],
)
def test_what_cannot_be_had_is_refused_in_words(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert "<h1>Dette kan ikke spørres om</h1>" in response.text
