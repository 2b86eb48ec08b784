"""How far a measure has come, where its plan says so; never worked out from dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from indexer.records import Measure
from service.words.word_lists import patterns


class Progress(StrEnum):
    """What a status says.

    A saying that fits none of these ("Rapport foreligger", "Oppstart februar 2025") is none. What
    is done in part is neither done nor not done, and what is not done may well be begun. What is
    `postponed` is put off, or late; what is `on_hold` waits; what is `at_risk` may come to be late.
    """

    DONE = "done"
    PARTLY_DONE = "partly_done"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    NOT_DONE = "not_done"
    POSTPONED = "postponed"
    ON_HOLD = "on_hold"
    AT_RISK = "at_risk"
    DROPPED = "dropped"


_PIECES = re.compile(r"[.;:,()\n]+(?=\s|$)|\n|\s[–—-]\s|\s/\s|\b(?:men|but|however)\b")
_NEAR = 5
"""Words that may stand between a "not" and what it negates."""

_FIRST = (
    Progress.DROPPED,
    Progress.NOT_STARTED,
    Progress.POSTPONED,
    Progress.ON_HOLD,
    Progress.PARTLY_DONE,
    Progress.UNDER_WAY,
    Progress.AT_RISK,
    Progress.NOT_DONE,
)
"""What a status comes to that says several things, but for what is done: "Påbegynt, ikke ferdig"
is under way, "Igangsatt, men forsinket" postponed."""


def progress_of(measure: Measure) -> Progress | None:
    """What the measure's status comes to; null where the plan states none, or one of other
    words."""
    return read_progress(measure.status) if measure.status else None


def all_progress_of(measure: Measure) -> tuple[Progress, ...]:
    """All that the measure's status says, what it comes to first; empty where it says nothing."""
    return all_said(measure.status) if measure.status else ()


def read_progress(status: str) -> Progress | None:
    """How far a status says that a measure has come; a doubtful "done" is not taken for one."""
    return next(iter(all_said(status)), None)


def all_said(status: str) -> tuple[Progress, ...]:
    """All that a status says of how far a measure has come, what it comes to first.

    Done is what it says last, or all that it says: "Startet 2023, fullført 2024" is done, "Del 1
    ferdig, del 2 pågår" in part.
    """
    pieces = _PIECES.split(" ".join(status.lower().replace("\n", " ; ").split()))
    said = [progress for piece in pieces if piece for progress in _read_piece(piece)]
    if Progress.DONE in said:
        after = said[len(said) - said[::-1].index(Progress.DONE) :]
        if not after and Progress.PARTLY_DONE not in said:
            return (Progress.DONE,)
        said = [Progress.PARTLY_DONE, *(each for each in said if each is not Progress.DONE)]
    return tuple(sorted(dict.fromkeys(said), key=_FIRST.index))


def is_late(status: str) -> bool:
    """Whether a status says that something is late, and not only put off to later."""
    known, lowered = patterns("progress"), status.lower()
    return bool(known["late"].search(lowered) or known["is_late"].search(lowered))


def _read_piece(piece: str) -> Iterator[Progress]:
    """What one piece of a status says; a beginning beside an end in one piece is told by that."""
    known = patterns("progress")
    if risk := known["at_risk"].search(piece):
        if not _is_negated(piece, risk):
            yield Progress.AT_RISK
        piece = f"{piece[: risk.start()]} {piece[risk.end() :]}"
    if late := known["late"].search(piece):
        yield Progress.POSTPONED
        piece = f"{piece[: late.start()]} {piece[late.end() :]}"
    for name in (Progress.DROPPED, Progress.POSTPONED, Progress.ON_HOLD):
        found = known[name.value].search(piece)
        if found and not _is_negated(piece, found):
            yield name
    if known["not_begun"].search(piece):
        yield Progress.NOT_STARTED
        return
    done, begun = known["done"].search(piece), known["begun"].search(piece)
    if done and (how_far := _of_done(piece, done)):
        yield how_far
    elif begun and _is_negated(piece, begun):
        yield Progress.NOT_STARTED
    elif begun and not _is_later(piece, begun):
        yield Progress.UNDER_WAY
    elif known["not_done"].search(piece):
        yield Progress.NOT_DONE
    elif not (done or begun) and (alone := _degree_alone(piece)):
        yield alone


def _of_done(piece: str, done: re.Match[str]) -> Progress | None:
    """How far a piece that says "done" is; null where that is to come, or in doubt."""
    known = patterns("progress")
    if _is_negated(piece, done):
        if any(known["whole"].search(piece[no.end() :]) for no in known["no"].finditer(piece)):
            return Progress.PARTLY_DONE
        return Progress.NOT_DONE
    if _is_later(piece, done):
        return None
    share = known["percent"].search(piece)
    if known["partly"].search(piece) or known["some"].search(piece):
        return Progress.PARTLY_DONE
    return _of_share(share) if share else Progress.DONE


def _degree_alone(piece: str) -> Progress | None:
    """How far a piece is that has a degree and nothing else: "Delvis", "80 %"."""
    known = patterns("progress")
    if known["on_track"].fullmatch(piece.strip()):
        return Progress.UNDER_WAY
    if known["partly"].fullmatch(piece.strip()):
        return Progress.PARTLY_DONE
    share = known["percent"].fullmatch(piece.strip())
    return _of_share(share) if share else None


def _of_share(share: re.Match[str]) -> Progress:
    percent = int(share[1])
    if percent >= 100:
        return Progress.DONE
    return Progress.PARTLY_DONE if percent else Progress.NOT_DONE


def _is_negated(piece: str, found: re.Match[str]) -> bool:
    """Whether a piece says "not" of what it has there."""
    known = patterns("progress")
    if known["no_behind"].search(piece[found.end() :]):
        return True
    before = piece[: found.start()]
    return any(len(before[no.end() :].split()) <= _NEAR for no in known["no"].finditer(before))


def _is_later(piece: str, found: re.Match[str]) -> bool:
    """Whether what a piece has there is to come, or in doubt."""
    known = patterns("progress")
    before, behind = piece[: found.start()], piece[found.end() :]
    return bool(known["later"].search(before) or known["later_behind"].search(behind))
