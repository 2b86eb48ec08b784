"""Pages a second of the PDF reader beside the libraries alone, all in one run.

python -m eval.pdf_speed FILE… [--pages N]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.elements import Grid
from indexer.errors import PlansokError
from indexer.readers import read_document


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each way of reading, files with and without tables apart."""
    parser = argparse.ArgumentParser(prog="python -m eval.pdf_speed", description="Speed.")
    parser.add_argument("files", type=Path, nargs="+")
    files = parser.parse_args(arguments).files
    groups: dict[str, list[Path]] = {"with tables": [], "without": []}
    for path in files:
        try:
            reading = read_document(path)
        except PlansokError as error:
            print(error, file=sys.stderr)
            continue
        tabled = any(isinstance(element, Grid) for element in reading.elements)
        groups["with tables" if tabled else "without"].append(path)
    ways: tuple[tuple[str, Callable[[Path], int]], ...] = (
        ("plansøk", _ours),
        ("pypdfium2, text alone", _pdfium),
        ("pdfplumber, words", _plumber_words),
        ("pdfplumber, tables", _plumber_tables),
    )
    for group, paths in groups.items():
        for name, read in ways:
            begun = time.perf_counter()
            pages = sum(read(path) for path in paths)
            spent = time.perf_counter() - begun
            print(f"{group:12} {name:22} {pages:4} pages {pages / max(spent, 1e-9):7.1f} a second")
    return 0


def _ours(path: Path) -> int:
    return len(read_document(path).pages)


def _pdfium(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)


def _plumber_words(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
        return len(document.pages)


def _plumber_tables(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
        return len(document.pages)


if __name__ == "__main__":
    sys.exit(main())
