"""Tables of real documents against their ground truth: cells and neighbours, ours and pdfplumber's.

    python -m eval.icdar FOLDER [--worst N]

FOLDER holds the ICDAR 2013 table competition's set: `*.pdf` beside `*-str.xml`, as in
tabulapdf/tabula-java under src/test/resources/technology/tabula/icdar2013-dataset (fetch it for
yourself; it is not ours to pass on). A cell counts where its text is exactly one of the true
ones, blanks apart; a neighbour is a pair of filled cells side by side or one above the other, as
the competition counted.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from indexer.elements import Grid
from indexer.errors import DocumentError
from indexer.readers import read_document

Place = tuple[int, int, int, int, str]
"""First row and column, last row and column, text."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of reading finds of a document: cells and pairs of neighbours."""

    cells: Counter[str]
    pairs: Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what is true, what was found, and what of it is right."""

    true: int
    found: int
    right: int

    def __add__(self, other: Score) -> Score:
        return Score(self.true + other.true, self.found + other.found, self.right + other.right)

    def __str__(self) -> str:
        recall, precision = self.right / max(1, self.true), self.right / max(1, self.found)
        return f"recall {recall:.3f}  precision {precision:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print recall and precision of both readers over the set."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.icdar", description=__doc__.split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="name the N worst documents")
    options = parser.parse_args(arguments)
    truths = sorted(options.folder.rglob("*-str.xml"))
    if not truths:
        print(f"no *-str.xml under {options.folder}", file=sys.stderr)
        return 1
    totals: dict[str, list[Score]] = {}
    seconds: Counter[str] = Counter()
    worst = []
    for path in truths:
        pdf = path.with_name(path.name.replace("-str.xml", ".pdf"))
        if not pdf.exists():
            continue
        truth = _gathered(_truth(path))
        for name, read in (("plansøk", _ours), ("pdfplumber", _pdfplumber)):
            begun = time.perf_counter()
            found = _gathered(read(pdf))
            seconds[name] += int(1000 * (time.perf_counter() - begun))
            scores = [score(truth.cells, found.cells), score(truth.pairs, found.pairs)]
            before = totals.get(name, [Score(0, 0, 0)] * 2)
            totals[name] = [a + b for a, b in zip(before, scores, strict=True)]
            if name == "plansøk":
                cells = scores[0]
                worst.append((cells.true + cells.found - 2 * cells.right, pdf.name, cells))
    for name, (cells, pairs) in totals.items():
        spent = seconds[name] / 1000
        print(f"{name:11} cells {cells}   neighbours {pairs}   {spent:6.1f} s")
    for errors, name, cells in sorted(worst, reverse=True)[: options.worst]:
        print(f"  {name:18} {errors:4} wrong or missing; {cells}")
    return 0


def score(truth: Counter, found: Counter) -> Score:  # type: ignore[type-arg]
    """How many of what is true was found, each as often as it stands there."""
    return Score(truth.total(), found.total(), (truth & found).total())


def _gathered(tables: Iterable[Sequence[Place]]) -> Found:
    cells: Counter[str] = Counter()
    pairs: Counter[tuple[str, str, str]] = Counter()
    for table in tables:
        filled = [place for place in table if place[4]]
        cells.update(place[4] for place in filled)
        pairs.update(_pairs(filled))
    return Found(cells, pairs)


def _pairs(table: Sequence[Place]) -> Iterator[tuple[str, str, str]]:
    """Every filled cell with the next filled one to its right and below it."""
    for top, left, bottom, right, text in table:
        after = [p for p in table if p[1] > right and p[0] <= bottom and p[2] >= top]
        under = [p for p in table if p[0] > bottom and p[1] <= right and p[3] >= left]
        nearest = min((p[1] for p in after), default=0)
        lowest = min((p[0] for p in under), default=0)
        yield from ((text, p[4], "right") for p in after if p[1] == nearest)
        yield from ((text, p[4], "below") for p in under if p[0] == lowest)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl"))


def _truth(path: Path) -> Iterator[list[Place]]:
    for table in ElementTree.parse(path).getroot().iter("table"):
        places: list[Place] = []
        for region in table.iter("region"):
            down = int(region.get("row-increment") or 0)
            along = int(region.get("col-increment") or 0)
            for cell in region.iter("cell"):
                row, column = int(cell.get("start-row", 0)), int(cell.get("start-col", 0))
                last = int(cell.get("end-row") or row), int(cell.get("end-col") or column)
                text = _plain(cell.findtext("content") or "")
                places.append((row + down, column + along, last[0] + down, last[1] + along, text))
        yield places


def _ours(path: Path) -> Iterator[list[Place]]:
    try:
        reading = read_document(path)
    except DocumentError:
        return
    for element in reading.elements:
        if isinstance(element, Grid):
            yield [
                (row, column, row, column, _plain(" ".join(s.raw for s in cell)))
                for row, record in enumerate(element.records)
                for column, cell in enumerate(record.cells)
            ]


def _pdfplumber(path: Path) -> Iterator[list[Place]]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield [
                    (row, column, row, column, _plain(cell or ""))
                    for row, cells in enumerate(table)
                    for column, cell in enumerate(cells)
                ]


if __name__ == "__main__":
    sys.exit(main())
