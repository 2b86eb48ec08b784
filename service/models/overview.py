"""Over all plans: topics compared, and topics found."""

from __future__ import annotations

from pydantic import AliasPath, Field

from service.models.answer import Finding, Searched
from service.models.base import Out
from service.models.citation import Citation
from service.models.measure import Measure
from service.models.plan import PlanRef
from service.overview.compare import SubjectSet
from service.overview.grouping import Grouping
from service.results import Verdict


class CompareCell(Out):
    """Whether one plan has one topic, and by which measures."""

    topic: str
    plan_id: str = Field(validation_alias=AliasPath("plan", "plan_id"))
    verdict: Verdict
    findings: list[int] = Field(description="0-based indices into `findings`.")
    searched: Searched


class Comparison(Out):
    """Topics × plans; cells by topic as asked, then by plan."""

    topics: list[str]
    plans: list[PlanRef]
    cells: list[CompareCell]
    findings: list[Finding]
    citations: list[Citation]


class Subject(Out):
    """A topic of a ready set."""

    subject_id: str = Field(examples=["skropelige-eldre"])
    name: str
    phrases: list[str] = Field(description="What is looked for; any one is enough.")


class Subjects(Out):
    """Topics that belong together."""

    set_id: str = Field(examples=["national"])
    name: str
    subjects: list[Subject]

    @classmethod
    def named(cls, found: SubjectSet, language: str) -> Subjects:
        """A set with its names in a language."""
        return cls(
            set_id=found.set_id,
            name=found.name(language),
            subjects=[
                Subject(
                    subject_id=each.subject_id,
                    name=each.name(language),
                    phrases=list(each.phrases),
                )
                for each in found.subjects
            ],
        )


class SubjectSets(Out):
    """The ready sets; the first is used where no topic is named."""

    sets: list[Subjects]


class TopicRegion(Out):
    """A region that has a topic."""

    region: str = Field(validation_alias="region_id", description="The region's id.")
    region_name: str = Field(validation_alias="name")


class Topic(Out):
    """Measures about the same thing, named by words of theirs."""

    topic_id: str = Field(examples=["digital-hjemmeoppfolging"])
    name: str
    terms: list[str] = Field(description="The most telling first.")
    total: int = Field(description="Measures of the topic, also those outside of the filters.")
    regions: list[TopicRegion]
    plans: list[str]
    measures: list[Measure]


class TopicList(Out):
    """Topics of most regions first, then the largest."""

    total: int
    topics: list[Topic]
    ungrouped: list[Measure] = Field(description="Measures that are like no others.")

    @classmethod
    def grouped(cls, grouping: Grouping, k: int | None = None, offset: int = 0) -> TopicList:
        """A page of topics; all of them where `k` is null."""
        end = None if k is None else offset + k
        return cls(
            total=len(grouping.topics),
            topics=[Topic.of(topic) for topic in grouping.topics[offset:end]],
            ungrouped=[Measure.of(measure) for measure in grouping.ungrouped],
        )
