"""What a coordinator comes to do, from the question to the file on the desk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import openpyxl  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

both = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])

QUESTION = "Hvem har ansvaret for FACT Ung?"


def ask(page: Page, question: str) -> None:
    page.get_by_role("searchbox" if page.get_by_role("searchbox").count() else "combobox").fill(
        question
    )
    page.get_by_role("button", name="Søk").click()


@both
def test_from_a_question_to_the_marked_row_and_back(visit: Open, javascript: bool) -> None:
    page = visit("/", java_script_enabled=javascript)
    ask(page, QUESTION)
    expect(page).to_have_title(f"{QUESTION} – Plansøk")
    answer = page.get_by_role("region", name="tiltak i")
    row = answer.get_by_role("row").filter(has_text="f.eks. FACT ung")
    expect(row).to_contain_text("LSF barn/unge")
    expect(row).to_contain_text("2025")
    row.get_by_role("link", name=re.compile(r"side \d+, linje \d+")).click()
    marks = page.locator(".lines mark")
    expect(marks.filter(has_text="FACT ung")).to_be_in_viewport()
    expect(marks.filter(has_text="LSF barn/unge")).to_be_in_viewport()
    assert page.locator(".lines li").count() > 100
    page.go_back()
    expect(page).to_have_title(f"{QUESTION} – Plansøk")
    expect(row).to_be_visible()


@both
def test_filters_narrow_and_are_taken_off_one_by_one(visit: Open, javascript: bool) -> None:
    page = visit("/?q=barn+og+unge", java_script_enabled=javascript)
    hits = page.locator("#treff")
    total = count_of(hits.inner_text())
    for name, value in (("Region", "Østfold"), ("Målgruppe", "Barn")):
        page.locator("summary").filter(has_text=name).click()
        choice = page.locator(".filters").get_by_role("link", name=re.compile(value)).first
        expected = count_of(choice.inner_text())
        choice.click()
        narrowed = count_of(hits.inner_text())
        assert narrowed == expected < total
        total = narrowed
    chips = page.get_by_role("list", name="Søket er avgrenset til").get_by_role("link")
    shared = page.url
    fresh = visit(shared.removeprefix(shared.split("/?")[0]), java_script_enabled=javascript)
    assert count_of(fresh.locator("#treff").inner_text()) == total
    page.get_by_role("link", name="Fjern Region").click()
    assert count_of(hits.inner_text()) >= total
    expect(chips.filter(has_text="Region")).to_have_count(0)
    page.get_by_role("link", name="Fjern Målgruppe").click()
    expect(chips).to_have_count(0)


def count_of(text: str) -> int:
    """The last number of a text."""
    return int(re.findall(r"\d+", text)[-1])


@both
def test_what_no_plan_has_is_said_and_the_nearest_is_no_answer(
    visit: Open, javascript: bool
) -> None:
    page = visit("/", java_script_enabled=javascript)
    ask(page, "Hvilke planer har tiltak om helikopterlandingsplass?")
    expect(page.get_by_role("heading", name="Ikke funnet i planene")).to_be_visible()
    expect(page.get_by_role("region", name="Ikke funnet").get_by_role("table")).to_have_count(0)
    ask(page, "Hvem har ansvaret for legevakt i Finnmark?")
    expect(page.get_by_role("heading", name="Ikke i samlingen")).to_be_visible()


def test_the_answer_as_a_spreadsheet_and_as_csv(visit: Open) -> None:
    page = visit("/?q=Hvem+har+ansvaret+for+FACT+Ung%3F")
    rows = page.locator(".answer tbody tr:not(.group)").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet.max_row == rows + 1
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(found) == rows
    assert all(row["quote"] for row in found)


@both
def test_from_two_plans_to_their_changes_as_a_spreadsheet(visit: Open, javascript: bool) -> None:
    page = visit("/", java_script_enabled=javascript)
    page.get_by_role("link", name="Endringer").click()
    page.get_by_label("Fra").select_option("ahus-2024-2025")
    page.get_by_label("Til", exact=True).select_option("ahus-2026-2027")
    page.get_by_role("button", name="Vis endringer").click()
    expect(page.get_by_role("heading", name="14 videreført med endringer")).to_be_visible()
    pair = page.get_by_role("article").filter(has_text="FACT Ung-team").first
    expect(pair.locator("del").filter(has_text="2025")).to_be_visible()
    expect(pair.locator("ins").filter(has_text="2027")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    first = [cell.value for cell in next(sheet.iter_rows())]
    assert first[0] == "Utfall"
    assert "Frist – Ahus og kommunene 2026–2027" in first


@both
def test_from_a_plan_to_a_measure_to_its_counterparts(visit: Open, javascript: bool) -> None:
    page = visit("/planer", java_script_enabled=javascript)
    page.get_by_role("link", name=re.compile("St. Olavs")).click()
    page.get_by_role("link", name=re.compile("^1.5.1 Nedsette arbeidsgrupper")).click()
    expect(page.get_by_role("row", name=re.compile("^Ansvarlig"))).to_contain_text("Fagråd")
    others = page.get_by_role("table", name="Lignende tiltak")
    expect(others.get_by_role("row")).to_have_count(6)
    expect(others.get_by_role("link", name=re.compile("FACT-ung-team"))).to_be_visible()


@both
def test_all_that_a_body_is_responsible_for(visit: Open, javascript: bool) -> None:
    page = visit("/?q=Hvem+har+ansvaret+for+FACT+Ung%3F", java_script_enabled=javascript)
    page.locator(".answer").get_by_role("link", name="LSF barn/unge", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LSF barn/unge")
    rows = page.locator("tbody tr:not(.group)")
    assert rows.count() > 1
    for text in rows.all_inner_texts():
        assert "LSF barn/unge" in text


def test_a_question_is_text_and_never_markup(visit: Open) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'{{7*7}}"
    page = visit("/")
    page.get_by_role("combobox").fill(hostile)
    page.get_by_role("button", name="Søk").click()
    expect(page).to_have_title(f"{hostile} – Plansøk")
    assert page.get_by_role("combobox").input_value() == hostile
    assert page.locator("main img, main script").count() == 0
