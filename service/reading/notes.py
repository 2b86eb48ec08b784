"""What was understood of a question, as records; `understood` says it to people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Noted(StrEnum):
    """What is noted: a phrase each, of those that have one."""

    PLAN = "plan_filter"
    PLACE = "place_filter"
    PART = "place_part"
    OWN = "own_plan"
    MISSING = "place_unknown"
    SHUT = "shut"
    TIME = "time_filter"
    BODY = "body_filter"
    BODY_ALONE = "body_alone"
    BODY_PART = "body_part"
    BODY_SHARED = "body_shared"
    NOT_BODY = "not_body"
    NOT_PLACE = "not_place"
    COMPARED = "compared"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    NUMBER = "number_filter"
    NUMBER_NONE = "number_none"
    NUMBER_GOAL = "number_goal"
    NUMBER_UNDER = "number_under"
    SEVERAL = "several_fields"
    ALSO = "also"
    MEANS = "alike_name"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was understood: `name` is what the question, or a plan, calls it; `means` as
    what a word of the question is looked for; `ids` are the regions of a place, the plans that are
    meant, the newer and the older of those that are compared."""

    kind: Noted
    name: str = ""
    means: str = ""
    ids: tuple[str, ...] = ()
