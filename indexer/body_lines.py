"""A cell of bodies as it is set: where its line ends and marks part one body from the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from indexer.bodies import read_bodies
from indexer.body_kinds import begins_body, is_complete, is_post, is_unit
from indexer.records import Cell, Column, Row
from indexer.roles import opens_role

_DASH = re.compile(r"\s[–—-]\s")
_JOINED = re.compile(r"[-,;/&+(]$|\b(?:og|samt|av|for|fra|frå|i|på|ved|hos|med|til|v/|m/)$")


def named_in(rows: Sequence[Row]) -> Mapping[str, int]:
    """The bodies that the cells of a plan name by themselves, in lower case, and in how many
    different cells each."""
    cells = {cell.text for row in rows for cell in row.of(Column.RESPONSIBLE) if cell.text}
    return Counter(body.lower() for text in cells for body in set(read_bodies(text).bodies))


def parted(cell: Cell, named: Mapping[str, int]) -> tuple[str, bool]:
    """A cell's text with a line end between bodies that its printed lines or a dash part, and
    whether it is unsure that they do.

    A line that is a body in another cell of the plan is one here ("Helsestasjonen" over
    "Demensteamet"), and so are two whose names are each complete; two lines that both may be are
    unsure. "NAV – Kultur" is two only where both are named elsewhere.
    """
    text = cell.text
    lines = [" ".join(piece.quote.split()) for piece in cell.pieces]
    if len(lines) > 1 and all(piece.box for piece in cell.pieces) and text == " ".join(lines):
        found, unsure = lines[0], False
        for above, below in pairwise(lines):
            apart = opens_role(below) or _apart(above, below, named)
            if apart is None and read_bodies(f"{above} {below}").bodies == (above, below):
                apart = True
            found += f" {below}" if apart is not True else f"\n{below}"
            unsure = unsure or apart is None
        return found, unsure
    parts = _DASH.split(text)
    if len(parts) > 1 and all(_elsewhere(part, named) for part in parts):
        return "\n".join(parts), False
    return text, False


def _apart(above: str, below: str, named: Mapping[str, int]) -> bool | None:
    """Whether two printed lines name two bodies; null where that is unsure."""
    if not below[:1].isupper() or _JOINED.search(above.lower()):
        return False
    known, second = _elsewhere(above, named), _elsewhere(below, named)
    if is_post(
        above.rsplit(maxsplit=1)[-1]
    ):  # "Enhetsleder" over "Demensteamet" may be that team's head
        return None if second else False
    posts = all(is_post(line.split(maxsplit=1)[0]) for line in (above, below))
    if (known and second) or posts or (is_complete(above) and is_complete(below)):
        return True
    if second:  # "Sykehuset" over "BUP" may be one
        return True if above[:1].isupper() and not is_unit(below) else None
    if known:  # "NAV" over "Hamar" may be one
        return True if begins_body(below) else None
    return False


def _elsewhere(text: str, named: Mapping[str, int]) -> bool:
    return named.get(text.strip(" ,;").lower(), 0) > 0
