"""Documents that are not of the corpus, indexed as an operator would index them."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.build import build_index
from indexer.communities import FILE as COMMUNITIES
from indexer.encoder import Encoder
from indexer.index import load_index
from service.engine import Engine

CORPUS = Path(__file__).parents[1] / "corpus"


def engine_of(plans: Path, folder: Path, encoder: Encoder, manifest: str = "") -> Engine:
    """The engine over a folder of documents, with the country's places.

    The copy of the documents and the index are written to `folder`. Raises `ValueError` where a
    document could not be read.
    """
    corpus = folder / "corpus"
    shutil.copytree(plans, corpus / "plans")
    shutil.copy(CORPUS / COMMUNITIES, corpus)
    (corpus / "manifest.toml").write_text(manifest, encoding="utf-8")
    built = build_index(corpus, folder / "index", encoder, lambda *_: None)
    if built.problems:
        raise ValueError("\n".join(map(str, built.problems)))
    return Engine(load_index(folder / "index"), encoder, folder / "index")
