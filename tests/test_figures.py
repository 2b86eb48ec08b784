"""Letters that stand for figures in years and dates, and figures that stand for letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.figures import put_figures
from indexer.read import read_unlisted
from indexer.records import PlanRead
from indexer.repair import repair
from indexer.when import read_when


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Høst 2O25", "Høst 2025"),
        ("Våren 20Z6", "Våren 2026"),
        ("1.1.2O26", "1.1.2026"),
        ("1O.10.2027", "10.10.2027"),
        ("I.9.2026", "1.9.2026"),
        ("l. juni 2026", "1. juni 2026"),
        ("2025-2O28", "2025-2028"),
        ("2O25–2028", "2025–2028"),
        ("(2O26)", "(2026)"),
        ("202S", "2025"),
        # what is no time, or has its figures
        ("2026", "2026"),
        ("31.12.2026", "31.12.2026"),
        ("I. del", "I. del"),
        ("I. Mål", "I. Mål"),
        ("A. mai", "A. mai"),
        ("202l vann", "202l vann"),
        ("200l", "200l"),
        ("2OOO", "2OOO"),
        ("SO2O26", "SO2O26"),
        ("2O26A", "2O26A"),
        ("I.S.2026", "1.5.2026"),
        ("O.O.2026", "O.O.2026"),
        ("https://x.no/2O26", "https://x.no/2O26"),
        ("post@2O26.no", "post@2O26.no"),
        ("v.2O26", "v.2O26"),
    ],
)
def test_letters_that_were_figures(text: str, shown: str) -> None:
    found, changed = put_figures(text)
    assert found == shown
    assert bool(changed) == (text != shown)


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("ku1tur", "kultur"),
        ("frivil1ige", "frivillige"),
        ("a1kohol", "alkohol"),
        ("Q1", "Q1"),
        ("T1", "T1"),
        ("1b", "1b"),
        ("type1", "type1"),
        ("A1B", "A1B"),
    ],
)
def test_a_figure_between_letters_was_one(word: str, shown: str) -> None:
    assert repair(word, damaged=True).text == shown


@pytest.mark.parametrize("text", ["Våren 20Z6", "Høst 25B", "des.26x"])
def test_no_year_is_made_of_two_figures_and_a_letter(text: str) -> None:
    assert read_when(text).years == ()


@pytest.mark.parametrize(("text", "year"), [("Våren 26", 2026), ("des.26", 2026), ("Q1-26", 2026)])
def test_two_figures_alone_are_one(text: str, year: int) -> None:
    assert read_when(text).years == (year,)


Read = Callable[[str], PlanRead]


@pytest.fixture
def read(tmp_path: Path, corpus: Path) -> Read:
    def read(frist: str) -> PlanRead:
        path = tmp_path / "plan.txt"
        cards = "".join(
            f"Tiltak {n}: Innføre kurs {n}\nAnsvar: Oppvekst\nFrist: {when}\n\n"
            for n, when in enumerate((frist, "2027", "2028"), start=1)
        )
        path.write_text(f"Rusplan 2025-2028\nAlta kommune\n\n2 Tiltak\n\n{cards}", encoding="utf-8")
        return read_unlisted(path, path.name, corpus)

    return read


@pytest.mark.parametrize(
    ("frist", "deadline", "years"),
    [
        ("Våren 20Z6", "Våren 2026", (2026,)),
        ("1.1.2O26", "1.1.2026", (2026,)),
        ("l. juni 2026", "1. juni 2026", (2026,)),
        ("Høst 2026", "Høst 2026", (2026,)),
    ],
)
def test_a_damaged_deadline_is_read_and_the_repair_listed(
    read: Read, frist: str, deadline: str, years: tuple[int, ...]
) -> None:
    found = read(frist)
    assert (found.measures[0].deadline, found.measures[0].years) == (deadline, years)
    assert frist in found.measures[0].source.quote
    assert bool(found.repairs) == (frist != deadline)
