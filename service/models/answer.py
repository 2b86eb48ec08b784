"""Answers with their evidence, plan by plan."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AliasPath, BeforeValidator, Field

from indexer import records
from service.models.base import Out
from service.models.citation import Citation
from service.models.measure import Correction
from service.results import Answer as AnswerRecord
from service.results import Intent, Reason, Reply, Verdict
from service.words.phrases import title_of


class Finding(Out):
    """A measure that answers."""

    plan_id: str = Field(validation_alias=AliasPath("measure", "plan_id"))
    region: str = Field(
        validation_alias=AliasPath("plan", "region", "region_id"), description="The region's id."
    )
    region_name: str = Field(validation_alias=AliasPath("plan", "region", "name"))
    measure_id: str = Field(validation_alias=AliasPath("measure", "measure_id"))
    text: str = Field(validation_alias=AliasPath("measure", "text"))
    shown: str = Field(
        description="The text on one line: a long one's beginning and the parts that were asked "
        "about, with … for what is left out."
    )
    responsible: list[str] = Field(validation_alias=AliasPath("measure", "responsible"))
    deadline: str | None = Field(validation_alias=AliasPath("measure", "deadline"))
    moved_from: str | None = Field(validation_alias=AliasPath("measure", "moved_from"))
    status: str | None = Field(validation_alias=AliasPath("measure", "status"))
    number: str | None = Field(validation_alias=AliasPath("measure", "number"))
    priority: str | None = Field(validation_alias=AliasPath("measure", "priority"))
    said: str = Field(
        description="What the answer says of it beside its fields, in the question's language: its "
        "steps within the time asked for, its priority, its indicators; empty where nothing.",
        examples=["prioritet: 2"],
    )
    columns: Annotated[dict[str, str], BeforeValidator(dict)] = Field(
        description="What stands in the further columns that were asked for, by their heading."
    )
    uncertain: list[str] = Field(validation_alias=AliasPath("measure", "uncertain"))
    corrections: list[Correction] = Field(
        validation_alias=AliasPath("measure", "corrections"),
        description="What of the measure a person put right.",
    )
    citation: int = Field(description="0-based index into `citations`; its mark is one more.")
    earlier_plan: bool = Field(
        description="Whether a newer plan of the same region is in the collection."
    )


class UnreadTable(Out):
    """A table of a plan of which no table was understood."""

    page: int | None = Field(description="Null where the file has no pages.")
    line: int = Field(description="Its first line, 1-based.")
    rows: int = Field(description="Rows that were seen, the heading counted.")
    heading: str = Field(description="The words of its first row, as the plan has them.")


class Searched(Out):
    """How much of a plan was looked through."""

    pages: int | None
    measures: int
    unreadable: list[int] = Field(description="Pages that could not be read.")
    hard_to_read: bool = Field(
        description="Whether many of its measures have a field that could not be read surely."
    )
    unread: list[UnreadTable] = Field(
        description="Tables whose columns were not understood, of a plan of which none was."
    )
    no_status: bool = Field(
        description="Whether it states how far no measure is, where the question asks for that."
    )
    within: str = Field(
        description="What of it filters left, in the question's language, and `measures` counts; "
        "empty where that is all.",
        examples=["tiltak med år 2027"],
    )


def _called(plan: object) -> object:
    return title_of(plan) if isinstance(plan, records.Plan) else plan


def _period(years: tuple[int, int] | None) -> str | None:
    return "-".join(str(year) for year in years) if years else None


class Coverage(Out):
    """Whether one plan has what was asked for."""

    plan_id: str = Field(validation_alias=AliasPath("plan", "plan_id"))
    region: str = Field(
        validation_alias=AliasPath("plan", "region", "region_id"), description="The region's id."
    )
    region_name: str = Field(validation_alias=AliasPath("plan", "region", "name"))
    called: Annotated[str, BeforeValidator(_called)] = Field(
        validation_alias=AliasPath("plan"),
        description="The plan as answers call it: whose it is and its period.",
    )
    period: Annotated[str | None, BeforeValidator(_period)] = Field(
        validation_alias=AliasPath("plan", "period"), examples=["2024-2025"]
    )
    verdict: Verdict
    findings: list[int] = Field(description="0-based indices into `findings`.")
    searched: Searched


class CoverageResult(Out):
    """A topic over every plan in scope."""

    topic: str
    coverage: list[Coverage]
    findings: list[Finding]
    citations: list[Citation]
    reason: Reason | None = Field(description="Why no plan has it; null where one has.")
    notes: list[str] = Field(
        description="What was understood: a place that the topic names, which other plans have not."
    )


ReplyTold = Annotated[
    Reply | None,
    Field(
        description="What a question for a yes or a no is told; null where it is no such question "
        "or the findings do not settle it."
    ),
]
Unsaid = Annotated[list[str], Field(description="Words of the question that no finding says.")]
Caveat = Annotated[
    str | None,
    Field(
        description="The sentence before all else in `answer` that says what of the question is "
        "not taken into account, or how."
    ),
]


class Part(Out):
    """The answer to one of several questions in one."""

    question: str
    intent: Intent
    answered: bool
    confidence: float
    answer: str = Field(description="Marks count the whole's `citations` from 1.")
    findings: list[int] = Field(description="0-based indices into the whole's `findings`.")
    coverage: list[Coverage]
    reason: Reason | None
    reply: ReplyTold
    unsaid: Unsaid
    caveat: Caveat


class Answer(Out):
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
    reply: ReplyTold
    unsaid: Unsaid
    caveat: Caveat
    notes: list[str]
    parts: list[Part] = Field(
        description="One for each of several questions in one; empty where it is one."
    )
    generator: str
    took_ms: float

    @classmethod
    def of(cls, record: object) -> Self:
        """Read off a record's attributes; what its citations of prose say stands with them."""
        found = super().of(record)
        texts = record.quoted if isinstance(record, AnswerRecord) else ()
        told = [
            cited.model_copy(update={"text": text}) if text else cited
            for cited, text in zip(found.citations, texts, strict=True)
        ]
        return found.model_copy(update={"citations": told})
