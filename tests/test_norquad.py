"""Norwegian beside plans: the set's own parts, and an index in which nothing is a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.norquad import (
    BM25,
    NAMES,
    OURS,
    answering,
    document,
    figures,
    index_of,
    load,
    rows,
    search_all,
)
from service.engine import Engine
from tests.test_index import HashedWords

RYGGE = "Moss lufthavn Rygge\nRygge har vært stengt siden 2016.\n\nNye eiere vil åpne flyplassen."
STJERNE = "Stjerne\nEn stjerne er et himmellegeme.\nDen nærmeste er solen. Solen er i Troms en sky."
KAMP = "Kampen i Bergen\nBrann vant kampen i 2016.\nKampen ble utsatt to ganger."
ARTICLES = (RYGGE, STJERNE, KAMP)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set's files, small."""
    asked = [
        (RYGGE, "Når ble Rygge stengt?", "siden 2016"),
        (RYGGE, "Hvem vil åpne den?", "Nye eiere"),
        (STJERNE, "Hvilken er nærmest?", "solen"),
        (KAMP, "Hvem vant kampen i Bergen i 2016?", "Brann"),
    ]
    entries = [
        {
            "paragraphs": [
                {
                    "context": article,
                    "qas": [
                        {
                            "question": question,
                            "id": number,
                            "answers": [
                                {
                                    "text": answer,
                                    "answer_start": article.index(answer),
                                    "answer_end": article.index(answer) + len(answer),
                                }
                            ],
                        }
                        for number, (about, question, answer) in enumerate(asked)
                        if about == article
                    ],
                }
            ]
        }
        for article in ARTICLES
    ]
    entries[0]["paragraphs"][0]["qas"][0]["answers"][0]["answer_end"] += 1  # type: ignore[index]
    found = tmp_path_factory.mktemp("norquad")
    (found / "news").mkdir()
    (found / "news" / "answers_1.json").write_text(json.dumps({"data": entries}), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    text, _ = document(ARTICLES)
    return index_of("news", text, tmp_path_factory.mktemp("index"), HashedWords())


def test_an_answer_that_stands_elsewhere_is_left_out(folder: Path) -> None:
    part = load(folder, "news")
    assert part.articles == ARTICLES
    assert [question.query_id for question in part.asked] == [f"answers_1:{i}" for i in (1, 2, 3)]


def test_every_character_of_an_article_is_known_in_the_document() -> None:
    text, places = document(ARTICLES)
    assert text.startswith("# Moss lufthavn Rygge\n\nRygge har")
    for article, own in zip(ARTICLES, places, strict=True):
        for place, letter in zip(own, article, strict=False):
            assert letter in (text[place], "\n")


def test_the_passage_of_an_answer_is_the_one_it_stands_in(folder: Path, engine: Engine) -> None:
    part = load(folder, "news")
    text, places = document(part.articles)
    spans = [(places[q.article][q.start], places[q.article][q.end]) for q in part.asked]
    found = answering(text, engine.passages, spans)
    quotes = {p.passage_id: p.source.quote for p in engine.passages}
    assert all(len(right) == 1 for right in found)
    assert ["eiere" in quotes[right.pop()] for right in found] == [True, False, False]


def test_the_three_ways_are_measured_on_the_same_questions(folder: Path, engine: Engine) -> None:
    asked = load(folder, "news").asked
    runs = search_all(engine, HashedWords(), asked)
    qrels = {question.query_id: {engine.passages[0].passage_id: 2} for question in asked}
    found = figures(qrels, runs)
    assert {len(found[way][name]) for way in found for name in NAMES} == {3}
    table = rows("news", found, {question.query_id: "one" for question in asked})
    assert f"| news | {OURS} - {BM25} |" in table


# ── what no plan has is a word like others ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvem vant i Bergen?", "Brann vant"),
        ("Hvem vant i 2016?", "Brann vant"),
        ("Hva er i Troms?", "Troms"),
        ("Hvilke kamper ble utsatt?", "utsatt"),
    ],
)
def test_places_years_and_how_far_a_thing_is_narrow_no_text_without_plans(
    engine: Engine, question: str, said: str
) -> None:
    read = engine.reader.read(question)
    assert (read.places, read.years, read.status) == ((), (), None)
    assert any(said in hit.passage.text for hit in engine.search(question).hits[:3])
