"""What the calls take."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field

from indexer.errors import QueryError
from service import results
from service.files.export import Delimiter, Format
from service.models import LONGEST_TEXT, MOST_RESULTS, Text
from service.when.progress import Progress


class FilterParams(BaseModel):
    """Filters; values of one are alternatives, and all filters hold."""

    region: list[str] = Field([], description="A region's id or name.", examples=[["ahus"]])
    plan: list[str] = Field([], description="A plan's id.", examples=[["ahus-2024-2025"]])
    target_group: list[str] = Field([], description="As the plans write it.")
    responsible: list[str] = Field(
        [],
        description="A body as a plan writes it, or its id; it is meant under all its spellings.",
        examples=[["AU"]],
    )
    year: list[int] = Field([], description="A year of the measure.", examples=[[2025]])
    kind: list[str] = Field([], description="`measure` or `prose`.")
    status: list[str] = Field(
        [],
        description="How far the plan says that it has come: "
        f"{', '.join(f'`{each}`' for each in Progress)}.",
    )

    def filters(self) -> results.Filters:
        return results.Filters(
            region=tuple(self.region),
            plan=tuple(self.plan),
            target_group=tuple(self.target_group),
            responsible=tuple(self.responsible),
            year=tuple(self.year),
            kind=tuple(self.kind),
            status=tuple(self.status),
        )


class TableParams(BaseModel):
    """How the tables of a file are written."""

    delimiter: Delimiter = Field(Delimiter.COMMA, description="Between the cells of `csv`.")
    sheet: str | None = Field(
        None,
        max_length=LONGEST_TEXT,
        description="Which of the tables `csv` holds, the first unless named; the others hold all.",
    )

    def check_tables(self, written: StrEnum) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        for name in ("delimiter", "sheet"):
            if written.value != Format.CSV.value and name in self.model_fields_set:
                raise QueryError(f"{name} is for format=csv; leave it out or add format=csv")


class ExportParams(TableParams):
    """How the result is written."""

    format: Format = Field(Format.JSON, description="`md` is Markdown.")

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        self.check_tables(self.format)


class AskParams(FilterParams, ExportParams):
    q: Text = Field(description="A question or topic.", examples=["Hvem har ansvar for legevakt?"])


class SimilarParams(FilterParams, ExportParams):
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class PageParams(FilterParams):
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")
    offset: int = Field(0, ge=0, description="How many to leave out before the first.")


class SearchParams(PageParams, ExportParams):
    q: Text = Field(description="What to find.", examples=["skrøpelige eldre"])


class MeasureParams(PageParams, ExportParams):
    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is not Format.JSON and paged:
            raise QueryError(
                f"format={self.format} holds all measures; leave out {' and '.join(sorted(paged))}"
            )
        super().check()


class CounterpartParams(ExportParams):
    scope: results.Scope = Field(
        results.Scope.OTHER_REGIONS, description="Where counterparts are looked for."
    )
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class SuggestParams(FilterParams):
    q: Text = Field(description="What is typed so far.", examples=["lege"])
    k: int = Field(10, ge=1, le=10, description="How many.")


class Language(StrEnum):
    """The languages that ready topics have names in."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class QuestionParams(AskParams):
    language: Language | None = Field(
        None, description="Of the answer, where the question shows none; bokmål without it."
    )


class LanguageParams(BaseModel):
    language: Language = Field(Language.NB, description="Of the names of ready topics.")


class CompareParams(LanguageParams, FilterParams, ExportParams):
    q: list[Text] = Field(
        [],
        description="A topic; without any, a ready set.",
        examples=[["hospitering", "FACT Ung"]],
    )
    set: str | None = Field(
        None, max_length=LONGEST_TEXT, description="A ready set of topics.", examples=["national"]
    )


class TopicParams(FilterParams, ExportParams):
    k: int = Field(MOST_RESULTS, ge=1, le=MOST_RESULTS, description="How many topics.")
    offset: int = Field(0, ge=0, description="How many to leave out before the first.")

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is not Format.JSON and paged:
            raise QueryError(
                f"format={self.format} holds all topics; leave out {' and '.join(sorted(paged))}"
            )
        super().check()


class BodyParams(ExportParams):
    q: Text | None = Field(None, description="A name, or words of one.", examples=["AU"])
    region: list[str] = Field([], description="A region's id or name.", examples=[["ahus"]])
    plan: list[str] = Field([], description="A plan's id.", examples=[["ahus-2024-2025"]])

    def filters(self) -> results.Filters:
        return results.Filters(region=tuple(self.region), plan=tuple(self.plan))
