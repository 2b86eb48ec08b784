"""The contract's objects: what the API and `--json` print, made from the engine's records."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from indexer import records
from indexer.errors import QueryError
from service import results
from service.results import Intent, Reason, Verdict

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from service.engine import PlanCounts

LONGEST_TEXT = 500
"""Characters of a question or search text, in the contract."""

MOST_RESULTS = 100
"""The largest `k`, in the contract."""


def checked_text(text: str) -> str:
    """The text without the space around it. Raises `QueryError` for what cannot be asked."""
    stripped = text.strip()
    if not stripped:
        raise QueryError(f"the text is empty; write 1 to {LONGEST_TEXT} characters")
    if len(stripped) > LONGEST_TEXT:
        raise QueryError(
            f"the text is {len(stripped)} characters long; write at most {LONGEST_TEXT}"
        )
    for position, char in enumerate(stripped, start=1):
        if unicodedata.category(char) in ("Cc", "Cs") and not char.isspace():
            raise QueryError(
                f"the text has a control character (U+{ord(char):04X}) at position {position}; "
                "remove it"
            )
    return stripped


# A QueryError passes through pydantic as it is, so that bad text is the query's error (400)
# on every road in and not one of the schema's (422).
Text = Annotated[
    str,
    AfterValidator(checked_text),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}),
]


class _Out(BaseModel):
    """Frozen; names with an alias are written by it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    def to_json(self) -> str:
        """As the API sends it, indented for reading."""
        return self.model_dump_json(by_alias=True, indent=2)


class Box(_Out):
    """A rectangle on a page, in points from the top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Piece(_Out):
    """Verbatim text on one line, and the field that was read from it."""

    field: str = Field(examples=["responsible"])
    page: int | None
    line: int
    quote: str
    inherited: bool = Field(description="It stands in a cell that governs several rows.")


class Citation(_Out):
    """Where something stands: verbatim text, and how to open the document there."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    document: str = Field(examples=["ahus-2024-2025.txt"])
    page: int | None = Field(description="1-based; null where the file has no pages.")
    section: list[str] = Field(description="The headings above it, outermost first.")
    row: str | None = Field(description="The row of its table; null for prose.")
    quote: str = Field(description="Source text, byte for byte, before any repair.")
    boxes: list[Box] = Field(description="Where it is on the page; empty where unknown.")
    href: str = Field(examples=["/v1/plans/ahus-2024-2025/document#L61"])
    line: int = Field(description="The first line of the quote in the file, 1-based.")
    end_line: int = Field(description="The last line of the quote, included.")
    pieces: list[Piece] = Field(
        description="The parts it was read from, also those that stand elsewhere."
    )

    @classmethod
    def of(cls, source: records.Source) -> Self:
        return cls(
            plan_id=source.plan_id,
            document=source.document,
            page=source.page,
            section=list(source.section),
            row=source.row,
            quote=source.quote,
            boxes=[],
            href=f"{document_href(source.plan_id)}#L{source.line}",
            line=source.line,
            end_line=source.end_line,
            pieces=[
                Piece(
                    field=piece.field,
                    page=piece.page,
                    line=piece.line,
                    quote=piece.quote,
                    inherited=piece.inherited,
                )
                for piece in source.pieces
            ],
        )


def document_href(plan_id: str) -> str:
    """Where a plan's source file is served."""
    return f"/v1/plans/{plan_id}/document"


class Measure(_Out):
    """One thing that one plan says somebody will do.

    A field that the plan leaves blank is null or empty; one that could not be read is so too
    and named in `uncertain`.
    """

    measure_id: str = Field(examples=["ahus-2024-2025:p4:t2:r7"])
    plan_id: str = Field(examples=["ahus-2024-2025"])
    number: str | None
    goal: str | None
    target_group: str | None = Field(examples=["Barn/unge"])
    priority: str | None
    text: str = Field(description="For reading: repaired where the source is damaged.")
    indicators: list[str]
    responsible: list[str] = Field(examples=[["AU", "LSF barn/unge"]])
    deadline: str | None = Field(description="The plan's wording; the newest where it moved.")
    moved_from: str | None = Field(description="The deadline before the plan moved it.")
    years: list[int] = Field(examples=[[2024, 2025]])
    status: str | None
    heading: list[str] = Field(description="Heading rows above it in its table.")
    notes: list[str] = Field(description="What its cells say beside their field.")
    other: dict[str, str] = Field(description="Further columns, by their heading.")
    inherited: list[str] = Field(description="Fields read from a cell that governs several rows.")
    uncertain: list[str] = Field(description="Fields that could not be read with certainty.")
    citation: Citation

    @classmethod
    def of(cls, measure: records.Measure) -> Self:
        return cls(
            measure_id=measure.measure_id,
            plan_id=measure.plan_id,
            number=measure.number,
            goal=measure.goal,
            target_group=measure.target_group,
            priority=measure.priority,
            text=measure.text,
            indicators=list(measure.indicators),
            responsible=list(measure.responsible),
            deadline=measure.deadline,
            moved_from=measure.moved_from,
            years=list(measure.years),
            status=measure.status,
            heading=list(measure.heading),
            notes=list(measure.notes),
            other=dict(measure.other),
            inherited=list(measure.inherited),
            uncertain=list(measure.uncertain),
            citation=Citation.of(measure.source),
        )


class PlanRef(_Out):
    """Which plan: its id, title, region and period."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    title: str
    region: str = Field(description="The region's id.", examples=["ahus"])
    region_name: str
    from_: int | None = Field(alias="from", description="First year.", examples=[2024])
    to: int | None = Field(description="Last year.", examples=[2025])

    @classmethod
    def of(cls, plan: records.Plan) -> Self:
        first, last = plan.period or (None, None)
        return cls(
            plan_id=plan.plan_id,
            title=plan.title,
            region=plan.region.region_id,
            region_name=plan.region.name,
            from_=first,
            to=last,
        )


class Why(_Out):
    """What a hit owes its place to."""

    dense: float = Field(description="Cosine similarity of meaning, -1 to 1.")
    lexical: float = Field(description="Score of matching words, 0 or more.")
    terms: list[str] = Field(description="The words that matched, as the passage has them.")


class Hit(_Out):
    """A passage found."""

    passage_id: str
    kind: records.Kind
    rank: int = Field(description="1-based, counted from the first hit of all.")
    score: float = Field(description="0 to 1, higher is better.")
    why: Why
    plan: PlanRef
    text: str
    highlights: list[tuple[int, int]] = Field(
        description="Matched words: start and end in `text`, in Unicode code points."
    )
    measure: Measure | None
    citation: Citation

    @classmethod
    def of(cls, hit: results.Hit) -> Self:
        passage = hit.passage
        return cls(
            passage_id=passage.passage_id,
            kind=passage.kind,
            rank=hit.rank,
            score=hit.score,
            why=Why(dense=hit.why.dense, lexical=hit.why.lexical, terms=list(hit.why.terms)),
            plan=PlanRef.of(hit.plan),
            text=passage.text,
            highlights=list(hit.highlights),
            measure=Measure.of(passage.measure) if passage.measure else None,
            citation=Citation.of(passage.source),
        )


class Facet(_Out):
    """A value to filter by, and how many hits have it."""

    value: str | int
    count: int


class Facets(_Out):
    """The values among all hits, the most frequent first."""

    region: list[Facet]
    plan: list[Facet]
    target_group: list[Facet]
    responsible: list[Facet]
    year: list[Facet]

    @classmethod
    def of(cls, result: results.SearchResult) -> Self:
        def of_field(name: str) -> list[Facet]:
            return [
                Facet(value=facet.value, count=facet.count) for facet in result.facets.get(name, ())
            ]

        return cls(
            region=of_field("region"),
            plan=of_field("plan"),
            target_group=of_field("target_group"),
            responsible=of_field("responsible"),
            year=of_field("year"),
        )


class SearchResult(_Out):
    """Hits, the best first."""

    query: str
    total: int
    hits: list[Hit]
    facets: Facets
    notes: list[str] = Field(
        description="What was understood: an abbreviation expanded, a place taken as a filter, "
        "a spelling repaired."
    )
    took_ms: float

    @classmethod
    def of(cls, result: results.SearchResult) -> Self:
        return cls(
            query=result.query,
            total=result.total,
            hits=[Hit.of(hit) for hit in result.hits],
            facets=Facets.of(result),
            notes=list(result.notes),
            took_ms=result.took_ms,
        )


class Finding(_Out):
    """A measure that answers."""

    plan_id: str
    region: str = Field(description="The region's id.", examples=["ahus"])
    region_name: str
    measure_id: str
    text: str
    responsible: list[str]
    deadline: str | None
    status: str | None
    citation: int = Field(description="0-based index into `citations`; its mark is one more.")

    @classmethod
    def of(cls, finding: results.Finding) -> Self:
        measure, region = finding.measure, finding.plan.region
        return cls(
            plan_id=measure.plan_id,
            region=region.region_id,
            region_name=region.name,
            measure_id=measure.measure_id,
            text=measure.text,
            responsible=list(measure.responsible),
            deadline=measure.deadline,
            status=measure.status,
            citation=finding.citation,
        )


class Searched(_Out):
    """How much of a plan was looked through."""

    pages: int | None
    measures: int


class Coverage(_Out):
    """Whether one plan has what was asked for."""

    plan_id: str
    region: str = Field(description="The region's id.", examples=["ahus"])
    region_name: str
    period: str | None = Field(examples=["2024-2025"])
    verdict: Verdict
    findings: list[int] = Field(description="0-based indices into `findings`.")
    searched: Searched

    @classmethod
    def of(cls, coverage: results.PlanCoverage) -> Self:
        plan = coverage.plan
        return cls(
            plan_id=plan.plan_id,
            region=plan.region.region_id,
            region_name=plan.region.name,
            period="-".join(str(year) for year in plan.period) if plan.period else None,
            verdict=coverage.verdict,
            findings=list(coverage.findings),
            searched=Searched(
                pages=coverage.searched.pages, measures=coverage.searched.measures
            ),
        )


class CoverageResult(_Out):
    """A topic over every plan in scope."""

    topic: str
    coverage: list[Coverage]
    findings: list[Finding]
    citations: list[Citation]

    @classmethod
    def of(cls, result: results.CoverageResult) -> Self:
        return cls(
            topic=result.topic,
            coverage=[Coverage.of(entry) for entry in result.coverage],
            findings=[Finding.of(finding) for finding in result.findings],
            citations=[Citation.of(source) for source in result.citations],
        )


class Answer(_Out):
    """An answer with its evidence, or why there is none."""

    question: str
    intent: Intent
    language: str = Field(description="The question's language.", examples=["nb"])
    answered: bool
    confidence: float = Field(description="0 to 1.")
    answer: str = Field(description="Marks like [1] count `citations` from 1.")
    findings: list[Finding]
    coverage: list[Coverage]
    citations: list[Citation]
    reason: Reason | None = Field(description="Why it is not answered; null where it is.")
    notes: list[str]
    generator: str
    took_ms: float

    @classmethod
    def of(cls, answer: results.Answer) -> Self:
        return cls(
            question=answer.question,
            intent=answer.intent,
            language=answer.language,
            answered=answer.answered,
            confidence=answer.confidence,
            answer=answer.answer,
            findings=[Finding.of(finding) for finding in answer.findings],
            coverage=[Coverage.of(entry) for entry in answer.coverage],
            citations=[Citation.of(source) for source in answer.citations],
            reason=answer.reason,
            notes=list(answer.notes),
            generator=answer.generator,
            took_ms=answer.took_ms,
        )


class MeasurePage(_Out):
    """Measures in the plans' own order; `total` counts those beyond this page too."""

    total: int
    measures: list[Measure]

    @classmethod
    def of(cls, page: results.MeasurePage) -> Self:
        return cls(total=page.total, measures=[Measure.of(measure) for measure in page.measures])


class Counterpart(_Out):
    """A measure like another."""

    measure: Measure
    score: float = Field(description="0 to 1, higher is more alike.")
    same: list[str] = Field(description="The fields in which the two agree.")


class SimilarResult(_Out):
    """Counterparts, the most alike first; `measure` is null where a text was given."""

    measure: Measure | None
    similar: list[Counterpart]

    @classmethod
    def of(cls, result: results.SimilarResult) -> Self:
        return cls(
            measure=Measure.of(result.measure) if result.measure else None,
            similar=[
                Counterpart(
                    measure=Measure.of(counterpart.measure),
                    score=counterpart.score,
                    same=list(counterpart.same),
                )
                for counterpart in result.similar
            ],
        )


class SimilarRequest(BaseModel):
    """A measure that is not in the index."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Felles kurs i legevaktmedisin"}]},
    )

    text: Text


class Suggestions(_Out):
    """Completions for a search box, the likeliest first."""

    query: str
    suggestions: list[str]


class ReadCounts(_Out):
    """What was read: `rows` is `measures` and `rejected` together."""

    pages: int | None = Field(description="Null where the file has no pages.")
    lines: int
    rows: int
    measures: int
    rejected: int
    passages: int

    @classmethod
    def of(cls, counts: PlanCounts) -> Self:
        return cls(
            pages=counts.pages,
            lines=counts.lines,
            rows=counts.rows,
            measures=counts.measures,
            rejected=counts.rejected,
            passages=counts.passages,
        )


class PlanSource(_Out):
    """The file, where it came from, and where it is served."""

    file: str
    sha256: str
    origin: str | None
    href: str = Field(examples=["/v1/plans/ahus-2024-2025/document"])


class Plan(PlanRef):
    """A plan, its source and what was read of it."""

    publisher: str | None
    language: str = Field(examples=["nb"])
    listed: bool = Field(description="It has an entry in the corpus manifest.")
    source: PlanSource
    read: ReadCounts

    @classmethod
    def read_as(cls, plan: records.Plan, read: ReadCounts) -> Self:
        """The plan with what was read of it."""
        return cls.model_validate(_plan_fields(plan) | {"read": read})


def _plan_fields(plan: records.Plan) -> dict[str, object]:
    return {
        **PlanRef.of(plan).model_dump(by_alias=True),
        "publisher": plan.publisher,
        "language": plan.language,
        "listed": plan.listed,
        "source": PlanSource(
            file=plan.file,
            sha256=plan.sha256,
            origin=plan.origin,
            href=document_href(plan.plan_id),
        ),
    }


class Problem(_Out):
    """A document that could not be read, and what to do about it."""

    plan: str = Field(description="The plan's id, or the file's name.")
    message: str


def problems(found: Iterable[tuple[str, str]]) -> list[Problem]:
    """The documents that could not be read."""
    return [Problem(plan=plan, message=message) for plan, message in found]


class PlanList(_Out):
    """The plans of the index by id, and the documents that could not be read."""

    plans: list[Plan]
    problems: list[Problem]


class Rejected(_Out):
    """A row that is no measure, with the reason."""

    row_id: str
    reason: str
    citation: Citation


class Repair(_Out):
    """A word that was read damaged: as it stands, and as it is shown."""

    line: int
    source: str
    repaired: str


class Uncertain(_Out):
    """A measure with fields that could not be read with certainty."""

    measure_id: str
    fields: list[str]
    citation: Citation


class PlanDetail(Plan):
    """A plan with all that was rejected, repaired or uncertain."""

    rejected: list[Rejected]
    repairs: list[Repair]
    uncertain: list[Uncertain]

    @classmethod
    def detailed(
        cls,
        plan: records.Plan,
        read: ReadCounts,
        measures: Iterable[records.Measure],
        rejected: Iterable[records.Rejected],
        repairs: Iterable[records.Repair],
    ) -> Self:
        """The plan with what reading it left aside; `measures` are all of the plan's."""
        return cls.model_validate(
            _plan_fields(plan)
            | {"read": read}
            | _left_aside(measures, rejected, repairs)
        )


def _left_aside(
    measures: Iterable[records.Measure],
    rejected: Iterable[records.Rejected],
    repairs: Iterable[records.Repair],
) -> dict[str, object]:
    return {
        "rejected": [
            Rejected(row_id=row.row_id, reason=row.reason, citation=Citation.of(row.source))
            for row in rejected
        ],
        "repairs": [
            Repair(line=repair.line, source=repair.source, repaired=repair.repaired)
            for repair in repairs
        ],
        "uncertain": [
            Uncertain(
                measure_id=measure.measure_id,
                fields=list(measure.uncertain),
                citation=Citation.of(measure.source),
            )
            for measure in measures
            if measure.uncertain
        ],
    }
