"""What the page about the search box shows of it."""

from __future__ import annotations

import re

from service.pages.render import WIDGET, static

EXAMPLE = """\
<script src="{origin}/static/plansok-sok.js" defer></script>
<plansok-sok region="{region}" lang="nb">
  <a href="{origin}/">Søk i handlingsplanene</a>
</plansok-sok>"""
"""To copy and paste; the link is for readers without JavaScript."""

STYLING = """\
plansok-sok {
  --plansok-accent: #7a1f5c;
  --plansok-radius: 0;
}
plansok-sok::part(button) {
  text-transform: uppercase;
}"""


def names_in_widget() -> tuple[list[str], list[str]]:
    """The custom properties that the box reads and its parts, in order of their names."""
    found = static(WIDGET)
    assert found is not None
    code = found[0].decode()
    properties = set(re.findall(r"var\((--plansok-[\w-]+)", code))
    parts = set(re.findall(r'part: "(\w+)"', code))
    return sorted(properties), sorted(parts)
