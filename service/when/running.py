"""Whether a measure says of itself that it runs or comes again ("Årlige tilbud om kurs")."""

from __future__ import annotations

import re
from functools import cache

from indexer.records import Measure
from service.words.word_lists import word_list


def is_running(measure: Measure) -> bool:
    """Whether what is to be done is itself a thing that comes again, or never ends.

    Only the beginning tells: who establishes a yearly meeting has done so once it is there.
    """
    return bool(_begins().match(measure.text.lower()))


@cache
def _begins() -> re.Pattern[str]:
    data = word_list("running")
    recurring, holding = ("|".join(map(re.escape, data[name])) for name in ("recurring", "holding"))
    return re.compile(
        rf"\W*(?:(?:{holding})(?:\s*,\s*|\s*/\s*|\s+(?:og\s+|and\s+)?))*(?:{recurring})\b"
    )
