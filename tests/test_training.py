"""The invented plans on which the encoder is adapted, and what is judged over them."""

from __future__ import annotations

import pytest

from eval.adapt.collections import load_collection, names
from indexer.records import Kind


@pytest.mark.parametrize("name", names())
def test_judgements_are_about_what_is_read(name: str) -> None:
    """Every key is found, every measure is asked for, and some needs have no answer."""
    collection = load_collection(name)
    measures = {p.passage_id for p in collection.passages if p.kind is Kind.MEASURE}
    asked = {each for wording in collection.wordings for each in wording.answers}
    assert len(measures) >= 90
    assert len(measures - asked) <= 12, sorted(measures - asked)
    assert len({wording.text for wording in collection.wordings}) > 1000
    assert 150 < sum(not wording.answers for wording in collection.wordings) < 900
    ids = {passage.passage_id for passage in collection.passages}
    assert {each for pair in collection.pairs for each in pair} <= ids
