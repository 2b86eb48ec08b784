"""How far a measure has come, where its plan says so; never worked out from dates."""

from __future__ import annotations

import re
from enum import StrEnum

from indexer.records import Measure


class Progress(StrEnum):
    """What a status says.

    A saying that fits none of these ("Rapport foreligger", "Oppstart februar 2025") is none.
    """

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    POSTPONED = "postponed"
    DROPPED = "dropped"


_NOT_STARTED = re.compile(
    r"\b(?:ikkje|ikke) (?:enn?å )?"
    r"(?:igangsatt|igangsett|påbegynt|påbyrja|startet|starta|iverksatt|iverksett)\b"
)
_POSTPONED = re.compile(r"\b(?:utsatt|utsett|utsettes|utsettast|avventes|avventer)\b")
_DROPPED = re.compile(r"\b(?:utgår|utgått|stanset|stansa|avlyst|skrinlagt)\b")
_DOUBT = re.compile(
    r"\b(?:ikkje|ikke|delvis|nesten|snart|skal|blir|bør|vil|under|noen|i gang)\b|\d\s?%|\?"
)
_DONE = re.compile(
    r"\b(?:etablert|gjennomført|ferdig|ferdigstilt|fullført|avsluttet|avslutta|levert|vedtatt"
    r"|utført|utarbeidet|utarbeida|innført|på plass"
    r"|slutt-?rapport\w* (?:(?:er|har) )?(?:foreligger|foreligg|ligger føre|ligg føre|klar))\b"
)
_UNDER_WAY = re.compile(
    r"\b(?:pågår|pågående|pågåande|igangsatt|igangsett|iverksatt|iverksett|startet|starta"
    r"|påbegynt|påbyrja|i gang|i arbeid|under arbeid)\b"
)


def progress_of(measure: Measure) -> Progress | None:
    """What the measure's status says; null where the plan states none, or one of other words."""
    return read_progress(measure.status) if measure.status else None


def read_progress(status: str) -> Progress | None:
    """How far a status says that a measure has come; a doubtful "done" is not taken for one."""
    text = " ".join(status.lower().split())
    if _NOT_STARTED.search(text):
        return Progress.NOT_STARTED
    if _DONE.search(text) and not _DOUBT.search(text):
        return Progress.DONE
    others = (
        (_DROPPED, Progress.DROPPED),
        (_POSTPONED, Progress.POSTPONED),
        (_UNDER_WAY, Progress.UNDER_WAY),
    )
    return next((progress for pattern, progress in others if pattern.search(text)), None)
