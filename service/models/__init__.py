"""The contract's objects: what the API and `--json` print, read off the engine's records."""

from service.models.answer import Answer, Coverage, CoverageResult, Finding, Part
from service.models.body import Body, BodyDetail, BodyList, NamedIn
from service.models.citation import Citation
from service.models.measure import Counterpart, Measure, MeasurePage, SimilarResult
from service.models.operations import Problem, Ready
from service.models.over_time import DeadlineList, Diff
from service.models.overview import (
    CompareCell,
    Comparison,
    Subjects,
    SubjectSets,
    Topic,
    TopicList,
)
from service.models.plan import Plan, PlanDetail, PlanList, ReadCounts, Unread, unread_of
from service.models.reading import Corrected, FileRead, IndexReport, Proposed
from service.models.request import LONGEST_TEXT, MOST_RESULTS, SimilarRequest, Text, checked_text
from service.models.search import Hit, SearchResult, Suggestions

__all__ = [
    "LONGEST_TEXT",
    "MOST_RESULTS",
    "Answer",
    "Body",
    "BodyDetail",
    "BodyList",
    "Citation",
    "CompareCell",
    "Comparison",
    "Corrected",
    "Counterpart",
    "Coverage",
    "CoverageResult",
    "DeadlineList",
    "Diff",
    "FileRead",
    "Finding",
    "Hit",
    "IndexReport",
    "Measure",
    "MeasurePage",
    "NamedIn",
    "Part",
    "Plan",
    "PlanDetail",
    "PlanList",
    "Problem",
    "Proposed",
    "ReadCounts",
    "Ready",
    "SearchResult",
    "SimilarRequest",
    "SimilarResult",
    "SubjectSets",
    "Subjects",
    "Suggestions",
    "Text",
    "Topic",
    "TopicList",
    "Unread",
    "checked_text",
    "unread_of",
]
