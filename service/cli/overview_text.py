"""Comparisons, topics and bodies as text for people, in Norwegian, for the `plansok` command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from service import models
from service.cli.printing import indented, quoted, table
from service.files.sheets import place
from service.results import Verdict
from service.words.phrases import phrase

LONGEST_TOPIC = 52
"""Characters of a topic in a matrix; with five plans it fits a terminal of 80."""

LONGEST_TEXT = 110
"""Characters of a measure in a list of topics; `--json` has it whole."""


def compare_text(found: models.Comparison, with_measures: bool) -> str:
    """Topics by numbered plans: how many measures, or a line where there are none."""
    legend = [
        f"{number}  {plan.plan_id}  {plan.region_name}"
        for number, plan in enumerate(found.plans, start=1)
    ]
    cells = {(cell.topic, cell.plan_id): cell for cell in found.cells}
    rows = [
        (_cut(topic, LONGEST_TOPIC), *(_mark(cells[topic, p.plan_id]) for p in found.plans))
        for topic in found.topics
    ]
    headings = ("Tema", *(str(number) for number in range(1, len(found.plans) + 1)))
    parts = [
        "\n".join(legend),
        table(headings, rows),
        _key(found),
    ]
    if with_measures:
        parts += [_behind(topic, found) for topic in found.topics]
    else:
        parts.append('Tiltakene bak: plansok compare "TEMA", eller -o FIL.xlsx')
    return "\n\n".join(part for part in parts if part)


def _mark(cell: models.CompareCell) -> str:
    if cell.verdict is Verdict.YES:
        return str(len(cell.findings))
    if cell.verdict is Verdict.UNREADABLE:
        return "?"
    return "(–)" if cell.searched.hard_to_read else "–"


def _key(found: models.Comparison) -> str:
    """What the marks mean."""
    key = "Tallene er tiltak; – er ingen, ? er en plan som ikke kunne leses."
    if any(_mark(cell) == "(–)" for cell in found.cells):
        key += f"\n(–) er ingen, men {phrase('nb', 'hard')}."
    return key


def _behind(topic: str, found: models.Comparison) -> str:
    """A topic's measures by plan, each with its place and its words there."""
    lines = []
    for cell in found.cells:
        if cell.topic != topic:
            continue
        for number in cell.findings:
            finding = found.findings[number]
            citation = found.citations[finding.citation]
            lines.append(
                f"{finding.measure_id} ({place(citation)})\n{indented(finding.text)}\n"
                f"   {quoted(citation.quote)}"
            )
    verdicts = {cell.verdict for cell in found.cells if cell.topic == topic}
    none = "plan som kunne leses" if Verdict.UNREADABLE in verdicts else "plan"
    return "\n".join((f"{topic}:", *(lines or [f"   Ingen tiltak i noen {none}."])))


def sets_text(found: models.SubjectSets) -> str:
    parts = []
    for each in found.sets:
        names = [f"   {subject.name}: {', '.join(subject.phrases)}" for subject in each.subjects]
        parts.append("\n".join((f"{each.set_id}: {each.name}", *names)))
    return "\n\n".join(parts)


def topics_text(found: models.TopicList) -> str:
    """A topic a paragraph: its words, its regions, and its measures with their places."""
    parts = []
    for topic in found.topics:
        regions = ", ".join(region.region for region in topic.regions)
        shown = len(topic.measures)
        count = f"{shown} tiltak" if shown == topic.total else f"{shown} av {topic.total} tiltak"
        lines = [f"   {_line(measure)}" for measure in topic.measures]
        parts.append("\n".join((f"{topic.name} – {count}; {regions}", *lines)))
    if found.ungrouped:
        lines = [f"   {_line(measure)}" for measure in found.ungrouped]
        parts.append("\n".join((f"Uten gruppe – {len(lines)} tiltak", *lines)))
    return "\n\n".join(parts or ["Ingen tiltak."])


def bodies_text(found: models.BodyList) -> str:
    """A name a line with each region's count; kinds of bodies apart; and who is not named."""
    parts = []
    for kind, heading in (("named", "Organer"), ("general", "Ubestemte")):
        groups: dict[str, list[models.Body]] = {}
        by_id: dict[str, list[models.Body]] = {}
        for body in found.bodies:
            if body.kind != kind:
                continue
            known = next((by_id[other] for other in body.namesakes if other in by_id), None)
            group = known if known is not None else groups.setdefault(body.body_id, [])
            group.append(body)
            by_id[body.body_id] = group
        lines = [_names_line(group) for group in groups.values()]
        if lines:
            parts.append("\n".join((f"{heading}:", *lines)))
    rows = [(p.plan_id, p.measures, p.named, p.unread, p.unnamed) for p in found.plans]
    if rows:
        parts.append(table(("Plan", "Tiltak", "Med ansvarlig", "Ikke lest", "Uten"), rows))
    return "\n\n".join(parts or ["Ingen organer."])


def _names_line(group: Sequence[models.Body]) -> str:
    counts = ", ".join(f"{body.region} {body.total}" for body in group)
    others = {s.text for body in group for s in body.spellings} - {group[0].name}
    spelt = f" (også: {'; '.join(sorted(others))})" if others else ""
    return f"   {group[0].name} – {counts}{spelt}"


def body_details_text(name: str, bodies: Sequence[models.BodyDetail]) -> str:
    """Each body of a name with its region, its spellings and its measures by plan."""
    if not bodies:
        return f"Ingen plan har et organ som heter «{name}»."
    parts = []
    if any(set(body.namesakes) & {other.body_id for other in bodies} for body in bodies):
        parts.append("Navnet finnes i flere helsefellesskap; det er ikke samme organ.")
    for body in bodies:
        full = f" ({body.stands_for})" if body.stands_for else ""
        head = [f"{body.name}{full}, {body.region_name} – {body.total} tiltak  [{body.body_id}]"]
        head.append("   Skrives: " + "; ".join(f"{s.text} ({s.count})" for s in body.spellings))
        if body.related:
            head.append(f"   Kanskje det samme: {', '.join(body.related)}")
        by_plan = defaultdict(list)
        for measure in body.measures:
            by_plan[measure.plan_id].append(f"      {_line(measure)}")
        for plan_id, lines in by_plan.items():
            head += [f"   {plan_id}:", *lines]
        parts.append("\n".join(head))
    return "\n\n".join(parts)


def _line(measure: models.Measure) -> str:
    number = f"{measure.number} " if measure.number else ""
    text = _cut(" ".join(measure.text.split()), LONGEST_TEXT)
    return f"{number}{text} ({measure.plan_id}, {place(measure.citation)})"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
