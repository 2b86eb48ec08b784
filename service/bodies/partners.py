"""Who takes part in a measure without being responsible: whom the plan's columns for that name, and
whom the measure's text names behind "i samarbeid med"; and what it only looks to ("etter modell fra
MILA")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.bodies import read_bodies
from indexer.records import Measure
from indexer.roles import partaking
from service.bodies import names
from service.words.word_lists import patterns


def takes_part(measure: Measure, called: Sequence[str]) -> bool:
    """Whether a measure says that the body with these names takes part, beside its column for who
    is responsible."""
    whole = [name for name in called if len(names.with_support(name)) == 1]
    return any(_in_columns(measure, name) or _in_text(measure.text, name) for name in whole)


def has_partners(measure: Measure) -> bool:
    """Whether a measure says that anybody takes part beside who is responsible."""
    rule = patterns("partners")["joint_any"]
    return bool(partaking(measure.other)) or bool(rule.search(measure.text))


def only_helps(measure: Measure, called: Sequence[str], asked: str) -> bool:
    """Whether the column for who is responsible names a body, by some of the names it is `called`,
    only as one that helps: as a question has it (`asked`), behind "med støtte fra"."""
    own = {names.same(name) for name in called}
    cells = [text for text in measure.responsible if names.same(text) in own]
    parts = [names.with_support(text) for text in cells]
    wanted = names.read_name(asked)
    return bool(parts) and all(
        len(each) > 1
        and not names.has_words(names.read_name(each[0]), wanted)
        and any(names.has_words(names.read_name(part), wanted) for part in each[1:])
        for each in parts
    )


def only_looks_to(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a text has a name, at these offsets, only as what something is made after. What has
    no capital is no name: what builds on telemedicine is of telemedicine."""
    rule, lowered = patterns("partners")["looked_to"], text.lower()
    return bool(spans) and all(
        text[start].isupper() and rule.search(lowered[:start]) for start, _ in _joined(text, spans)
    )


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets of names, the words of one as one: "Helse Fonna"."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and re.fullmatch(r"[\s«»\"-]*(?:i |og |av |for )?", text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _in_columns(measure: Measure, name: str) -> bool:
    first = name.split(maxsplit=1)[0].lower()
    wanted = names.read_name(name)
    return any(
        names.are_same(wanted, names.read_name(body))
        for text in partaking(measure.other)
        if first in text.lower()
        for body in read_bodies(text).bodies
    )


def _in_text(text: str, name: str) -> bool:
    lowered = text.lower()
    found = re.finditer(rf"\b{re.escape(name.lower())}\b", lowered)
    return any(patterns("partners")["joint"].search(lowered[: match.start()]) for match in found)
