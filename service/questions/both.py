"""Questions for what is about two things at once: "Hvilke tiltak gjelder både A og B?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from indexer.records import Measure
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.finding.yes_no import names
from service.reading.groups import Group
from service.reading.understand import Question
from service.results import Reason
from service.scope.succession import by_region
from service.words.literal import without_literal
from service.words.phrases import name_of
from service.words.word_lists import rules

NO_MEASURE, IN_PLANS, NO_PLAN = "not_both", "both_in", "both_nowhere"
"""The phrases that say what has both, before what has each."""

_CONCERNS = {"nb": "gjelder ", "nn": "gjeld ", "en": "concern "}


@dataclass(frozen=True, slots=True)
class Both:
    """Two things that are asked about together: the words for each, a question about each alone,
    and whether it is asked of plans, which may have them in two measures."""

    things: tuple[tuple[Group, ...], tuple[Group, ...]]
    alone: tuple[str, str]
    of_plans: bool

    def has(self, measure: Measure) -> bool:
        """Whether a measure's own words name both."""
        return all(names(measure, group) for thing in self.things for group in thing)

    def named(self, question: Question) -> str:
        """The two as the question calls them."""
        joint = " and " if question.language == "en" else " og "
        return joint.join(question.text[t[0].start : t[-1].end] for t in self.things)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the two stand, what stands in the place of what is said before them, and what joins
    them; `behind` is what is left out after them."""

    start: int
    first: int
    instead: str
    joint: re.Pattern[str]
    behind: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Rules:
    both: re.Pattern[str]
    combines: re.Pattern[str]
    in_one: re.Pattern[str]
    joint: re.Pattern[str]
    joint_of_combined: re.Pattern[str]
    of_plans: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "both")


def says_both(text: str) -> bool:
    """Whether a text says of two things that both are meant, which are not to be taken apart."""
    return bool(_rules().both.search(without_literal(text).lower()))


def both_in(question: Question) -> Both | None:
    """The two things that a question asks about together; null where it asks so of none."""
    if question.asks_fact or len(question.groups) < 2:
        return None
    lowered = without_literal(question.text).lower()
    for frame in _frames(question, lowered):
        if found := _framed(question, lowered, frame):
            return found
    return None


def _frames(question: Question, lowered: str) -> Iterator[_Frame]:
    said = _rules()
    end = len(lowered)
    for match in said.both.finditer(lowered):
        yield _Frame(match.start(), match.end(), "", said.joint, (end, end))
    for match in said.combines.finditer(lowered):
        concerns = _CONCERNS[question.language]
        yield _Frame(match.start(), match.end(), concerns, said.joint_of_combined, (end, end))
    for match in said.in_one.finditer(lowered):
        start = min(group.start for group in question.groups)
        yield _Frame(start, start, "", said.joint, match.span())


def _framed(question: Question, lowered: str, frame: _Frame) -> Both | None:
    text = question.text
    inside = [g for g in question.groups if frame.first <= g.start and g.end <= frame.behind[0]]
    inside.sort(key=lambda group: group.start)
    if any(group.end <= frame.start for group in question.groups):
        return None  # "lar samme person jobbe både på sykehuset og i kommunen"
    for joint in frame.joint.finditer(lowered, frame.first):
        one = [group for group in inside if group.end <= joint.start()]
        rest = [group for group in inside if group.start >= joint.end()]
        if not (one and rest) or any(g.start < joint.start() < g.end for g in inside):
            continue
        if any(frame.first <= p.start < joint.start() for p in question.places):
            return None
        other = _run(text, rest)
        if len(_run(text, one)) < len(one):
            return None  # of three things each may be said in another way
        before = f"{text[: frame.start]}{frame.instead}"
        between = text[frame.first : one[0].start]
        own = joint["word"] or between
        own = "" if own.strip() and before.lower().endswith(f" {own.lower()}") else own
        last = text[other[-1].end : frame.behind[0]] + text[frame.behind[1] :]
        alone = (
            before + between + text[one[0].start : one[-1].end] + last,
            before + own + text[other[0].start : other[-1].end] + last,
        )
        of_plans = not question.asks_measures and _rules().of_plans.search(lowered)
        return Both((tuple(one), tuple(other)), alone, bool(of_plans))
    return None


def _run(text: str, groups: Sequence[Group]) -> list[Group]:
    """The first of some groups, and those that follow it with nothing but a blank between."""
    run = [groups[0]]
    for group in groups[1:]:
        if not text[run[-1].end : group.start].isspace():
            break
        run.append(group)
    return run


def of_both(asked: Both, whole: Evidence, apart: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What answers a question about two things at once, of what answers it as it is and for each:
    measures that name both or answer for each; where there are none, that, before what has each."""
    question = whole.question
    every = {m.measure_id: m for each in (whole, *apart) for m in each.measures}
    ids = [{m.measure_id for m in each.measures} for each in apart]
    answer_each = frozenset.intersection(*map(frozenset, ids))
    shared = tuple(m for m in every.values() if asked.has(m) or m.measure_id in answer_each)
    found = [bool(each.measures or each.facts) for each in apart]
    if not asked.of_plans and (shared or not any(found)):
        reason = None if shared else whole.reason or Reason.NO_EVIDENCE
        sure = max(each.confidence for each in (whole, *apart))
        return (
            replace(
                whole,
                intent=question.intent,
                measures=by_region(shared, whole.plans),
                facts=(),
                confidence=sure if shared else whole.confidence,
                reason=reason,
                unsaid=(),
            ),
        )
    if not any(found):
        return (replace(whole, measures=(), facts=(), reason=whole.reason or Reason.NO_EVIDENCE),)
    said = Said(NO_MEASURE, Stands.FOUND, {"name": asked.named(question)})
    if asked.of_plans:
        said = _of_plans(apart)
    first = found.index(True)
    return tuple(
        each.saying(said) if number == first else each for number, each in enumerate(apart)
    )


def _of_plans(apart: Sequence[Evidence]) -> Said:
    """The regions of the plans that have both."""
    have = [{m.plan_id for m in each.measures} | {p.plan_id for p in each.facts} for each in apart]
    plans = [plan for plan in apart[0].plans if all(plan.plan_id in own for own in have)]
    regions = dict.fromkeys(name_of(plan.region) for plan in plans)
    if not regions:
        return Said(NO_PLAN, Stands.FOUND)
    return Said(IN_PLANS, Stands.FOUND, {"name": ", ".join(regions)})
