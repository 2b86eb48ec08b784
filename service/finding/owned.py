"""Questions for what a body is responsible for: "Hvor mange tiltak har AU alene ansvar for?".

They are answered by the cells that say who is responsible, not by what mentions the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from indexer.analysis import tokenize
from indexer.records import Column, Measure, Plan
from service.bodies.body import LINKS, Bodies, NamedBody
from service.bodies.names import same, with_support
from service.bodies.partners import has_partners, takes_part
from service.reading.asking import blanked
from service.reading.groups import EXACT, TRANSLATED, Group, Way
from service.reading.notes import Note, Noted
from service.reading.places import Place
from service.reading.publishers import own_plans, plans_for
from service.reading.taking_part import takes_part as told_of_part
from service.reading.understand import Question
from service.results import Intent
from service.words.literal import without_literal
from service.words.word_lists import word_list

BODY = "§"
"""What stands for each letter of a body where it is looked for what is said of it."""


_COMPANY = re.compile(r" (?:RHF|HF)$")
"""What stands behind a trust's name and is not always said."""


@dataclass(frozen=True, slots=True)
class Work:
    """The bodies whose measures a question asks for or that it names.

    All of them are to be responsible, where `alone` nobody else, where `shared` others beside the
    one. `said` says that the question speaks of their responsibility, `acts` that it asks what they
    do, `joins` with whom they work; without bodies no plan makes the one responsible that it names.
    `rest` is the question without what is read here.
    """

    bodies: tuple[NamedBody, ...]
    said: bool
    alone: bool
    shared: bool
    rest: str
    acts: bool = False
    joins: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names that plans have for the bodies."""
        return tuple(dict.fromkeys(name for body in self.bodies for name in body.names))

    @property
    def note(self) -> Note:
        """Whose measures an answer has."""
        shared = self.shared and len(self.bodies) == 1
        kind = Noted.BODY_SHARED if shared else Noted.BODY
        return Note(Noted.BODY_ALONE if self.alone else kind, ", ".join(self.names))

    def is_asked(self, question: Question) -> bool:
        """Whether the question asks for the bodies' measures and does not only name one."""
        lists = question.intent in (Intent.WHAT, Intent.OTHER) and not question.asks_plan_fact
        lists = lists and not question.asks_quantity
        return (
            self.said
            or self.joins
            or (lists and (self.acts or not any(b.loose for b in self.bodies)))
        )

    def is_publishers(self, question: Question, plans: Sequence[Plan]) -> bool:
        """Whether the bodies are municipalities with plans of their own and the question is for
        what they have or do: all of a plan is its publisher's, not only what names it."""
        own = [place for place in question.places if own_plans(place, plans)]
        part = self.alone or self.shared or _rules().part.search(question.text.lower())
        return bool(self.bodies) and not part and all(_covers(own, each) for each in self.bodies)

    def has(self, measure: Measure) -> bool:
        """Whether a measure is theirs; where a cell says who helps, it is not one's alone."""
        own = {same(body) for body in measure.responsible}
        if any(own.isdisjoint(same(name) for name in body.names) for body in self.bodies):
            return False
        helped = any(len(with_support(body)) > 1 for body in measure.responsible)
        if self.joins and not (helped or len(measure.responsible) > 1 or has_partners(measure)):
            return False
        others = helped or not own <= {same(name) for name in self.names}
        return others if self.shared and len(self.bodies) == 1 else not (self.alone and others)

    def has_part(self, measure: Measure, text: str) -> bool:
        """Whether each of them takes part in a measure, or is responsible beside one that does;
        `text` is the question, which may call one as the plan does."""
        own = {same(body) for body in measure.responsible}
        part = [takes_part(measure, (text[b.start : b.end], *b.names)) for b in self.bodies]
        own_too = (not own.isdisjoint(same(name) for name in body.names) for body in self.bodies)
        return any(part) and all(a or b for a, b in zip(part, own_too, strict=True))

    def outside(self, question: Question) -> Question:
        """The question for the bodies' measures, without the places in their names: "Digitale
        Helgeland" is none."""
        places = tuple(
            p
            for p in question.places
            if all(p.end <= body.start or p.start >= body.end for body in self.bodies)
        )
        return replace(question, places=places)

    def may_be_meant_less(self, question: Question) -> bool:
        """Whether the body may be but a word of the topic ("bup samtaler") or a place ("Hva gjør
        Rana med …?"), where nothing that it is responsible for is on the topic."""
        if self.said or not self.bodies:
            return False
        is_place = any(_covers(question.places, body) for body in self.bodies)
        return is_place or question.intent is Intent.OTHER

    def without(self, question: Question, rest: Question) -> Question:
        """The question for what it names beside the bodies, by what the rest of it names."""
        left = {group.label for group in rest.groups}
        groups = tuple(group for group in question.groups if group.label in left)
        intent = question.intent
        intent = Intent.WHAT if intent is Intent.WHO and not self.joins else intent
        amount = None if self.said else question.amount
        return replace(question, groups=groups, intent=intent, amount=amount)


@dataclass(frozen=True, slots=True)
class _Rules:
    lists: re.Pattern[str]
    says: tuple[re.Pattern[str], ...]
    says_of_body: re.Pattern[str]
    part: re.Pattern[str]
    acts: re.Pattern[str]
    joins: re.Pattern[str]
    does: re.Pattern[str]
    says_alone: re.Pattern[str]
    says_shared: re.Pattern[str]
    together: re.Pattern[str]
    ends: re.Pattern[str]
    either: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = word_list("owned")

    def compiled(*patterns: str) -> re.Pattern[str]:
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        return re.compile(joined.replace(BODY, f"{BODY}+"))

    return _Rules(
        lists=compiled(data["lists"]),
        says=tuple(compiled(pattern) for pattern in data["says"]),
        says_of_body=compiled(*data["says_of_body"]),
        part=compiled(data["part"]),
        acts=compiled(data["acts"]),
        joins=compiled(data["joins"]),
        does=compiled(data["does"]),
        says_alone=compiled(*data["says_alone"]),
        says_shared=compiled(*data["says_shared"]),
        together=compiled(data["with"]),
        ends=compiled(data["ends"]),
        either=compiled(data["either"]),
    )


def work_of(question: Question, bodies: Bodies) -> Work | None:
    """The bodies' work that a question asks for or names; null where it speaks of none."""
    text = without_literal(question.text)
    lowered = text.lower()
    lists = bool(_rules().lists.search(lowered))
    if body := _wider(question, text, bodies):
        return Work((body,), True, False, False, "", acts=True)
    found = _responsible(question, text, bodies) if lists else ()
    if found is None:
        return Work((), True, False, False, text)
    owned = bool(found)
    if not found and (first := bodies.find(text)):
        found = (first,)
    if not found:
        return None
    shared = [match.span() for match in _rules().says_shared.finditer(lowered)]
    if owned and not shared and (joint := _rules().together.search(lowered)):
        others = _others(question, text, joint.end(), bodies)
        if not others:
            return Work((), True, False, False, text)
        found, shared = (*found, *others), [joint.span()]
    spans = [(body.start, body.end) for body in found]
    marked = lowered
    for start, end in spans:
        marked = marked[:start] + BODY * (end - start) + marked[end:]
    owned = owned or bool(lists and _rules().says_of_body.search(marked))
    alone = [match.span() for match in _rules().says_alone.finditer(marked)]
    parts = told_of_part(lowered, spans)
    joins = [match.span() for match in _rules().joins.finditer(marked)]
    rest = blanked(question.text, [*spans, *alone, *shared, *parts, *joins])
    of_place = any(_covers(question.places, body) for body in found)
    acts = bool(_rules().acts.search(marked)) or (bool(parts) and not of_place)
    return Work(found, owned, bool(alone), bool(shared), rest, acts, bool(joins))


def _wider(question: Question, text: str, bodies: Bodies) -> NamedBody | None:
    """The body that has the name of an area wider than any plan's ("Helse Nord"), where a question
    asks what it does and no more; null elsewhere."""
    for place in question.places:
        if len(place.regions) < 2 or place.municipality or place.main:
            continue
        marked = text[: place.start].lower() + BODY
        asked = _rules().acts.search(marked) and _rules().does.search(text[place.end :].lower())
        names = bodies.called(_COMPANY.sub("", text[place.start : place.end])) if asked else ()
        if names:
            return NamedBody(place.start, place.end, names)
    return None


def _responsible(question: Question, text: str, bodies: Bodies) -> tuple[NamedBody, ...] | None:
    """The bodies of which a question says that they are responsible: none where it says so of
    nobody, null where no plan has the one of which it does."""
    lowered = text.lower()
    said = next((m for says in _rules().says if (m := says.search(lowered))), None)
    if said is None:
        return ()
    start, end = said.span("who")
    if found := _bodies_in(text, start, end, bodies):
        return found
    if not (question.asks_measures and _rules().ends.search(lowered[said.end() :])):
        return ()
    named = [g for g in question.groups if start <= g.start and g.end <= end]
    here = [p for p in question.places if p.municipality and start <= p.start < end]
    if not (named or here) or question.noted or question.status:
        return ()
    return (_called(named, bodies) if named else _of_places(here, bodies)) or None


def _others(question: Question, text: str, start: int, bodies: Bodies) -> tuple[NamedBody, ...]:
    """The bodies that are named behind "sammen med"."""
    if found := _bodies_in(text, start, len(text), bodies):
        return found
    named = [group for group in question.groups if group.start >= start]
    return _called(named, bodies) if named else ()


def _bodies_in(text: str, start: int, end: int, bodies: Bodies) -> tuple[NamedBody, ...]:
    """The bodies that a part of a text names; one with all their names where either will do."""
    found: list[NamedBody] = []
    either = _rules().either.search(text[start:end].lower())
    at = start
    while at < end and (body := bodies.find(" " * at + text[at:end])):
        if found and either:
            names = (*found[0].names, *body.names)
            found[0] = NamedBody(found[0].start, body.end, tuple(dict.fromkeys(names)))
        else:
            found.append(body)
        at = body.end
    return tuple(found)


def _of_places(places: Sequence[Place], bodies: Bodies) -> tuple[NamedBody, ...]:
    """The bodies that have municipalities in their names."""
    found = [NamedBody(p.start, p.end, bodies.called(p.name)) for p in places]
    return tuple(found) if all(body.names for body in found) else ()


def _called(named: Sequence[Group], bodies: Bodies) -> tuple[NamedBody, ...]:
    """The bodies that are called by a common noun ("kommunene"), a name that begins otherwise, or
    in English; none unless each thing named is one."""
    whole = bodies.called(" ".join(group.label for group in named))
    if whole:
        return (NamedBody(named[0].start, named[-1].end, whole),)
    found = []
    for group in named:
        shown = (way.shown for way in group.ways if way.shown and way.strength >= TRANSLATED)
        each = next((own for name in (group.label, *shown) if (own := bodies.called(name))), ())
        found.append(NamedBody(group.start, group.end, each))
    return tuple(found) if all(body.names for body in found) else ()


def who_unread(measures: Sequence[Measure], among: Sequence[Measure], plans: Sequence[Plan]) -> int:
    """How many of some measures, of the regions of those found, may be a body's that is asked for
    but could not be read."""
    own = {measure.plan_id for measure in measures}
    regions = {plan.region.region_id for plan in plans if plan.plan_id in own}
    theirs = {plan.plan_id for plan in plans if plan.region.region_id in regions}
    unread = Column.RESPONSIBLE.value
    return sum(unread in measure.uncertain and measure.plan_id in theirs for measure in among)


def by_name(question: Question, bodies: Bodies, plans: Sequence[Plan]) -> Question:
    """A question that asks for something else than bodies' measures, with the bodies that have
    places in their names as things that are named: "Digitale Helgeland" is one, and not what is
    left of it without Helgeland.

    What names the body is looked for, and its place narrows as any other, if any plan is for it.
    """
    for body in _every(without_literal(question.text), bodies):
        inside = [p for p in question.places if body.start <= p.start and p.end <= body.end]
        planned = [place for place in inside if plans_for(place, plans)]
        if not inside or (planned == inside and _covers(inside, body)):
            continue
        group = _named(question.text, body)
        question = replace(
            question,
            groups=(*(g for g in question.groups if not _overlap(g, body)), group),
            places=tuple(p for p in question.places if p not in inside or p in planned),
            looked_for=(*question.looked_for, *inside),
        )
    return question


def _every(text: str, bodies: Bodies) -> Iterator[NamedBody]:
    """Every body that a text names, in order."""
    at = 0
    while body := bodies.find(" " * at + text[at:]):
        yield body
        at = body.end


def _covers(places: Sequence[Place], body: NamedBody) -> bool:
    """Whether a body has a place's name and no other: "Rana kommune", "Helgelandssykehuset"."""
    return any(place.start == body.start and place.end == body.end for place in places)


def _overlap(group: Group, body: NamedBody) -> bool:
    return group.start < body.end and body.start < group.end


def _named(text: str, body: NamedBody) -> Group:
    """A body's name as one thing, which has no other words."""
    label = text[body.start : body.end]
    stems = tuple(token.stem for token in tokenize(label) if token.word not in LINKS)
    return Group(label, (Way(stems, EXACT),), True, body.start, body.end)
