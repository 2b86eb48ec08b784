"""What is wrong with an entry that a person wrote, in words that say how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pydantic import ValidationError


def mistakes_of(error: ValidationError, known: Iterable[str], written: Mapping[str, str]) -> str:
    """All that is wrong with an entry, a field each, in the order of its fields.

    `known` are the fields that it may have, `written` says of some how they are written.
    """
    told: dict[str, str] = {}
    for each in error.errors():
        name = str(each["loc"][0]) if each["loc"] else "entry"
        if name in told:
            continue
        match each["type"]:
            case "missing" if len(each["loc"]) == 1:
                told[name] = "is missing"
            case "extra_forbidden":
                told[name] = f"is no field; {_meant(name, tuple(known))}"
            case "value_error":
                told[name] = each["msg"].removeprefix("Value error, ")
            case _:
                how = written.get(name, "write it as text, in quotation marks")
                told[name] = f"{_short(each['input'])} will not do; {how}"
    return "; ".join(f"{name}: {what}" for name, what in told.items())


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name.lower(), known, n=1)
    return f"did you mean {near[0]}?" if near else f"use {', '.join(known)}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
