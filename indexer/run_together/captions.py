"""Captions of links in a cell: no words of its own.

OCR leaves the addresses at the foot of a page, and what they stand under in the cell ("Piloter i
Prosjekt X" of …/fem-nye-piloter-i-regjeringens-prosjekt-x).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.repair import repair
from indexer.run_together.records import Fragment
from indexer.run_together.words import BULLETS

IN_ADDRESS = 0.6
"""Share of a caption's words that its address has. The captions of Ahus 2026-2027 have 0.8 to 1;
of its other lines none that begins with a capital has more than 0.2."""

FEWEST_IN_ADDRESS = 2
FIRST_IN_ADDRESS = 3
"""Words with which a caption and the last part of its address both begin, where they then part."""

MOST_LINES = 3

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A cell's own lines, and its captions with what stands behind them on their lines."""

    own: tuple[Fragment, ...]
    captions: tuple[Fragment, ...]


def without_captions(fragments: Sequence[Fragment], links: Sequence[Sequence[str]]) -> Captioned:
    """A cell without the captions of links; `links` has those on the page of each fragment.

    A caption is no cell's first line and begins with a capital and without a bullet; a line
    between two is one.
    """
    are = [False] * len(fragments)
    index = 1
    while index < len(fragments):
        lines = fragments[index : index + MOST_LINES]
        length = _caption(lines, links[index], after_one=are[index - 1])
        are[index : index + length] = [True] * length
        index += length or 1
    for index in range(2, len(fragments) - 1):
        opens = fragments[index].text[:1].isupper()
        are[index] = are[index] or (opens and are[index - 1] and are[index + 1])
    return Captioned(
        tuple(f for f, is_one in zip(fragments, are, strict=True) if not is_one),
        tuple(f for f, is_one in zip(fragments, are, strict=True) if is_one),
    )


def _caption(lines: Sequence[Fragment], links: Sequence[str], after_one: bool) -> int:
    """How many of these lines are a caption, 0 for none.

    `after_one` says that a caption stands before: then a line that begins as an address has it
    is one, whatever it goes on with ("FACT - samhandlingsteam iht. Fidelity-skalaen").
    """
    first = lines[0].text
    if first.split()[0] in BULLETS or not re.match(r"[«\"]?[A-ZÆØÅ]", first):
        return 0
    further = (n for n in range(1, len(lines)) if _opens(lines[n].text))
    goes_on = next(further, len(lines))
    for length in range(goes_on, 0, -1):
        said = _words(" ".join(line.text for line in lines[:length]))
        for link in links:
            address = _words(link)
            shared = [word in address for word in said]
            last = _words(lines[length - 1].text)
            ends = sum(word in address for word in last) >= len(last) / 2
            if ends and sum(shared) >= max(FEWEST_IN_ADDRESS, IN_ADDRESS * len(said)):
                return length
            begins = _words(link.rstrip("/").rsplit("/", 1)[-1])
            if said[:FIRST_IN_ADDRESS] == begins[:FIRST_IN_ADDRESS]:
                return length
            if (
                after_one
                and length == 1
                and all(shared[:FEWEST_IN_ADDRESS])
                and len(said) > FEWEST_IN_ADDRESS
            ):
                return length
    return 0


def _opens(line: str) -> bool:
    """Whether a line opens something: with a bullet, or without a small letter."""
    return line.split(maxsplit=1)[0] in BULLETS or not line[0].islower()


def _words(text: str) -> list[str]:
    """The words of a text or an address, as addresses spell them; single letters are none."""
    shown = repair(text, damaged=True).text if "://" not in text else text
    return [fold(word) for word in _WORD.findall(shown) if len(word) > 1]
