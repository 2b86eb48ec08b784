"""Everybody can use it: WCAG 2.2 AA by axe, the keyboard alone, narrow and enlarged, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

Open = Callable[..., Page]

QUESTION = "Hvem+har+ansvaret+for+FACT+Ung%3F"
MEASURE = "stolav-2022-2024:p4:t2:r8"

PAGES = {
    "front": "/",
    "answer": f"/?q={QUESTION}",
    "facts": "/?q=Hvilke+kommuner+er+med+i+Østfold%3F",
    "narrowed": "/?q=barn+og+unge&region=ahus&year=2025",
    "refused": "/?q=legevakt+i+Finnmark",
    "nothing": "/?q=romferge",
    "unknown": "/?q=legevakt&region=asker",
    "missing": "/tiltak/finnes-ikke",
    "source": f"/kilde/stolav-2022-2024?passasje={MEASURE}#L47",
    "measure": f"/tiltak/{MEASURE}",
    "plans": "/planer",
    "plan": "/planer/ahus-2026-2027",
    "body": "/organ/LSF%20barn%2Funge",
    "box": "/sokeboks",
}
"""Every page, and the states of a page that look different."""

ERRORS = ("unknown", "missing")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

REFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.closest(".code, .scrolls, .unseen"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
  .map((node) => node.outerHTML.slice(0, 120))"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line a thing."""
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
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
    for details in page.locator("details").all():
        details.evaluate("node => (node.open = true)")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(REFLOW) == []
    assert violations(page) == []
