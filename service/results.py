"""What the service is asked and what it finds, as frozen records.

The shapes follow the HTTP contract; `models` turns them into JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from indexer.records import Measure, Passage, Plan, Source
from indexer.unread import UnreadTable


class Intent(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    STATUS = "status"
    WHICH_PLANS = "which_plans"
    WHAT = "what"
    PLAN_FACT = "plan_fact"
    OTHER = "other"


class Verdict(StrEnum):
    """Whether a plan has what was asked for."""

    YES = "yes"
    NO = "no"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why a question is not answered."""

    NO_EVIDENCE = "no_evidence"
    REGION_NOT_INDEXED = "region_not_indexed"
    PERIOD_NOT_INDEXED = "period_not_indexed"
    NOT_ABOUT_PLANS = "not_about_plans"


class Reply(StrEnum):
    """What a yes-or-no question is told first: phrases of an answer."""

    HAS = "has"
    NOT_ALL = "not_all"
    YES = "yes"
    NO = "no"


class Scope(StrEnum):
    """Where counterparts of a measure are looked for."""

    OTHER_REGIONS = "other_regions"
    OTHER_PLANS = "other_plans"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; values of one field are alternatives, fields all hold.

    An unknown value raises `errors.UnknownFilter`. `kind` is "measure" or "prose", `status`
    a `progress.Progress`: how far the plan says that a measure has come.
    """

    region: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    target_group: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """What a hit owes its place to, beside what else is weighed: likeness and the words matched.

    `dense` is the cosine of the passage and the question, -1 to 1 (`Match.cosine`); `lexical` how
    much of what is asked about the passage names, by weight, 0 to 1 (`Match.coverage`, not the
    BM25 of `Match.lexical`); `terms` are words as they stand in the passage.
    """

    dense: float
    lexical: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `rank` is 1-based, `score` 0 to 1, `highlights` offsets into its text, of
    which `shown` is what fits a line."""

    passage: Passage
    plan: Plan
    rank: int
    score: float
    why: Why
    highlights: tuple[tuple[int, int], ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a filter and how many hits have it."""

    value: str | int
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits in order of score, ties by passage id; `facets` by filter name, most frequent first."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Facet, ...]]
    notes: tuple[str, ...]
    took_ms: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A measure that answers; `citation` is a 0-based index into the answer's citations.

    `earlier_plan` says that the region has a newer plan than the measure's; `shown` is its text
    for a line, a long one's beginning and the parts that were asked about. `said` is what the
    answer says of it beside its fields, in the question's language, and `columns` what stands in
    the further columns that are asked for: (heading, text).
    """

    measure: Measure
    plan: Plan
    citation: int
    earlier_plan: bool
    shown: str
    said: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """How much of a plan was looked through; `unreadable` are pages that could not be, and
    `hard_to_read` says that many fields of its measures could not, `no_status` that it states how
    far no measure is, where that was asked for; `unread` are tables of which nothing was
    understood, of a plan of which none was. `within` says what of it filters left, which
    `measures` counts, in the question's language; empty where it is all."""

    pages: int | None
    measures: int
    unreadable: tuple[int, ...] = ()
    hard_to_read: bool = False
    no_status: bool = False
    unread: tuple[UnreadTable, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class PlanCoverage:
    """Whether one plan has what was asked for; `findings` are 0-based indices."""

    plan: Plan
    verdict: Verdict
    findings: tuple[int, ...]
    searched: Searched


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """A topic over every plan in scope, in the order of plan ids; `reason` says why none has it,
    and `notes` what of the topic was understood: a place that it names, which others have not."""

    topic: str
    coverage: tuple[PlanCoverage, ...]
    findings: tuple[Finding, ...]
    citations: tuple[Source, ...]
    reason: Reason | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one of several questions in one; `answer` has the marks of the whole.

    `findings` and `citations` are 0-based indices into the whole's; `coverage` counts findings
    likewise.
    """

    question: str
    intent: Intent
    answered: bool
    confidence: float
    answer: str
    findings: tuple[int, ...]
    citations: tuple[int, ...]
    coverage: tuple[PlanCoverage, ...]
    reason: Reason | None
    missing: tuple[str, ...]
    reply: Reply | None
    unsaid: tuple[str, ...]
    caveat: str | None = None
    lacking: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer put together from records; marks like [1] count its citations from 1.

    Where `answered` is false, `reason` says why, `findings` is empty, and `answer` says so in
    the question's language; `missing` are the places or years that no plan is for. `reply` is what
    a question for a yes or a no is told, where the findings settle it; `unsaid` are words of the
    question that no finding says, and `caveat` the sentences before all else that say what of it
    no plan is for, what is not taken into account, or, where it is `lacking`, what does not have
    it; `columns` are the headings of further columns that are asked for. `confidence` is 0 to 1.
    `quoted` is for each citation the prose that it quotes, for reading; empty of a measure's.
    Several questions in one have a part each: findings, citations and coverage are over all, the
    intent is that of the first, and it is answered where one of them is, with the confidence of
    the least sure that is. Of one question there are no parts.
    """

    question: str
    intent: Intent
    language: str
    answered: bool
    confidence: float
    answer: str
    findings: tuple[Finding, ...]
    coverage: tuple[PlanCoverage, ...]
    citations: tuple[Source, ...]
    quoted: tuple[str, ...]
    reason: Reason | None
    notes: tuple[str, ...]
    took_ms: float
    missing: tuple[str, ...] = ()
    reply: Reply | None = None
    unsaid: tuple[str, ...] = ()
    caveat: str | None = None
    lacking: bool = False
    columns: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    generator: str = "records"


LIKELY = 0.2
"""Score below which a measure is unlikely to be another's counterpart: of the judged measures with
none, five of eight have only such (`eval/README.md`)."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A measure like another; `score` is 0 to 1, `same` the fields in which they agree."""

    measure: Measure
    plan: Plan
    score: float
    same: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether it is likely enough a counterpart to be called one."""
        return self.score >= LIKELY


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """Counterparts, the most alike first; `measure` is null where a text was given."""

    measure: Measure | None
    similar: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """Measures in the plans' own order, and how many there are in all."""

    total: int
    measures: tuple[Measure, ...] = field(default=())
    notes: tuple[str, ...] = ()
