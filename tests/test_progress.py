"""What a status says of how far a measure has come, and which measures a question lists by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.records import Measure
from service.engine import Engine
from service.finding.marks import has_status
from service.reading.asking import status_asked
from service.when.progress import Progress, all_said

DONE, PARTLY = Progress.DONE, Progress.PARTLY_DONE
BEGUN, NOT_BEGUN = Progress.UNDER_WAY, Progress.NOT_STARTED
NOT_DONE, LATE, DROPPED = Progress.NOT_DONE, Progress.POSTPONED, Progress.DROPPED
HOLD = Progress.ON_HOLD

SAID = {
    DONE: [
        "Gjennomført", "Fullført", "Utført.", "Ferdigstilt 2024", "Sluttført", "I mål", "Completed",
        "Gjennomført innen fristen", "100 % gjennomført", "Startet 2023, fullført 2024",
        "Etablert og igangsatt", "Gjennomført, men ikke evaluert", "Ferdig, skal evalueres",
        "Ikke bare startet, men ferdig", "Avsluttet uten resultat", "Finished on time",
    ],
    PARTLY: [
        "Delvis gjennomført", "Delvis", "Nesten ferdig", "80 % ferdig", "80 %", "Halvferdig",
        "Ikke helt ferdig", "Ikkje heilt gjennomført", "Gjennomført i to av fire kommuner",
        "Partly done", "Not fully implemented", "Gjennomført for noen pasientgrupper",
    ],
    BEGUN: [
        "Pågår", "Påbegynt", "Påbyrja", "Under arbeid", "Under utarbeiding", "I gang", "I rute",
        "Pågår (50 %)", "Delvis igangsatt", "In progress", "Started", "Ny frist 2026, pågår",
    ],
    NOT_BEGUN: [
        "Ikke påbegynt", "Ikkje byrja", "Ikkje enno påbyrja", "Ikke startet opp",
        "Arbeidet er ennå ikke kommet i gang", "Not started", "Hasn't been started",
        "Startet ikke opp", "Venter på oppstart", "Yet to start",
    ],
    NOT_DONE: [
        "Ikke gjennomført", "Ikkje fullført", "Ikke ferdig", "Uferdig", "Gjenstår", "Not completed",
        "Ingen av delene er ferdige", "Vil ikke bli gjennomført", "0 % gjennomført",
    ],
    LATE: ["Utsatt", "Utsett til 2027", "Forsinket", "Forseinka", "Delayed"],
    HOLD: ["På vent", "On hold"],
    DROPPED: [
        "Stanset", "Stansa", "Stoppet i påvente av midler", "Avlyst", "Utgår", "Skrinlagt",
        "Ikke lenger aktuelt", "Cancelled", "Discontinued",
    ],
}  # fmt: skip
NOTHING = [
    "Skal være ferdig i mai", "Forventes ferdig 2026", "Ferdig innen 2026", "Gjennomført?",
    "Planlagt", "Ikke utsatt", "Rapport foreligger", "Skal igangsettes 2026", "To be completed",
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "progress"), [(status, p) for p, statuses in SAID.items() for status in statuses]
)
def test_a_status_says_one_thing(status: str, progress: Progress) -> None:
    assert all_said(status) == (progress,)


@pytest.mark.parametrize("status", NOTHING)
def test_what_is_to_come_or_in_doubt_is_not_said(status: str) -> None:
    assert all_said(status) == ()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Påbegynt, ikke ferdig", (BEGUN, NOT_DONE)),
        ("Igangsatt, men forsinket", (LATE, BEGUN)),
        ("Utsatt, ikke startet", (NOT_BEGUN, LATE)),
        ("Del 1 ferdig, del 2 pågår", (PARTLY, BEGUN)),
        ("Ferdigstilt 2024. Evaluering gjenstår", (PARTLY, NOT_DONE)),
        ("Stanset og ikke gjennomført", (DROPPED, NOT_DONE)),
    ],
)
def test_a_status_may_say_several_things(status: str, said: tuple[Progress, ...]) -> None:
    assert all_said(status) == said


ALL = [DONE, PARTLY, BEGUN, NOT_BEGUN, NOT_DONE, LATE, HOLD, DROPPED]


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("hvilke tiltak er gjennomført?", [DONE]),
        ("kva tiltak er fullførte?", [DONE]),
        ("which measures are completed?", [DONE]),
        ("hvilke tiltak er delvis gjennomført?", [PARTLY]),
        ("kva tiltak er nesten ferdige?", [PARTLY]),
        ("which measures are partly completed?", [PARTLY]),
        ("hvilke tiltak er helt eller delvis gjennomført?", [DONE, PARTLY]),
        ("hvilke tiltak er påbegynt?", [BEGUN]),
        ("kva tiltak er påbyrja?", [BEGUN]),
        ("hvilke tiltak pågår?", [BEGUN]),
        ("which measures are in progress?", [BEGUN]),
        ("hvilke tiltak er ikke påbegynt?", [NOT_BEGUN]),
        ("kva tiltak er ikkje byrja?", [NOT_BEGUN]),
        ("which measures have not been started?", [NOT_BEGUN]),
        ("hvilke tiltak er ikke gjennomført?", [p for p in ALL if p is not DONE]),
        ("kva tiltak er ikkje fullførte?", [p for p in ALL if p is not DONE]),
        ("which measures are not completed?", [p for p in ALL if p is not DONE]),
        ("hvilke tiltak er forsinket?", [LATE]),
        ("kva tiltak er utsette?", [LATE]),
        ("which measures are delayed?", [LATE]),
        ("hvilke tiltak er stanset?", [DROPPED]),
        ("kva tiltak er stansa?", [DROPPED]),
        ("which measures are cancelled?", [DROPPED]),
        ("hvilke tiltak er ikke stanset?", [p for p in ALL if p is not DROPPED]),
    ],
)
def test_a_question_lists_what_the_status_says(
    engine: Engine, question: str, listed: list[Progress]
) -> None:
    asked, _ = status_asked(question)
    assert asked is not None
    one: Measure = replace(engine.measures().measures[0], moved_from=None)
    for progress, statuses in SAID.items():
        for status in statuses:
            has = has_status(replace(one, status=status), asked)
            assert has is (progress in listed), (asked, status)
    assert not has_status(replace(one, status=None), asked)


@pytest.mark.parametrize(
    "asked",
    [
        "hvilke tiltak gjelder avbrutt svangerskap?",
        "hvilke tiltak har vi om avbrutte behandlingsforløp?",
        "er tiltaket stanset?",
    ],
)
def test_words_of_other_things_ask_for_no_status(asked: str) -> None:
    assert status_asked(asked) == (None, [])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Risiko for forsinkelse", [Progress.AT_RISK]),
        ("Igangsatt, risiko for forsinkelse", [Progress.UNDER_WAY, Progress.AT_RISK]),
        ("Står i fare for å ikke bli ferdig", [Progress.AT_RISK]),
        ("Ingen risiko for forsinkelse", []),
        ("På vent", [Progress.ON_HOLD]),
        ("Gult – avventer IKT", [Progress.ON_HOLD]),
        ("On hold", [Progress.ON_HOLD]),
        ("Ikke i rute", [Progress.POSTPONED]),
        ("Ikkje etter planen", [Progress.POSTPONED]),
        ("Not on track", [Progress.POSTPONED]),
        ("I rute", [Progress.UNDER_WAY]),
        ("Etter planen", [Progress.UNDER_WAY]),
        ("Forsinket", [Progress.POSTPONED]),
        ("Grønn", []),
    ],
)
def test_what_is_late_waits_or_may_be_late(status: str, said: list[Progress]) -> None:
    assert list(all_said(status)) == said


@pytest.mark.parametrize(
    ("status", "name", "has"),
    [
        ("Risiko for forsinkelse", "postponed", False),
        ("Risiko for forsinkelse", "at_risk", True),
        ("På vent", "postponed", False),
        ("På vent", "on_hold", True),
        ("Utsettes, avhengig av 3.1.1", "on_hold", True),
        ("Forsinket", "on_hold", False),
        ("Ikke i rute", "postponed", True),
        ("Grønn", "green", True),
        ("Gult – avventer IKT", "yellow", True),
        ("Ikke gul", "yellow", False),
        ("Rød", "green", False),
    ],
)
def test_a_status_is_asked_for_by_its_class(
    engine: Engine, status: str, name: str, has: bool
) -> None:
    plain = engine.measure("ahus-2024-2025:p4:t3:r7")
    assert has_status(replace(plain, status=status, moved_from=None), name) is has


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("hvilke tiltak er på vent?", "on_hold"),
        ("hvilke tiltak er i fare for å bli forsinket?", "at_risk"),
        ("which measures are at risk of delay?", "at_risk"),
        ("hvilke tiltak er ikke i rute?", "postponed"),
        ("hvilke tiltak er gule?", "yellow"),
        ("kva tiltak er raude?", "red"),
        ("tiltak med grønn status", "green"),
        ("hvilke grønne tiltak finnes?", None),
        ("hvilke tiltak har røde kors?", None),
        ("hvilke tiltak er i rute?", "ongoing"),
    ],
)
def test_how_a_status_of_these_is_asked_for(question: str, name: str | None) -> None:
    assert status_asked(question)[0] == name
