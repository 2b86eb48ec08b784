"""The corpus read again from changed texts, or without repair, into an index in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from indexer.communities import FILE as COMMUNITIES
from indexer.communities import load_communities
from indexer.encoder import Encoder
from indexer.index import LEXICAL, MIDDLE, TOKENS, Index, exact
from indexer.late import load_tokens, write_tokens
from indexer.lexical import load_lexicon, write_lexicon
from indexer.manifest import load_corpus
from indexer.passages import glossed as with_glosses
from indexer.read import read_plan
from indexer.records import Passage

Change = Callable[[str, str], str]
"""A plan's id and text to the text to read in its place."""


def texts_again(
    corpus_dir: Path,
    folder: Path,
    change: Change = lambda _, text: text,
    mended: bool = True,
    glossed: bool = True,
) -> list[Passage]:
    """The corpus's passages, each text changed before it is read.

    Where it is not to be mended, all words of a plan are given as known ones, which no repair
    touches; not glossed, only the plans' own words are encoded.
    """
    corpus = load_corpus(corpus_dir)
    names = load_communities(corpus_dir).names()
    shutil.copyfile(corpus_dir / COMMUNITIES, folder / COMMUNITIES)
    passages: list[Passage] = []
    for plan in sorted(corpus.plans, key=lambda each: each.plan_id):
        text = change(plan.plan_id, corpus.path(plan).read_text(encoding="utf-8"))
        path = folder / Path(plan.file).name
        path.write_text(text, encoding="utf-8", newline="")
        known = names if mended else {*names, *text.split(), text}
        read = read_plan(plan, path, known).passages
        passages += map(with_glosses, read) if glossed else read
    return passages


def read_again(
    corpus_dir: Path,
    folder: Path,
    encoder: Encoder,
    change: Change = lambda _, text: text,
    mended: bool = True,
    glossed: bool = True,
) -> Index:
    """An index to search in of the corpus's texts, each changed before it is read, as `texts_again`
    has them. The folder takes what the index keeps on disk. No search asks for the vectors of the
    plans' own words: those of the glossed ones stand in their place.
    """
    passages = texts_again(corpus_dir, folder, change, mended, glossed)
    encoded = encoder.encode_passages([passage.for_encoder for passage in passages])
    write_lexicon(passages, folder / LEXICAL)
    write_tokens(folder / TOKENS, encoded.tokens)
    write_tokens(folder / MIDDLE, encoded.middle)
    return Index(
        folder=folder,
        manifest={},
        plans=tuple(sorted(load_corpus(corpus_dir).plans, key=lambda each: each.plan_id)),
        counts={},
        problems=(),
        passages=tuple(passages),
        rejected=(),
        repairs={},
        lexicon=load_lexicon(folder / LEXICAL),
        vectors=exact(encoded.vectors),
        own_vectors=exact(encoded.vectors),
        tokens=load_tokens(folder / TOKENS),
        middle=load_tokens(folder / MIDDLE, kept=0),
    )
