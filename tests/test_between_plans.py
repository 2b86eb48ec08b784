"""Questions for what became of measures, what plans leave blank, and which plan is meant."""

from __future__ import annotations

from datetime import date

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Answer, Reason
from service.when.times import times_in

OLD, NEW = "ahus-2024-2025", "ahus-2026-2027"


def ids(answer: Answer) -> set[str]:
    return {finding.measure.measure_id for finding in answer.findings}


@pytest.mark.parametrize(
    "question",
    [
        "Hva er nytt i Ahus-planen 2026-2027?", "hva er nytt i ahus sin nye plan",
        "What is new in the Ahus plan?", "Kva er nytt hos Ahus?", "hvilke tiltak er nye?",
        "Hvor mange tiltak er nye i Ahus-planen?", "Når er fristen for de nye tiltakene i Ahus?",
    ],
)  # fmt: skip
def test_new_are_those_that_go_on_from_nothing(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert ids(answer) == {m.measure_id for m in engine.over_time.diff(OLD, NEW).added}
    assert any("2024–2025" in note for note in answer.notes)
    assert check(answer, known_of(engine)).violations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke tiltak i Ahus er ikke videreført i den nye planen?",
        "hvilke tiltak fra Ahus 2024-2025 er ikke videreført?", "hva har falt ut av ahusplanen",
        "Which measures have been dropped from the Ahus plan?",
        "Hva er borte fra planen 2024-2025 til planen 2026-2027 hos Ahus?",
        "Hvem er ansvarlig for tiltak som ikke er videreført i Ahus?",
    ],
)  # fmt: skip
def test_gone_are_those_that_go_on_in_nothing(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert ids(answer) == {m.measure_id for m in engine.over_time.diff(OLD, NEW).gone}


def test_what_goes_on_is_shown_as_the_plan_asked_about_has_it(engine: Engine) -> None:
    continued = engine.over_time.diff(OLD, NEW).continued
    newest = engine.ask("Hvilke tiltak er videreført i Ahus?")
    assert ids(newest) == {each.new.measure_id for each in continued}
    older = engine.ask("Hvilke tiltak i planen for 2024-2025 er videreført?")
    assert ids(older) == {each.old.measure_id for each in continued}


def test_of_what_is_new_only_the_topic(engine: Engine) -> None:
    asked = engine.ask("Hvilke nye tiltak for barn og unge har Ahus?")
    assert ids(asked) == {f"{NEW}:p2:t1:r1", f"{NEW}:p3:t1:r5"}
    assert not engine.ask("Hvilke nye tiltak om digital hjemmeoppfølging har Ahus?").answered


def test_where_there_is_no_plan_before_it_is_said(engine: Engine) -> None:
    answer = engine.ask("Hva er nytt i Østfold?")
    assert not answer.answered
    assert any("å sammenligne med" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "Hva gjøres for ungdom som har droppet ut av skolen?",
        "Hvilke tiltak hjelper unge som er droppet ut?",
        "What is done for young people who have dropped out of school?",
        "Hva gjøres for at tilbudet videreføres i kommunen?",
        "What is done so that treatment is continued in the municipality?",
        "Hvilke kommuner er ikke med i planen?", "Hva er det nye fagrådet for barn?",
        "Hva gjør de for barn når foreldrene er borte?",
    ],
)  # fmt: skip
def test_words_for_it_may_be_about_the_topic(engine: Engine, question: str) -> None:
    assert engine.reader.read(question).noted is None


def test_whether_one_thing_goes_on_is_no_list(engine: Engine) -> None:
    assert not any("sammenlignet" in n for n in engine.ask("Er barnevern videreført?").notes)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Hvilke tiltak mangler ansvarlig?", "responsible"),
        ("Hvilke tiltak er det ingen som har ansvar for på Helgeland?", "responsible"),
        ("Which measures have no deadline?", "deadline"),
        ("Kva tiltak har ikkje frist i Østfold?", "deadline"),
        ("Kva for tiltak har ingen status?", "status"),
        ("Hvilke tiltak står uten indikator?", "indicators"),
    ],
)
def test_what_a_plan_leaves_blank(engine: Engine, question: str, field: str) -> None:
    answer = engine.ask(question)
    regions = {finding.plan.region for finding in answer.findings}
    plans = {p.plan_id for p in engine.plans if p.region in regions}
    blank = {
        m.measure_id
        for m in engine.measures().measures
        if m.plan_id in plans and not getattr(m, field) and field not in m.uncertain
    }
    assert ids(answer) == blank
    assert blank


def test_not_done_is_not_done(engine: Engine) -> None:
    for question in ("hvilke tiltak er ikke ferdig?", "which measures are not completed?"):
        found = [f.measure.status or "" for f in engine.ask(question).findings]
        assert found
        assert not any("innenfor fristen" in status for status in found)
        assert any("ikke igangsatt" in status for status in found)


def test_a_topic_that_no_plan_has_is_not_dropped_beside_a_status(engine: Engine) -> None:
    assert not engine.ask("Hvilke tiltak om tannhelse er ikke igangsatt?").answered


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("har ahus noe om hospitering i den nye planen", NEW),
        ("hva sier den gamle ahusplanen om hospitering", OLD),
        ("does the new Ahus plan have anything on hospitering", NEW),
        ("Kva seier den førre planen til Ahus om hospitering?", OLD),
    ],
)
def test_the_new_plan_is_the_newest_of_its_region(engine: Engine, question: str, plan: str) -> None:
    answer = engine.ask(question)
    assert {finding.measure.plan_id for finding in answer.findings} == {plan}


def test_what_only_the_older_plan_has_is_not_in_the_new(engine: Engine) -> None:
    assert not engine.ask("har ahus noe om habilitering i den nye planen").answered
    assert engine.ask("har ahus noe om habilitering").answered


def test_years_are_counted_from_today() -> None:
    today = date(2026, 11, 27)
    for text, years in (
        ("hva har frist i år", (2026, 2026)), ("deadlines this year", (2026, 2026)),
        ("what is due next year", (2027, 2027)), ("frist innen utgangen av neste år", (2026, 2027)),
        ("hva skjedde i fjor", (2025, 2025)), ("hva har gått over fristen", (2000, 2025)),
        ("overdue measures", (2000, 2025)),
    ):  # fmt: skip
        (time,) = times_in(text, today)
        assert time.years == years
    assert times_in("hvert år skal de møtes", today) == []


def test_what_falls_due_then_is_listed_without_a_topic(engine: Engine) -> None:
    for question in ("hva forfaller i 2026?", "hva skal være ferdig i 2026?", "frist 2026"):
        assert len(engine.ask(question).findings) == 7


def test_running_measures_are_those_whose_deadline_says_so(engine: Engine) -> None:
    found = engine.ask("Hvilke tiltak er løpende?").findings
    assert {finding.measure.deadline for finding in found} == {"Løpende"}
    assert len(found) == 2


@pytest.mark.parametrize("joint", ["vs", "og", "versus", "kontra"])
def test_two_regions_are_compared(engine: Engine, joint: str) -> None:
    answer = engine.ask(f"Østfold {joint} Helgeland rekruttering")
    assert {f.measure.plan_id.split("-")[0] for f in answer.findings} == {"ostfold", "helgeland"}


def test_a_municipality_is_its_own_kommune(engine: Engine) -> None:
    named = engine.ask("hva gjør Lillestrøm kommune")
    assert ids(named) == ids(engine.ask("hva gjør Lillestrøm")) == {f"{NEW}:p2:t1:r3"}
    answer = engine.ask("hva gjør Halden")
    assert (
        answer.caveat == "Ingen tiltak nevner Halden; dette er tiltak for hele helsefellesskapet:"
    )
    assert answer.answer.startswith(answer.caveat)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvem henter erfaringer fra Bergen, Stavanger og Tønsberg?", "Tønsberg"),
        ("Kven hentar erfaringar frå Stavanger og Bergen?", "Stavanger"),
        ("Er det noen som henter erfaringer fra Tønsberg?", "Tønsberg"),
        ("Who collects experience from Bergen?", "Bergen"),
        ("Hvem bruker modellen fra Helse Fonna?", "Helse Fonna"),
        ("Hvilke tiltak nevner Bergen?", "Bergen"),
        ("Which measures mention Stavanger?", "Stavanger"),
        ("Who works with UNN?", "UNN"),
        ("Hvem samarbeider med Bergen?", "Bergen"),
    ],
)
def test_a_place_that_others_work_with_is_looked_for(
    engine: Engine, question: str, named: str
) -> None:
    findings = engine.ask(question).findings
    assert findings
    assert all(named in finding.measure.text for finding in findings)
    assert not engine.ask("Hva gjør Stavanger for eldre?").answered


@pytest.mark.parametrize(
    "question",
    [
        "Hvem henter erfaringer om hospitering fra Bergen?",
        "Who collects experience with falls from Stavanger?",
        "Hvem henter erfaringer fra Tromsø?",
    ],
)
def test_what_is_fetched_from_elsewhere_is_told_by_nothing_that_does_not_name_it(
    engine: Engine, question: str
) -> None:
    assert not engine.ask(question).answered


def test_a_body_is_asked_about_under_all_its_spellings(engine: Engine) -> None:
    answer = engine.ask("hva gjør fagråd for akuttmedisinsk kjede og helseberedskap")
    spelt = {name for f in answer.findings for name in f.measure.responsible}
    assert {"Fagråd akuttmed. kjede og helseberedskap"} <= spelt
    assert len(answer.findings) == 4
    assert len(engine.ask("hvilke tiltak har AU ansvar for i Ahus 2024-2025").findings) == 23


def test_all_measures_are_counted(engine: Engine) -> None:
    answer = engine.ask("hvor mange tiltak er det i alle planene til sammen")
    assert len(answer.findings) == engine.measures().total


@pytest.mark.parametrize(
    "question",
    [
        "Har Ahus tiltak for sansetap hos eldre?",
        "ensomhet blant eldre",
        "musikkterapi for eldre",
        "tannhelse hos eldre",
    ],
)
def test_a_topic_that_no_plan_has_for_these_people_is_not_found(
    engine: Engine, question: str
) -> None:
    assert engine.ask(question).reason is Reason.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "word", "said"),
    [
        ("svømming for eldre", "svømming", "ingen av dem nevner “svømming”"),
        ("sorg hos eldre", "sorg", "ingen av dem nevner “sorg”"),
        ("Kva gjer dei for einslege eldre?", "einslege", "ingen av dei nemner “einslege”"),
    ],
)
def test_what_no_measure_says_is_refused_or_told_before_them(
    engine: Engine, question: str, word: str, said: str
) -> None:
    """A topic that no plan has beside people whom every plan has: the list is no yes to it."""
    answer = engine.ask(question)
    assert answer.reply is None
    if answer.answered:
        assert answer.unsaid == (word,)
        assert said in answer.answer.split("\n")[0]
    assert check(answer, known_of(engine)).violations == ()
    plain = engine.ask("Har Ahus tiltak for eldre?")
    assert plain.reply
    assert "nevner" not in plain.answer.split("\n")[0]
