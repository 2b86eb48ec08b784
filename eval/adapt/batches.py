"""What a batch shows with each question, and what is held against the logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from eval.adapt.network import HIDDEN, listwise
from eval.adapt.packed import device
from eval.adapt.texts import Prepared

ANSWERS, RELATED, HARD, OTHERS = 4, 2, 6, 4
"""Passages of a question at most: its answers, what is only on its subject, what is easily taken
for an answer, and others of the collection."""
NEAREST, LIKELIEST = 24, 20
"""Among how many the hard ones are drawn: those nearest by vectors, or those that the network said
most of last."""
MOVES = 0.7
"""How far what it says of a passage replaces what it said before."""
BEFORE_RELATED, RELATED_BEFORE, ABSOLUTE, OF_QUESTION = 0.3, 0.15, 2.0, 0.5
"""What losses weigh beside the order of answers and others: the order of answers and of what is on
the subject, of that and of others, each logit's side of zero, and that of the best."""


class Label(IntEnum):
    """What a passage is to a need."""

    CLOSED = -1
    """Not open to it, or none of its collection."""
    OTHER = 0
    ANSWER = 1
    RELATED = 2


class Needs:
    """The needs of several collections, one after another, and the places of their passages.

    `labels` (needs, places) has what each passage of a need's collection is to it; `start` (needs,)
    the row of that collection's first passage; `collection` (needs,) its number; `of_measures`
    (needs,) says which are measures that ask for their counterparts.
    """

    def __init__(self, collections: Sequence[Prepared]) -> None:
        sizes = [len(own.passages) for own in collections]
        self.sizes = tuple(sizes)
        count, most = sum(len(own.needs) for own in collections), max(sizes)
        labels = np.full((count, most), Label.CLOSED, dtype=np.int8)
        row = 0
        for own in collections:
            plans = np.asarray(own.plans)
            for need in own.needs:
                labels[row, : len(plans)] = Label.OTHER
                labels[row, sorted(need.related)] = Label.RELATED
                labels[row, sorted(need.answers)] = Label.ANSWER
                if need.measure is not None:
                    labels[row, : len(plans)][plans == plans[need.measure]] = Label.CLOSED
                row += 1
        self.labels = torch.from_numpy(labels).to(device)
        numbers = [number for number, own in enumerate(collections) for _ in own.needs]
        self.collection = torch.tensor(numbers, device=device)
        first = np.cumsum([0, *sizes[:-1]])
        self.start = torch.from_numpy(first).to(device)[self.collection]
        measures = [need.measure is not None for own in collections for need in own.needs]
        self.of_measures = torch.tensor(measures, device=device)

    def cosines(self, asked: Tensor, read: Tensor) -> Tensor:
        """(needs, places) of vectors (needs, dimensions) and (passages, dimensions)."""
        found = torch.zeros(self.labels.shape, device=device)
        start = 0
        for number, size in enumerate(self.sizes):
            rows = (self.collection == number).nonzero()[:, 0]
            found[rows, :size] = asked[rows] @ read[start : start + size].T
            start += size
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Needs (questions,) with the places (questions, slots) shown beside them, what these are
    (`labels`), and which slots are taken."""

    rows: Tensor
    places: Tensor
    labels: Tensor
    taken: Tensor


class Deck:
    """Deals needs in a random order, over and over."""

    def __init__(self, rows: Tensor) -> None:
        self._rows, self._dealt = rows, len(rows)

    def deal(self, count: int) -> Tensor:
        """So many, or all where there are fewer."""
        if self._dealt + count > len(self._rows):
            self._rows = self._rows[torch.randperm(len(self._rows), device=device)]
            self._dealt = 0
        self._dealt += count
        return self._rows[self._dealt - count : self._dealt]


class Misleading:
    """How easily each passage is taken for an answer to each need."""

    def __init__(self, needs: Needs, cosines: Tensor, mined: bool) -> None:
        """By the vectors; where it is mined, by what the network says once it has said anything."""
        self._needs, self._mined = needs, mined
        self._scores = _as_logits(cosines, needs.labels >= 0) if mined else cosines

    def batch(self, rows: Tensor) -> Batch:
        """These needs with what is shown with them."""
        labels = self._needs.labels[rows]
        other = labels == Label.OTHER
        among = min(LIKELIEST if self._mined else NEAREST, labels.shape[1])
        best = self._scores[rows].masked_fill(~other, HIDDEN).topk(among, dim=1).indices
        likely = torch.zeros_like(other).scatter(1, best, True) & other
        hard, found = _some(likely, HARD)
        rest = other.scatter(1, hard, False)
        drawn = [
            _some(labels == Label.ANSWER, ANSWERS),
            _some(labels == Label.RELATED, RELATED),
            (hard, found),
            _some(rest, OTHERS),
        ]
        places, taken = (torch.cat(parts, dim=1) for parts in zip(*drawn, strict=True))
        return Batch(rows, places, labels.gather(1, places), taken)

    def said(self, batch: Batch, logits: Tensor) -> None:
        """Keep what the network said of the slots that are taken, (questions, slots)."""
        if not self._mined:
            return
        rows = batch.rows[:, None].expand_as(batch.places)[batch.taken]
        places = batch.places[batch.taken]
        before = self._scores[rows, places]
        self._scores[rows, places] = before.lerp(logits.detach()[batch.taken], MOVES)


def _as_logits(cosines: Tensor, open_to: Tensor) -> Tensor:
    """Cosines on the scale on which the network speaks, roughly."""
    count = open_to.sum(1, keepdim=True)
    mean = (cosines * open_to).sum(1, keepdim=True) / count
    deviation = (((cosines - mean) ** 2 * open_to).sum(1, keepdim=True) / count).sqrt()
    return 1.2 * (cosines - mean) / deviation - 6


def _some(open_to: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """(rows, count) places at random among those open to a row, and which of them are such."""
    keys = torch.rand(open_to.shape, device=device).masked_fill(~open_to, -1)
    values, places = keys.topk(min(count, keys.shape[1]), dim=1)
    return places, values >= 0


def loss_of(batch: Batch, logits: Tensor) -> Tensor:
    """Of logits (questions, slots); what slots that are not taken have does not matter.

    Every answer before all others; what is only on the subject in between, and on neither side of
    zero where something answers.
    """
    right = batch.taken & (batch.labels == Label.ANSWER)
    answered = right.any(1)
    related = batch.taken & (batch.labels == Label.RELATED) & answered[:, None]
    wrong = batch.taken & ~right & ~related
    sides = functional.binary_cross_entropy_with_logits(logits, right.float(), reduction="none")
    best = logits.masked_fill(~right, HIDDEN).amax(1)
    worst = logits.masked_fill(~wrong, HIDDEN).amax(1)
    of_question = functional.softplus(torch.where(answered, -best, worst))
    return (
        listwise(logits, right, wrong)
        + BEFORE_RELATED * listwise(logits, right, related)
        + RELATED_BEFORE * listwise(logits, related, wrong)
        + ABSOLUTE * sides[right | wrong].mean()
        + OF_QUESTION * of_question.mean()
    )
