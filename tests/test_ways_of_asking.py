"""Several questions in one, questions for a yes or a no, and plans that have a newer one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.checker import check
from eval.evidence import known_of
from service.engine import Engine
from service.finding.yes_no import reply
from service.models import Answer as Shown
from service.questions.clauses import clauses_of
from service.results import Intent, Reply, Verdict

# ── several questions in one ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hvem har ansvar for MILA, og når skal årshjulet være laget?", 2),
        ("Kven har ansvaret for hospitering, og kva er fristen?", 2),
        ("Who runs MILA? And when is the year wheel due?", 2),
        ("Hva gjør Østfold for eldre? Hvilke planer har tiltak om fall?", 2),
        ("Hvem har ansvaret for FACT Ung, og når?", 2),
        ("Hva er MILA, hvem har ansvaret og når er fristen?", 3),
        ("Hvem leder MILA og hva er fristen og når skal FACT være klart?", 3),
        # one question, whatever words are in it
        ("Når ble planen godkjent, og av hvem?", 1),
        ("Hva gjør de for å finne ut hvem som trenger hjelp og hva de trenger?", 1),
        ("Hvem går gjennom hva som kan gå galt og hvor sårbare vi er?", 1),
        ("Hvem følger opp pasienter når de kommer inn og når de skal hjem?", 1),
        ("What do they do to learn who needs help and what they need?", 1),
        ("Hvem har ansvar for barn og unge?", 1),
        ("I have two teenagers. What do they plan for young people?", 1),
        ('Hva sier planen om "hvem er du? hva er viktig for deg"?', 1),
        ("barn og når", 1),
    ],
)
def test_a_question_opens_where_a_main_clause_does(text: str, count: int) -> None:
    assert len(clauses_of(text, ())) == count, clauses_of(text, ())


@pytest.mark.parametrize(
    ("question", "order"),
    [
        (
            "Hvem har ansvaret for FACT Ung og når er fristen?",
            "ansvarlig: LSF barn/unge i hver region; frist: 2027; «",
        ),
        (
            "Når er fristen for FACT Ung, og hvem har ansvaret for det?",
            "frist: 2027; ansvarlig: LSF barn/unge i hver region; «",
        ),
        (
            "Kven har ansvaret for FACT Ung, og kva er fristen?",
            "ansvarleg: LSF barn/unge i hver region; frist: 2027; «",
        ),
        (
            "When is FACT Ung due, and who is responsible?",
            "deadline: 2027; responsible: LSF barn/unge i hver region; «",
        ),
    ],
)
def test_two_fields_of_one_thing_are_told_as_asked(
    engine: Engine, question: str, order: str
) -> None:
    answer = engine.ask(question)
    assert order in answer.answer
    assert not answer.parts
    assert answer.intent is (Intent.WHO if order[0] in "ar" else Intent.WHEN)
    assert any("2 sp" in note or "2 questions" in note for note in answer.notes)
    alone = engine.ask("Hvem har ansvaret for FACT Ung?")
    told = [finding.measure.measure_id for finding in answer.findings]
    assert {finding.measure.measure_id for finding in alone.findings} <= set(told)
    assert len(told) <= len(alone.findings) + 1  # other words, another probability at the margin


def test_two_things_are_answered_each_with_its_own_findings(engine: Engine) -> None:
    texts = ("Hvem har ansvar for MILA?", "Når skal årshjulet være laget?")
    one, two = (engine.ask(text) for text in texts)
    both = engine.ask("Hvem har ansvar for MILA, og når skal årshjulet være laget?")
    assert [part.question for part in both.parts] == list(texts)
    assert [f.measure for f in both.findings] == [f.measure for f in (*one.findings, *two.findings)]
    assert both.citations == (*one.citations, *two.citations)
    for finding in both.findings:
        assert both.citations[finding.citation] == finding.measure.source
    first, second = both.parts
    assert (both.intent, first.intent, second.intent) == (Intent.WHO, Intent.WHO, Intent.WHEN)
    assert first.answer == one.answer
    assert f"[{len(one.citations) + 1}]" in second.answer
    assert both.answer == "\n\n".join(f"{p.question}\n{p.answer}" for p in both.parts)
    assert "tatt som 2 spørsmål" in both.notes
    for entry in both.coverage:
        own = [i for i, f in enumerate(both.findings) if f.plan == entry.plan]
        assert list(entry.findings) == own
        assert (entry.verdict is Verdict.YES) == bool(own)
    assert [part.question for part in Shown.of(both).parts] == list(texts)


@pytest.mark.parametrize(
    "second", ["hvem leder arbeidet", "når skal det gjennomføres", "hva er status på dette"]
)
def test_a_question_that_refers_back_is_about_the_same_thing(engine: Engine, second: str) -> None:
    answer = engine.ask(f"Hva gjør de med hospitering, og {second}?")
    assert not answer.parts
    assert "tatt som 2 spørsmål om det samme" in answer.notes
    assert len(answer.findings) == 3
    assert all("hospitering" in finding.measure.text for finding in answer.findings)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hva er målet med «Tidlig sammen for de minste», og hvem deltar?", True),
        ("Hva er MILA, og hvem deltar?", True),
        ("Hva er FACT Ung, og kven deltek?", True),
        ("Hva er «Hva er innafor», og hvem deltar?", True),
        ("Hva er FACT Ung, og hva er målgruppen?", True),
        ("What is FACT Ung, and who takes part?", True),
        # no text tells it: not found, rather than told of another thing
        ("Når starter IHT, og hvilke kommuner er med?", False),
        ("Når startar IHT, og kva kommunar er med?", False),
        ("When does IHT start, and which municipalities take part?", False),
        ("Hva er MILA, og hva koster det?", False),
    ],
)
def test_a_second_question_without_a_topic_is_about_the_first(
    engine: Engine, question: str, told: bool
) -> None:
    answer = engine.ask(question)
    first, second = answer.parts
    assert first.answered
    assert second.answered is told
    topic = {answer.findings[i].measure.measure_id for i in first.findings}
    assert {answer.findings[i].measure.measure_id for i in second.findings} <= topic
    assert not set(second.citations) - set(second.findings)
    assert check(answer, known_of(engine)).violations == ()


def test_a_second_question_about_a_plan_is_its_own(engine: Engine) -> None:
    vision = engine.ask("Hva er visjonen i Østfold, og hvilke kommuner er med?")
    assert "Aremark, Fredrikstad" in vision.parts[1].answer
    agreed = engine.ask("Hvem har ansvar for MILA, og når ble planen vedtatt?")
    assert agreed.parts[1].answered
    assert not agreed.parts[1].findings


@pytest.mark.parametrize(
    "question",
    [
        "Hva er IMMI-prosjektet, og når er det ferdig?",
        "Kva er IMMI-prosjektet, og når er det ferdig?",
        "What is the IMMI project, and when is it finished?",
    ],
)
def test_two_fields_that_no_measure_says_in_one_are_told(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    (finding,) = answer.findings
    assert "IMMI-prosjektet" in finding.measure.text
    assert "2027; " in answer.answer


def test_one_of_two_things_is_found_where_both_are_not(engine: Engine) -> None:
    answer = engine.ask("Har St. Olav tiltak om FACT Ung og legevakt?")
    first, second = answer.parts
    assert first.answer.startswith("Ja. Ett tiltak")
    assert [finding.measure.number for finding in answer.findings] == ["1.5.1"]
    assert second.question == "Har St. Olav tiltak om legevakt?"
    assert not second.answered
    assert not engine.ask("Har Østfold tiltak for fall og romfart?").answered


def test_a_part_that_is_not_answered_leaves_the_other_be(engine: Engine) -> None:
    answer = engine.ask("Hvem vant Eurovision, og hvem har ansvaret for FACT Ung?")
    assert answer.answered
    assert answer.reason is None
    first, second = answer.parts
    assert (first.answered, first.findings, second.answered) == (False, (), True)
    assert first.reason is not None
    neither = engine.ask("Hvem vant Eurovision, og hva koster en vaffel?")
    assert not neither.answered
    assert (neither.findings, neither.citations) == ((), ())


def test_the_place_goes_on_where_the_second_question_says_they(engine: Engine) -> None:
    answer = engine.ask("Hva gjør Østfold for skrøpelige eldre, og hva gjør de for barn og unge?")
    assert len(answer.parts) == 2
    assert all(part.findings for part in answer.parts)
    assert {finding.plan.region.region_id for finding in answer.findings} == {"ostfold"}


def test_a_part_that_says_more_than_it_cites_is_noticed(engine: Engine) -> None:
    known = known_of(engine)
    answer = engine.ask("Hvem har ansvar for MILA, og når skal årshjulet være laget?")
    assert check(answer, known).violations == ()
    changed = answer.parts[1].answer.replace("2022;", "2023;")
    assert changed != answer.parts[1].answer
    parts = (answer.parts[0], replace(answer.parts[1], answer=changed))
    assert check(replace(answer, parts=parts), known).violations


# ── yes or no ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "Finnes det tiltak om hospitering i St. Olavs-planen?",
            "Ja. Ett tiltak i planen for St. Olavs",
        ),
        ("Har Østfold noe om skrøpelige eldre?", "Ja. "),
        ("Is digital home follow-up in Helgeland's plan?", "Yes. "),
        ("Er samarbeidsarena for habilitering igangsatt?", "Nei, ikke ifølge planens status. "),
        ("Er kurset i helsepedagogikk i St. Olavs i gang?", "Ja, ifølge planens status. "),
        # refused is not "no"
        (
            "Har Helgeland tiltak mot fall?",
            "Ikke funnet i Helgeland 2023–2025: ingen tiltak",
        ),
        ("Har Ahus noe om romfart?", "Ikke funnet i Ahus og kommunene"),
        # found, but not what was asked: neither yes nor no
        ("Har Ahus noen frist for hospitering?", "2 tiltak"),
        ("Har alle planene noe om hospitering?", "Ikke alle. 3 tiltak"),
        ("Er samhandlingsnettverk for alderspsykiatri etablert?", "1 tiltak"),
        ("Skal FACT Ung være på plass i 2027?", "1 tiltak"),
        ("Hvem har ansvaret for hospitering?", "3 tiltak"),
    ],
)
def test_yes_and_no_only_where_the_evidence_says_so(
    engine: Engine, question: str, begins: str
) -> None:
    assert engine.ask(question).answer.startswith(begins)


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        ("Er hospitering igangsatt?", "Ennå ikke igangsatt", Reply.NO),
        ("Er hospitering igangsatt?", "Pågår", Reply.YES),
        ("Er hospitering ferdig?", "Pågår", None),
        ("Er hospitering ferdig?", "Gjennomført innenfor fristen", Reply.YES),
        ("Er hospitering ferdig?", "Ennå ikke igangsatt", Reply.NO),
        ("Er hospitering ferdig?", "Delvis gjennomført", None),
        ("Er hospitering ferdig?", None, None),
        ("Er hospitering ikke ferdig?", "Gjennomført", None),
    ],
)
def test_how_far_is_told_by_the_status_alone(
    engine: Engine, question: str, status: str | None, told: Reply | None
) -> None:
    measure = engine.ask("hospitering").findings[0].measure
    asked = engine.reader.read(question)
    assert reply(asked, [replace(measure, status=status)]) is told
    considered = replace(measure, status=status, text="Vurdere gjensidig hospitering")
    assert reply(asked, [considered]) is None


# ── validity in time ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvem har ansvaret for FACT Ung?", "(fra en tidligere plan)"),
        ("Kven har ansvaret for FACT Ung?", "(frå ein tidlegare plan)"),
        ("Who is responsible for FACT Ung?", "(from an earlier plan)"),
    ],
)
def test_measures_of_a_plan_with_a_successor_come_last_and_are_marked(
    engine: Engine, question: str, said: str
) -> None:
    answer = engine.ask(question)
    ahus = [f for f in answer.findings if f.plan.region.region_id == "ahus"]
    assert [(f.plan.plan_id, f.earlier_plan) for f in ahus] == [
        ("ahus-2026-2027", False),
        ("ahus-2024-2025", True),
    ]
    assert {f.plan.plan_id for f in answer.findings if f.earlier_plan} == {"ahus-2024-2025"}
    marked = [line for line in answer.answer.split("\n") if said in line]
    assert [line.startswith("– Ahus og kommunene 2024–2025 (") for line in marked] == [True]
    assert [f.earlier_plan for f in Shown.of(answer).findings].count(True) == 1


def test_facts_of_a_newer_plan_come_first(engine: Engine) -> None:
    answer = engine.ask("Hva er visjonen til Ahus?")
    first, second = answer.answer.split("\n")[:2]
    assert first.startswith("Ahus og kommunene 2026–2027: ")
    assert second.startswith("Ahus og kommunene 2024–2025 (fra en tidligere plan): ")


# ── what stands next to a thing is no yes to it ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "found", "said"),
    [
        ("Er det tiltak mot vold i nære relasjoner?", None, "nevner “vold i nære relasjoner”"),
        ("Er det tiltak for bostedsløse?", None, "det nevner ikke “bostedsløse”"),
        ("Is there a measure against domestic violence?", None, "something else than “domestic"),
        ("Is there a measure on medication errors?", None, "something else than “medication"),
        ("Finnes det tiltak om rus?", Reply.HAS, "Ja. "),
        ("Finst det tiltak om heimesjukehus?", Reply.HAS, "Ja. "),
        ("Is there anything for young people?", Reply.HAS, "Yes. "),
        ("Are there any measures for GPs?", Reply.HAS, "Yes. "),
        ("Is there anything for COPD patients in Helgeland?", Reply.HAS, "Yes. "),
        ("Har Ahus tiltak om FACT?", Reply.HAS, "Ja. "),
    ],
)
def test_what_is_next_to_a_thing_is_no_yes(
    engine: Engine, question: str, found: Reply | None, said: str
) -> None:
    answer = engine.ask(question)
    assert answer.reply is found, answer.answer
    assert said in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Når er fagdagen om samvalg?", ["5.1.2"]),
        ("nårtid skal fagdag om samvalg holdes??", ["5.1.2"]),
        ("When is the seminar on shared decision making?", ["5.1.2"]),
        ("Hvem har ansvar for temadagen om tvangslovgivning?", ["1.3.4"]),
    ],
)
def test_what_has_but_one_of_two_things_is_no_answer_beside_what_has_both(
    engine: Engine, question: str, numbers: list[str]
) -> None:
    assert [f.measure.number for f in engine.ask(question).findings] == numbers


def test_of_two_things_joined_each_may_be_anothers(engine: Engine) -> None:
    found = engine.ask("Når skulle kjernejournal og legemiddelliste innføres på Helgeland?")
    assert len(found.findings) > 1
