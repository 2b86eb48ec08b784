"""Measures that are told by labels rather than by the columns of a table.

    a small table a measure, label and value beside each other
    lines of text: "Tiltak: …", "Ansvarlig: …", "Frist: …"
    a list under a heading that says "Tiltak"

Each becomes a `Form`, a table whose column headings are the labels, so that what follows need not
know the difference. Which words are labels is asked of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.elements import Element, Grid, Heading, Skipped, Text
from indexer.forms.lines import labels, told
from indexer.forms.pairs import tables, title
from indexer.layout import find_header

__all__ = ["read_forms"]


def read_forms(elements: Sequence[Element]) -> list[Element]:
    """The elements with what is told by labels as forms; all others as they are."""
    found: list[Element] = []
    run: list[Text] = []
    above: Heading | None = None
    for element in (_as_text(elements, place) for place in range(len(elements))):
        if isinstance(element, Text):
            run.append(element)
            continue
        if isinstance(element, Skipped):
            found.append(element)
            continue
        if isinstance(element, Grid) and (forms := tables(element, title(run, above))):
            used = forms[0].records[0].line
            kept = [t for t in run if t.lines[0].number < used]
            found += told(kept, above)
            found += forms
        else:
            found += [*told(run, above), element]
        run = []
        above = element if isinstance(element, Heading) else None
    return [*found, *told(run, above)]


def _as_text(elements: Sequence[Element], place: int) -> Element:
    """An element, or as text a labelled line in bold that was taken for a heading.

    One that stands over a table with column headings is a heading, whatever its first word
    ("Innsatsområde B: Skole og læring").
    """
    element = elements[place]
    if not isinstance(element, Heading) or not labels(element.line.text):
        return element
    if _heads_table(elements[place + 1 :]):
        return element
    box = element.line.box
    return Text(box.page if box else None, (element.line,))


def _heads_table(after: Sequence[Element]) -> bool:
    """Whether a table with column headings comes before the next heading and any label."""
    for element in after:
        if isinstance(element, Grid):
            return bool(find_header(element.records)[0]) and not tables(element, None)
        if not isinstance(element, Text | Skipped):
            return False
        if isinstance(element, Text) and any(labels(line.text) for line in element.lines):
            return False
    return False
