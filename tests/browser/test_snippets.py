"""The JavaScript of the page about the API, where a web developer runs it: in a browser."""

from __future__ import annotations

from typing import Any

from service.pages.snippets import snippets


def test_every_snippet_runs_in_a_page_of_the_service(tabs: Any, site: str) -> None:
    tabs.expected = ("Failed to load resource",)
    page = tabs.open(f"{site}/docs")
    for snippet in snippets(site):
        printed: list[str] = []
        note = printed.append
        page.on("console", lambda message, note=note: note(message.text))
        page.evaluate(f"async () => {{ {snippet.javascript} }}")
        said = [line for line in printed if "Failed to load resource" not in line]
        assert said, snippet.id
        assert not [line for line in said if "undefined" in line or "NaN" in line], snippet.id
