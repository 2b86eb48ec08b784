"""Questions for an amount: which kind is asked for, and which text can tell it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.read import read_file
from service.engine import Engine
from service.matching.telling import Telling
from service.results import Reason
from service.words.lexicon import questions

PLAN = """Utvalget har et budsjett på 400 000 kroner i året. Det møtes fire ganger.

| Tiltak | Ansvarlig | Frist |
|---|---|---|
| Møte tre måneder før 18-årsdagen mellom BUP og voksenpsykiatri | BUP | 2025 |
| Åpen telefon til palliativt team hele døgnet | Palliativt team | Løpende |
| Hjertesviktskole, egenandel 250 kr | Sykehuset | 2024-2026 |
"""


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hva koster hjertesviktskolen?", "money"),
        ("How much money does the committee have?", "money"),
        ("Kva er telefonnummeret til teamet?", "telephone"),
        ("Er telefonen for dem som vil dø hjemme, åpnet?", None),
        ("Phone lines for advice from hospital staff", None),
        ("Er det tiltak for sikker e-post?", None),
        ("Hva er e-postadressen til utvalget?", "address"),
        ("e-postadressa til sekretariatet", "address"),
        ("Hva tjener en jordmor i kombinasjonsstilling?", "money"),
        ("What salary does a coordinator get?", "money"),
        ("Hvem tjener på delte stillinger?", None),
        ("Hva kom rapporten om hoftebrudd fram til?", "outcome"),
        ("Kva svara dei tilsette i spørjeundersøkinga?", "outcome"),
        ("Hvordan skal partene komme fram til enighet?", None),
        ("Hvor holdes temadagen?", "venue"),
        ("Where does the yearly seminar take place?", "venue"),
        ("Hvor jobber de med hospitering?", None),
        ("How long before the birthday is the meeting?", "length"),
        ("Kor lenge varer prøveordninga?", "length"),
        ("Hvor mange kommuner er med?", "count"),
        ("Hvor mange tiltak har planen?", None),
        ("how many regions work on falls", None),
    ],
)
def test_the_kind_of_amount_is_told_by_the_question(question: str, kind: str | None) -> None:
    found = next((a.name for a in questions().amounts if a.asked.search(question.lower())), None)
    assert found == kind


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("Hva koster hjertesviktskolen?", {"Hjertesviktskole", "Utvalget"}),
        ("Kva er telefonnummeret til teamet?", set()),
        ("Hvor lenge før bursdagen holdes møtet?", {"Møte", "Hjertesviktskole"}),
        ("Hvor mange møter holdes?", {"Møte", "Hjertesviktskole", "Utvalget"}),
        ("Hvem har ansvar for møtet?", {"Møte", "Åpen", "Hjertesviktskole", "Utvalget"}),
    ],
)
def test_only_what_has_such_an_amount_can_tell_it(
    engine: Engine, tmp_path: Path, question: str, tells: set[str]
) -> None:
    file = tmp_path / "nordlia.md"
    file.write_text(PLAN, encoding="utf-8")
    passages = read_file(file).passages
    able = Telling(passages).able(engine.reader.read(question))
    assert {passages[i].text.split()[0].rstrip(",") for i in np.flatnonzero(able)} == tells


@pytest.mark.parametrize(
    "question",
    ["Hvor mange pasienter er inkludert i IHT så langt?", "Hva er prislappen på FACT Ung per år?"],
)
def test_another_number_in_a_measure_is_no_answer(engine: Engine, question: str) -> None:
    assert not engine.ask(question).answered


def test_a_number_is_told_by_the_measure_that_has_it(engine: Engine) -> None:
    answer = engine.ask("hvor mange kommuner er med i piloten Helserom Helgeland")
    assert ["tre kommuner" in finding.measure.text for finding in answer.findings] == [True]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Hva er skjøvet på til et senere år?", "moved"),
        ("Kva er det Ahus har måtta setje ny dato på?", "moved"),
        ("Hva gjør dere med pasienter som er ferdig behandlet?", None),
    ],
)
def test_what_lists_by_status(engine: Engine, question: str, status: str | None) -> None:
    assert engine.reader.read(question).status == status
    assert engine.ask(question).answered


def test_who_rings_asks_for_no_number(engine: Engine) -> None:
    assert engine.reader.read("Hvem ringer til den som er skrevet ut?").amount is None


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor er det viktig med legevakt?", "Hvorfor er MILA prioritert?",
        "Kvifor skal det lagast sjekklister?", "Hvorfor er ikke FACT i planen?",
        "Why is there no FACT team in Helgeland?", "Why is FACT important?",
    ],
)  # fmt: skip
def test_why_is_not_told_by_what_is_to_be_done(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Hvorfor øke bruken av felles statistikk?", "for å sikre en felles virkelighets"),
        ("Kvifor skal dei ha temadag om tvang?", "med målsetting om å skape en felles"),
        ("Why test new digital solutions?", "for å bedre informasjonsflyten"),
    ],
)
def test_why_is_told_by_what_says_what_for(engine: Engine, question: str, reason: str) -> None:
    assert any(reason in finding.measure.text for finding in engine.ask(question).findings)


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange tiltak for barn og unge finnes i Østfold?",
        "Hvor mange tiltak for barn og unge fins i Østfold?",
        "Hvor mange tiltak er det for barn og unge i Østfold?",
        "Hvor mange tiltak har Østfold for barn og unge?",
        "Kor mange tiltak for barn og unge finst i Østfold?",
        "How many measures for children and young people are there in Østfold?",
        "How many measures does Østfold have for children and young people?",
    ],
)
def test_measures_are_counted_alike_however_it_is_asked(engine: Engine, question: str) -> None:
    found = [finding.measure.number for finding in engine.ask(question).findings]
    assert found == ["1.a.i", "1.a.ii", "1.a.iii", "1.a.iv"]


@pytest.mark.parametrize("way", ["handler om", "finnes om", "er det om", "gjelder"])
def test_the_number_on_a_topic_is_one(engine: Engine, way: str) -> None:
    assert len(engine.ask(f"Hvor mange tiltak {way} hospitering?").findings) == 3
