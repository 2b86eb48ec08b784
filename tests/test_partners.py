"""Who takes part and is not responsible is told as that, and what is only a model as that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.build import build_index
from indexer.encoder import load_encoder
from service.bodies.partners import only_looks_to, takes_part
from service.engine import Engine, open_engine
from service.words.phrases import title_of
from tests.conftest import CORPUS, quiet

PLANS = {
    "finnmark": """# Handlingsplan for Helsefellesskapet Finnmark 2031-2033

| Nr | Tiltak | Ansvarlig | Medvirkende | Frist |
|---|---|---|---|---|
| 1 | Lage rutiner for kultursensitiv samtale i samarbeid med SANKS | Klinikk psykisk helse | | 2031 |
| 2 | Barselomsorg hjemme etter modell fra Nordfjordprosjektet | Fødeavdelingen | Jordmortjenesten | 2032 |
| 3 | Kurs i selvmordsforebygging | Fagråd psykisk helse med bistand fra SANKS | | 2032 |
| 4 | Opprette ungdomsråd for samiske pasienter | SANKS | Fagråd psykisk helse | 2033 |
| 5 | Digitale hjemmebesøk, inspirert av Velkomstteamet | FSU digital | Kirkens Bymisjon, Blå Kors | 2031 |
| 6 | Spre Velkomstteamet til alle kommuner | FSU eldre | | 2033 |
""",  # noqa: E501
    "storelv": """# Plan for rus og psykisk helse 2031-2034

Storelv kommune

| Tiltak | Ansvarlig | Frist |
|---|---|---|
| Drive varmestue på kveldstid | Kirkens Bymisjon | 2031 |
| Rekruttere bedrifter til arbeidslivet | Storelv Chamber of Commerce | 2033 |
| Kartlegge boligbehov hos bostedsløse | Housing First Team i samarbeid med Frelsesarmeen | 2034 |
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("partners")
    corpus = folder / "corpus"
    (corpus / "plans").mkdir(parents=True)
    shutil.copy(CORPUS / "health_communities.toml", corpus)
    for name, text in PLANS.items():
        (corpus / "plans" / f"{name}.md").write_text(text, encoding="utf-8")
    build_index(corpus, folder / "index", load_encoder(), quiet)
    yield open_engine(folder / "index")


def rows(engine: Engine, question: str) -> set[str]:
    """The measures that answer a question, by plan and row: "finnmark 4"."""
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == ()
    ids = (finding.measure.measure_id for finding in answer.findings)
    return {each.replace(":t1:r", " ") for each in ids}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hva gjør SANKS?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
        ("Hvilke tiltak deltar SANKS i?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
        ("Kva tiltak er SANKS med på?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
        ("Which measures does SANKS take part in?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
        ("Hvilke tiltak har SANKS ansvar for?", {"finnmark 3", "finnmark 4"}),
        ("Hva gjør Fagråd psykisk helse?", {"finnmark 3", "finnmark 4"}),
        ("Hvilke tiltak har Fagråd psykisk helse ansvar for?", {"finnmark 3"}),
        ("Hva gjør Kirkens Bymisjon?", {"finnmark 5", "storelv 1"}),
        ("What is Kirkens Bymisjon doing?", {"finnmark 5", "storelv 1"}),
        ("Hvilke tiltak har Kirkens Bymisjon ansvar for?", {"storelv 1"}),
        ("What is the Chamber of Commerce doing?", {"storelv 2"}),
        ("Hvem samarbeider med Kirkens Bymisjon?", {"finnmark 5"}),
        ("Kven samarbeider SANKS med?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
        ("Who does SANKS cooperate with?", {"finnmark 1", "finnmark 3", "finnmark 4"}),
    ],
)
def test_where_a_body_takes_part(partners: Engine, question: str, expected: set[str]) -> None:
    assert rows(partners, question) == expected


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvem har ansvar for digitale hjemmebesøk?", "medvirkende: Kirkens Bymisjon, Blå Kors"),
        ("Kven er ansvarleg for ungdomsråd for samiske pasientar?", "medvirkende: Fagråd psykisk"),
        ("Hva gjør Kirkens Bymisjon?", "medvirkende: Kirkens Bymisjon, Blå Kors"),
        ("Hvilke tiltak deltar Jordmortjenesten i?", "medvirkende: Jordmortjenesten"),
        ("Hvilke tiltak har SANKS ansvar for?", "Ved ett av tiltakene er SANKS nevnt bare som"),
        ("Kva tiltak har Frelsesarmeen ansvar for?", "Frelsesarmeen er her nemnd berre som"),
    ],
)
def test_who_takes_part_is_said(partners: Engine, question: str, said: str) -> None:
    answer = partners.ask(question)
    assert said in answer.answer
    assert check(answer, known_of(partners)).violations == ()


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("Når er fristen for digitale hjemmebesøk?", "medvirkende"),
        ("Hvem har ansvar for varmestue?", "medvirkende"),
        ("Hvilke tiltak har Kirkens Bymisjon ansvar for?", "nevnt bare"),
        ("Hva har Housing First Team ansvar for?", "nevnt bare"),
        ("Hva gjør FSU eldre?", "modell eller kilde"),
    ],
)
def test_nothing_is_said_of_it_elsewhere(partners: Engine, question: str, unsaid: str) -> None:
    answer = partners.ask(question)
    assert answer.answered
    assert unsaid not in answer.answer


def test_what_is_made_after_a_model_is_not_the_model(partners: Engine) -> None:
    assert rows(partners, "Hvem har ansvar for Velkomstteamet?") == {"finnmark 6"}
    answer = partners.ask("Hvem har ansvar for Nordfjordprosjektet?")
    assert (
        answer.caveat
        == "“Nordfjordprosjektet” er her bare nevnt som modell eller kilde for noe annet."
    )
    assert rows(partners, "Hvem har ansvar for barselomsorg hjemme?") == {"finnmark 2"}


@pytest.mark.parametrize(
    ("text", "name", "looks"),
    [
        ("Barselomsorg etter modell fra MILA (KK/Ahus)", "MILA", True),
        ("Tilbud inspirert av Helse Fonna", "Helse Fonna", True),
        ("Plan med erfaringer frå Stavanger", "Stavanger", True),
        ("Rutine i tråd med anbefaling fra Helsedirektoratet", "Helsedirektoratet", True),
        ("A service modelled on MILA", "MILA", True),
        ("Spre MILA etter modell fra Bodø", "MILA", False),
        ("Innhente erfaringer fra MILA", "MILA", False),
        ("Ta i bruk MILA i tråd med anbefaling fra rådet", "MILA", False),
        ("Videreføre MILA; kurs etter modell fra MILA", "MILA", False),
        ("Oppfølging basert på erfaringer fra digital hjemmeoppfølging", "digital", False),
    ],
)
def test_what_a_text_only_looks_to(text: str, name: str, looks: bool) -> None:
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    assert only_looks_to(text, [(at, at + len(name)) for at in starts]) is looks


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("Kurs sammen med Røde Kors og Wayback", "Wayback", True),
        ("Rutiner i samarbeid med kommunene, NAV og SANKS", "SANKS", True),
        ("Courses in cooperation with the Red Cross", "Red Cross", True),
        ("Gi SANKS nye lokaler sammen med Røde Kors", "SANKS", False),
        ("Kurs i samarbeid med Røde Kors. Evaluere SANKS", "SANKS", False),
        ("Kurs etter modell fra SANKS", "SANKS", False),
    ],
)
def test_who_takes_part_by_a_text(partners: Engine, text: str, name: str, part: bool) -> None:
    measure = replace(partners.measures().measures[0], text=text, other={})
    assert takes_part(measure, [name]) is part


def test_a_plan_of_nobody_known_is_not_called_by_its_region(partners: Engine) -> None:
    plan = next(plan for plan in partners.plans if plan.plan_id == "finnmark")
    own = "Plan for eldreomsorg 2031-2033"
    assert title_of(plan) == "Finnmark 2031–2033"
    assert title_of(replace(plan, publisher=None)) == "Finnmark 2031–2033"
    assert title_of(replace(plan, publisher=None, title=own)) == own
    undated = replace(plan, publisher=None, title="Plan for eldreomsorg")
    assert title_of(undated) == "Plan for eldreomsorg 2031–2033"
    assert (
        title_of(replace(plan, publisher="Finnmarkssykehuset HF", title=own))
        == "Finnmark 2031–2033"
    )
