"""Ready sets of topics over a whole index, worked out once, and before anybody asks.

A set asks some fifty questions of every plan: 2.7 s over five plans at the first request, which
also reads the thesaurus. `warming_up` does it beside a service that already answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event, Lock, Thread
from weakref import WeakKeyDictionary

from service.engine import Engine
from service.overview.compare import Comparison, Cover, compare, subject_sets, subjects_of
from service.results import CoverageResult, Filters

BASE = "nb"
"""The language in which a set is kept; others differ from it in its topics' names only."""


class _Kept:
    """The comparisons of one index by set; one at a time is worked out."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: dict[str, Comparison] = {}


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_KEEPING = Lock()


class _Stopped(Exception):
    """Nobody waits any more for what is being worked out."""


def ready_set(engine: Engine, set_id: str | None, language: str) -> Comparison:
    """A ready set over all plans of an index, the first where none is named. Raises
    `UnknownFilter` for a set there is not."""
    subjects = subjects_of((), set_id)
    kept = _kept(engine, set_id or next(iter(subject_sets())), engine.coverage)
    names = {subject.name(BASE): subject.name(language) for subject in subjects}
    return _renamed(kept, names)


@contextmanager
def warming_up(engine: Engine) -> Iterator[Thread]:
    """Works out in the background what else the first visitor would wait for; on the way out,
    what is left of it is let be. The thread is waited for: a process that ends while one of its
    threads is inside the encoder is aborted."""
    stop = Event()
    thread = Thread(target=_prepare, args=(engine, stop), name="warm-up")
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join()


def _prepare(engine: Engine, stop: Event) -> None:
    def cover(topic: str, filters: Filters) -> CoverageResult:
        if stop.is_set():
            raise _Stopped
        return engine.coverage(topic, filters)

    with suppress(_Stopped):
        engine.suggest("a")
        for set_id in subject_sets():
            _kept(engine, set_id, cover)
        measure = next((passage for passage in engine.passages if passage.measure), None)
        if measure:
            engine.similar_to(measure.passage_id)
            engine.bodies()


def _kept(engine: Engine, set_id: str, cover: Cover) -> Comparison:
    with _KEEPING:
        kept = _KEPT.setdefault(engine, _Kept())
    with kept.lock:
        if set_id not in kept.found:
            kept.found[set_id] = compare(cover, subjects_of((), set_id), Filters(), BASE)
        return kept.found[set_id]


def _renamed(found: Comparison, names: Mapping[str, str]) -> Comparison:
    return replace(
        found,
        topics=tuple(names[topic] for topic in found.topics),
        cells=tuple(replace(cell, topic=names[cell.topic]) for cell in found.cells),
    )
