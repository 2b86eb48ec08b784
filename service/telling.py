"""Which text can tell the kind of thing that a question about plans asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.lexicon import questions
from service.results import Intent
from service.understand import Question

Mask = NDArray[np.bool_]

_NUMBER = re.compile(
    r"\b(\d+|én|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|årlig|årleg|ukentlig|månedlig)\b"
)


class Telling:
    """Masks over the passages of an index: numbers, members of a body, dates."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` of all passages, in lower case."""
        self._size = len(texts)
        self._numbers = np.asarray([_counts(text) for text in texts], dtype=bool)
        self._members = _having(questions().members_said, texts)
        self._dates = _having(questions().date_said, texts)

    def able(self, question: Question) -> Mask:
        """(passages,): what can answer, where it is prose; a question for measures has none."""
        able = np.ones(self._size, dtype=bool)
        if question.asks_quantity:
            able &= self._numbers
        if question.asks_members:
            able &= self._members
        if question.asks_plan_fact and question.intent is Intent.WHEN:
            able &= self._dates
        if question.wants_measures:
            able[:] = False
        return able


def _having(pattern: re.Pattern[str], texts: Sequence[str]) -> Mask:
    return np.asarray([bool(pattern.search(text)) for text in texts], dtype=bool)


def _counts(text: str) -> bool:
    """Whether a text says a number, or lists what can be counted."""
    return bool(_NUMBER.search(text)) or text.count("•") > 1
