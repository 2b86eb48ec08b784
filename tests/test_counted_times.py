"""Times counted from the day of a question, parts of a year, and what is said where a plan gives
years alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.results import Reason
from service.when.dated import days_named
from service.when.due import read_due
from service.when.fitting import Fit, fit
from service.when.phases import phases_of
from service.when.starting import asks_start, start_of
from service.when.times import times_in

TODAY = date(2026, 11, 27)


@pytest.fixture
def today(engine: Engine) -> Iterator[date]:
    usual = engine.reader.today
    engine.reader.today = lambda: TODAY
    yield TODAY
    engine.reader.today = usual


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Hva må være ferdig innen sommeren?", "2026-11-27", "2027-08-31"),
        ("Hvilke frister er det i Ahus før sommeren?", "2026-11-27", "2027-06-30"),
        ("hva skjer i høst?", "2026-09-01", "2026-12-31"),
        ("Kva skjer til hausten?", "2027-09-01", "2027-12-31"),
        ("What is due this autumn?", "2026-09-01", "2026-12-31"),
        ("Hva skjer i vår?", "2027-01-01", "2027-06-30"),
        ("Hva bør være klart til våren?", "2026-11-27", "2027-06-30"),
        ("What has to be done in the next three months?", "2026-11-27", "2027-02-27"),
        ("Hvilke frister har vi de nærmeste månedene?", "2026-11-27", "2027-02-27"),
        ("hva skal gjøres innen tre måneder", "2026-11-27", "2027-02-27"),
        ("hva er planlagt de neste to årene", "2026-11-27", "2028-11-27"),
        ("hva skal gjøres neste måned", "2026-12-01", "2026-12-31"),
        ("kva er frist denne veka", "2026-11-23", "2026-11-29"),
        ("hva skal gjøres neste halvår", "2027-01-01", "2027-06-30"),
        ("Hva har frist før jul?", "2026-11-27", "2026-12-23"),
        ("what's due by Christmas?", "2026-11-27", "2026-12-24"),
        ("hva skjer etter nyttår", "2027-01-01", "2099-12-31"),
        ("Hva skal være ferdig i løpet av året?", "2026-01-01", "2026-12-31"),
        ("Kva skal Ahus gjere i desember?", "2026-12-01", "2026-12-31"),
        ("What is due in May?", "2027-05-01", "2027-05-31"),
        ("frist innen 1. mars", "2026-11-27", "2027-03-01"),
        ("frist frem til høsten", "2026-11-27", "2026-12-31"),
        ("kva skjer ikkje før våren", "2027-01-01", "2099-12-31"),
        ("hva skjedde i fjor høst", "2025-09-01", "2025-12-31"),
        ("Hva skjer våren neste år?", "2027-01-01", "2027-06-30"),
        ("frist 2. kvartal neste år", "2027-04-01", "2027-06-30"),
        ("Hvilke tiltak ble gjennomført i sommer", "2026-07-01", "2026-08-31"),
        ("Hvilke frister nærmer seg?", "2026-11-27", "2027-02-27"),
        ("Hva er fristene fremover?", "2026-11-27", "2099-12-31"),
        ("Hva er neste frist i Ahus-planen?", "2026-11-27", "2099-12-31"),
        # parts of a year that is named
        ("frist i 2. tertial 2026", "2026-05-01", "2026-08-31"),
        ("T1 2026", "2026-01-01", "2026-04-30"),
        ("frist i uke 12 2026", "2026-03-16", "2026-03-22"),
        ("frist i kv. 3 2026", "2026-07-01", "2026-09-30"),
        ("frist i 2. og 3. kvartal 2026", "2026-04-01", "2026-09-30"),
        ("frist 2026 Q3", "2026-07-01", "2026-09-30"),
        ("oktober-november 2026", "2026-10-01", "2026-11-30"),
        ("frist 1. desember 2026", "2026-12-01", "2026-12-01"),
        ("frist 01.06.2026", "2026-06-01", "2026-06-01"),
        ("før påske 2026", "2000-01-01", "2026-03-28"),
    ],
)
def test_a_time_is_counted_from_the_day_of_the_question(
    question: str, first: str, last: str
) -> None:
    (time,) = times_in(question, TODAY)
    assert (f"{time.first}", f"{time.last}") == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Hva skjer i vår kommune?",
        "Hva betyr dette for vår region?",
        "oppfølging innen tre måneder etter utskrivning",
        "Hvor mange ganger i løpet av året møtes AU?",
        "the second half of life",
        "tiltak for barn under to år",
        "ultralyd i uke 12",
        "Hva skal Ahus gjøre fremover for eldre?",
        "hva er det neste steget for FACT?",
        "What may happen to patients?",
    ],
)
def test_words_of_time_that_are_something_else(question: str) -> None:
    assert not times_in(question, TODAY)


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("frist i 5. kvartal 2026", "5. kvartal"),
        ("hva skjer vinteren 2026", "vinteren"),
        ("frist i uke 60 2026", "uke 60 2026"),
        ("frist i 1., 2. og 3. kvartal 2026", "1., 2. og 3. kvartal 2026"),
        ("mars, april og mai 2026", "mars, april og mai 2026"),
        ("frist i 3. kvartal 2026", ""),
    ],
)
def test_a_part_that_is_not_understood_is_known_to_be_so(question: str, unread: str) -> None:
    (time,) = times_in(question, TODAY)
    assert time.unread == unread
    assert not (unread and time.is_part)


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("4. kv. 2026", "2026-12-31"),
        ("kv. 3 2026", "2026-09-30"),
        ("T2 2026", "2026-08-31"),
        ("tertial 2 2026", "2026-08-31"),
        ("H1 2026", "2026-06-30"),
        ("2026 Q3", "2026-09-30"),
        ("Før sommerferien 2026", "2026-06-30"),
        ("Påske 2026", "2026-04-06"),
        ("Før jul 2026", "2026-12-23"),
        ("jul 2026", "2026-07-31"),
        ("uke 12 2026", "2026-03-22"),
        ("Medio 2026", "2026-08-31"),
    ],
)
def test_parts_of_a_year_in_deadlines(wording: str, day: str) -> None:
    assert f"{read_due(wording).day}" == day
    first, last = next(iter(days_named(wording)))
    assert first <= last == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("deadline", "question", "told"),
    [
        ("T2 2026", "frist i 2. tertial 2026", Fit.HAS),
        ("1. tertial 2026", "frist i 2. tertial 2026", Fit.OTHER),
        ("T2 2026", "frist før sommeren 2026", Fit.OTHER),
        ("Før sommerferien 2026", "frist i andre halvår 2026", Fit.OTHER),
        ("Før sommerferien 2026", "frist før sommeren 2026", Fit.HAS),
        ("4. kv. 2026", "frist i første halvår 2026", Fit.OTHER),
        ("1. mars 2026", "frist før jul", Fit.OTHER),
        ("1. desember 2026", "frist før jul", Fit.HAS),
        ("2026", "frist før jul", Fit.HAS),
        ("2027", "frist før jul", Fit.OTHER),
    ],
)
def test_a_deadline_is_its_last_day(
    engine: Engine, deadline: str, question: str, told: Fit
) -> None:
    plain = engine.measure("ahus-2024-2025:p4:t3:r7")
    years = (int(deadline[-4:]),)
    measure = replace(plain, deadline=deadline, moved_from=None, years=years, notes=())
    assert fit(measure, times_in(question, TODAY), True) is told


def test_a_dated_phase_names_its_measure_for_that_time(engine: Engine, today: date) -> None:
    phased = engine.measure("ahus-2026-2027:p4:t1:r9")
    assert [(p.first, p.is_first) for p in phases_of(phased)] == [
        (date(2026, 9, 1), True),
        (date(2026, 1, 1), False),
    ]
    for question in ("Hva skal skje høsten 2026?", "What is due this autumn?"):
        answer = engine.ask(question)
        assert answer.findings[0].measure == phased
        assert "Fase 1 (høsten 2026)" in answer.answer and "Fase 2" not in answer.answer
        assert not check(answer, known_of(engine)).violations
    answer = engine.ask("Hva starter i høst i Ahus?")
    assert [f.measure for f in answer.findings] == [phased]


DUE_2026 = {19, 24, 104}


@pytest.mark.parametrize(
    "question",
    [
        "Hva må være ferdig innen sommeren?",
        "What has to be done in the next three months?",
        "Hva har frist før jul?",
        "Hva bør være klart til våren?",
        "Hva skal være ferdig i løpet av året?",
        "Hvilke frister er det i Ahus før sommeren?",
        "Hvilke frister nærmer seg?",
        "Hvilke frister har vi de nærmeste månedene?",
        "Hva er neste frist i Ahus-planen?",
        "What is the next deadline?",
    ],
)
def test_deadlines_to_come_are_those_of_this_year(
    engine: Engine, today: date, question: str
) -> None:
    answer = engine.ask(question)
    newest = {f.measure.source.line for f in answer.findings if f.plan.period == (2026, 2027)}
    assert DUE_2026 <= newest <= DUE_2026 | {148}
    assert answer.reason is None
    assert not check(answer, known_of(engine)).violations


def test_that_plans_give_years_alone_is_said_first(engine: Engine, today: date) -> None:
    answer = engine.ask("Hva har frist før jul?")
    assert answer.caveat and answer.answer.startswith(answer.caveat)
    assert "27.11.2026–23.12.2026" in answer.caveat and "innen utgangen av året" in answer.caveat
    assert answer.reply is None
    later = engine.ask("Kva må vere ferdig innan sommaren?")
    assert later.caveat and "16 tiltak til har berre 2027" in later.caveat
    coming = engine.ask("Hva er fristene fremover?")
    years = [f.measure.years[-1] for f in coming.findings]
    assert len(years) == 24 and years[1:8] == [2026] * 7  # behind a step that ends in 2026
    assert len(engine.ask("Hvor mange tiltak har frist i år?").findings) == 7


def test_a_time_without_a_plan_is_said_by_its_year(engine: Engine, today: date) -> None:
    answer = engine.ask("Hva er neste frist på Helgeland?")
    assert answer.reason is Reason.PERIOD_NOT_INDEXED
    assert "dekker ikke 2026" in answer.answer
    assert not check(answer, known_of(engine)).violations


def test_an_unread_part_is_said_to_be_so(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak har frist i 5. kvartal 2026?")
    assert answer.caveat and "5. kvartal" in answer.caveat and answer.findings


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Når starter akuttgeriatrisk team?", True),
        ("Kva tid byrjar arbeidet med FACT Ung?", True),
        ("When does the pilot start?", True),
        ("Hva er planlagt oppstart for MILA?", True),
        ("Når er fristen for oppstartskurset?", False),
        ("Hvem starter MILA?", False),
        ("Når skal MILA være ferdig?", False),
    ],
)
def test_a_question_for_the_start(question: str, asks: bool) -> None:
    assert bool(asks_start(question.lower())) is asks


@pytest.mark.parametrize(
    ("changed", "start"),
    [
        ({"other": {"Oppstart": "01.06.2026"}}, "01.06.2026"),
        ({"other": {"Planlagt start": "høsten 2025"}}, "høsten 2025"),
        ({"other": {"Oppstart/slutt": "2025–2026"}}, None),
        ({"other": {"Startkapital": "2026"}}, None),
        ({"status": "Oppstart februar 2025"}, "Oppstart februar 2025"),
        ({"deadline": "Oppstart høst 2025, fullført 2027"}, "Oppstart høst 2025"),
        ({"notes": ("2022: oppstart høst",)}, "2022: oppstart høst"),
        ({"text": "Nytt team. Oppstart: 1. mars 2026."}, "Oppstart: 1. mars 2026"),
        ({"deadline": "2022-2025"}, None),
        ({}, None),
    ],
)
def test_the_start_that_a_plan_gives(
    engine: Engine, changed: dict[str, object], start: str | None
) -> None:
    plain = engine.measure("ahus-2024-2025:p4:t3:r7")
    plain = replace(plain, status=None, notes=(), other={}, indicators=())
    assert start_of(replace(plain, **changed)) == start  # type: ignore[arg-type]


def test_a_start_asked_is_not_answered_by_the_end(engine: Engine) -> None:
    answer = engine.ask("Når starter MILA?")
    assert "planen oppgir ikke oppstart; frist: 2027" in answer.answer
    phased = engine.ask("Når starter utprøving av modell for helhetlige pasientforløp i Ahus?")
    assert "oppstart: Fase 1 (høsten 2026)" in phased.answer
    for each in (answer, phased):
        assert not check(each, known_of(engine)).violations


@pytest.mark.parametrize(
    ("question", "sure", "perhaps"),
    [
        ("Hvilke tiltak i Ahus har frist før 1. juli 2027?", 27, 16),
        ("Kva tiltak i Ahus har frist før 1. juli 2027?", 27, 16),
        ("Which measures in Ahus are due before 1 July 2027?", 27, 16),
        ("Hva må Ahus ha gjort innen 30. juni 2027?", 27, 16),
        ("Hvilke tiltak i Ahus har frist før 1. juli 2025?", 3, 16),
        ("Hvilke tiltak i St. Olav har frist etter sommeren 2023?", 19, 15),
        ("Hvilke tiltak i St. Olav har frist før høsten 2023?", 18, 15),
    ],
)
def test_a_year_alone_is_not_counted_as_before_or_after_a_day_of_it(
    engine: Engine, question: str, sure: int, perhaps: int
) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == sure
    assert (answer.caveat or "").startswith(f"{perhaps} ")
    assert not any(line.startswith("For ") for line in (answer.caveat or "").split(". "))
    assert not check(answer, known_of(engine)).violations


def test_what_is_only_perhaps_after_a_day_is_listed_and_said_to_be_so(engine: Engine) -> None:
    answer = engine.ask("Hvilke tiltak i Ahus har frist etter 1. juli 2027?")
    assert len(answer.findings) == 17
    assert (answer.caveat or "").startswith("Ingen frist er sikkert etter 1. juli 2027. 17 tiltak")
    assert not check(answer, known_of(engine)).violations


@pytest.mark.parametrize("question", ["Hvilke tiltak i Ahus har frist før 2027?"])
def test_a_whole_year_leaves_no_doubt(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert len(answer.findings) == 26 and answer.caveat is None


def test_of_what_happens_after_a_day_only_its_year_is_in_doubt(engine: Engine) -> None:
    caveat = engine.ask("Hvilke tiltak i Ahus skjer etter 1. juli 2026?").caveat
    assert caveat == (
        "For 7 av tiltakene oppgir planen bare året, ikke når på året. "
        "For 1 av tiltakene oppgir planen verken år eller når på året."
    )
