"""Everybody can use it: WCAG 2.2 AA by axe, the keyboard alone, narrow and enlarged, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

QUESTION = "Hvem+har+ansvaret+for+FACT+Ung%3F"
MEASURE = "stolav-2022-2024:p4:t2:r8"

PAGES = {
    "front": "/",
    "answer": f"/?q={QUESTION}",
    "facts": "/?q=Hvilke+kommuner+er+med+i+Østfold%3F",
    "narrowed": "/?q=barn+og+unge&region=ahus&year=2025",
    "two": "/?q=Hvem+har+ansvar+for+MILA,+og+hvilke+kommuner+er+med+i+Østfold%3F",
    "refused": "/?q=legevakt+i+Finnmark",
    "nothing": "/?q=romferge",
    "unknown": "/?q=legevakt&region=asker",
    "missing": "/tiltak/finnes-ikke",
    "source": f"/kilde/stolav-2022-2024?passasje={MEASURE}#L47",
    "measure": f"/tiltak/{MEASURE}",
    "plans": "/planer",
    "plan": "/planer/ahus-2026-2027",
    "body": "/organ/ahus:lsf-barn-unge",
    "bodies": "/organ",
    "compare": "/sammenlign",
    "opened": "/sammenlign?q=legevakt#t1-ostfold-2023-2024",
    "overview": "/oversikt",
    "topic": "/oversikt?tema=skropelige-eldre",
    "own topic": "/oversikt?q=hospitering",
    "deadlines": "/frister",
    "changes": "/endringer?fra=ahus-2024-2025&til=ahus-2026-2027",
    "choose": "/endringer",
    "box": "/sokeboks",
    "docs": "/docs",
}
"""Every page, and the states of a page that look different."""

ERRORS = ("unknown", "missing")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

REFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !node.closest(".code, .scrolls, .unseen, .stack thead"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
  .map((node) => node.outerHTML.slice(0, 120))"""


def violations(page: Page, *rules: str, within: str = "html") -> list[str]:
    """What axe finds wrong, one line a thing: by all rules, or by those that are named."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(tabs: Any, site: str, name: str) -> None:
    if name in ERRORS:
        tabs.expected = ("Failed to load resource",)
    page = tabs.open(site + PAGES[name])
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.querySelectorAll('details').forEach((node) => (node.open = true))")
    assert violations(page, "color-contrast") == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(REFLOW) == []
    if page.locator(".filters").count():
        assert violations(page, "target-size", within=".filters") == []
        page.locator(".filters details[open]").evaluate_all("all => all.map((d) => d.open = false)")
    assert violations(page, "target-size", "scrollable-region-focusable") == []


def test_axe_would_find_something(visit: Open) -> None:
    page = visit("/")
    page.evaluate("document.querySelector('label[for=q]').remove()")
    assert any("label" in found for found in violations(page))


def test_titles_tell_pages_apart(visit: Open, site: str) -> None:
    page = visit("/")
    titles = {}
    for name, path in PAGES.items():
        if name not in (*ERRORS, "opened"):
            page.goto(site + path)
            titles[name] = page.title()
    assert len(set(titles.values())) == len(titles)
    assert all(title.endswith(" – Plansøk") for title in titles.values())


@pytest.mark.parametrize(
    ("language", "heading", "found"),
    [
        ("nb-NO", "Hva gjør helsefellesskapene", "tiltak i"),
        ("nn-NO", "Kva gjer helsefellesskapa", "tiltak i"),
        ("en-GB", "What are the health communities doing", "measures in"),
    ],
)
def test_the_page_speaks_the_readers_language(
    visit: Open, language: str, heading: str, found: str
) -> None:
    page = visit("/", locale=language)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert page.locator("html").get_attribute("lang") == language[:2]
    page.get_by_role("combobox").fill("FACT Ung")
    page.keyboard.press("Enter")
    expect(page.locator("#svar")).to_contain_text(found)
    assert violations(page) == []


def test_a_chosen_language_stays(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("link", name="Nynorsk").click()
    page.get_by_role("combobox").fill("FACT Ung")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("link", name="side 4, linje 67").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    page.get_by_role("link", name="Planar", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planane i samlinga")


def test_from_a_question_to_its_source_by_keyboard_alone(visit: Open) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Til innholdet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("samarbeidsarena")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    chosen = first.inner_text()
    assert box.input_value() == chosen
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    assert box.input_value() == "samarbeidsarena"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"{chosen} – Plansøk")
    link = page.locator(".answer .cite").first
    for _ in range(40):
        if link.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".lines mark").first).to_be_in_viewport()


def test_a_filter_closes_by_escape_and_keeps_the_place(visit: Open) -> None:
    page = visit("/?q=barn+og+unge")
    summary = page.locator("summary").filter(has_text="Region")
    summary.focus()
    page.keyboard.press("Enter")
    choice = page.locator(".filters details[open] a").first
    expect(choice).to_be_visible()
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(summary).to_be_focused()


def test_suggestions_are_told_and_taken_by_a_click(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("combobox").press_sequentially("fagråd", delay=20)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("forslag")
    assert violations(page) == []
    name = option.inner_text()
    option.click()
    expect(page).to_have_title(f"{name} – Plansøk")


@pytest.mark.parametrize("name", ["answer", "two", "compare", "changes", "deadlines", "topic"])
def test_text_at_twice_its_size_and_spaced_out_loses_nothing(visit: Open, name: str) -> None:
    page = visit(PAGES[name], viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
          word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [sheet] }"""
    )
    assert page.evaluate(REFLOW) == []


def test_nothing_moves_while_a_page_loads(visit: Open, site: str) -> None:
    page = visit("/")
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    for name in ("front", "answer", "source", "measure", "overview", "topic"):
        page.goto(site + PAGES[name])
        page.wait_for_timeout(150)
        assert page.evaluate("window.moved") < 0.01, name


def test_on_paper_the_answer_keeps_its_sources(visit: Open) -> None:
    page = visit(PAGES["answer"])
    page.emulate_media(media="print")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.locator(".answer .cite").first).to_contain_text(re.compile(r"linje \d+"))


def test_on_paper_tables_stay_tables_and_say_where_they_are_from(visit: Open, site: str) -> None:
    paper = {"width": 700, "height": 1000}
    page = visit(PAGES["changes"], viewport=paper)
    first = page.locator(".two tbody tr").first
    assert first.evaluate("node => getComputedStyle(node).display") == "block"
    page.emulate_media(media="print")
    assert first.evaluate("node => getComputedStyle(node).display") == "table-row"
    page.goto(site + PAGES["answer"])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    title = page.get_by_role("heading", level=1).bounding_box()
    assert title
    assert title["width"] > 100
    expect(page.locator(".filed")).to_contain_text(f"fra {site}/?q=Hvem+har+ansvaret")
    page.goto(f"{site}/sammenlign")
    assert page.locator(".cell").evaluate_all(
        "nodes => nodes.every((node) => !node.checkVisibility())"
    )


def test_at_320_pixels_no_label_lies_on_what_it_labels(visit: Open) -> None:
    page = visit(PAGES["changes"], viewport={"width": 320, "height": 640})
    label = "getComputedStyle(node, '::before')"
    for cell in page.locator(".two tbody td").all()[:6]:
        assert cell.evaluate(f"node => {label}.position") == "static"
        assert cell.evaluate(f"node => {label}.content").startswith('"Ahus')


def test_a_wide_matrix_keeps_its_topics_beside_the_cell_in_focus(visit: Open) -> None:
    page = visit("/sammenlign", viewport={"width": 320, "height": 640})
    row = page.locator(".matrix tbody tr").filter(has_text="Rekruttering")
    topic = row.locator("th")
    for link in row.get_by_role("link").all():
        link.focus()
        at, beside = link.bounding_box(), topic.bounding_box()
        assert at
        assert beside
        assert at["x"] >= beside["x"] + beside["width"] - 1
