"""Examples for the schema: real objects of the five plans, and a value for every parameter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Schema = dict[str, Any]

IDS = {
    "measure_id": "A measure's id.",
    "plan_id": "A plan's id.",
    "body_id": "A body's id, as `/v1/bodies` lists them.",
}
"""What the ids in paths are."""

PARAMETERS: Mapping[str, Any] = {
    "as_of": "2025-06-01",
    "body_id": "stolav:fagrad-pasientsamarbeid",
    "delimiter": "semicolon",
    "format": "csv",
    "group": ["due_this_year"],
    "highlight": ["ahus-2024-2025:p4:t3:r7"],
    "k": 3,
    "kind": ["measure"],
    "language": "nn",
    "measure_id": "ahus-2024-2025:p4:t3:r7",
    "offset": 10,
    "page": 1,
    "plan_id": "ahus-2024-2025",
    "q": "digital hjemmeoppfølging",
    "scope": "other_plans",
    "sheet": "Tiltak",
    "status": ["not_started"],
    "target_group": ["Barn/unge"],
}
"""By name; what a parameter's own definition gives as an example goes before."""

OF_CALL: Mapping[tuple[str, str], Any] = {
    ("ask", "q"): "Hvem har ansvar for FACT Ung?",
    ("search", "sheet"): "Treff",
    ("ask", "sheet"): "Belegg",
    ("coverage", "sheet"): "Dekning",
    ("coverage", "q"): "hospitering",
    ("suggest", "q"): "lege",
    ("deadlines", "format"): "ics",
    ("deadlines", "sheet"): "Frister",
}
"""By call and name, where a parameter means something of its own."""


@cache
def examples() -> Mapping[str, Schema]:
    """By the object's name: an `example`, and of `fields` that are empty in it one with a value.

    Written by `make examples` from what the API answers over the five plans.
    """
    content = files("service").joinpath("data", "examples.json").read_text(encoding="utf-8")
    found: Mapping[str, Schema] = json.loads(content)
    return found


def add_examples(schema: Schema) -> None:
    """Write an example into every object, field and parameter; real ones go before others."""
    objects = schema["components"]["schemas"]
    for name, definition in objects.items():
        _add_to_object(definition, examples().get(name, {}))
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                _add_to_parameter(operation["operationId"], parameter)


def _add_to_object(definition: Schema, known: Schema) -> None:
    if "example" in known:
        definition.setdefault("examples", [known["example"]])
    example = definition.get("examples", [{}])[0]
    for name, field in definition.get("properties", {}).items():
        values = {**example, **known.get("fields", {})}
        if not refers(field) and name in values:
            field["examples"] = [values[name]]


def _add_to_parameter(call: str, parameter: Schema) -> None:
    name, field = parameter["name"], parameter["schema"]
    if name in IDS:
        parameter.setdefault("description", IDS[name])
    if "examples" not in field:
        field["examples"] = [OF_CALL.get((call, name), PARAMETERS.get(name))]


def refers(field: Schema) -> bool:
    """Whether a field holds objects that have examples of their own."""
    return any(True for _ in _references(field))


def _references(field: Schema) -> Iterator[str]:
    if "$ref" in field:
        yield field["$ref"]
    for choice in field.get("anyOf", ()):
        yield from _references(choice)
    if "items" in field:
        yield from _references(field["items"])
