"""What was understood of a question, said for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.records import Plan
from service.phrases import phrase, title_of
from service.understand import Question

_FILLED = {
    "plan": ("plan_filter", "plan"),
    "body": ("body_filter", "body"),
    "body_alone": ("body_alone", "name"),
    "body_shared": ("body_shared", "name"),
    "not_body": ("not_body", "name"),
    "not_place": ("not_place", "name"),
    "missing": ("place_unknown", "name"),
    "shut": ("shut", "name"),
    "own": ("own_plan", "name"),
    "time": ("time_filter", "time"),
    "number": ("number_filter", "number"),
    **{name: (name, "number") for name in ("number_none", "number_goal", "number_under")},
    "several": ("several_fields", "count"),
    "nothing_to_compare": ("nothing_to_compare", "name"),
}
"""Notes of one thing: the phrase of each, and what is filled in."""


def notes(
    question: Question, understood: Sequence[str], plans: Mapping[str, Plan]
) -> tuple[str, ...]:
    """What was understood, for people: places, plans and bodies taken as filters, words added."""
    language = question.language
    shown = []
    names = {plan.region.region_id: plan.region.name for plan in plans.values()}
    for note in (*understood, *question.notes):
        kind, _, rest = note.partition(":")
        if kind in ("place", "part"):
            name, _, regions = rest.rpartition(":")
            found = ", ".join(names[region] for region in regions.split("/"))
            if found != name:
                of = "place_filter" if kind == "place" else "place_part"
                shown.append(phrase(language, of, name=name, region=found))
        elif kind in _FILLED:
            name, filled = _FILLED[kind]
            shown.append(phrase(language, name, **{filled: rest}))
        elif kind == "compared":
            new, old = (title_of(plans[plan_id]) for plan_id in rest.split(":"))
            shown.append(phrase(language, "compared", new=new, old=old))
        elif kind == "also":
            words, _, name = rest.rpartition(":")
            shown.append(phrase(language, "also", words=words, name=name))
        elif note in question.notes:
            shown.append(note)
    return tuple(shown)
