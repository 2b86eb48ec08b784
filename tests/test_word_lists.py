"""That a record of patterns and its word list name the same things, and the lists' pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pytest

from service.words import word_lists
from service.words.word_lists import plain_list, rules, word_list


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


def test_a_piece_that_is_named_in_a_pattern_is_written_out_as_a_group() -> None:
    said = word_list("excepted")["negation"]
    assert [m[0] for m in re.finditer(said, "ikke, ikkje, not, isn't, haven’t; notat")] == [
        "ikke", "ikkje", "not", "isn't", "haven’t",
    ]  # fmt: skip


def test_a_piece_that_there_is_none_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_lists, "plain_list", lambda name: {"said": r"\b{nott}\b"})
    word_lists._fragments.cache_clear()
    with pytest.raises(ValueError, match=r"mentions.toml names 'nott', which is not in fragments"):
        word_list("mentions")
    word_lists._fragments.cache_clear()


def test_every_list_names_pieces_that_there_are_and_every_piece_is_named() -> None:
    folder = files("service").joinpath("data")
    names = [f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")]
    lists = [name for name in names if name not in ("phrases", "fragments")]
    assert all(word_list(name) for name in lists)
    texts = [folder.joinpath(f"{name}.toml").read_text("utf-8") for name in (*lists, "fragments")]
    assert not [n for n in plain_list("fragments") if not any(f"{{{n}}}" in t for t in texts)]


@pytest.mark.parametrize(
    ("name", "path", "said", "unsaid"),
    [
        (
            "plans_asked",
            ("listed", "unless"),
            "which plans don't have one",
            "which plans",
        ),
        (
            "mentions",
            ("unless",),
            "which plans mention nothing on that",
            "which plans mention that",
        ),
        ("stated", ("kind", 1, "unless"), "which municipalities aren't in it", "who is in it"),
        ("stated", ("kind", 2, "unless"), "who isn't a member", "who is a member"),
        ("stated", ("kind", 0, "unless"), "kva tiltak er godkjende", "kva plan er godkjend"),
        ("excepted", ("behind_body",), " isn't responsible", " is responsible"),
        ("excepted", ("topic", "no_topic"), "those who don't", "barn"),
        ("progress", ("late",), "ikkje on track", "on track"),
        ("progress", ("no",), "inkje er gjort", "alt er gjort"),
        (
            "questions",
            ("municipalities", "patterns", 3),
            "which municipalities aren't in",
            "who is",
        ),
        ("questions", ("intent", 7, "patterns", 6), "i hvilke år skjer det", "hvilke tiltak"),
        ("questions", ("intent", 4, "patterns", 1), "hvilket tiltak har du ansvar", "hvem"),
        ("owned", ("acts",), "kva for tiltak har §", "hvem er §"),
        ("both", ("of_plans",), "which communities have", "which measures have"),
        ("lacking", ("regions",), "kvar finst det inga", "kvar finst det"),
        ("chosen", ("years", "lists"), "hvor mange tiltak", "hvem"),
    ],
)
def test_what_a_list_has_of_a_piece_that_it_lacked(
    name: str, path: tuple[str | int, ...], said: str, unsaid: str
) -> None:
    pattern: Any = word_list(name)
    for step in path:
        pattern = pattern[step]
    assert re.search(pattern, said) and not re.search(pattern, unsaid)


@pytest.mark.parametrize(
    ("name", "table", "key", "behind"),
    [
        ("questions", "status_negated", "behind", " aren't finished"),
        ("progress", None, "no_behind", " isn't finished"),
    ],
)
def test_what_negates_the_word_behind_it_does_not_negate_the_one_before(
    name: str, table: str | None, key: str, behind: str
) -> None:
    lists = word_list(name)[table] if table else word_list(name)
    assert re.search(lists[key], " ikke") and not re.search(lists[key], behind)
