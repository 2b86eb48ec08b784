"""Deadlines as an iCalendar file (RFC 5545). The only place that knows icalendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from indexer.year_parts import Precision
from service.models import Citation
from service.over_time.deadlines import Deadline, Group

if TYPE_CHECKING:
    from icalendar import Event

ICS = "text/calendar; charset=utf-8"

PRODUCT = "-//Plansok//Plansok//NO"
LONGEST_SUMMARY = 120
"""Characters of a measure in an entry's heading; calendars show some 60."""

_PRECISIONS = {
    Precision.WEEK: "uke",
    Precision.MONTH: "måned",
    Precision.QUARTER: "kvartal eller tertial",
    Precision.SEASON: "årstid",
    Precision.HALF_YEAR: "halvår",
    Precision.YEAR: "år",
    Precision.PART: "omtrent når",
}

_WHAT = {
    Group.DONE: "Gjennomført",
    Group.DROPPED: "Lagt bort",
    Group.CONTINUED: "Trolig videreført",
    Group.ONGOING: "Løpende",
}
"""What an entry is, where it is no deadline to keep any more."""


def to_ics(deadlines: Iterable[Deadline], made: datetime, base_url: str | None = None) -> bytes:
    """A calendar with an all-day entry, on its last day, for each measure that has a day.

    `made` is when the plans were read; `base_url` is where the service is, for the links. The
    entries' ids are the measures', so that a calendar read again replaces its own.
    """
    from icalendar import Calendar

    calendar = Calendar.new(
        prodid=PRODUCT, method="PUBLISH", name="Frister i handlingsplaner", uid="frister@plansok"
    )
    for deadline in deadlines:
        if deadline.due.day is not None:
            calendar.add_component(_entry(deadline, made, base_url))
    content: bytes = calendar.to_ical()
    return content


def _entry(deadline: Deadline, made: datetime, base_url: str | None) -> Event:
    from icalendar import TRANSP, Event

    measure, day = deadline.measure, deadline.due.day
    assert day is not None
    first = measure.text.split("\n")[0]
    shown = first if len(first) <= LONGEST_SUMMARY else f"{first[:LONGEST_SUMMARY].rstrip()}…"
    earlier = "Tidligere plan: " if deadline.earlier else ""
    return Event.new(
        uid=f"{measure.measure_id}@plansok",
        stamp=made,
        start=day,
        end=day + timedelta(days=1),
        summary=f"{earlier}{_WHAT.get(deadline.group, 'Frist')}: {shown}",
        description="\n".join(description(deadline)),
        categories=[deadline.plan.region.name],
        transparency=TRANSP.TRANSPARENT,
        url=f"{base_url.rstrip('/')}{_href(deadline)}" if base_url else None,
    )


def _href(deadline: Deadline) -> str:
    return str(Citation.of(deadline.measure.source).href)


def description(deadline: Deadline) -> list[str]:
    """What an entry says, a line each: the measure, who, when, how far, and where it stands."""
    measure, source = deadline.measure, deadline.measure.source
    who = "; ".join(measure.responsible) or "ikke oppgitt"
    if "responsible" in measure.uncertain:
        who = "kunne ikke leses"
    moved = f" (flyttet fra {measure.moved_from})" if measure.moved_from else ""
    exact = _PRECISIONS.get(deadline.due.precision or Precision.DAY)
    where = f"side {source.page}, linje {source.line}" if source.page else f"linje {source.line}"
    lines = [
        measure.text,
        "",
        f"Ansvarlig: {who}",
        f"Frist i planen: {measure.deadline}{moved}",
        *([f"Planen oppgir {exact}, ingen dag; her står den siste dagen."] if exact else []),
        f"Status i planen: {measure.status or 'ikke oppgitt'}",
        f"Plan: {deadline.plan.title}",
        f"Kilde: {source.document}, {where}",
    ]
    if deadline.successor:
        lines.append(f"Regionen har en nyere plan: {deadline.successor.title}")
    for later in deadline.continued_as:
        when = later.deadline or "ikke oppgitt"
        lines.append(f"Ser ut til å være videreført der (frist {when}): {later.measure_id}")
    return lines
