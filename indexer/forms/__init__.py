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
from indexer.forms.items import Item, items_of
from indexer.forms.lines import told
from indexer.forms.pairs import tables, title
from indexer.forms.running import labels
from indexer.layout import find_header
from indexer.turned import set_upright
from indexer.vocabulary import goal_said

__all__ = ["read_forms"]

_DEEPEST = 6


def read_forms(elements: Sequence[Element]) -> list[Element]:
    """The elements with what is told by labels as forms; all others as they are."""
    found: list[Element] = []
    run: list[Text] = []
    above: Heading | None = None
    elements = [set_upright(each) if isinstance(each, Grid) else each for each in elements]
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
            found += _told(kept, above)
            found += forms
        else:
            found += [*_told(run, above), element]
        run = []
        above = element if isinstance(element, Heading) else None
    return [*found, *_told(run, above)]


def _told(run: Sequence[Text], above: Heading | None) -> list[Element]:
    """Paragraphs under one heading, with the measures among them as forms; lines that say a goal
    are headings where each stands before the measures that it is told of."""
    goals = _goals(run)
    if not goals:
        return told(run, above)
    found: list[Element] = []
    part: list[Text] = []
    for text in run:
        for item in items_of(text):
            if item.lines[0].number in goals:
                found += [*told(part, above), Heading(_DEEPEST, item.lines[0])]
                part, above = [], None
            else:
                part.append(Text(text.page, item.lines))
    return [*found, *told(part, above)]


def _goals(run: Sequence[Text]) -> frozenset[int]:
    """The numbers of lines that say a goal with its count ("Mål 2: Sikre drift") where one opens
    what is labelled and none ends it; empty elsewhere: there they are fields of a measure."""
    labelled = [item for text in run for item in items_of(text) if item.parts]
    goals = [item for item in labelled if _counts_goal(item)]
    if not goals or labelled[0] is not goals[0] or labelled[-1] is goals[-1]:
        return frozenset()
    return frozenset(item.lines[0].number for item in goals if len(item.lines) == 1)


def _counts_goal(item: Item) -> bool:
    goal = goal_said(item.lines[0].text)
    return goal is not None and goal.counted and len(item.parts) == 1


def _as_text(elements: Sequence[Element], place: int) -> Element:
    """An element, or as text a labelled line in bold that was taken for a heading.

    One that stands over a table with column headings is a heading, whatever its first word
    ("Innsatsområde B: Skole og læring").
    """
    element = elements[place]
    if not isinstance(element, Heading) or not labels(element.line.text):
        return element
    goal = goal_said(element.line.text)
    if (goal and goal.counted) or _heads_table(elements[place + 1 :], goal is not None):
        return element
    box = element.line.box
    return Text(box.page if box else None, (element.line,))


def _heads_table(after: Sequence[Element], goal: bool) -> bool:
    """Whether a table with column headings comes before the next heading and any label; below a
    goal, that heading may be of a measure, where it is none with a label itself."""
    for element in after:
        if isinstance(element, Grid):
            return bool(find_header(element.records)[0]) and not tables(element, None)
        if isinstance(element, Heading):
            return goal and not labels(element.line.text)
        if not isinstance(element, Text | Skipped):
            return False
        if isinstance(element, Text) and any(labels(line.text) for line in element.lines):
            return False
    return False
