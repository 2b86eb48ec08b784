"""Late interaction: how near a question's words, each in its context, come to a passage's words.

One vector a passage says what it is about as a whole; a vector a token finds the part of it that
is asked for (Khattab and Zaharia 2020, ColBERT). The tokens are the default encoder's own last
states, untrained for it: on the tuning part nDCG@10 is 0.78 by these alone and 0.65 by one
vector a passage.

    tokens.npy   (tokens, dimensions) int8        scales.npy  (tokens,) float32, a value's step
    starts.npy   (passages + 1,) int64            passage i has the tokens starts[i]:starts[i+1]

So are the states that the re-ranker goes on from; rounded so, its logits change by up to 0.02.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.records import Passage

Floats = NDArray[np.float32]

KEPT = 60_000
"""Tokens up to which all are kept in memory as float32 (92 MB); above, those that are looked at
are read from the file."""


AT_ONCE = 256
"""Passages whose tokens are read from the file together, some 40 MB as float32. On one core 768
take 54 ms all together with each value scaled, 24 to 34 so."""


class TokenVectors:
    """The token vectors of all passages, in their order."""

    def __init__(
        self, values: NDArray[np.int8], scales: Floats, starts: NDArray[np.int64], kept: int
    ) -> None:
        self._values = values
        self._scales = scales
        self._starts = starts
        self._all = self._floats(0, len(values)) if len(values) <= kept else None

    def __len__(self) -> int:
        return len(self._starts) - 1

    def of(self, order: int) -> Floats:
        """(tokens, dimensions): the unit vectors of a passage's tokens."""
        first, last = int(self._starts[order]), int(self._starts[order + 1])
        return self._floats(first, last) if self._all is None else self._all[first:last]

    def nearest(self, words: Floats, orders: NDArray[np.intp]) -> Floats:
        """(words, orders): the cosine of each vector with the nearest token of each passage."""
        if self._all is not None and len(orders) == len(self):
            return _nearest(words @ self._all.T, np.diff(self._starts))
        found = np.zeros((len(words), len(orders)), dtype=np.float32)
        for start in range(0, len(orders), AT_ONCE):
            some = orders[start : start + AT_ONCE]
            sizes = self._starts[some + 1] - self._starts[some]
            first = self._starts[some] - (np.cumsum(sizes) - sizes)
            rows = np.repeat(first, sizes) + np.arange(sizes.sum())
            # Of steps and values the products are multiplied, which are fewer.
            products = words @ self._values[rows].astype(np.float32).T * self._scales[rows]
            found[:, start : start + AT_ONCE] = _nearest(products, sizes)
        return found

    def _floats(self, first: int, last: int) -> Floats:
        steps = self._scales[first:last, None]
        return np.asarray(self._values[first:last].astype(np.float32) * steps, dtype=np.float32)


def _nearest(products: Floats, sizes: NDArray[np.int64]) -> Floats:
    """(words, passages): the largest of the products with each passage's tokens, of which it has
    so many; 0 where it has none."""
    found = np.zeros((len(products), len(sizes)), dtype=np.float32)
    filled = np.flatnonzero(sizes)
    if len(filled) and len(products):
        starts = (np.cumsum(sizes) - sizes)[filled]
        found[:, filled] = np.maximum.reduceat(products, starts, axis=1)
    return found


def late_scores(nearest: Floats, salience: Floats) -> Floats:
    """(passages,): the mean over a question's words of their nearness, -1 to 1.

    A word counts by how much it matters in a question (`salience`), and by how much nearer its
    nearest passage comes than the mean passage does: a word that is as near to all tells nothing.
    """
    if not len(nearest):
        return np.zeros(nearest.shape[1], dtype=np.float32)
    weights = salience * (nearest.max(axis=1) - nearest.mean(axis=1) + 1e-6)
    found: Floats = weights @ nearest / weights.sum()
    return found


def write_tokens(folder: Path, tokens: Sequence[Floats]) -> None:
    """Write the token vectors of all passages."""
    folder.mkdir()
    dimensions = max((part.shape[1] for part in tokens), default=0)
    total = sum(len(part) for part in tokens)
    starts = np.cumsum([0, *(len(part) for part in tokens)], dtype=np.int64)
    scales = np.zeros(total, dtype=np.float32)
    values = np.lib.format.open_memmap(
        folder / "tokens.npy", mode="w+", dtype=np.int8, shape=(total, dimensions)
    )
    for first, part in zip(starts, tokens, strict=False):
        steps = np.abs(part).max(axis=1, initial=1e-9) / 127
        values[first : first + len(part)] = np.rint(part / steps[:, None]).astype(np.int8)
        scales[first : first + len(part)] = steps
    values.flush()
    np.save(folder / "scales.npy", scales)
    np.save(folder / "starts.npy", starts)


def load_tokens(folder: Path, kept: int | None = None) -> TokenVectors:
    """The token vectors, read from their file as they are asked for where there are more than
    `kept` (`KEPT` if null). Raises OSError, ValueError."""
    values = np.load(folder / "tokens.npy", mmap_mode="r", allow_pickle=False)
    return TokenVectors(
        values,
        np.load(folder / "scales.npy", allow_pickle=False),
        np.load(folder / "starts.npy", allow_pickle=False),
        KEPT if kept is None else kept,
    )


def text_part(passage: Passage, tokens: int) -> slice:
    """Which of a passage's tokens are those of its text, not of what governs it; about.

    By the share of letters before and within, since the index keeps no places of tokens: on the
    five plans a token or two off at either end, which moved no figure by more than one measure.
    """
    text = " ".join(passage.text.replace("•", " ").split()).rstrip(".:")
    encoded = passage.for_encoder
    start = encoded.find(text)
    if start < 0 or not tokens:
        return slice(0, tokens)
    first = min(round(tokens * start / len(encoded)), tokens - 1)
    last = round(tokens * (start + len(text)) / len(encoded))
    return slice(first, max(last, first + 1))
