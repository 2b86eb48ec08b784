"""Damaged letters put right, and clean text left alone."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from indexer.repair import is_damaged, is_word, repair

PLANS = Path(__file__).parent.parent / "corpus" / "plans"
CLEAN = ("ahus-2024-2025", "ostfold-2023-2024", "stolav-2022-2024", "helgeland-2023-2025")
NAMES = ("Lørenskog", "Rælingen", "Lillestrøm", "Nordre Follo")


def text_of(plan: str) -> str:
    return (PLANS / f"{plan}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stands", "printed"),
    [
        ("skrgpelighet", "skrøpelighet"),
        ("oppfglging", "oppfølging"),
        ("oppfalging", "oppfølging"),
        ("pasientforlgp", "pasientforløp"),
        ("IHT-pasientforl@p", "IHT-pasientforløp"),
        ("hjemmeoppf@lging", "hjemmeoppfølging"),
        ("fgr", "før"),
        ("hgsten", "høsten"),
        ("hgy", "høy"),
        ("gyeblikkelig", "øyeblikkelig"),
        ("Lgrenskog", "Lørenskog"),
        ("Lillestrgm", "Lillestrøm"),
        ("Ralingen", "Rælingen"),
        ("Reelingen", "Rælingen"),
        ("Fagrad", "Fagråd"),
        ("Driftsrad", "Driftsråd"),
        ("utfgrer", "utfører"),
        ("dgmt", "dømt"),
        ("Prgve", "Prøve"),
        ("stgtte", "støtte"),
        ("Beslutningsstgtte", "Beslutningsstøtte"),
        ("opplaering", "opplæring"),
        ("Oppleering", "Opplæring"),
        ("baerekraftige", "bærekraftige"),
        ("primaerhelsetjeneste", "primærhelsetjeneste"),
        ("ernzerings-", "ernærings-"),
        ("oppspkende", "oppsøkende"),
        ("Malgrupper", "Målgrupper"),
        ("sarbarhet/skrgpelighet", "sårbarhet/skrøpelighet"),
        ("sdrbare", "sårbare"),
        ("arsaker", "årsaker"),
        ("65 ar", "65 år"),
        ("pa tvers", "på tvers"),
        ("fa det til", "få det til"),
        ("Lgpende", "Løpende"),
        ("Igpende", "Løpende"),
        ("FEtablerte", "Etablerte"),
        ("lgangsatt", "Igangsatt"),
        ("|gangsatt", "Igangsatt"),
        ("|dentifisere", "Identifisere"),
        ("e |kommunene", "e I kommunene"),
        ("hiemmebarsel", "hjemmebarsel"),
        ("utskrivningsforlgp", "utskrivningsforløp"),
        ("skrgpelighetsniva", "skrøpelighetsnivå"),
    ],
)
def test_damaged_words(stands: str, printed: str) -> None:
    assert repair(stands, NAMES, damaged=True).text == printed


@pytest.mark.parametrize(
    "text",
    [
        "og for gang dag mal pa fa ar Mal var stor far",
        "FACT-team, BUP/Ahus, DHO, MCI og IHT",
        "Pilotere og videreutvikle konferering",
        "https://www.regjeringen.no/forlgp fornavn@omrade.no",
        "2024-2025, 0,5 og 100",
    ],
)
def test_clean_text_stays(text: str) -> None:
    assert repair(text, NAMES).repairs == ()


@pytest.mark.parametrize("word", ["og", "for", "gang", "dag", "var", "stor", "med", "her"])
def test_common_words_stay_in_a_damaged_document(word: str) -> None:
    assert repair(word, NAMES, damaged=True).text == word


def test_repairs_say_what_stood_there() -> None:
    repaired = repair("Driftsrad og oppfglging", damaged=True)
    assert repaired.repairs == (("Driftsrad", "Driftsråd"), ("oppfglging", "oppfølging"))


def test_clean_plans_are_hardly_touched() -> None:
    """At most one word in 1,000; "lgangsatt", which St. Olav's plan has, is damage."""
    texts = [text_of(plan) for plan in CLEAN]
    words = sum(len(text.split()) for text in texts)
    touched = [pair for text in texts for pair in repair(text).repairs]
    assert words > 5000
    assert len([pair for pair in touched if pair != ("lgangsatt", "Igangsatt")]) <= words / 1000


def test_damaged_documents_are_known() -> None:
    assert is_damaged(text_of("ahus-2026-2027"))
    assert not any(is_damaged(text_of(plan)) for plan in CLEAN)


@pytest.mark.parametrize(
    "word", ["pasientforløp", "utskrivningsforløp", "skrøpelighet", "pilotere"]
)
def test_words_and_compounds_are_known(word: str) -> None:
    assert is_word(word)


def test_two_thousand_words_take_less_than_a_third_of_a_second() -> None:
    words = text_of("ahus-2026-2027").split()
    text = " ".join((words * 2)[:2000])
    repair("ord", damaged=True)
    started = perf_counter()
    repair(text, ("Follo",), damaged=True)
    assert perf_counter() - started < 0.3


NYNORSK = """Kommunen vidarefører dagtilbodet på gard, to dagar i veka, og utvidar tilbodet når det
trengst. Gardbrukarar med avtale tek handtak i møtet med sjukeheimane ved fjordane. Tiltaket skal
gjennomførast i samarbeid med dei pårørande, og rapportar takast opp på møta. Vedtak vart gjorde
i utvalet, og heimetenesta avgjer kva tilbod den einskilde får."""


def test_nynorsk_is_not_damage() -> None:
    assert repair(NYNORSK).repairs == ()
    assert not is_damaged(NYNORSK)
    assert is_damaged(NYNORSK.translate(str.maketrans("øå", "ga")) + " " + "heimeoppfglging " * 3)
