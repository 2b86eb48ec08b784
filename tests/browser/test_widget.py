"""The search box on a stranger's site: another origin, a strict policy, two on one page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, expect

from service.api import create_app
from service.engine import Engine

DEMO = Path(str(files("service.pages"))) / "demo"

MOST_BYTES = 15_000
"""Compressed size of the box that was promised."""


class Stranger:
    """A site of its own that embeds the box, under the strictest policy that lets it work."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.origin = ""
        self.service = ""
        self.body = ""
        self.language = "nb"
        self.app.get("/")(self.page)

        self.app.get("/demo/{name}")(self.demo)

    def demo(self, name: str) -> Response:
        """The demonstration's files, with the service where it is now."""
        text = (DEMO / name).read_text(encoding="utf-8")
        kind = "text/css" if name.endswith(".css") else "text/html"
        return Response(text.replace("http://127.0.0.1:8000", self.service), media_type=kind)

    def page(self) -> HTMLResponse:
        policy = f"default-src 'none'; script-src {self.service}; connect-src {self.service}"
        return HTMLResponse(
            f'<!doctype html><html lang="{self.language}"><head><title>Kommunen</title></head>'
            f"<body><main><h1>Kommunen</h1>{self.body}</main></body></html>",
            headers={"Content-Security-Policy": policy},
        )


@pytest.fixture(scope="module")
def stranger(engine: Engine, browser: Any, serving: Any) -> Iterator[Stranger]:
    site = Stranger()
    with serving(site.app) as origin:
        site.origin = origin
        with serving(create_app(engine, cors=[origin])) as service:
            site.service = service
            yield site


def embedded(
    tabs: Any, stranger: Stranger, boxes: str, language: str = "nb", **options: Any
) -> Page:
    """The stranger's page with some boxes."""
    tabs.allowed = {stranger.origin, stranger.service}
    tabs.expected = ("favicon",)
    stranger.language = language
    stranger.body = f'<script src="{stranger.service}/static/plansok-sok.js" defer></script>{boxes}'
    page: Page = tabs.open(f"{stranger.origin}/", **options)
    return page


def asked(page: Page, question: str, box: int = 0) -> None:
    page.locator("plansok-sok").nth(box).get_by_role("combobox").fill(question)
    page.keyboard.press("Enter")


def test_it_is_as_small_as_promised(site: str, browser: Any) -> None:
    page = browser.new_page()
    body = page.request.get(f"{site}/static/plansok-sok.js").body()
    page.close()
    assert len(gzip.compress(body)) < MOST_BYTES


def test_it_answers_with_citations_that_open_the_row(tabs: Any, stranger: Stranger) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    asked(page, "Hvem har ansvaret for FACT Ung?")
    expect(
        page.get_by_role("heading", name=re.compile(r"\d tiltak i \d av 5 planer"))
    ).to_be_visible()
    result = page.get_by_role("listitem").filter(has_text="f.eks. FACT ung")
    expect(result).to_contain_text("AU, LSF barn/unge")
    result.get_by_role("link", name=re.compile("side 4, linje 67")).click()
    expect(page.locator(".lines mark").filter(has_text="FACT ung")).to_be_in_viewport()
    assert page.url.startswith(stranger.service)


def test_two_boxes_keep_to_their_own_filters(tabs: Any, stranger: Stranger) -> None:
    boxes = (
        '<plansok-sok region="ahus" label="Ahus"></plansok-sok>'
        '<plansok-sok plan="ostfold-2023-2024,stolav-2022-2024" label="To planer"></plansok-sok>'
    )
    page = embedded(tabs, stranger, boxes)
    asked(page, "FACT Ung", 0)
    asked(page, "FACT Ung", 1)
    first, second = (page.locator("plansok-sok").nth(n) for n in (0, 1))
    expect(first.get_by_role("heading")).to_contain_text("av 2 planer")
    expect(second.get_by_role("heading")).to_contain_text("av 2 planer")
    for text in first.locator("[part=source]").all_inner_texts():
        assert "Ahus" in text
    for text in second.locator("[part=source]").all_inner_texts():
        assert "Ahus" not in text
    assert Axe().run(page).response["violations"] == []


def test_measures_and_quotes_of_two_questions_are_both_there(tabs: Any, stranger: Stranger) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    asked(page, "Hvem har ansvar for MILA, og hvilke kommuner er med i Østfold?")
    box = page.locator("plansok-sok")
    expect(box.get_by_role("link", name=re.compile("Mitt liv, mitt ansvar")).first).to_be_visible()
    expect(box.get_by_text("Dette sier planene")).to_be_visible()
    expect(box.get_by_role("listitem").filter(has_text="Aremark, Fredrikstad")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_what_no_plan_has_is_said(tabs: Any, stranger: Stranger) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    asked(page, "legevakt i Finnmark")
    expect(page.get_by_role("heading", name="Ikke i samlingen")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Ikke i samlingen")


SAID = [
    ("Hvilke tiltak handler ikke om rus?", ["Hva som ikke har dette, er ikke besvart"]),
    (
        "Har Ahus og Østfold og Finnmark tiltak om rus?",
        ["Ikke alle.", "ikke funnet for Finnmark (ingen plan i samlingen)"],
    ),
    (
        "Hvem har ansvar for MILA, og hva er fristen for hjemmesykehus i Helgeland?",
        ["Svar på 2 spørsmål", "Driftsråd MILA", "Ikke funnet i Helgeland 2023–2025"],
    ),
    (
        "Hva er fristen for samarbeidsarena habilitering?",
        ["2025 (flyttet fra 2024)", "2024–2025 (tidligere plan)", "(deler av planen er vanskelig"],
    ),
    ("Hvor mange planer har dere?", ["5 av 5 planer i samlingen, for 4 regioner."]),
    ("Hvilke tiltak om rus har frist i 2025?", ["Forstått som", "har andre år."]),
]


@pytest.mark.parametrize(("question", "said"), SAID)
def test_it_says_what_the_answer_says(
    tabs: Any, stranger: Stranger, question: str, said: list[str]
) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    asked(page, question)
    answer = page.locator("plansok-sok [part=answer]")
    for words in said:
        expect(answer).to_contain_text(words, timeout=30_000)
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        ('region="Ahuss"', ["Ingen plan i samlingen har region «Ahuss».", "Mente du: ahus"]),
        ('region="ahus" plan="stolav-2022-2024"', ["satt opp", "leave one of them out"]),
    ],
)
def test_what_is_set_up_wrong_is_told(
    tabs: Any, stranger: Stranger, narrowed: str, said: list[str]
) -> None:
    page = embedded(tabs, stranger, f"<plansok-sok {narrowed}></plansok-sok>")
    tabs.expected = ("favicon", "Failed to load resource")
    asked(page, "rus")
    for words in said:
        expect(page.locator("plansok-sok [part=answer]")).to_contain_text(words)


def test_a_body_with_a_comma_in_its_name_and_suggestions_of_its_own(
    tabs: Any, stranger: Stranger
) -> None:
    body = "Fagråd forebygging, helsefremming læring/mestring"
    page = embedded(tabs, stranger, f'<plansok-sok responsible="{body}"></plansok-sok>')
    asked(page, "helsekompetanse")
    box = page.locator("plansok-sok")
    expect(box.get_by_role("listitem").first).to_contain_text("helsefremming")
    box.get_by_role("combobox").fill("driftsr")
    expect(page.get_by_role("status")).to_have_text("Ingen forslag.")


@pytest.mark.parametrize(
    ("language", "label", "found"),
    [
        ("nb", "Søk i handlingsplanene", "tiltak i"),
        ("nn", "Søk i handlingsplanane", "planar"),
        ("en", "Search the action plans", "measures in"),
    ],
)
def test_it_speaks_the_language_of_the_page_around_it(
    tabs: Any, stranger: Stranger, language: str, label: str, found: str
) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>", language)
    expect(page.get_by_label(label).first).to_be_visible()
    asked(page, "FACT Ung")
    expect(page.locator("plansok-sok").get_by_role("heading")).to_contain_text(found)
    assert Axe().run(page).response["violations"] == []


def test_by_keyboard_alone_at_320_pixels(tabs: Any, stranger: Stranger) -> None:
    page = embedded(
        tabs, stranger, "<plansok-sok></plansok-sok>", viewport={"width": 320, "height": 640}
    )
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("fagråd")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Enter")
    expect(page.locator("plansok-sok").get_by_role("heading")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_takes_the_sites_colours_and_tells_what_it_found(tabs: Any, stranger: Stranger) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`plansok-sok { --plansok-accent: rgb(1, 2, 3) }
          plansok-sok::part(button) { text-transform: uppercase }`);
        document.adoptedStyleSheets = [sheet];
        window.heard = []; addEventListener("plansok-svar", (e) => window.heard.push(e.detail)) }"""
    )
    style = page.get_by_role("button").evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).textTransform]"
    )
    assert style == ["rgb(1, 2, 3)", "uppercase"]
    asked(page, "FACT Ung")
    expect(page.locator("plansok-sok").get_by_role("heading")).to_be_visible()
    assert page.evaluate("window.heard.map((each) => each.answered)") == [True]


def test_a_question_is_text_and_never_markup(tabs: Any, stranger: Stranger) -> None:
    page = embedded(tabs, stranger, "<plansok-sok></plansok-sok>")
    asked(page, "<img src=x onerror=alert(1)> FACT Ung")
    expect(page.locator("plansok-sok").get_by_role("heading")).to_be_visible()
    assert page.locator("plansok-sok img").count() == 0


def test_a_service_that_does_not_know_the_site_fails_in_words(
    tabs: Any, stranger: Stranger, site: str
) -> None:
    page = embedded(tabs, stranger, f'<plansok-sok api="{stranger.service}/nowhere"></plansok-sok>')
    tabs.expected = ("favicon", "Failed to load resource", "CORS")
    asked(page, "FACT Ung")
    expect(page.get_by_role("heading", name="Søket kan ikke stilles")).to_be_visible()


def test_the_example_to_copy_works_as_it_stands(tabs: Any, stranger: Stranger) -> None:
    tabs.allowed = {stranger.origin, stranger.service}
    docs = tabs.open(f"{stranger.service}/sokeboks")
    example = docs.locator("#eksempel").inner_text()
    tabs.expected = ("favicon",)
    stranger.body = example
    page = tabs.open(f"{stranger.origin}/")
    asked(page, "FACT Ung")
    expect(page.get_by_role("heading", name=re.compile("av 2 planer"))).to_be_visible()


def test_without_javascript_a_link_leads_to_the_service(tabs: Any, stranger: Stranger) -> None:
    tabs.allowed = {stranger.origin, stranger.service}
    docs = tabs.open(f"{stranger.service}/sokeboks")
    stranger.body = docs.locator("#eksempel").inner_text()
    page = tabs.open(f"{stranger.origin}/", java_script_enabled=False)
    expect(page.get_by_role("link", name="Søk i handlingsplanene")).to_have_attribute(
        "href", f"{stranger.service}/"
    )


def test_the_demonstration_is_a_strangers_site_with_two_boxes(
    tabs: Any, stranger: Stranger
) -> None:
    tabs.allowed = {stranger.origin, stranger.service}
    tabs.expected = ("favicon",)
    page = tabs.open(f"{stranger.origin}/demo/index.html")
    asked(page, "Kven har ansvar for FACT Ung?", 0)
    asked(page, "FACT Ung", 1)
    first, second = (page.locator("plansok-sok").nth(n) for n in (0, 1))
    expect(first.get_by_role("heading")).to_contain_text("av 5 planar")
    expect(second.get_by_role("heading")).to_contain_text("of 2 plans")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
