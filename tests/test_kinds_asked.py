"""What a question asks for that only some texts can tell, and words as people type them."""

from __future__ import annotations

import pytest

from service.engine import Engine
from service.results import Intent, Reason


@pytest.mark.parametrize(
    ("question", "plan_id"),
    [
        ("hvilke regjoner har no om lege vakt", "ostfold-2023-2024"),  # a compound typed apart
        ("ka gjøres med fall fore bygging på ahus", "ahus-2024-2025"),
        ("kem har ansvar for logoped tilbudet", "stolav-2022-2024"),
        ("Who runs the digital home monitering in Helgeland?", "helgeland-2023-2025"),
    ],
)
def test_words_as_people_type_them(engine: Engine, question: str, plan_id: str) -> None:
    answer = engine.ask(question)
    assert plan_id in {finding.measure.plan_id for finding in answer.findings}


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("ka", "nb", "hva"),
        ("vilke", "nb", "hvilke"),
        ("regjoner", "nb", "regioner"),
        ("responsable", "en", "responsible"),
        ("mother", "en", None),  # near "other", and a word
        ("skoler", "nb", None),
        ("pasienter", "nb", None),
    ],
)
def test_words_of_no_topic_are_known_when_misspelt(
    engine: Engine, typed: str, language: str, meant: str | None
) -> None:
    assert engine.reader._spelling.stop_word(typed, language) == meant


def test_a_compound_is_not_misspelt(engine: Engine) -> None:
    (group,) = engine.reader.read("ambulansefolk").groups
    assert not any("ambulansefly" in way.stems for way in group.ways)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Når noe går galt, hva gjøres for å lære av det?", Intent.WHAT),
        ("Når et barn er sykt, hvem følger opp?", Intent.WHO),
        ("Når skal avvik meldes?", Intent.WHEN),
        ("Hvor langt er Østfold kommet med FACT?", Intent.STATUS),
        ("hvilke regjoner har FACT", Intent.WHICH_PLANS),
    ],
)
def test_intents_of_clauses_and_typing(engine: Engine, question: str, intent: Intent) -> None:
    assert engine.reader.read(question).intent is intent


@pytest.mark.parametrize(
    "question",
    [
        "Er det noen som planlegger FACT-team for gamle over 65 år?",  # FACT is for others
        "Which plan has measures for children with diabetes?",
        "Hva viste evalueringen av pandemihåndteringen?",  # that one is to be made
        "Hva står det i hoftebruddrapporten?",
        "Hvilken leverandør leverer den nye journalløsningen?",
        "Hva heter prosjektlederen for MILA?",
        "Hvilke tre kommuner prøver ut Helserom Helgeland?",
        "Hvor mange kommuner er med på Helgeland?",
        "Har noen planer om kunstig intelligens?",
    ],
)
def test_what_the_plans_only_touch_on_is_not_answered(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Hva planlegger helsefellesskapet i Innlandet for eldre?", Reason.REGION_NOT_INDEXED),
        ("Hvem har ansvaret for FACT Ung i Finnmark?", Reason.REGION_NOT_INDEXED),
        ("Hvem vant kampen i Bodø?", Reason.NOT_ABOUT_PLANS),
    ],
)
def test_a_place_without_a_plan(engine: Engine, question: str, reason: Reason) -> None:
    assert engine.ask(question).reason is reason


def test_municipalities_are_told_by_a_text_that_names_them(engine: Engine) -> None:
    answer = engine.ask("Hvilke kommuner er med i Helsefellesskapet Østfold?")
    assert "Aremark" in answer.answer


def test_who_leads_a_thing_is_told_by_its_measure(engine: Engine) -> None:
    answer = engine.ask("Hvem leder arbeidet med MILA?")
    assert {"Driftsråd MILA"} <= {b for f in answer.findings for b in f.measure.responsible}


def test_a_measure_that_goes_on_in_the_next_plan_answers_with_it(engine: Engine) -> None:
    goes_on = engine.over_time.goes_on
    orders = {p.passage_id: order for order, p in enumerate(engine.passages)}
    old = next(
        p for p in engine.passages if p.plan_id == "ahus-2024-2025" and "hospitering" in p.text
    )
    (new,) = goes_on(orders[old.passage_id])
    assert engine.passages[new].plan_id == "ahus-2026-2027"
    assert "hospitering" in engine.passages[new].text
    assert goes_on(new) == [orders[old.passage_id]]
    apart = [p for p in engine.passages if "representasjon, mandat og oppgaver" in p.text]
    assert len(apart) == 2  # one for children, one for adults
    assert orders[apart[1].passage_id] not in goes_on(orders[apart[0].passage_id])


@pytest.mark.parametrize(
    "question",
    [
        "ernæring hos eldre", "Hva gjøres for ernæring hos eldre?", "hjerneslag", "sansetap",
        "Kva gjer dei for menneske med synshemming?", "selvmordsforebygging", "vaksinasjon",
        "Hvordan jobber de med hørsel?", "What is done about eating disorders?", "organdonasjon",
        "overvekt hos barn", "tolketjeneste", "Hvem henter erfaringer fra Tromsø?",
        "Hvem henter erfaringer om hospitering fra Bergen?",
    ],
)  # fmt: skip
def test_what_is_of_the_field_and_in_no_plan_is_not_found(engine: Engine, question: str) -> None:
    assert engine.ask(question).reason is Reason.NO_EVIDENCE


@pytest.mark.parametrize(
    "question",
    [
        "Hvem er statsminister?", "Hvem er statsminister i Norge?", "Hva heter kongen?",
        "hva er hovedstaden i Frankrike", "Hvordan blir været i morgen?", "oppskrift på vafler",
        "Korleis bakar eg brød?", "How do I bake bread?", "What is the capital of Norway?",
        "Hvem vant VM i fotball?", "Fortell meg en vits", "xylofon", "Hvem skrev Peer Gynt?",
    ],
)  # fmt: skip
def test_what_is_of_no_such_field_is_not_about_plans(engine: Engine, question: str) -> None:
    assert engine.ask(question).reason is Reason.NOT_ABOUT_PLANS
