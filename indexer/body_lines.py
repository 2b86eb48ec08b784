"""A cell of bodies as it is set: where its line ends and marks part one body from the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from indexer.bodies import read_bodies
from indexer.body_kinds import (
    begins_body,
    is_complete,
    is_name,
    is_post,
    is_unit,
    kind_of,
    post_form,
)
from indexer.records import Cell, Column, Row
from indexer.roles import opens_role
from indexer.vocabulary import vocabulary

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
    unsure, but where a cell of more lines has two that are surely apart: it lists a body a line.
    "NAV – Kultur" is two only where both are named elsewhere.
    """
    text = cell.text
    lines = [" ".join(piece.quote.split()) for piece in cell.pieces]
    if len(lines) > 1 and all(piece.box for piece in cell.pieces):
        known = _as_set(text, lines)
        if known is not None:
            return _parted(lines, known, named)
    parts = _DASH.split(text)
    if len(parts) > 1 and all(_elsewhere(part, named) for part in parts):
        return "\n".join(parts), False
    return text, False


def _as_set(text: str, lines: Sequence[str]) -> list[bool] | None:
    """For each printed line but the first whether the text has a line end before it; null where
    the text is not the lines as they stand."""
    found, at = [], len(lines[0])
    if not text.startswith(lines[0]):
        return None
    for line in lines[1:]:
        if text[at : at + 1] not in (" ", "\n") or not text.startswith(line, at + 1):
            return None
        found.append(text[at] == "\n")
        at += 1 + len(line)
    return found if at == len(text) else None


def _parted(
    lines: Sequence[str], known: Sequence[bool], named: Mapping[str, int]
) -> tuple[str, bool]:
    """Printed lines as text with a line end between bodies, and whether any is unsure; `known` are
    the ends that the file tells."""
    whole, ends = [lines[0]], list[bool]()
    for line, end in zip(lines[1:], known, strict=True):
        if end or not _goes_on(whole[-1], line):
            whole.append(line)
            ends.append(end)
        else:
            whole[-1] += f" {line}"
    apart = [
        end or _parts(above, below, named)
        for end, (above, below) in zip(ends, pairwise(whole), strict=True)
    ]
    if len(whole) > 2 and True in apart and all(line[:1].isupper() for line in whole):
        apart = [each is not False for each in apart]
    marks = ["\n" if each else " " for each in apart]
    text = whole[0] + "".join(m + line for m, line in zip(marks, whole[1:], strict=True))
    return text, None in apart


def _goes_on(above: str, below: str) -> bool:
    """Whether a printed line goes on with the one above whatever they name."""
    return not below[:1].isupper() or _JOINED.search(above.lower()) is not None


def _parts(above: str, below: str, named: Mapping[str, int]) -> bool | None:
    """Whether two printed lines name two bodies, also by what they say together; null where that
    is unsure."""
    apart = opens_role(below) or _apart(above, below, named)
    if apart is None and read_bodies(f"{above} {below}").bodies == (above, below):
        return True
    return apart


def _apart(above: str, below: str, named: Mapping[str, int]) -> bool | None:
    """Whether two printed lines name two bodies; null where that is unsure."""
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
    return _apart_by_form(above, below)


def _apart_by_form(above: str, below: str) -> bool | None:
    """The same of two lines of which neither is named elsewhere."""
    if below.isupper() and len(below) > 1 and is_complete(above):  # "Kommuneoverlegen" over "ABUP"
        return None
    if not _opens_name(below):
        return False
    return True if _is_whole(above) and _is_whole(below) else None


def _opens_name(line: str) -> bool:
    """Whether a line begins as a body's own name does, not only with a word for a kind of one,
    which may go on with the line above ("Medisinsk" over "Avdeling")."""
    words = line.split()
    return kind_of(words, 0) not in (None, "member") or is_complete(words[0].strip(",;"))


def _is_whole(line: str) -> bool:
    """Whether a line is a body's whole name: in the definite form, of a municipality or hospital,
    or of what has a place behind it ("BUP Levanger"). Somebody's post may go on with of what."""
    words = line.split()
    if is_complete(line):
        return post_form().search(line) is None
    if len(words) < 2:
        return False
    if words[-1] in vocabulary().proper_endings:
        return True
    return is_unit(words[0]) and all(is_name(word) for word in words[1:])


def _elsewhere(text: str, named: Mapping[str, int]) -> bool:
    return named.get(text.strip(" ,;").lower(), 0) > 0
