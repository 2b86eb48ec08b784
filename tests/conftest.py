"""One index over the real corpus with the real encoder, built once for all tests."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.encoder import load_encoder
from service.engine import Engine, open_engine

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"

ASKED = frozenset({"engine", "client"})
"""Fixtures of tests that ask something of the whole system."""
LONG = 4
"""Cases of the shortest table that counts as long."""


def pytest_configure() -> None:
    """What runs tests side by side ignores interrupts in its workers; ours are interrupted."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _keep_to_own_cores()


def _keep_to_own_cores() -> None:
    """Of workers side by side each has cores of its own: an encoder that takes all of them waits
    for those of the others."""
    worker, count = (
        os.environ.get("PYTEST_XDIST_WORKER"),
        os.environ.get("PYTEST_XDIST_WORKER_COUNT"),
    )
    if worker and count and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        own = cores[int(worker.removeprefix("gw")) :: int(count)]
        os.sched_setaffinity(0, own or cores)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="every test, every question")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a long table of questions every third one is asked, and what is marked as thorough is left
    out; all are run with `--all` or by name. A question takes nearly half a second, and together
    they take longer than a change may wait."""
    if config.getoption("all") or any("::" in arg for arg in config.args):
        return
    tables: dict[str, list[pytest.Item]] = {}
    for item in items:
        if ASKED & set(getattr(item, "fixturenames", ())):
            tables.setdefault(item.nodeid.split("[")[0], []).append(item)
    long = [table for table in tables.values() if len(table) >= LONG]
    left = {item for table in long for place, item in enumerate(table) if place % 3}
    left |= {item for item in items if item.get_closest_marker("thorough")}
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


def quiet(stage: str, done: int, total: int) -> None:
    """A report that nobody reads."""


@pytest.fixture(scope="session")
def corpus() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("index")
    build_index(CORPUS, folder, load_encoder(), quiet)
    yield folder


@pytest.fixture(scope="session")
def engine(index_dir: Path) -> Engine:
    return open_engine(index_dir)
