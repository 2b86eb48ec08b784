"""What columns of years say beside their marks, written as notes and read again."""

from __future__ import annotations

import pytest

from indexer.when import read_year_columns
from indexer.year_marks import YearMark, marks_in


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        (YearMark(2022, 2022, "oppstart høst"), "2022: oppstart høst"),
        (YearMark(2022, 2024, None), "–: 2022–2024"),
    ],
)
def test_a_mark_is_read_from_its_note(mark: YearMark, note: str) -> None:
    assert mark.note == note
    assert list(marks_in([note])) == [mark]


@pytest.mark.parametrize(
    "note", ["2022", "Tildelt midler 2026", "–", "–: uavklart", "i 2022: høst"]
)
def test_another_note_is_no_mark(note: str) -> None:
    assert not list(marks_in([note]))


def test_columns_of_years_are_kept_as_marks() -> None:
    when = read_year_columns([("2022", "x oppstart høst"), ("2023", "x"), ("2024", "")])
    assert list(marks_in(when.notes)) == [YearMark(2022, 2022, "oppstart høst")]
    dashed = read_year_columns([("2022", "-"), ("2023", "–"), ("2024", "-")])
    assert list(marks_in(dashed.notes)) == [YearMark(2022, 2024, None)]


def test_dashes_are_of_all_years_or_of_some() -> None:
    mark = YearMark(2022, 2024, None)
    assert mark.has_dashes(2023, 2024)
    assert not mark.has_dashes(2024, 2025)
    assert mark.has_dashes_in(2024, 2025)
    assert not mark.has_dashes_in(2025, 2026)
    assert not YearMark(2022, 2022, "høst").has_dashes(2022, 2022)


def test_each_word_has_its_year() -> None:
    assert YearMark(2022, 2022, "vår/ høst").times == ("vår 2022", "høst 2022")
