"""Ready sets are worked out once for an index, in whatever language they are asked for."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from service.engine import Engine, open_engine
from service.overview.compare import compare, subjects_of
from service.ready import ready_set, warming_up
from service.results import CoverageResult, Filters


class Counting(Engine):
    """An engine that counts what it is asked to compare."""

    asked = 0

    def coverage(self, topic: str, filters: Filters = Filters()) -> CoverageResult:
        """As any engine, counted."""
        self.asked += 1
        return super().coverage(topic, filters)


@pytest.fixture
def counting(index_dir: Path) -> Counting:
    opened = open_engine(index_dir)
    opened.__class__ = Counting
    assert isinstance(opened, Counting)
    return opened


def test_it_is_what_comparing_gives_in_every_language(engine: Engine) -> None:
    for language in ("nb", "nn", "en"):
        fresh = compare(engine.coverage, subjects_of((), "national"), Filters(), language)
        assert ready_set(engine, None, language) == fresh
        assert ready_set(engine, "national", language) == fresh


@pytest.mark.thorough
def test_it_is_worked_out_once_also_for_those_who_ask_at_the_same_time(
    counting: Counting,
) -> None:
    languages = ("nb", "nn", "en", "nb")
    threads = [Thread(target=ready_set, args=(counting, None, name)) for name in languages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    phrases = sum(len(subject.phrases) for subject in subjects_of((), None))
    assert counting.asked == phrases


@pytest.mark.thorough
def test_after_the_warm_up_nobody_waits(counting: Counting) -> None:
    with warming_up(counting) as warm:
        warm.join(60)
    before = counting.asked
    assert before > 0
    assert ready_set(counting, None, "en").topics[0] == "Children and young people"
    assert counting.asked == before


@pytest.mark.thorough
def test_a_warm_up_that_nobody_waits_for_ends_at_the_next_topic(counting: Counting) -> None:
    with warming_up(counting) as warm:
        pass
    assert not warm.is_alive()
    assert counting.asked <= 1
    assert ready_set(counting, None, "nb").cells
