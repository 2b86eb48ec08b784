"""Evidence to an answer: sentences put together from the records, each part cited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from indexer.index import PlanCounts
from indexer.records import Column, Correction, Measure, Passage, Plan
from service.answering.beside import (
    beside,
    indicators_said,
    noted_said,
    partners_said,
    priority_said,
    start_said,
    steps_said,
)
from service.answering.covered import could_not_be_read, coverage, is_unread
from service.answering.preface import said_of_lacking, said_of_places, said_of_years
from service.answering.understood import notes
from service.finding.evidence import Evidence, Lacking
from service.finding.facts import counted_in
from service.finding.nearest import told_beside, told_near
from service.finding.said import before_findings
from service.matching.shorten import LONGEST_LEAD, LONGEST_TEXT, LONGEST_TOLD, cut, shorten
from service.questions.columns import of_column
from service.questions.each import asks_each, said_first, told
from service.questions.fields import field_said
from service.questions.plans_asked import said_of_plans
from service.reading.asking import asks_what
from service.results import Answer, Finding, Intent, PlanCoverage, Reason, Verdict
from service.scope.locally import said_of_local
from service.when.fitting import in_full
from service.words.phrases import listed, name_of, period_of, phrase, regions_of, title_of

FEW_PLANS = 2
"""Plans that a refusal names, where the question is about no more."""

FEW_MEASURES = 2
"""Measures whose texts are told at length where what they say is asked for."""


def compose(
    evidence: Evidence,
    plans: Mapping[str, Plan],
    counts: Mapping[str, PlanCounts],
    earlier: Collection[str],
    hard_to_read: Collection[str],
    without_status: Collection[str],
) -> Answer:
    """The answer that the evidence gives, in the question's language.

    `earlier` are the ids of plans of whose region there is a newer one, `hard_to_read` of those
    with many fields that could not be read, `without_status` of those that state no status.
    """
    language = evidence.question.language
    citations = (*(m.source for m in evidence.measures), *(p.source for p in evidence.facts))
    findings = tuple(
        _finding(measure, plans[measure.plan_id], number, measure.plan_id in earlier, evidence)
        for number, measure in enumerate(evidence.measures)
    )
    silent = without_status if evidence.question.status else ()
    covered = coverage(
        evidence.plans, findings, evidence.facts, counts, hard_to_read, silent, evidence.within
    )
    answered = evidence.reason is None
    writer = _Writer(language, evidence, plans, covered, earlier)
    return Answer(
        question=evidence.question.text,
        intent=evidence.intent,
        language=language,
        answered=answered,
        confidence=round(evidence.confidence, 4),
        answer=writer.text() if answered else writer.refusal(),
        findings=findings,
        coverage=covered,
        citations=citations,
        quoted=(*("" for _ in evidence.measures), *(fact.text for fact in evidence.facts)),
        reason=evidence.reason,
        notes=(*notes(evidence.question, evidence.notes, plans), *left_out(evidence)),
        took_ms=0.0,  # until all of it is written
        missing=evidence.missing,
        reply=(
            told(evidence.question, evidence.measures, covered)
            if answered and not (evidence.unsaid or writer.is_unsure())
            else None
        ),
        unsaid=evidence.unsaid,
        caveat=writer.first() if answered else writer.caveat(),
        lacking=evidence.lacking is not None,
        columns=tuple(sorted(evidence.columns)),
    )


def _finding(measure: Measure, plan: Plan, number: int, old: bool, evidence: Evidence) -> Finding:
    """A measure with what the answer's line says of it."""
    shown = shorten(measure.text, evidence.question.groups)
    said = beside(measure, evidence, partial(phrase, evidence.question.language))
    columns = tuple(of_column(measure, evidence.columns))
    return Finding(measure, plan, number, old, shown, said, columns)


def left_out(evidence: Evidence) -> tuple[str, ...]:
    """Sentences for how many measures on the subject have other years, or none, and of how many
    it could not be read whose they are."""
    found, language = evidence.left_out, evidence.question.language
    said = []
    if count := evidence.who_unread:
        name = "who_unread_one" if count == 1 else "who_unread"
        said.append(phrase(language, name, count=count))
    if found is None:
        return tuple(said)
    if found.other and evidence.question.groups:
        name = "other_years_one" if found.other == 1 else "other_years"
        said.append(phrase(language, name, count=found.other))
    if found.without:
        name = "without_year_one" if found.without == 1 else "without_year"
        said.append(phrase(language, name, count=found.without))
    return tuple(said)


class _Writer:
    """Writes one answer."""

    def __init__(
        self,
        language: str,
        evidence: Evidence,
        plans: Mapping[str, Plan],
        covered: Sequence[PlanCoverage],
        earlier: Collection[str],
    ) -> None:
        self._language = language
        self._evidence = evidence
        self._plans = plans
        self._covered = covered
        self._earlier = earlier

    def _say(self, name: str, /, **values: object) -> str:
        return phrase(self._language, name, **values)

    def refusal(self) -> str:
        """Why there is no answer."""
        evidence = self._evidence
        if instead := next((each for each in evidence.said if each.refuses), None):
            return instead.written(self._say)
        reason = evidence.reason or Reason.NO_EVIDENCE
        regions = sorted({regions_of(plan) for plan in self._plans.values()})
        periods = sorted({period_of(plan) for plan in self._plans.values() if plan.period})
        few = 0 < len(evidence.plans) <= FEW_PLANS or bool(evidence.question.places)
        searched = [c for c in self._covered if not is_unread(c)] if few else ()
        no_measure = evidence.question.wants_measures and reason is Reason.NO_EVIDENCE
        times = ", ".join(
            self._say("in_time", time=time.said)
            if time.said == time.words and (self._language == "en" or time.said[0].isdigit())
            else time.said
            for time in evidence.question.times
        )
        is_shut = bool(evidence.missing) and reason is Reason.NO_EVIDENCE
        name = "shut_out" if is_shut else "no_measure" if no_measure else reason.value
        if evidence.within and reason is Reason.NO_EVIDENCE and not is_shut:
            name = "no_evidence_within"
        elif evidence.left_out:
            name = "no_measure_due" if evidence.question.asks_due else "no_measure_then"
        said = self._say(
            name,
            times=times,
            where=self._listed(searched) or self._say("all_plans"),
            place=", ".join(evidence.missing),
            years=", ".join(evidence.missing),
            regions=listed(regions, self._say),
            periods=listed(periods, self._say),
            within=evidence.within,
        )
        is_left = reason is Reason.NO_EVIDENCE and not is_shut
        unread = self._unreadable() if is_left else []
        if is_left and self._covered and all(map(is_unread, self._covered)):
            said = self._say("not_read")
        if is_left and not (unread or evidence.shut) and asks_each(evidence.question):
            said = f"{self._say('none_has')} {said}"
        unread = [*(self._silent() if is_left else ()), *unread]
        if evidence.outside and reason is Reason.PERIOD_NOT_INDEXED:
            return f"{self._say('unanswered')} {self.caveat()}"
        lead = [caveat] if (caveat := self.caveat()) else []
        near = told_near(evidence, self._plans, self._say, title_of)
        return "\n".join((*lead, " ".join((said, *left_out(evidence))), *unread, *near))

    def text(self) -> str:
        """The answer: facts quoted, or the measures by plan."""
        among, told = self._evidence.among, self._of_plans()
        if caveat := self.caveat():
            told = [caveat, *told]
        facts = [self._fact(i, fact) for i, fact in enumerate(self._evidence.facts)]
        if (facts and not self._evidence.measures) or (among and not among.counts_measures):
            return "\n".join((*told, *facts, *self._unstated()))
        beside = told_beside(self._evidence, self._say)
        lines = [*told, self._heading(), *self._plan_lines(), *beside, *facts]
        if others := left_out(self._evidence):
            lines.append(" ".join(others))
        lacking = [c for c in self._covered if c.verdict is Verdict.NO]
        without = [c for c in lacking if not c.searched.no_status]
        if without and self._evidence.lacking is not Lacking.PLANS:
            within = self._evidence.within
            name = "not_in_within" if within else "not_in"
            lines.append(self._say(name, plans=self._listed(without), within=within))
        return "\n".join((*lines, *self._silent(), *self._unreadable()))

    def caveat(self) -> str | None:
        """What no plan is for, and what of the question is not taken into account, or how; null
        where there is no such thing."""
        found, covered = self._evidence, self._covered
        answered = found.reason is None
        said = said_of_years(found.outside, self._say)
        if found.plans:
            all_plans, places = tuple(self._plans.values()), found.question.places
            said += said_of_places(places, found.plans, all_plans, answered, self._say)
        hard = any(each.searched.hard_to_read for each in covered)
        said += said_of_local(found.local, answered, hard, self._say)
        if answered:
            said += said_of_lacking(found.lacking, covered, self._say)
        return " ".join(before_findings(found.said, said, answered, self._say)) or None

    def is_unsure(self) -> bool:
        """Whether what is found says neither yes nor no to the question."""
        found, regions = self._evidence, {p.region.region_id for p in self._plans.values()}
        places = found.question.places
        of_most = [place for place in places if place.main and place.main not in regions]
        unsure = found.said or found.lacking or found.names_none
        return bool(unsure or (of_most and len(places) == 1))

    def first(self) -> str | None:
        """The sentence before all else: the caveat, or what is said of the plans themselves."""
        return self.caveat() or next(iter(self._of_plans()), None)

    def _of_plans(self) -> list[str]:
        among, all_ = self._evidence.among, len(self._plans)
        return said_of_plans(among, self._covered, all_, self._say, title_of)

    def _silent(self) -> list[str]:
        """Plans that state no status of any measure, where how far they are was asked for."""
        silent = [c for c in self._covered if c.verdict is Verdict.NO and c.searched.no_status]
        return [self._say("states_no_status", plans=self._listed(silent))] if silent else []

    def _listed(self, several: Sequence[PlanCoverage]) -> str:
        return listed([self._without(each) for each in several], self._say)

    def _without(self, covered: PlanCoverage) -> str:
        """A plan in which nothing was found, and whether that may be for how it was read."""
        title = title_of(covered.plan)
        return f"{title} ({self._say('hard')})" if covered.searched.hard_to_read else title

    def _unreadable(self) -> list[str]:
        """Plans that may have what was asked for where they could not be read."""
        return could_not_be_read(self._covered, self._say)

    def _heading(self) -> str:
        measures = len(self._evidence.measures)
        plans = len({measure.plan_id for measure in self._evidence.measures})
        name = "count" if len(self._covered) != 1 else "count_in"
        counted = self._say(
            f"{name}_one" if measures == 1 else name,
            measures=measures,
            plans=plans,
            all=len(self._covered),
            plan=title_of(self._covered[0].plan),
        )
        if unsaid := self._evidence.unsaid:
            words = ", ".join(f"“{word}”" for word in unsaid)
            name = "unsaid_one" if measures == 1 else "unsaid"
            return f"{counted.removesuffix(':')}; {self._say(name, words=words)}:"
        if self.is_unsure():
            return counted
        first = said_first(self._evidence, self._covered, self._say, name_of)
        return f"{first}{counted}"

    def _fact(self, number: int, fact: Passage) -> str:
        text = " ".join(fact.text.split("\n"))
        corrected = self._corrected(fact.corrections, "text")
        mark = len(self._evidence.measures) + number + 1
        told = f"{self._told(fact)}«{text}»{corrected} [{mark}]"
        return f"{self._title(fact.plan_id)}: {told}"

    def _told(self, fact: Passage) -> str:
        """The period or the number that a fact tells, before it is quoted."""
        question = self._evidence.question
        if question.asks_period:
            return self._say("lasts", period=period_of(self._plans[fact.plan_id]))
        counted = question.counted and counted_in(fact, question.counted, self._evidence.facts)
        if counted and counted.said:
            return f"{counted.said}: "
        return self._say("listed", count=counted.listed) if counted else ""

    def _unstated(self) -> list[str]:
        """Of plans that nowhere state the period that was asked for, what their entry has."""
        listed = bool(self._evidence.among)
        if not self._evidence.question.asks_period and not listed:
            return []
        quoted = {fact.plan_id for fact in self._evidence.facts}
        plans = [p for p in self._evidence.plans if p.plan_id not in quoted]
        return [
            self._say("entered", plan=title_of(p), period=period_of(p)) if p.period else title_of(p)
            for p in plans
            if p.period or listed
        ]

    def _title(self, plan_id: str) -> str:
        """The plan that a line is from, and whether its region has a newer one."""
        title = title_of(self._plans[plan_id])
        return f"{title} {self._say('earlier')}" if plan_id in self._earlier else title

    def _plan_lines(self) -> list[str]:
        """A line a measure, in the order of the evidence."""
        return [
            f"– {self._title(measure.plan_id)}: {self._measure(measure)} [{number}]"
            for number, measure in enumerate(self._evidence.measures, start=1)
        ]

    def _measure(self, measure: Measure) -> str:
        who, when, status = self._who(measure), self._when(measure), self._status(measure)
        longest = LONGEST_TOLD if self._is_told() else LONGEST_TEXT
        shown = shorten(measure.text, self._evidence.question.groups, longest)
        text = f"«{shown}»" + (f" ({measure.number})" if measure.number else "")
        if "text" in measure.uncertain:
            text += f" ({self._say('unsure_text')})"
        text += self._corrected(measure.corrections, "text")
        if self._evidence.priority:
            text += f"; {priority_said(measure, self._say)}"
        if steps := steps_said(measure, self._evidence.question, self._say):
            text += f"; {steps}"
        who += self._corrected(measure.corrections, "responsible")
        if partners := partners_said(measure, self._evidence):
            who += f"; {partners}"
        when += self._corrected(measure.corrections, "deadline", "moved_from")
        if put_right := self._corrected(measure.corrections, "status"):
            status = (status or self._say("no_status")) + put_right
        said = {Intent.WHAT: text, Intent.WHO: who, Intent.WHEN: when, Intent.STATUS: status}
        asked = [i for i in (self._evidence.intent, *self._evidence.asked) if i in said]
        if Intent.STATUS in asked:
            said[Intent.STATUS] = status or self._say("no_status")
        if asked[:1] == [Intent.STATUS]:
            asked += [Intent.WHAT, Intent.WHEN]
        order = [said[intent] for intent in dict.fromkeys((*asked, *said))]
        asked_for = (measure, self._evidence.question, self._say)
        order[1:1] = [indicators_said(*asked_for), noted_said(*asked_for)]
        order.insert(0, start_said(*asked_for))
        order[:0] = [field_said(*asked_for), *self._columns(measure)]
        return "; ".join(part for part in order if part)

    def _is_told(self) -> bool:
        """Whether what one or two texts say is asked for, and not which they are."""
        found = self._evidence
        tells = found.intent is Intent.WHAT and asks_what(found.question.text)
        return tells and not found.question.asks_measures and len(found.measures) <= FEW_MEASURES

    def _columns(self, measure: Measure) -> list[str]:
        """What stands in the columns that were asked for by their headings."""
        asked = self._evidence.columns
        told = [f"{heading}: {text}" for heading, text in of_column(measure, asked)]
        return told or ([self._say("column_blank")] if asked else [])

    def _who(self, measure: Measure) -> str:
        if measure.responsible:
            return self._say("responsible", who=", ".join(measure.responsible))
        if Column.RESPONSIBLE.value in measure.uncertain:
            return self._say("responsible", who=self._say("unread"))
        return self._say("none_named_text")

    def _when(self, measure: Measure) -> str:
        if measure.deadline is None:
            unread = Column.DEADLINE.value in measure.uncertain
            if unread:
                return self._say("deadline", when=self._say("unread"))
            return self._say("no_deadline")
        when = in_full(measure.deadline, measure)
        if measure.moved_from:
            when = self._say("moved", when=when, old=measure.moved_from)
        return self._say("deadline", when=when)

    def _corrected(self, corrections: Sequence[Correction], *fields: str) -> str:
        """Who put right what the sentence before says, and as what it was read."""
        said = []
        for each in corrections:
            if each.field in fields:
                form = "%Y-%m-%d" if self._language == "en" else "%d.%m.%Y"
                name = "corrected" if each.read else "corrected_empty"
                read = cut(" ".join((each.read or "").split()), LONGEST_LEAD)
                said.append(self._say(name, by=each.by, date=f"{each.date:{form}}", read=read))
        return f" ({'; '.join(said)})" if said else ""

    def _status(self, measure: Measure) -> str:
        return self._say("status", status=measure.status) if measure.status else ""
