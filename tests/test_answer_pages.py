"""What the page of an answer says: every question's part, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api import create_app
from service.engine import Engine
from service.pages.answers import parts_of

HTML = {"Accept": "text/html", "Accept-Language": "nb"}

TWO = "Hvem har ansvar for MILA, og hvilke kommuner er med i Østfold?"


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


def asked(client: TestClient, question: str, **params: str) -> str:
    """The answer on its page, as text with its tags."""
    page = client.get("/", params={"q": question, **params}).text
    return page[page.index('<section class="answer') : page.index('id="passasjer"')]


def test_measures_and_quotes_of_two_questions_stand_each_under_its_own(client: TestClient) -> None:
    answer = asked(client, TWO)
    first, second = answer.split('<section class="part"')[1:]
    assert "Hvem har ansvar for MILA?" in first
    assert "Driftsråd MILA" in first
    assert "<blockquote" not in first
    assert "Hvilke kommuner er med i Østfold?" in second
    assert "Aremark, Fredrikstad, Halden" in second
    assert "/tiltak/" not in second
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\] (?:side|linje)", answer)]
    assert marks == list(range(1, len(marks) + 1))
    assert "tatt som 2 spørsmål" not in client.get("/", params={"q": TWO}).text


def test_what_no_measure_says_is_told_in_the_heading(client: TestClient) -> None:
    answer = asked(client, "hospitering for sykepleiere")
    assert "ingen av dem nevner “sykepleiere”" in answer
    assert "Ja." not in answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("delte stillinger uten barsel", "Utelatt er det som ble funnet om barsel"),
        ("barn uten psykiske lidelser", "ikke tatt hensyn til."),
    ],
)
def test_what_of_a_question_is_not_taken_into_account_stands_above(
    client: TestClient, question: str, said: str
) -> None:
    answer = asked(client, question)
    assert answer.index(said) < answer.index("<table")


@pytest.mark.parametrize(
    "question",
    [
        TWO,
        "Hvem har ansvar for MILA, og når skal årshjulet være laget?",
        "Hvem vant Eurovision, og hvem har ansvaret for FACT Ung?",
        "Hvem har ansvaret for FACT Ung?",
        "Hvilke kommuner er med i Østfold?",
        "romferge",
    ],
)
def test_every_citation_of_an_answer_is_on_its_page(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    parts = parts_of(engine, answer, all_rows=True)
    shown = [mark for part in parts for mark in part.marks.values()]
    shown += [fact.mark for part in parts for fact in part.facts]
    assert sorted(shown) == list(range(1, len(answer.citations) + 1))


def test_a_part_that_is_not_answered_says_so_beside_one_that_is(client: TestClient) -> None:
    answer = asked(client, "Hvem vant Eurovision, og hvem har ansvaret for FACT Ung?")
    first, second = answer.split('<section class="part"')[1:]
    assert "Planene handler ikke om dette" in first or "Ikke funnet i planene" in first
    assert "LSF barn/unge" in second


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Har Ahus tiltak om FACT Ung?", "nb", "Ja. 2 tiltak i 2 av 2 planer"),
        ("Har Ahus tiltak om FACT Ung?", "en", "Yes. 2 measures in 2 of 2 plans"),
        ("Er samarbeidsarena habilitering igangsatt?", "nb", "Nei, ikke ifølge planens status."),
        ("Er samarbeidsarena habilitering igangsatt?", "nn", "Nei, ikkje etter statusen i planen."),
    ],
)
def test_a_question_for_a_yes_or_a_no_is_told_first(
    client: TestClient, question: str, language: str, told: str
) -> None:
    answer = asked(client, question, lang=language)
    assert answer.index(told) < answer.index("<table")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Det finnes ingen plan for Finnmark i samlingen."),
        ("nn", "Det finst ingen plan for Finnmark i samlinga."),
        ("en", "The collection has no plan for Finnmark."),
    ],
)
def test_a_refusal_speaks_the_readers_language(
    client: TestClient, language: str, said: str
) -> None:
    answer = asked(client, "legevakt i Finnmark", lang=language)
    assert said in answer
    assert f'href="/oversikt?lang={language}"' in answer


def test_not_found_says_where_was_looked(client: TestClient, engine: Engine) -> None:
    answer = asked(client, "Hvilke planer har tiltak om helikopterlandingsplass?")
    for plan_id, count in engine.counts.items():
        assert f'href="/planer/{plan_id}"' in answer
        assert f"({count.measures} tiltak gjennomsøkt)" in answer


def test_an_earlier_plan_is_marked_as_one(client: TestClient) -> None:
    answer = asked(client, "Hvem har ansvaret for FACT Ung?")
    groups = re.findall(r'<tr role="row" class="group">.*?</tr>', answer, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", "", group).split()) for group in groups]
    assert [text for text in texts if "tidligere" in text] == [
        "Ahus og kommunene 2024–2025 tidligere plan"
    ]
    body = client.get("/organ/ahus:lsf-barn-unge").text
    assert "tidligere plan" in body


def test_links_to_passages_can_be_told_apart_without_their_surroundings(
    client: TestClient,
) -> None:
    page = client.get("/", params={"q": "barn og unge"}).text
    headings = re.findall(r'<h3 id="treff-\d+">(.*?)</h3>', page, re.DOTALL)
    texts = [re.sub(r"<[^>]+>", "", heading) for heading in headings]
    assert len(texts) == len(set(texts)) == 10


def test_a_body_that_was_understood_can_be_taken_off(client: TestClient) -> None:
    page = client.get("/", params={"q": "Hva gjør LSF barn/unge i 2025?"}).text
    notes = re.findall(r'class="chip note"(.*?)</li>', page, re.DOTALL)
    understood = [note for note in notes if "Forstått" in note]
    assert understood
    assert all("href=" in note for note in understood), notes


@pytest.mark.parametrize(
    ("question", "heading", "told"),
    [
        (
            "Har Ahus tiltak om legevakt?",
            "Ikke funnet</h2>",
            "Ikke funnet i Ahus og kommunene 2024–2025, Ahus og kommunene 2026–2027",
        ),
        (
            "Hvilke planer har tiltak om helikopterlandingsplass?",
            "Ikke funnet i planene</h2>",
            "Ikke funnet i planene: ingen tiltak svarer på spørsmålet.",
        ),
    ],
)
def test_the_page_says_where_nothing_was_found_as_the_answer_does(
    client: TestClient, question: str, heading: str, told: str
) -> None:
    page = asked(client, question)
    assert heading in page
    assert told in page
