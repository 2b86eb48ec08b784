"""What the pages and the search box say, in three languages; which one a visitor reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """A language of the interface, as HTML names it; the first is the default."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


ALSO = {"no": Language.BOKMAL, "da": Language.BOKMAL, "sv": Language.BOKMAL}
"""Languages that a browser may ask for, and what its reader reads best."""


@cache
def texts() -> Mapping[str, Mapping[Language, str]]:
    """Every text by its name and language."""
    content = files("service.pages").joinpath("texts.toml").read_text(encoding="utf-8")
    return {
        name: dict(zip(Language, said, strict=True))
        for name, said in tomllib.loads(content).items()
    }


def say(language: Language, name: str, /, **values: object) -> str:
    """A text in a language, filled in."""
    return texts()[name][language].format(**values)


def spoken(code: str) -> Language | None:
    """The interface's language for a code like `nn`, `no` or `en-GB`."""
    primary = code.strip().lower().split("-")[0]
    if primary in set(Language):
        return Language(primary)
    return ALSO.get(primary)


def preferred(accept: str) -> Language:
    """The language that an Accept-Language header asks for, by weight and then by order."""
    wishes: list[tuple[float, Language]] = []
    for part in accept.split(","):
        code, _, weight = part.partition(";q=")
        language = spoken(code)
        try:
            wish = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language and wish > 0:
            wishes.append((wish, language))
    return max(wishes, key=lambda wish: wish[0], default=(0.0, Language.BOKMAL))[1]
