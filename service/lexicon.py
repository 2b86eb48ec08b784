"""The words of questions: languages, intents, stop words and the thesaurus, from `data/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from indexer.analysis import Token, stem, tokenize
from service.results import Intent

SHORTEST_PART = 4
"""Letters of the shortest part of a nynorsk compound put into bokmål."""


@dataclass(frozen=True, slots=True)
class StatusClass:
    """A way of being far: how it is asked for, and how plans say it, or which way it is not."""

    name: str
    asked: re.Pattern[str]
    said: re.Pattern[str] | None
    unlike: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A thing that plans note of measures, or lack in a field (`lacks`), or that is told by the
    plan before or after: how it is asked for, the words of the question that say no more than
    that, and how plans say it, where they do."""

    name: str
    asked: re.Pattern[str]
    carried: re.Pattern[str]
    said: re.Pattern[str] | None
    lacks: str | None


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing of the field: its names as stems, Norwegian first, and how it is shown."""

    label: str
    names: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """`names` maps a name's stems (an abbreviation as written) to the concepts that have it.

    It has the everyday ways of asking too; a concept's own names are what plans are searched for.
    """

    names: Mapping[tuple[str, ...], tuple[Concept, ...]]
    english: Mapping[tuple[str, ...], tuple[str, ...]]
    nynorsk: Mapping[str, tuple[str, ...]]
    english_words: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class Clauses:
    """How a question follows another in one text, and refers back to it."""

    first: re.Pattern[str]
    joint: re.Pattern[str]
    opens: re.Pattern[str]
    refers_back: re.Pattern[str]
    same_place: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Amount:
    """A kind of amount: how it is asked for, and what a text has that tells it, in lower case
    unless it is `cased`."""

    name: str
    asked: re.Pattern[str]
    said: re.Pattern[str]
    cased: bool


@dataclass(frozen=True, slots=True)
class YesNo:
    """How questions that want a yes or a no are put, and what keeps them from having one."""

    opens: re.Pattern[str]
    exists: re.Pattern[str]
    done: re.Pattern[str]
    started: re.Pattern[str]
    unsure: re.Pattern[str]
    considers: re.Pattern[str]
    the_work: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Questions:
    """How questions are put."""

    languages: Mapping[str, frozenset[str]]
    stop: Mapping[str, frozenset[str]]
    spelt: Mapping[str, str]
    intents: tuple[tuple[Intent, re.Pattern[str]], ...]
    people: frozenset[tuple[str, ...]]
    plan_fact: re.Pattern[str]
    carriers: re.Pattern[str]
    amounts: tuple[Amount, ...]
    everything: re.Pattern[str]
    doings: re.Pattern[str]
    members: re.Pattern[str]
    leads: re.Pattern[str]
    municipalities: re.Pattern[str]
    members_said: re.Pattern[str]
    date_said: re.Pattern[str]
    measures: re.Pattern[str]
    indicators: re.Pattern[str]
    plans: re.Pattern[str]
    field: re.Pattern[str]
    due: re.Pattern[str]
    to_be: re.Pattern[str]
    period: re.Pattern[str]
    of_period: re.Pattern[str]
    how_many: re.Pattern[str]
    how_many_measures: re.Pattern[str]
    statuses: tuple[StatusClass, ...]
    noted: tuple[Noted, ...]
    clauses: Clauses
    yes_no: YesNo


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("service").joinpath(f"data/{name}").read_text(encoding="utf-8"))


def _any_of(lists: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in lists.items()}


@cache
def questions() -> Questions:
    """The ways of asking that ship with Plansøk."""
    data = _data("questions.toml")
    return Questions(
        languages={name: frozenset(words) for name, words in data["languages"].items()},
        stop={name: frozenset(words) for name, words in data["stop"].items()},
        spelt={typed: word for word, ways in data["spelt"].items() for typed in ways},
        intents=tuple(
            (Intent(entry["name"]), re.compile("|".join(entry["patterns"])))
            for entry in data["intent"]
        ),
        people=frozenset(stems_of(name) for name in data["people"]["names"]),
        plan_fact=re.compile("|".join(data["plan_fact"]["patterns"])),
        carriers=re.compile("|".join(data["carriers"]["patterns"])),
        amounts=tuple(
            Amount(
                name,
                re.compile("|".join(entry["asked"])),
                re.compile(entry["said"]),
                entry.get("cased", False),
            )
            for name, entry in data["amount"].items()
        ),
        members=re.compile("|".join(data["members"]["patterns"])),
        leads=re.compile("|".join(data["leads"]["patterns"])),
        municipalities=re.compile("|".join(data["municipalities"]["patterns"])),
        members_said=re.compile(data["said"]["members"]),
        date_said=re.compile(data["said"]["date"]),
        measures=re.compile("|".join(data["measures"]["patterns"])),
        indicators=re.compile("|".join(data["indicators"]["patterns"])),
        everything=re.compile("|".join(data["everything"]["patterns"])),
        doings=re.compile(data["everything"]["patterns"][0]),
        plans=re.compile("|".join(data["plans"]["patterns"])),
        field=re.compile("|".join(data["field"]["patterns"])),
        due=re.compile("|".join(data["due"]["patterns"])),
        to_be=re.compile(data["due"]["to_be"]),
        period=re.compile("|".join(data["period"]["patterns"])),
        of_period=re.compile(data["period"]["carried"]),
        how_many_measures=re.compile(data["period"]["how_many_measures"]),
        how_many=re.compile(data["period"]["how_many"]),
        statuses=tuple(
            StatusClass(
                name,
                re.compile("|".join(entry["asked"])),
                re.compile("|".join(entry["said"])) if entry.get("said") else None,
                entry.get("unlike"),
            )
            for name, entry in data["status"].items()
        ),
        noted=tuple(
            Noted(
                name,
                re.compile("|".join(entry["asked"])),
                re.compile("|".join(entry["carried"])),
                re.compile("|".join(entry["said"])) if "said" in entry else None,
                entry.get("lacks"),
            )
            for name, entry in data["noted"].items()
        ),
        clauses=Clauses(**_any_of(data["clauses"])),
        yes_no=YesNo(**_any_of(data["yes_no"])),
    )


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(token.stem for token in tokenize(text))


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that ships with Plansøk."""
    data = _data("thesaurus.toml")
    names: dict[tuple[str, ...], list[Concept]] = {}
    for entry in data["concept"]:
        concept = Concept(
            label=entry["nb"][0],
            names=tuple(
                dict.fromkeys(
                    stems_of(name) for key in ("nb", "nn", "abbr") for name in entry.get(key, ())
                )
            ),
            related=tuple(stems_of(name) for name in entry.get("related", ())),
        )
        for key in ("nb", "asked", "nn", "abbr"):
            for name in entry.get(key, ()):
                if key == "abbr" and entry.get("case"):
                    names.setdefault((name,), []).append(concept)
                else:
                    names.setdefault(stems_of(name), []).append(concept)
        for name in entry.get("en", ()):
            names.setdefault(english_stems(name), []).append(concept)
    english = {english_stems(key): tuple(values) for key, values in data["english"].items()}
    nynorsk = {stem(key): tuple(stem(v) for v in vs) for key, vs in data["nynorsk"].items()}
    english_words = frozenset(
        word for name in (*names, *english) for word in name if word.startswith("en:")
    )
    longest = max(len(name) for name in (*names, *english))
    concepts = {name: tuple(dict.fromkeys(found)) for name, found in names.items()}
    return Thesaurus(concepts, english, nynorsk, english_words, longest)


@cache
def _english() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


def english_stems(text: str) -> tuple[str, ...]:
    """English stems, marked so that they are not mistaken for Norwegian ones."""
    return tuple(f"en:{_english().stemWord(t.word)}" for t in tokenize(text))


def from_nynorsk(word: str) -> Iterator[str]:
    """Stems of a compound with its nynorsk first or last part in bokmål."""
    for part, replacements in thesaurus().nynorsk.items():
        if len(part) < SHORTEST_PART or len(word) < len(part) + 3:
            continue
        for replacement in replacements:
            if word.endswith(part):
                yield word.removesuffix(part) + replacement
            if word.startswith(part):
                yield replacement + word.removeprefix(part)


def longest_name(
    text: str, tokens: Sequence[Token], language: str
) -> tuple[int, tuple[Concept, ...]]:
    """The longest run of words from the first that the thesaurus has a name for."""
    known = thesaurus()
    for length in range(min(known.longest, len(tokens)), 0, -1):
        run = tokens[:length]
        shown = text[run[0].start : run[-1].end]
        names = [tuple(token.stem for token in run)]
        names.append(tuple(known.nynorsk.get(t.stem, (t.stem,))[0] for t in run))
        if length == 1:
            names.append((shown,))
        if language == "en":
            names.insert(0, english_stems(" ".join(token.word for token in run)))
        for name in names:
            if name in known.names:
                return length, known.names[name]
    return 0, ()
