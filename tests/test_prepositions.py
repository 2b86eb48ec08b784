"""The small words before a place."""

from __future__ import annotations

import pytest

from service.engine import Engine
from service.scope.narrowing import by_place
from service.words.prepositions import with_preposition


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ("tiltak i ", "tiltak "),
        ("tiltak fra ", "tiltak "),
        ("tiltak Fra  ", "tiltak "),
        ("measures from ", "measures "),
        ("tiltak ved ", "tiltak "),
        ("tiltak om ", "tiltak om "),
        ("leger i", "leger i"),
        ("MILA-i ", "MILA-"),
        ("", ""),
    ],
)
def test_the_preposition_before_a_place_goes_with_it(before: str, left: str) -> None:
    assert before[: with_preposition(f"{before}Ahus", len(before))] == left


@pytest.mark.parametrize(
    ("question", "of_the_first"),
    [
        ("Hva gjøres mot fall i Østfold og i Ahus?", "Hva gjøres mot fall i Østfold?"),
        ("Hvilke tiltak er for Østfold og for Ahus?", "Hvilke tiltak er for Østfold?"),
        ("Measures for Østfold, for Ahus", "Measures for Østfold"),
    ],
)
def test_a_place_is_left_out_with_its_preposition(
    engine: Engine, question: str, of_the_first: str
) -> None:
    assert of_the_first in by_place(engine.reader.read(question), engine.plans)
