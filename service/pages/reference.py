"""The schema of the API as the page about it shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} of them",
}
"""What a schema says of a value's size, in words."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type in words, in parts: some lead to an object."""

    words: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a call, or a field of an object."""

    name: str
    kinds: tuple[Kind, ...]
    text: str
    example: str
    required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call: what it takes (required first), what it returns, and how it fails."""

    id: str
    method: str
    path: str
    text: str
    parameters: tuple[Field, ...]
    returns: tuple[Kind, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """An object of the API with a whole example, or the values of an enumeration."""

    name: str
    text: str
    values: tuple[str, ...]
    fields: tuple[Field, ...]
    example: str


def calls(schema: Schema) -> Iterator[Call]:
    """In the order of the schema."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            yield Call(
                operation["operationId"],
                method.upper(),
                path,
                operation.get("description", ""),
                tuple(_taken(operation)),
                tuple(_returned(operation)),
                tuple(status for status in operation["responses"] if status != "200"),
            )


def objects(schema: Schema) -> Iterator[Object]:
    """In the order of their names."""
    for name, definition in sorted(schema["components"]["schemas"].items()):
        required = definition.get("required", ())
        yield Object(
            name,
            definition.get("description", ""),
            tuple(definition.get("enum", ())),
            tuple(
                _field(key, field, key in required)
                for key, field in definition.get("properties", {}).items()
            ),
            _written(definition, indent=2),
        )


def _taken(operation: Schema) -> Iterator[Field]:
    for given in sorted(operation.get("parameters", ()), key=lambda each: not each["required"]):
        text = given.get("description", "")
        schema = {**given["schema"], "description": text}
        yield _field(given["name"], schema, given["required"], given["in"])
    for body in operation.get("requestBody", {}).get("content", {}).values():
        yield _field("body", body["schema"], True, "JSON")


def _returned(operation: Schema) -> Iterator[Kind]:
    for name, content in operation["responses"]["200"].get("content", {}).items():
        yield from _kinds(content.get("schema", {})) or (Kind(f"`{name}`"),)


def _field(name: str, field: Schema, required: bool, place: str = "") -> Field:
    parts = [field.get("description", "")]
    limits = {**field, **field.get("items", {})}
    for choice in field.get("anyOf", ()):
        limits.update(choice)
    sizes = [words.format(limits[key]) for key, words in LIMITS.items() if key in limits]
    if sizes:
        said = ", ".join(sizes)
        parts.append(f"{said[0].upper()}{said[1:]}.")
    if field.get("default") not in (None, []):
        parts.append(f"Default {field['default']}.")
    text = " ".join(filter(None, parts))
    return Field(name, tuple(_kinds(field)), text, _written(field), required, place)


def _written(schema: Schema, indent: int | None = None) -> str:
    """The first example as JSON, empty where there is none."""
    found = schema.get("examples", ())
    return json.dumps(found[0], ensure_ascii=False, indent=indent) if found else ""


def _kinds(field: Schema) -> tuple[Kind, ...]:
    if "$ref" in field:
        return (Kind("", field["$ref"].rsplit("/", 1)[-1]),)
    if "anyOf" in field:
        found: list[Kind] = []
        for choice in field["anyOf"]:
            found += [Kind(" or "), *_kinds(choice)] if found else _kinds(choice)
        return tuple(found)
    if field.get("type") == "array":
        return (Kind("list of "), *(_kinds(field.get("items", {})) or (Kind("values"),)))
    words = field.get("format", field.get("type", ""))
    return (Kind(str(words)),) if words else ()
