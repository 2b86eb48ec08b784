"""Topics × plans: for each topic and every plan whether the plan has it, and by which measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from indexer.errors import QueryError, UnknownName
from indexer.records import Plan, Source
from service.results import CoverageResult, Filters, Finding, Searched, Verdict
from service.words.did_you_mean import alike
from service.words.word_lists import word_list

MOST_TOPICS = 40
"""Topics of one comparison; each is looked for in every plan."""

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic to compare by: what it is called, and the phrases of which any one is enough."""

    subject_id: str
    names: Mapping[str, str]
    phrases: tuple[str, ...]

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class SubjectSet:
    """Topics that belong together, ready to use."""

    set_id: str
    names: Mapping[str, str]
    subjects: tuple[Subject, ...]

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class CompareCell:
    """One topic in one plan; `findings` are 0-based indices into the comparison's."""

    topic: str
    plan: Plan
    verdict: Verdict
    findings: tuple[int, ...]
    searched: Searched


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells by topic as asked, then by plan id; a measure that answers twice is one finding."""

    topics: tuple[str, ...]
    plans: tuple[Plan, ...]
    cells: tuple[CompareCell, ...]
    findings: tuple[Finding, ...]
    citations: tuple[Source, ...]


Cover = Callable[[str, Filters], CoverageResult]


@cache
def subject_sets() -> Mapping[str, SubjectSet]:
    """The sets that ship with Plansøk, by id; the first is used where no topic is named."""
    sets = [
        SubjectSet(
            entry["id"],
            {language: entry[language] for language in LANGUAGES},
            tuple(
                Subject(
                    topic["id"],
                    {language: topic[language] for language in LANGUAGES},
                    tuple(topic["find"]),
                )
                for topic in entry["topic"]
            ),
        )
        for entry in word_list("topics")["set"]
    ]
    return {found.set_id: found for found in sets}


def subjects_of(topics: Sequence[str], set_id: str | None) -> tuple[Subject, ...]:
    """What is compared: the topics named, each once, or a ready set.

    Raises `QueryError` where both or too many are given, `UnknownName` for a set there is not.
    """
    if topics and set_id is not None:
        raise QueryError("name topics or a set, not both")
    if topics:
        unique = tuple(dict.fromkeys(topics))
        if len(unique) > MOST_TOPICS:
            raise QueryError(
                f"{len(unique)} topics are too many; compare at most {MOST_TOPICS} at a time"
            )
        return tuple(Subject(topic, {"nb": topic}, (topic,)) for topic in unique)
    sets = subject_sets()
    chosen = next(iter(sets)) if set_id is None else set_id
    if chosen not in sets:
        raise UnknownName("set", chosen, list(sets), alike(chosen, list(sets)))
    return sets[chosen].subjects


def compare(
    cover: Cover, subjects: Sequence[Subject], filters: Filters, language: str
) -> Comparison:
    """Each subject in every plan in scope; `cover` says of a phrase which plans have it."""
    findings: dict[str, Finding] = {}
    found: list[tuple[str, Mapping[str, _Covered]]] = []
    plans: dict[str, Plan] = {}
    for subject in subjects:
        covered = _joined([cover(phrase, filters) for phrase in subject.phrases])
        found.append((subject.name(language), covered))
        for plan_id, one in covered.items():
            plans[plan_id] = one.plan
            for each in one.findings:
                numbered = replace(each, citation=len(findings))
                findings.setdefault(each.measure.measure_id, numbered)
    cells = tuple(
        CompareCell(
            topic,
            one.plan,
            one.verdict,
            tuple(findings[each.measure.measure_id].citation for each in one.findings),
            one.searched,
        )
        for topic, covered in found
        for one in covered.values()
    )
    return Comparison(
        topics=tuple(topic for topic, _ in found),
        plans=tuple(plans[plan_id] for plan_id in sorted(plans)),
        cells=cells,
        findings=tuple(findings.values()),
        citations=tuple(finding.measure.source for finding in findings.values()),
    )


@dataclass(frozen=True, slots=True)
class _Covered:
    plan: Plan
    verdict: Verdict
    findings: tuple[Finding, ...]
    searched: Searched


def _joined(results: Sequence[CoverageResult]) -> Mapping[str, _Covered]:
    """The phrases of a subject as one: a plan that has any of them has it."""
    found: dict[str, _Covered] = {}
    for result in results:
        for one in result.coverage:
            own = tuple(result.findings[i] for i in one.findings)
            before = found.get(one.plan.plan_id)
            if before is not None:
                known = {each.measure.measure_id for each in before.findings}
                new = (each for each in own if each.measure.measure_id not in known)
                own = (*before.findings, *new)
            verdicts = {one.verdict, *(() if before is None else (before.verdict,))}
            verdict = next(
                v for v in (Verdict.YES, Verdict.UNREADABLE, Verdict.NO) if v in verdicts
            )
            found[one.plan.plan_id] = _Covered(one.plan, verdict, own, one.searched)
    return {plan_id: found[plan_id] for plan_id in sorted(found)}
