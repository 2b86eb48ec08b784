"""What the calls take."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field

from indexer.errors import QueryError
from service import results
from service.export import Delimiter
from service.models import MOST_RESULTS, Text


class FilterParams(BaseModel):
    """Filters; values of one are alternatives, and all filters hold."""

    region: list[str] = Field([], description="A region's id or name.", examples=[["ahus"]])
    plan: list[str] = Field([], description="A plan's id.", examples=[["ahus-2024-2025"]])
    target_group: list[str] = Field([], description="As the plans write it.")
    responsible: list[str] = Field([], description="As the plans write it.", examples=[["AU"]])
    year: list[int] = Field([], description="A year of the measure.", examples=[[2025]])
    kind: list[str] = Field([], description="`measure` or `prose`.")

    def filters(self) -> results.Filters:
        return results.Filters(
            region=tuple(self.region),
            plan=tuple(self.plan),
            target_group=tuple(self.target_group),
            responsible=tuple(self.responsible),
            year=tuple(self.year),
            kind=tuple(self.kind),
        )


class AskParams(FilterParams):
    q: Text = Field(description="A question or topic.", examples=["Hvem har ansvar for legevakt?"])


class SimilarParams(FilterParams):
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class PageParams(SimilarParams):
    offset: int = Field(0, ge=0, description="How many to leave out before the first.")


class SearchParams(PageParams):
    q: Text = Field(description="What to find.", examples=["skrøpelige eldre"])


class Format(StrEnum):
    """How measures are written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class MeasureParams(PageParams):
    format: Format = Field(
        Format.JSON, description="`csv` and `xlsx` hold all measures, without `k` and `offset`."
    )
    delimiter: Delimiter = Field(Delimiter.COMMA, description="Between the cells of `csv`.")

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is not Format.JSON and paged:
            raise QueryError(
                f"format={self.format} holds all measures; leave out {' and '.join(sorted(paged))}"
            )
        if self.format is not Format.CSV and "delimiter" in self.model_fields_set:
            raise QueryError("delimiter is for format=csv; leave it out or add format=csv")


class CounterpartParams(BaseModel):
    scope: results.Scope = Field(
        results.Scope.OTHER_REGIONS, description="Where counterparts are looked for."
    )
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class SuggestParams(BaseModel):
    q: Text = Field(description="What is typed so far.", examples=["lege"])
    k: int = Field(10, ge=1, le=10, description="How many.")
