"""Whether an answer says more than it cites: bodies, years, places, quotes, and where they stand.

The rule: an answer never names a body, a year or a place that is not in the cited quote of that
very statement. Nothing is taken from `service.answer`, which writes what is checked here: the
answer's text is taken apart anew, and compared with the citation's own pieces, the plan's entry,
the repairs listed for the plan, and what a person put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from indexer.cells import plain
from indexer.communities import Communities, load_communities
from indexer.records import Column, Correction, Measure, Piece, Plan, Repair, Source
from service.engine import Engine
from service.results import Answer, Finding, PlanCoverage, Verdict


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
class Known:
    """What the checker holds answers against, by plan id; nothing of it comes from an answer.

    `bodies` and `places` are names to look for; `lines` those of a plan's file, or of its
    transcript; `corrections` are by (plan id, first line, quote).
    """

    plans: Mapping[str, Plan]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    lines: Mapping[str, Sequence[str]]
    repairs: Mapping[str, Sequence[Repair]]
    corrections: Mapping[tuple[str, int, str], Sequence[Correction]]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many statements (lines with a citation, and findings) were held against evidence."""

    statements: int
    violations: tuple[Violation, ...]


_MARKED = re.compile(
    r"^(?:– )?(?P<title>.*?\d{4}(?: \([^()\d]*\))?|[^:«]*): (?P<said>.*) \[(?P<mark>\d+)\]$"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)(20\d\d)\s?[-–]\s?(20\d\d)(?!\d)")
_LABELS = {
    Column.RESPONSIBLE: "ansvarlig|ansvarleg|responsible",
    Column.DEADLINE: "frist|deadline",
    Column.STATUS: "status",
}
_NEXT = r"(?=; (?:ansvarl?[ei]g|responsible|frist|deadline|status|planen|the plan|«)|\s*$)"
_PARTS = re.compile(r" …(?: |$)|•")
"""Where a quote leaves something out, or goes on with the next item of a list, of which OCR made
letters ("e Teste ut")."""
_UNSURE = re.compile(r"kunne ik+j?e les|could not be read|kunne ikkje lesast")
_WHEN = (Column.DEADLINE.value, Column.YEAR.value, Column.STATUS.value)


def known_of(engine: Engine) -> Known:
    """What the answers of an engine are held against."""
    places = {plan.region.name for plan in engine.plans}
    if engine.plans:
        copies = engine.document(engine.plans[0].plan_id).parent
        places |= _places(load_communities(copies.parent))
    bodies = {b for p in engine.passages if p.measure for b in p.measure.responsible}
    lines = {}
    for plan in engine.plans:
        path = engine.transcript(plan.plan_id) or engine.document(plan.plan_id)
        lines[plan.plan_id] = path.read_text(encoding="utf-8-sig").split("\n")
    corrections: dict[tuple[str, int, str], tuple[Correction, ...]] = {}
    for passage in engine.passages:
        own = passage.measure.corrections if passage.measure else passage.corrections
        if own:
            corrections[_place(passage.source)] = own
    return Known(
        plans={plan.plan_id: plan for plan in engine.plans},
        bodies=tuple(sorted(bodies)),
        places=tuple(sorted(places)),
        lines=lines,
        repairs=engine.repairs,
        corrections=corrections,
    )


def _places(communities: Communities) -> set[str]:
    """Every name of a place or a trust in the country, but those that are common words too."""
    names = {name for name, _ in communities.areas}
    for each in communities.all:
        names |= {each.region.name, each.trust, *each.trust_aliases, *each.aliases}
        names |= {*each.municipalities, *(old for old, _ in each.former)}
    return {name for name in names if name.lower() not in communities.ordinary_words}


def check(answer: Answer, known: Known) -> Checked:
    """Everything in an answer that its evidence does not say."""
    faults: list[Violation] = []
    evidence = [Evidence(source, known) for source in answer.citations]
    for each in evidence:
        faults += each.misplaced()
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


class Evidence:
    """What one citation says: its words as they stand, and with the plan's listed repairs."""

    def __init__(self, source: Source, known: Known) -> None:
        self.source = source
        self._lines = known.lines.get(source.plan_id, ())
        self._repairs = known.repairs.get(source.plan_id, ())
        self.corrections = known.corrections.get(_place(source), ())
        self.plan = known.plans.get(source.plan_id)

    def misplaced(self) -> Iterator[Violation]:
        """Quotes that do not stand where the citation says, byte for byte."""
        source = self.source
        stretch = "\n".join(self._lines[source.line - 1 : source.end_line])
        if not source.quote.strip() or source.quote not in stretch:
            yield Violation(Fault.SOURCE, source.quote, f"{source.document}:{source.line}")
        for piece in source.pieces:
            end = piece.line + piece.quote.count("\n")
            if piece.quote not in "\n".join(self._lines[piece.line - 1 : end]):
                yield Violation(Fault.SOURCE, piece.quote, f"{source.document}:{piece.line}")

    def texts(self, *fields: str) -> list[str]:
        """What the pieces of these fields say, as it stands and repaired; of no such field, or
        without fields, all that is cited."""
        pieces = [piece for piece in self.source.pieces if piece.field in fields]
        own = [each.corrected or "" for each in self.corrections if each.field in fields]
        if pieces:
            return [*self._read(pieces), *own]
        every = [each.corrected or "" for each in self.corrections]
        quote = self._repaired(self.source.quote, self.source.line, self.source.end_line)
        return [*self._read(self.source.pieces), plain(self.source.quote), plain(quote), *every]

    def says(self, text: str, *fields: str) -> bool:
        """Whether a text stands there as whole words, whatever blanks, hyphens and bullets."""
        return any(_stands(text, said) for said in self.texts(*fields))

    def years(self, *fields: str) -> set[int]:
        """The years that are said, those between the ends of a span, and those of marked
        columns."""
        found = self._marked() if not fields or Column.YEAR.value in fields else set()
        for text in self.texts(*fields):
            found |= {int(year) for year in _YEAR.findall(text)}
            for first, last in _SPAN.findall(text):
                found |= set(range(int(first), int(last) + 1))
        return found

    def _read(self, pieces: Sequence[Piece]) -> list[str]:
        raw = plain(" ".join(piece.quote for piece in pieces))
        repaired = plain(
            " ".join(self._repaired(piece.quote, piece.line, piece.line) for piece in pieces)
        )
        return [raw, repaired]

    def _repaired(self, text: str, first: int, last: int) -> str:
        """A text with the words put right that the plan's repairs list for its lines."""
        for repair in self._repairs:
            if first <= repair.line <= last:
                word = rf"(?<!\w){re.escape(repair.source)}(?!\w)"
                text = repair.repaired.join(re.split(word, text))
        return text

    def _marked(self) -> set[int]:
        """Years in whose column the quoted row has a mark, by the nearest heading row above."""
        found: set[int] = set()
        for line in {p.line for p in self.source.pieces if p.field == Column.YEAR.value}:
            cells = _cells(self._lines[line - 1])
            above = (_cells(self._lines[i]) for i in range(line - 2, -1, -1))
            heading = next((row for row in above if len(_headed(row)) > 1), [])
            found |= {
                year
                for column, year in _headed(heading).items()
                if column < len(cells) and cells[column].strip(" -–")
            }
        return found


def _place(source: Source) -> tuple[str, int, str]:
    return source.plan_id, source.line, source.quote


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.strip().strip("|").split("|")


def _headed(row: Sequence[str]) -> dict[int, int]:
    years = ((i, re.fullmatch(r"\W*(20\d\d)\W*", cell)) for i, cell in enumerate(row))
    return {column: int(match[1]) for column, match in years if match}


@cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """A text's letters in order, with anything between them that is none."""
    letters = re.sub(r"[\W_]+", "", text.lower())
    if not letters:
        return None
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(letters) + r"(?![^\W_])")


def _stands(text: str, said: str) -> bool:
    pattern = _pattern(text)
    return pattern is None or bool(pattern.search(said.lower()))


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
        if not any(_stands(read, each.read or "") for each in evidence.corrections):
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
    elif not _UNSURE.search(who[1]) and who[1].strip() != ", ".join(measure.responsible):
        yield Violation(Fault.BODY, who[1], line)
    if when is None:
        if measure.deadline:
            yield Violation(Fault.OMITTED, measure.deadline, line)
    elif not _UNSURE.search(when[1]):
        yield from _wrong_years(when[1], evidence.years(*_WHEN), line)
        if measure.deadline is None or measure.deadline not in when[1]:
            yield Violation(Fault.YEAR, when[1], line)
    status = values[Column.STATUS]
    if status is not None and not evidence.says(status[1]):
        yield Violation(Fault.QUOTE, status[1], line)


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
    asked = {int(year) for year in _YEAR.findall(answer.question)}
    yield from _wrong_years(line, periods | asked, line)
    for name in _named(line, known.places):
        own = any(_stands(name, plan.region.name) for plan in known.plans.values())
        if not own and not _stands(name, answer.question):
            yield Violation(Fault.PLACE, name, line)
    for name in _named(line, known.bodies):
        if not any(_stands(name, plan.region.name) for plan in known.plans.values()):
            yield Violation(Fault.BODY, name, line)
    if not answer.answered:
        return
    for each in covered:
        if each.verdict is Verdict.YES and any(t in line for t in _titles(each.plan)):
            yield Violation(Fault.PLAN, each.plan.plan_id, line)
    count = re.search(r"(\d+) (?:tiltak|measures?) (?:i|in) (\d+) (?:av|of) (\d+) ", line)
    if count:
        found = [len(e.findings) for e in covered if e.findings]
        true = (sum(found), len(found), len(covered))
        if tuple(map(int, count.groups())) != true:
            yield Violation(Fault.COUNT, count[0], line)


def _titles(plan: Plan) -> Iterator[str]:
    """How a line may end the name of a plan: the last word of its region, and its period."""
    if plan.period:
        first, last = plan.period
        period = str(first) if first == last else f"{first}–{last}"
        yield f"{plan.region.name.split()[-1]} {period}"


def _names(title: str, plan: Plan, known: Known) -> bool:
    """Whether a title is that of a plan: words of its region, and exactly its period.

    An aside behind it ("from an earlier plan") must be so.
    """
    aside = re.search(r"\s*\(([^()]*)\)$", title)
    if aside and not any(_is_newer(other, plan) for other in known.plans.values()):
        return False
    title = title[: aside.start()] if aside else title
    own = {str(year) for year in plan.period or ()}
    name = _SPAN.sub("", title) if len(own) > 1 else _YEAR.sub("", title)
    return (
        set(_YEAR.findall(title)) == own and bool(name.strip()) and _stands(name, plan.region.name)
    )


def _is_newer(other: Plan, plan: Plan) -> bool:
    if other.region != plan.region or other.period is None or plan.period is None:
        return False
    return other.period[0] > plan.period[0]


def _wrong_years(text: str, allowed: Iterable[int], where: str) -> Iterator[Violation]:
    for year in dict.fromkeys(_YEAR.findall(text)):
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
