"""Questions for the body that has most measures: "Hvilket fagråd har ansvar for flest tiltak?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.analysis import fold, tokenize
from indexer.records import Column, Measure, Plan
from indexer.thesaurus import longest_name
from service.bodies.register import Body, BodyKind, Register
from service.scope.by_plan import by_plan
from service.scope.succession import by_region
from service.words.literal import without_literal
from service.words.phrases import saying, title_of
from service.words.word_lists import word_list

MOST, FEWEST = "most_bodies", "fewest_bodies"
LISTED = "bodies_listed"
"""The phrases before the bodies of each plan; told also where no plan names any."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Which bodies are ranked: of what kind, by most or fewest, or all of them listed; `about` is
    what the question says of the measures."""

    kind: str | None
    fewest: bool
    about: str
    listed: bool = False

    def is_of_kind(self, body: Body) -> bool:
        """Whether a body is called so, or what its abbreviation stands for is."""
        if self.kind is None:
            return True
        if body.kind is BodyKind.GENERAL:
            return False
        texts = [body.name, body.stands_for or "", *(each.text for each in body.spellings)]
        _, concepts = longest_name(body.name, tokenize(body.name), "nb")
        texts += [concept.label for concept in concepts]
        return any(self.kind in fold(text) for text in texts)


@dataclass(frozen=True, slots=True)
class _Rules:
    most: re.Pattern[str]
    responsible: re.Pattern[str]
    fewest: re.Pattern[str]
    any_kind: re.Pattern[str]
    listed: re.Pattern[str]
    english: dict[str, str]


@cache
def _rules() -> _Rules:
    data = word_list("ranked")
    names = ("most", "responsible", "fewest", "any_kind", "listed")
    return _Rules(**{name: re.compile(data[name]) for name in names}, english=data["english"])


def ranked_in(text: str) -> Ranked | None:
    """The bodies that a question wants ranked by their measures; null where it wants none."""
    lowered = without_literal(text).lower()
    match = _rules().most.search(lowered)
    if match is None or not (match["kind"] or _rules().responsible.search(match[0])):
        return None
    kind = match["kind"] and _kind(match["kind"])
    fewest = bool(_rules().fewest.search(match["degree"]))
    return Ranked(kind, fewest, text[: match.start()] + text[match.end() :])


def listed_in(text: str) -> Ranked | None:
    """The bodies of a kind that a question wants listed ("Hvilke fagråd finnes i Ahus?"); null
    where it wants none. What it is `about` may name places alone."""
    match = _rules().listed.search(without_literal(text).lower())
    if match is None:
        return None
    return Ranked(_kind(match["kind"]), False, text[match.end() :], listed=True)


def _kind(kind: str) -> str | None:
    """What plans call bodies that a question calls so; null where it means any."""
    kind = _rules().english.get(kind.removesuffix("s"), kind)
    if _rules().any_kind.search(kind):
        return None
    kind = re.sub("(?<=råd)(?:ene|a)$", "", re.sub("(?<=komit[eé])er$", "", kind))
    return fold(re.sub("(?<=gruppe)[rn]$", "", re.sub("(?<=utval)$", "g", kind)))


def ranking(
    asked: Ranked,
    measures: Sequence[Measure],
    plans: Sequence[Plan],
    register: Register,
    language: str,
) -> tuple[str, tuple[Measure, ...]]:
    """The bodies that have most of some measures in each plan, or all of a kind, as a sentence, and
    their measures.

    Bodies of different plans are not set against each other: two regions' AU are two. Of a plan
    that names nobody it is said, and for how many measures it could not be read.
    """
    say = saying(language)
    told: list[str] = []
    theirs: list[Measure] = []
    known = {plan.plan_id: plan for plan in plans}
    measures = by_region(measures, plans)
    for plan_id, own in by_plan(measures).items():
        plan = known[plan_id]
        counted = _counted(own, register, asked.is_of_kind)
        if not counted:
            if not any(measure.responsible for measure in own):
                told.append(f"{title_of(plan)}: {say('none_named_text')}")
            continue
        number = (min if asked.fewest else max)(len(mine) for _, mine in counted)
        top = [(body, mine) for body, mine in counted if asked.listed or len(mine) == number]
        ids = {measure.measure_id for _, mine in top for measure in mine}
        names = ", ".join(dict.fromkeys(_written(body, mine) for body, mine in top))
        unread = sum(Column.RESPONSIBLE.value in measure.uncertain for measure in own)
        said = say(
            "bodies_of",
            plan=title_of(plan),
            bodies=names,
            count=len(ids) if asked.listed else number,
        )
        told.append(said + (f" ({say('bodies_unread', count=unread)})" if unread else ""))
        theirs += [measure for measure in own if measure.measure_id in ids]
    return "; ".join(told), tuple(theirs)


def _counted(
    measures: Sequence[Measure], register: Register, wanted: Callable[[Body], bool]
) -> list[tuple[Body, list[Measure]]]:
    found: dict[str, tuple[Body, list[Measure]]] = {}
    for measure in measures:
        for body in register.of_measure(measure):
            if wanted(body):
                found.setdefault(body.body_id, (body, []))[1].append(measure)
    return list(found.values())


def _written(body: Body, measures: Sequence[Measure]) -> str:
    """A body as these measures write it, in its most frequent spelling there."""
    written = {name for measure in measures for name in measure.responsible}
    return next((each.text for each in body.spellings if each.text in written), body.name)
