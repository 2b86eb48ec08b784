"""One index over the real corpus with the real encoder, built once for all tests."""

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
