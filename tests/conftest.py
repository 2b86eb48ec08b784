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
