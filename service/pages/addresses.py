"""Addresses that several pages write, and texts cut short for a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from indexer.records import Source
from service.pages.texts import Language, say
from service.pages.visit import Visit

LONGEST_IN_LIST = 220
"""Characters of a measure in a table; its own page has the whole."""

LONGEST_HEADLINE = 160
"""Characters of a measure as a heading."""


def source_href(visit: Visit, source: Source, passage_id: str | None = None) -> str:
    """The page of a document where a source is marked, at its picture or its first line."""
    cited = (
        ("passasje", passage_id) if passage_id else ("linje", f"{source.line}-{source.end_line}")
    )
    boxes = source.boxes if passage_id else ()
    at = f"side-{boxes[0].page}" if boxes else f"L{source.line}"
    return visit.to("kilde", source.plan_id, params=[cited], at=at)


def export_href(path: str, params: Iterable[tuple[str, object]], format_: str) -> str:
    """The address of a table as a file; Excel in Norwegian takes a CSV with semicolons."""
    own = [(name, str(value)) for name, value in params] + [("format", format_)]
    if format_ == "csv":
        own.append(("delimiter", "semicolon"))
    return f"{path}?{urlencode(own)}"


def calendar_href(visit: Visit, as_of: date) -> str:
    """The address of the deadlines as a calendar, narrowed as the page is."""
    own = [(name, value) for name, value in visit.narrowing() if name != "q"]
    return f"/v1/deadlines?{urlencode([*own, ('as_of', as_of), ('format', 'ics')])}"


def day(visit: Visit, day: date) -> str:
    """A day as the reader's language writes it."""
    return day.isoformat() if visit.language is Language.ENGLISH else f"{day:%d.%m.%Y}"


def headline(text: str, longest: int = LONGEST_HEADLINE) -> str:
    """The first line of a text, cut at a word."""
    return shortened(text.split("\n", maxsplit=1)[0], longest)


def shortened(text: str, longest: int = LONGEST_IN_LIST) -> str:
    """A text on one line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[:longest].rsplit(" ", 1)[0] + " …"


WARNINGS = ("read_damaged", "read_no_columns")
"""Texts for what is noted of a plan when it is read, in the words of the index in bokmål."""


def warning_said(visit: Visit, warning: str) -> str | None:
    """What is noted of how a plan was read, in the reader's language; null where that is not had:
    it is in bokmål in the index."""
    own = (name for name in WARNINGS if say(Language.BOKMAL, name) == warning)
    return next((visit.say(name) for name in own), None)


def fields(visit: Visit, names: Iterable[str]) -> str:
    """A measure's fields as people call them."""
    return ", ".join(visit.say(f"field_{name}") for name in names)
