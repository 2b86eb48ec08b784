"""One index and its encoder, ready to be asked: the door to everything behind the API."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.communities import load_communities
from indexer.encoder import Encoder
from indexer.index import Index, PlanCounts, load_index
from indexer.records import Measure, Passage, Plan, Rejected, Repair, Source
from service.answering.answer import compose
from service.answering.covered import coverage
from service.answering.filtered import filtered
from service.answering.preface import unsearched
from service.answering.understood import notes
from service.bodies.body import Bodies
from service.bodies.namesakes import told_apart
from service.bodies.register import Body, PlanBodies, Register
from service.finding.ask import Asker
from service.finding.by_number import narrowed_by_number
from service.finding.evidence import said_in
from service.matching.highlight import highlights, words_at
from service.matching.hits import FLOOR, finds, likely
from service.matching.match import Match
from service.matching.relevance import is_sure
from service.matching.reranking import RerankingMatcher
from service.matching.shorten import shorten
from service.matching.telling import says_all
from service.opening import encoder_of
from service.over_time.plans import OverTime
from service.overview.agreement import agreeing
from service.overview.facets import Facets
from service.overview.grouping import Grouping, group, within
from service.overview.offered import Offering
from service.overview.similar import Likeness
from service.overview.suggesting import Suggesting
from service.questions.collection import Collection
from service.questions.compared import Comparing
from service.questions.elsewhere import MOST_ALIKE, Elsewhere
from service.questions.forms import Forms
from service.questions.several import Several, join_answers
from service.questions.unwanted import Unwanting
from service.reading.narrowable import narrowable
from service.reading.places import Gazetteer
from service.reading.requested import requested
from service.reading.understand import Question, Reader
from service.results import (
    Answer,
    Counterpart,
    CoverageResult,
    Filters,
    Finding,
    Hit,
    MeasurePage,
    Reason,
    Scope,
    SearchResult,
    SimilarResult,
    Why,
)
from service.scope.filters import Narrower, hard_to_read, values_of, without_status
from service.scope.locally import noted_of_local
from service.scope.succession import with_newer
from service.words.did_you_mean import not_there
from service.words.language import language_shown
from service.words.phrases import phrase, saying

DEFAULT_INDEX = Path("build/index")

Floats = NDArray[np.float32]


def open_engine(index_dir: Path = DEFAULT_INDEX) -> Engine:
    """The engine over a published index, with the encoder that made it.

    The network is never asked. Raises `IndexFault`.
    """
    index = load_index(index_dir)
    return Engine(index, encoder_of(index, index_dir), index_dir)


class Engine:
    """Search, answers and lists over one index. Safe to share by threads."""

    def __init__(self, index: Index, encoder: Encoder, index_dir: Path) -> None:
        self.index_dir = index_dir
        self._index = index
        self._encoder = encoder
        self.communities = load_communities(index.folder)
        self._values = values_of(index.plans, index.passages)
        self._narrower = Narrower(index.plans, self._values, lambda: self.register)
        self.over_time = OverTime(index, self._narrower, lambda: self.register)
        narrows = narrowable(index.plans, index.passages, self.communities)
        self.answer_with(
            RerankingMatcher(index, encoder),
            Reader(index.lexicon, Gazetteer(self.communities, index.plans), narrows),
        )
        self._earlier = with_newer(index.plans)
        self._hard_to_read = hard_to_read(index.passages)
        self._without_status = without_status(index.passages)
        self.likeness = Likeness(index, encoder)
        self._plans = {plan.plan_id: plan for plan in index.plans}
        self._facets = Facets(self._plans, index.passages, lambda: self.register)
        offering = Offering(lambda: self.register, self.reader)
        self._suggesting = Suggesting(index.passages, self._narrower, offering)
        self._prose = index.prose

    def answer_with(self, matcher: RerankingMatcher, reader: Reader) -> None:
        """Take these for all that is asked and searched."""
        index, bodies = self._index, Bodies(self._values.responsible, self._spelt, self._called)
        self.matcher, self.reader = matcher, reader
        self.asker = Asker(index, matcher, reader, self._narrower, bodies, self.over_time)
        unwanting = Unwanting(matcher, reader, index.passages)
        asked = Collection(self.asker, reader, self._narrower, bodies, index, unwanting)
        elsewhere = Elsewhere(reader, lambda m: self.similar_to(m, Scope.ALL, MOST_ALIKE).similar)
        several = Several(asked, reader, bodies, elsewhere)
        comparing = Comparing(reader, self._narrower, index, self._alike)
        self._forms = Forms(several, reader, self._narrower, index, comparing)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, in the order of their ids."""
        return self._index.plans

    @property
    def years(self) -> tuple[int, ...]:
        """The years that measures have, in order."""
        return self._values.year

    @property
    def counts(self) -> Mapping[str, PlanCounts]:
        """What was read out of each plan."""
        return self._index.counts

    @property
    def manifest(self) -> Mapping[str, object]:
        """Provenance: encoder, libraries, counts, checksums."""
        return self._index.manifest

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Documents that could not be read: (plan id or entry, message)."""
        return self._index.problems

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the index, in order."""
        return self._index.passages

    @cached_property
    def rejected(self) -> Mapping[str, tuple[Rejected, ...]]:
        """Rows that are no measures, by plan."""
        found: dict[str, list[Rejected]] = {plan_id: [] for plan_id in self._plans}
        for record in self._index.rejected:
            found[record.source.plan_id].append(record)
        return {plan_id: tuple(records) for plan_id, records in found.items()}

    @property
    def repairs(self) -> Mapping[str, tuple[Repair, ...]]:
        """Damaged words put right, by plan."""
        return self._index.repairs

    def encode(self, text: str) -> Floats:
        """(dimensions,): the unit vector of a question."""
        vector: Floats = self._encoder.encode_queries([text]).vectors[0]
        return vector

    def plan(self, plan_id: str) -> Plan:
        """The plan with this id. Raises `NotFound`."""
        try:
            return self._plans[plan_id]
        except KeyError:
            raise not_there("plan", plan_id, list(self._plans)) from None

    def document(self, plan_id: str) -> Path:
        """The plan's source file as it was indexed. Raises `NotFound`."""
        return self._index.document(self.plan(plan_id))

    def transcript(self, plan_id: str) -> Path | None:
        """The lines read from a plan's file, null where it is text. Raises `NotFound`."""
        return self._index.transcript(self.plan(plan_id).plan_id)

    def measure(self, measure_id: str) -> Measure:
        """The measure with this id. Raises `NotFound`."""
        order = self._index.orders.get(measure_id)
        measure = None if order is None else self._index.passages[order].measure
        if measure is None:
            raise not_there("measure", measure_id, [m.measure_id for m in self._index.measures])
        return measure

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id. Raises `NotFound`."""
        order = self._index.orders.get(passage_id)
        if order is None:
            raise not_there("passage", passage_id, list(self._index.orders))
        return self._index.passages[order]

    @cached_property
    def _by_source(self) -> Mapping[Source, Passage]:
        return {passage.source: passage for passage in reversed(self._index.passages)}

    def passage_at(self, source: Source) -> Passage | None:
        """The passage that was read from a source, the first where several were."""
        return self._by_source.get(source)

    def measures(
        self, filters: Filters = Filters(), k: int | None = None, offset: int = 0
    ) -> MeasurePage:
        """Measures in the plans' own order; all of them where `k` is null."""
        filters = self._narrower.given(filters)
        keep = self._narrower.keeps(filters)
        found = [p.measure for p in self._index.passages if p.measure and keep(p)]
        end = None if k is None else offset + k
        notes = told_apart(self._narrower.namesakes(filters))
        return MeasurePage(len(found), tuple(found[offset:end]), notes)

    def ask(self, question: str, filters: Filters = Filters(), language: str = "") -> Answer:
        """The answer to a question over every plan in scope, or why there is none; in this language
        where the question shows none."""
        started = time.perf_counter()
        left = filtered(self._narrower.given(filters), self.asker.left_by, self._index)
        told = language_shown(question, language)
        evidences = self._forms.evidences(question, filters)
        found = [left.of(said_in(each, told)) for each in evidences]
        counts, earlier = left.counts, self._earlier
        hard, silent = self._hard_to_read, self._without_status
        answers = [compose(each, self._plans, counts, earlier, hard, silent) for each in found]
        answer = join_answers(question, answers)
        return replace(answer, took_ms=round((time.perf_counter() - started) * 1000, 2))

    def coverage(self, topic: str, filters: Filters = Filters()) -> CoverageResult:
        """For every plan in scope whether it has a measure on a topic; those of other places than
        one that the topic names have none, and of a municipality alone what names it is."""
        checked = self._narrower.given(filters)
        left = filtered(checked, self.asker.left_by, self._index)
        evidence = left.of(self.asker.evidence(topic, filters))
        plans = left.plans(self._narrower.plans(checked), {m.plan_id for m in evidence.measures})
        measures = () if evidence.names_no_place else evidence.measures
        named = evidence.question.groups
        findings = tuple(
            Finding(
                m, self._plans[m.plan_id], i, m.plan_id in self._earlier, shorten(m.text, named)
            )
            for i, m in enumerate(measures)
        )
        hard, within = self._hard_to_read, evidence.within
        covered = coverage(plans, findings, (), left.counts, hard, within=within)
        sources = tuple(measure.source for measure in measures)
        reason = None if measures else evidence.reason or Reason.NO_EVIDENCE
        asked = evidence.question
        local = noted_of_local(evidence.local, saying(asked.language))
        first = (phrase(asked.language, "within", within=within),) if within else ()
        told = (*first, *notes(asked, evidence.notes, self._plans), *local)
        return CoverageResult(topic, covered, findings, sources, reason, told)

    @cached_property
    def register(self) -> Register:
        """Every body that plans make responsible."""
        return Register(self._index.plans, self._index.passages)

    def _spelt(self, name: str) -> tuple[str, ...]:
        return self.register.spelt(name)

    def _called(self, name: str) -> tuple[str, ...]:
        return self.register.called(name)

    def bodies(
        self, name: str | None = None, filters: Filters = Filters()
    ) -> tuple[tuple[Body, ...], tuple[PlanBodies, ...]]:
        """The bodies of the plans in scope, and of how many measures each plan names one."""
        plans = self._narrower.plans(self._narrower.given(filters))
        return self.register.of(plans, name), self.register.named_in(plans)

    @cached_property
    def _grouping(self) -> Grouping:
        orders = [i for i, p in enumerate(self._index.passages) if p.measure]
        measures = [m for m in (self._index.passages[i].measure for i in orders) if m]
        return group(self._plans, measures, self._index.own_vectors.reconstruct_batch(orders))

    def topics(self, filters: Filters = Filters()) -> Grouping:
        """Topics over all plans; of those with a measure in scope, the measures in scope."""
        keep = self._narrower.keeps(self._narrower.given(filters))
        kept = {p.passage_id for p in self._index.passages if p.measure and keep(p)}
        return within(self._grouping, kept)

    def search(
        self,
        text: str,
        filters: Filters = Filters(),
        k: int = 10,
        offset: int = 0,
        language: str = "",
    ) -> SearchResult:
        """Passages by how likely they are meant, ties by passage id. Which are found is decided
        without the filters, which choose among them, so that a facet's count is what a filter by
        it finds; in what order is decided among what the filters leave."""
        started = time.perf_counter()
        filters = self._narrower.given(filters)
        asked = requested(text)
        question = self.asker.named(self.reader.read(text if asked.named else asked.text))
        narrowed = self.asker.narrowed(question, Filters())
        narrowed = narrowed_by_number(question, narrowed, self._index.passages)
        left = self.asker.left_by(filters)
        kept = narrowed.kept & left
        match = self.matcher.match(question, narrowed.kept)
        scores = likely(question, match, self._prose, narrowed.kept, narrowed.named)
        decided = np.flatnonzero((scores >= FLOOR) & finds(question, match, narrowed.kept))
        found = decided[left[decided]]
        if 0 < len(found) < len(decided):
            match = self.matcher.match(question, kept)
            scores = likely(question, match, self._prose, kept, narrowed.named)
        ranked = found[np.lexsort((found, -np.round(scores[found], 6)))]
        hits = tuple(
            self._hit(int(order), rank, float(scores[order]), match, question)
            for rank, order in enumerate(ranked[offset : offset + k], start=offset + 1)
        )
        namesakes = self._narrower.namesakes(filters)
        question = question.in_language(language_shown(text, language))
        apart = told_apart(namesakes, question.language)
        missing = unsearched(narrowed.missing, narrowed.outside, question.language)
        by_name = question.numbers or not question.groups
        sure = by_name or is_sure(match, kept, question.intent)
        if hits and not (sure or says_all(match, question)[found].any()):
            missing.append(phrase(question.language, "none_sure"))
        if len(decided) and not len(found):
            name = "narrowed_away_one" if len(decided) == 1 else "narrowed_away"
            missing.append(phrase(question.language, name, count=len(decided)))
        return SearchResult(
            query=text,
            total=len(found),
            hits=hits,
            facets=self._facets.of(found),
            notes=(*missing, *apart, *notes(question, narrowed.notes, self._plans)),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def _hit(self, order: int, rank: int, score: float, match: Match, question: Question) -> Hit:
        passage = self._index.passages[order]
        spans = highlights(passage.text, question.groups)
        why = Why(
            round(float(match.cosine[order]), 4),
            round(float(match.coverage[order]), 4),
            words_at(passage.text, spans),
        )
        plan, shown = self._plans[passage.plan_id], shorten(passage.text, question.groups)
        return Hit(passage, plan, rank, round(score, 6), why, spans, shown)

    def similar_to(
        self, measure_id: str, scope: Scope = Scope.OTHER_REGIONS, k: int = 10
    ) -> SimilarResult:
        """The measures most like one, in other regions, other plans, or all. Raises `NotFound`."""
        measure = self.measure(measure_id)
        own = self._plans[measure.plan_id]

        def wanted(plan: Plan) -> bool:
            if scope is Scope.OTHER_REGIONS:
                return plan.region != own.region
            return scope is Scope.ALL or plan.plan_id != own.plan_id

        score = self._alike(self._index.orders[measure_id])
        return SimilarResult(
            measure, self._most_alike(score, measure, lambda p: wanted(self._plans[p.plan_id]), k)
        )

    def _alike(self, order: int) -> Floats:
        """(passages,): how likely each is the counterpart of a measure."""
        return self.over_time.alike(order, self.likeness.to_passage)

    def similar_text(self, text: str, filters: Filters = Filters(), k: int = 10) -> SimilarResult:
        """The measures most like a text that is in no index."""
        keep = self._narrower.keeps(self._narrower.given(filters))
        return SimilarResult(None, self._most_alike(self.likeness.to_text(text), None, keep, k))

    def _most_alike(
        self, score: Floats, measure: Measure | None, keep: Callable[[Passage], bool], k: int
    ) -> tuple[Counterpart, ...]:
        orders = [
            i
            for i in np.lexsort((np.arange(len(score)), -np.round(score, 6)))
            if self._index.passages[i].measure not in (None, measure)
            and keep(self._index.passages[i])
        ]
        return tuple(self._counterpart(int(i), float(score[i]), measure) for i in orders[:k])

    def _counterpart(self, order: int, score: float, measure: Measure | None) -> Counterpart:
        found = self._index.passages[order].measure
        assert found is not None
        agree = agreeing(measure, found) if measure else ()
        return Counterpart(found, self._plans[found.plan_id], round(score, 6), agree)

    def suggest(self, text: str, k: int = 10, filters: Filters = Filters()) -> tuple[str, ...]:
        """Completions of what is being typed: names, how measures begin, usual questions."""
        return self._suggesting.of(text, filters, k)
