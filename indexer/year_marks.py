"""What a plan's columns of years say beside their marks, as the notes that an index keeps of it.

The notes are written and read here alone: "2022: oppstart høst" is what stands in the column of
2022, "–: 2022–2024" are dashes from the first of these columns to the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORDS = re.compile(r"(?P<first>20\d\d): (?P<words>.+)", re.DOTALL)
_DASHES = re.compile(r"–: (?P<first>20\d\d)–(?P<last>20\d\d)")


@dataclass(frozen=True, slots=True)
class YearMark:
    """What stands in the columns of some years, the first and last included; `words` are null
    where they have dashes."""

    first: int
    last: int
    words: str | None

    @property
    def note(self) -> str:
        """It as a note of its measure."""
        return (
            f"–: {self.first}–{self.last}" if self.words is None else f"{self.first}: {self.words}"
        )

    @property
    def times(self) -> tuple[str, ...]:
        """Its words, each with its year ("vår/ høst" of 2022: "vår 2022", "høst 2022")."""
        return tuple(f"{word} {self.first}" for word in re.findall(r"[^\W\d]+", self.words or ""))

    def has_dashes(self, first: int, last: int) -> bool:
        """Whether all of some years have dashes."""
        return self.words is None and self.first <= first and last <= self.last

    def has_dashes_in(self, first: int, last: int) -> bool:
        """Whether any of some years has a dash."""
        return self.words is None and self.first <= last and first <= self.last


def marks_in(notes: Iterable[str]) -> Iterator[YearMark]:
    """The notes that are such marks, in order."""
    for note in notes:
        if match := _DASHES.fullmatch(note):
            yield YearMark(int(match["first"]), int(match["last"]), None)
        elif match := _WORDS.fullmatch(note):
            yield YearMark(int(match["first"]), int(match["first"]), match["words"])
