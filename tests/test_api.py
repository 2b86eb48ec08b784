"""The API through its front door, over the real index: status, body and message."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient

from service.api import PROBLEM, create_app
from service.engine import Engine, open_engine
from service.files.export import Delimiter, to_csv, to_xlsx
from service.files.sheets import COLUMNS, measures_book
from service.models import Measure

PLANS = [
    "ahus-2024-2025",
    "ahus-2026-2027",
    "helgeland-2023-2025",
    "ostfold-2023-2024",
    "stolav-2022-2024",
]


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine, cors=["https://plan.example"])) as client:
        yield client


@pytest.fixture(scope="module")
def measure_id(client: TestClient) -> str:
    first: str = get(client, "/v1/measures?plan=ahus-2024-2025&k=1")["measures"][0]["measure_id"]
    return first


def get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def problem(client: TestClient, path: str, status: int) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= set(body)
    return body


# ── what is found ────────────────────────────────────────────────────────────────────────


def test_a_hit_is_cited_byte_for_byte_in_the_document_that_its_href_opens(
    client: TestClient,
) -> None:
    found = get(client, "/v1/search?q=digital hjemmeoppfølging&k=3")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    for hit in found["hits"]:
        citation = hit["citation"]
        path, anchor = citation["href"].split("#")
        source = client.get(path).content.decode()
        assert citation["quote"] in source
        assert anchor == f"L{citation['line']}"
        lines = source.split("\n")[citation["line"] - 1 : citation["end_line"]]
        assert "\n".join(lines).strip() == citation["quote"].strip()


def test_a_hit_says_why_and_which_plan(client: TestClient) -> None:
    hit = get(client, "/v1/search?q=digital hjemmeoppfølging&region=ahus&k=1")["hits"][0]
    assert hit["kind"] == "measure"
    assert hit["plan"]["region"] == "ahus"
    assert hit["plan"]["from"] in (2024, 2026)
    assert 0 <= hit["score"] <= 1
    assert "hjemmeoppfølging" in [term.lower() for term in hit["why"]["terms"]]
    marked = [hit["text"][start:end] for start, end in hit["highlights"]]
    assert "hjemmeoppfølging" in [word.lower() for word in marked]
    assert hit["measure"]["citation"] == hit["citation"]


def test_pages_of_a_search_go_on_where_the_one_before_ended(client: TestClient) -> None:
    path = "/v1/search?q=barn og unge"
    both = get(client, f"{path}&k=4")["hits"]
    second = get(client, f"{path}&k=2&offset=2")["hits"]
    assert second == both[2:]


def test_facets_count_the_hits_of_every_page(client: TestClient) -> None:
    found = get(client, "/v1/search?q=barn og unge&k=1")
    assert set(found["facets"]) == {
        "region",
        "plan",
        "target_group",
        "responsible",
        "year",
        "status",
    }
    assert sum(facet["count"] for facet in found["facets"]["plan"]) == found["total"] > 1


def test_an_answers_marks_are_its_citations(client: TestClient) -> None:
    answer = get(client, "/v1/ask?q=Hvem har ansvar for digital hjemmeoppfølging?")
    assert answer["answered"] is True
    assert answer["intent"] == "who"
    assert answer["reason"] is None
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer["answer"])}
    assert marks
    assert marks <= set(range(1, len(answer["citations"]) + 1))
    assert [entry["plan_id"] for entry in answer["coverage"]] == PLANS
    for finding in answer["findings"]:
        assert answer["citations"][finding["citation"]]["plan_id"] == finding["plan_id"]


def test_what_is_not_answered_says_why_and_finds_nothing(client: TestClient) -> None:
    answer = get(client, "/v1/ask?q=Hva gjør Helsefellesskapet Finnmark for eldre?")
    assert answer["answered"] is False
    assert answer["reason"] == "region_not_indexed"
    assert answer["answer"]
    assert answer["findings"] == []


def test_what_an_answer_leaves_open_is_not_in_its_text_alone(client: TestClient) -> None:
    caveat = get(client, "/v1/ask?q=tiltak for eldre unntatt demens")
    assert caveat["caveat"] and caveat["answer"].startswith(caveat["caveat"])
    assert caveat["reply"] is None
    plain = get(client, "/v1/ask?q=Har Østfold tiltak om FACT Ung?")
    assert (plain["reply"], plain["unsaid"], plain["caveat"]) == ("has", [], None)
    several = get(client, "/v1/ask?q=Hvem har ansvar for MILA, og når er fristen for hospitering?")
    told = [(part["reply"], part["unsaid"], part["caveat"]) for part in several["parts"]]
    assert told == [(None, [], None)] * 2


def test_coverage_has_every_plan_in_scope(client: TestClient) -> None:
    found = get(client, "/v1/coverage?q=digital hjemmeoppfølging")
    assert [entry["plan_id"] for entry in found["coverage"]] == PLANS
    first = found["coverage"][0]
    assert (first["period"], first["verdict"]) == ("2024-2025", "yes")
    assert first["searched"]["measures"] > 0
    for entry in found["coverage"]:
        for index in entry["findings"]:
            assert found["findings"][index]["plan_id"] == entry["plan_id"]
    ahus = get(client, "/v1/coverage?q=digital hjemmeoppfølging&region=ahus")
    assert [entry["plan_id"] for entry in ahus["coverage"]] == PLANS[:2]


def test_coverage_says_why_no_plan_has_it_and_what_was_understood(client: TestClient) -> None:
    assert get(client, "/v1/coverage?q=hospitering")["reason"] is None
    assert get(client, "/v1/coverage?q=rus i Finnmark")["reason"] == "region_not_indexed"
    assert get(client, "/v1/coverage?q=tannregulering")["reason"] in (
        "no_evidence",
        "not_about_plans",
    )
    of_ahus = get(client, "/v1/coverage?q=hospitering i Ahus")
    assert any(note.startswith("Ahus →") for note in of_ahus["notes"])


@pytest.mark.parametrize("call", ["/v1/ask", "/v1/search"])
def test_letters_in_two_parts_ask_the_same(client: TestClient, call: str) -> None:
    text = "Hvilke tiltak er gjennomført i Ålesund?"
    one, other = (
        get(client, f"{call}?q={quote(unicodedata.normalize(form, text))}") | {"took_ms": 0}
        for form in ("NFC", "NFD")
    )
    assert one == other


def test_measures_are_paged_in_the_plans_order(client: TestClient, engine: Engine) -> None:
    first = get(client, "/v1/measures?k=100")
    rest = get(client, "/v1/measures?k=100&offset=100")
    ids = [measure["measure_id"] for measure in (*first["measures"], *rest["measures"])]
    assert first["total"] == rest["total"] == len(ids) == len(set(ids))
    assert len(ids) == sum(count.measures for count in engine.counts.values())
    assert list(dict.fromkeys(each.split(":")[0] for each in ids)) == PLANS
    assert len(get(client, "/v1/measures")["measures"]) == 10


def test_filters_are_repeatable_and_all_hold(client: TestClient) -> None:
    found = get(client, "/v1/measures?region=ahus&region=stolav&year=2024&k=100")
    assert {measure["plan_id"] for measure in found["measures"]} == {
        "ahus-2024-2025",
        "stolav-2022-2024",
    }
    assert all(2024 in measure["years"] for measure in found["measures"])


def test_a_measure_by_its_id(client: TestClient, measure_id: str) -> None:
    assert ":" in measure_id
    for written in (measure_id, quote(measure_id, safe="")):
        measure = get(client, f"/v1/measures/{written}")
        assert measure["measure_id"] == measure_id
        assert measure["citation"]["row"]
        assert measure["citation"]["boxes"] == []


def test_every_measure_of_the_index_has_an_address(client: TestClient, engine: Engine) -> None:
    for measure in engine.measures().measures:
        assert get(client, f"/v1/measures/{measure.measure_id}")["text"] == measure.text


def test_counterparts_are_in_other_regions_unless_the_scope_is_wider(
    client: TestClient, measure_id: str
) -> None:
    def plans(scope: str) -> set[str]:
        found = get(client, f"/v1/measures/{measure_id}/similar?k=100{scope}")
        assert found["measure"]["measure_id"] == measure_id
        scores = [counterpart["score"] for counterpart in found["similar"]]
        assert scores == sorted(scores, reverse=True)
        return {counterpart["measure"]["plan_id"] for counterpart in found["similar"]}

    assert plans("") == plans("&scope=other_regions") == set(PLANS[2:])
    assert plans("&scope=other_plans") == set(PLANS[1:])
    assert plans("&scope=all") == set(PLANS)


def test_measures_like_a_text_that_is_in_no_plan(client: TestClient) -> None:
    body = {"text": "Ta i bruk digital hjemmeoppfølging i alle kommuner"}
    response = client.post("/v1/similar?k=3&region=ahus", json=body)
    assert response.status_code == 200
    found = response.json()
    assert found["measure"] is None
    assert len(found["similar"]) == 3
    assert "hjemmeoppfølging" in found["similar"][0]["measure"]["text"]
    assert {each["measure"]["plan_id"] for each in found["similar"]} <= set(PLANS[:2])


@pytest.mark.parametrize("narrowed", ["year=2026", "responsible=AU", "target_group=Barn/unge"])
def test_filters_hold_wherever_measures_are_found(client: TestClient, narrowed: str) -> None:
    def without(found: list[Any]) -> list[str]:
        allowed = {
            m["measure_id"] for m in get(client, f"/v1/measures?{narrowed}&k=100")["measures"]
        }
        assert found
        return [each["measure_id"] for each in found if each["measure_id"] not in allowed]

    hits = get(client, f"/v1/search?q=barn og unge&k=100&{narrowed}")["hits"]
    assert without([hit["measure"] for hit in hits]) == []
    assert without(get(client, f"/v1/coverage?q=barn og unge&{narrowed}")["findings"]) == []
    question = "Hvilke tiltak finnes for barn og unge?"
    assert without(get(client, f"/v1/ask?q={question}&{narrowed}")["findings"]) == []
    similar = client.post(f"/v1/similar?k=100&{narrowed}", json={"text": "barn og unge"}).json()
    assert without([each["measure"] for each in similar["similar"]]) == []


def test_plans_say_what_was_read_of_them(client: TestClient) -> None:
    found = get(client, "/v1/plans")
    assert [plan["plan_id"] for plan in found["plans"]] == PLANS
    assert found["problems"] == []
    for plan in found["plans"]:
        read = plan["read"]
        assert read["rows"] == read["measures"] + read["rejected"]
        assert plan["listed"] is True
        assert client.get(plan["source"]["href"]).status_code == 200


def test_a_plan_says_what_was_left_aside_and_why(client: TestClient) -> None:
    plan = get(client, "/v1/plans/ahus-2024-2025")
    assert (plan["region"], plan["from"], plan["to"]) == ("ahus", 2024, 2025)
    assert len(plan["rejected"]) == plan["read"]["rejected"] > 0
    assert all(row["reason"] and row["citation"]["quote"] for row in plan["rejected"])
    damaged = get(client, "/v1/plans/ahus-2026-2027")
    assert {"line", "source", "repaired"} == set(damaged["repairs"][0])
    for uncertain in damaged["uncertain"]:
        measure = get(client, f"/v1/measures/{uncertain['measure_id']}")
        assert uncertain["fields"] == measure["uncertain"] != []


@pytest.mark.parametrize("plan_id", PLANS)
def test_the_document_is_the_source_file(client: TestClient, corpus: Path, plan_id: str) -> None:
    response = client.get(f"/v1/plans/{plan_id}/document")
    assert response.status_code == 200
    assert response.content == (corpus / "plans" / f"{plan_id}.txt").read_bytes()
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_browser_gets_the_document_with_an_anchor_at_every_line(
    client: TestClient, corpus: Path
) -> None:
    path = "/v1/plans/ahus-2024-2025/document"
    page = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    lines = (corpus / "plans" / "ahus-2024-2025.txt").read_text().split("\n")
    assert page.text.count("<li id=") == len(lines)
    assert f'<li id="L18">{lines[17]}</li>' in page.text
    assert "<ul style" not in page.text.split("<body>")[1]


def test_completions(client: TestClient) -> None:
    found = get(client, "/v1/suggest?q=driftsr")
    assert found["query"] == "driftsr"
    assert any(each.startswith("Driftsråd") for each in found["suggestions"])
    assert len(get(client, "/v1/suggest?q=a")["suggestions"]) == 10
    assert len(get(client, "/v1/suggest?q=a&k=2")["suggestions"]) == 2


# ── as a table ───────────────────────────────────────────────────────────────────────────


def rows_of(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_csv_holds_all_measures_and_where_they_stand(client: TestClient, engine: Engine) -> None:
    response = client.get("/v1/measures?format=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="tiltak.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    measures = engine.measures().measures
    for row, measure in zip(rows_of(response.content), measures, strict=True):
        assert tuple(row) == COLUMNS
        assert row["measure_id"] == measure.measure_id
        assert row["text"].lstrip("'") == measure.text
        assert row["responsible"] == "; ".join(measure.responsible)
        assert row["line"] == str(measure.source.line)
        assert row["quote"].lstrip("'") == measure.source.quote
        assert row["href"].endswith(f"#L{measure.source.line}")


def test_csv_for_a_spreadsheet_that_expects_semicolons(client: TestClient) -> None:
    filtered = "region=helgeland"
    semicolons = client.get(f"/v1/measures?format=csv&delimiter=semicolon&{filtered}").content
    commas = client.get(f"/v1/measures?format=csv&{filtered}").content
    assert rows_of(semicolons, ";") == rows_of(commas)
    assert {row["plan_id"] for row in rows_of(commas)} == {"helgeland-2023-2025"}


def test_xlsx_opens_with_all_measures(client: TestClient, engine: Engine) -> None:
    response = client.get("/v1/measures?format=xlsx")
    assert response.headers["content-disposition"] == 'attachment; filename="tiltak.xlsx"'
    heading, *rows = sheet_of(response.content).iter_rows(values_only=True)
    assert heading == COLUMNS
    measures = engine.measures().measures
    assert [row[0] for row in rows] == [measure.measure_id for measure in measures]
    lines = [row[COLUMNS.index("line")] for row in rows]
    assert lines == [measure.source.line for measure in measures]


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", " +"])
def test_text_is_never_a_formula(engine: Engine, start: str) -> None:
    real = Measure.of(engine.measures().measures[0])
    formula = real.model_copy(update={"text": f'{start}HYPERLINK("https://example.org")'})
    (row,) = rows_of(to_csv(measures_book([formula]).sheet(None)))
    assert row["text"] == f"'{formula.text}"
    (_, cells) = sheet_of(to_xlsx(measures_book([formula]))).iter_rows()
    cell = cells[COLUMNS.index("text")]
    assert cell.data_type != "f"
    assert cell.value.strip() == formula.text.strip()


def test_what_a_sheet_cannot_hold_is_shown_as_missing(engine: Engine) -> None:
    real = Measure.of(engine.measures().measures[0])
    odd = real.model_copy(update={"text": "to\x0blinjer; «skilt»", "goal": "en, to"})
    (_, cells) = sheet_of(to_xlsx(measures_book([odd]))).iter_rows(values_only=True)
    assert cells[COLUMNS.index("text")] == "to\N{REPLACEMENT CHARACTER}linjer; «skilt»"
    (row,) = rows_of(to_csv(measures_book([odd]).sheet(None), Delimiter.SEMICOLON), ";")
    assert (row["text"], row["goal"]) == (odd.text, odd.goal)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("format=csv&k=3", "format=csv holds all measures; leave out k"),
        ("format=xlsx&k=3&offset=1", "format=xlsx holds all measures; leave out k and offset"),
        ("delimiter=semicolon", "delimiter is for format=csv; leave it out or add format=csv"),
    ],
)
def test_what_a_format_would_leave_unused_is_an_error(
    client: TestClient, query: str, detail: str
) -> None:
    assert problem(client, f"/v1/measures?{query}", 400)["detail"] == detail


# ── what is wrong with a request ─────────────────────────────────────────────────────────

SEARCHES = ["/v1/search?q=barn&", "/v1/ask?q=barn&", "/v1/coverage?q=barn&", "/v1/measures?"]


@pytest.mark.parametrize("path", SEARCHES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region", "asker"),
        ("region", ""),
        ("plan", "ahus-2024"),
        ("target_group", "marsboere"),
        ("responsible", "Kongen"),
        ("year", "1999"),
        ("kind", "meassure"),
    ],
)
def test_an_unknown_filter_value_is_an_error(
    client: TestClient, path: str, name: str, value: str
) -> None:
    body = problem(client, f"{path}{name}={value}", 400)
    assert body["type"] == "/docs#UnknownFilter"
    assert body["detail"].startswith(f"no plan has {name} {value!r}")
    assert body["allowed"]
    assert isinstance(body["suggestions"], list)


def test_one_unknown_value_among_known_ones_is_an_error(client: TestClient) -> None:
    body = problem(client, "/v1/search?q=barn&region=ahus&region=helgelannd", 400)
    assert body["allowed"] == ["ahus", "helgeland", "ostfold", "stolav"]
    assert body["suggestions"][0] == "helgeland"


def test_an_unknown_filter_value_is_an_error_for_a_text_too(client: TestClient) -> None:
    response = client.post("/v1/similar?region=asker", json={"text": "barn"})
    assert response.status_code == 400
    assert response.json()["type"] == "/docs#UnknownFilter"


@pytest.mark.parametrize(
    ("path", "name", "suggestion"),
    [
        ("/v1/search?q=barn&regions=ahus", "regions", "region"),
        ("/v1/search?q=barn&target-group=Barn", "target-group", "target_group"),
        ("/v1/ask?q=barn&reigon=ahus", "reigon", "region"),
        ("/v1/coverage?q=barn&plans=x", "plans", "plan"),
        ("/v1/measures?respnsible=AU", "respnsible", "responsible"),
        ("/v1/suggest?q=barn&limit=3", "limit", None),
        ("/v1/plans?plan=ahus-2024-2025", "plan", None),
        ("/v1/plans/ahus-2024-2025?year=2024", "year", None),
        ("/v1/measures/x:y/similar?scop=all", "scop", "scope"),
    ],
)
def test_a_parameter_that_the_call_does_not_have_is_an_error(
    client: TestClient, path: str, name: str, suggestion: str | None
) -> None:
    body = problem(client, path, 400)
    assert body["type"] == "/docs#ParameterError"
    assert body["detail"].startswith(f"there is no parameter {name!r} here")
    assert body["suggestions"][:1] == ([suggestion] if suggestion else [])
    assert set(body["suggestions"]) <= set(body["allowed"])


def test_a_parameter_that_is_given_once_is_not_given_twice(client: TestClient) -> None:
    body = problem(client, "/v1/search?q=barn&q=eldre", 400)
    assert body["detail"] == "the parameter 'q' was given more than once; give it once"


BAD_TEXTS = [
    ("", "the text is empty; write 1 to 500 characters"),
    (" \n\t ", "the text is empty; write 1 to 500 characters"),
    ("x" * 501, "the text is 501 characters long; write at most 500"),
    ("barn\x00", "the text has a control character (U+0000) at position 5; remove it"),
    ("\x1b[31mbarn", "the text has a control character (U+001B) at position 1; remove it"),
    ("ba\x7frn", "the text has a control character (U+007F) at position 3; remove it"),
]


@pytest.mark.parametrize(("text", "detail"), BAD_TEXTS)
@pytest.mark.parametrize("call", ["search", "ask", "coverage", "suggest"])
def test_a_text_that_cannot_be_asked(client: TestClient, call: str, text: str, detail: str) -> None:
    assert problem(client, f"/v1/{call}?q={quote(text)}", 400)["detail"] == detail


@pytest.mark.parametrize(
    ("text", "detail"),
    [*BAD_TEXTS, ("\ud800", "the text has a control character (U+D800) at position 1; remove it")],
)
def test_a_body_that_cannot_be_asked(client: TestClient, text: str, detail: str) -> None:
    content = json.dumps({"text": text})  # httpx cannot send half a surrogate pair
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/similar", content=content, headers=headers)
    assert response.status_code == 400
    assert response.json()["detail"] == detail


@pytest.mark.parametrize(
    "text",
    ["x" * 500, f"  {'x' * 500}  ", "慢性病", "barn\nog\tunge", "🧒", "' OR 1=1 --", "[1]", "%"],
)
@pytest.mark.parametrize("call", ["search", "ask", "coverage", "suggest"])
def test_any_other_text_can_be_asked(client: TestClient, call: str, text: str) -> None:
    assert client.get(f"/v1/{call}", params={"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/search", "q: Field required"),
        ("/v1/search?q=barn&k=0", "k: Input should be greater than or equal to 1"),
        ("/v1/search?q=barn&k=101", "k: Input should be less than or equal to 100"),
        ("/v1/search?q=barn&offset=-1", "offset: Input should be greater than or equal to 0"),
        ("/v1/suggest?q=barn&k=11", "k: Input should be less than or equal to 10"),
        ("/v1/search?q=barn&year=i fjor", "year.0: Input should be a valid integer"),
        ("/v1/measures?format=pdf", "format: Input should be 'json', 'csv', 'xlsx' or 'md'"),
        (
            "/v1/measures/x:y/similar?scope=here",
            "scope: Input should be 'other_regions', 'other_plans' or 'all'",
        ),
    ],
)
def test_a_value_of_the_wrong_type(client: TestClient, path: str, detail: str) -> None:
    assert problem(client, path, 422)["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ("{}", "text: Field required"),
        ('{"text": 3}', "text: Input should be a valid string"),
        ('{"text": "barn", "region": "ahus"}', "region: Extra inputs are not permitted"),
        ("{", "the body is not JSON: Expecting property name enclosed in double quotes"),
        ("[1]", "the body is not a JSON object; send one as Content-Type: application/json"),
    ],
)
def test_a_body_of_the_wrong_type(client: TestClient, content: str, detail: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/similar", content=content, headers=headers)
    assert response.status_code == 422
    assert response.headers["content-type"] == PROBLEM
    assert response.json()["detail"] == detail


def test_a_form_is_not_json(client: TestClient) -> None:
    response = client.post("/v1/similar", data={"text": "barn"})
    assert response.status_code == 422
    assert "Content-Type: application/json" in response.json()["detail"]


@pytest.mark.parametrize("known_length", [True, False])
def test_a_body_that_is_too_large(client: TestClient, known_length: bool) -> None:
    parts = [b"x" * 10_000] * 4
    content = b"".join(parts) if known_length else iter(parts)
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/similar", content=content, headers=headers)
    assert response.status_code == 413
    assert response.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/plans/ahus-2024", "no plan is called 'ahus-2024'; did you mean ahus-2024-2025"),
        ("/v1/plans/ahus-2024/document", "no plan is called 'ahus-2024'"),
        ("/v1/plans/..%2F..%2Fetc%2Fpasswd/document", "GET /v1/plans/../../etc/passwd/document"),
        ("/v1/measures/ahus-2024-2025:p99:t1:r1", "no measure is called 'ahus-2024-2025:p99:t1:r1"),
        ("/v1/measures/x:y/similar", "no measure is called 'x:y'"),
        ("/v2/search", "GET /v2/search: Not Found; the calls are listed in /docs"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, detail: str) -> None:
    assert problem(client, path, 404)["detail"].startswith(detail)


def test_another_method(client: TestClient) -> None:
    response = client.post("/v1/search?q=barn")
    assert response.status_code == 405
    assert response.headers["content-type"] == PROBLEM
    assert response.headers["allow"] == "GET"
    assert response.json()["title"] == "Method Not Allowed"


def test_a_failure_is_logged_and_not_told(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(engine)

    @app.get("/fails")
    def fails() -> None:
        raise ZeroDivisionError("secret")

    client = TestClient(app, raise_server_exceptions=False)
    body = problem(client, "/fails", 500)
    assert "secret" not in str(body)
    assert "GET /fails failed: ZeroDivisionError('secret')" in caplog.text
    assert 'plansok_requests_total{route="/fails",status="500"} 1.0' in client.get("/metrics").text


def test_an_index_that_lost_a_document_is_not_ready(index_dir: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index_dir, copy, symlinks=True)
    engine = open_engine(copy)
    client = TestClient(create_app(engine))
    assert client.get("/readyz").status_code == 200
    engine.document("stolav-2022-2024").unlink()
    for path in ("/readyz", "/v1/plans/stolav-2022-2024/document"):
        body = problem(client, path, 503)
        assert body["type"] == "/docs#IndexFault"
        assert "has lost the document of stolav-2022-2024" in body["detail"]
        assert "plansok index" in body["detail"]
    assert client.get("/healthz").status_code == 200


# ── around every call ────────────────────────────────────────────────────────────────────


def test_alive_and_ready(client: TestClient, engine: Engine) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    assert get(client, "/readyz") == {
        "status": "ready",
        "plans": 5,
        "measures": sum(count.measures for count in engine.counts.values()),
        "passages": sum(count.passages for count in engine.counts.values()),
        "problems": 0,
    }


def test_requests_are_counted_by_route_and_status(engine: Engine) -> None:
    client = TestClient(create_app(engine))
    for path in ("/v1/plans/x", "/v1/plans/y", "/v1/plans/ahus-2024-2025", "/nowhere", "/else"):
        client.get(path)
    text = client.get("/metrics").text
    assert 'plansok_requests_total{route="/v1/plans/{plan_id}",status="404"} 2.0' in text
    assert 'plansok_requests_total{route="/v1/plans/{plan_id}",status="200"} 1.0' in text
    assert 'plansok_requests_total{route="none",status="404"} 2.0' in text
    assert 'plansok_request_seconds_count{route="/v1/plans/{plan_id}"} 3.0' in text
    assert 'plansok_index{of="plans"} 5.0' in text


def test_the_schema_names_every_object_and_every_error(client: TestClient) -> None:
    schema = get(client, "/openapi.json")
    objects = schema["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", str(schema))) <= set(objects)
    assert "HTTPValidationError" not in objects
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            for status, response in operation["responses"].items():
                assert status == "200" or list(response["content"]) == [PROBLEM]


def test_pages_of_the_named_origins_may_call(client: TestClient) -> None:
    def allowed(origin: str) -> str | None:
        response = client.get("/v1/plans", headers={"Origin": origin})
        return response.headers.get("access-control-allow-origin")

    assert allowed("https://plan.example") == "https://plan.example"
    assert allowed("https://other.example") is None


@pytest.mark.parametrize("path", ["/v1/plans", "/openapi.json", "/nowhere", "/metrics"])
def test_no_type_is_guessed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]


def test_big_answers_are_compressed(client: TestClient) -> None:
    assert client.get("/v1/measures?k=100").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/v1/measures?format=xlsx").headers


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/static/side.css", "/v1/plans", "/v1/search?q=rus"]
)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_head_of_nothing_and_of_a_post_is_an_error(client: TestClient) -> None:
    assert client.head("/finnes-ikke").status_code == 404
    assert client.head("/v1/similar").status_code == 405


@pytest.mark.parametrize(
    ("path", "parameter", "allowed", "suggestions"),
    [
        ("/v1/search?q=rus&format=cvs", "format", "csv", ["csv"]),
        ("/v1/search?q=rus&format=csv&delimiter=semikolon", "delimiter", "comma", ["semicolon"]),
        ("/v1/search?q=rus&year=abc", "year", "2025", []),
        (
            "/v1/measures/ahus-2024-2025:p4:t3:r7/similar?scope=other_region",
            "scope",
            "other_plans",
            ["other_regions", "other_plans"],
        ),
    ],
)
def test_a_value_of_a_wrong_kind_is_told_with_those_there_are(
    client: TestClient, path: str, parameter: str, allowed: str, suggestions: list[str]
) -> None:
    body = problem(client, path, 422)
    assert body["parameter"] == parameter
    assert allowed in body["allowed"]
    assert body["suggestions"] == suggestions


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/v1/measures/x:y", 404, "Nothing has this id"),
        ("/v1/search?q=rus&format=csv&sheet=Svarr", 400, "There is no such value"),
        ("/v1/search?q=rus&format=csv&sheet=Svarr", 400, "there is no sheet 'Svarr'"),
        ("/v1/compare?set=natonal", 400, "there is no set 'natonal'; did you mean national?"),
    ],
)
def test_what_there_is_not_is_called_what_it_is(
    client: TestClient, path: str, status: int, told: str
) -> None:
    body = problem(client, path, status)
    assert told in f"{body['title']}: {body['detail']}"


@pytest.mark.parametrize(
    "call",
    [
        "search?q=rus&",
        "ask?q=rus&",
        "coverage?q=rus&",
        "compare?q=rus&",
        "suggest?q=rus&",
        "measures?",
        "topics?",
        "bodies?",
        "deadlines?",
    ],
)
def test_filters_that_no_plan_meets_are_an_error(client: TestClient, call: str) -> None:
    body = problem(client, f"/v1/{call}region=ahus&plan=stolav-2022-2024", 400)
    assert body["detail"].startswith("no plan is left by region=ahus and plan=stolav-2022-2024")
    assert client.get(f"/v1/{call}region=ahus&plan=ahus-2024-2025").status_code == 200


def test_completions_are_of_what_the_filters_leave(client: TestClient) -> None:
    assert get(client, "/v1/suggest?q=driftsr&region=ahus")["suggestions"]
    assert get(client, "/v1/suggest?q=driftsr&region=stolav")["suggestions"] == []
    for letter in "aefklrst":
        assert all(len(s) <= 100 for s in get(client, f"/v1/suggest?q={letter}")["suggestions"])


def rows_of_answer(client: TestClient, question: str) -> list[dict[str, str]]:
    text = client.get("/v1/ask", params={"q": question, "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_of_an_answer_says_what_is_not_taken_into_account(client: TestClient) -> None:
    rows = rows_of_answer(client, "Hvilke tiltak handler ikke om rus?")
    assert len(rows) > 1
    assert {row["answered"] for row in rows} == {"ja"}
    assert all(row["caveat"].startswith("Hva som ikke har dette") for row in rows)
    assert all("rusproblemer" in row["notes"] for row in rows)
    assert {row["earlier_plan"] for row in rows} == {"ja", ""}


def test_a_file_of_an_answer_has_a_row_for_each_part(client: TestClient) -> None:
    rows = rows_of_answer(
        client, "Hvem har ansvar for MILA, og hva er fristen for hjemmesykehus i Helgeland?"
    )
    parts = {row["part"]: row["part_answered"] for row in rows}
    assert parts == {
        "Hvem har ansvar for MILA?": "ja",
        "Hva er fristen for hjemmesykehus i Helgeland?": "nei",
    }
    assert rows[-1]["part_reason"] == "no_evidence"
    assert [row["mark"] for row in rows] == [*map(str, range(1, len(rows))), ""]
    assert (
        rows_of_answer(client, "Har Ahus og Østfold og Finnmark tiltak om rus?")[0]["reply"]
        == "ikke alle"
    )
