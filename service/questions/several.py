"""Several questions in one text: what answers each, and their answers put together as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.records import Measure, Source
from service.bodies.body import Bodies
from service.finding.evidence import Evidence
from service.finding.owned import work_of
from service.finding.stated import fact_asked
from service.finding.yes_no import names
from service.matching.highlight import highlights
from service.questions.both import Both, both_in, of_both, says_both
from service.questions.clauses import (
    as_question,
    clauses_of,
    has_topic,
    is_of_plan,
    refers_back,
    refers_to_place,
)
from service.questions.collection import Collection
from service.questions.elsewhere import Elsewhere
from service.questions.followed import among_those, asks_who_alone, of_another_topic, without_about
from service.reading.asking import is_stop_word
from service.reading.groups import Group
from service.reading.notes import Note, Noted
from service.reading.places import Place
from service.reading.understand import Question, Reader
from service.results import (
    Answer,
    Filters,
    Finding,
    Part,
    PlanCoverage,
    Reason,
    Verdict,
)
from service.words.literal import without_literal
from service.words.phrases import phrase
from service.words.word_lists import written_out

MOST_JOINED = 2
"""Things that a question joins where each is asked about by itself."""

_JOINT = re.compile(written_out(r"\s+{and}\s+(?:(?:om|med|for|mot|på|about|on|for|with)\s+)?"))
_MARK = re.compile(r"\[(\d+)\]$", re.MULTILINE)


@dataclass(slots=True)
class _Topic:
    """Questions about one thing, and those beside them that ask for something else of it; whether
    they are about another place than those before."""

    clauses: list[str]
    beside: list[str] = field(default_factory=list)
    is_elsewhere: bool = False


class Several:
    """Finds the evidence of every question in a text."""

    def __init__(
        self, asker: Collection, reader: Reader, bodies: Bodies, elsewhere: Elsewhere
    ) -> None:
        self._asker = asker
        self._reader = reader
        self._bodies = bodies
        self._elsewhere = elsewhere

    def evidences(
        self, text: str, filters: Filters, language: str | None = None
    ) -> tuple[Evidence, ...]:
        """What answers each of the questions that a text puts. Raises `UnknownFilter`.

        Questions about one thing ("Hvem har ansvaret for X, og når er fristen?") are one, which
        asks for several fields; of questions about several things each has its own evidence.
        """
        asked_of = self._reader.read(text, language)
        clauses = clauses_of(text, [(place.start, place.end) for place in asked_of.places])
        if len(clauses) == 1:
            one_thing = self._asker.evidence(text, filters, language)
            if both := self._asked_together(text, one_thing.question.language):
                return self._both(both, one_thing, filters)
            return self._things_apart(one_thing, filters) or (one_thing,)
        language = asked_of.language
        topics = self._topics(clauses, language)
        if len(topics) == 1 and not topics[0].beside:
            whole = self._of_one_thing(text, topics[0].clauses, filters, language)
            if whole.reason is not Reason.NO_EVIDENCE:
                return (whole,)
            if apart := self._first_alone(topics[0], filters, language):
                return apart
            return (whole,)
        found: list[Evidence] = []
        places: tuple[Place, ...] = ()
        for topic in topics:
            joint = " and " if language == "en" else " og "
            asked = joint.join(topic.clauses)
            if topic.is_elsewhere:
                found.append(self._there(topic, found[-1], joint, filters))
                places = found[-1].question.places or places
                continue
            inherited = places if refers_to_place(asked) else ()
            one = self._of_one_thing(
                as_question(asked), topic.clauses, filters, language, inherited
            )
            places = one.question.places or places
            apart = (
                ()
                if one.reason is not Reason.NO_EVIDENCE
                else self._first_alone(topic, filters, language, inherited)
            )
            found += apart or (one,)
            first = apart[0] if apart else one
            found += [self._beside(clause, first, filters, places) for clause in topic.beside]
        return tuple(found)

    def _first_alone(
        self,
        topic: _Topic,
        filters: Filters,
        language: str,
        places: tuple[Place, ...] = (),
    ) -> tuple[Evidence, ...]:
        """What answers the first of several questions about one thing, and the others among that,
        where nothing answers them together; nothing where nothing answers the first either."""
        if len(topic.clauses) < 2:
            return ()
        first = self._asker.evidence(as_question(topic.clauses[0]), filters, language, places)
        if not first.measures:
            return ()
        rest = [self._beside(clause, first, filters, places) for clause in topic.clauses[1:]]
        return (first, *rest)

    def _there(self, topic: _Topic, before: Evidence, joint: str, filters: Filters) -> Evidence:
        """What answers questions about another place than the one before them, of its topic."""
        first = self._elsewhere.question_of(topic.clauses[0], before.question)
        clauses = [first.rstrip("?"), *topic.clauses[1:]]
        language = before.question.language
        found = self._of_one_thing(as_question(joint.join(clauses)), clauses, filters, language)
        return self._elsewhere.or_alike(found, before)

    def _beside(
        self, clause: str, topic: Evidence, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence:
        """What answers a question without a topic ("hvilke kommuner er med?") about the one before.

        Measures are among those that were found for it, text names it; of a plan's own facts the
        question is one by itself.
        """
        question = self._reader.read(topic.question.text, topic.question.language)
        asked, language = as_question(clause), question.language
        own = self._reader.read(asked, language)
        if asks_who_alone(clause, own) and not is_of_plan(clause) and not topic.facts:
            return among_those(clause, own, topic)
        groups = [group for group in question.groups if has_topic(group.label)]
        fact = fact_asked(question)
        of_plan = (fact and fact.kind.of == "plan") or (topic.facts and not topic.measures)
        if of_plan or not groups:
            return self._asker.evidence(asked, filters, language, places)
        named = question.text[groups[0].start : max(group.end for group in groups)]
        about = f"{asked.rstrip('?')} {'in' if language == 'en' else 'i'} {named}?"
        found = self._asker.evidence(about, filters, language, places)
        ids = {measure.measure_id for measure in topic.measures}
        measures = tuple(m for m in found.measures if m.measure_id in ids)
        facts = tuple(p for p in found.facts if all(highlights(p.text, [g]) for g in groups))
        reason = None if measures or facts else found.reason or Reason.NO_EVIDENCE
        return replace(
            found,
            question=replace(found.question, text=asked),
            measures=measures,
            facts=facts,
            reason=reason,
        )

    def _things_apart(self, whole: Evidence, filters: Filters) -> tuple[Evidence, ...]:
        """What answers each of two things that a question joins ("rekruttering og fall"), where
        the measures found name but one, and those of the two have none in common or nothing has
        the other; or where none was found and those of one thing name it; else nothing.

        What goes together ("gravide og barselkvinner") has measures in common and is one.
        """
        question = whole.question
        runs = _runs(question)
        if whole.facts or question.asks_plan_fact or len(runs) != MOST_JOINED:
            return ()
        if says_both(question.text):
            return ()
        if not whole.measures and whole.reason is not Reason.NO_EVIDENCE:
            return ()
        one, other = runs
        joint = _JOINT.fullmatch(question.text[one[-1].end : other[0].start])
        named = [all(any(names(m, g) for m in whole.measures) for g in run) for run in runs]
        if joint is None or (whole.measures and all(named)):
            return ()
        texts = (
            question.text[: one[-1].end] + question.text[other[-1].end :],
            question.text[: one[0].start] + question.text[other[0].start :],
        )
        apart = tuple(self._asker.evidence(text, filters, question.language) for text in texts)
        if not whole.measures:
            told = [_name_all(each.measures, run) for each, run in zip(apart, runs, strict=True)]
            nothing = [not (each.measures or each.facts) for each in apart]
            settled = all(t or n for t, n in zip(told, nothing, strict=True))
            return apart if any(told) and settled else ()
        ids = [{m.measure_id for m in each.measures} for each in apart]
        nothing_has_other = any(named) and not all(ids) and bool(ids[named.index(True)])
        return apart if nothing_has_other or (all(ids) and ids[0].isdisjoint(ids[1])) else ()

    def _asked_together(self, text: str, language: str) -> Both | None:
        """Two things that a text asks about at once, which are not who is to be responsible."""
        question = self._reader.read(text, language)
        work = work_of(question, self._bodies)
        return None if work and work.said else both_in(question)

    def _both(self, asked: Both, whole: Evidence, filters: Filters) -> tuple[Evidence, ...]:
        """What answers a question about two things at once."""
        if whole.missing or whole.reason is Reason.NOT_ABOUT_PLANS:
            return (whole,)
        language = whole.question.language
        return of_both(
            asked, whole, [self._asker.evidence(text, filters, language) for text in asked.alone]
        )

    def _topics(self, clauses: Sequence[str], language: str) -> list[_Topic]:
        """Clauses about one thing together: those that name nothing new go with the one before."""
        topics: list[_Topic] = []
        named: set[str] = set()
        for clause in clauses:
            question = self._reader.read(clause, language)
            labels = {group.label.lower() for group in question.groups}
            own = {n for n in labels if not (has_topic(n) and is_stop_word(n, language))}
            body = self._bodies.find(without_literal(clause))
            names = bool(own or body or question.status or question.asks_plan_fact)
            names = names or bool(question.numbers)
            new = names and not refers_back(clause) and not (own and own <= named)
            before = topics[-1].clauses if topics else []
            of_another = without_about(clause) if before else None
            if of_another is not None and not question.places and not own:
                topics[-1].clauses.append(of_another)
            elif of_another is not None and own:
                asked = of_another_topic(of_another, before[0], self._reader, language)
                topics.append(_Topic([asked.rstrip("?")]))
            elif named and not question.asks_plan_fact and asks_who_alone(clause, question):
                topics[-1].beside.append(clause)
            elif named and self._elsewhere.is_meant(clause, before, named, language):
                topics.append(_Topic([clause], is_elsewhere=True))
            elif topics and named and not body and _has_no_topic(clause, question, new):
                topics[-1].beside.append(clause)
            elif topics and (not new or not named):
                topics[-1].clauses.append(clause)
            else:
                topics.append(_Topic([clause]))
            named |= own or ({clause} if names else set())
        return topics

    def _of_one_thing(
        self,
        text: str,
        clauses: Sequence[str],
        filters: Filters,
        language: str | None = None,
        places: tuple[Place, ...] = (),
    ) -> Evidence:
        """The evidence of questions about one thing, with the intent of the first."""
        found = self._asker.evidence(text, filters, language, places)
        rest = [self._reader.read(clause, language) for clause in clauses[1:]]
        fields = rest and not any(r.groups or r.asks_fact or r.places for r in rest)
        if found.reason and fields:  # no measure says the words of both
            first = self._asker.evidence(as_question(clauses[0]), filters, language, places)
            if first.measures:
                found = replace(first, question=replace(first.question, text=text))
        asked = tuple(
            dict.fromkeys(self._reader.read(c, found.question.language).intent for c in clauses)
        )
        if len(asked) < 2 or found.facts:
            return found
        return replace(
            found,
            question=replace(found.question, intent=asked[0]),
            intent=asked[0],
            asked=asked,
            notes=(Note(Noted.SEVERAL, str(len(clauses))), *found.notes),
        )


def _has_no_topic(clause: str, question: Question, new: bool) -> bool:
    """Whether a question asks for something of what the one before it is about: it names nothing
    but that, and no place and no plan."""
    topic = any(has_topic(group.label) for group in question.groups)
    if topic or question.places or question.status or is_of_plan(clause):
        return False
    asks_fact = question.asks_municipalities or question.asks_quantity
    return asks_fact or (new and bool(question.groups))


def _name_all(measures: Sequence[Measure], things: Sequence[Group]) -> bool:
    """Whether any of some measures names all of some things."""
    return any(all(names(measure, thing) for thing in things) for measure in measures)


def _runs(question: Question) -> list[list[Group]]:
    """The things asked about in order, those with nothing but blanks between them together."""
    runs: list[list[Group]] = []
    for group in sorted(question.groups, key=lambda group: group.start):
        if runs and question.text[runs[-1][-1].end : group.start].isspace():
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def join_answers(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer of several: each under its question, with marks that count on."""
    if len(answers) == 1:
        return replace(answers[0], question=question)
    note = phrase(answers[0].language, "several", count=len(answers))
    parts: list[Part] = []
    findings: list[Finding] = []
    citations: list[Source] = []
    quoted: list[str] = []
    for each in answers:
        parts.append(
            Part(
                question=each.question,
                intent=each.intent,
                answered=each.answered,
                confidence=each.confidence,
                answer=_marked_on(each.answer, len(citations)),
                findings=_after(findings, each.findings),
                citations=_after(citations, each.citations),
                coverage=tuple(_shifted(entry, len(findings)) for entry in each.coverage),
                reason=each.reason,
                missing=each.missing,
                reply=each.reply,
                unsaid=each.unsaid,
                caveat=each.caveat,
                lacking=each.lacking,
                columns=each.columns,
            )
        )
        findings += [replace(f, citation=f.citation + len(citations)) for f in each.findings]
        citations += each.citations
        quoted += each.quoted
    answered = [part for part in parts if part.answered]
    return replace(
        answers[0],
        question=question,
        answered=bool(answered),
        confidence=min(part.confidence for part in answered or parts),
        answer="\n\n".join(f"{part.question}\n{part.answer}" for part in parts),
        findings=tuple(findings),
        coverage=_over_all([entry for part in parts for entry in part.coverage]),
        citations=tuple(citations),
        quoted=tuple(quoted),
        reason=None if answered else parts[0].reason,
        notes=tuple(dict.fromkeys((note, *(n for each in answers for n in each.notes)))),
        missing=tuple(dict.fromkeys(name for each in answers for name in each.missing)),
        reply=None,
        unsaid=(),
        caveat=None,
        lacking=False,
        columns=(),
        parts=tuple(parts),
    )


def _after(before: Sequence[object], own: Sequence[object]) -> tuple[int, ...]:
    """The places of some in a list where they come after others."""
    return tuple(range(len(before), len(before) + len(own)))


def _marked_on(text: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def _shifted(entry: PlanCoverage, by: int) -> PlanCoverage:
    return replace(entry, findings=tuple(number + by for number in entry.findings))


def _over_all(entries: Sequence[PlanCoverage]) -> tuple[PlanCoverage, ...]:
    """A plan covers what any part says it does; in the order of plan ids."""
    order = (Verdict.YES, Verdict.UNREADABLE, Verdict.NO)
    found: dict[str, PlanCoverage] = {}
    for entry in entries:
        before = found.setdefault(entry.plan.plan_id, entry)
        if before is not entry:
            verdict = min(before.verdict, entry.verdict, key=order.index)
            findings = (*before.findings, *entry.findings)
            found[entry.plan.plan_id] = replace(before, verdict=verdict, findings=findings)
    return tuple(found[plan_id] for plan_id in sorted(found))
