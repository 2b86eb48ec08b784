"""A question that has no more than a letter or a digit, or that and what it is of."""

import pytest

from service.engine import Engine
from service.matching.labels import Label
from service.reading.asking import only_letters


@pytest.mark.parametrize(
    ("text", "language", "is_noise"),
    [
        ("1", "nb", True),
        ("' OR 1=1", "en", True),
        ("a) og b)", "nb", True),
        ("Hva er b?", "nb", True),
        ("What is 2?", "en", True),
        ("Kva er x?", "nn", True),
        ("Hva skal gjøres?", "nb", False),
        ("What is a plan?", "en", False),
        ("Hva skal vi gjøre i 2025?", "nb", False),
        ("tiltak 3.1.1", "nb", False),
        ("hepatitt C", "nb", False),
        ("5 senger", "nb", False),
    ],
)
def test_letters_and_digits_alone_name_nothing(text: str, language: str, is_noise: bool) -> None:
    assert only_letters(text, language) is is_noise


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Fase 2 (2026-2027): Modell er testet", True),
        ("i fase nr. 2", True),
        ("fasen er 2", False),
        ("fase 20", False),
        ("fase 1 og to tiltak", False),
        ("hjemmefase, 2 team", False),
    ],
)
def test_where_a_label_stands(text: str, stands: bool) -> None:
    assert Label(frozenset({"fas"}), "2").stands_in(text) is stands


@pytest.mark.parametrize(
    "question",
    [
        "' OR 1=1",
        "del 1",
        "punkt b",
        "nivå 1",
        "trinn 3",
        "vedlegg 1",
        "kategori b",
        "uke 5",
        "Kva står i kapittel 3?",
        "What happens in phase 7?",
        "a) og b)",
    ],
)
def test_what_stands_nowhere_is_not_answered(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert not answer.answered
    assert answer.findings == ()


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("fase 2", "ahus-2026-2027:p4:t1:r9"),
        ("Hva er fase 2?", "ahus-2026-2027:p4:t1:r9"),
        ("fase 2 i Ahus", "ahus-2026-2027:p4:t1:r9"),
        ("What happens in phase 2?", "ahus-2026-2027:p4:t1:r9"),
        ("type 2", "ostfold-2023-2024:t1:r12"),
        ("diabetes type 2", "ostfold-2023-2024:t1:r12"),
        ("tiltak 3.1.1", "stolav-2022-2024:p8:t4:r1"),
        ("1.a.iv", "ostfold-2023-2024:t1:r2.4"),
        ("5 i Østfold", "ostfold-2023-2024:t1:r15"),
        ("punkt 3.1.1", "stolav-2022-2024:p8:t4:r1"),
    ],
)
def test_what_says_the_label_or_has_the_number_is_found(
    engine: Engine, question: str, measure: str
) -> None:
    answer = engine.ask(question)
    assert [finding.measure.measure_id for finding in answer.findings] == [measure]
