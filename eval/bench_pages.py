"""How soon a reader sees something: largest contentful paint, and key press to suggestions.

    python -m eval.bench_pages http://127.0.0.1:8000

Against a running service, in Debian's Chromium on this machine, with nothing kept from visit to
visit and the processor slowed four times to stand for an old laptop; medians in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

ROUNDS = 7
SLOWER = 4
"""How many times slower than this machine's processor the browser runs."""

PAGES = {
    "front page": "/",
    "answer": f"/?q={quote('Hvem har ansvaret for FACT Ung?')}",
    "plans": "/planer",
    "matrix": "/sammenlign",
    "deadlines": "/frister",
}
TYPED = ("fag", "barn", "digital", "lege")

PAINTED = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe(
  { type: "largest-contentful-paint", buffered: true }))"""

SUGGESTED = """() => { const box = document.querySelector("#q");
  box.addEventListener("input", () => { window.pressed = performance.now() });
  new MutationObserver(() => { window.shown = performance.now() }).observe(
    document.querySelector(".options"), { childList: true }) }"""


def fresh(browser: Browser) -> Page:
    """A page of a new visitor on a slow machine."""
    page = browser.new_context(locale="nb-NO").new_page()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def paint_ms(browser: Browser, address: str) -> float:
    """The median largest contentful paint of a first visit, after one to warm the service up."""
    times = []
    for _ in range(ROUNDS + 1):
        page = fresh(browser)
        page.goto(address)
        times.append(float(page.evaluate(PAINTED)))
        page.context.close()
    return statistics.median(times[1:])


def suggest_ms(browser: Browser, origin: str) -> float:
    """The median time from the last key of a word to its suggestions."""
    times = []
    for text in TYPED * 3:
        page = fresh(browser)
        page.goto(origin)
        page.evaluate(SUGGESTED)
        page.locator("#q").press_sequentially(text, delay=120)
        page.wait_for_timeout(600)
        times.append(float(page.evaluate("window.shown - window.pressed")))
        page.context.close()
    return statistics.median(times)


def main(origin: str) -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        print("| | ms |\n|---|---:|")
        for name, path in PAGES.items():
            print(f"| largest contentful paint, {name} | {paint_ms(browser, origin + path):.0f} |")
        print(f"| key press to suggestions | {suggest_ms(browser, origin):.0f} |")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
