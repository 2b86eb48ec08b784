"""The country as a map: seen, read out, by keyboard, narrow, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

MAP = re.compile("i den nyeste planen|i den nyaste planen|in the newest plan")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_a_topic_to_a_regions_measures_to_the_row(visit: Open, javascript: bool) -> None:
    page = visit("/", java_script_enabled=javascript)
    page.get_by_role("link", name="Oversikt").click()
    country = page.get_by_role("list", name=MAP)
    expect(country.get_by_role("listitem")).to_have_count(19)
    page.get_by_role("link", name=re.compile("^Skrøpelige eldre")).click()
    expect(page.get_by_role("heading", name="9 tiltak om «Skrøpelige eldre»")).to_be_visible()
    tile = country.get_by_role("link", name=re.compile(r"^Østfold \d+ tiltak$"))
    count = int(re.findall(r"\d+", tile.inner_text())[0])
    tile.click()
    group = page.get_by_role("rowgroup").filter(has_text="Østfold 2023–2024")
    expect(group).to_be_in_viewport()
    expect(group.locator("tr:not(.group)")).to_have_count(count)
    group.get_by_role("link", name=re.compile(r"^linje \d+")).first.click()
    expect(page.locator(".lines mark").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("language", "heading", "missing", "measures"),
    [
        ("nb-NO", "Landet i oversikt", "ingen plan i samlingen", "tiltak"),
        ("nn-NO", "Landet i oversyn", "ingen plan i samlinga", "tiltak"),
        ("en-GB", "The country at a glance", "no plan in the collection", "measures"),
    ],
)
def test_it_is_read_out_in_the_readers_language(
    visit: Open, language: str, heading: str, missing: str, measures: str
) -> None:
    page = visit("/oversikt", locale=language)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    country = page.get_by_role("list", name=MAP)
    expect(country.get_by_role("link", name=f"Ahus 21 {measures}")).to_be_visible()
    finnmark = country.get_by_role("listitem").filter(has_text="Finnmark")
    expect(finnmark).to_contain_text(missing)
    expect(finnmark.get_by_role("link")).to_have_count(0)


def test_a_topic_of_ones_own_has_an_address_and_the_way_back(visit: Open) -> None:
    page = visit("/oversikt")
    page.get_by_label("Et annet tema").fill("hospitering")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 tiltak om «hospitering»")).to_be_visible()
    fresh = visit(page.url[page.url.index("/oversikt") :])
    expect(fresh.get_by_role("heading", name="tiltak om «hospitering»")).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("heading", name="Alle tiltak")).to_be_visible()


def test_north_is_up_and_east_is_right(visit: Open) -> None:
    page = visit("/oversikt", viewport={"width": 320, "height": 640})

    def place(name: str) -> tuple[float, float]:
        box = page.locator(".tile").filter(has_text=name).bounding_box()
        assert box
        assert box["width"] > 60
        return box["x"], box["y"]

    assert place("Finnmark")[1] < place("Helgeland")[1] < place("St. Olavs")[1] < place("Agder")[1]
    assert place("Bergen")[0] < place("Oslo")[0] < place("Ahus")[0]


def test_a_shade_is_never_all_that_tells_tiles_apart(visit: Open) -> None:
    page = visit("/oversikt?tema=barn-og-unge")
    for tile in page.locator(".tile").all():
        text = tile.locator(".n").inner_text()
        with_plan = "none" not in (tile.get_attribute("class") or "")
        assert text.isdecimal() == with_plan
        style = tile.evaluate("node => getComputedStyle(node).borderTopStyle")
        assert style == ("solid" if with_plan else "dashed")
    page.emulate_media(media="print")
    assert (
        page.locator(".tile").first.evaluate("n => getComputedStyle(n).printColorAdjust") == "exact"
    )


def test_by_keyboard_from_the_map_to_the_measures(visit: Open) -> None:
    page = visit("/oversikt?tema=skropelige-eldre")
    tile = page.get_by_role("list", name=MAP).get_by_role("link", name="Ahus")
    tile.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#p-ahus-2026-2027$"))
    page.keyboard.press("Tab")
    expect(
        page.locator("#p-ahus-2026-2027").get_by_role("link", name="Ahus og kommunene 2026–2027")
    ).to_be_focused()
