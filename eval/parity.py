"""Whether a language is worse off: the parity part, need by need, beside bokmål.

python -m eval.parity build/index [--write]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.blocks import write_block
from eval.encodings import open_remembering
from eval.gold import Gold, Query, Targets
from eval.per_query import answer_figures, ranked_figures
from eval.report import Outcome, ask_all, retrieval
from eval.uncertainty import difference, interval

FIGURES = ("nDCG@10", "recall@10", "right to answer", "coverage R")
WIDEST = 0.03
"""How far nynorsk and English may lie below bokmål (issue 4)."""


def lines(
    gold: Gold, asked: list[Query], figures: Mapping[str, Mapping[str, tuple[float, float]]]
) -> Iterator[str]:
    """A row a figure and language, with the paired difference to bokmål."""
    yield "| figure | nb | nn | en | nn - nb | en - nb |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name in FIGURES:
        by_language = {
            language: {
                query.need: figures[name][query.query_id]
                for query in asked
                if query.language == language and query.query_id in figures[name]
            }
            for language in ("nb", "nn", "en")
        }
        needs = {need: need for parts in by_language.values() for need in parts}
        values = [f"{interval(parts, needs).value or 0:.3f}" for parts in by_language.values()]
        gaps = [
            f"{found} p {found.p:.2f}"
            for found in (
                difference(by_language[other], by_language["nb"], needs) for other in ("nn", "en")
            )
        ]
        yield f"| {name} | {' | '.join((*values, *gaps))} |"
    yield ""
    yield from _lost(asked, figures["nDCG@10"])


def _lost(asked: list[Query], parts: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """In how many needs a language does better or worse than bokmål."""
    base = {q.need: parts[q.query_id][0] for q in asked if q.language == "nb"}
    for language, name in (("nn", "Nynorsk"), ("en", "English")):
        own = {q.need: parts[q.query_id][0] for q in asked if q.language == language}
        worse = sum(own[need] < base[need] - WIDEST for need in own)
        better = sum(own[need] > base[need] + WIDEST for need in own)
        yield (
            f"{name} is more than {WIDEST} worse in {worse} of {len(own)} needs and better in "
            f"{better}."
        )


def main(index_dir: Path, write: bool) -> None:
    """Measure the parity part and print or write its table."""
    gold, engine = Gold(), open_remembering(index_dir)
    asked = [query for query in gold.queries if query.need]
    targets = Targets(gold, engine.passages)
    outcome: Outcome = ask_all(engine, gold, targets, asked)
    figures = {
        **ranked_figures(retrieval(gold, targets, outcome)),
        **answer_figures(gold, outcome.answers),
    }
    write_block("parity", "\n".join(lines(gold, asked, figures)), write)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
