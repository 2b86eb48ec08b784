"""Measures as a table, for spreadsheets: CSV and XLSX. The only place that knows openpyxl."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from enum import StrEnum

from service.models import Measure

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COLUMNS = (
    "measure_id",
    "plan_id",
    "number",
    "goal",
    "target_group",
    "priority",
    "text",
    "indicators",
    "responsible",
    "deadline",
    "moved_from",
    "years",
    "status",
    "heading",
    "notes",
    "other",
    "inherited",
    "uncertain",
    "document",
    "page",
    "line",
    "quote",
    "href",
)
"""A measure's fields by their names in the contract, then those of its citation."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a CSV cell that begins so for a formula (OWASP, "CSV Injection")."""

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds; openpyxl cuts longer ones without a word."""


class Delimiter(StrEnum):
    """What stands between the cells; Excel in Norwegian expects a semicolon."""

    COMMA = "comma"
    SEMICOLON = "semicolon"


def to_csv(measures: Iterable[Measure], delimiter: Delimiter = Delimiter.COMMA) -> bytes:
    """UTF-8 with its mark, a heading line first; text that looks like a formula gets an `'`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if delimiter is Delimiter.SEMICOLON else ",")
    writer.writerow(COLUMNS)
    for measure in measures:
        writer.writerow([_harmless(value) for value in _cells(measure)])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(measures: Iterable[Measure]) -> bytes:
    """A workbook of one sheet, its heading row frozen; text is never a formula."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Tiltak")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for measure in measures:
        row = []
        for value in _cells(measure):
            if isinstance(value, str):
                shown = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
                cell = WriteOnlyCell(sheet, value=shown[:LONGEST_CELL])
                cell.data_type = "s"
                row.append(cell)
            else:
                row.append(value)
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cells(measure: Measure) -> list[str | int | None]:
    """A measure's cells in the order of `COLUMNS`."""
    fields = measure.model_dump()
    citation = fields.pop("citation")
    return [_flat(fields[name] if name in fields else citation[name]) for name in COLUMNS]


def _flat(value: object) -> str | int | None:
    """One cell's worth of a field; lists are joined by "; "."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dict):
        return "; ".join(f"{heading}: {text}" for heading, text in value.items())
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value)


def _harmless(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
