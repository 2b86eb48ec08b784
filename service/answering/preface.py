"""What an answer says before all else: places and years that plans are not for, what is lacking."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexer.records import Plan
from service.finding.evidence import Lacking
from service.reading.places import Place
from service.results import PlanCoverage, Verdict
from service.scope.outside import Outside, unplanned
from service.words.phrases import Say, listed, name_of, period_of, saying, title_of


def said_of_places(
    places: Sequence[Place],
    plans: Sequence[Plan],
    all_plans: Sequence[Plan],
    answered: bool,
    say: Say,
) -> list[str]:
    """Sentences for the places named that no plan is for, in whole or in part, where others are;
    `plans` are those that were looked through."""
    indexed = {plan.region.region_id: plan.region for plan in all_plans}
    looked = {plan.region.region_id for plan in plans}
    named = {region for place in places for region in place.regions if not _is_part(place, indexed)}
    said = []
    for place in dict.fromkeys(places):
        found = unplanned(place, indexed)
        if found is None:
            continue
        own = [r for r in place.regions if r in indexed and r in looked and r not in named]
        name = found.phrase
        if name == "no_plan_for_most" and not (own and answered):
            name = "no_plan_neighbour" if own else "no_plan_for"
        part = ", ".join(name_of(indexed[region]) for region in own)
        said.append(say(name, name=found.name, names=", ".join(found.names), part=part))
    # a sentence that ends with what follows stands last
    return sorted(dict.fromkeys(said), key=lambda sentence: sentence.endswith(":"))


def _is_part(place: Place, indexed: Collection[str]) -> bool:
    return place.main is not None and place.main not in indexed


def said_of_years(outside: Sequence[Outside], say: Say) -> list[str]:
    """Sentences for plans that are not for the years that were asked for."""
    said = []
    for each in outside:
        years = ", ".join(each.years)
        if len(each.plans) == 1 and each.plans[0].period:
            (plan,) = each.plans
            name = name_of(plan.region) if plan.region.is_known else plan.publisher or plan.title
            said.append(say("outside_one", plan=name, period=period_of(plan), years=years))
            continue
        titles = [
            title_of(plan) if plan.period else f"{title_of(plan)} ({say('no_period')})"
            for plan in each.plans
        ]
        said.append(say("outside_all", plans=listed(titles, say), years=years))
    return said


def said_of_lacking(
    lacking: Lacking | None, covered: Sequence[PlanCoverage], say: Say
) -> list[str]:
    """The sentence for the plans, or regions, in which nothing was found, where those are asked
    for: no region of which any plan may have it."""
    if lacking is None:
        return []
    groups: dict[str, list[PlanCoverage]] = {}
    for each in covered:
        region = each.plan.region
        of_region = lacking is Lacking.REGIONS and region.is_known
        groups.setdefault(region.region_id if of_region else each.plan.plan_id, []).append(each)
    names = []
    for own in groups.values():
        if all(each.verdict is Verdict.NO for each in own):
            plan = own[0].plan
            of_region = lacking is Lacking.REGIONS and plan.region.is_known
            name = name_of(plan.region) if of_region else title_of(plan)
            hard = any(each.searched.hard_to_read for each in own)
            names.append(f"{name} ({say('hard')})" if hard else name)
    if names:
        return [say(lacking.value, names=", ".join(names))]
    unread = any(each.verdict is Verdict.UNREADABLE for each in covered)
    return [] if unread else [say(f"{lacking.value}_none")]


def unsearched(missing: Sequence[str], outside: Sequence[Outside], language: str) -> list[str]:
    """Sentences of a search that was narrowed to places or years that no plan is for."""
    say = saying(language)
    return said_of_years(outside, say) or [say("place_unknown", name=name) for name in missing]
