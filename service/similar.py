"""Measures that say the same: shared words by how rare they are, names, and vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.analysis import tokenize
from indexer.encoder import Encoder
from indexer.index import Index
from indexer.lexical import Field, texts_of
from indexer.records import Kind, Passage

Floats = NDArray[np.float32]

FIELD_WEIGHTS: Mapping[Field, float] = {
    Field.TEXT: 1.0,
    Field.CONTEXT: 0.6,
    Field.FACETS: 0.3,
}
"""How far a word counts by where it stands. On the judged counterparts, contexts at 0, 0.3 and
0.6 put 0.49, 0.51 and 0.52 of the first ones right."""

PARTS = 0.5
PAIRS = 0.5
"""What the parts of a compound count, and two words in a row."""

VECTORS = 0.5
"""What the vectors count beside the words; at 1.0 fewer first ones are right (0.44)."""

BEST_BLOCK = 0.5
"""What the best paragraph or list item of a measure counts beside the whole: one of its items
may be all of another measure. 0, 0.5 and 1 find 0.77, 0.80 and 0.76 within ten."""

SHORTEST_BLOCK = 4
"""Words of the shortest paragraph or list item that is compared by itself."""

NAMED = 0.2
"""What a shared name in capitals adds ("FACT Ung", "IHT"): 0, 0.1, 0.2 and 0.3 put 0.51, 0.52,
0.54 and 0.54 of the first ones right."""


class Likeness:
    """How alike a text and the measures of an index are."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._measures = np.asarray([p.kind is Kind.MEASURE for p in index.passages])

    def to_passage(self, order: int) -> Floats:
        """(passages,): likeness to a passage of the index, 0 to 1."""
        passage = self._index.passages[order]
        own = self._words.of[order].toarray()[0]
        whole = self._joined(self._words.of @ own, self._index.vector(order))
        return self._with_blocks(whole, passage.text)

    def to_text(self, text: str) -> Floats:
        """(passages,): likeness to a text that is in no index, 0 to 1."""
        return self._with_blocks(self._block(text), text)

    def _with_blocks(self, whole: Floats, text: str) -> Floats:
        blocks = [line.removeprefix("• ").strip() for line in text.split("\n")]
        blocks = [block for block in blocks if len(block.split()) >= SHORTEST_BLOCK]
        score = whole
        if len(blocks) > 1:
            best = np.max([self._block(block) for block in blocks], axis=0)
            score = (1 - BEST_BLOCK) * whole + BEST_BLOCK * best
        names = self._names.of @ self._names.row(names_of(text))
        alike: Floats = np.clip((score + NAMED * names) / (1 + NAMED), 0.0, 1.0)
        return alike

    def _block(self, text: str) -> Floats:
        words = self._words.of @ self._words.row(terms_of({Field.TEXT: text}))
        return self._joined(words, self._encoder.encode_passages([text]).vectors[0])

    def _joined(self, words: Floats, vector: Floats) -> Floats:
        away = vector - self._mean
        cosine = self._centred @ (away / (np.linalg.norm(away) + 1e-6))
        return np.asarray((words + VECTORS * cosine) / (1 + VECTORS), dtype=np.float32)

    @cached_property
    def _mean(self) -> Floats:
        """(dimensions,): what all measures have in common, which tells nothing."""
        mean: Floats = self._vectors[self._measures].mean(axis=0)
        return mean

    @cached_property
    def _vectors(self) -> Floats:
        found: Floats = self._index.vectors.reconstruct_n(0, self._index.vectors.ntotal)
        return found

    @cached_property
    def _centred(self) -> Floats:
        centred = self._vectors - self._mean
        unit: Floats = centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-6)
        return unit

    @cached_property
    def _words(self) -> _Terms:
        return _Terms(self._index.passages, lambda p: terms_of(texts_of(p)))

    @cached_property
    def _names(self) -> _Terms:
        return _Terms(self._index.passages, lambda p: names_of(p.text))


class _Terms:
    """Unit rows of weighted terms, one a passage: `of` is (passages, terms)."""

    def __init__(
        self, passages: Sequence[Passage], read: Callable[[Passage], Mapping[str, float]]
    ) -> None:
        found = [read(passage) for passage in passages]
        counts = Counter(term for terms in found for term in terms)
        self._columns = {term: column for column, term in enumerate(sorted(counts))}
        self._rarity = {t: float(np.log1p(len(passages) / n)) for t, n in counts.items()}
        rows = [row for row, terms in enumerate(found) for _ in terms]
        columns = [self._columns[term] for terms in found for term in terms]
        values = [weight * self._rarity[t] for terms in found for t, weight in terms.items()]
        shape = (len(found), len(self._columns))
        matrix = csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
        norms[norms == 0] = 1.0
        self.of = csr_matrix(matrix.multiply(1.0 / norms))

    def row(self, terms: Mapping[str, float]) -> Floats:
        """(terms,): a text's terms as a unit row; those that no passage has are left out."""
        row = np.zeros(len(self._columns), dtype=np.float32)
        for term, weight in terms.items():
            if term in self._columns:
                row[self._columns[term]] = weight * self._rarity[term]
        unit: Floats = row / (np.linalg.norm(row) or 1.0)
        return unit


def terms_of(texts: Mapping[Field, str]) -> dict[str, float]:
    """The terms by which texts are compared, with weights: stems, parts, and pairs of stems."""
    found: dict[str, float] = {}
    for name, text in texts.items():
        weight = FIELD_WEIGHTS[name]
        before = ""
        for token in tokenize(text):
            terms = [(token.stem, weight), *((part, weight * PARTS) for part in token.parts)]
            if before:
                terms.append((f"{before} {token.stem}", weight * PAIRS))
            for term, value in terms:
                found[term] = max(found.get(term, 0.0), value)
            before = token.stem
    return found


def names_of(text: str) -> dict[str, float]:
    """The names in capitals of a text, alone and with the word behind them."""
    tokens = tokenize(text)
    found: dict[str, float] = {}
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        written = text[token.start : token.end]
        if len(written) > 1 and written.isalpha() and written.isupper():
            found[token.stem] = 1.0
            if following is not None:
                found[f"{token.stem} {following.stem}"] = 1.0
    return found
