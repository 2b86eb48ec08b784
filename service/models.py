"""The contract's objects: what the API and `--json` print, read off the engine's records."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import (
    AfterValidator,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    computed_field,
)

from indexer import records
from indexer.errors import QueryError
from service.results import Intent, Reason, Verdict

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.index import PlanCounts

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


# A QueryError passes through pydantic as it is: bad text is an error of the query (400) by
# whichever way it comes in, not one of the schema (422).
Text = Annotated[
    str,
    AfterValidator(checked_text),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}),
]


class _Out(BaseModel):
    """A frozen object of the contract."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        validate_by_name=True,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def of(cls, record: object) -> Self:
        """Read off a record's attributes."""
        return cls.model_validate(record)

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


def document_href(plan_id: str) -> str:
    """Where a plan's source file is served."""
    return f"/v1/plans/{plan_id}/document"


class Citation(_Out):
    """Where something stands: verbatim text, and how to open the document there."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    document: str = Field(examples=["ahus-2024-2025.txt"])
    page: int | None = Field(description="1-based; null where the file has no pages.")
    section: list[str] = Field(description="The headings above it, outermost first.")
    row: str | None = Field(description="The row of its table; null for prose.")
    quote: str = Field(description="Source text, byte for byte, before any repair.")
    boxes: list[Box] = Field([], description="Where it is on the page; empty where unknown.")
    line: int = Field(description="The first line of the quote in the file, 1-based.")
    end_line: int = Field(description="The last line of the quote, included.")
    pieces: list[Piece] = Field(
        description="The parts it was read from, also those that stand elsewhere."
    )

    @computed_field(
        description="Opens the document there.",
        examples=["/v1/plans/ahus-2024-2025/document#L61"],
    )
    def href(self) -> str:
        return f"{document_href(self.plan_id)}#L{self.line}"


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
    citation: Citation = Field(validation_alias="source")


class PlanRef(_Out):
    """Which plan: its id, title, region and period."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    title: str
    region: str = Field(
        validation_alias=AliasPath("region", "region_id"),
        description="The region's id.",
        examples=["ahus"],
    )
    region_name: str = Field(validation_alias=AliasPath("region", "name"))
    from_: int | None = Field(
        None,
        validation_alias=AliasPath("period", 0),
        serialization_alias="from",
        description="First year.",
        examples=[2024],
    )
    to: int | None = Field(
        None, validation_alias=AliasPath("period", 1), description="Last year.", examples=[2025]
    )


class Why(_Out):
    """What a hit owes its place to."""

    dense: float = Field(description="Cosine similarity of meaning, -1 to 1.")
    lexical: float = Field(description="Score of matching words, 0 or more.")
    terms: list[str] = Field(description="The words that matched, as the passage has them.")


class Hit(_Out):
    """A passage found."""

    passage_id: str = Field(validation_alias=AliasPath("passage", "passage_id"))
    kind: records.Kind = Field(validation_alias=AliasPath("passage", "kind"))
    rank: int = Field(description="1-based, counted from the first hit of all.")
    score: float = Field(description="0 to 1, higher is better.")
    why: Why
    plan: PlanRef
    text: str = Field(validation_alias=AliasPath("passage", "text"))
    highlights: list[tuple[int, int]] = Field(
        description="Matched words: start and end in `text`, in Unicode code points."
    )
    measure: Measure | None = Field(validation_alias=AliasPath("passage", "measure"))
    citation: Citation = Field(validation_alias=AliasPath("passage", "source"))


class Facet(_Out):
    """A value to filter by, and how many hits have it."""

    value: str | int
    count: int


class Facets(_Out):
    """The values among all hits, the most frequent first."""

    region: list[Facet] = []
    plan: list[Facet] = []
    target_group: list[Facet] = []
    responsible: list[Facet] = []
    year: list[Facet] = []


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


class Finding(_Out):
    """A measure that answers."""

    plan_id: str = Field(validation_alias=AliasPath("measure", "plan_id"))
    region: str = Field(
        validation_alias=AliasPath("plan", "region", "region_id"), description="The region's id."
    )
    region_name: str = Field(validation_alias=AliasPath("plan", "region", "name"))
    measure_id: str = Field(validation_alias=AliasPath("measure", "measure_id"))
    text: str = Field(validation_alias=AliasPath("measure", "text"))
    responsible: list[str] = Field(validation_alias=AliasPath("measure", "responsible"))
    deadline: str | None = Field(validation_alias=AliasPath("measure", "deadline"))
    moved_from: str | None = Field(validation_alias=AliasPath("measure", "moved_from"))
    status: str | None = Field(validation_alias=AliasPath("measure", "status"))
    number: str | None = Field(validation_alias=AliasPath("measure", "number"))
    uncertain: list[str] = Field(validation_alias=AliasPath("measure", "uncertain"))
    citation: int = Field(description="0-based index into `citations`; its mark is one more.")


class Searched(_Out):
    """How much of a plan was looked through."""

    pages: int | None
    measures: int


def _period(years: tuple[int, int] | None) -> str | None:
    return "-".join(str(year) for year in years) if years else None


class Coverage(_Out):
    """Whether one plan has what was asked for."""

    plan_id: str = Field(validation_alias=AliasPath("plan", "plan_id"))
    region: str = Field(
        validation_alias=AliasPath("plan", "region", "region_id"), description="The region's id."
    )
    region_name: str = Field(validation_alias=AliasPath("plan", "region", "name"))
    period: Annotated[str | None, BeforeValidator(_period)] = Field(
        validation_alias=AliasPath("plan", "period"), examples=["2024-2025"]
    )
    verdict: Verdict
    findings: list[int] = Field(description="0-based indices into `findings`.")
    searched: Searched


class CoverageResult(_Out):
    """A topic over every plan in scope."""

    topic: str
    coverage: list[Coverage]
    findings: list[Finding]
    citations: list[Citation]


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


class MeasurePage(_Out):
    """Measures in the plans' own order; `total` counts those beyond this page too."""

    total: int
    measures: list[Measure]


class Counterpart(_Out):
    """A measure like another."""

    measure: Measure
    score: float = Field(description="0 to 1, higher is more alike.")
    same: list[str] = Field(description="The fields in which the two agree.")


class SimilarResult(_Out):
    """Counterparts, the most alike first; `measure` is null where a text was given."""

    measure: Measure | None
    similar: list[Counterpart]


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
    warnings: list[str] = Field(description="What to know of the reading as a whole.")


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
    def read_as(cls, plan: records.Plan, counts: PlanCounts) -> Self:
        """The plan with what was read of it."""
        return cls.model_validate(_plan_fields(plan, ReadCounts.of(counts)))


def _plan_fields(plan: records.Plan, read: ReadCounts) -> dict[str, object]:
    return {
        **PlanRef.of(plan).model_dump(),
        "publisher": plan.publisher,
        "language": plan.language,
        "listed": plan.listed,
        "source": PlanSource(
            file=plan.file,
            sha256=plan.sha256,
            origin=plan.origin,
            href=document_href(plan.plan_id),
        ),
        "read": read,
    }


class Unread(_Out):
    """A document that could not be read, and what to do about it."""

    plan: str = Field(description="The plan's id, or the file's name.")
    message: str


def unread_of(problems: Iterable[tuple[str, str]]) -> list[Unread]:
    """The documents that could not be read."""
    return [Unread(plan=plan, message=message) for plan, message in problems]


class PlanList(_Out):
    """The plans of the index by id, and the documents that could not be read."""

    plans: list[Plan]
    problems: list[Unread]


class Rejected(_Out):
    """A row that is no measure, with the reason."""

    row_id: str
    reason: str
    citation: Citation = Field(validation_alias="source")


class Repair(_Out):
    """A word that was read damaged: as it stands, and as it is shown."""

    line: int
    source: str
    repaired: str


class Uncertain(_Out):
    """A measure with fields that could not be read with certainty."""

    measure_id: str
    fields: list[str] = Field(validation_alias="uncertain")
    citation: Citation = Field(validation_alias="source")


class PlanDetail(Plan):
    """A plan with all that was rejected, repaired or uncertain."""

    rejected: list[Rejected]
    repairs: list[Repair]
    uncertain: list[Uncertain]

    @classmethod
    def detailed(
        cls,
        plan: records.Plan,
        counts: PlanCounts,
        measures: Iterable[records.Measure],
        rejected: Iterable[records.Rejected],
        repairs: Iterable[records.Repair],
    ) -> Self:
        """The plan with what reading it left aside; `measures` are all of the plan's."""
        return cls.model_validate(
            {
                **_plan_fields(plan, ReadCounts.of(counts)),
                "rejected": list(rejected),
                "repairs": list(repairs),
                "uncertain": [measure for measure in measures if measure.uncertain],
            }
        )


class Skipped(_Out):
    """A line that is neither row nor prose, with the reason."""

    line: int
    text: str
    reason: str


class FileRead(Plan):
    """All that `plansok show` reads out of one file."""

    measures: list[Measure]
    rejected: list[Rejected]
    repairs: list[Repair]
    skipped: list[Skipped]

    @classmethod
    def of_file(cls, read: records.PlanRead) -> Self:
        """What was read, in the file's order."""
        counts = ReadCounts(
            pages=read.pages,
            lines=read.lines,
            rows=read.rows,
            measures=len(read.measures),
            rejected=len(read.rejected),
            passages=len(read.passages),
            warnings=list(read.warnings),
        )
        return cls.model_validate(
            {
                **_plan_fields(read.plan, counts),
                "measures": list(read.measures),
                "rejected": list(read.rejected),
                "repairs": list(read.repairs),
                "skipped": [
                    Skipped(line=line, text=text, reason=reason)
                    for line, text, reason in read.skipped
                ],
            }
        )


class BuiltPlan(ReadCounts):
    """What was read of one plan, and the time it took."""

    plan_id: str
    seconds: float


class IndexReport(_Out):
    """What `plansok index` built; `reused` passages were encoded before."""

    plans: list[BuiltPlan]
    problems: list[Unread]
    encoded: int
    reused: int
    seconds: float

    @classmethod
    def of_build(cls, report: BuildReport) -> Self:
        """The plans in order of id."""
        return cls(
            plans=[
                BuiltPlan(
                    plan_id=line.plan_id,
                    seconds=line.counts.seconds,
                    **ReadCounts.of(line.counts).model_dump(),
                )
                for line in report.plans
            ],
            problems=unread_of(report.problems),
            encoded=report.encoded,
            reused=report.reused,
            seconds=report.seconds,
        )


class Ready(_Out):
    """The index is loaded and can be asked."""

    status: str = Field(examples=["ready"])
    plans: int
    measures: int
    passages: int
    problems: int = Field(description="Documents that could not be read.")


class Problem(_Out):
    """What is wrong with a request (RFC 9457, application/problem+json)."""

    type: str = Field(examples=["/docs#UnknownFilter"])
    title: str = Field(examples=["No plan has this value"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["no plan has region 'asker'; did you mean ahus?"])
    allowed: list[str] | None = Field(description="The values that can be used.")
    suggestions: list[str] | None = Field(description="The allowed values most like it.")
