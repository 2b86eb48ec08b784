"""When measures are due: the plans' wordings, groups as of a day, and the calendar."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from fastapi.testclient import TestClient

from indexer.year_parts import Precision
from service import models
from service.api import create_app
from service.cli import main
from service.cli.over_time_text import diff_text
from service.engine import Engine
from service.files.calendar import to_ics
from service.over_time.deadlines import Group, deadline_of, group_of
from service.results import Filters
from service.when.dated import days_named
from service.when.due import Due, DueKind, due_of, read_due
from service.when.progress import Progress, read_progress

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
JUNE = date(2025, 6, 15)
SPRING = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("wording", "day", "precision"),
    [
        ("2025", "2025-12-31", "year"),
        ("2024-2025", "2025-12-31", "year"),
        ("2024–25", "2025-12-31", "year"),
        ("2022, 2024-2025", "2025-12-31", "year"),
        ("Innen utgangen av 2024", "2024-12-31", "year"),
        ("før 2025", "2024-12-31", "year"),
        ("1. halvår 2023", "2023-06-30", "half_year"),
        ("Andre halvår 2023", "2023-12-31", "half_year"),
        ("2023 1. halvår", "2023-06-30", "half_year"),
        ("3. kvartal 2024", "2024-09-30", "quarter"),
        ("Q1 2024", "2024-03-31", "quarter"),
        ("2. tertial 2024", "2024-08-31", "quarter"),
        ("Våren 2024", "2024-06-30", "season"),
        ("vår/høst 2023", "2023-12-31", "season"),
        ("Høsten 2022 – våren 2023", "2023-06-30", "season"),
        ("før sommeren 2024", "2024-06-30", "season"),
        ("2025 haust", "2025-12-31", "season"),
        ("februar 2024", "2024-02-29", "month"),
        ("uke 20 2024", "2024-05-19", "week"),
        ("1.6.2024", "2024-06-01", "day"),
        ("01.06.24", "2024-06-01", "day"),
        ("31/12-26", "2026-12-31", "day"),
        ("1. sept. 26", "2026-09-01", "day"),
        ("des.26", "2026-12-31", "month"),
        ("Q1-2026", "2026-03-31", "quarter"),
        ("Innen 1. mars 2025", "2025-03-01", "day"),
        ("før 1.6.2024", "2024-05-31", "day"),
        ("2024-06-30", "2024-06-30", "day"),
        ("medio 2024", "2024-08-31", "part"),
        ("tidleg i 2024", "2024-04-30", "part"),
        ("siste kvartal 2024", "2024-12-31", "quarter"),
        ("mid-2024", "2024-08-31", "part"),
        ("2024 (vår)", "2024-06-30", "season"),
        ("before summer 2024", "2024-06-30", "season"),
        ("frem til 2026", "2026-12-31", "year"),
        ("Oppstart 2024, ferdig 2026", "2026-12-31", "year"),
        ("Oppstart høst 2025, fullført 2027", "2027-12-31", "year"),
        ("Løpende til 2026", "2026-12-31", "year"),
        ("31/12 2025", "2025-12-31", "day"),
        ("15/6 2025", "2025-06-15", "day"),
        ("15.06 2025", "2025-06-15", "day"),
        ("15-06-2025", "2025-06-15", "day"),
        ("2025.06.15", "2025-06-15", "day"),
        ("15 juni 2025", "2025-06-15", "day"),
        ("by 15th June 2025", "2025-06-15", "day"),
        ("June 15, 2025", "2025-06-15", "day"),
        ("Fase 2 mai 2025", "2025-05-31", "month"),
        ("03/2025", "2025-03-31", "month"),
        ("2025-03", "2025-03-31", "month"),
        ("2010-12", "2012-12-31", "year"),
        ("Sak 3/2025", "2025-12-31", "year"),
        ("Q3-25", "2025-09-30", "quarter"),
        ("2. halvår 25", "2025-12-31", "half_year"),
        ("høst 25/vår 26", "2026-06-30", "season"),
        ("høst/vår 2025/26", "2026-06-30", "season"),
        ("høst 2025/26", "2026-12-31", "year"),
        ("desember/januar 2025/2026", "2026-01-31", "month"),
        ("vinteren 2025/2026", "2026-02-28", "season"),
        ("skuleåret 2025/26", "2026-07-31", "part"),
        ("Innen nyttår 2025/2026", "2025-12-31", "week"),
        ("før årsskiftet 2025/26", "2025-12-31", "week"),
        ("Innen utgangen av planperioden (2027)", "2027-12-31", "year"),
        ("Avventer til høsten 2026", "2026-12-31", "season"),
        ("Årlig innen 1. juni 2026", "2026-06-01", "day"),
        ("hver kommune innen 2025", "2025-12-31", "year"),
    ],
)
def test_the_last_day_that_a_wording_allows(wording: str, day: str, precision: str) -> None:
    due = read_due(wording)
    assert due == Due(DueKind.DATE, date.fromisoformat(day), Precision(precision))


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        ("mai-juni 2025", ["2025-05-01–2025-06-30"]),
        ("jan.-mars 2025", ["2025-01-01–2025-03-31"]),
        ("mars og april 2025", ["2025-03-01–2025-04-30"]),
        ("mars og juni 2025", ["2025-03-01–2025-03-31", "2025-06-01–2025-06-30"]),
        ("desember–januar 2025", ["2024-12-01–2025-01-31"]),
        ("1.–15. juni 2025", ["2025-06-01–2025-06-15"]),
        ("15. mai til 1. juni 2025", ["2025-05-15–2025-06-01"]),
        ("1.-2. kvartal 2025", ["2025-01-01–2025-06-30"]),
        ("Q1–Q3 2025", ["2025-01-01–2025-09-30"]),
        ("vår og høst 2023", ["2023-01-01–2023-06-30", "2023-09-01–2023-12-31"]),
        ("vår/høst 2023", ["2023-01-01–2023-12-31"]),
        ("før 2025", ["2024-01-01–2024-12-31"]),
        ("før 1. januar 2025", ["2024-01-01–2024-12-31"]),
        ("før sommeren 2025", ["2025-01-01–2025-06-30"]),
        ("ikke før 2025", ["2025-01-01–2025-12-31"]),
    ],
)
def test_the_days_that_a_wording_names(wording: str, days: list[str]) -> None:
    assert [f"{first}–{last}" for first, last in days_named(wording)] == days


@pytest.mark.parametrize(
    "wording",
    ["Løpende", "Kontinuerleg", "Årlig", "I hele perioden", "Løpende, evalueres 2025",
     "ongoing 2024-2026", "Månadleg", "kvart år i mai", "hver høst", "hvert fjerde år", "annually",
     "every autumn", "årlig innen 1. mars, første gang 2025", "januar 2025 og årlig",
     "2025, deretter kvart år"],
)  # fmt: skip
def test_what_goes_on_has_no_day(wording: str) -> None:
    assert read_due(wording) == Due(DueKind.ONGOING)


@pytest.mark.parametrize(
    "wording",
    ["Oppstart 2024", "Fra høsten 2024", "Snarest", "Høst", "Uavklart", "31.2.2024",
     "Ikke før 2027", "Ikke tidligere enn 2027", "From 2027", "Siden 2024",
     "Ikkje før 2027", "Tidligst 2027", "Ikke fastsatt", "2025 og utover", "2025 →", "2025–",
     "2025 onwards", "Avventer statsbudsjettet 2026", "awaiting funding 2026", "Innen nyttår 2026",
     "innen utgangen av planperioden", "i løpet av planperioda", "uke 12 - 25", "mars-april"],
)  # fmt: skip
def test_words_without_an_end_are_not_made_into_a_day(wording: str) -> None:
    assert read_due(wording) == Due(DueKind.UNKNOWN)


def test_a_blank_deadline_is_not_an_unread_one(engine: Engine) -> None:
    measure = next(m for m in engine.measures().measures if m.deadline is None)
    assert due_of(measure) == Due(DueKind.NONE)
    assert due_of(replace(measure, uncertain=("deadline",))) == Due(DueKind.UNKNOWN)


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("Etablert innenfor fristen", Progress.DONE),
        ("Gjennomført", Progress.DONE),
        ("Ennå ikke igangsatt", Progress.NOT_STARTED),
        ("Ikkje ennå påbyrja", Progress.NOT_STARTED),
        ("Pågår", Progress.UNDER_WAY),
        ("Igangsatt", Progress.UNDER_WAY),
        ("Delvis gjennomført", Progress.PARTLY_DONE),
        ("Ikke gjennomført", Progress.NOT_DONE),
        ("Skal være ferdig i mai", None),
        ("Utsettes, avhengig av 3.1.1", Progress.POSTPONED),
        ("Utgår", Progress.DROPPED),
        ("Sluttrapport foreligger", Progress.DONE),
        ("Sluttrapporten ligg føre", Progress.DONE),
        ("Sluttrapport skal foreligge i mai", None),
        ("Sluttrapport foreligger ikke", Progress.NOT_DONE),
        ("Rapport foreligger", None),
        ("Oppstart februar 2025", None),
    ],
)
def test_a_status_is_read_and_not_guessed(status: str, progress: Progress | None) -> None:
    assert read_progress(status) is progress


def test_a_measure_is_overdue_from_the_day_after_its_last() -> None:
    due = Due(DueKind.DATE, date(2025, 12, 31), Precision.YEAR)
    assert group_of(due, None, date(2025, 12, 31)) is Group.DUE_THIS_YEAR
    assert group_of(due, None, date(2026, 1, 1)) is Group.OVERDUE
    assert group_of(due, None, date(2024, 12, 31)) is Group.LATER
    assert group_of(due, Progress.NOT_STARTED, date(2026, 1, 1)) is Group.OVERDUE
    assert group_of(due, Progress.DONE, date(2026, 1, 1)) is Group.DONE


def test_every_measure_has_a_group_and_every_day_comes_from_its_plan(engine: Engine) -> None:
    found = engine.over_time.deadlines(JUNE)
    measures = engine.measures().measures
    assert sorted(each.measure.measure_id for each in found.deadlines) == sorted(
        measure.measure_id for measure in measures
    )
    assert dict(found.counts) == {
        **dict.fromkeys(Group, 0),
        **Counter(e.group for e in found.deadlines),
    }
    for each in found.deadlines:
        measure, due = each.measure, each.due
        if due.day is not None:
            assert due.day.year == max(measure.years)
            assert str(due.day.year) in (measure.deadline or "")
        elif measure.deadline is None:
            assert due.kind is DueKind.NONE
        else:
            assert due.kind is DueKind.ONGOING
            assert measure.deadline == "Løpende"
        if each.group is Group.OVERDUE:
            assert max(measure.years) < 2025
        if each.group is Group.DONE:
            assert measure.status in (
                "Etablert innenfor fristen",
                "Gjennomført innenfor fristen",
                "Sluttrapport foreligger",
            )
    done = [each for each in found.deadlines if each.group is Group.DONE]
    assert len(done) == 4


def test_tallies_add_up_and_no_body_is_in_two_regions(engine: Engine) -> None:
    found = engine.over_time.deadlines(JUNE)
    for group in Group:
        assert sum(each.counts[group] for each in found.by_region) == found.counts[group]
    bodies = [(each.region_id, each.body) for each in found.by_body]
    assert len(bodies) == len(set(bodies))
    for each in found.by_body:
        assert each.body_id is not None
        body = engine.register.body(each.body_id)
        assert (body.name, body.region.region_id) == (each.body, each.region_id)
        assert sum(each.counts.values()) == len(body.measures)


def test_a_body_is_counted_under_all_its_spellings(engine: Engine) -> None:
    found = engine.over_time.deadlines(SPRING, Filters(responsible=("Sekretariatet",)))
    assert (
        found.total
        == engine.over_time.deadlines(SPRING, Filters(responsible=("Sekretariat",))).total
    )
    assert found.total == 17
    rows = [each for each in found.by_body if "ekretariat" in (each.body or "")]
    assert [sum(each.counts.values()) for each in rows] == [17]
    assert found.namesakes == ()


def test_bodies_of_one_name_are_said_to_be_several(client: TestClient) -> None:
    body = client.get("/v1/deadlines?responsible=AU").json()
    (note,) = body["notes"]
    assert "«AU» er navnet på et eget organ" in note
    assert "Ahus" in note
    assert "St. Olavs" in note
    assert client.get("/v1/deadlines?responsible=AU&region=ahus").json()["notes"] == []
    assert client.get("/v1/deadlines?responsible=ahus:au").json()["notes"] == []
    for language, said in (("nb", "et eget organ"), ("nn", "eit eige organ"), ("en", "of its own")):
        assert said in client.get(f"/frister?responsible=AU&lang={language}").text


def test_a_measure_is_of_an_earlier_plan_once_the_next_has_begun(engine: Engine) -> None:
    ahus = Filters(region=("ahus",))
    before = engine.over_time.deadlines(JUNE, ahus).deadlines
    assert not any(each.earlier for each in before)
    after = engine.over_time.deadlines(SPRING, ahus).deadlines
    assert {each.plan.plan_id for each in after if each.earlier} == {"ahus-2024-2025"}
    moved = next(each for each in after if "fallforebyggende" in each.measure.text)
    assert moved.group is Group.CONTINUED
    assert [later.deadline for later in moved.continued_as] == ["2026"]
    others = engine.over_time.deadlines(SPRING, Filters(region=("stolav",))).deadlines
    assert all(each.successor is None and not each.continued_as for each in others)


def test_what_the_newer_plan_continues_with_a_later_deadline_is_not_overdue(
    engine: Engine,
) -> None:
    ahus = engine.over_time.deadlines(SPRING, Filters(region=("ahus",)))
    assert ahus.counts[Group.CONTINUED] == 10
    for each in ahus.deadlines:
        later = [due_of(measure).day for measure in each.continued_as]
        moved = any(day and each.due.day and day > each.due.day for day in later)
        if each.group is Group.CONTINUED:
            assert moved
            assert each.due.day is not None
            assert each.due.day < SPRING
        if each.group is Group.OVERDUE:
            assert not moved
            assert each.progress is not Progress.DONE
    before = engine.over_time.deadlines(date(2025, 12, 31), Filters(region=("ahus",)))
    assert before.counts[Group.CONTINUED] == 0  # the newer plan has not begun


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Årlige tilbud om grunnkurs", Group.ONGOING),
        ("Årleg felles fagdag", Group.ONGOING),
        ("Planlegge og gjennomføre årlig seminar", Group.ONGOING),
        ("Etablere årlig seminar", Group.OVERDUE),
        ("Lage retningslinje for løpende samarbeid", Group.OVERDUE),
        ("Årlighet i planer", Group.OVERDUE),
    ],
)
def test_what_comes_again_is_not_overdue(engine: Engine, text: str, group: Group) -> None:
    plan = engine.plan("stolav-2022-2024")
    some = engine.measures(Filters(plan=(plan.plan_id,))).measures[0]
    measure = replace(some, text=text, deadline="2022-2025", status=None)
    assert deadline_of(measure, plan, SPRING, None, ()).group is group
    done = replace(measure, status="Gjennomført")
    assert deadline_of(done, plan, SPRING, None, ()).group is Group.DONE


def test_the_calendar_says_what_is_no_deadline_any_more(engine: Engine) -> None:
    found = engine.over_time.deadlines(SPRING).deadlines
    events = icalendar.Calendar.from_ical(to_ics(found, NOW)).walk("VEVENT")
    said = {str(each["UID"]): str(each["SUMMARY"]) for each in events}
    for each in found:
        if each.due.day is not None:
            summary = said[f"{each.measure.measure_id}@plansok"].removeprefix("Tidligere plan: ")
            over = each.group in (Group.DONE, Group.DROPPED, Group.CONTINUED, Group.ONGOING)
            assert summary.startswith("Frist: ") != over
            assert summary.startswith("Gjennomført: ") == (each.group is Group.DONE)


def test_measures_of_one_day_stand_in_their_plans_order(engine: Engine) -> None:
    order = {m.measure_id: place for place, m in enumerate(engine.measures().measures)}
    found = engine.over_time.deadlines(SPRING).deadlines
    keys = [
        (list(Group).index(e.group), e.due.day or date.max, order[e.measure.measure_id])
        for e in found
    ]
    assert keys == sorted(keys)


def test_how_far_what_is_gone_had_come_is_said(engine: Engine) -> None:
    record = engine.over_time.diff("ahus-2024-2025", "ahus-2026-2027")
    told = [measure for measure in record.gone if measure.status]
    assert told
    text = diff_text(models.Diff.compared(record, ()))
    for measure in told:
        assert f"({measure.measure_id}); planen sier: {measure.status}" in text


def test_groups_narrow_the_list_and_not_the_counts(engine: Engine) -> None:
    all_of_them = engine.over_time.deadlines(SPRING)
    overdue = engine.over_time.deadlines(SPRING, groups=[Group.OVERDUE])
    assert {each.group for each in overdue.deadlines} == {Group.OVERDUE}
    assert overdue.total == len(overdue.deadlines) == all_of_them.counts[Group.OVERDUE]
    assert overdue.counts == all_of_them.counts


def test_the_calendar_has_an_entry_for_each_measure_with_a_day(engine: Engine) -> None:
    found = engine.over_time.deadlines(SPRING).deadlines
    content = to_ics(found, NOW, "https://plan.example/")
    assert content == to_ics(found, NOW, "https://plan.example/")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    dated = {f"{e.measure.measure_id}@plansok": e for e in found if e.due.day}
    assert events.keys() == dated.keys()
    for uid, each in dated.items():
        event, day = events[uid], each.due.day
        assert day is not None
        assert event["DTSTART"].to_ical() == f"{day:%Y%m%d}".encode()
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["DTEND"].to_ical() == f"{day + timedelta(days=1):%Y%m%d}".encode()
        assert event.stamp == NOW
        text = str(event["DESCRIPTION"])
        assert each.plan.title in text
        assert f"linje {each.measure.source.line}" in text
        assert all(body in text for body in each.measure.responsible)
        assert str(event["URL"]).startswith("https://plan.example/v1/plans/")
        assert str(event["SUMMARY"]).startswith("Tidligere plan: ") == each.earlier


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine)) as client:
        yield client


def test_deadlines_over_http(client: TestClient) -> None:
    body = client.get("/v1/deadlines?as_of=2026-03-01&region=ahus&group=overdue&k=3").json()
    assert body["as_of"] == "2026-03-01"
    assert body["total"] == body["counts"]["overdue"] > 3
    assert len(body["deadlines"]) == 3
    first = body["deadlines"][0]
    assert first["group"] == "overdue"
    assert first["due"] == {"kind": "date", "day": "2025-12-31", "precision": "year"}
    assert first["earlier_plan"] is True
    assert first["successor"] == "ahus-2026-2027"
    assert {"measure_id", "citation", "responsible"} <= set(first["measure"])
    assert [each["region"] for each in body["by_region"]] == ["ahus"]
    rest = client.get("/v1/deadlines?as_of=2026-03-01&region=ahus&group=overdue&k=100&offset=3")
    assert len(rest.json()["deadlines"]) == body["total"] - 3


def test_a_calendar_over_http(client: TestClient) -> None:
    response = client.get("/v1/deadlines?as_of=2026-03-01&responsible=AU&format=ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "frister.ics" in response.headers["content-disposition"]
    events = list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))
    assert events
    assert all("AU" in str(event["DESCRIPTION"]) for event in events)
    assert str(events[0]["URL"]).startswith("http://testserver/v1/plans/")


@pytest.mark.parametrize(
    ("query", "status"),
    [("as_of=yesterday", 422), ("group=late", 422), ("format=ics&k=3", 400), ("region=x", 400),
     ("asof=2025-01-01", 400), ("k=0", 422)],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/v1/deadlines?{query}")
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_the_commands(index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = ["--index", str(index_dir)]
    assert main(["diff", "ahus-2024-2025", "ahus-2026-2027", *index]) == 0
    text = capsys.readouterr().out
    assert "Videreført (14)" in text
    assert "frist: 2024-2025 → 2027" in text
    assert main(["diff", "ahus-2024-2025", "ahus-2026-2027", "--json", *index]) == 0
    assert len(json.loads(capsys.readouterr().out)["continued"]) == 14
    assert main(["diff", "ahus-2024-2025", "nowhere", *index]) == 1
    assert "nowhere" in capsys.readouterr().err
    asked = ["deadlines", "--as-of", "2026-03-01", "--region", "ahus", *index]
    assert main(asked) == 0
    text = capsys.readouterr().out
    assert "Fristen er passert (planen sier ikke at tiltaket er gjennomført)" in text
    assert "fra en tidligere plan; regionen har en nyere: ahus-2026-2027" in text
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 45
    assert main([*asked, "--ics", str(tmp_path / "frister.ics")]) == 0
    content = (tmp_path / "frister.ics").read_bytes()
    assert len(list(icalendar.Calendar.from_ical(content).walk("VEVENT"))) == 43
    assert main([*asked, "--ics", str(tmp_path / "none" / "frister.ics")]) == 1


@pytest.mark.parametrize("options", [["--as-of", "now"], ["--group", "late"], ["--url", "x"]])
def test_wrong_options_are_wrong_usage(options: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["deadlines", *options])
    assert stopped.value.code == 2
