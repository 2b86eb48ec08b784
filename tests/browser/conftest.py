"""A running service and a real browser; whatever a page should not do fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.api import create_app
from service.engine import Engine
from service.ready import warming_up
from tests.serving import served

SKIP = "PLANSOK_WITHOUT_BROWSER"
"""Set to skip these tests where there is no Chromium; the check that gates never sets it."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None and os.environ.get(SKIP):
        pytest.skip(f"there is no chromium, and {SKIP} is set")
    assert path, "there is no chromium: run tests/browser/install.sh, or set " + SKIP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def serving() -> Callable[[Any], AbstractContextManager[str]]:
    """Serves an app on a port of its own, which is another origin."""
    return served


@pytest.fixture(scope="package")
def site(engine: Engine) -> Iterator[str]:
    """The origin of the service, warmed up as `plansok serve` does it."""
    with warming_up(engine) as warm:
        warm.join()
    with served(create_app(engine)) as origin:
        yield origin


@dataclass(slots=True)
class Tabs:
    """Opens pages, and keeps what they did wrong."""

    browser: Browser
    allowed: set[str]
    expected: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, address: str = "about:blank", **options: Any) -> Page:
        """A page in a context of its own: viewport, language, colours, JavaScript on or off."""
        options.setdefault("locale", "nb-NO")
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(**options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("dialog", lambda dialog: self._note("error", f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._requested(request.url))
        page.goto(address)
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(known in text for known in self.expected):
            self.wrong.append(text)

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "about", "blob"):
            return
        if f"{parts.scheme}://{parts.netloc}" not in self.allowed:
            self.wrong.append(f"request to {url}")


@pytest.fixture
def tabs(browser: Browser, site: str) -> Iterator[Tabs]:
    """Pages of which every console error and every request to another host is a failure."""
    opened = Tabs(browser, {site})
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.wrong == []


Open = Callable[..., Page]


@pytest.fixture
def visit(tabs: Tabs, site: str) -> Open:
    """Opens a page of the service by its path."""

    def opened(path: str, **options: Any) -> Page:
        return tabs.open(site + path, **options)

    return opened
