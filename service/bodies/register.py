"""The bodies of an index: one body under all its spellings, within a health community.

Two regions' AU are two bodies with one name; they are namesakes and never merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from indexer.errors import NotFound
from indexer.records import Column, Measure, Passage, Plan, Region
from service.bodies import names
from service.bodies.names import Name
from service.words.did_you_mean import alike, no_such


class BodyKind(StrEnum):
    """Whether a name names one body ("AU") or a kind of bodies ("kommunene")."""

    NAMED = "named"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way in which plans write a body, and in how many of their measures."""

    text: str
    count: int
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """Who is responsible in one region's plans.

    `name` is its most frequent spelling, of equals one without hyphens, then the newest;
    `stands_for` what the plans say that an abbreviation means. `spellings` run from the most
    frequent. `namesakes` are bodies of other regions with the same name; `related` those of the
    same region whose names say more or less of the same, and which may be the same body. Both
    are ids.
    """

    body_id: str
    name: str
    kind: BodyKind
    region: Region
    stands_for: str | None
    spellings: tuple[Spelling, ...]
    measures: tuple[Measure, ...]
    plans: tuple[str, ...]
    namesakes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanBodies:
    """In how many of a plan's measures a body is named, in how many none could be read, and in
    how many the plan names none."""

    plan: Plan
    measures: int
    named: int
    unread: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A name that bodies of several regions have, and the names of these regions."""

    name: str
    regions: tuple[str, ...]


class _Mention(NamedTuple):
    """A body's name in a measure: `text` as the plan writes it, `name` what of it is the body."""

    name: Name
    text: str
    measure: Measure


class Register:
    """All bodies that plans make responsible, by region and name."""

    def __init__(self, plans: Sequence[Plan], passages: Sequence[Passage]) -> None:
        regions = {plan.region.region_id: plan.region for plan in plans}
        self._plans = {plan.plan_id: plan for plan in plans}
        by_region: dict[str, list[Measure]] = defaultdict(list)
        self._measures: dict[str, list[Measure]] = defaultdict(list)
        acronyms: dict[str, dict[str, str]] = defaultdict(dict)
        for passage in sorted(passages, key=lambda p: self._age(p.plan_id)):
            region_id = self._plans[passage.plan_id].region.region_id
            if passage.measure:
                by_region[region_id].append(passage.measure)
                self._measures[passage.plan_id].append(passage.measure)
            for short, meaning in names.acronyms(passage.text):
                acronyms[region_id].setdefault(short, meaning)
        found: list[Body] = []
        self._by_id: dict[str, Body] = {}
        self._names: dict[str, tuple[Name, ...]] = {}
        for region_id, region in sorted(regions.items()):
            for body, spelt in self._of_region(region, by_region[region_id], acronyms[region_id]):
                found.append(body)
                self._names[body.body_id] = spelt
        self.all = self._with_namesakes(found)
        for body in self.all:
            self._by_id[body.body_id] = body
        for body in self.all:
            for name in self._names[body.body_id]:
                alias = f"{body.region.region_id}:{names.slug(name)}"
                self._by_id.setdefault(alias, body)

    def body(self, body_id: str) -> Body:
        """The body with this id, or of which it is another spelling. Raises `NotFound`."""
        found = self._by_id.get(body_id)
        if found is None:
            near = alike(body_id, list(self._by_id), least=0.0)
            ids = dict.fromkeys(self._by_id[name].body_id for name in near)
            raise NotFound(no_such("body", body_id, list(ids)))
        return found

    def spelt(self, text: str) -> tuple[str, ...]:
        """All the ways in which plans write the body that they write so; those of each region's
        where several have it, and none where a region names several bodies at once by it."""
        return tuple(each.text for body in self.alone(text) for each in body.spellings)

    def has(self, body_id: str) -> bool:
        """Whether this is the id of a body, or of one under another spelling."""
        return body_id in self._by_id

    def measures_of(self, name: str) -> frozenset[str]:
        """The ids of the measures of the body with this id, or of each region's body that is
        written so, under all its spellings; none where a region has several written so."""
        if name in self._by_id:
            return frozenset(m.measure_id for m in self._by_id[name].measures)
        own = self.alone(name)
        return frozenset(m.measure_id for body in own for m in body.measures)

    def of_measure(self, measure: Measure) -> tuple[Body, ...]:
        """The bodies that a measure names, in order of their ids."""
        return self._of_measure.get(measure.measure_id, ())

    def namesakes(self, names: Sequence[str], plans: Sequence[Plan]) -> tuple[Namesakes, ...]:
        """Of some names those that bodies of several regions have in these plans."""
        ids = {plan.plan_id for plan in plans}
        found = []
        for name in names:
            own = [body for body in self._written(name) if ids & set(body.plans)]
            regions = tuple(dict.fromkeys(body.region.name for body in own))
            found += [Namesakes(name, regions)] if len(regions) > 1 else []
        return tuple(found)

    def _written(self, text: str) -> Sequence[Body]:
        return self._by_spelling.get(text, ())

    @cached_property
    def _by_spelling(self) -> Mapping[str, Sequence[Body]]:
        found: dict[str, list[Body]] = defaultdict(list)
        for body in self.all:
            for each in body.spellings:
                found[each.text].append(body)
        return found

    def alone(self, text: str) -> list[Body]:
        """The bodies that are written so, but for those of a region that has several."""
        own = self._written(text)
        regions = Counter(body.region for body in own)
        return [body for body in own if regions[body.region] == 1]

    @cached_property
    def _of_measure(self) -> Mapping[str, tuple[Body, ...]]:
        found: dict[str, list[Body]] = defaultdict(list)
        for body in self.all:
            for measure in body.measures:
                found[measure.measure_id].append(body)
        return {measure_id: tuple(bodies) for measure_id, bodies in found.items()}

    def named(self, text: str) -> tuple[Body, ...]:
        """The bodies that a text names, in every region; else those whose names have its words."""
        asked = names.read_name(text)
        same = [
            body
            for body in self.all
            if any(names.are_same(asked, name) for name in self._names[body.body_id])
        ]
        return tuple(same) if same or not asked.words else self._having(asked)

    def _having(self, asked: Name) -> tuple[Body, ...]:
        """The bodies whose names have the words of another."""
        own = self._names
        return tuple(b for b in self.all if any(names.has_words(n, asked) for n in own[b.body_id]))

    def called(self, text: str) -> tuple[str, ...]:
        """The ways in which plans write the bodies that a text names, in every region; else those
        whose names have its very words ("legevakt" is no "legevaktsentral")."""
        asked = names.read_name(text)
        same = [
            b for b in self.all if any(names.are_same(asked, n) for n in self._names[b.body_id])
        ]
        if not same and asked.words:
            same = [b for b in self.all if any(asked.key <= n.key for n in self._names[b.body_id])]
        return _unique(spelling.text for body in same for spelling in body.spellings)

    def of(self, plans: Sequence[Plan], name: str | None) -> tuple[Body, ...]:
        """The bodies that these plans name, with what these plans say: all, or those called so
        and behind them those whose names have its words."""
        ids, chosen = {plan.plan_id for plan in plans}, self.all
        if name is not None:
            same, asked = self.named(name), names.read_name(name)
            others = self._having(asked) if asked.words else ()
            chosen = (*same, *(body for body in others if body not in same))
        return tuple(_within(body, ids) for body in chosen if ids & set(body.plans))

    def named_in(self, plans: Sequence[Plan]) -> tuple[PlanBodies, ...]:
        """For each plan how far it says who is responsible."""
        return tuple(_counted(plan, self._measures[plan.plan_id]) for plan in plans)

    def _age(self, plan_id: str) -> tuple[int, int, str]:
        return (*(self._plans[plan_id].period or (0, 0)), plan_id)

    def _of_region(
        self, region: Region, measures: Sequence[Measure], acronyms: Mapping[str, str]
    ) -> list[tuple[Body, tuple[Name, ...]]]:
        """A region's bodies in order of their ids, with the names that are theirs."""
        groups = _grouped(list(_mentions(measures)), acronyms)
        kinds = Counter(group[0].name.words[0].stem for group in groups if _has_topic(group))
        made: dict[str, tuple[Body, tuple[Name, ...]]] = {}
        for group in groups:
            body = self._body(region, group, kinds, acronyms)
            number = 2
            while body.body_id in made:
                body = replace(body, body_id=f"{body.body_id.rsplit('~')[0]}~{number}")
                number += 1
            made[body.body_id] = (body, tuple(dict.fromkeys(each.name for each in group)))
        related = {
            body_id: tuple(
                other_id
                for other_id, (_, others) in sorted(made.items())
                if other_id != body_id and _are_related(own, others)
            )
            for body_id, (_, own) in made.items()
        }
        return [
            (replace(body, related=related[body_id]), spelt)
            for body_id, (body, spelt) in sorted(made.items())
        ]

    def _body(
        self,
        region: Region,
        group: Sequence[_Mention],
        kinds: Mapping[str, int],
        acronyms: Mapping[str, str],
    ) -> Body:
        counts = Counter(mention.text for mention in group)
        newest = {mention.text: place for place, mention in enumerate(group)}
        own = {mention.text for mention in group if mention.text == mention.name.text}
        ordered = sorted(counts, key=lambda t: (-counts[t], "-" in t, -newest[t], t))
        spellings = tuple(
            Spelling(
                text, counts[text], _unique(m.measure.plan_id for m in group if m.text == text)
            )
            for text in ordered
        )
        general = any(names.is_general(mention.name, kinds) for mention in group)
        name = next((text for text in ordered if text in own), group[0].name.text)
        short = next((w.text for m in group for w in m.name.words if w.text in acronyms), None)
        stands_for = acronyms[short] if short and short == name else None
        measures = tuple({m.measure.measure_id: m.measure for m in group}.values())
        return Body(
            body_id=f"{region.region_id}:{names.slug(_first(group))}",
            name=name,
            kind=BodyKind.GENERAL if general else BodyKind.NAMED,
            region=region,
            stands_for=stands_for,
            spellings=spellings,
            measures=measures,
            plans=_unique(measure.plan_id for measure in measures),
        )

    def _with_namesakes(self, bodies: Sequence[Body]) -> tuple[Body, ...]:
        """The bodies, named ones before kinds, those of one name together."""
        same: dict[frozenset[str], list[str]] = defaultdict(list)
        for body in bodies:
            for key in {name.key for name in self._names[body.body_id]}:
                same[key].append(body.body_id)
        regions = {body.body_id: body.region for body in bodies}
        found = []
        for body in bodies:
            ids = {
                other
                for name in self._names[body.body_id]
                for other in same[name.key]
                if regions[other] != body.region
            }
            found.append(replace(body, namesakes=tuple(sorted(ids))))
        return tuple(found)


def _within(body: Body, plan_ids: Collection[str]) -> Body:
    """What some of the plans say of a body."""
    measures = tuple(m for m in body.measures if m.plan_id in plan_ids)
    if len(measures) == len(body.measures):
        return body
    spellings = []
    for spelling in body.spellings:
        count = sum(spelling.text in m.responsible for m in measures)
        if count:
            plans = tuple(p for p in spelling.plans if p in plan_ids)
            spellings.append(Spelling(spelling.text, count, plans))
    spellings.sort(key=lambda spelling: -spelling.count)
    plans = tuple(p for p in body.plans if p in plan_ids)
    return replace(body, measures=measures, plans=plans, spellings=tuple(spellings))


def _counted(plan: Plan, measures: Sequence[Measure]) -> PlanBodies:
    named = sum(bool(measure.responsible) for measure in measures)
    unread = sum(
        not measure.responsible and Column.RESPONSIBLE.value in measure.uncertain
        for measure in measures
    )
    return PlanBodies(plan, len(measures), named, unread, len(measures) - named - unread)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _mentions(measures: Sequence[Measure]) -> Iterable[_Mention]:
    for measure in measures:
        for text in measure.responsible:
            parts = names.with_support(text)
            for part in parts:
                name = names.read_name(part)
                if name.words:
                    yield _Mention(name, text, measure)


def _grouped(mentions: Sequence[_Mention], acronyms: Mapping[str, str]) -> list[list[_Mention]]:
    """Mentions by the body they name; a group and a body's mentions are in order of age."""
    spelt = list({mention.name.text: mention.name for mention in mentions}.values())
    lists = {name.text: _listed(name, spelt) for name in spelt}
    spelt = [name for name in spelt if not lists[name.text]]
    groups: list[list[Name]] = []
    for name in spelt:
        own = [group for group in groups if any(_is_one(name, each, acronyms) for each in group)]
        groups = [group for group in groups if group not in own]
        groups.append([*(each for group in own for each in group), name])
    place = {name.text: number for number, group in enumerate(groups) for name in group}
    found: dict[int, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        for name in lists[mention.name.text] or (mention.name,):
            found[place[name.text]].append(mention._replace(name=name))
    return list(found.values())


def _listed(name: Name, spelt: Sequence[Name]) -> tuple[Name, ...]:
    """The bodies of a list of topics, where each of them is a body by itself elsewhere."""
    parts = [names.read_name(text) for text in names.by_slashes(name.text)]
    known = [
        next((each for each in spelt if each != name and names.are_same(part, each)), None)
        for part in parts
    ]
    return tuple(each for each in known if each) if all(known) else ()


def _is_one(one: Name, other: Name, acronyms: Mapping[str, str]) -> bool:
    if names.are_same(one, other):
        return True
    meant = [names.meant_by(name, acronyms) for name in (one, other)]
    return any(
        meaning is not None and names.are_same(meaning, name)
        for meaning, name in zip(meant, (other, one), strict=True)
    )


def _first(group: Sequence[_Mention]) -> Name:
    """The name by which the oldest plan calls a body most often: later plans don't change it."""
    oldest = [m.name for m in group if m.measure.plan_id == group[0].measure.plan_id]
    return Counter(oldest).most_common(1)[0][0]


def _has_topic(group: Sequence[_Mention]) -> bool:
    return any(len(mention.name.words) > 1 for mention in group)


def _are_related(own: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(
        names.is_wider(one, other) or names.is_wider(other, one) for one in own for other in others
    )
