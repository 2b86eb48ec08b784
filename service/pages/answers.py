"""An answer as its page shows it: a part for each question, and what was understood of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.records import Plan, Source
from service.answering.covered import is_unread
from service.engine import Engine
from service.pages.views import PlanGroup
from service.pages.visit import Visit
from service.reading.notes import Noted
from service.results import (
    Answer,
    Finding,
    Intent,
    Part,
    PlanCoverage,
    Reason,
    Reply,
    Verdict,
)
from service.words.literal import as_literal
from service.words.phrases import phrase

MOST_ROWS = 25
"""Findings of a part shown before a reader asks for all of them."""

MOST_QUESTIONS = 9
"""Questions in one text of which a note would say how many they are."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of the question, in its language; `href` asks it with those words taken
    literally. `said` where it is a sentence of its own."""

    text: str
    href: str | None
    said: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """Prose quoted as an answer; `mark` is its number."""

    plan: Plan
    text: str
    source: Source
    passage_id: str | None
    mark: int


@dataclass(frozen=True, slots=True)
class PartView:
    """What answers one question, or why nothing does; `question` is empty where it is the only one.

    `groups` are the findings shown of `found`, in `plans` of `all` plans; `marks` are their numbers
    by measure, `texts` how each is shown, and `said` what is said of one beside its fields.
    `without` are the plans that nothing was found in; `refusal` says where that was looked for, in
    the question's language, and `collection` is how many plans there are.
    """

    question: str
    intent: Intent
    answered: bool
    reply: Reply | None
    unsaid: tuple[str, ...]
    caveat: str | None
    lacking: bool
    columns: tuple[str, ...]
    reason: Reason | None
    missing: tuple[str, ...]
    groups: tuple[PlanGroup, ...]
    marks: Mapping[str, int]
    said: Mapping[str, str]
    texts: Mapping[str, str]
    found: int
    plans: int
    all: int
    facts: tuple[Fact, ...]
    beside: int
    without: tuple[PlanCoverage, ...]
    unreadable: tuple[PlanCoverage, ...]
    refusal: str | None
    collection: int

    @property
    def is_outside(self) -> bool:
        """Whether it is refused for plans that are for other years, which `caveat` says."""
        return self.reason is Reason.PERIOD_NOT_INDEXED and self.caveat is not None

    @property
    def why(self) -> str | None:
        """Why there is no answer: the reason, or that all that was to be searched is unread."""
        unread = self.unreadable and not self.without and all(map(is_unread, self.unreadable))
        return "not_read" if unread and self.reason is Reason.NO_EVIDENCE else self.reason

    @property
    def heading(self) -> str:
        """The text that heads a part without an answer: nothing is said of all plans where not all
        were looked through."""
        if self.is_outside:
            return "reason_outside_period"
        if self.why is not Reason.NO_EVIDENCE or self.all == self.collection:
            return f"reason_{self.why}"
        return "reason_no_evidence_in" if self.all else "reason_shut_out"

    @property
    def more(self) -> bool:
        """Whether there are findings that are not shown."""
        return len(self.marks) < self.found


def parts_of(engine: Engine, answer: Answer, all_rows: bool) -> tuple[PartView, ...]:
    """The parts of an answer; one that has none is its own only part."""
    parts = answer.parts or (_whole(answer),)
    return tuple(_view(engine, answer, part, all_rows) for part in parts)


def _whole(answer: Answer) -> Part:
    return Part(
        question="",
        intent=answer.intent,
        answered=answer.answered,
        confidence=answer.confidence,
        answer=answer.answer,
        findings=tuple(range(len(answer.findings))),
        citations=tuple(range(len(answer.citations))),
        coverage=answer.coverage,
        reason=answer.reason,
        missing=answer.missing,
        reply=answer.reply,
        unsaid=answer.unsaid,
        caveat=answer.caveat,
        lacking=answer.lacking,
        columns=answer.columns,
    )


def _view(engine: Engine, answer: Answer, part: Part, all_rows: bool) -> PartView:
    findings = [answer.findings[number] for number in part.findings]
    shown = findings if all_rows else findings[:MOST_ROWS]
    cited = {finding.citation for finding in findings}
    verdicts = {v: tuple(c for c in part.coverage if c.verdict is v) for v in Verdict}
    return PartView(
        question=part.question,
        intent=part.intent,
        answered=part.answered,
        reply=part.reply,
        unsaid=part.unsaid,
        caveat=part.caveat if part.lacking else part.caveat and f"{part.caveat.rstrip(':.')}.",
        lacking=part.lacking,
        columns=part.columns,
        reason=part.reason,
        missing=part.missing,
        groups=by_plan(shown),
        marks={finding.measure.measure_id: finding.citation + 1 for finding in shown},
        said={f.measure.measure_id: f.said for f in shown if f.said},
        texts={f.measure.measure_id: f.shown for f in shown},
        found=len(findings),
        plans=len({finding.plan.plan_id for finding in findings}),
        all=len(part.coverage),
        facts=tuple(
            _fact(engine, answer, number)
            for number in part.citations
            if part.answered and number not in cited
        ),
        beside=_beside(answer, part) if findings else 0,
        without=verdicts[Verdict.NO],
        unreadable=verdicts[Verdict.UNREADABLE],
        refusal=_refusal(part),
        collection=len(engine.plans),
    )


def _refusal(part: Part) -> str | None:
    """Why nothing was found, and where that was looked for: the sentence after the caveat."""
    if part.reason is not Reason.NO_EVIDENCE:
        return None
    return next(line for line in part.answer.split("\n") if line != part.caveat)


def _beside(answer: Answer, part: Part) -> int:
    """Plans whose text is quoted beside the measures of others."""
    told = {answer.findings[number].plan.plan_id for number in part.findings}
    return len({answer.citations[number].plan_id for number in part.citations} - told)


def by_plan(findings: Sequence[Finding]) -> tuple[PlanGroup, ...]:
    """The measures of findings in their order, those of one plan together."""
    groups = []
    for _, together in groupby(findings, key=lambda finding: finding.plan.plan_id):
        own = tuple(together)
        measures = tuple(finding.measure for finding in own)
        groups.append(PlanGroup(own[0].plan, measures, own[0].earlier_plan))
    return tuple(groups)


def _fact(engine: Engine, answer: Answer, number: int) -> Fact:
    source = answer.citations[number]
    passage = engine.passage_at(source)
    passage_id = passage.passage_id if passage else None
    plan = engine.plan(source.plan_id)
    return Fact(plan, answer.quoted[number], source, passage_id, number + 1)


def widened(query: str, answer: Answer) -> str | None:
    """The question without the places and years that no plan is for: they are made literal.

    Null where there were none.
    """
    if answer.reason not in (Reason.REGION_NOT_INDEXED, Reason.PERIOD_NOT_INDEXED):
        return None
    found = query
    for name in answer.missing:
        found = as_literal(found, name) or found
    return found if found != query else None


def understood(visit: Visit, answer: Answer, notes: Sequence[str]) -> tuple[Understood, ...]:
    """The notes of an answer and a search, each once; those that say what words stand for
    ("Bodø → …", "skropelig → skrøpelig", "DHO = …", "ansvarlig: …") can be taken off.

    That there are several questions is not noted: each has its part. Nor is that no hit is sure:
    the answer above them says so.
    """
    counts = range(2, MOST_QUESTIONS + 1)
    several = {phrase(answer.language, "several", count=count) for count in counts}
    sentences = {phrase(answer.language, Noted.SEVERAL, name=count) for count in counts}
    found = []
    unsaid = several | {phrase(answer.language, "none_sure")}
    for note in dict.fromkeys((*answer.notes, *notes)):
        if note not in unsaid:
            texts = (as_literal(visit.value("q"), words) for words in _words_of(note))
            literal = next(filter(None, texts), None)
            href = visit.put("q", literal) if literal else None
            found.append(Understood(note, href, note in sentences or note.endswith(".")))
    return tuple(found)


def _words_of(note: str) -> Iterator[str]:
    """The words of a question that a note may be about, the first that stand there are meant."""
    for sign in (" → ", " = ", " – "):
        if sign in note:
            yield note.partition(sign)[0]
    named = note.partition(": ")[2]
    yield named
    yield from named.split(", ")
