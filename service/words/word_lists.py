"""The word lists and phrases that ship with the service."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Rules = TypeVar("Rules", bound=DataclassInstance)

_FRAGMENT = re.compile(r"\{([a-z_]+)\}")


def word_list(name: str) -> dict[str, Any]:
    """What stands in a file of `service/data`, by its name without the ending, with the pieces of
    `fragments.toml` that its patterns name ("{not}") written out. Raises `ValueError` for a name
    of none."""
    try:
        return {key: _filled(value) for key, value in plain_list(name).items()}
    except KeyError as exc:
        raise ValueError(f"{name}.toml names {exc}, which is not in fragments.toml") from exc


def plain_list(name: str) -> dict[str, Any]:
    """What stands in a file of `service/data` as it stands there, as phrases do with their own
    names in braces."""
    return tomllib.loads(files("service").joinpath(f"data/{name}.toml").read_text("utf-8"))


@cache
def _fragments() -> Mapping[str, str]:
    return plain_list("fragments")


def written_out(pattern: str) -> str:
    """A pattern with the pieces that it names written out, each as a group of its own."""
    return _FRAGMENT.sub(lambda match: f"(?:{written_out(_fragments()[match[1]])})", pattern)


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return written_out(value)
    if isinstance(value, dict):
        return {key: _filled(each) for key, each in value.items()}
    return [_filled(each) for each in value] if isinstance(value, list) else value


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """A word list that is patterns and nothing else, compiled."""
    return {key: re.compile(said) for key, said in word_list(name).items()}


def rules(into: type[Rules], name: str, table: str | None = None) -> Rules:
    """The patterns of a word list, or of a table of it, in a record with a field for each.

    What is no pattern, a table or a list of words, is passed over. Raises `ValueError` where the
    record has a field that the list has not, or the list a pattern that nobody reads.
    """
    data = word_list(name) if table is None else word_list(name)[table]
    said = {key: value for key, value in data.items() if isinstance(value, str)}
    unlike = set(said) ^ {field.name for field in fields(into)}
    if unlike:
        where = f"{name}.toml" if table is None else f"[{table}] of {name}.toml"
        raise ValueError(f"{into.__qualname__} and {where} differ in {', '.join(sorted(unlike))}")
    return into(**{key: re.compile(value) for key, value in said.items()})
