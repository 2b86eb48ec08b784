"""The page on which the API describes itself.

It loads nothing: the style is in the page and named by its hash in the page's policy.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from fastapi.responses import HTMLResponse

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-top: 1px solid #ddd }
code, pre { font: 14px/1.5 ui-monospace, monospace }
:target { background: #fff3b0 }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #16181c } a { color: #9cc4ff } td, th { border-color: #444 }
  :target { background: #55480a }
}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def _page(title: str, body: str, language: str) -> HTMLResponse:
    """A page that loads nothing from anywhere; `body` is HTML, `title` is text."""
    return HTMLResponse(
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>",
        headers={
            "Content-Security-Policy": f"default-src 'self'; style-src 'sha256-{_STYLE_HASH}'"
        },
    )


def docs_page(schema: dict[str, Any], errors: Iterable[tuple[str, int, str]]) -> HTMLResponse:
    """The calls, the objects they return, and the errors: (name, status, title)."""
    body = "".join((*_calls(schema), *_objects(schema), *_errors(errors)))
    return _page(f"{schema['info']['title']} API", body, "en")


def _calls(schema: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{escape(schema['info']['description'])} "
    yield 'The schema: <a href="/openapi.json">/openapi.json</a>.</p><h2>Calls</h2>'
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            yield from _call(path, method, operation)


def _objects(schema: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Objects</h2>"
    for name, definition in schema["components"]["schemas"].items():
        yield f'<h3 id="{escape(name)}">{escape(name)}</h3>'
        yield f"<p>{escape(definition.get('description', ''))}"
        yield f" {escape(', '.join(definition.get('enum', ())))}</p>"
        yield from _table(definition.get("properties", {}))


def _errors(errors: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    yield '<h2>Errors</h2><p>Every error is a <a href="#Problem">Problem</a>.</p><table>'
    for name, status, title in errors:
        yield f'<tr id="{name}"><th>{status}</th><td>{name}</td><td>{escape(title)}</td></tr>'
    yield "</table>"


def _call(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f'<h3 id="{operation["operationId"]}"><code>{method.upper()} {escape(path)}</code></h3>'
    yield f"<p>{escape(operation.get('description', ''))}"
    answer = operation["responses"]["200"].get("content", {})
    kinds = (_type(kind.get("schema", {})) or escape(name) for name, kind in answer.items())
    yield f" Returns {', '.join(kinds)}.</p>"
    parameters = operation.get("parameters", ())
    described = {
        parameter["name"]: {**parameter["schema"], "description": parameter.get("description", "")}
        for parameter in parameters
    }
    body = operation.get("requestBody", {}).get("content", {})
    for kind in body.values():
        described["(body)"] = kind["schema"]
    yield from _table(described)


def _table(fields: dict[str, Any]) -> Iterator[str]:
    if not fields:
        return
    yield "<table>"
    for name, field in fields.items():
        default = f" Default {field['default']}." if field.get("default") else ""
        yield f"<tr><th><code>{escape(name)}</code></th><td>{_type(field)}</td>"
        yield f"<td>{escape(field.get('description', '') + default)}</td></tr>"
    yield "</table>"


def _type(field: dict[str, Any]) -> str:
    """A JSON schema in a few words, as HTML."""
    if "$ref" in field:
        name = escape(field["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in field:
        return " or ".join(_type(choice) for choice in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {})) or 'values'}"
    return escape(str(field.get("type", "")))
