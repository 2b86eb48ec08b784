"""What anybody would try first, over the same passages: plain BM25, plain vectors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Encoder
from indexer.index import Index

Floats = NDArray[np.float32]
K1, B = 1.2, 0.75


class PlainBM25:
    """BM25 of lower-cased words as they stand (Robertson and Zaragoza 2009), one field."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(_words(text)) for text in texts]
        lengths = np.asarray([sum(counts.values()) for counts in self._counts], dtype=np.float32)
        self._length = 1 - B + B * lengths / lengths.mean()
        self._having = Counter(word for counts in self._counts for word in counts)

    def scores(self, question: str) -> Floats:
        """(texts,): 0 and up."""
        found = np.zeros(len(self._counts), dtype=np.float32)
        for word in set(_words(question)):
            having = self._having[word]
            rarity = np.log1p((len(found) - having + 0.5) / (having + 0.5))
            times = np.asarray([counts[word] for counts in self._counts], dtype=np.float32)
            found += rarity * times * (K1 + 1) / (times + K1 * self._length)
        return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def dense_scores(index: Index, encoder: Encoder, question: str) -> Floats:
    """(passages,): the cosine of the question's vector with each passage's."""
    found: Floats = index.cosines(encoder.encode_queries([question]).vectors)[0]
    return found
