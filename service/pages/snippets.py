"""The snippets and the errors that the page about the API shows, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

HERE = "ORIGIN"
"""Where a snippet names the service."""


LANGUAGES = {"curl": "curl", "javascript": "JavaScript", "python": "Python"}
"""The languages of a snippet by field, and what they are called."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """One call in three languages; `status` is what curl gets."""

    id: str
    title: str
    text: str
    curl: str
    javascript: str
    python: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Explained:
    """When an error comes, and a call that has it, empty where none can be named."""

    text: str
    example: str = ""


def snippets(origin: str) -> tuple[Snippet, ...]:
    """The snippets as they run against a service."""
    return tuple(Snippet(**_placed(each, origin)) for each in _content()["snippet"])


def explained() -> dict[str, Explained]:
    """Every error by its name."""
    return {name: Explained(**each) for name, each in _content()["errors"].items()}


def _placed(each: dict[str, Any], origin: str) -> dict[str, Any]:
    code = {name: each[name].strip().replace(f"{HERE}/", f"{origin}/") for name in LANGUAGES}
    return {**each, "text": each["text"].strip(), **code}


@cache
def _content() -> dict[str, Any]:
    content = files("service.pages").joinpath("snippets.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
