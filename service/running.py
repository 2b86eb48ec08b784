"""Whether a measure says of itself that it runs or comes again ("Årlige tilbud om kurs")."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from indexer.records import Measure


def is_running(measure: Measure) -> bool:
    """Whether what is to be done is itself a thing that comes again, or never ends.

    Only the beginning tells: who establishes a yearly meeting has done so once it is there.
    """
    return bool(_begins().match(measure.text.lower()))


@cache
def _begins() -> re.Pattern[str]:
    text = files("service").joinpath("data/running.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    recurring, holding = ("|".join(map(re.escape, data[name])) for name in ("recurring", "holding"))
    return re.compile(
        rf"\W*(?:(?:{holding})(?:\s*,\s*|\s*/\s*|\s+(?:og\s+|and\s+)?))*(?:{recurring})\b"
    )
