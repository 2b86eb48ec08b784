"""Column headings that take two rows: "Gjennomføring" over "Ansvar | Tid"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Column
from indexer.time_headings import below_year, is_part, is_year
from indexer.vocabulary import column_of

_WHEN = (None, Column.DEADLINE, Column.STATUS, Column.YEAR)
"""What years below are columns of ("Tidsplan" over "2025 | 2026"), not amounts of each year."""

_CONTENTS = (Column.MEASURE, Column.GOAL)


@dataclass(slots=True)
class TwoRows:
    """The heading of each column from both rows, and what it is about; null where not known."""

    labels: list[str]
    kinds: list[Column | None]


def two_rows(high: Sequence[str], low: Sequence[str], merged: bool) -> TwoRows | None:
    """Two rows read as one row of headings; null where the second one is none.

    It is one where cells of the first go on in it (`merged`), where it holds nothing but years,
    or where most that it holds are known headings and stand below one that goes over several
    columns, or below none.
    """
    width = max(len(high), len(low))
    high, low = [*high, *[""] * (width - len(high))], [*low, *[""] * (width - len(low))]
    over = _groups(high, low)
    if not (_only_years(low) or _names_columns(high, low, over, merged)):
        return None
    found = TwoRows(list(high), [column_of(label) for label in high])
    for columns in over:
        _name_group(found, columns, high[columns[0]], low)
    for index, label in enumerate(low):
        if label and not any(index in columns for columns in over):
            if is_year(high[index]) and not is_year(label):
                found.labels[index], found.kinds[index] = below_year(high[index], label)
                continue
            found.labels[index] = f"{high[index]} {label}".strip()
            found.kinds[index] = column_of(label) or found.kinds[index]
    return found


def _groups(high: Sequence[str], low: Sequence[str]) -> list[list[int]]:
    """The columns below each heading that goes over several: those after it have none above."""
    found: list[list[int]] = []
    for index, (above, below) in enumerate(zip(high, low, strict=True)):
        if above and below:
            found.append([index])
        elif below and found and found[-1][-1] == index - 1:
            found[-1].append(index)
    return [columns for columns in found if len(columns) > 1]


def _only_years(labels: Sequence[str]) -> bool:
    stated = [label for label in labels if label]
    return len(stated) >= 2 and all(re.fullmatch(r"20\d\d", label) for label in stated)


def _names_columns(
    high: Sequence[str], low: Sequence[str], over: Sequence[Sequence[int]], merged: bool
) -> bool:
    stated = [index for index, label in enumerate(low) if label]
    if len(stated) < 2 or sum(map(bool, high)) < 2:
        return False
    if merged:
        return True
    grouped = {index for columns in over for index in columns}
    if not grouped or any(high[i] and i not in grouped for i in stated):
        return False
    return 2 * sum(column_of(low[i]) is not None for i in stated) > len(stated)


def _name_group(found: TwoRows, columns: Sequence[int], above: str, low: Sequence[str]) -> None:
    """Name the columns below a heading: by their own where it is known, else by both.

    What is not known is of the kind of what stands above where nothing beside it says what it is.
    """
    kind = column_of(above)
    kinds = [column_of(low[i]) for i in columns]
    alone = not any(kinds) and kind is not Column.DEADLINE
    parts = kind in _WHEN and all(is_part(low[i]) for i in columns)
    for index, own in zip(columns, kinds, strict=True):
        if is_year(above) and own is not Column.YEAR:
            found.labels[index], found.kinds[index] = below_year(above, low[index])
            continue
        if parts:
            found.labels[index], found.kinds[index] = low[index], Column.YEAR
            continue
        by_year = own is Column.YEAR and kind not in _WHEN
        known = own is not None and not by_year
        shared = list(low).count(low[index]) > 1
        own_label = f"{low[index]} ({above})" if shared else low[index]
        found.labels[index] = own_label if known else f"{above} {low[index]}"
        found.kinds[index] = own if known else kind if by_year or alone else Column.OTHER
    if kind in _CONTENTS and kind not in kinds:
        text = [i for i, own in zip(columns, kinds, strict=True) if own in (None, Column.OTHER)]
        for index in text:
            found.kinds[index] = kind if index == text[0] else Column.OTHER
