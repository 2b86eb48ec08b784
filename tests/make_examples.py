"""The examples of the schema: what the API answers over the five plans, cut short.

`make examples` writes them; a test fails where the API has come to answer something else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from service.api import create_app
from service.engine import open_engine

FILE = Path(__file__).resolve().parents[1] / "service" / "data" / "examples.json"

FACT = "ahus-2024-2025:p4:t3:r7"

CALLS = (
    "/v1/ask?q=Når er fristen for samarbeidsarena innen habilitering?&region=ahus",
    "/v1/ask?q=Hva gjør Helsefellesskapet Finnmark for eldre?",
    "/v1/ask?q=Hvem har ansvar for FACT Ung? Når er fristen for samarbeidsarena innen "
    "habilitering?&region=ahus",
    "/v1/search?q=Etablere samarbeidsarena habilitering&region=ahus&k=2",
    "/v1/search?q=FACT Ung&k=10",
    "/v1/coverage?q=hospitering&region=ahus",
    "/v1/suggest?q=driftsr",
    "/v1/measures?region=ahus&k=2",
    f"/v1/measures/{FACT}",
    f"/v1/measures/{FACT}/similar?k=2",
    "/v1/compare?q=hospitering&q=legevakt&region=ahus",
    "/v1/compare/sets",
    "/v1/topics?k=2",
    "/v1/bodies?region=ahus",
    "/v1/bodies/stolav:fagrad-pasientsamarbeid",
    "/v1/plans",
    "/v1/plans/ahus-2026-2027",
    "/v1/plans/ahus-2024-2025",
    "/v1/diff?from=ahus-2024-2025&to=ahus-2026-2027",
    "/v1/deadlines?as_of=2025-06-01&k=2",
    "/v1/deadlines?as_of=2026-06-01&region=ahus&k=100",
    "/readyz",
)

MISSPELT = "/v1/search?q=legevakt&region=helgelannd"

VARYING = {"took_ms": 12.5}
"""What is another value at every call."""

NUMBERED = frozenset({"findings", "citations", "coverage", "cells", "plans"})
"""Lists that others count by index, or that are short; kept whole."""

MOST = 2
"""Entries that an example keeps of other lists of objects."""

PERSON = {"by": "Kari Nordmann", "date": "2026-11-20", "why": "Sjekket mot den trykte planen"}

WRITTEN: dict[str, dict[str, Any]] = {
    "Box": {"page": 4, "x0": 56.7, "y0": 212.4, "x1": 538.6, "y1": 248.1},
    "Correction": {
        "field": "responsible",
        "read": "Fagrad barn/unge",
        "corrected": "Fagråd barn/unge/familie; AU",
        **PERSON,
    },
    "Unread": {
        "plan": "handlingsplan.pdf",
        "message": "handlingsplan.pdf is locked with a password; give it with --password-env",
    },
    "UnreadTable": {"page": 1, "line": 12, "rows": 16, "heading": "Tiltak 2025–2028"},
    "UnreadablePage": {"page": 7, "reason": "the page has no text, and no picture to read it from"},
    "Merged": {
        "from": ["helgeland-2023-2025:t3:r2", "helgeland-2023-2025:t3:r4"],
        "to": "helgeland-2026-2027:t2:r1",
    },
    "Split": {
        "from": "helgeland-2023-2025:t3:r2",
        "to": ["helgeland-2026-2027:t2:r1", "helgeland-2026-2027:t2:r3"],
    },
}
"""What the five plans have none of: they are text exports, whole, and without corrections."""


class Seen:
    """Objects of an answer by the name of their schema."""

    def __init__(self, components: dict[str, Any]) -> None:
        self.components = components
        self.whole: dict[str, Any] = {}
        self.fields: dict[str, dict[str, Any]] = {}

    def walk(self, value: Any, schema: dict[str, Any]) -> None:
        """Take note of every object in a value."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            self._note(name, value)
            schema = self.components[name]
        for choice in schema.get("anyOf", ()):
            if value is not None and choice.get("type") != "null":
                self.walk(value, choice)
        if isinstance(value, list) and "items" in schema:
            for each in value:
                self.walk(each, schema["items"])
        if isinstance(value, dict):
            for name, field in schema.get("properties", {}).items():
                self.walk(value[name], field)

    def _note(self, name: str, value: Any) -> None:
        known = self.whole.get(name)
        if known is None or _filled(value) > _filled(known):
            self.whole[name] = value
        if isinstance(value, dict):
            fields = self.fields.setdefault(name, {})
            for field, each in value.items():
                if each not in (None, [], {}):
                    fields.setdefault(field, each)


def _filled(value: Any) -> int:
    if not isinstance(value, dict):
        return 0
    return sum(each not in (None, [], {}) for each in value.values())


def short(value: Any, name: str = "") -> Any:
    """A value with its lists of objects cut, and what varies held still."""
    if name in VARYING:
        return VARYING[name]
    if isinstance(value, dict):
        return {key: short(each, key) for key, each in value.items()}
    if isinstance(value, list):
        cut = value[:MOST] if name not in NUMBERED and value and _is_object(value[0]) else value
        return [short(each) for each in cut]
    return value


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def made(client: TestClient) -> dict[str, Any]:
    """The examples by the names of their objects."""
    schema = client.get("/openapi.json").json()
    components = schema["components"]["schemas"]
    seen = Seen(components)
    for path in CALLS:
        response = client.get(path)
        assert response.status_code == 200, response.text
        seen.walk(response.json(), _answer(schema, path))
    seen.walk(client.get(MISSPELT).json(), {"$ref": "#/components/schemas/Problem"})
    return {name: _entry(name, seen, components[name]) for name in sorted(_outgoing(components))}


def _outgoing(components: dict[str, Any]) -> Iterator[str]:
    return (name for name in components if name != "SimilarRequest")


def _entry(name: str, seen: Seen, definition: dict[str, Any]) -> dict[str, Any]:
    if "enum" in definition:
        return {"example": seen.whole.get(name, definition["enum"][0])}
    if name not in seen.whole and name not in WRITTEN:
        raise LookupError(f"no call has answered with {name}: add one to CALLS that does")
    example = short(WRITTEN.get(name) or seen.whole[name])
    fields = {
        field: short(value, field)
        for field, value in seen.fields.get(name, {}).items()
        if example.get(field) in (None, [], {})
    }
    return {"example": example, "fields": fields} if fields else {"example": example}


def _answer(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of what a call returns."""
    steps = path.split("?", maxsplit=1)[0].split("/")
    for template, operations in schema["paths"].items():
        own = template.split("/")
        if len(own) == len(steps) and all(
            a == b or a.startswith("{") for a, b in zip(own, steps, strict=True)
        ):
            content: dict[str, Any] = operations["get"]["responses"]["200"]["content"]
            return dict(content["application/json"]["schema"])
    raise LookupError(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="an index of the five plans")
    client = TestClient(create_app(open_engine(parser.parse_args().index)))
    text = json.dumps(made(client), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
