"""What a search finds."""

from __future__ import annotations

from pydantic import AliasPath, Field

from indexer import records
from service.models.base import Out
from service.models.citation import Citation
from service.models.measure import Correction, Measure
from service.models.plan import PlanRef


class Why(Out):
    """What a hit owes its place to."""

    dense: float = Field(description="Cosine similarity of meaning, -1 to 1.")
    lexical: float = Field(description="Share of what is asked about that it names, 0 to 1.")
    terms: list[str] = Field(description="The words that matched, as the passage has them.")


class Hit(Out):
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
    shown: str = Field(
        description="The text on one line: a long one's beginning and the parts that match, with … "
        "for what is left out."
    )
    measure: Measure | None = Field(validation_alias=AliasPath("passage", "measure"))
    corrections: list[Correction] = Field(
        validation_alias=AliasPath("passage", "corrections"),
        description="What of prose a person put right; a measure has its own.",
    )
    citation: Citation = Field(validation_alias=AliasPath("passage", "source"))


class Facet(Out):
    """A value to filter by, and how many hits have it."""

    value: str | int
    count: int


class Facets(Out):
    """The values among all hits, the most frequent first."""

    region: list[Facet] = Field([])
    plan: list[Facet] = Field([])
    target_group: list[Facet] = Field([])
    responsible: list[Facet] = Field([])
    year: list[Facet] = Field([])
    status: list[Facet] = Field([])


class SearchResult(Out):
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


class Suggestions(Out):
    """Completions for a search box, the likeliest first."""

    query: str
    suggestions: list[str]
