"""Measures for the municipality of a question, and those for other municipalities.

A health community's plan is for all its municipalities, but a measure of it may be one's own: it
names those that take part. Such a measure is no answer for another municipality.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from indexer.analysis import fold
from indexer.owners import is_of_community
from indexer.records import Column, Measure, Passage, Plan
from indexer.repair import repair
from indexer.roles import partaking
from indexer.thesaurus import stems_of, thesaurus
from service.bodies.names import acronyms
from service.reading.places import Place
from service.reading.understand import Question, Reader
from service.words.phrases import Say
from service.words.word_lists import word_list

_OWN = (Column.MEASURE.value, Column.RESPONSIBLE.value)
"""The fields whose words say for whom a measure is; captions of links name models elsewhere."""


_ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}\b")

MOST_PLACES = 64
"""Places whose names are kept: one is held against each measure of its region."""

FEWEST_LETTERS = 4
"""Letters by which a place's name begins a district's: Moss and Mosseregionen."""


class Named(StrEnum):
    """How far the measures found name a municipality that a question is about: a phrase each."""

    NOWHERE = "not_named"
    NOT_HERE = "not_named_here"
    FIRST = "named_first"
    OTHERS = "named_others"


@dataclass(frozen=True, slots=True)
class Local:
    """What an answer for municipalities says of that: the names asked for, `count` of the measures
    found that name one, and of those `left_out` as other municipalities'; `parts` says that some
    are for a part of the community, `unsaid` that some are of a plan that does not tell whose it
    is, and may be another municipality's."""

    named: Named
    names: tuple[str, ...]
    count: int = 0
    left_out: int = 0
    parts: bool = False
    unsaid: bool = False

    @property
    def names_none(self) -> bool:
        """Whether a municipality is named by none of the measures found."""
        return self.named in (Named.NOWHERE, Named.NOT_HERE)


@dataclass(frozen=True, slots=True)
class _Named:
    """The municipalities of its region that a measure names, those of the `districts` that it
    names, and these, all folded; `within` are all where it says that it is for all; `short` are
    the words in capitals, as they stand."""

    municipalities: frozenset[str]
    within: frozenset[str]
    districts: frozenset[str]
    short: frozenset[str]


class Locally:
    """Tells which municipalities measures are for; each is read once."""

    def __init__(self, plans: Sequence[Plan], passages: Sequence[Passage], reader: Reader) -> None:
        self._region = {plan.plan_id: plan.region.region_id for plan in plans}
        self._measures = [passage.measure for passage in passages if passage.measure]
        self._shorts = {
            (self._region[passage.plan_id], short): meant
            for passage in reversed(passages)
            for short, meant in acronyms(passage.text)
        }
        self._unsaid = {plan.plan_id for plan in plans if not is_of_community(plan)}
        self._reader = reader
        self._named: dict[str, _Named] = {}
        self._of_region = cache(self._folded)

    def names(self, measure: Measure, place: Place) -> bool:
        """Whether a measure names a municipality, or what it was before, also in a cell that could
        not be read surely."""
        named = self._of(measure)
        if _key(place) in named.municipalities:
            return True
        short = _abbreviated(place)
        if short in named.short and self._is_own(short, place, self._region[measure.plan_id]):
            return True
        key = fold(place.name.lower().removesuffix("en"))  # Gardermoen is named by its region
        return len(key) >= FEWEST_LETTERS and any(d.startswith(key) for d in named.districts)

    def _is_own(self, short: str, place: Place, region_id: str) -> bool:
        """Whether an abbreviation that may be a municipality's is so: not where its region's plans
        or the thesaurus have another meaning of it ("KK" is "kvinneklinikken")."""
        meant = self._shorts.get((region_id, short)) or _meant(short)
        if meant:
            return fold(meant).startswith(_key(place))
        return short not in _others_short()

    def tried(
        self, question: Question, among: Sequence[Measure], places: Sequence[Place]
    ) -> tuple[Measure, ...]:
        """The measures that try something out and name one of some municipalities, where a question
        asks what these try out, or are part of, and nothing else."""
        if not places or question.asks_fact or not _is_trial(question):
            return ()
        return tuple(
            m
            for m in among
            if any(self.names(m, place) for place in places)
            and _rules()["trial"].search(_words(m).lower())
        )

    def narrow(
        self, found: Sequence[Measure], places: Sequence[Place], own: Collection[str], alone: bool
    ) -> tuple[tuple[Measure, ...], Local | None]:
        """The measures without those that are other municipalities', and what is to be said of it.

        Those that name one asked for come first, or `alone`. Null where no municipality is asked
        about, each measure names it, or some are in a plan of its `own`.
        """
        if not places or not found:
            return tuple(found), None
        mine = {
            m.measure_id
            for m in found
            if m.plan_id in own or any(self.names(m, place) for place in places)
        }
        naming = tuple(m for m in found if m.measure_id in mine)
        if naming and (alone or len(naming) == len(found)):
            unnamed = [p for p in places if not any(self.names(m, p) for m in naming)]
            names = tuple(dict.fromkeys(place.name for place in unnamed))
            told = Local(self._nowhere(unnamed), names) if unnamed and not own else None
            return naming, told
        others = tuple(
            m for m in found if m.measure_id not in mine and not self._is_others(m, places)
        )
        if any(m.plan_id in own for m in naming):
            left = mine.union(m.measure_id for m in others)
            return tuple(m for m in found if m.measure_id in left), None
        return (*naming, *others), self._told(places, naming, others, len(found))

    def _told(
        self,
        places: Sequence[Place],
        naming: Sequence[Measure],
        others: Sequence[Measure],
        found: int,
    ) -> Local | None:
        """What is to be said of measures that name a municipality, and others that are for it."""
        names = tuple(dict.fromkeys(place.name for place in places))
        left_out = found - len(naming) - len(others)
        if not (naming or others):
            return Local(Named.OTHERS, names)
        named = Named.FIRST if naming else self._nowhere(places)
        parts = any(self._is_part(m) for m in others)
        unsaid = any(m.plan_id in self._unsaid for m in others)
        return Local(named, names, len(naming), left_out, parts, unsaid) if others else None

    def _nowhere(self, places: Sequence[Place]) -> Named:
        """Whether no measure at all names one of some municipalities, or only none found does."""
        regions = {region for place in places for region in place.regions}
        among = [m for m in self._measures if self._region.get(m.plan_id) in regions]
        named = any(self.names(m, place) for m in among for place in places)
        return Named.NOT_HERE if named else Named.NOWHERE

    def _is_others(self, measure: Measure, places: Sequence[Place]) -> bool:
        """Whether a measure is for municipalities, or parts of the area, among which none is that
        is asked for."""
        named = self._of(measure)
        theirs = named.municipalities | named.within
        return bool(theirs) and theirs.isdisjoint({_key(place) for place in places})

    def _is_part(self, measure: Measure) -> bool:
        """Whether a measure is for a part of its region."""
        within = self._of(measure).within
        return 0 < len(within) < len(self._municipalities(measure))

    def _municipalities(self, measure: Measure) -> dict[str, str]:
        """The municipalities of a measure's region, by their folded names."""
        return self._of_region(self._region[measure.plan_id])

    def _folded(self, region: str) -> dict[str, str]:
        return {fold(name): name for name in self._reader.municipalities_of(region)}

    def _of(self, measure: Measure) -> _Named:
        known = self._named.get(measure.measure_id)
        if known is None:
            known = self._named[measure.measure_id] = self._read(measure)
        return known

    def _read(self, measure: Measure) -> _Named:
        region, districts = self._municipalities(measure), _districts()
        texts = [_words(measure)]
        if measure.uncertain:
            pieces = " ".join(p.quote for p in measure.source.pieces if p.field in _OWN)
            texts.append(repair(pieces, [*region.values(), *districts], damaged=True).text)
        text = " ".join(" ".join(texts).split())
        named = frozenset(fold(name) for name in self._reader.municipalities(text))
        parts = frozenset(match[0] for match in _district().finditer(fold(text)))
        within = frozenset(name for part in parts for name in districts[part])
        short = frozenset(_ABBREVIATION.findall(_words(measure)))
        if _rules()["all"].search(_words(measure).lower()):
            return _Named(named, frozenset(region), parts, short)
        return _Named(named & frozenset(region), within & frozenset(region), parts, short)


def said_of_local(found: Sequence[Local], answered: bool, hard: bool, say: Say) -> list[str]:
    """Sentences for municipalities that none of the measures found names, or not all do; `hard`
    says that some of the measures could not be read."""
    none = [local for local in found if local.names_none]
    others = [local for local in found if not local.names_none]
    together = [_together(none)] if none else []
    return [
        _said_of(local, hard, say)
        for local in (*others, *together)
        if answered != (local.named is Named.OTHERS)
    ]


def noted_of_local(found: Sequence[Local], say: Say) -> list[str]:
    """That municipalities are named by none of the measures found, as notes."""
    return [_named(local, say) for local in found if local.named is not Named.FIRST]


def _together(found: Sequence[Local]) -> Local:
    """What is said of the municipalities of several regions at once."""
    nowhere = all(local.named is Named.NOWHERE for local in found)
    return Local(
        Named.NOWHERE if nowhere else Named.NOT_HERE,
        tuple(name for local in found for name in local.names),
        left_out=sum(local.left_out for local in found),
        parts=any(local.parts for local in found),
        unsaid=any(local.unsaid for local in found),
    )


def _named(local: Local, say: Say) -> str:
    name = f"{local.named}_one" if local.count == 1 else local.named.value
    return say(name, name=", ".join(local.names), count=local.count)


def _said_of(local: Local, hard: bool, say: Say) -> str:
    said = _named(local, say)
    if local.named is Named.OTHERS:
        return f"{said}."
    if hard and local.named is Named.NOWHERE:
        said = f"{said} ({say('hard')})"
    rest = "rest_first" if local.named is Named.FIRST else "rest"
    whose = "unsaid" if local.unsaid else "parts" if local.parts else "whole"
    said = f"{said}; {say(f'{rest}_{whose}')}"
    if local.left_out:
        said += f" ({say('left_to_others', count=local.left_out, name=', '.join(local.names))})"
    return f"{said}:"


@lru_cache(maxsize=MOST_PLACES)
def _key(place: Place) -> str:
    return fold(place.municipality or place.name)


@lru_cache(maxsize=MOST_PLACES)
def _abbreviated(place: Place) -> str:
    """A municipality's abbreviation, as plans write it: "TK" is Trondheim kommune."""
    return "".join(word[0] for word in re.findall(r"\w+", place.municipality or "")).upper() + "K"


def _meant(short: str) -> str | None:
    """What the thesaurus has an abbreviation for; null where it does not know it."""
    known = thesaurus()
    concepts = known.said.get((short,)) or known.said.get(stems_of(short)) or ()
    return next((concept.label for concept in concepts), None)


def _words(measure: Measure) -> str:
    return " ".join((measure.text, *measure.responsible, *partaking(measure.other)))


def _is_trial(question: Question) -> bool:
    """Whether a question asks for nothing but what is tried out, or takes part in it."""
    return bool(question.groups) and all(
        _rules()["trial"].search(group.label.lower()) for group in question.groups
    )


@cache
def _rules() -> Mapping[str, re.Pattern[str]]:
    data = word_list("local")
    return {name: re.compile(data[name]) for name in ("all", "trial")}


@cache
def _others_short() -> frozenset[str]:
    return frozenset(word_list("local")["abbreviations"])


@cache
def _districts() -> Mapping[str, frozenset[str]]:
    return {
        fold(name): frozenset(fold(each) for each in names)
        for name, names in word_list("local")["districts"].items()
    }


@cache
def _district() -> re.Pattern[str]:
    """The name of a district, the longest first: "Nedre Romerike" is not all of Romerike."""
    names = sorted(_districts(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
