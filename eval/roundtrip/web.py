"""A sheet as a web page, and as a PDF that a browser prints of it: a typesetter not our own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from eval.roundtrip.layouts import Layout, Rules
from eval.roundtrip.sheet import Sheet, SheetCell, SheetRow
from eval.roundtrip.word import INTRODUCTION

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_LINES = {
    Rules.ALL: "td, th { border: 1px solid #000 }",
    Rules.HORIZONTAL: "tr { border-top: 1px solid #000; border-bottom: 1px solid #000 }",
    Rules.NONE: "td, th { border: 0 }",
}


def browser() -> str | None:
    """The browser that prints, if one is installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def write_html(sheet: Sheet, layout: Layout, path: Path) -> None:
    """Write the page."""
    orientation = "landscape" if layout.landscape else "portrait"
    style = (
        f"@page {{ size: A4 {orientation}; margin: 15mm }} body {{ font: {layout.size}pt serif }} "
        "table { border-collapse: collapse; width: 100% } "
        "td, th { vertical-align: top; text-align: left; padding: 3pt 5pt } "
        f"p, ul {{ margin: 2pt 0; padding-left: 0 }} li {{ margin-left: 12pt }} "
        f"{_LINES[layout.rules]}"
    )
    head = "".join(f"<th>{escape(label)}</th>" for label in sheet.headings)
    rows = "\n".join(
        f"<tr>{''.join(_cells(sheet, index, row))}</tr>" for index, row in enumerate(sheet.rows)
    )
    path.write_text(
        f'<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(sheet.title)}</h1><h2>Mål og tiltak</h2><p>{INTRODUCTION}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></body></html>",
        encoding="utf-8",
    )


def print_pdf(page: Path, path: Path) -> None:
    """Print a web page. Raises `FileNotFoundError` where no browser is installed."""
    program = browser()
    if program is None:
        raise FileNotFoundError(f"no browser to print with; install one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={profile}",
                f"--print-to-pdf={path.resolve()}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def _cells(sheet: Sheet, index: int, row: SheetRow) -> Iterator[str]:
    if row.entry is None:
        yield f'<td colspan="{len(sheet.columns)}">{_contents(row.cells[0])}</td>'
        return
    for column, cell in enumerate(row.cells):
        if not cell.merged:
            below = 1
            while _merged(sheet, index + below, column):
                below += 1
            yield f'<td rowspan="{below}">{_contents(cell)}</td>'


def _merged(sheet: Sheet, index: int, column: int) -> bool:
    if index >= len(sheet.rows) or sheet.rows[index].entry is None:
        return False
    return sheet.rows[index].cells[column].merged


def _contents(cell: SheetCell) -> str:
    parts = []
    for listed, texts in groupby(cell.paragraphs, key=lambda text: text.startswith("• ")):
        if listed:
            items = "".join(f"<li>{escape(text.removeprefix('• '))}</li>" for text in texts)
            parts.append(f"<ul>{items}</ul>")
        else:
            parts += [f"<p>{escape(text)}</p>" for text in texts]
    return "".join(parts)
