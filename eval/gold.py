"""The judged questions of `gold/`, and what their targets are in an index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from indexer.records import Kind, Measure, Passage


@dataclass(frozen=True, slots=True)
class Query:
    """A judged question or search; `split` is "tune" or "held".

    Queries of the parity part that ask the same in three languages share their `need`.
    """

    query_id: str
    text: str
    language: str
    kind: str
    traits: tuple[str, ...]
    split: str
    need: str = ""

    @property
    def number(self) -> int:
        """Its place in the order in which queries were written."""
        return int(self.query_id[1:])


@dataclass(frozen=True, slots=True)
class GoldMeasure:
    """A measure as read from the documents; `anchor` stands on `line` or after it."""

    key: str
    plan_id: str
    line: int
    end_line: int
    anchor: str
    responsible: tuple[str, ...]
    deadline: str | None
    years: tuple[int, ...]
    status: str | None
    moved_from: str | None


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """What a right answer holds: measures by key, verdicts by plan, facts, accepted reasons."""

    query_id: str
    intent: str
    findings: tuple[str, ...]
    coverage: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


class GoldError(Exception):
    """A judgement does not fit the index it is asked of."""


class Gold:
    """All judgements."""

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """Every query, in the file's order."""
        return tuple(
            Query(
                line["_id"],
                line["text"],
                **{**line["metadata"], "traits": tuple(line["metadata"]["traits"])},
            )
            for line in lines_of("queries.jsonl")
        )

    @cached_property
    def measures(self) -> Mapping[str, GoldMeasure]:
        """Every judged measure by key."""
        return {
            line["key"]: GoldMeasure(
                line["key"],
                line["plan_id"],
                line["line"],
                line["end_line"],
                line["anchor"],
                tuple(line["responsible"]),
                line["deadline"],
                tuple(line["years"]),
                line["status"],
                line["moved_from"],
            )
            for line in lines_of("measures.jsonl")
        }

    @cached_property
    def qrels(self) -> Mapping[str, Mapping[str, int]]:
        """Query id -> target -> grade."""
        found: dict[str, dict[str, int]] = {}
        for line in files("eval").joinpath("gold/qrels.tsv").read_text("utf-8").splitlines():
            query_id, _, target, grade = line.split("\t")
            found.setdefault(query_id, {})[target] = int(grade)
        return found

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Unanswerable query id -> the query whose need it puts in other words."""
        lines = files("eval").joinpath("gold/needs.tsv").read_text("utf-8").splitlines()
        return dict(line.split("\t") for line in lines)

    @cached_property
    def answers(self) -> Mapping[str, GoldAnswer]:
        """Query id -> what a right answer holds."""
        return {
            line["query_id"]: GoldAnswer(
                line["query_id"],
                line["intent"],
                tuple(finding["key"] for finding in line["findings"]),
                line["coverage"],
                tuple((fact["plan_id"], fact["fact"]) for fact in line.get("facts", ())),
                tuple(_as_list(line.get("reason"))),
            )
            for line in lines_of("answers.jsonl")
        }

    @cached_property
    def similar(self) -> Mapping[str, tuple[str, ...]]:
        """Measure key -> its counterparts in other regions."""
        return {line["key"]: tuple(line["counterparts"]) for line in lines_of("similar.jsonl")}

    @cached_property
    def similar_split(self) -> Mapping[str, str]:
        """Measure key -> "tune" or "held"; a measure and its counterparts are in the same."""
        return {line["key"]: line["split"] for line in lines_of("similar.jsonl")}


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def lines_of(name: str) -> Iterator[dict[str, Any]]:
    """The objects of a file of judgements, in order."""
    for line in files("eval").joinpath(f"gold/{name}").read_text("utf-8").splitlines():
        yield json.loads(line)


class Targets:
    """Which passages of an index the judgements mean.

    A judged line of prose is the passage that holds it; the parts of a long line are one.
    `key_of` maps the index's measures to the judged ones; by default those that hold an anchor.
    """

    def __init__(
        self, gold: Gold, passages: Sequence[Passage], key_of: Mapping[str, str] | None = None
    ) -> None:
        measures = [p.measure for p in passages if p.measure]
        self.key_of = key_of or {
            _find(judged, measures).measure_id: key for key, judged in gold.measures.items()
        }
        self.measure_of = {key: measure_id for measure_id, key in self.key_of.items()}
        self._line = {
            f"{passage.plan_id}#L{line}": self.of(passage)
            for passage in passages
            for line in range(passage.source.line, passage.source.end_line + 1)
            if passage.kind is Kind.PROSE
        }

    def of(self, passage: Passage) -> str:
        """The target that a passage is: a measure's key, or the prose that it is or is part of."""
        if passage.kind is Kind.MEASURE:
            return self.key_of.get(passage.passage_id, passage.passage_id)
        return re.sub(r"\.\d+$", "", passage.passage_id)

    def qrels(self, gold: Gold) -> dict[str, dict[str, int]]:
        """The judgements by the targets of this index; of several lines in one, the best."""
        found: dict[str, dict[str, int]] = {}
        for query_id, judged in gold.qrels.items():
            own = found.setdefault(query_id, {})
            for target, grade in judged.items():
                name = self._line.get(target, target)
                own[name] = max(grade, own.get(name, 0))
        return found


def _find(judged: GoldMeasure, measures: Sequence[Measure]) -> Measure:
    """The measure read from where a judged one stands. Raises `GoldError`."""
    found = [
        measure
        for measure in measures
        if measure.plan_id == judged.plan_id
        and any(
            piece.field == "measure"
            and _squeeze(judged.anchor)[:30] in _squeeze(piece.quote)
            and judged.line <= piece.line <= judged.end_line
            for piece in measure.source.pieces
        )
    ]
    if len(found) != 1:
        raise GoldError(f"{judged.key} ({judged.anchor!r}) is {len(found)} measures of the index")
    return found[0]


def _squeeze(text: str) -> str:
    return " ".join(text.split())
