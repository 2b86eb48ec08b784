"""Questions for the measures that a place or a body takes part in: "Which measures involve Moss?".

Nobody asks there what is on involving, as "Which measures involve patients?" does.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.words.word_lists import patterns


def takes_part(lowered: str, named: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where a question, in lower case, says of the places or bodies that it names (from, to) that
    they take part in measures."""
    said = patterns("taking_part")
    found: list[tuple[int, int]] = []
    for start, end in named:
        before, behind = said["before"].search(lowered[:start]), said["behind"].match(lowered[end:])
        if before and said["of_measures"].search(lowered[: before.start()]):
            found.append(before.span())
        if behind:
            found.append((end, end + behind.end()))
    return found


def learns(lowered: str, elsewhere: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where a question says that something is learnt from places elsewhere (from, to): what these
    have done is told by who looks to them, whatever the plan calls that."""
    found = (m.span() for m in patterns("taking_part")["learns"].finditer(lowered))
    return [span for span in found if any(span[1] <= start for start, _ in elsewhere)]
