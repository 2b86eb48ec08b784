"""Column headings of a PDF that stand so close that only their words part them."""

from __future__ import annotations

import pytest

from indexer.readers.pdf.content import Word
from indexer.readers.pdf.gutters import _headings
from indexer.readers.pdf.strips import strip_of


def parts(text: str) -> list[str]:
    """The headings of words that stand a blank apart, in type of ten points."""
    words = []
    x = 0.0
    for part in text.split():
        words.append(Word(part, x, 0.0, x + 5.0 * len(part), 10.0, size=10.0, base=9.0))
        x += 5.0 * len(part) + 7
    return [strip.text for strip in _headings(strip_of(words))]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Nr Tiltak", ["Nr", "Tiltak"]),
        ("Nr. Mål", ["Nr.", "Mål"]),
        ("2025 2026 2027 2028", ["2025", "2026", "2027", "2028"]),
        ("Nr tiltak", ["Nr tiltak"]),
        ("Tiltak nr", ["Tiltak nr"]),
        ("Innsatsområde Tiltak", ["Innsatsområde", "Tiltak"]),
        ("Nr Slik gjer vi det Frist", ["Nr", "Slik gjer vi det", "Frist"]),
        ("Mål og tiltak", ["Mål og tiltak"]),
        ("Ansvarlig Enhet", ["Ansvarlig Enhet"]),
        ("Frist Når", ["Frist Når"]),
        ("Ansvarleg eining", ["Ansvarleg eining"]),
        ("Tiltak 2025", ["Tiltak 2025"]),
        ("2025", ["2025"]),
    ],
)
def test_only_known_headings_are_told_apart(text: str, headings: list[str]) -> None:
    assert parts(text) == headings
