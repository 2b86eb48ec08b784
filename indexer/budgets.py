"""Money in tables: what is a budget, and which rows only add up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.drafts import Draft
from indexer.layout import RawTable
from indexer.records import Column, Header
from indexer.vocabulary import begins_action, vocabulary

BUDGET = "tabellen er et budsjett: beløp under årene"
SUM = "sumrad: ikke et tiltak"

_AMOUNT = re.compile(
    r"(?:(?:kr|nok)\.?\s)?[-–]?\d{1,3}(?:(?:[ .\u00a0\u202f]?\d{3})+|\d*)(?:,\d+|,-)?\s?"
    r"(?:'\s?)?(?:(?:kr|nok|tkr|mkr|mnok|tnok|mill|mill\. kr|mrd|millionar|millioner)\.?)?(?:,-)?",
    re.IGNORECASE,
)
_LARGE = re.compile(r"\d{3}|\d,\d|'|kr|mill", re.IGNORECASE)
"""What tells an amount from a mark: "1" in the column of a year may stand for yes."""
_NOTHING = re.compile(r"[\s–—0-]*")


def is_budget(table: RawTable, header: Sequence[Header], drafts: Sequence[Draft]) -> bool:
    """Whether a table tells what things cost: amounts stand under its years, nobody is
    responsible, and what stands for measures is no action, or a heading speaks of money.

    "Prosjektleder | 900 000 | 920 000", not "Ansette prosjektleder | x | x", nor measures with a
    price beside somebody who is responsible.
    """
    columns = [head.column for head in header]
    if Column.YEAR not in columns or {Column.RESPONSIBLE, Column.DEADLINE} & set(columns):
        return False
    years = [i for i, column in enumerate(columns) if column is Column.YEAR]
    said = [text for d in drafts for i in years if not _NOTHING.fullmatch(text := d.text(i))]
    if not any(map(_LARGE.search, said)) or not all(map(_AMOUNT.fullmatch, said)):
        return False
    if any(_of_money(heading) for heading in table.section[-2:]):
        return True
    what = [text for draft in drafts if (text := draft.text(columns.index(Column.MEASURE)))]
    return 2 * sum(map(begins_action, what)) < len(what)


def tells_amounts(texts: Sequence[str]) -> bool:
    """Whether most that stands in a table's columns of years is sums of money, dashes, zeros and
    blank cells left out."""
    said = [text for text in texts if not _NOTHING.fullmatch(text)]
    paid = [text for text in said if _AMOUNT.fullmatch(text)]
    return any(map(_LARGE.search, paid)) and 2 * len(paid) > len(said)


def is_sum(text: str) -> bool:
    """Whether a row's text names nothing but a sum ("Sum", "Totalt 2025", "Sum alle tiltak")."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    known = vocabulary()
    return bool(words) and words[0] in known.sums and set(words) <= known.sums | known.sums_beside


def _of_money(heading: str) -> bool:
    words = re.findall(r"[^\W\d_]+", heading.lower())
    return any(word.startswith(vocabulary().money) for word in words)
