"""OpenDocument texts (LibreOffice): paragraphs, lists and tables of `content.xml`.

OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.contents import (
    MOST_COLUMNS,
    Content,
    Left,
    Paragraph,
    Slot,
    Table,
    TableRow,
    Title,
    Transcript,
    row_of,
)

_OF = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE, _DRAW = (
    f"{_OF}{name}:1.0}}" for name in ("office", "text", "table", "drawing")
)
_LINK = "{http://www.w3.org/1999/xlink}href"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_LEFT = {f"{_TEXT}table-of-content": "innholdsfortegnelse"}
_GONE = {
    f"{_TEXT}tracked-changes",
    f"{_TEXT}sequence-decls",
    f"{_OFFICE}forms",
    f"{_OFFICE}annotation",
    f"{_TEXT}note",
}


def read_odt(path: Path) -> Reading:
    """What stands in an OpenDocument text. Raises `DocumentError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = _parse(archive.read("content.xml"))
            names = archive.namelist()
            about = _parse(archive.read("meta.xml")) if "meta.xml" in names else None
            styles = _parse(archive.read("styles.xml")) if "styles.xml" in names else None
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        transcript = Transcript()
        transcript.add(_Odt(content, styles).all(body))
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        etree.LxmlError,
        TypeError,
        RecursionError,
    ) as exc:
        raise DocumentError(
            f"{path.name} is no OpenDocument text that can be read ({type(exc).__name__}: {exc}); "
            "open it in LibreOffice and save it anew"
        ) from exc
    tags = {"title": f"{_DUBLIN}title", "author": f"{_DUBLIN}creator",
            "created": f"{_META}creation-date", "modified": f"{_DUBLIN}date"}  # fmt: skip
    facts = [(k, "" if about is None else about.findtext(f".//{t}") or "") for k, t in tags.items()]
    changed = body.find(f"{_TEXT}tracked-changes") is not None
    warning = "sporede endringer: innsatt tekst er lest, slettet tekst er ikke lest"
    return transcript.reading((warning,) if changed else (), facts)


def _parse(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


class _Odt:
    def __init__(self, content: Any, styles: Any) -> None:
        self.numbered = {
            f"{style.get(f'{_OF}style:1.0}}name')}:{level.get(f'{_TEXT}level')}": level
            for root in (content, styles)
            if root is not None
            for style in root.iter(f"{_TEXT}list-style")
            for level in style.iterchildren(f"{_TEXT}list-level-style-number")
        }
        self.notes: list[Paragraph] = []
        self.counts: dict[tuple[str, int], int] = {}

    def all(self, body: Any) -> Iterator[Content]:
        yield from self._contents(body)
        yield from self.notes

    def _contents(self, parent: Any, style: str = "", depth: int = 0) -> Iterator[Content]:
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag in _LEFT:
                yield Left("\n".join(_inline(p) for p in child.iter(f"{_TEXT}p")), _LEFT[tag])
            elif tag == f"{_TEXT}h":
                level = child.get(f"{_TEXT}outline-level", "1")
                yield Title(int(level) if level.isdigit() else 1, _inline(child))
            elif tag == f"{_TEXT}p":
                yield from self._paragraph(child, "")
            elif tag == f"{_TEXT}list":
                yield from self._list(child, style, depth + 1)
            elif tag == f"{_TABLE}table":
                yield Table(tuple(self._rows(child)))
            else:
                yield from self._contents(child, style, depth)

    def _paragraph(self, p: Any, label: str) -> Iterator[Content]:
        text = _inline(p)
        if text.strip():
            title = p.get(f"{_TEXT}style-name") == "Title"
            shown = f"{label} {text.lstrip()}" if label else text
            yield Title(0, shown) if title else Paragraph(shown)
        for note in p.iter(f"{_TEXT}note"):
            mark = note.findtext(f"{_TEXT}note-citation") or ""
            said = " ".join(_inline(q) for q in note.iter(f"{_TEXT}p"))
            self.notes.append(Paragraph(f"<sup>{mark}</sup> {said}"))
        for box in p.iter(f"{_DRAW}text-box"):
            yield from self._contents(box)

    def _list(self, element: Any, style: str, depth: int) -> Iterator[Content]:
        style = element.get(f"{_TEXT}style-name") or style
        key = (style, depth)
        if element.get(f"{_TEXT}continue-numbering") != "true" or key not in self.counts:
            self.counts[key] = 0
        for item in element:
            fresh = item.tag == f"{_TEXT}list-item"
            for child in item:
                if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    yield from self._paragraph(child, self._label(key) if fresh else "")
                    fresh = False
                elif child.tag == f"{_TEXT}list":
                    yield from self._list(child, style, depth + 1)

    def _label(self, key: tuple[str, int]) -> str:
        style, depth = key
        level = self.numbered.get(f"{style}:{depth}")
        if level is None:
            return "•"
        self.counts[key] += 1
        number = self.counts[key]
        kind = level.get(f"{_OF}style:1.0}}num-format", "1")
        shown = chr(ord(kind) + number - 1) if kind in ("a", "A") and number <= 26 else str(number)
        before = level.get(f"{_OF}style:1.0}}num-prefix", "")
        return f"{before}{shown}{level.get(f'{_OF}style:1.0}}num-suffix', '')}"

    def _rows(self, table: Any) -> Iterator[TableRow]:
        for row in table:
            if row.tag in (
                f"{_TABLE}table-header-rows",
                f"{_TABLE}table-rows",
                f"{_TABLE}table-row-group",
            ):
                yield from self._rows(row)
            elif row.tag == f"{_TABLE}table-row":
                yield self._row(row)

    def _row(self, row: Any) -> TableRow:
        """Covered cells stand in the file: to the right of a wide cell, and below a high one."""
        cells: list[tuple[Slot, int]] = []
        wide = 0
        for cell in row:
            repeated = min(_number(cell, "number-columns-repeated"), MOST_COLUMNS)
            if cell.tag == f"{_TABLE}table-cell":
                columns = min(_number(cell, "number-columns-spanned"), MOST_COLUMNS)
                slot = Slot(tuple(self._contents(cell)))
                cells += [(slot, columns)] * repeated
                wide = columns - 1
            elif cell.tag == f"{_TABLE}covered-table-cell":
                covered = repeated - min(wide, repeated)
                wide -= min(wide, repeated)
                cells += [(Slot(merged=True), 1)] * covered
            if len(cells) > MOST_COLUMNS:
                break
        return row_of(cells)


def _number(cell: Any, name: str) -> int:
    value = cell.get(f"{_TABLE}{name}", "1")
    return max(int(value), 1) if re.fullmatch(r"\d{1,6}", value) else 1


def _inline(element: Any) -> str:
    """The text of a paragraph; notes and text boxes are read apart."""
    parts = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            parts.append(" ")
        elif tag == f"{_TEXT}line-break":
            parts.append("\v")
        elif tag == f"{_TEXT}note":
            parts.append(f"<sup>{child.findtext(f'{_TEXT}note-citation') or ''}</sup>")
        elif tag == f"{_TEXT}a":
            parts.append(_linked(_inline(child), child.get(_LINK, "")))
        elif isinstance(tag, str) and tag not in _GONE and not tag.startswith(_DRAW):
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(part.replace("\n", " ") for part in parts).replace("\v", "\n")


def _linked(text: str, address: str) -> str:
    if not re.fullmatch(r"https?://[^\s()]+", address) or not text.strip():
        return text
    return text if text.strip() == address or re.search(r"[\[\]]", text) else f"[{text}]({address})"
