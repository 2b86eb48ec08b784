"""What each part is worth: the engine without it, the model fitted anew, beside the whole.

    python -m eval.ablation build/index [--write]

Fitted anew on *tune*, so that the other parts may make up for the one that is gone; *held* is
only counted. "Right to answer" is how the confidence decides, of questions that name a topic; what
other rules an answer has is the same without any part. Without repair of documents, or without
glosses, the corpus is read again (`eval.rereading`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from eval.blocks import write_block
from eval.calibrate import samples
from eval.calibrate_question import Put, put_to
from eval.encodings import Remembering
from eval.gold import Gold, Targets
from eval.metrics import rankings
from eval.parts import Part, PartEngine, Shared
from eval.per_query import ranked_figures, within
from eval.refit import refitted, using
from eval.report import search_all
from eval.rereading import read_again
from eval.uncertainty import Difference, difference, needs_of
from indexer.encoder import load_encoder
from indexer.index import load_index
from service.matching.relevance import Model, is_sure, model

LOOKED_AT = 20
"""Hits of a search that are looked at: ten targets stand in fewer."""

SHAPES = ("relative", "nearest", "closest", "unknown")
"""Features that say again, in another shape, what others say."""

SPLITS = ("tune", "held")
COLUMNS = (
    ("nDCG@10", "tune"),
    ("nDCG@10", "held"),
    ("nDCG@10", "held en"),
    ("right to answer", "tune"),
    ("right to answer", "held"),
)
Run = Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Bench:
    """The judgements, and which queries each column is about."""

    gold: Gold
    needs: Mapping[str, str]
    groups: Mapping[str, list[str]]

    def run(self, engine: PartEngine, fitted: Model) -> Run:
        """What each query brings with this engine and model."""
        targets = Targets(self.gold, engine.passages)
        with using(fitted):
            found = search_all(engine, targets, self.gold.queries, LOOKED_AT)
            told = {
                query.query_id: (
                    float(sure == (not self.gold.answers[query.query_id].reasons)),
                    1.0,
                )
                for query in self.gold.queries
                if query.query_id in self.gold.answers
                and (sure := _is_sure(put_to(engine, query.text))) is not None
            }
        ranked = ranked_figures(rankings(targets.qrels(self.gold), found))
        return {**ranked, "right to answer": told}

    def loss(self, whole: Run, less: Run) -> list[Difference]:
        """What the whole has more than the run without the part, a column each."""
        return [
            difference(
                within(whole[figure], self.groups[group]),
                within(less[figure], self.groups[group]),
                self.needs,
            )
            for figure, group in COLUMNS
        ]


def _is_sure(put: Put) -> bool | None:
    """Whether a question is answered by its confidence; null where it names no topic, or nothing is
    left to look in."""
    if not put.question.groups or not put.kept.any():
        return None
    return is_sure(put.match, put.kept, put.question.intent)


def bench() -> Bench:
    gold = Gold()
    groups = {
        split: [query.query_id for query in gold.queries if query.split == split]
        for split in SPLITS
    }
    groups["held en"] = [
        query.query_id for query in gold.queries if query.split == "held" and query.language == "en"
    ]
    return Bench(gold, needs_of(gold), groups)


def runs(index_dir: Path, measured: Bench) -> Iterator[tuple[str, Run]]:
    """The whole first, then with the model as shipped, then without one part after the other."""
    index = load_index(index_dir)
    encoder = Remembering(load_encoder(index.manifest["encoder"]["name"]))
    shared = Shared()
    whole = PartEngine(index, encoder, index_dir, None, shared)
    seen = samples(whole, measured.gold)
    yield "the whole", measured.run(whole, refitted(whole, measured.gold, seen))
    yield "(the model as it ships)", measured.run(whole, model())
    for part in Part:
        engine = PartEngine(index, encoder, index_dir, part, shared)
        yield part.value, measured.run(engine, refitted(engine, measured.gold))
    for name, mended, glossed in (
        ("repair of documents", False, True),
        ("everyday words and English beside what is encoded", True, False),
    ):
        with tempfile.TemporaryDirectory() as folder:
            again = read_again(
                Path("corpus"), Path(folder), encoder, mended=mended, glossed=glossed
            )
            engine = PartEngine(replace(again, counts=index.counts), encoder, index_dir, None)
            yield name, measured.run(engine, refitted(engine, measured.gold))
    for name in SHAPES:
        fitted = refitted(whole, measured.gold, seen, (name,))
        yield f"feature `{name}`", measured.run(whole, fitted)


def lines(index_dir: Path) -> Iterator[str]:
    """The table: what is lost without each part; in bold where the interval leaves out zero."""
    measured = bench()
    yield "| without | " + " | ".join(f"{f}, {g}" for f, g in COLUMNS) + " |"
    yield "|---|" + "---:|" * len(COLUMNS)
    whole: Run = {}
    for name, run in runs(index_dir, measured):
        if not whole:
            whole = run
            own = [_value(run[figure], measured.groups[group]) for figure, group in COLUMNS]
        else:
            own = [f"**{d}**" if d.is_sure else str(d) for d in measured.loss(run, whole)]
        line = f"| {name} | {' | '.join(own)} |"
        print(line, file=sys.stderr, flush=True)
        yield line


def _value(parts: Mapping[str, tuple[float, float]], ids: list[str]) -> str:
    own = within(parts, ids).values()
    return f"{sum(above for above, _ in own) / sum(below for _, below in own):.3f}"


def main(index_dir: Path, write: bool) -> None:
    """Measure and print or write the table."""
    write_block("ablation", "\n".join(lines(index_dir)), write)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
