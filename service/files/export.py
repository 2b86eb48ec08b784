"""Tables as files: CSV, XLSX and Markdown. The only place that knows openpyxl."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indexer.errors import UnknownName
from service.words.did_you_mean import alike

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARKDOWN = "text/markdown; charset=utf-8"

FORMULA_STARTS = ("=", "+", "-", "@")
"""A spreadsheet takes a CSV cell that begins so for a formula (OWASP, "CSV Injection"), "- punkt"
too; behind a tab or a line end as well, for some take these off."""

HREF = "href"
"""The column with links to the service."""

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds; openpyxl cuts longer ones without a word."""

WIDEST_COLUMN = 60
"""Characters that a column of a spreadsheet is wide at most; longer text wraps."""

Cell = str | int | float | None


class Format(StrEnum):
    """How a list or an answer is written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"


class Delimiter(StrEnum):
    """What stands between the cells; Excel in Norwegian expects a semicolon."""

    COMMA = "comma"
    SEMICOLON = "semicolon"


MEDIA_TYPES = {Format.CSV: CSV, Format.XLSX: XLSX, Format.MD: MARKDOWN}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name; each row has a cell for each column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What is written to a file: its name without an ending, words before the tables, tables.

    XLSX and Markdown hold all tables, CSV holds one.
    """

    file: str
    title: str
    words: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str | None) -> Sheet:
        """The table of this name, or the first. Raises `UnknownName`."""
        if name is None:
            return self.sheets[0]
        names = [sheet.name for sheet in self.sheets]
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise UnknownName("sheet", name, names, alike(name, names))


def write(
    book: Book, form: Format, delimiter: Delimiter = Delimiter.COMMA, sheet: str | None = None
) -> bytes:
    """A book in a format that is not JSON."""
    if form is Format.CSV:
        return to_csv(book.sheet(sheet), delimiter)
    return to_xlsx(book) if form is Format.XLSX else to_markdown(book)


def to_csv(sheet: Sheet, delimiter: Delimiter = Delimiter.COMMA) -> bytes:
    """UTF-8 with its mark, a heading line first; text that looks like a formula gets an `'`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if delimiter is Delimiter.SEMICOLON else ",")
    writer.writerow(_harmless(name) for name in sheet.columns)
    for row in sheet.rows:
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(book: Book) -> bytes:
    """A workbook of a sheet a table, heading rows frozen; text is never a formula."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    workbook = Workbook(write_only=True)
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for table in book.sheets:
        sheet = workbook.create_sheet(table.name[:31])
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(table), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for count, values in enumerate((table.columns, *table.rows)):
            row = []
            for value in values:
                shown = value
                if isinstance(value, str):
                    shown = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
                    shown = shown[:LONGEST_CELL]
                cell = WriteOnlyCell(sheet, value=shown)
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.alignment = wrapped
                if count == 0:
                    cell.font = bold
                row.append(cell)
            sheet.append(row)
        if table.rows:
            last = get_column_letter(len(table.columns))
            sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def to_markdown(book: Book) -> bytes:
    """A heading, the words, and a table under its name each, without columns that are empty in
    every row; the plans' text is text, no markup."""
    parts = [f"# {_literal(book.title)}", *(_literal(words) for words in book.words)]
    for sheet in map(_without_empty_columns, book.sheets):
        lines = [
            "| " + " | ".join(_literal(name) for name in sheet.columns) + " |",
            "|" + " --- |" * len(sheet.columns),
            *("| " + " | ".join(_literal(value) for value in row) + " |" for row in sheet.rows),
        ]
        parts += [f"## {_literal(sheet.name)}", "\n".join(lines)]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def linked(book: Book, base_url: str) -> Book:
    """A book whose links to the service hold its address, so that they lead there from a file."""
    return replace(
        book, sheets=tuple(_linked(sheet, base_url.rstrip("/")) for sheet in book.sheets)
    )


def _linked(sheet: Sheet, base_url: str) -> Sheet:
    at = {i for i, name in enumerate(sheet.columns) if name == HREF}
    rows = tuple(
        tuple(
            f"{base_url}{cell}" if i in at and isinstance(cell, str) and cell[:1] == "/" else cell
            for i, cell in enumerate(row)
        )
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def flat(value: object) -> Cell:
    """One cell's worth of a field; lists are joined by "; "."""
    if isinstance(value, bool):
        return "ja" if value else None
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return "; ".join(f"{heading}: {text}" for heading, text in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return str(value)


def _without_empty_columns(sheet: Sheet) -> Sheet:
    kept = [
        i for i in range(len(sheet.columns)) if any(row[i] not in (None, "") for row in sheet.rows)
    ]
    if not kept:
        return sheet
    rows = tuple(tuple(row[i] for i in kept) for row in sheet.rows)
    return Sheet(sheet.name, tuple(sheet.columns[i] for i in kept), rows)


def _widths(sheet: Sheet) -> Sequence[int]:
    """Characters that each column needs for its longest line, within bounds."""
    return [
        min(
            WIDEST_COLUMN,
            2 + max(len(line) for row in cells for line in (str(row or "").splitlines() or [""])),
        )
        for cells in (
            [name, *(row[i] for row in sheet.rows)] for i, name in enumerate(sheet.columns)
        )
    ]


def _harmless(value: Cell) -> Cell:
    if isinstance(value, str) and value.lstrip().startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _literal(value: Cell) -> str:
    """Text that Markdown shows as it is; a line end is a break."""
    if value is None:
        return ""
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]|#~])", r"\\\1", text)
    return re.sub(r"[ \t]*(?:\r\n|\r|\n)", "<br>", text.strip()).replace("\t", " ")
