"""Whether an answer says more than it cites: bodies, years, places, quotes, where they stand.

The rule: an answer never names a body, a year or a place that is not in the cited quote of that
very statement. Nothing is taken from `service.answering`, which writes what is checked here: the
answer's text is taken apart anew, and compared with the citation's own pieces, the plan's entry,
the repairs listed for the plan, and what a person put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from eval.evidence import SPAN, YEAR, Evidence, Known, stands
from indexer.owners import is_of_community, kind_of, line_of, municipality_of
from indexer.records import Column, Correction, Measure, Plan
from indexer.vocabulary import any_of, vocabulary
from service.results import Answer, Finding, PlanCoverage, Verdict
from service.when.times import times_in


class Fault(StrEnum):
    """What is wrong with a statement."""

    BODY = "body"
    YEAR = "year"
    PLACE = "place"
    QUOTE = "quote"
    SOURCE = "source"
    PLAN = "plan"
    COUNT = "count"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Violation:
    """What an answer says that its evidence does not; `said` is the part, `where` the line."""

    fault: Fault
    said: str
    where: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many statements (lines with a citation, and findings) were held against evidence."""

    statements: int
    violations: tuple[Violation, ...]


_MARKED = re.compile(
    r"^(?:– )?(?P<title>.*?\d{4}(?: \([^()\d]*\))?|[^:«]*): (?P<said>.*) \[(?P<mark>\d+)\]$"
)
_LABELS = {
    Column.RESPONSIBLE: "ansvarlig|ansvarleg|responsible",
    Column.DEADLINE: "frist|deadline",
    Column.STATUS: "status",
}
_PARTNERS = rf"[^;:«»]*\b(?i:{any_of(vocabulary().roles_partaking)})\b[^;:«»]*: "
"""How a line says who takes part, by the plan's own word for it."""
_NEXT = (
    r"(?=; (?:ansvarl?[ei]g|responsible|frist|deadline|status|planen|the plan|«)"
    rf"|; {_PARTNERS}|\s*$)"
)
_NAMED_ONLY = re.compile(r"(?:bare nevnt|nevnt bare|berre nemnd|nemnd berre|only) (?:som|as) ")
"""How a line says that measures name who is asked about, but not as responsible."""
_PARTS = re.compile(r" …(?: |$)|•")
"""Where a quote leaves something out, or goes on with the next item of a list, of which OCR made
letters ("e Teste ut")."""
_RANKED = re.compile(r"(?:^|[:;] )([^:;]*\d{4}): [^:;«]+ \((\d+)\)")
"""The bodies of a plan that have most measures, and how many: "Ahus … 2024–2025: AU (22)"."""
_MEANING = re.compile(r"[A-ZÆØÅ]{2,} = ")
"""How a line begins that says what a body's abbreviation stands for."""
_AREAS = re.compile(
    r"(?:^|[.;] )([^.;«]*\d{4}): (\d+) (?:tiltak|measures) (?:i|in) (\d+) (?:deler|delar|parts): "
    r"(.*?)(?=\.$|; [^;«]*\d{4}: \d+ )"
)
"""How a plan divides its measures: "Helgeland 2023–2025: 23 tiltak i 4 deler: Gode … (5), …"."""
_UNSURE = re.compile(r"kunne ik+j?e les|could not be read|kunne ikkje lesast")
_NO_PLAN = re.compile(r"(?:ingen|inga|nokon|noen|uten|utan|no) plan\b")
"""How a line says that there is no plan for the places it names."""
_NOT_FOR = re.compile(r"(?:Ikke funnet hos|Ikkje funne hos|Not found for): (.*)\. (?:Funne|Found)")
_WHEN = (Column.DEADLINE.value, Column.YEAR.value, Column.STATUS.value)


def check(answer: Answer, known: Known) -> Checked:
    """Everything in an answer that its evidence does not say."""
    faults: list[Violation] = []
    evidence = [Evidence(source, known) for source in answer.citations]
    for each in evidence:
        for quote, number in each.misplaced():
            faults.append(Violation(Fault.SOURCE, quote, f"{each.source.document}:{number}"))
    by_citation = {finding.citation: finding for finding in answer.findings}
    for finding in answer.findings:
        faults += _finding(finding, evidence[finding.citation])
    marks = 0
    for text, covered in _texts(answer):
        if text not in answer.answer:  # the whole says what its parts say
            faults.append(Violation(Fault.QUOTE, text, answer.answer))
        for line in text.split("\n"):
            match = _MARKED.match(line)
            if match is None:
                faults += _unmarked(line, answer, covered, known)
                continue
            marks += 1
            number = int(match["mark"]) - 1
            if not 0 <= number < len(evidence):
                faults.append(Violation(Fault.SOURCE, match["mark"], line))
                continue
            faults += _statement(match, evidence[number], by_citation.get(number), known)
    if marks != len(answer.citations):
        faults.append(Violation(Fault.COUNT, f"{marks} marks", answer.answer))
    return Checked(marks + len(answer.findings), tuple(faults))


def _texts(answer: Answer) -> Iterator[tuple[str, Sequence[PlanCoverage]]]:
    """The answer's text, or that of each of its parts, with the coverage that it speaks of."""
    if not answer.parts:
        yield answer.answer, answer.coverage
    for part in answer.parts:
        yield part.answer, part.coverage


def _finding(finding: Finding, evidence: Evidence) -> Iterator[Violation]:
    """A finding against its citation: each of its fields against the pieces it was read from."""
    measure, where = finding.measure, finding.measure.measure_id
    ids = {measure.plan_id, finding.plan.plan_id, evidence.source.plan_id}
    if len(ids) > 1 or finding.plan != evidence.plan:
        yield Violation(Fault.PLAN, finding.plan.plan_id, where)
    for body in measure.responsible:
        if not evidence.says(body, Column.RESPONSIBLE.value):
            yield Violation(Fault.BODY, body, where)
    for text in (measure.deadline, measure.moved_from):
        yield from _wrong_years(text or "", evidence.years(*_WHEN), where)
    for year in measure.years:
        if year not in evidence.years(*_WHEN):
            yield Violation(Fault.YEAR, str(year), where)
    if measure.status and not evidence.says(measure.status):
        yield Violation(Fault.QUOTE, measure.status, where)
    for line in measure.text.split("\n"):
        if not evidence.says(line, Column.MEASURE.value) and not evidence.says(line):
            yield Violation(Fault.QUOTE, line, where)


def _statement(
    match: re.Match[str], evidence: Evidence, finding: Finding | None, known: Known
) -> Iterator[Violation]:
    """A line of an answer against the citation whose mark it ends with."""
    line = match.string
    if evidence.plan is None or not _names(match["title"], evidence.plan, known):
        yield Violation(Fault.PLAN, match["title"], line)
    said, reads = _without_corrections(match["said"], evidence.corrections)
    for read in reads:
        if not any(stands(read, each.read or "") for each in evidence.corrections):
            yield Violation(Fault.QUOTE, read, line)
    yield from _wrong_years(said, evidence.years(), line)
    for name in _named(said, known.bodies):
        if not evidence.says(name):
            yield Violation(Fault.BODY, name, line)
    for name in _named(said, known.places):
        if not evidence.says(name):
            yield Violation(Fault.PLACE, name, line)
    for quoted in re.findall(r"«(.*)»", said):
        for part in _PARTS.split(quoted):
            if not evidence.says(part):
                yield Violation(Fault.QUOTE, part, line)
    if finding is not None:
        yield from _labelled(said, finding.measure, evidence, line)


def _labelled(said: str, measure: Measure, evidence: Evidence, line: str) -> Iterator[Violation]:
    """What a line says under a label, against the pieces of that field and the finding."""
    outside = re.sub(r"«.*»", "«»", said)
    values = {
        column: re.search(rf"(?:^|; )(?:{label}): (.*?){_NEXT}", outside)
        for column, label in _LABELS.items()
    }
    who, when = values[Column.RESPONSIBLE], values[Column.DEADLINE]
    if who is None:
        pieces = [p for p in evidence.source.pieces if p.field == Column.RESPONSIBLE.value]
        put_right = any(c.field == Column.RESPONSIBLE.value for c in evidence.corrections)
        if measure.responsible or (pieces and not put_right):
            yield Violation(Fault.OMITTED, ", ".join(measure.responsible), line)
    elif not _unread(who[1], Column.RESPONSIBLE, measure) and who[1].strip() != ", ".join(
        measure.responsible
    ):
        yield Violation(Fault.BODY, who[1], line)
    if when is None:
        if measure.deadline:
            yield Violation(Fault.OMITTED, measure.deadline, line)
    elif not _unread(when[1], Column.DEADLINE, measure):
        yield from _wrong_years(when[1], evidence.years(*_WHEN), line)
        if measure.deadline is None or measure.deadline not in when[1]:
            yield Violation(Fault.YEAR, when[1], line)
    for partners in re.findall(rf"(?:^|; ){_PARTNERS}(.*?){_NEXT}", outside):
        for name in partners.removesuffix(" …").split(", "):
            if not evidence.says(name):
                yield Violation(Fault.QUOTE, name, line)
    status = values[Column.STATUS]
    if status is not None and not evidence.says(status[1]):
        yield Violation(Fault.QUOTE, status[1], line)


def _unread(said: str, column: Column, measure: Measure) -> bool:
    """Whether a line rightly says that the field could not be read."""
    return column.value in measure.uncertain and bool(_UNSURE.search(said))


def _without_corrections(said: str, corrections: Sequence[Correction]) -> tuple[str, list[str]]:
    """A statement without what it says of corrections, and what it says was read before."""
    reads: list[str] = []
    for each in corrections:
        dates = "|".join(re.escape(f"{each.date:{form}}") for form in ("%d.%m.%Y", "%Y-%m-%d"))
        aside = rf"[^(;«]*{re.escape(each.by)} (?:{dates});[^;«)]*(?:«([^«»]*)»)?"
        for match in re.finditer(aside, said):
            reads += [part for part in re.split(r" …(?: |$)", match[1] or "") if part]
        said = re.sub(aside, "", said)
    return re.sub(r" \([; ]*\)", "", said), reads


def _unmarked(
    line: str, answer: Answer, covered: Sequence[PlanCoverage], known: Known
) -> Iterator[Violation]:
    """A line without a citation: its counts, and that it is about plans there are."""
    if "«" in line:
        yield Violation(Fault.QUOTE, line, line)
    periods = {
        y for p in known.plans.values() if p.period for y in range(p.period[0], p.period[1] + 1)
    }
    asked = {int(year) for year in YEAR.findall(answer.question)}
    asked |= {year for time in times_in(answer.question) for year in time.years}  # "neste år"
    areas = _AREAS.findall(line) if answer.answered else []
    if areas:  # a part of a plan may name a year: "… for perioden 2023-2038"
        quoted = " ".join(citation.quote for citation in answer.citations)
        asked |= {int(year) for year in YEAR.findall(quoted)}
    yield from _wrong_years(line, periods | asked, line)
    ranked = _RANKED.findall(line) if answer.answered and not areas else []
    only = bool(_NAMED_ONLY.search(line)) and answer.answered
    told = ranked or areas or only
    cited = [Evidence(source, known) for source in answer.citations] if told else []

    def is_cited(name: str) -> bool:
        if only and stands(name, answer.question):
            return any(evidence.says(name) for evidence in cited)
        return any(evidence.says(name, Column.RESPONSIBLE.value) for evidence in cited)

    for name in _named(line, known.places):
        own = any(stands(name, _owner(plan)) for plan in known.plans.values())
        unplanned = name in known.areas and _NO_PLAN.search(line)
        if not (own or unplanned or stands(name, answer.question) or is_cited(name)):
            yield Violation(Fault.PLACE, name, line)
    for name in _named(line, known.bodies):
        if is_cited(name):
            continue
        own = any(stands(name, _owner(plan)) for plan in known.plans.values())
        said_of = _NO_PLAN.search(line) or _MEANING.match(line)
        if not (own or (said_of and stands(name, answer.question))):
            yield Violation(Fault.BODY, name, line)
    if areas:
        yield from _wrong_areas(areas, covered, line)
    elif ranked:
        yield from _wrong_ranks(ranked, covered, line)
    elif answer.answered:
        yield from _wrong_heading(line, covered)


def _wrong_heading(line: str, covered: Sequence[PlanCoverage]) -> Iterator[Violation]:
    """What a line beside the statements counts, and plans that it says have nothing."""
    by_plan = re.findall(
        r"(\d+) (?:tiltak|measures?) (?:i planen for|in the plan for) ([^;]*)", line
    )
    if len(by_plan) > 1:
        yield from _wrong_counts(by_plan, covered, line)
        return
    heading = re.search(
        r"(\d+|Ei?tt|One) (?:tiltak|measures?) (?:i planen for|in the plan for) ", line
    )
    if heading:
        counted = [len(each.findings) for each in covered]
        said = int(heading[1]) if heading[1].isdigit() else 1
        if counted != [said] or not any(t in line for t in _titles(covered[0].plan)):
            yield Violation(Fault.COUNT, heading[0], line)
        return
    without = _NOT_FOR.search(line)
    for each in covered:
        name = each.plan.region.name.split()[-1]
        if without and each.verdict is Verdict.YES and stands(name, without[1]):
            yield Violation(Fault.PLAN, each.plan.plan_id, line)
        if each.verdict is Verdict.YES and any(t in line for t in _titles(each.plan)):
            yield Violation(Fault.PLAN, each.plan.plan_id, line)
    count = re.search(r"(\d+) (?:tiltak|measures?) (?:i|in) (\d+) (?:av|of) (\d+) ", line)
    if count:
        found = [len(e.findings) for e in covered if e.findings]
        true = (sum(found), len(found), len(covered))
        if tuple(map(int, count.groups())) != true:
            yield Violation(Fault.COUNT, count[0], line)


def _wrong_counts(
    by_plan: Sequence[tuple[str, str]], covered: Sequence[PlanCoverage], line: str
) -> Iterator[Violation]:
    """What a line says of how many measures each of several plans has."""
    for count, title in by_plan:
        own = [len(e.findings) for e in covered if any(t in title for t in _titles(e.plan))]
        if own != [int(count)]:
            yield Violation(Fault.COUNT, f"{count}: {title}", line)


def _wrong_ranks(
    ranked: Sequence[tuple[str, str]], covered: Sequence[PlanCoverage], line: str
) -> Iterator[Violation]:
    """What a line says of how many measures the bodies of a plan have: no more than are cited."""
    for title, count in ranked:
        own = [len(e.findings) for e in covered if any(t in title for t in _titles(e.plan))]
        if len(own) != 1 or not 0 < int(count) <= own[0]:
            yield Violation(Fault.COUNT, f"{count}: {title}", line)


def _wrong_areas(
    areas: Sequence[tuple[str, str, str, str]], covered: Sequence[PlanCoverage], line: str
) -> Iterator[Violation]:
    """What a line says of the parts of plans: all of a plan's measures, in all of its parts."""
    for title, count, parts, told in areas:
        own = [e.searched.measures for e in covered if any(t in title for t in _titles(e.plan))]
        counts = [int(number) for number in re.findall(r" \((\d+)\)(?=,|$)", told)]
        if own != [int(count)] or sum(counts) != int(count):
            yield Violation(Fault.COUNT, f"{count}: {title}", line)
        elif int(parts) not in (len(counts), len(counts) - 1):
            yield Violation(Fault.COUNT, f"{parts}: {title}", line)


def _titles(plan: Plan) -> Iterator[str]:
    """How a line may end the name of a plan: the last word of its region, or its publisher where
    it is a municipality's own, and its period."""
    if plan.publisher is None:
        yield plan.title
    if plan.period:
        first, last = plan.period
        period = str(first) if first == last else f"{first}–{last}"
        if municipality_of(plan) is None:
            yield f"{plan.region.name.split()[-1]} {period}"
        else:
            yield from (f"{plan.publisher} {period}", f"{_owner(plan)} {period}")


def _owner(plan: Plan) -> str:
    """Whose a plan is: its region's, or the municipality's that published it, with its kind."""
    if plan.publisher is None and not is_of_community(plan):
        return plan.title
    if municipality_of(plan) is None:
        return plan.region.name if plan.region.is_known else plan.publisher or plan.region.name
    kind = kind_of(plan)
    return f"{plan.publisher}, {kind}" if kind else f"{plan.publisher}"


def _names(title: str, plan: Plan, known: Known) -> bool:
    """Whether a title is that of a plan: words of its owner, and exactly its period.

    An aside behind it ("from an earlier plan") must be so.
    """
    aside = re.search(r"\s*\(([^()]*)\)$", title)
    if aside and not any(_is_newer(other, plan) for other in known.plans.values()):
        return False
    title = title[: aside.start()] if aside else title
    own = {str(year) for year in plan.period or ()}
    name = SPAN.sub("", title) if len(own) > 1 else YEAR.sub("", title)
    return set(YEAR.findall(title)) == own and bool(name.strip()) and stands(name, _owner(plan))


def _is_newer(other: Plan, plan: Plan) -> bool:
    if line_of(other) != line_of(plan) or other.period is None or plan.period is None:
        return False
    return other.period[0] > plan.period[0]


def _wrong_years(text: str, allowed: Iterable[int], where: str) -> Iterator[Violation]:
    for year in dict.fromkeys(YEAR.findall(text)):
        if int(year) not in set(allowed):
            yield Violation(Fault.YEAR, year, where)


def _named(text: str, names: Sequence[str]) -> Iterator[str]:
    """The names that stand in a text as written, as whole words."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                yield name
                break
            start = text.find(name, end)
