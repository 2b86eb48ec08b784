"""What a peer found, as the project's own measures see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.gold import Gold, Query, Targets
from eval.metrics import FIRST_TEN, RANKED, RANKING, rankings
from eval.peers.exchange import Chunk
from eval.peers.places import Places
from eval.uncertainty import Parts, difference, interval
from indexer.records import Passage

PARTS = ("tune", "held")
LANGUAGES = ("nb", "nn", "en")
FIRST_RIGHT = str(RANKING[2])

Found = Mapping[str, Sequence[str]]
"""Question id -> targets of the judgements, best first, each once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One system over some documents with some encoder, and what each question came to.

    `best` is nDCG@10 where the passages within each chunk are put in the best order, which is
    more than a reader of the chunk has; null where documents were passages.
    """

    documents: str
    system: str
    encoder: str
    values: Mapping[str, Mapping[str, float]]
    best: Mapping[str, float] | None = None


class Judge:
    """The judged questions that have an answer, over the passages of an index."""

    def __init__(self, gold: Gold, targets: Targets, needs: Mapping[str, str]) -> None:
        self.queries = [query for query in gold.queries if gold.qrels.get(query.query_id)]
        self.targets = targets
        self.qrels = targets.qrels(gold)
        self.needs = needs

    def values(self, found: Found) -> Mapping[str, Mapping[str, float]]:
        """Measure name -> question id -> value."""
        run = {
            query: {target: 1.0 / rank for rank, target in enumerate(own, start=1)}
            for query, own in found.items()
        }
        return rankings(self.qrels, run)

    def row(
        self, documents: str, system: str, encoder: str, found: Found, best: Found | None = None
    ) -> Row:
        """A system's figures."""
        top = None if best is None else self.values(best)[RANKED]
        return Row(documents, system, encoder, self.values(found), top)


def held_by_chunks(
    chunks: Sequence[Chunk], places: Places, targets: Targets
) -> dict[str, tuple[str, ...]]:
    """Chunk id -> the targets that it holds, as they stand in the plan."""
    return {
        chunk.id: once(targets.of(passage) for passage in places.held(chunk.document, chunk.text))
        for chunk in chunks
    }


def held_by_passages(passages: Sequence[Passage], targets: Targets) -> dict[str, tuple[str, ...]]:
    """Passage id -> its target."""
    return {passage.passage_id: (targets.of(passage),) for passage in passages}


def opened(run: Mapping[str, Sequence[str]], held: Mapping[str, tuple[str, ...]]) -> Found:
    """Chunks replaced by what they hold, read from top to bottom."""
    return {
        query: once(target for chunk in chunks for target in held[chunk])
        for query, chunks in run.items()
    }


def opened_at_best(
    run: Mapping[str, Sequence[str]],
    held: Mapping[str, tuple[str, ...]],
    qrels: Mapping[str, Mapping[str, int]],
) -> Found:
    """Chunks replaced by what they hold, within each chunk the best judged first."""
    return {
        query: once(
            target
            for chunk in chunks
            for target in sorted(held[chunk], key=lambda each: -qrels[query].get(each, 0))
        )
        for query, chunks in run.items()
    }


def once(targets: Iterator[str]) -> tuple[str, ...]:
    """Each target where it comes first."""
    return tuple(dict.fromkeys(targets))


def table(rows: Sequence[Row], judge: Judge, part: str, plansok: Mapping[str, Row]) -> list[str]:
    """One part of the judgements: a system a row, and how far Plansøk with the same encoder lies
    before it."""
    asked = [query for query in judge.queries if query.split == part]
    needs = len({judge.needs[query.query_id] for query in asked})
    lines = [
        f"*{part}*: {len(asked)} questions of {needs} needs",
        "",
        "| documents | system | encoder | nDCG@10 | recall@10 | MRR | nb | nn | en "
        "| Plansøk's lead | p | best order |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return lines + [_line(row, judge, asked, plansok[row.encoder]) for row in rows]


def _line(row: Row, judge: Judge, asked: Sequence[Query], plansok: Row) -> str:
    ranked = row.values[RANKED]
    cells = [row.documents, row.system, row.encoder]
    cells.append(str(interval(_parts(ranked, asked), judge.needs)))
    cells += [f"{_mean(row.values[name], asked):.3f}" for name in (FIRST_TEN, FIRST_RIGHT)]
    for language in LANGUAGES:
        cells.append(f"{_mean(ranked, [q for q in asked if q.language == language]):.3f}")
    if row is plansok:
        cells += ["", ""]
    else:
        ours = _parts(plansok.values[RANKED], asked)
        lead = difference(ours, _parts(ranked, asked), judge.needs)
        cells += [f"**{lead}**" if lead.is_sure else str(lead), f"{lead.p:.4f}"]
    cells.append("" if row.best is None else f"{_mean(row.best, asked):.3f}")
    return f"| {' | '.join(cells)} |"


def _parts(values: Mapping[str, float], asked: Sequence[Query]) -> Parts:
    return {query.query_id: (values[query.query_id], 1.0) for query in asked}


def _mean(values: Mapping[str, float], asked: Sequence[Query]) -> float:
    return sum(values[query.query_id] for query in asked) / len(asked)
