"""A sheet as a PDF: where every line of every cell stands, and the page drawn from that.

Positions are points from the top left of the page as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from eval.roundtrip.layouts import Field, Layout, Rules
from eval.roundtrip.sheet import Sheet, SheetRow
from eval.roundtrip.word import INTRODUCTION
from indexer.records import Box

MARGIN = 42.0
_FONTS = {"Helvetica": "Helvetica-Bold", "Vera": "VeraBd"}
"""A PDF's own type, and one that is put into the file (it comes with reportlab), each with its
bold."""

_WORDS = re.compile(r"\w+- (?!og\b|eller\b)[a-zæøå]\S*|\S+")
"""What is not parted at a line's end: words, and one that its plan has with a blank in it
("kompetanse- utvikling"), which nobody could tell from a word parted there."""

_WEIGHTS = {
    Field.NUMBER: 0.5,
    Field.GOAL: 1.6,
    Field.TARGET_GROUP: 1.1,
    Field.TEXT: 2.6,
    Field.INDICATOR: 1.8,
    Field.RESPONSIBLE: 1.3,
    Field.DEADLINE: 0.9,
    Field.STATUS: 1.1,
}


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a cell: `space` is what stands above it, `indent` what stands left of it."""

    text: str
    font: str
    size: float
    space: float = 0.0
    indent: float = 0.0
    bullet: bool = False

    @property
    def height(self) -> float:
        return self.size * 1.25 + self.space


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of a cell was put; `row` is null for column headings."""

    row: int | None
    column: int
    box: Box


@dataclass(slots=True)
class Pages:
    """A set table: marks to draw for each page, and where the cells' lines stand."""

    width: float
    height: float
    texts: list[list[tuple[float, float, SetLine]]] = field(default_factory=list)
    rules: list[list[tuple[float, float, float, float]]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def write_pdf(sheet: Sheet, layout: Layout, path: Path) -> Pages:
    """Write the document; what comes back says where everything stands."""
    pages = _Setter(sheet, layout).run()
    width, height = pages.width, pages.height
    turned = layout.rotate == 90
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.setTitle(sheet.title)
    for number, (texts, rules) in enumerate(zip(pages.texts, pages.rules, strict=True), start=1):
        if turned:
            canvas.setPageRotation(layout.rotate)  # reportlab takes the size of the page as shown
            canvas.translate(height, 0)
            canvas.rotate(90)
        canvas.setLineWidth(0.5)
        for x0, y0, x1, y1 in rules:
            if layout.boxed:
                canvas.rect(x0, height - y1, x1 - x0 or 0.5, y1 - y0 or 0.5, stroke=0, fill=1)
            else:
                canvas.line(x0, height - y0, x1, height - y1)
        for x, y, line in texts:
            canvas.setFont(line.font, line.size)
            if line.bullet:
                canvas.drawString(x - 8, height - y, "•")
            canvas.drawString(x, height - y, line.text)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, height - 26, sheet.title)
        canvas.drawRightString(width - MARGIN, 24, f"Side {number} av {len(pages.texts)}")
        canvas.showPage()
    canvas.save()
    return pages


class _Setter:
    """Puts the rows of a sheet on pages from top to bottom."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.font, self.bold = layout.font, _FONTS[layout.font]
        for name in (self.font, self.bold):
            if name.startswith("Vera"):
                registerFont(TTFont(name, f"{name}.ttf"))
        width, height = A4[::-1] if layout.landscape else A4
        self.pages = Pages(width, height)
        least = [self._least(column) for column in range(len(sheet.columns))]
        spare = width - 2 * MARGIN - sum(least)
        total = sum(_WEIGHTS[name] for name in sheet.columns)
        self.edges = [MARGIN]
        for name, narrow in zip(sheet.columns, least, strict=True):
            self.edges.append(self.edges[-1] + narrow + max(spare, 0) * _WEIGHTS[name] / total)
        self.y = 0.0
        self.flows: dict[int, list[SetLine]] = {}
        """Lines of merged cells that are still to be put, by column."""
        self.reached: dict[int, float] = {}
        """How far down this page they have come."""

    def run(self) -> Pages:
        self._page()
        for text, size in ((self.sheet.title, 16.0), ("Mål og tiltak", 13.0), (INTRODUCTION, 10.0)):
            font = self.font if text == INTRODUCTION else self.bold
            for line in _wrap(text, font, size, self.pages.width - 2 * MARGIN):
                self.pages.texts[-1].append((MARGIN, self.y + size, line))
                self.y += size * 1.3
            self.y += size * 0.7
        self._header()
        for index, row in enumerate(self.sheet.rows):
            self._row(index, row)
        return self.pages

    def _least(self, column: int) -> float:
        """The width of a column's longest word: words are never cut."""
        words = [(w, self.bold) for w in self.sheet.headings[column].split()]
        for row in self.sheet.rows:
            if row.entry is not None:
                words += [(w, self.font) for p in row.cells[column].paragraphs for w in p.split()]
        widest: float = max(stringWidth(word, font, self.layout.size) for word, font in words)
        return widest + 2 * self.layout.padding + 10

    @property
    def floor(self) -> float:
        return self.pages.height - MARGIN

    def _page(self) -> None:
        self.pages.texts.append([])
        self.pages.rules.append([])
        self.reached.clear()
        self.y = MARGIN

    def _next_page(self) -> None:
        if self.layout.rules is not Rules.NONE:
            self.pages.rules[-1].append((self.edges[0], self.y, self.edges[-1], self.y))
        self._page()
        if self.layout.repeat_header:
            self._header()

    def _header(self) -> None:
        cells = [
            _wrap(label, self.bold, self.layout.size, self._width(i))
            for i, label in enumerate(self.sheet.headings)
        ]
        height = max(map(_height, cells)) + 2 * self.layout.padding
        for column, lines in enumerate(cells):
            self._put(None, column, lines, self.y)
        self._draw(self.y, self.y + height, range(len(cells)))
        self.y += height

    def _width(self, column: int, whole: bool = False) -> float:
        right = self.edges[-1] if whole else self.edges[column + 1]
        return right - self.edges[column] - 2 * self.layout.padding

    def _row(self, index: int, row: SheetRow) -> None:
        whole = row.entry is None
        cells: dict[int, list[SetLine]] = {}
        merged = {i for i, cell in enumerate(row.cells) if cell.merged}
        for column, cell in enumerate(row.cells):
            if column not in merged:
                cells[column] = self._lines(column, cell.paragraphs, whole)
        following = self.sheet.rows[index + 1 :]
        for column in list(cells):
            if following and column < len(following[0].cells) and following[0].cells[column].merged:
                self.flows[column] = cells.pop(column)
        ends = {
            c
            for c in self.flows
            if not following or c >= len(following[0].cells) or not following[0].cells[c].merged
        }
        while True:
            rest = self._piece(index, cells, ends, whole)
            if rest is None:
                break
            cells = rest
            self._next_page()
        for column in ends:
            self.flows.pop(column, None)
            self.reached.pop(column, None)

    def _piece(
        self,
        index: int,
        cells: dict[int, list[SetLine]],
        ends: set[int],
        whole: bool,
    ) -> dict[int, list[SetLine]] | None:
        """Put what fits of a row on this page; what is left for the next, null where nothing."""
        room = self.floor - self.y - 2 * self.layout.padding
        need = max((_height(lines) for lines in cells.values()), default=0)
        for column in self.flows:
            self.reached.setdefault(column, self.y)
        behind = [_height(self.flows[c]) - (self.y - self.reached[c]) for c in ends]
        need = max([need, self.layout.size * 1.25, *behind])
        fresh = self.y < MARGIN + 3 * self.layout.size + 60
        if need > room and not self._may_split(cells, room) and not fresh:
            return cells
        fits: dict[int, list[SetLine]] = {}
        rest: dict[int, list[SetLine]] = {}
        for column, lines in cells.items():
            fits[column], rest[column] = _cut(lines, room)
        height = min(need, room)
        if any(rest.values()):
            height = room
        top, bottom = self.y, self.y + height + 2 * self.layout.padding
        for column, lines in fits.items():
            lower = (height - _height(lines)) / 2 if self.layout.centred else 0
            self._put(index, column, lines, top + lower)
        for column, lines in list(self.flows.items()):
            start = self.reached[column]
            put, left = _cut(lines, bottom - 2 * self.layout.padding - start)
            self._put(self._owner(index, column), column, put, start)
            self.reached[column] = start + _height(put)
            self.flows[column] = left
        columns = range(len(self.sheet.columns))
        unruled = {c for c in columns if c in self.flows and c not in ends}
        self._draw(top, bottom, [c for c in columns if c not in unruled], whole)
        self.y = bottom
        open_flows = any(self.flows[c] for c in ends)
        if any(rest.values()) or open_flows:
            return rest
        return None

    def _may_split(self, cells: dict[int, list[SetLine]], room: float) -> bool:
        """Two lines of the longest cell must fit, as word processors have it."""
        longest = max(cells.values(), key=_height, default=[])
        return self.layout.split_rows and len(_cut(longest, room)[0]) >= 2

    def _owner(self, index: int, column: int) -> int:
        """The row in which a merged cell begins."""
        while self.sheet.rows[index].cells[column].merged:
            index -= 1
        return index

    def _lines(self, column: int, paragraphs: Sequence[str], whole: bool) -> list[SetLine]:
        small = self.sheet.columns[column] in (Field.INDICATOR, Field.STATUS)
        size = self.layout.small if small and not whole else self.layout.size
        font = self.bold if whole else self.font
        found: list[SetLine] = []
        for number, text in enumerate(paragraphs):
            space = self.layout.gap if number else 0
            width = self._width(column, whole)
            found += _wrap(text, font, size, width, space, self.layout.hyphens)
        return found

    def _put(self, row: int | None, column: int, lines: Sequence[SetLine], top: float) -> None:
        y = top + self.layout.padding
        x = self.edges[column] + self.layout.padding
        page = len(self.pages.texts)
        for line in lines:
            left = x + line.indent
            y += line.height
            baseline = y - line.size * 0.3
            self.pages.texts[-1].append((left, baseline, line))
            width = stringWidth(line.text, line.font, line.size)
            box = Box(page, left - (8 if line.bullet else 0), baseline - line.size * 0.8,
                      left + width, baseline + line.size * 0.22)  # fmt: skip
            self.pages.places.append(Place(row, column, box))

    def _draw(
        self,
        top: float,
        bottom: float,
        under: Sequence[int],
        whole: bool = False,
    ) -> None:
        rules = self.pages.rules[-1]
        if self.layout.rules is Rules.NONE:
            return
        if self.layout.rules is Rules.ALL:
            edges = [self.edges[0], self.edges[-1]] if whole else self.edges
            rules += [(x, top, x, bottom) for x in edges]
        if not any(abs(rule[1] - top) < 0.1 and rule[1] == rule[3] for rule in rules):
            rules.append((self.edges[0], top, self.edges[-1], top))
        rules += [(self.edges[c], bottom, self.edges[c + 1], bottom) for c in under]


def _height(lines: Sequence[SetLine]) -> float:
    return sum(line.height for line in lines)


def _cut(lines: Sequence[SetLine], room: float) -> tuple[list[SetLine], list[SetLine]]:
    taken = 0.0
    for number, line in enumerate(lines):
        taken += line.height
        if taken > room + 0.01:
            return list(lines[:number]), list(lines[number:])
    return list(lines), []


def _wrap(
    text: str, font: str, size: float, width: float, space: float = 0.0, hyphens: bool = False
) -> list[SetLine]:
    """A paragraph in lines; a list item hangs on its bullet."""
    bullet = text.startswith("• ")
    indent = 9.0 if bullet else 0.0
    lines: list[str] = []
    for word in _WORDS.findall(text.removeprefix("• ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width - indent:
            lines[-1] = longer
            continue
        for end in _ends(word) if hyphens and lines else ():
            if stringWidth(f"{lines[-1]} {word[:end]}-", font, size) <= width - indent:
                lines[-1] = f"{lines[-1]} {word[:end]}-"
                lines.append(word[end:])
                break
        else:
            lines.append(word)
    return [
        SetLine(line, font, size, 0.0 if number else space, indent, bullet and number == 0)
        for number, line in enumerate(lines)
    ]


def _ends(word: str) -> list[int]:
    """Where a word may be parted, the last first: between a vowel and a consonant before a vowel,
    four letters in and three from its end; not a name, a number or a word with a hyphen."""
    if not re.fullmatch(r"[a-zæøå]{9,}", word):
        return []
    parts = re.finditer(r"(?<=[aeiouyæøå])(?=[bcdfghjklmnpqrstvwxz][aeiouyæøå])", word)
    return [m.start() for m in parts if 4 <= m.start() <= len(word) - 3][::-1]
