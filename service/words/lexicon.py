"""The words of questions: languages, intents and stop words, from `data/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from indexer.thesaurus import stems_of
from service.results import Intent
from service.words.word_lists import word_list


@dataclass(frozen=True, slots=True)
class StatusClass:
    """A way of being far: how it is asked for, and how plans say it, or which way it is not; what
    says it whatever else is said, the ways that are asked for with it, and the one that is asked
    for where a question negates it."""

    name: str
    asked: re.Pattern[str]
    progress: frozenset[str]
    unlike: str | None
    also: re.Pattern[str] | None
    covers: tuple[str, ...]
    contrary: str | None
    said: re.Pattern[str] | None


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
class Clauses:
    """How a question follows another in one text, and refers back to it."""

    first: re.Pattern[str]
    joint: re.Pattern[str]
    opens: re.Pattern[str]
    refers_back: re.Pattern[str]
    no_topic: re.Pattern[str]
    of_plan: re.Pattern[str]
    same_place: re.Pattern[str]
    opens_place: re.Pattern[str]
    about_place: re.Pattern[str]
    word: re.Pattern[str]
    proforms: re.Pattern[str]
    likeness: re.Pattern[str]
    begins: re.Pattern[str]
    about: re.Pattern[str]
    verb_alone: re.Pattern[str]
    decides: re.Pattern[str]


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
    all_plans: re.Pattern[str]
    all_regions: re.Pattern[str]
    all_of: re.Pattern[str]
    either: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Questions:
    """How questions are put."""

    languages: Mapping[str, frozenset[str]]
    nn_shape: re.Pattern[str]
    nn_endings: tuple[tuple[str, str], ...]
    norwegian_end: re.Pattern[str]
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
    manner: re.Pattern[str]
    indicators: re.Pattern[str]
    plans: re.Pattern[str]
    field: re.Pattern[str]
    due: re.Pattern[str]
    to_be: re.Pattern[str]
    period: re.Pattern[str]
    of_period: re.Pattern[str]
    how_many: re.Pattern[str]
    how_many_measures: re.Pattern[str]
    only_asks: re.Pattern[str]
    statuses: tuple[StatusClass, ...]
    negated_before: re.Pattern[str]
    negated_behind: re.Pattern[str]
    beside_status: re.Pattern[str]
    status_listed: re.Pattern[str]
    noted: tuple[Noted, ...]
    clauses: Clauses
    yes_no: YesNo


def _any_of(lists: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in lists.items()}


@cache
def questions() -> Questions:
    """The ways of asking that ship with Plansøk."""
    data = word_list("questions")
    return Questions(
        languages={name: frozenset(words) for name, words in data["languages"].items()},
        nn_shape=re.compile(data["language_shapes"]["nn_shape"]),
        nn_endings=tuple((own, nb) for own, nb in data["language_shapes"]["nn_endings"]),
        norwegian_end=re.compile(data["language_shapes"]["norwegian_end"]),
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
        manner=re.compile("|".join(data["manner"]["patterns"])),
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
        only_asks=re.compile(data["period"]["only_asks"]),
        statuses=tuple(
            StatusClass(
                name,
                re.compile("|".join(entry["asked"])),
                frozenset(entry.get("progress", ())),
                entry.get("unlike"),
                re.compile("|".join(entry["also"])) if entry.get("also") else None,
                tuple(entry.get("covers", ())),
                entry.get("contrary"),
                re.compile(entry["said"]) if "said" in entry else None,
            )
            for name, entry in data["status"].items()
        ),
        negated_before=re.compile(data["status_negated"]["before"]),
        negated_behind=re.compile(data["status_negated"]["behind"]),
        beside_status=re.compile(data["status_alone"]["words"]),
        status_listed=re.compile(data["status_alone"]["listed"]),
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
