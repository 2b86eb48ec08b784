"""Plans of municipalities beside their health community's: told apart by who published them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.adding import checked, missing_in, new_id
from indexer.build import build_index
from indexer.communities import load_communities
from indexer.encoder import load_encoder
from indexer.errors import ManifestError
from indexer.owners import kind_in, municipality_in, names_community
from service.engine import Engine, open_engine
from service.reading.publishers import kinds_named
from service.results import Reason
from service.scope.succession import with_newer
from service.words.phrases import title_of
from tests.conftest import CORPUS, quiet

HEAD = "<table><tr><th>Tiltak</th><th>Ansvarlig</th><th>Frist</th><th>Status</th></tr>"
PLANS = {
    "ahus": (
        "Handlingsplan for Helsefellesskapet Ahus og kommunene 2031–2032",
        [
            ("Innføre samtale ved utskrivning", "Fagråd utskrivning", "2031", "Påbegynt"),
            ("Etablere FACT-team for voksne", "LSF voksen", "2032", "Ikke startet"),
            ("Lage felles opplæringsplan", "AU", "2032", "Gjennomført"),
        ],
    ),
    "lillestrom": (
        "Handlingsplan for Lillestrøm kommune 2031–2032",
        [
            ("Innføre samtale", "Avdeling A", "2031", "Gjennomført"),
            ("Åpne telefonlinje", "Avdeling B", "2032", "Ikke gjennomført"),
            ("Holde kurs for pårørende", "Avdeling C", "2032", "Delvis gjennomført"),
        ],
    ),
    "lorenskog": (
        "Handlingsplan for Lørenskog kommune 2031–2032",
        [
            ("Innføre samtale", "Etat A", "2032", "Påbegynt"),
            ("Ansette koordinator", "Etat B", "2031", "Gjennomført"),
            ("Bygge omsorgsboliger", "Lørenskog kommune", "2032", "Ikke startet"),
        ],
    ),
    "storelv-demens": (
        "Demensplan for Storelv kommune 2031–2034",
        [
            ("Bygge sansehage", "Demensteamet", "2032", "Ikke gjennomført"),
            ("Ansette koordinator for aktivitet", "Sektor helse", "2031", "Gjennomført"),
            ("Revidere beredskapsplanen for sykehjem", "Sektor helse", "2033", "Påbegynt"),
        ],
    ),
    "storelv-beredskap": (
        "Beredskapsplan for Storelv kommune 2031–2034",
        [
            ("Kjøpe satellittelefon", "Beredskapslederen", "2031", "Gjennomført"),
            ("Øve på evakuering", "Brannvesenet", "2032", "Utsatt"),
            ("Lage lager av smittevernutstyr", "Innkjøpssjefen", "2032", "Påbegynt"),
        ],
    ),
}
TITLES = {
    "ahus": "Ahus og kommunene 2031–2032",
    "lillestrom": "Lillestrøm kommune 2031–2032",
    "lorenskog": "Lørenskog kommune 2031–2032",
    "storelv-demens": "Storelv kommune, demensplan 2031–2034",
    "storelv-beredskap": "Storelv kommune, beredskapsplan 2031–2034",
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("municipal")
    corpus = folder / "corpus"
    (corpus / "plans").mkdir(parents=True)
    shutil.copy(CORPUS / "health_communities.toml", corpus)
    for name, (title, rows) in PLANS.items():
        cells = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in rows)
        text = f"<h1>{title}</h1>{HEAD}{cells}</table>"
        (corpus / "plans" / f"{name}.html").write_text(text, encoding="utf-8")
    build_index(corpus, folder / "index", load_encoder(), quiet)
    yield open_engine(folder / "index")


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Hvor mange tiltak har Lørenskog kommune?", 3),
        ("Kor mange tiltak har Lørenskog?", 3),
        ("How many measures does Lørenskog kommune have?", 3),
        ("Hva gjør Lørenskog kommune?", 3),
        ("Hvor mange tiltak har Lørenskog kommune ansvar for?", 1),
        ("Hvor mange tiltak er Lørenskog kommune ansvarlig for?", 1),
        ("How many measures is Lørenskog kommune responsible for?", 1),
        ("Hvor mange tiltak har Etat A?", 1),
    ],
)
def test_all_of_a_plan_is_its_publishers(several: Engine, question: str, count: int) -> None:
    answer = several.ask(question)
    assert {finding.measure.plan_id for finding in answer.findings} == {"lorenskog"}
    assert len(answer.findings) == count
    assert check(answer, known_of(several)).violations == ()


def test_each_is_called_by_who_published_it(several: Engine) -> None:
    assert {plan.plan_id: title_of(plan) for plan in several.plans} == TITLES


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Hvem har ansvar for å innføre samtale i Lørenskog?", ["lorenskog", "ahus"]),
        ("Kven har ansvar for å innføre samtale i Lillestrøm kommune?", ["lillestrom", "ahus"]),
        ("Hvem har ansvar for å innføre samtale i Nittedal?", ["ahus"]),
        ("Hvem har ansvar for FACT-team i Lørenskog?", ["ahus"]),
        ("Hvilke tiltak har Lillestrøm?", ["lillestrom"]),
        ("Hvilke tiltak er gjennomført i Lørenskog?", ["lorenskog"]),
        ("Hvilke tiltak er gjennomført i Storelv?", ["storelv-beredskap", "storelv-demens"]),
        ("Hva har Storelv kommune frist på i 2032?", ["storelv-beredskap", "storelv-demens"]),
        ("Hvilke tiltak i demensplanen for Storelv er gjennomført?", ["storelv-demens"]),
        ("Hvilke tiltak i beredskapsplanen skal gjennomføres i 2032?", ["storelv-beredskap"]),
        ("Kva tiltak er i Storelvs demensplan?", ["storelv-demens"]),
        ("Hvem skal revidere beredskapsplanen?", ["storelv-demens"]),
    ],
)
def test_a_municipality_is_answered_from_its_own_plan_and_its_communitys(
    several: Engine, question: str, plans: list[str]
) -> None:
    answer = several.ask(question)
    assert check(answer, known_of(several)).violations == ()
    found = list(dict.fromkeys(finding.plan.plan_id for finding in answer.findings))
    assert found == plans
    for plan_id in plans:
        assert TITLES[plan_id] in answer.answer


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hvem har ansvar for sansehage i Bodø?", "Bodø"),
        ("Hva står i demensplanen for Lørenskog?", "Lørenskog"),
    ],
)
def test_what_no_plan_is_for_is_said_to_be_missing(
    several: Engine, question: str, missing: str
) -> None:
    answer = several.ask(question)
    assert answer.reason is Reason.REGION_NOT_INDEXED
    assert missing in answer.answer
    assert "Storelv kommune" in answer.answer
    assert not answer.findings


def test_a_municipalitys_plan_is_not_newer_than_its_communitys(several: Engine) -> None:
    plans = {plan.plan_id: plan for plan in several.plans}
    later = replace(plans["lillestrom"], period=(2033, 2034))
    assert with_newer([plans["ahus"], later]) == frozenset()
    assert with_newer([plans["lillestrom"], replace(later, plan_id="x")]) == {"lillestrom"}
    other = replace(plans["storelv-beredskap"], period=(2035, 2036))
    assert with_newer([plans["storelv-demens"], other]) == frozenset()


@pytest.mark.parametrize(
    ("publisher", "own"),
    [
        ("Storelv kommune", "Storelv"),
        ("Nordre Follo kommune", "Nordre Follo"),
        ("Ulvik herad", "Ulvik"),
        ("Bydel Alna", "Alna"),
        ("Helsefellesskapet Ahus og kommunene", None),
        ("Helgelandssykehuset HF", None),
        ("Viken fylkeskommune", None),
        (None, None),
    ],
)
def test_which_publisher_is_a_municipality(publisher: str | None, own: str | None) -> None:
    assert municipality_in(publisher) == own


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Helsefellesskapet Ahus og kommunene", True),
        ("Vestre Viken HF og kommunene Asker, Bærum og Lier", True),
        ("Samhandlingsplan 2024-27 for Helse Fonna og kommunane", True),
        ("TILTAKSPLAN FOR FINNMARKSSYKEHUSET 2026", True),
        ("Plan for Helse Bergen 2026", True),
        ("Rusplan 2026-2029", False),
        ("Plan for helse og omsorg 2026-2029", False),
        ("Helse og omsorg 2026", False),
        ("Kommunedelplan for helse 2026", False),
    ],
)
def test_which_names_are_a_communitys(text: str, names: bool) -> None:
    assert names_community(text) == names


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Demensplan for Storelv kommune 2025–2028", "demensplan"),
        ("Plan for folkehelse", None),
        ("Handlingsplan for Helsefellesskapet Ahus", None),
        ("Kommunedelplan for helse", None),
        ("Tiltaksplan til rusplanen", "rusplan"),
    ],
)
def test_which_kind_a_title_says(title: str, kind: str | None) -> None:
    assert kind_in(title) == kind


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvilke tiltak i demensplanen haster?", True),
        ("Demensplanen for Storelv: hva er målet?", True),
        ("Når er demensplanen vedtatt?", True),
        ("Hvem skal lage demensplan?", False),
        ("Når skal demensplanen revideres?", False),
    ],
)
def test_a_kind_of_plan_narrows_where_the_plan_itself_is_meant(question: str, named: bool) -> None:
    assert bool(kinds_named(question, ("demensplan",))[0]) is named


def test_an_id_begins_with_whose_plan_it_is() -> None:
    told = {"title": "Demensplan for Storelv", "period": "2025-2028", "region": "ahus"}
    assert new_id(told, Path("x.pdf")) == "ahus-2025-2028"
    own = {**told, "publisher": "Storelv kommune"}
    assert new_id(own, Path("x.pdf")) == "storelv-demensplan-2025-2028"
    assert new_id({"title": "Plan", "period": "2025-2025"}, Path("min fil.pdf")) == "min-fil"


def test_a_municipality_outside_the_list_needs_no_region() -> None:
    told = {"title": "Demensplan", "period": "2025-2028"}
    assert missing_in(told) == ("region",)
    assert missing_in({**told, "publisher": "Storelv kommune"}) == ()
    communities = load_communities(CORPUS)
    assert checked("region", "unknown", communities) == "unknown"
    with pytest.raises(ManifestError, match="--region unknown"):
        checked("region", "Storelv", communities)
