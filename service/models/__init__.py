"""The contract's objects: what the API and `--json` print, read off the engine's records."""

from service.models.answer import Answer, Coverage, CoverageResult
from service.models.citation import Citation
from service.models.measure import Measure, MeasurePage, SimilarResult
from service.models.operations import Problem, Ready
from service.models.over_time import DeadlineList, Diff
from service.models.plan import Plan, PlanDetail, PlanList, Unread, unread_of
from service.models.reading import FileRead, IndexReport
from service.models.request import MOST_RESULTS, SimilarRequest, Text, checked_text
from service.models.search import Hit, SearchResult, Suggestions

__all__ = [
    "MOST_RESULTS",
    "Answer",
    "Citation",
    "Coverage",
    "CoverageResult",
    "DeadlineList",
    "Diff",
    "FileRead",
    "Hit",
    "IndexReport",
    "Measure",
    "MeasurePage",
    "Plan",
    "PlanDetail",
    "PlanList",
    "Problem",
    "Ready",
    "SearchResult",
    "SimilarRequest",
    "SimilarResult",
    "Suggestions",
    "Text",
    "Unread",
    "checked_text",
    "unread_of",
]
