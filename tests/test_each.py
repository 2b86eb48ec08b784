"""Yes to a question about several regions or plans is yes for each; else who has it is said."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Reply


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Har Helgeland, Østfold og St. Olav tiltak om FACT?",
            "Ikke alle. Funnet for Østfold, St. Olav; ikke funnet for Helgeland. 4 tiltak",
        ),
        (
            "Har Ahus og Østfold tiltak om kreft?",
            "Ikke alle. Funnet for Østfold; ikke funnet for Ahus. 1 tiltak",
        ),
        (
            "Har både Helgeland og St. Olav tiltak om hospitering?",
            "Ikke alle. Funnet for St. Olav; ikke funnet for Helgeland. 1 tiltak",
        ),
        (
            "Finst det tiltak om FACT i både Ahus og Helgeland?",
            "Ikkje alle. Funne for Ahus; ikkje funne for Helgeland. 4 tiltak",
        ),
        (
            "Har alle regionene tiltak om FACT?",
            "Ikke alle. Funnet for Ahus og kommunene, Østfold, St. Olavs hospital og kommunene; "
            "ikke funnet for Helgeland. ",
        ),
        (
            "Do both Helgeland and St. Olav have measures on job shadowing?",
            "Not all. Found for St. Olav; not found for Helgeland. 1 measure",
        ),
        (
            "Har Ahus og Finnmark tiltak om FACT?",
            "Det finnes ingen plan for Finnmark i samlingen.\n"
            "Ikke alle. Funnet for Ahus; ikke funnet for Finnmark (ingen plan i samlingen). 4",
        ),
        ("Har alle planane tiltak om FACT?", "Ikkje alle. 8 tiltak i 4 av 5 planar:"),
    ],
)
def test_who_has_it_and_who_has_not(engine: Engine, question: str, said: str) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith(said)
    assert answer.reply is Reply.NOT_ALL
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Har både Ahus og Østfold tiltak om FACT?",
        "Har alle regionane tiltak om digital heimeoppfølging?",
        "Har begge Ahus-planene tiltak om FACT?",
        "Jobber Østfold og Helgeland med digital hjemmeoppfølging?",
        # one of them will do
        "Har Ahus eller Helgeland tiltak om FACT?",
        "Har noen av regionene tiltak om diabetes?",
    ],
)
def test_yes_is_for_each_of_them(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.answer.startswith("Ja. ")
    assert answer.reply is Reply.HAS


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Har Ahus og Helgeland tiltak om diabetes?", "Nei. Ikke funnet i Ahus og kommunene 2024"),
        ("Have Ahus and Helgeland any measures on diabetes?", "No. Not found in Ahus og kommunene"),
        (
            "Har Ahus, Helgeland og St. Olav tiltak om kreft?",
            "Nei. Ikke funnet i Ahus og kommunene",
        ),
    ],
)
def test_where_none_has_it_those_asked_about_are_named(
    engine: Engine, question: str, said: str
) -> None:
    answer = engine.ask(question)
    assert not answer.answered
    assert answer.answer.startswith(said)
    assert "Helgeland 2023–2025" in answer.answer
    assert "Østfold" not in answer.answer


def test_of_one_region_what_was_not_found_is_no_no(engine: Engine) -> None:
    assert engine.ask("Har Helgeland tiltak om FACT?").answer.startswith("Ikke funnet i Helgeland")
