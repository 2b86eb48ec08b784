"""No pattern can be made slow by what is written in a question or in a cell of a plan.

`re` tries one way after the other and lets nobody else run meanwhile: a pattern that can read the
same words in several ways, repeated, takes twice as long for each further word.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import signal
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import cycle, islice, pairwise
from pathlib import Path
from random import Random
from types import FrameType, ModuleType

import pytest

import indexer
import service
from service.engine import Engine

QUESTION, CELL = 500, 2000
"""The characters of the longest question and of a long cell."""
LIMIT = 0.25
"""Seconds that a pattern may take for a text, of which the better of two tries counts. The slowest
took 0.05 when this was written; what is exponential takes more than a lifetime."""
MOST_SECONDS = 8
"""CPU seconds of one question, on all cores."""
NO_PATTERNS = ("phrases.toml", "thesaurus.toml")
NOT_CALLED = ("load_", "model", "sha256", "_languages", "examples", "thesaurus", "_environment")
"""Cached functions that hold no patterns and take long, or need what may not be installed."""
WORDS = (
    "i",
    "på",
    "og",
    "av den",
    "1",
    "1.",
    "2024–",
    " ",
    "\n",
    ", ",
    "- ",
    "-",
    ".",
    "/",
    "(",
    "a",
)
"""What is repeated for every pattern beside its own words."""

REPEATS = re.compile(r"(?<!\\)[*+]|\{\d*,")
"""What repeats without end, or nearly: a pattern with one such place, which is no group, has few
ways to read a text."""


class TooSlow(Exception):
    """A search was stopped."""


@dataclasses.dataclass(frozen=True)
class Found:
    """A pattern, where it is kept, and whether it is looked for anywhere in a text."""

    name: str
    pattern: re.Pattern[str]
    anywhere: bool
    length: int


def held(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns in what a module keeps."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield name, value
    elif depth == 6:
        return
    elif isinstance(value, Mapping):
        for key, each in islice(value.items(), 400):
            yield from held(key, f"{name}.key", depth + 1)
            yield from held(each, f"{name}.{key}", depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for number, each in enumerate(islice(value, 400)):
            yield from held(each, f"{name}[{number}]", depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from held(getattr(value, field.name, None), f"{name}.{field.name}", depth + 1)


def kept(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of a module, and those that it compiles once for all."""
    for name, value in list(vars(module).items()):
        if hasattr(value, "cache_info"):
            code = value.__wrapped__.__code__
            own = value.__module__ == module.__name__
            if own and not code.co_argcount and not any(each in name for each in NOT_CALLED):
                yield from held(value(), f"{module.__name__}.{name}()")
        elif not isinstance(value, ModuleType):
            yield from held(value, f"{module.__name__}.{name}")


def written(value: object, name: str) -> Iterator[tuple[str, str]]:
    """The texts of a word list, keys too."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from written(each, f"{name}[{number}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield f"{name}.key", key
            yield from written(each, f"{name}.{key}")


def only_at_start(variable: str, source: str) -> bool:
    """Whether a module's own pattern is matched at the beginning of texts and nowhere else."""
    if not re.fullmatch(r"_\w+(?:\(\))?", variable):
        return False
    matches = r"(?=\.(?:match|fullmatch)\b)"
    used = rf"(?<!def )\b{re.escape(variable)}(?!\s*(?:=|:|->))"
    return bool(re.search(used + matches, source)) and not re.search(
        used + matches.replace("?=", "?!"), source
    )


@cache
def all_patterns() -> tuple[Found, ...]:
    found: dict[tuple[str, int], Found] = {}
    for package in (service, indexer):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name.endswith("__main__"):
                continue
            module = importlib.import_module(info.name)
            source = Path(str(module.__file__)).read_text("utf-8")
            length = CELL if package is indexer else QUESTION
            for name, pattern in kept(module):
                anywhere = not only_at_start(name.removeprefix(f"{info.name}."), source)
                found.setdefault(
                    (pattern.pattern, pattern.flags), Found(name, pattern, anywhere, length)
                )
    compiled = {pattern for pattern, _ in found}
    for package in (service, indexer):
        for path in files(package.__name__).joinpath("data").iterdir():
            if not path.name.endswith(".toml") or path.name in NO_PATTERNS:
                continue
            for name, said in written(tomllib.loads(path.read_text("utf-8")), path.name):
                if said in compiled or not re.search(r"[*+?{|\\]", said):
                    continue
                try:
                    pattern = re.compile(said)
                except re.error:
                    continue  # a word with a sign in it, or a part of a pattern
                found.setdefault((said, pattern.flags), Found(name, pattern, True, QUESTION))
    return tuple(found.values())


def seeds(pattern: str, random: Random) -> Iterator[str]:
    """What is repeated for a pattern: its own words and others, alone and in pairs."""
    bare = re.sub(r"\\.|\(\?(?:P?<\w+>|[a-z-]*:|<?[=!])|\[[^]]*\]", " ", pattern)
    own = list(dict.fromkeys(re.findall(r"[^\W_]+", bare)))
    own = own[:6] + random.sample(own[6:], min(8, len(own) - 6)) if len(own) > 6 else own
    yield from WORDS
    yield from (f" {word}" for word in (*WORDS, *own))
    mixed = [*own, *random.sample(WORDS, 8)]
    random.shuffle(mixed)
    for one, other in pairwise(mixed):
        yield f"{one} {other} "
        yield f" {one}{other}"


def texts(found: Found, random: Random) -> Iterator[str]:
    """Texts of one length that have the same again and again and end otherwise."""
    for seed in dict.fromkeys(seeds(found.pattern.pattern, random)):
        first = "A" if seed[0] == " " and not found.anywhere else ""
        yield (first + seed * (found.length // len(seed) + 1))[: found.length - 3] + " ,!"


def seconds(found: Found, text: str) -> float:
    """CPU seconds of one search, stopped where it takes far too long."""
    find = found.pattern.search if found.anywhere else found.pattern.fullmatch
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * LIMIT)
    begun = time.thread_time()
    try:
        find(text)
    except TooSlow:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.thread_time() - begun


@pytest.fixture
def stopped() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


def slow(patterns: Iterable[Found]) -> list[str]:
    """The names of patterns that take too long for a text, with what it repeats."""
    random = Random(7)
    found = []
    for each in patterns:
        said = each.pattern.pattern
        if len(REPEATS.findall(said)) < 2 and not re.search(r"\)[*+{]", said):
            continue
        for text in texts(each, random):
            if seconds(each, text) > LIMIT and seconds(each, text) > LIMIT:
                found.append(f"{each.name}: {text[:40]!r}")
                break
    return found


def test_there_are_patterns_to_try() -> None:
    names = {each.name for each in all_patterns()}
    assert len(names) > 1000
    assert {
        "service.questions.lacking._rules()[0].not",
        "service.words.lexicon.questions().clauses.first",
        "indexer.owners._MUNICIPALITY",
        "indexer.when._patterns()[0]",
    } <= names


@pytest.mark.usefixtures("stopped")
def test_what_is_slow_is_found() -> None:
    for said in (
        r"^((\s+(som|har))|\s+(i|på)(\s+\w+){1,4})*\s*$",
        r"((og )?[a-z]+ )*x",
        r"(a|aa)*b",
    ):
        assert slow([Found("bad", re.compile(said), True, QUESTION)])


@pytest.mark.usefixtures("stopped")
def test_no_pattern_can_be_made_slow() -> None:
    assert slow(all_patterns()) == []


LEADS = (
    "Hvilke planer",
    "Hvilke regioner nevner ikke",
    "Hvem har ansvar for",
    "Hvilke tiltak har frist",
    "Hva gjør Ahus",
    "Which measures are due in the course of",
)
NASTY = (
    " i",
    " og",
    " ikke",
    " det",
    " 2025",
    " the course of",
    ", som",
    "?",
    "(",
    " Ahus og",
    " å-",
)


@pytest.mark.parametrize(("lead", "seed"), list(zip(cycle(LEADS), NASTY)))
def test_no_question_takes_long(engine: Engine, lead: str, seed: str) -> None:
    """Of the longest there may be; a question of a person takes a third of a second."""
    tail = ", nevner ikke legevakt?" if lead == "Hvilke planer" else " legevakt?"
    text = (lead + seed * QUESTION)[: QUESTION - len(tail)] + tail
    begun = time.process_time()
    assert engine.ask(text).answer
    assert time.process_time() - begun < MOST_SECONDS
