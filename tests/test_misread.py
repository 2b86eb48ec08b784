"""Measures of a damaged document whose text is not what was printed are marked, and no others."""

from __future__ import annotations

import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.misread import is_misread
from indexer.records import Column
from indexer.run_together import Fragment, without_captions
from service.engine import Engine

MISREAD = (1, 2, 3, 10, 11, 16, 17)
"""Rows of Ahus 2026-2027 whose text holds words of the next column or letters that no word has,
by the document; of the other fourteen it is what was printed."""


def test_what_is_misread_is_marked_and_nothing_else(engine: Engine) -> None:
    marked = {m.measure_id for m in engine.measures().measures if "text" in m.uncertain}
    assert marked == {
        m.measure_id
        for m in engine.measures().measures
        if m.plan_id == "ahus-2026-2027" and int(m.measure_id.rsplit("r", 1)[1]) in MISREAD
    }


@pytest.mark.parametrize(
    "text",
    [
        "Tiltak for videre tpr.¢v1ngel? er koblet til prosjekt",
        "FACT (fleksibel aI‘<t|v oppsøkende behandling)",
        "«/IMMI-prosjektet»: Utvikle en modell",
        "henvises til behandling 2 Lher",
        "overgang til bedre Tub om pasientgruppen",
        "for barn som far hjemmebehandling",
    ],
)
def test_a_text_that_cannot_have_been_printed_so(text: str) -> None:
    assert is_misread(text, frozenset({"bø"}))


@pytest.mark.parametrize(
    "text",
    [
        "Spre ordningen (MILA) til 24/7-tjenester, COVID19 og H1N1",
        "pasienter > 65 år og barn/unge 6-18 mnd. m/fallskade",
        "Samarbeid med Bø og Nes om e-post: post@kommune.no, www.ahus.no/~x1y2",
        "Er tiltaket på plass? Ny frist (2026?)",
        "Rollen som far og mor, som far til barnet",
        "• Liten pilot • Ledelse i FACT Ung",
    ],
)
def test_what_is_written_like_that_is_not_misread(text: str) -> None:
    assert not is_misread(text, frozenset({"bø", "nes"}))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvilke tiltak handler om pasienter dømt til behandling i Ahus?", "usikkert lest"),
        ("Kva tiltak gjeld barseltida hos Ahus?", "usikkert lesen"),
        ("What is done in the postnatal period at Ahus?", "read with uncertainty"),
    ],
)
def test_an_answer_says_that_a_text_is_read_with_uncertainty(
    engine: Engine, question: str, said: str
) -> None:
    answer = engine.ask(question)
    unsure = [f for f in answer.findings if "text" in f.measure.uncertain]
    assert unsure and answer.answer.count(said) == len(unsure)
    assert not check(answer, known_of(engine)).violations


def _captioned(links: tuple[str, ...], *lines: str) -> tuple[list[str], list[str]]:
    fragments = tuple(Fragment(number, line) for number, line in enumerate(lines))
    found = without_captions(fragments, [links] * len(lines))
    return [f.text for f in found.own], [f.text for f in found.captions]


SITE = "https://www.helse.no/samarbeid/trygg-utskriving-for-eldre/"


def test_captions_of_links_are_no_words_of_a_measure() -> None:
    own, captions = _captioned((SITE,), "Innfgre sjekkliste i alle kommuner", "Trygg utskriving")
    assert (own, captions) == (["Innfgre sjekkliste i alle kommuner"], ["Trygg utskriving"])


@pytest.mark.parametrize(
    "line",
    ["e Trygg utskriving for eldre", "trygg utskriving for eldre", "Prgve ut en sjekkliste"],
)
def test_a_list_item_and_a_line_that_goes_on_are_none(line: str) -> None:
    assert _captioned((SITE,), "Innfgre rutiner for", line)[1] == []
    assert _captioned((), "Innfgre rutiner for", "Trygg utskriving")[1] == []


def test_captions_are_kept_apart(engine: Engine) -> None:
    """Sandefjord tests nothing in Ahus: its name is that of a link."""
    found = next(m for m in engine.measures().measures if "«En vei inn»" in m.text)
    assert "Sandefjord" not in found.text and "Sandefjord" in found.other["Lenker"]
    assert any(piece.field == Column.OTHER.value for piece in found.source.pieces)
