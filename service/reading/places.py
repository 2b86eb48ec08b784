"""Places in a question: municipalities, trusts, counties and what people call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.analysis import fold
from indexer.communities import Communities
from indexer.owners import municipality_of
from indexer.records import Plan
from service.words.word_lists import written_out

_PLAN = re.compile(r"(?:'?s\b|\s+sin)?[\s-]*(?:\w+ )?(?:\w*plan\w*|20\d\d)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:fra|frå|from|modell\w*|model)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MODEL = re.compile(r"[\s-]*modell?(?:en|ane|ene|er|ar|s)?\b", re.IGNORECASE)
"""What is called after a place: "Helse Fonna-modellen"."""
_WITH = re.compile(
    r"\b(?:med|with|universit\w+ (?:i|in|at|of)|nevner|nemner|omtaler|omtalar|mentions?"
    r"|(?:viser|syner|refererer|ser|ser hen|kikker|refers?|looks?) (?:til|to)"
    r"|lær(?:er|t|e)?\b[^?!,]{0,40}?\b(?:av|fra|frå)|learn(?:s|ed|t|ing)?\b[^?!,]{0,40}?\bfrom)"
    r"\s+$",
    re.IGNORECASE,
)
_AND = re.compile(written_out(r"\s*(?:,|,?\s*\b{and_or}\b)\s*"), re.IGNORECASE)
_COMMUNITY = re.compile(r"^helsefelles?skap(?:et)? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a question names: where it stands, and the communities it belongs to.

    `name` is as asked; `regions` are communities, called `names`, of which `main` has most where
    the place is a county. `borrowed` says that something is fetched from there ("modell fra Helse
    Fonna"), `partner` that others do something with it or speak of it ("Hvem samarbeider med
    UNN?").
    """

    start: int
    end: int
    name: str
    regions: tuple[str, ...]
    names: tuple[str, ...]
    main: str | None
    municipality: str | None
    borrowed: bool
    partner: bool = False


def is_of_plan(text: str, start: int, end: int) -> bool:
    """Whether a place in a text names a plan: "Ahus-planen", "St. Olavs plan"."""
    return "plan" in text[start:end] or bool(_PLAN.match(text[end:]))


class Gazetteer:
    """Finds places; the longest name wins, and letters without their marks will do."""

    def __init__(self, communities: Communities, plans: Sequence[Plan] = ()) -> None:
        self._communities = communities
        self._plans = plans

    @cached_property
    def _names(self) -> Mapping[str, tuple[tuple[str, ...], str | None]]:
        """Folded name -> (communities, municipality)."""
        found: dict[str, tuple[list[str], str | None]] = {}

        def add(name: str, regions: tuple[str, ...], municipality: str | None) -> None:
            known, _ = found.setdefault(fold(name), ([], municipality))
            known.extend(region for region in regions if region not in known)

        for community in self._communities.all:
            own = (community.region.region_id,)
            for name in (community.region.name, community.trust, *community.trust_aliases):
                add(name, own, None)
            for name in (*community.aliases, *_of_the_area(community.region.name)):
                add(name, own, None)
            for name in community.municipalities:
                add(name, own, name)
            for old, present in community.former:
                add(old, own, present)
        for name, regions in self._communities.areas:
            add(name, regions, None)
        for plan in self._plans:
            if publisher := municipality_of(plan):
                add(publisher, (plan.region.region_id,), publisher)
        return {name: (tuple(ids), place) for name, (ids, place) in found.items()}

    @cached_property
    def _called(self) -> Mapping[str, str]:
        """Community -> its name."""
        return {each.region.region_id: each.region.name for each in self._communities.all}

    @cached_property
    def _main(self) -> Mapping[str, str]:
        """Folded county -> the community that has most of it."""
        areas, counties = self._communities.areas, self._communities.counties
        return {fold(name): regions[0] for name, regions in areas if name in counties}

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        """The names that are common words too, folded."""
        return frozenset(fold(word) for word in self._communities.ordinary_words)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._names, key=len, reverse=True)
        return re.compile(
            r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?:s|-\w+|s?plan\w*)?(?!\w)"
        )

    def municipalities_of(self, region_id: str) -> tuple[str, ...]:
        """The municipalities of a health community, and those that publish plans of its region."""
        return self._municipalities.get(region_id, ())

    @cached_property
    def _municipalities(self) -> Mapping[str, tuple[str, ...]]:
        """Region -> its municipalities, its community's first."""
        found: dict[str, list[str]] = {}
        for community in self._communities.all:
            found.setdefault(community.region.region_id, []).extend(community.municipalities)
        for plan in self._plans:
            if publisher := municipality_of(plan):
                found.setdefault(plan.region.region_id, []).append(publisher)
        return {region: tuple(dict.fromkeys(names)) for region, names in found.items()}

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that a text names, in order."""
        return tuple(self._find(text)) if self._names else ()

    def _find(self, text: str) -> Iterator[Place]:
        folded, offsets = _fold_with_offsets(text)
        before: int | None = None  # where a place that is borrowed from ended
        beside: int | None = None  # the same of a partner
        for match in self._pattern.finditer(folded):
            start, end = offsets[match.start()], offsets[match.end()]
            key = _known_part(match[0], self._names)
            name = (
                text[start : start + len(text[start:end].split("-", maxsplit=1)[0])]
                if "-" not in key
                else text[start:end]
            )
            if self._is_ordinary(text, start, end, key):
                continue
            if key != match[0] and text[start:end].isupper() and text != text.upper():
                continue  # "ALS" is an abbreviation and not Ål's
            regions, municipality = self._names[key]
            if of_kind := re.match(r"\s+(?:kommune|municipality)\b", text[end:], re.IGNORECASE):
                end += of_kind.end()
            of_plan = is_of_plan(text, start, end)
            # "dropped from the Ahus plan" fetches nothing
            listed = before is not None and bool(_AND.fullmatch(text[before:start]))
            called_after = _FROM.search(text[:start]) or _MODEL.match(text[start + len(name) :])
            borrowed = (listed or bool(called_after)) and not of_plan
            before = end if borrowed else None
            joined = beside is not None and bool(_AND.fullmatch(text[beside:start]))
            partner = joined or bool(_WITH.search(text[:start]))
            beside = end if partner else None
            yield Place(
                start,
                end,
                name,
                regions,
                tuple(self._called.get(region, region) for region in regions),
                self._main.get(key),
                municipality,
                borrowed,
                partner,
            )

    def _is_ordinary(self, text: str, start: int, end: int, key: str) -> bool:
        """Whether a name that is a common word too stands here as that word."""
        if key not in self._ordinary:
            return False
        if re.match(r"\s+kommune", text[end:]):
            return False
        return not text[start].isupper() or start == 0 or text == text.upper()


def _of_the_area(name: str) -> Iterator[str]:
    """A community as it is named by its area, which may reach further: "helsefellesskapet i
    Innlandet" is not Ahus's, though Kongsvinger is in Innlandet."""
    area = _COMMUNITY.sub("", name)
    if area != name:
        for kind in ("helsefellesskapet", "helsefellesskap", "helsefelleskapet", "helsefelleskap"):
            yield from (f"{kind} {joint}{area}" for joint in ("", "i ", "på ", "for ", "rundt "))


def _known_part(found: str, names: Mapping[str, object]) -> str:
    """The name in a match that may have a genitive or a compound's tail ("Ahus-området")."""
    if found in names:
        return found
    if found.endswith("s") and found[:-1] in names:
        return found[:-1]
    for tail in (r"plan\w*$", r"splan\w*$"):  # "ahusplanen", "østfoldsplanen"
        if (name := re.sub(tail, "", found)) in names:
            return name
    parts = found.split("-")
    while len(parts) > 1:
        parts.pop()
        if "-".join(parts) in names:
            return "-".join(parts)
    return found


def _fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its positions the position in the text."""
    folded, offsets = [], []
    index = 0
    while index < len(text):
        pair = text[index : index + 2].lower()
        step = 2 if pair in ("aa", "ae", "oe") else 1
        for letter in fold(text[index : index + step]):
            folded.append(letter)
            offsets.append(index)
        index += step
    return "".join(folded), [*offsets, len(text)]
