"""That a record of patterns and its word list name the same things."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from service.words.word_lists import rules


@dataclass(frozen=True, slots=True)
class Topic:
    topic_ends: re.Pattern[str]
    link: re.Pattern[str]
    no_topic: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Misspelt:
    topic_end: re.Pattern[str]
    link: re.Pattern[str]
    no_topic: re.Pattern[str]


def test_patterns_are_read_into_a_field_each() -> None:
    found = rules(Topic, "excepted", "topic")
    assert found.link.match("for barn") and not found.link.match("barn")


def test_a_list_of_words_beside_the_patterns_is_passed_over() -> None:
    with pytest.raises(ValueError, match=r"differ in .*lack.*stands"):
        rules(Topic, "lacking")


def test_a_name_that_the_list_has_not_is_an_error_when_it_is_loaded() -> None:
    with pytest.raises(ValueError, match=r"Misspelt and \[topic\] of excepted.toml differ in"):
        rules(Misspelt, "excepted", "topic")
