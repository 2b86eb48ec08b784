"""Who and what a question is narrowed to: bodies and their short names, groups, columns, plans."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from eval.checker import check
from eval.evidence import known_of
from indexer.build import build_index
from indexer.encoder import load_encoder
from service.engine import Engine, open_engine
from service.questions.columns import column_asked
from service.questions.ranked import listed_in
from service.results import Answer, Verdict
from tests.conftest import CORPUS, quiet

NEW, OLD, EAST = "ahus-2026-2027", "ahus-2024-2025", "ostfold-2023-2024"
NORTH, MIDDLE = "helgeland-2023-2025", "stolav-2022-2024"


def ask(engine: Engine, question: str) -> Answer:
    answer = engine.ask(question)
    assert check(answer, known_of(engine)).violations == ()
    return answer


def ids(answer: Answer) -> set[str]:
    return {finding.measure.measure_id for finding in answer.findings}


# ── what a plan has is not denied ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "question",
    [
        "Har Østfold tiltak for barn?", "tiltak for barn i Østfold",
        "Hvilke tiltak gjelder barn i Østfold?", "Kva tiltak gjeld barn i Østfold?",
        "Does Østfold have measures for children?",
    ],
)  # fmt: skip
def test_a_group_that_a_plan_has_measures_for_is_found(engine: Engine, question: str) -> None:
    assert ids(ask(engine, question)) == {f"{EAST}:t1:r2.{n}" for n in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    "question",
    ["Har Helgeland tiltak for barn?", "Har St. Olav tiltak mot kreft?", "Har Østfold tannhelse?"],
)
def test_what_a_plan_has_not_is_still_not_found(engine: Engine, question: str) -> None:
    assert not ask(engine, question).answered


@pytest.mark.parametrize("question", ["Does St. Olav have FACT Youth?", "Har St. Olav FACT Ung?"])
def test_a_translation_that_stands_there_is_the_word(engine: Engine, question: str) -> None:
    assert ids(ask(engine, question)) == {f"{MIDDLE}:p4:t2:r8"}


@pytest.mark.parametrize(
    "question",
    [
        "hvem er kommet lengst med digital hjemmeoppfølging?",
        "Når skal digital hjemmeoppfølging være innført?",
    ],
)
def test_a_plan_that_names_it_is_not_denied_for_anothers_sake(
    engine: Engine, question: str
) -> None:
    answer = ask(engine, question)
    assert all(each.verdict is Verdict.YES for each in answer.coverage)
    assert f"{MIDDLE}:p10:t5:r6" in ids(answer)


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("Frist for kartlegging av samhandlingsutfordringer for barn og unge", NEW),
        ("By when should COPD home monitoring be rolled out?", NORTH),
    ],
)
def test_a_plan_that_names_a_part_of_it_is_none(engine: Engine, question: str, only: str) -> None:
    assert {finding.plan.plan_id for finding in ask(engine, question).findings} == {only}


# ── years and plans ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("year", "count"), [(2022, 40), (2023, 34), (2024, 17), (2025, 16)])
def test_dashes_in_a_years_column_are_no_measure_of_it(
    engine: Engine, year: int, count: int
) -> None:
    answer = ask(engine, f"Hvor mange tiltak har St. Olav i {year}?")
    assert len(answer.findings) == count
    assert f"{MIDDLE}:p8:t4:r3" not in ids(answer)


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("hva har AU ansvar for i ny ahus plan", {NEW}),
        ("hva skjer i ny ahus plan om rus", {NEW}),
        ("Hva skjer med FACT i Ahus?", {NEW, OLD}),
        ("Skal Ahus lage en ny plan for delte stillinger?", {NEW, OLD}),
    ],
)
def test_a_new_plan_of_a_place_is_its_newest(
    engine: Engine, question: str, plans: set[str]
) -> None:
    assert {finding.plan.plan_id for finding in ask(engine, question).findings} == plans


# ── bodies ───────────────────────────────────────────────────────────────────────────────


def test_a_short_name_of_several_narrows_only_where_they_act(engine: Engine) -> None:
    for question in ("Hva er forskjellen mellom FSU og SSU?", "Har fastlegene plass i FSU?"):
        answer = ask(engine, question)
        assert answer.answered
        assert not any("ansvarlig:" in note for note in answer.notes)
    for question in ("Hva gjør FSU?", "Hvilke tiltak har FSU ansvar for?", "What does FSU do?"):
        assert ids(ask(engine, question)) == {f"{NORTH}:t1:r2.{n}" for n in (1, 2, 3)}
    assert len(ask(engine, "LSF").findings) == len(ask(engine, "Hva gjør LSF?").findings) == 11


@pytest.mark.parametrize(
    "question",
    ["Hva skal Helse Nord gjøre?", "Hva skal Helse Nord RHF bidra med?", "Kva gjer Helse Nord?"],
)
def test_a_name_wider_than_any_plan_is_the_body_that_acts(engine: Engine, question: str) -> None:
    assert ids(ask(engine, question)) == {f"{NORTH}:t3:r2"}


def test_a_region_that_acts_is_no_body(engine: Engine) -> None:
    assert len(ask(engine, "Hva gjør Ahus?").findings) == 45
    assert ids(ask(engine, "Hva gjør Helse Nord om rekruttering?")) >= {f"{NORTH}:t4:r1.1"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Hvilke fagråd finnes i Ahus?",
            "Nevnt som ansvarlige for tiltak, med antall tiltak: Ahus og kommunene 2026–2027: "
            "Fagråd barn/unge/ familie, Fagråd eldre med skrøpelighet, Fagråd kompetanse og",
        ),
        ("Kor mange fagråd finst det i St. Olav?", "Nemnde som ansvarlege for tiltak"),
        ("Which councils are there in St. Olav?", "Named as responsible for measures"),
    ],
)
def test_bodies_of_a_kind_are_listed(engine: Engine, question: str, said: str) -> None:
    assert ask(engine, question).answer.startswith(said)


@pytest.mark.parametrize(
    "question",
    ["Hvilke fagråd har ansvar for rus?", "Hvilket fagråd har flest tiltak?"],
)
def test_other_questions_about_bodies_list_none(engine: Engine, question: str) -> None:
    assert "Nevnt som ansvarlige" not in ask(engine, question).answer


@pytest.mark.parametrize(
    "question", ["Hvilke utvalg skal opprettes?", "Hvilke råd gis til pårørende?"]
)
def test_bodies_that_are_to_be_are_not_listed(question: str) -> None:
    assert listed_in(question) is None


def test_with_a_body_it_is_said_how_many_could_not_be_read(engine: Engine) -> None:
    answer = ask(engine, "Hvilke tiltak i den nye Ahus-planen har LSF ansvar for?")
    assert "Ved 1 annet tiltak kunne ansvarlig ikke leses sikkert." in answer.answer
    assert "ikke leses sikkert" not in ask(engine, "Hva gjør Helse Nord?").answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvem er ASU?", "ASU = administrativt samarbeidsutvalg; tiltakene sier ikke hvem som"),
        ("Kven er LSF?", "LSF = lokalt samarbeidsforum; tiltaka seier ikkje kven som"),
    ],
)
def test_what_an_abbreviation_is_comes_first(engine: Engine, question: str, said: str) -> None:
    answer = ask(engine, question)
    assert answer.answered
    assert answer.answer.startswith(said)


def test_what_no_plan_explains_is_said_to_be_so(engine: Engine) -> None:
    answer = ask(engine, "hva betyr HABU")
    assert not answer.answered
    said = "HABU = habiliteringstjenesten for barn og unge. Ingen plan forklarer det selv."
    assert answer.answer.startswith(said)


# ── columns that only some plans have ────────────────────────────────────────────────────

HEAD = (
    "<tr><th>Tiltak</th><th>Ansvar</th><th>Kontaktperson</th><th>Frist</th>"
    "<th>Kostnad/ finansiering</th><th>Risiko</th></tr>"
)
ROWS = [
    ("Opprette demenskoordinator", "Heimetenesta", "Kari Nes", "2026", "0,4 mill. kr", "Høg"),
    ("Prøve ut dagtilbod", "Kultur", "Anne Vik", "2027", "0,6 mill. kr", ""),
    ("Lage beredskapsplan", "Rådmannen", "", "2027", "", ""),
]
PLAIN = [
    ("Opprette demenskoordinator", "Hjemmetjenesten", "2026"),
    ("Redusere risiko for fall hos eldre", "Hjemmetjenesten", "2027"),
    ("Rekruttere sykepleiere", "Personal", "2027"),
]


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("columns")
    plans = folder / "corpus" / "plans"
    plans.mkdir(parents=True)
    shutil.copy(CORPUS / "health_communities.toml", folder / "corpus")
    plain = "<tr><th>Tiltak</th><th>Ansvarlig</th><th>Frist</th></tr>"
    _write(plans / "vik.html", "Handlingsplan for Vik kommune 2026–2027", HEAD, ROWS)
    _write(plans / "sel.html", "Handlingsplan for Sel kommune 2026–2027", plain, PLAIN)
    build_index(folder / "corpus", folder / "index", load_encoder(), quiet)
    yield open_engine(folder / "index")


def _write(path: Path, title: str, head: str, rows: Sequence[tuple[str, ...]]) -> None:
    cells = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in rows)
    path.write_text(f"<h1>{title}</h1><table>{head}{cells}</table>", encoding="utf-8")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvem er kontaktperson for demenskoordinator i Vik?", "Kontaktperson: Kari Nes"),
        ("Kven er kontaktperson for dagtilbod?", "Kontaktperson: Anne Vik"),
        ("Who is the contact person for dagtilbud in Vik?", "Kontaktperson: Anne Vik"),
        ("Hva koster demenskoordinator i Vik?", "Kostnad/ finansiering: 0,4 mill. kr"),
        ("Hva er risiko for demenskoordinator?", "Risiko: Høg"),
        ("Hvem er kontaktperson for beredskapsplan?", "planen oppgir ikke det som er spurt om"),
        ("Hvem er kontaktpersoner i Vik?", "Kontaktperson: Kari Nes"),
    ],
)
def test_a_column_of_one_plan_answers(columns: Engine, question: str, said: str) -> None:
    assert f": {said}; " in ask(columns, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak handler om risiko for fall?", "Hva er risikoen for fall hos eldre i Sel?",
        "Hvem har ansvar for demenskoordinator?",
    ],
)  # fmt: skip
def test_a_word_of_a_topic_is_no_column(columns: Engine, question: str) -> None:
    answer = ask(columns, question)
    assert answer.answered
    assert "Risiko: " not in answer.answer
    assert "Kontaktperson: " not in answer.answer


@pytest.mark.parametrize(
    ("question", "headings"),
    [
        ("Hva koster FACT?", {"Budsjett (kr)"}),
        ("Hvem er kontaktperson for FACT?", {"Kontakt"}),
        ("Hva er merknaden til FACT?", {"Merknad"}),
        ("What is the merknad for FACT?", {"Merknad"}),
        ("Hvilke merknader er det?", {"Merknad"}),
        ("Hva gjør vi for å koordinere kontakt med fastleger?", None),
        ("Hvem har ansvar for FACT?", None),
        ("Har dere en merknad om FACT?", None),
    ],
)
def test_which_column_is_asked_for(question: str, headings: set[str] | None) -> None:
    found = column_asked(question, ["Budsjett (kr)", "Kontakt", "Merknad"])
    assert (found.headings if found else None) == headings
