"""The page about the API and the schema: every snippet runs, every example is an answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api import create_app
from service.api.examples import OF_CALL, PARAMETERS, examples, refers
from service.api.problems import PROBLEMS
from service.engine import Engine
from service.models.base import Out
from service.pages.snippets import LANGUAGES, Snippet, explained, snippets
from tests.make_examples import NUMBERED, VARYING, WRITTEN, made
from tests.serving import served

SNIPPETS = [snippet.id for snippet in snippets("")]
EARLIEST_NODE = 20


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine)) as client:
        yield client


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    return client.get("/docs").text


@pytest.fixture(scope="module")
def site(engine: Engine) -> Iterator[str]:
    with served(create_app(engine)) as origin:
        yield origin


def snippet_of(site: str, name: str) -> Snippet:
    return next(each for each in snippets(site) if each.id == name)


# ── snippets ─────────────────────────────────────────────────────────────────────────────


def output(command: list[str], folder: Path) -> str:
    """What a command prints; fails where it fails or complains."""
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=folder, timeout=60, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def node() -> str | None:
    """Node where it is there and new enough for fetch."""
    path = shutil.which("node")
    if path is None:
        return None
    found = subprocess.run([path, "--version"], capture_output=True, check=True, text=True).stdout
    return path if int(found.lstrip("v").split(".")[0]) >= EARLIEST_NODE else None


def in_python(snippet: Snippet, folder: Path) -> str:
    return output([sys.executable, "-X", "utf8", "-W", "error", "-c", snippet.python], folder)


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_python_runs(site: str, tmp_path: Path, name: str) -> None:
    printed = in_python(snippet_of(site, name), tmp_path)
    assert printed.strip()
    assert "None" not in printed


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_javascript_prints_the_same(site: str, tmp_path: Path, name: str) -> None:
    path = node()
    if path is None:
        pytest.skip("there is no Node 20 or later; tests/browser runs it in Chromium")
    snippet = snippet_of(site, name)
    script = ["--input-type=module", "--eval", snippet.javascript]
    assert output([path, *script], tmp_path) == in_python(snippet, tmp_path)


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_curl_gets_what_the_page_says(site: str, tmp_path: Path, name: str) -> None:
    snippet = snippet_of(site, name)
    command = f"{snippet.curl} --silent --show-error --write-out '\\n%{{http_code}}'"
    *body, status = output(["bash", "-c", command], tmp_path).splitlines()
    assert int(status) == snippet.status
    for file in tmp_path.iterdir():
        body = file.read_text(encoding="utf-8-sig").splitlines()
        assert body[0].startswith("measure_id,")
        assert len(body) > 20
        return
    assert json.loads("\n".join(body))


def test_a_snippet_of_another_api_would_fail(site: str, tmp_path: Path) -> None:
    snippet = snippet_of(site, "example-coverage")
    broken = snippet.python.replace("/v1/coverage", "/v1/coverages")
    with pytest.raises(AssertionError, match="Not Found"):
        output([sys.executable, "-c", broken], tmp_path)


def test_the_page_shows_every_snippet_as_it_is_run(client: TestClient, page: str) -> None:
    for snippet in snippets(str(client.base_url)):
        for language in LANGUAGES:
            shown = escape(getattr(snippet, language), quote=True).replace("&#x27;", "&#39;")
            assert shown.replace("&quot;", "&#34;") in page
    assert {each.name for each in fields(Snippet)} >= set(LANGUAGES)


# ── examples ─────────────────────────────────────────────────────────────────────────────


def test_every_object_field_and_parameter_has_an_example(schema: dict[str, Any]) -> None:
    for name, definition in schema["components"]["schemas"].items():
        assert definition.get("examples"), name
        for key, field in definition.get("properties", {}).items():
            assert refers(field) or "examples" in field, f"{name}.{key}"
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            for given in operation.get("parameters", ()):
                assert given.get("description"), (path, given["name"])
                assert given["schema"]["examples"] != [None], (path, given["name"])


def test_the_examples_are_what_the_api_answers(client: TestClient) -> None:
    now = made(client)
    assert sorted(now) == sorted(examples()), "write them anew: make examples"
    for name, entry in now.items():
        assert alike(entry, examples()[name]), f"{name} has changed: make examples"


def alike(left: Any, right: Any) -> bool:
    """Whether two values are the same, but for the last digits of scores."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) < 0.01
    return bool(left == right)


def test_the_examples_that_no_plan_has_fit_their_objects(schema: dict[str, Any]) -> None:
    known = {each.__name__: each for each in everything(Out)}
    for name, example in WRITTEN.items():
        assert set(example) == set(schema["components"]["schemas"][name]["properties"])
        inside = {"from_" if key == "from" else key: value for key, value in example.items()}
        known[name].model_validate(inside)


def everything(of: type[Out]) -> Iterator[type[Out]]:
    for each in of.__subclasses__():
        yield each
        yield from everything(each)


def test_indices_in_examples_point_into_their_lists(schema: dict[str, Any]) -> None:
    assert {"findings", "citations"} <= NUMBERED
    assert not set(VARYING) & NUMBERED
    checked = 0
    for definition in schema["components"]["schemas"].values():
        example = definition["examples"][0]
        if isinstance(example, dict) and {"findings", "citations"} <= set(example):
            cells = [*example.get("coverage", ()), *example.get("cells", ())]
            for cell in cells:
                assert all(0 <= index < len(example["findings"]) for index in cell["findings"])
            for finding in example["findings"]:
                assert example["citations"][finding["citation"]]["plan_id"] == finding["plan_id"]
            checked += len(cells)
    assert checked > 3


@pytest.mark.thorough
def test_the_example_of_every_parameter_can_be_sent(
    client: TestClient, schema: dict[str, Any]
) -> None:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for given in operation.get("parameters", ()):
                if path.endswith(".png"):
                    continue  # the corpus has no PDF
                address = request_with(path, operation, given["name"])
                sent = client.request(method, address, json=body_of(operation, schema))
                assert sent.status_code == 200, (path, given["name"], sent.text)
    assert {name for _, name in OF_CALL} <= set(PARAMETERS)


def body_of(operation: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The example of what a call takes as its body; null where it takes none."""
    if "requestBody" not in operation:
        return None
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    name = reference.rsplit("/", 1)[-1]
    return schema["components"]["schemas"][name]["examples"][0]


def request_with(path: str, operation: dict[str, Any], name: str) -> str:
    """A call's address with the example of one parameter, and of those it cannot do without."""
    query = []
    for given in operation["parameters"]:
        value = given["schema"]["examples"][0]
        if given["in"] == "path":
            path = path.replace(f"{{{given['name']}}}", str(value))
        elif given["required"] or given["name"] == name:
            values = value if isinstance(value, list) else [value]
            query += [f"{given['name']}={each}" for each in values]
    if name in ("delimiter", "sheet"):
        query.append("format=csv")
    return f"{path}?{'&'.join(query)}"


# ── calls and errors ─────────────────────────────────────────────────────────────────────


def test_the_page_has_every_call_parameter_object_and_field(
    page: str, schema: dict[str, Any]
) -> None:
    def section(anchor: str) -> str:
        found = re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', page, re.DOTALL)
        assert found, anchor
        return found[0]

    for path, operations in schema["paths"].items():
        for operation in operations.values():
            shown = section(operation["operationId"])
            assert escape(path) in shown
            for given in operation.get("parameters", ()):
                assert f"<code>{given['name']}</code>" in shown, (path, given["name"])
            for status in operation["responses"]:
                assert status == "200" or status in shown.split("Fails with")[1]
    for name, definition in schema["components"]["schemas"].items():
        shown = section(name)
        for key in (*definition.get("properties", ()), *definition.get("enum", ())):
            assert f"<code>{key}</code>" in shown, f"{name}.{key}"


def test_every_anchor_of_the_page_is_there_once(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("kind", [kind for kind, _, _ in PROBLEMS], ids=lambda kind: kind.__name__)
def test_every_error_is_explained_and_its_example_gives_it(
    client: TestClient, page: str, kind: type[Exception]
) -> None:
    name = kind.__name__
    assert f'id="{name}"' in page
    example = explained()[name].example
    if not example:
        assert name in ("IndexFault", "ModelError", "Exception"), "an example can be named"
        return
    problem = client.get(example).json()
    assert problem["type"] == f"/docs#{name}"
    status = next(status for each, status, _ in PROBLEMS if each is kind)
    assert problem["status"] == status.value


def test_the_schema_promises_of_a_problem_what_every_problem_has(
    client: TestClient, schema: dict[str, Any]
) -> None:
    required = set(schema["components"]["schemas"]["Problem"]["required"])
    problems = [client.get(each.example).json() for each in explained().values() if each.example]
    assert (
        required == set.intersection(*map(set, problems)) == {"type", "title", "status", "detail"}
    )


def test_no_error_is_explained_that_there_is_not() -> None:
    assert set(explained()) == {kind.__name__ for kind, _, _ in PROBLEMS}


def test_the_schema_has_every_status_that_a_call_answers_with(
    client: TestClient, schema: dict[str, Any]
) -> None:
    for kind, _, _ in PROBLEMS:
        example = explained()[kind.__name__].example
        if example:
            response = client.get(example)
            route = next(path for path in schema["paths"] if fits(path, example.split("?")[0]))
            assert str(response.status_code) in schema["paths"][route]["get"]["responses"]


def fits(template: str, path: str) -> bool:
    pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
    return re.fullmatch(pattern, path) is not None
