"""Ready sets of topics over a whole index, worked out once, and before anybody asks.

A set asks some fifty questions of every plan: 2.7 s over five plans at the first request, which
also reads the thesaurus. `warm_up` does it beside a service that already answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from service.compare import Comparison, compare, subject_sets, subjects_of
from service.engine import Engine
from service.results import Filters

BASE = "nb"
"""The language in which a set is kept; others differ from it in its topics' names only."""


class _Kept:
    """The comparisons of one index by set; one at a time is worked out."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: dict[str, Comparison] = {}


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_KEEPING = Lock()


def ready_set(engine: Engine, set_id: str | None, language: str) -> Comparison:
    """A ready set over all plans of an index, the first where none is named. Raises
    `UnknownFilter` for a set there is not."""
    subjects = subjects_of((), set_id)
    key = set_id or next(iter(subject_sets()))
    with _KEEPING:
        kept = _KEPT.setdefault(engine, _Kept())
    with kept.lock:
        if key not in kept.found:
            kept.found[key] = compare(engine.coverage, subjects, Filters(), BASE)
    names = {subject.name(BASE): subject.name(language) for subject in subjects}
    return _renamed(kept.found[key], names)


def warm_up(engine: Engine) -> Thread:
    """Works out in the background what else the first visitor would wait for."""
    thread = Thread(target=_prepare, args=(engine,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _prepare(engine: Engine) -> None:
    engine.suggest("a")
    for set_id in subject_sets():
        ready_set(engine, set_id, BASE)
    measure = next((passage for passage in engine.passages if passage.measure), None)
    if measure:
        engine.similar_to(measure.passage_id)
        engine.bodies()


def _renamed(found: Comparison, names: Mapping[str, str]) -> Comparison:
    return replace(
        found,
        topics=tuple(names[topic] for topic in found.topics),
        cells=tuple(replace(cell, topic=names[cell.topic]) for cell in found.cells),
    )
