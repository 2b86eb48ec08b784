"""What a long measure's text shows where it is cut: what was asked about, and nothing twice."""

from __future__ import annotations

import re

import pytest

from service.engine import Engine
from service.matching.shorten import LEAST_LEFT_OUT, LONGEST_TEXT, shorten


@pytest.mark.parametrize(
    ("number", "question", "says"),
    [
        ("0.6.1", "forenklet system for avvik", "forslag til et forenklet, digitalt system"),
        ("1.3.2", "Kvar skal valdelege pasientar bu?", "en felles bosettingsstrategi, spesielt"),
        ("1.5.1", "Blir det FACT Ung?", "tverrfaglige samhandlingsteam: … Utrede muligheter"),
        ("0.3.2", "Hva gjøres for fastleger?", "med kommunene. Det videreformidles i egen"),
    ],
)
def test_a_quote_goes_on_where_its_beginning_ends(
    engine: Engine, number: str, question: str, says: str
) -> None:
    measure = next(m for m in engine.measures().measures if m.number == number)
    assert says in shorten(measure.text, engine.reader.read(question).groups)


@pytest.mark.parametrize(
    "question", ["fastleger og avvik", "psykisk helse hos barn", "digital hjemmeoppfølging", "FACT"]
)
def test_no_quote_says_a_word_twice(engine: Engine, question: str) -> None:
    """Its parts are those of the text, in its order, and none reaches into the next."""
    groups = engine.reader.read(question).groups
    for measure in engine.measures().measures:
        flat, shown = " ".join(measure.text.split()), shorten(measure.text, groups)
        at = 0
        for part in re.split(r" …(?: |$)", shown):
            found = flat.find(part, at)
            assert found >= at, (part, flat)
            at = found + len(part)


def test_little_is_not_left_out_at_the_end(engine: Engine) -> None:
    text = "ord " * (LONGEST_TEXT // 4) + "og resten"
    assert shorten(text, ()) == text
    longer = text + " av teksten" * LEAST_LEFT_OUT
    assert shorten(longer, ()).endswith("ord …")


def test_what_the_beginning_names_is_still_named_beside_what_comes_later(engine: Engine) -> None:
    """The lead is no shorter than where it names what was asked about too."""
    filler = " ".join(["samarbeid om gode tjenester"] * 4)
    text = f"{filler} for barn og unge {filler} {filler} {filler} hos fastleger"
    shown = shorten(text, engine.reader.read("fastleger for barn").groups)
    assert "barn" in shown and "fastleger" in shown
