"""Templates to HTML, everything escaped. The only place that knows Jinja2."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from service.pages.addresses import (
    calendar_href,
    day,
    export_href,
    fields,
    headline,
    shortened,
    source_href,
    warning_said,
)
from service.pages.texts import Language, texts
from service.pages.visit import Visit
from service.when.fitting import in_full
from service.words.phrases import title_of

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
"""The static files there are, by suffix."""

WIDGET = "plansok-sok.js"
TEXTS_HERE = '"TEXTS"'
"""Where the search box gets its texts: the one file of texts is the server's."""

SHARED = re.compile(
    "(?:reason|reply|field|filter)_.*|unread_(?:pages|table)_.*|unread_pages|beside(?:_one)?|answer_parts|understood|earlier_plan"
    "|moved_from|hard_to_read|unknown_value|did_you_mean|answer_(?:in|count)(?:_one)?|answer_facts"
)
"""Texts of the pages that the search box says too."""


def render(template: str, visit: Visit, **view: object) -> str:
    """A page as HTML for one visit."""
    return (
        _environment()
        .get_template(template)
        .render(visit=visit, t=visit.say, n=visit.count, languages=tuple(Language), **view)
    )


@cache
def static(name: str) -> tuple[bytes, str] | None:
    """A static file and its media type; null where there is none of that name."""
    file = files("service.pages").joinpath("static", name)
    kind = KINDS.get(name[name.rfind(".") :])
    if kind is None or "/" in name or not file.is_file():
        return None
    content = file.read_bytes()
    if name == WIDGET:
        content = content.replace(TEXTS_HERE.encode(), _widget_texts().encode(), 1)
    return content, kind


@cache
def version(name: str) -> str:
    """A few letters that change with the file, for its address."""
    found = static(name)
    assert found is not None, f"there is no static file {name!r}"
    return hashlib.sha256(found[0]).hexdigest()[:10]


def static_href(name: str) -> str:
    """The address of a static file as it is now."""
    return f"/static/{name}?v={version(name)}"


def _widget_texts() -> str:
    said = {
        language.value: {
            name.removeprefix("widget_"): by_language[language]
            for name, by_language in texts().items()
            if name.startswith("widget_") or SHARED.fullmatch(name)
        }
        for language in Language
    }
    return json.dumps(said, ensure_ascii=False)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in parts: each as it stands, and whether it is one of the spans."""
    at = 0
    for start, end in spans:
        if start > at:
            yield text[at:start], False
        if end > max(start, at):
            yield text[max(start, at) : end], True
        at = max(at, end)
    if at < len(text):
        yield text[at:], False


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    helpers: Mapping[str, object] = {
        "calendar_href": calendar_href,
        "day": day,
        "export_href": export_href,
        "fields": fields,
        "headline": headline,
        "in_full": in_full,
        "marked": marked,
        "shortened": shortened,
        "source_href": source_href,
        "static": static_href,
        "title_of": title_of,
        "warning_said": warning_said,
        "today": date.today,
        "zip": zip,
    }
    environment.globals.update(helpers)
    return environment
