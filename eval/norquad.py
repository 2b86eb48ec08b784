"""Norwegian that has nothing to do with plans: NorQuAD's questions over its own articles.

    python -m eval.norquad FOLDER [--most N] [--only answers_2] [--worst N] [--write]

FOLDER holds `news/answers_*.json` and `wikipedia/answers_*.json`, as ltgoslo/NorQuAD has them
under data/annotation: the whole set, before it was parted into splits (Ivanova et al. 2023, CC0;
fetch it for yourself). Each part is a document of its own that the product reads, cuts into
passages and indexes, headings and all; plain BM25 and plain vectors search the same passages. What
is right is the passage in which the marked answer stands, so an answer that stands elsewhere too
counts as wrong, for all three alike. Questions of one article are drawn together.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ir_measures import RR, R, nDCG

from eval.blocks import write_block
from eval.metrics import rankings
from eval.plain import Floats, PlainBM25, dense_scores
from eval.strangers import engine_of
from eval.uncertainty import Parts, difference, interval
from indexer.encoder import Encoder, load_encoder
from indexer.index import load_index
from indexer.records import Passage
from service.engine import Engine
from service.results import Filters

PARTS = ("news", "wikipedia")
FIGURES = (nDCG @ 10, R(rel=2) @ 10, RR(rel=2), R(rel=2) @ 1)
NAMES = ("nDCG@10", "recall@10", "MRR", "recall@1")
OURS, BM25, DENSE = "Plansøk", "plain BM25", "plain vectors"
DEPTH = 100
"""Hits that are looked at."""

MANIFEST = """
[[plan]]
id = "{part}"
title = "{part}"
region = "{part}"
file = "plans/{part}.md"
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its article, and where in the article's text the answer stands."""

    query_id: str
    text: str
    article: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Articles and the questions asked of them."""

    articles: tuple[str, ...]
    asked: tuple[Asked, ...]


def load(folder: Path, part: str) -> Part:
    """A part as it was annotated. Answers that do not stand where they are said to are left out."""
    articles: list[str] = []
    asked: list[Asked] = []
    for path in sorted((folder / part).glob("answers_*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in entry["paragraphs"]:
                text = paragraph["context"]
                for question in paragraph["qas"]:
                    first = question["answers"][0]
                    start, end = first["answer_start"], first["answer_end"]
                    if text[start:end] == first["text"]:
                        query_id = f"{path.stem}:{question['id']}"
                        place = len(articles), start, end
                        asked.append(Asked(query_id, question["question"].strip(), *place))
                articles.append(text)
    return Part(tuple(articles), tuple(asked))


def document(articles: Sequence[str]) -> tuple[str, list[list[int]]]:
    """The articles as one document, the first line of each as its heading and every other line
    as a paragraph; and for each article where each of its characters stands there."""
    text, places = "", []
    for article in articles:
        own: list[int] = []
        for number, line in enumerate(article.split("\n")):
            text += ("# " if number == 0 else "") if line.strip() else ""
            own += range(len(text), len(text) + len(line) + 1)
            text += f"{line}\n\n" if line.strip() else "\n"
        places.append(own)
    return text, places


def answering(
    text: str, passages: Sequence[Passage], spans: Sequence[tuple[int, int]]
) -> list[set[str]]:
    """For each span of a document the passages that hold it whole."""
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    found: list[tuple[int, int, str]] = []
    for passage in passages:
        start = text.find(passage.source.quote, lines[passage.source.line - 1])
        found.append((start, start + len(passage.source.quote), passage.passage_id))
    return [{name for a, b, name in found if a <= start and end <= b} for start, end in spans]


def index_of(part: str, text: str, folder: Path, encoder: Encoder) -> Engine:
    """The engine over the document, read and indexed as the product does."""
    plans = folder / "read"
    plans.mkdir(parents=True, exist_ok=True)
    (plans / f"{part}.md").write_text(text, encoding="utf-8")
    return engine_of(plans, folder, encoder, MANIFEST.format(part=part))


Runs = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Way -> question -> passage -> score."""


def search_all(engine: Engine, encoder: Encoder, asked: Sequence[Asked]) -> Runs:
    """What each way of searching finds for each question."""
    index = load_index(engine.index_dir)
    bm25 = PlainBM25([passage.encoded for passage in index.passages])
    runs: dict[str, dict[str, dict[str, float]]] = {OURS: {}, BM25: {}, DENSE: {}}
    for question in asked:
        hits = engine.search(question.text, Filters(), k=DEPTH).hits
        runs[OURS][question.query_id] = {h.passage.passage_id: 1 / h.rank for h in hits}
        for way, scores in (
            (BM25, bm25.scores(question.text)),
            (DENSE, dense_scores(index, encoder, question.text)),
        ):
            runs[way][question.query_id] = _best(index.passages, scores)
    return runs


def _best(passages: Sequence[Passage], scores: Floats) -> dict[str, float]:
    orders = np.lexsort((np.arange(len(scores)), -scores))[:DEPTH]
    return {passages[i].passage_id: 1 / (n + 1) for n, i in enumerate(orders) if scores[i] > 0}


def figures(qrels: Mapping[str, Mapping[str, int]], runs: Runs) -> dict[str, dict[str, Parts]]:
    """Way -> figure -> what each question brings; nothing found brings nothing."""
    found: dict[str, dict[str, Parts]] = {}
    for way, run in runs.items():
        values = rankings(qrels, run, FIGURES)
        found[way] = {
            name: {query: (values[str(figure)].get(query, 0.0), 1.0) for query in qrels}
            for name, figure in zip(NAMES, FIGURES, strict=True)
        }
    return found


def rows(part: str, found: Mapping[str, Mapping[str, Parts]], articles: Mapping[str, str]) -> str:
    """A row a way of searching, and what Plansøk has more than plain BM25."""
    lines = []
    for way, values in found.items():
        cells = " | ".join(str(interval(values[name], articles)) for name in NAMES)
        lines.append(f"| {part} | {way} | {cells} |")
    gaps = [difference(found[OURS][name], found[BM25][name], articles) for name in NAMES]
    cells = " | ".join(f"{gap} p {gap.p:.4f}" for gap in gaps)
    return "\n".join([*lines, f"| {part} | {OURS} - {BM25} | {cells} |"])


def worst(
    found: Mapping[str, Mapping[str, Parts]], asked: Sequence[Asked], count: int
) -> Iterator[str]:
    """The questions in which plain BM25 is furthest ahead."""
    ours, other = (found[way][NAMES[0]] for way in (OURS, BM25))
    text = {question.query_id: question.text for question in asked}
    gaps = sorted((ours[query][0] - other[query][0], query) for query in ours)
    for gap, query in gaps[:count]:
        yield f"  {gap:+.2f} {query}: {text[query]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Index both parts, ask, and print or write the table."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.norquad", description=__doc__.split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, help="questions asked of each part, drawn by chance")
    parser.add_argument("--only", default="", help="questions of the files so called")
    parser.add_argument("--worst", type=int, default=0, help="name the N that BM25 does better")
    parser.add_argument("--keep", type=Path, help="where the indexes are, or are to be kept")
    parser.add_argument("--write", action="store_true", help="write the README's table")
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    table = [f"| part | searched by | {' | '.join(NAMES)} |", "|---|---|" + "---:|" * len(NAMES)]
    told = []
    for part in PARTS:
        data = load(options.folder, part)
        if not data.asked:
            print(f"no answers_*.json under {options.folder / part}", file=sys.stderr)
            return 1
        text, places = document(data.articles)
        with tempfile.TemporaryDirectory() as folder:
            engine = index_of(part, text, (options.keep or Path(folder)) / part, encoder)
            spans = [(places[q.article][q.start], places[q.article][q.end]) for q in data.asked]
            gold = answering(text, engine.passages, spans)
            pairs = [
                (question, dict.fromkeys(right, 2))
                for question, right in zip(data.asked, gold, strict=True)
                if right and question.query_id.startswith(options.only)
            ]
            if options.most:
                pairs = random.Random(2).sample(pairs, min(options.most, len(pairs)))
            asked = [question for question, _ in pairs]
            qrels = {question.query_id: right for question, right in pairs}
            found = figures(qrels, search_all(engine, encoder, asked))
        articles = {question.query_id: f"{question.article}" for question in asked}
        table.append(rows(part, found, articles))
        told.append(
            f"{part}: {len(asked)} questions (of {len(data.asked)}) about {len(data.articles)} "
            f"articles in {len(engine.passages)} passages."
        )
        for line in worst(found, asked, options.worst):
            print(line, file=sys.stderr)
    write_block("norquad", "\n".join([*table, "", *told]), options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
