"""Which lines of text tell of one measure: labelled lines that stand together, and its title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.cells import plain
from indexer.forms.fields import NUMBER, TELLS, word_of
from indexer.forms.items import Item, Part
from indexer.records import Column

LONGEST_TITLE = 120
_WHO_AND_WHEN = (Column.RESPONSIBLE, Column.DEADLINE)
_COUNTED = re.compile(r"[\s*_]*(?:\d+[.)]|\d+(?:\.\d+)+[.)]?)\s+\S")
_BOLD = re.compile(r"\s*(\*\*|__)[^*_]+\1\s*$")

Group = Item | list[Item]


def grouped(items: Sequence[Item]) -> Iterator[Group]:
    """Labelled lines that stand together, a list for each measure, and all other items.

    Where a measure's own label comes first ("Tiltak 1: …"), all that follows is told of it until
    the next: also what describes it, and fields whose labels are not known.
    """
    openers = _openers(items)
    beside = _beside(items) if openers else frozenset()
    group: list[Item] = []
    for index, told in enumerate(items):
        item = told
        if group and told.unknown and _is_field(told, group, items[index + 1 :], openers):
            item = replace(told, parts=told.unknown)
        elif group and beside:
            item = replace(told, parts=tuple(_settled(part, beside) for part in told.parts))
        if item.parts:
            if group and _begins_anew(item, group, openers):
                yield group
                group = []
            group.append(item)
        elif group and ((item.listed and takes_list(group)) or _describes(group, openers)):
            group.append(item)
        else:
            if group:
                yield group
                group = []
            yield item
    if group:
        yield group


def columns_of(group: Sequence[Item]) -> frozenset[Column | None]:
    """What the labels of some lines are about."""
    return frozenset(label.column for item in group for label, _ in item.parts)


def takes_list(group: Sequence[Item]) -> bool:
    """Whether a list goes on with the last labelled line, which has no value of its own."""
    last = next(item for item in reversed(group) if item.parts)
    return not last.parts[-1][1]


def _openers(items: Sequence[Item]) -> frozenset[Column]:
    """The labels with which each measure begins; empty where who and when stand before what."""
    found: set[Column] = set()
    told_before = False
    for item, above in zip(items, (None, *items), strict=False):
        apart = above is None or not above.parts or _gap(above, item) > 1
        found = set() if apart and not item.parts else found
        for label, _ in item.parts:
            if label.column is Column.MEASURE:
                counted = NUMBER.search(label.text) is not None
                leads = not told_before or counted or (apart and _ends_with_when(items))
                return frozenset({*found, Column.MEASURE} if leads else ())
            told_before = told_before or label.column in TELLS
            if label.column is Column.GOAL:
                found.add(Column.GOAL)
    return frozenset()


def _gap(above: Item, item: Item) -> int:
    """How many lines further down the file a line stands than the one above."""
    return item.lines[0].number - above.lines[-1].number


def _ends_with_when(items: Sequence[Item]) -> bool:
    """Whether who or when is told of the last measure behind its own label."""
    columns = [label.column for item in items for label, _ in item.parts]
    last = len(columns) - columns[::-1].index(Column.MEASURE)
    return any(column in TELLS for column in columns[last:])


def _beside(items: Sequence[Item]) -> frozenset[str]:
    """Words that could name a measure as well ("Oppfølging: …") but stand beside the one that does:
    that has a number or comes again, and these are no more than it."""
    named = [label for item in items for label, _ in item.parts if label.column is Column.MEASURE]
    counts = Counter(word_of(label.text) for label in named)
    first = word_of(named[0].text)
    if counts[first] == 1 and not NUMBER.search(named[0].text):
        return frozenset()
    return frozenset(word for word in counts if word != first and counts[word] <= counts[first])


def _settled(part: Part, beside: frozenset[str]) -> Part:
    label, value = part
    if label.column is Column.MEASURE and word_of(label.text) in beside:
        return replace(label, column=Column.OTHER), value
    return part


def _begins_anew(item: Item, group: Sequence[Item], openers: frozenset[Column]) -> bool:
    own, before = columns_of([item]), columns_of(group)
    if Column.MEASURE in own & before:
        return True
    if openers:
        return bool(own & openers and before & TELLS)
    return bool((own & before) - {Column.OTHER, None}) and len(before) > 1


def _describes(group: Sequence[Item], openers: frozenset[Column]) -> bool:
    """Whether a line without a label is told of the measure that was named, and of which neither
    who nor when has been said yet."""
    before = columns_of(group)
    return Column.MEASURE in openers & before and not before & TELLS


def _is_field(
    item: Item, group: Sequence[Item], after: Sequence[Item], openers: frozenset[Column]
) -> bool:
    """Whether a label that is not known is one of the measure's all the same: it stands among
    those that are, or right below them where the next measure has a label of its own."""
    follows = bool(after and after[0].parts)
    if openers:
        near = _gap(group[-1], item) == 1 or follows
        return Column.MEASURE in columns_of(group) and near
    return follows and not columns_of(after[:1]) & columns_of(group)


def titles(groups: Sequence[Group]) -> dict[int, int | None]:
    """Where plain lines name the measures: for the place of each group its title's place.

    Under a heading that is a measure's own stands one; where who and when are told again and
    again there, the lines between are titles, each with its description. Where two lines could be
    the title, and nothing in the file tells which, neither is, nor is the heading (null).
    """
    blocks = _blocks(groups)
    columns = [columns_of(_lines_at(groups, at)) for at in blocks]
    if sum(Column.RESPONSIBLE in each and len(each & TELLS) > 1 for each in columns) < 2:
        (at, block), *more = list(blocks.items()) or [(0, [])]
        listed = bool(block) and not more and _lines_at(groups, at)[0].listed
        counted = listed and _is_counted(groups, block[-1])
        return {at: block[-1]} if counted else {}
    found = {at: _only_title(groups, at, block) for at, block in blocks.items() if block}
    ends = {at - place for at, place in found.items() if place is not None}
    alike = len({len(block) for block in blocks.values()}) == 1
    for at, place in found.items():
        block = blocks[at]
        near = at - min(ends, default=0)
        if place is None and len(ends) == 1 and near in block[:-1] and _is_title(groups, near):
            found[at] = near
        elif place is None and not ends and alike and _is_title(groups, block[0]):
            found[at] = block[0]
    return {
        at: place
        for at, place in found.items()
        if place is not None or any(_is_title(groups, each) for each in blocks[at])
    }


def _blocks(groups: Sequence[Group]) -> dict[int, list[int]]:
    """For each group that tells who or when but not what, the places of the lines before it."""
    found: dict[int, list[int]] = {}
    block: list[int] = []
    for at, group in enumerate(groups):
        if isinstance(group, Item):
            block.append(at)
            continue
        columns = columns_of(group)
        if Column.MEASURE not in columns and columns & set(_WHO_AND_WHEN):
            found[at] = block
        block = []
    return found


def _only_title(groups: Sequence[Group], at: int, block: Sequence[int]) -> int | None:
    """The one line of a block that can be its title: the only one that is counted or in bold, the
    only one that reads like one, or the one that opens the labels' own paragraph."""
    for marked in (_is_counted, _is_bold, _is_title):
        fit = [place for place in block if marked(groups, place)]
        if len(fit) == 1:
            return fit[0]
        if fit and marked is not _is_title:
            return None
    start = at
    while start > block[0] and not _parted(groups, start):
        start -= 1
    return start if start < at and _parted(groups, start) and _is_title(groups, start) else None


def _parted(groups: Sequence[Group], at: int) -> bool:
    """Whether lines of the file are left blank before what stands at a place."""
    if at == 0:
        return any(_parted(groups, place) for place in range(1, len(groups)))
    return _lines_at(groups, at)[0].lines[0].number - _last_line(groups, at - 1) > 1


def _last_line(groups: Sequence[Group], at: int) -> int:
    return _lines_at(groups, at)[-1].lines[-1].number


def _lines_at(groups: Sequence[Group], at: int) -> list[Item]:
    group = groups[at]
    return [group] if isinstance(group, Item) else group


def _text_at(groups: Sequence[Group], at: int) -> str:
    return " ".join(line.text for item in _lines_at(groups, at) for line in item.lines)


def _is_counted(groups: Sequence[Group], at: int) -> bool:
    return _COUNTED.match(_text_at(groups, at)) is not None


def _is_bold(groups: Sequence[Group], at: int) -> bool:
    return _BOLD.match(_text_at(groups, at)) is not None


def _is_title(groups: Sequence[Group], at: int) -> bool:
    """Whether a line is short and no sentence."""
    text = plain(_text_at(groups, at))
    opens = re.match(r"[\W\d]*([^\W\d_])", text)
    return (
        opens is not None
        and opens[1].isupper()
        and len(text) <= LONGEST_TITLE
        and not text.endswith((".", ",", ";", ":"))
    )
