"""Facts about plans and their bodies that only a text that states them answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.read import read_file
from service.engine import Engine
from service.finding.stated import Stating, fact_asked
from service.results import Intent, Reason

PLAN = """Handlingsplan 2025-2027 Helsefellesskapet i Nordlia

Vedtatt av Partnerskapsmøtet 12. mars 2025

1. Innledning

Visjonen vår er at innbyggerne skal få gode tjenester der de bor.

I helsefellesskapet inngår kommunene Haugesund, Karmøy, Tysvær, Bokn og Utsira.

2. Organisering

Strategisk samarbeidsutvalg (SSU) ledes av direktøren. SSU har seks medlemmer. SSU møtes fire \
ganger i året.

Administrativt samarbeidsutvalg (ASU) har som mandat å følge opp planen. Leiar av ASU er \
samhandlingssjefen. I ASU sitter to fra hver part. Møta i ASU blir haldne kvar månad.

Kontaktperson for planen er rådgiveren, post@nordlia.example.

3. Tiltak

Mål	Tiltak	Ansvarlig	Frist
Gode overganger	Innføre felles rutine for utskriving	ASU	2025
	Etablere FACT-team for voksne	Fagråd psykisk helse	2026. Ny frist 2027 på grunn av sykdom
	Kurs i helsepedagogikk	SSU	Utsett på grunn av manglande midlar
"""


@pytest.mark.parametrize(
    ("question", "states"),
    [
        ("Hvem godkjente planen?", "Vedtatt av"), ("Når ble planen vedtatt?", "Vedtatt av"),
        ("Når vart planen godkjend?", "Vedtatt av"), ("Who adopted the plan?", "Vedtatt av"),
        ("Hva er visjonen?", "Visjonen vår"), ("What is the vision?", "Visjonen vår"),
        ("Hvilke kommuner er med i helsefellesskapet?", "I helsefellesskapet inngår"),
        ("Kva kommunar høyrer til?", "I helsefellesskapet inngår"),
        ("Hvem leder SSU?", "ledes av direktøren"), ("Who chairs the ASU?", "Leiar av ASU"),
        ("Kven er leiar for ASU?", "Leiar av ASU"), ("Hvem sitter i ASU?", "sitter to fra"),
        ("Who are the members of the SSU?", "seks medlemmer"),
        ("Når møtes ASU?", "kvar månad"), ("Kor ofte møtest SSU?", "fire ganger"),
        ("How often does the SSU meet?", "fire ganger"),
        ("Hva er mandatet til ASU?", "har som mandat"),
        ("Hvem er kontaktperson for planen?", "Kontaktperson for planen"),
        ("Hva står ASU for?", "(ASU)"),
        ("Hvorfor ble fristen for FACT flyttet?", "Etablere FACT-team"),
        ("Kvifor er helsepedagogikk utsett?", "Kurs i helsepedagogikk"),
        ("Hvem sitter i AU?", None), ("Hvem leder fagråd psykisk helse?", None),
        ("Når møtes fagråd psykisk helse?", None), ("Hva er mandatet til FSU?", None),
        ("Hvem har skrevet planen?", None), ("Hva er mottoet?", None),
        ("Why was the deadline for discharge moved?", None),
    ],
)  # fmt: skip
def test_only_what_states_a_fact_answers(
    engine: Engine, tmp_path: Path, question: str, states: str | None
) -> None:
    file = tmp_path / "nordlia.txt"
    file.write_text(PLAN, encoding="utf-8")
    passages = read_file(file).passages
    asked = fact_asked(engine.reader.read(question))
    assert asked is not None
    stating = Stating(passages, engine.reader.municipalities)
    found = stating.of(asked, np.ones(len(passages), dtype=bool))
    texts = [passage.text for passage in found]
    assert len(texts) == (0 if states is None else 1)
    assert all(states in text for text in texts if states)


@pytest.mark.parametrize(
    "question",
    [
        "Kven godkjende planen for Helgeland?", "Who adopted the St. Olavs plan?",
        "Når ble planen for Østfold vedtatt?", "Når møtes ASU?", "When does the ASU meet?",
        "Hvor ofte møtes AU?", "Hvilke kommuner er med i Helgeland?",
        "Which municipalities are in St. Olavs?", "Hvem sitter i AU?", "Who sits on the ASU?",
        "Kven sit i partnerskapsmøtet?", "Kva er visjonen for Helgeland?", "Hvem leder AU?",
        "Hvem leder SSU?", "Hvem leder sekretariatet?", "Hvem leder helsefellesskapet?",
        "What is the mandate of ASU?", "Hva er mandatet til fagråd barn og unge?",
        "Hvem er kontaktperson for planen?", "Hvorfor ble fristen flyttet?",
        "Hvorfor er fristen for habilitering flyttet?", "Why was the deadline moved?",
        "Kvifor er ikkje samarbeidsarenaen igangsett?", "Hva betyr ASU?", "Hva er ASU?",
        "Når ble AU opprettet?", "Når ble FSU opprettet?", "Hvem leder styringsgruppa for IHT?",
        "Kva er det overordna målet for St. Olavs?", "Hva bygger Østfold-planen på?",
        "Når revideres Østfold-planen?", "How often is the St. Olavs plan reviewed?",
    ],
)  # fmt: skip
def test_what_no_plan_states_is_not_found(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Hvem godkjente planen?", ["Partnerskapsmøtet · 29.1.2025"]),
        ("Hva er visjonen?", ["«Bedre sammen»", "«Bedre sammen»"]),
        ("Hva er mandatet til AU?", ["Arbeidsutvalget (AU) har et koordineringsansvar"]),
        ("Kva mandat har SSU?", ["(SSU) skal drive felles", "SSU skal sikre at"]),
        ("Hva er mandatet til FSU?", ["skal faglige samarbeidsutvalg:", "alltid ha bruker"]),
        ("Hvem sitter i FSU?", ["partssammensatt med 5 representanter", "Aremark, "]),
        ("Hva er AU?", ["Arbeidsutvalget (AU) har et koordineringsansvar"]),
        ("Hva er hovedmålet for Helgeland?", ["har som mål å skape gode", "Hovedmålsettingen"]),
        ("What is the overall goal of Østfold?", ["har som mål å skape gode"]),
        ("Kven koordinerer handlingsplanen?", ["koordineringsansvar for handlingsplanen"]),
        ("Kven held trådane i planen?", ["koordineringsansvar for handlingsplanen"]),
        ("Hvem ga planen grønt lys, og hvilken dag?", ["Partnerskapsmøtet · 29.1.2025"]),
        ("Hvilken dag sa partnerskapet ja til endringene?", ["Partnerskapsmøtet · 29.1.2025"]),
        ("What is the Helgeland plan based on?", ["utgangspunkt i Helgelandserklæringen"]),
    ],
)
def test_what_states_it_is_quoted_and_nothing_beside_it(
    engine: Engine, question: str, quotes: list[str]
) -> None:
    answer = engine.ask(question)
    lines = answer.answer.split("\n")
    assert answer.intent is Intent.PLAN_FACT
    assert len(lines) == len(quotes)
    assert all(quote in line for quote, line in zip(quotes, lines, strict=True))
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Når ble fagråd barn/unge etablert?", "Etablere nytt fagråd barn/unge/familie"),
        ("Hva er UBUP?", "underutvalg for psykisk helse barn og unge (UBUP)"),
    ],
)
def test_a_measure_may_state_it(engine: Engine, question: str, says: str) -> None:
    (finding,) = engine.ask(question).findings
    assert says in finding.measure.text


def test_a_reason_that_a_plan_gives_is_told(engine: Engine) -> None:
    (finding,) = engine.ask("Hvorfor er felles beredskapsarbeid utsatt?").findings
    assert finding.measure.number == "3.3.1"


@pytest.mark.parametrize(
    "question",
    [
        "Hvem leder arbeidet med MILA?", "Hvilke kommuner prøver ut Helserom Helgeland?",
        "Hvilke kommuner er ikke med i planen?", "Når blir mandatet for LSF voksen revidert?",
        "Hvem godkjenner kompetanseplanen?", "Hvem reviderer mandatet til LSF voksen?",
        "Hvorfor er hospitering viktig?", "Hvilke kommuner er med i prosjektet?", "Hva er tvang?",
        "Hva er målet med FACT?", "Når ble FACT-teamet etablert?",
        "How do they meet the needs of children?",
        "Hvem ga grønt lys til hospitering?", "Når skal retningslinjen for hospitering revideres?",
        "Hva bygger MILA på?", "Hvem har sagt ja til å delta i hospitering?",
        "Hvilke planer bygger på erfaringer fra pandemien?",
        "Hvem sitter med ansvaret for MILA?", "Hva er verdien av hospitering?",
    ],
)  # fmt: skip
def test_what_measures_tell_is_no_such_fact(engine: Engine, question: str) -> None:
    assert fact_asked(engine.reader.read(question)) is None
