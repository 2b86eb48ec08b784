"""What became of measures, and when they are due, as text for people, in Norwegian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from indexer.year_parts import Precision
from service import models
from service.models.over_time import Continued, Deadline, Value
from service.over_time.deadlines import Group
from service.over_time.diff import Relation

LONGEST = 160
"""Characters of a measure that are printed; `--json` has it whole."""

_FIELDS = {
    "text": "ordlyd",
    "responsible": "ansvarlig",
    "deadline": "frist",
    "target_group": "målgruppe",
    "goal": "mål",
    "status": "status",
}
_RELATIONS = {
    Relation.ONE_TO_ONE: "videreført",
    Relation.SPLIT: "delt",
    Relation.MERGED: "slått sammen",
}
GROUPS = {
    Group.OVERDUE: "Fristen er passert (planen sier ikke at tiltaket er gjennomført)",
    Group.CONTINUED: "Fristen er passert, men tiltaket ser ut til å være videreført med ny frist",
    Group.DUE_THIS_YEAR: "Frist i år",
    Group.LATER: "Frist senere",
    Group.ONGOING: "Løpende",
    Group.UNKNOWN: "Fristen kunne ikke leses, eller har ingen slutt",
    Group.NONE: "Uten frist i planen",
    Group.DONE: "Planen sier at tiltaket er gjennomført",
    Group.DROPPED: "Planen sier at tiltaket er lagt bort",
}
"""What each group is called."""


def diff_text(found: models.Diff) -> str:
    """Continued measures with what is changed, then the new and the gone."""
    old, new = found.plans
    pairs = [f"{_pair(each)}" for each in found.continued]
    by_id = {measure.measure_id: measure for measure in (*found.gone, *found.new)}
    possible = [
        f"{_measure(by_id[each.from_])}\n→ {_measure(by_id[each.to])}  [{_number(each.score)}]"
        for each in found.possible
    ]
    parts = [
        f"Fra {old.title}\ntil {new.title}",
        "\n".join(f"Merk: {note}" for note in found.notes),
        _heading(f"Videreført ({len({each.from_.measure_id for each in found.continued})})"),
        *pairs,
        _heading(f"Nytt i {new.plan_id} ({len(found.new)})"),
        "\n".join(map(_measure, found.new)),
        _heading(f"Ikke med lenger ({len(found.gone)})"),
        "\n".join(f"{_measure(each)}{_said(each)}" for each in found.gone),
        *((_heading("Ligner litt; kan ha sammenheng"), *possible) if possible else ()),
    ]
    return "\n\n".join(part for part in parts if part)


def _pair(each: Continued) -> str:
    lines = [
        f"{_measure(each.from_)}",
        f"→ {_measure(each.to)}  [{_RELATIONS[each.relation]}, {_number(each.score)}]",
        *(
            f"   {_FIELDS[n]}: {_value(a)} → {_value(b)}"
            for n, (a, b) in each.changed.items()
            if n != "text"
        ),
    ]
    if "text" in each.changed:
        lines.append("   ordlyden er endret")
    if not each.changed:
        lines.append("   uendret")
    if each.unread:
        lines.append(f"   ikke sammenlignet: {', '.join(_FIELDS[name] for name in each.unread)}")
    return "\n".join(lines)


def deadlines_text(found: models.DeadlineList) -> str:
    """Measures under their groups and regions, then the sums."""
    parts = [f"Frister per {_day(found.as_of)}: {found.total} tiltak"]
    parts.extend(f"Merk: {note}" for note in found.notes)
    for group, members in groupby(found.deadlines, key=lambda each: each.group):
        own = list(members)
        parts.append(_heading(f"{GROUPS[group]} ({len(own)})"))
        parts.extend(_regions(own))
    parts.append(_heading("Per region"))
    parts.append("\n".join(f"{each.region_name}: {_sums(each.counts)}" for each in found.by_region))
    return "\n\n".join(parts)


def _regions(deadlines: Iterable[Deadline]) -> Iterator[str]:
    ordered = sorted(deadlines, key=lambda each: each.plan.region_name)
    for region, own in groupby(ordered, key=lambda each: each.plan.region_name):
        yield "\n".join((f"{region}:", *(_deadline(each) for each in own)))


def _deadline(each: Deadline) -> str:
    measure = each.measure
    due = each.due
    when = measure.deadline or "ingen frist"
    if "deadline" in measure.uncertain:
        when = "kunne ikke leses"
    if due.day and due.precision is not Precision.YEAR:
        when += f" (senest {_day(due.day)})"
    if measure.moved_from:
        when += f", flyttet fra {measure.moved_from}"
    who = "; ".join(measure.responsible) or "ansvarlig ikke oppgitt"
    if "responsible" in measure.uncertain:
        who = "ansvarlig kunne ikke leses"
    lines = [f"  {when}: {_measure(measure)}", f"     {who}{_said(measure)}"]
    if each.successor:
        which = (
            "fra en tidligere plan; regionen har en nyere" if each.earlier_plan else "neste plan"
        )
        lines.append(f"     {which}: {each.successor}")
    lines.extend(
        f"     ser ut til å være videreført der: {later.measure_id}, frist "
        f"{later.deadline or 'ikke oppgitt'}"
        for later in each.continued_as
    )
    return "\n".join(lines)


def _sums(counts: dict[Group, int]) -> str:
    return ", ".join(
        f"{GROUPS[group].split(' (')[0].lower()}: {n}" for group, n in counts.items() if n
    )


def _said(measure: models.Measure) -> str:
    """How far a plan says that its measure has come."""
    return f"; planen sier: {measure.status}" if measure.status else ""


def _measure(measure: models.Measure) -> str:
    number = f"{measure.number} " if measure.number else ""
    text = f"{number}{measure.text}".split("\n")[0]
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
    return f"{cut} ({measure.measure_id})"


def _value(value: Value) -> str:
    if isinstance(value, list):
        value = "; ".join(value)
    return value or "ikke oppgitt"


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
