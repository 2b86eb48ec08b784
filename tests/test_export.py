"""Every list and answer as a file: the same content in each format, with where it stands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient

from indexer.errors import UnknownFilter
from service.api import create_app
from service.cli import main
from service.engine import Engine
from service.files.export import Book, Delimiter, Sheet, to_csv, to_markdown, to_xlsx

CALLS = (
    "/v1/search?q=hospitering&k=5",
    "/v1/ask?q=Hvem jobber med FACT Ung?",
    "/v1/coverage?q=hospitering",
    "/v1/measures?region=helgeland",
    "/v1/measures/ahus-2024-2025:p8:t3:r23/similar?k=3",
    "/v1/compare?q=hospitering&q=FACT Ung",
    "/v1/topics?region=ostfold",
    "/v1/bodies?q=AU",
    "/v1/bodies/stolav:asu",
    "/v1/deadlines?as_of=2025-06-01&group=overdue",
    "/v1/diff?from=ahus-2024-2025&to=ahus-2026-2027",
)


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine)) as client:
        yield client


def csv_rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def book_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("call", CALLS)
def test_every_list_is_a_file_in_three_formats(client: TestClient, call: str) -> None:
    for form, kind in (("csv", "text/csv"), ("xlsx", "application/vnd"), ("md", "text/markdown")):
        join = "&" if "?" in call else "?"
        response = client.get(f"{call}{join}format={form}")
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith(kind)
        assert f'.{form}"' in response.headers["content-disposition"]


@pytest.mark.parametrize("call", CALLS)
def test_every_row_with_a_measure_is_quoted_byte_for_byte(client: TestClient, call: str) -> None:
    """In a sheet of each book: plan, line and quote, and the quote stands there."""
    join = "&" if "?" in call else "?"
    workbook = book_of(client.get(f"{call}{join}format=xlsx").content)
    seen = 0
    for sheet in workbook.worksheets:
        heading, *rows = sheet.iter_rows(values_only=True)
        if "quote" not in heading:
            continue
        for row in (dict(zip(heading, values, strict=True)) for values in rows):
            if not row["quote"]:
                continue
            seen += 1
            path, anchor = row["href"].split("#L")
            document = client.get(path).content.decode()
            assert int(anchor) == row["line"]
            lines = document.split("\n")[row["line"] - 1 :]
            assert "\n".join(lines).strip().startswith(row["quote"].replace("\r", "").strip()[:60])
            assert row["document"].removesuffix(".txt") == row["plan_id"]
    assert seen


def test_a_matrix_has_a_plan_a_column_and_the_measures_behind(client: TestClient) -> None:
    call = "/v1/compare?q=hospitering&q=legevakt&format=csv"
    matrix = csv_rows(client.get(call).content)
    assert [row["topic"] for row in matrix] == ["hospitering", "legevakt"]
    assert list(matrix[0])[1:] == [
        *("ahus-2024-2025", "ahus-2026-2027", "helgeland-2023-2025"),
        *("ostfold-2023-2024", "stolav-2022-2024"),
    ]
    assert matrix[0]["helgeland-2023-2025"] == "nei"
    assert matrix[1]["ostfold-2023-2024"] == "ja (1)\n– En mer bærekraftig legevakt (linje 65)"
    behind = csv_rows(client.get(f"{call}&sheet=Tiltak&delimiter=semicolon").content, ";")
    assert len({(row["topic"], row["plan_id"]) for row in behind}) == 10
    (legevakt,) = [r for r in behind if r["topic"] == "legevakt" and r["verdict"] == "ja"]
    assert legevakt["quote"] == "\tc) En mer bærekraftig legevakt\t"  # as it stands: no formula
    assert {r["measures_searched"] for r in behind if r["plan_id"] == "stolav-2022-2024"} == {"52"}


def test_a_plan_without_a_topic_is_a_row_too(client: TestClient) -> None:
    rows = csv_rows(client.get("/v1/coverage?q=hospitering&format=csv").content)
    assert {row["plan_id"]: row["verdict"] for row in rows} == {
        "ahus-2024-2025": "ja",
        "ahus-2026-2027": "ja",
        "helgeland-2023-2025": "nei",
        "ostfold-2023-2024": "nei",
        "stolav-2022-2024": "ja",
    }


def test_a_question_that_is_not_answered_is_a_row_with_the_reason(client: TestClient) -> None:
    (row,) = csv_rows(client.get("/v1/ask?q=Hvem leder FACT i Finnmark?&format=csv").content)
    assert (row["answered"], row["reason"], row["quote"]) == ("nei", "region_not_indexed", "")


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("format=csv&sheet=matrisse", 400, "did you mean Matrise?"),
        ("sheet=Matrise", 400, "sheet is for format=csv"),
        ("format=xlsx&delimiter=semicolon", 400, "delimiter is for format=csv"),
        ("format=pdf", 422, "format: Input should be"),
        ("set=nasjonal", 400, "name topics or a set, not both"),
        ("year=2024", 400, "there is no parameter 'year' here"),
    ],
)
def test_what_cannot_be_written(client: TestClient, query: str, status: int, detail: str) -> None:
    response = client.get(f"/v1/compare?q=hospitering&{query}")
    assert response.status_code == status
    assert detail in response.json()["detail"]


@pytest.mark.parametrize("call", ["/v1/deadlines?k=5", "/v1/deadlines?offset=5"])
@pytest.mark.parametrize("form", ["csv", "ics"])
def test_a_file_of_deadlines_holds_all(client: TestClient, call: str, form: str) -> None:
    response = client.get(f"{call}&format={form}")
    assert response.status_code == 400
    assert "holds all measures; leave out" in response.json()["detail"]


def test_every_measure_of_both_plans_is_in_the_file_of_what_became_of_them(
    client: TestClient,
) -> None:
    """The same as the call has: a row a pair, and a row for each that is new or gone."""
    call = "/v1/diff?from=ahus-2024-2025&to=ahus-2026-2027"
    found = client.get(call).json()
    rows = csv_rows(client.get(f"{call}&format=csv").content)
    assert len(rows) == sum(len(found[what]) for what in ("continued", "new", "gone"))
    for row, pair in zip(rows, found["continued"], strict=False):
        assert row["from_measure_id"] == pair["from"]["measure_id"]
        assert row["to_measure_id"] == pair["to"]["measure_id"]
        assert row["changed"] == "; ".join(pair["changed"])
    gone = [row for row in rows if row["outcome"] == "gone"]
    assert [row["from_measure_id"] for row in gone] == [m["measure_id"] for m in found["gone"]]
    assert not any(row["to_measure_id"] or row["to_text"] for row in gone)


def test_links_of_a_file_lead_to_the_service(client: TestClient) -> None:
    for call in ("/v1/measures?format=csv", "/v1/coverage?q=hospitering&format=csv"):
        links = [row["href"] for row in csv_rows(client.get(call).content) if row["href"]]
        assert links
        assert all(link.startswith("http://testserver/v1/plans/") for link in links)


def test_only_what_would_be_a_formula_is_marked(client: TestClient) -> None:
    for row in csv_rows(client.get("/v1/measures?format=csv").content):
        for value in row.values():
            told = value.removeprefix("'").lstrip()
            assert value.startswith("'") == told.startswith(("=", "+", "-", "@"))


def test_text_of_plans_is_no_formula_and_no_markup() -> None:
    text = '=HYPERLINK("x")|<script>*a*[b](c)\nto'
    book = Book("x", "<T>", ("# no heading",), (Sheet("Ark", ("a", "b"), ((text, None),)),))
    (row,) = csv_rows(to_csv(book.sheet(None), Delimiter.SEMICOLON), ";")
    assert row == {"a": f"'{text}", "b": ""}
    sheet = book_of(to_xlsx(book)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
    written = to_markdown(book).decode()
    assert written == (
        "# &lt;T&gt;\n\n\\# no heading\n\n## Ark\n\n| a |\n| --- |\n"
        '| =HYPERLINK("x")\\|&lt;script&gt;\\*a\\*\\[b\\](c)<br>to |\n'
    )


def test_a_sheet_is_found_by_its_name(engine: Engine) -> None:
    book = Book("x", "x", (), (Sheet("Tiltak", (), ()), Sheet("Planer", (), ())))
    assert book.sheet("planer").name == "Planer"
    with pytest.raises(UnknownFilter, match="did you mean Planer"):
        book.sheet("Plan")


# ── over HTTP and as commands ────────────────────────────────────────────────────────────


def test_the_calls_over_all_plans(client: TestClient) -> None:
    compared = client.get("/v1/compare?q=hospitering").json()
    assert set(compared) == {"topics", "plans", "cells", "findings", "citations"}
    assert set(compared["cells"][0]) == {"topic", "plan_id", "verdict", "findings", "searched"}
    ready = client.get("/v1/compare?language=en").json()
    (sets,) = client.get("/v1/compare/sets?language=en").json()["sets"]
    assert ready["topics"] == [subject["name"] for subject in sets["subjects"]]
    assert len(ready["cells"]) == 5 * len(ready["topics"])
    page = client.get("/v1/topics?k=2&offset=1").json()
    whole = client.get("/v1/topics").json()
    assert page["topics"] == whole["topics"][1:3]
    assert page["total"] == len(whole["topics"])
    listed = client.get("/v1/bodies?region=stolav").json()
    assert {body["region"] for body in listed["bodies"]} == {"stolav"}
    one = client.get("/v1/bodies/stolav:asu").json()
    assert one["total"] == len(one["measures"]) == 12
    missing = client.get("/v1/bodies/stolav:asuu")
    assert missing.status_code == 404
    assert "did you mean stolav:asu" in missing.json()["detail"]


@pytest.fixture
def run(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def command(*argv: str) -> str:
        assert main([*argv, "--index", str(index_dir)]) == 0
        return capsys.readouterr().out

    return command


@pytest.mark.thorough
def test_a_matrix_on_a_terminal(run: Callable[..., str]) -> None:
    lines = run("compare", "hospitering", "legevakt").splitlines()
    assert lines[0] == "1  ahus-2024-2025  Helsefellesskapet Ahus og kommunene"
    assert "hospitering  1  1  –  –  1" in lines
    assert "legevakt     –  –  –  1  –" in lines
    assert "   Legge til rette for økt utnyttelse av gjensidig hospitering." in lines
    ready = run("compare")
    assert max(map(len, ready.splitlines())) <= 80
    assert "Skrøpelige eldre" in run("compare", "--sets")


@pytest.mark.thorough
def test_bodies_on_a_terminal(run: Callable[..., str]) -> None:
    out = run("bodies")
    assert "   AU – ahus 24, stolav 4 (også: AU (KK Ahus og kommuner))\n" in out
    au = run("bodies", "AU")
    assert "Navnet finnes i flere helsefellesskap; det er ikke samme organ." in au
    assert "AU (Arbeidsutvalget), Helsefellesskapet Ahus og kommunene – 24 tiltak" in au
    nothing = "Ingen plan har et organ som heter «Fagråd for romfart».\n"
    assert run("bodies", "Fagråd for romfart") == nothing
    one = json.loads(run("bodies", "stolav:asu", "--json"))
    assert one["total"] == 12


def test_topics_on_a_terminal(run: Callable[..., str]) -> None:
    out = run("topics", "--region", "ostfold")
    assert "Innføre digital hjemmeoppfølging (ostfold-2023-2024, linje " in out
    assert "\nUten gruppe – " in out


def test_a_file_is_written_by_its_ending(run: Callable[..., str], tmp_path: Path) -> None:
    for name in ("m.xlsx", "m.csv", "m.md", "m.json"):
        assert run("compare", "hospitering", "-o", str(tmp_path / name)) == ""
    assert book_of((tmp_path / "m.xlsx").read_bytes()).sheetnames == ["Matrise", "Tiltak"]
    assert csv_rows((tmp_path / "m.csv").read_bytes())[0]["topic"] == "hospitering"
    assert (tmp_path / "m.md").read_text(encoding="utf-8").startswith("# Temaer og planer\n")
    assert json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))["topics"] == [
        "hospitering"
    ]


@pytest.mark.thorough
def test_every_asking_command_writes_files(run: Callable[..., str]) -> None:
    for argv in (
        ("search", "hospitering"),
        ("ask", "Hvem jobber med FACT Ung?"),
        ("similar", "Felles kurs i legevaktmedisin"),
        ("coverage", "hospitering"),
        ("bodies", "AU"),
        ("topics",),
        ("deadlines", "--as-of", "2025-06-01"),
        ("diff", "ahus-2024-2025", "ahus-2026-2027"),
    ):
        assert "quote |" in run(*argv, "--format", "md"), argv
