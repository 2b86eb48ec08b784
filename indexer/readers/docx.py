"""Word documents: paragraphs, lists and tables as Word shows them when all changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.contents import (
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
from indexer.readers.docx_numbers import Numbers

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BREAKS = {qn("w:br"), qn("w:cr")}
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), f"{_MC}Fallback"}
"""Not read on: what a tracked change deleted or moved away, properties, and the second telling of
a drawing for programs that don't know the first."""

_SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F0FD": "☒", "F0A8": "☐", "F0E0": "→"}
"""What Word's symbol fonts (Wingdings) show for a character; others are bullets."""

_CONTENTS = re.compile(r"(?:toc|inn ?h|innhold)\w*\s?\d$", re.IGNORECASE)
_DEEPEST_STYLE = 20


def read_docx(path: Path) -> Reading:
    """What stands in a Word document. Raises `DocumentError`."""
    try:
        document = docx.Document(str(path))
        return _Word(document).reading()
    except RecursionError as exc:
        raise DocumentError(f"{path.name} is nested too deep; save it anew from Word") from exc
    except Exception as exc:  # python-docx 1.2 lets KeyError, AttributeError and XML errors out
        raise DocumentError(
            f"{path.name} is no Word document that can be read ({type(exc).__name__}: {exc}); "
            "open it in Word and save it as .docx"
        ) from exc


class _Word:
    """One document on its way to contents."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.part = document.part
        numbering = self._related(RELATION.NUMBERING)
        self.numbers = Numbers(numbering[0] if numbering else None, qn)
        self.styles = {
            style.get(qn("w:styleId")): style
            for style in document.styles.element.iterchildren(qn("w:style"))
        }
        self.carried = ""

    def reading(self) -> Reading:
        transcript = Transcript()
        transcript.add(self._all())
        about = self.document.core_properties
        facts = [
            ("title", about.title),
            ("author", about.author),
            ("created", about.created.isoformat() if about.created else ""),
            ("modified", about.modified.isoformat() if about.modified else ""),
        ]
        body = self.document.element.body
        changed = next(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveTo")), None) is not None
        warning = "sporede endringer: innsatt tekst er lest, slettet tekst er ikke lest"
        return transcript.reading((warning,) if changed else (), facts)

    def _all(self) -> Iterator[Content]:
        yield from self._contents(self.document.element.body)
        for relation in (RELATION.FOOTNOTES, RELATION.ENDNOTES):
            for root in self._related(relation):
                yield from self._notes(root)
        for relation, reason in ((RELATION.HEADER, "topptekst"), (RELATION.FOOTER, "bunntekst")):
            told: set[str] = set()
            for root in self._related(relation):
                for text in map(_plain, root.iter(qn("w:p"))):
                    if text.strip() and text not in told:
                        told.add(text)
                        yield Left(text, reason)

    def _related(self, relation: str) -> list[Any]:
        parts = [r.target_part for r in self.part.rels.values() if r.reltype == relation]
        return [parse_xml(part.blob) for part in parts]

    def _notes(self, root: Any) -> Iterator[Content]:
        for note in root:
            if note.get(qn("w:type")) in (None, "normal"):
                text = " ".join(_plain(p) for p in note.iter(qn("w:p")))
                yield Paragraph(f"<sup>{note.get(qn('w:id'))}</sup> {text}")

    def _contents(self, parent: Any) -> Iterator[Content]:
        """Paragraphs and tables in document order, through what wraps them."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield self._table(child)
            elif child.tag not in _GONE:
                yield from self._contents(child)

    def _paragraph(self, p: Any) -> Iterator[Content]:
        text = self.carried + self._text(p)
        self.carried = ""
        if p.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
            self.carried = text  # its end is deleted: it goes on with the next paragraph
            return
        style = self._style_of(p)
        if text.strip():
            label = self._label(p, style)
            level = self._level(p, style)
            shown = f"{label} {text.lstrip()}" if label else text
            name = self._chain(style, "w:name")
            if name is not None and _CONTENTS.match(name.get(qn("w:val"), "")):
                yield Left(shown, "innholdsfortegnelse")
            elif level is not None:
                yield Title(level, shown)
            else:
                yield Paragraph(shown)
        for box in _boxes(p):
            yield from self._contents(box)

    def _style_of(self, p: Any) -> str | None:
        named = p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return None if named is None else named.get(qn("w:val"))

    def _chain(self, style: str | None, path: str) -> Any:
        """The first of a style and those that it is based on that has something at `path`."""
        names = "/".join(qn(step) for step in path.split("/"))
        for _ in range(_DEEPEST_STYLE):
            element = self.styles.get(style)
            if element is None:
                return None
            found = element.find(names)
            if found is not None:
                return found
            based = element.find(qn("w:basedOn"))
            style = None if based is None else based.get(qn("w:val"))
        return None

    def _level(self, p: Any, style: str | None) -> int | None:
        """How deep a heading a paragraph is; null where it is none."""
        own = p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        outline = own if own is not None else self._chain(style, "w:pPr/w:outlineLvl")
        level = "9" if outline is None else outline.get(qn("w:val"), "9")
        if level in "012345678":
            return int(level) + 1
        name = self._chain(style, "w:name")
        known = "" if name is None else name.get(qn("w:val"), "").lower()
        if known in ("title", "tittel"):
            return 0
        heading = re.match(r"(?:heading|overskrift) (\d)$", known)
        return int(heading[1]) if heading else None

    def _label(self, p: Any, style: str | None) -> str:
        own = p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        inherited = self._chain(style, "w:pPr/w:numPr")

        def value(name: str) -> str | None:
            for properties in (own, inherited):
                found = None if properties is None else properties.find(qn(name))
                if found is not None:
                    return str(found.get(qn("w:val")))
            return None

        num, level = value("w:numId"), value("w:ilvl") or "0"
        return self.numbers.label(num, int(level)) if num and level.isdigit() else ""

    def _text(self, p: Any) -> str:
        return "".join(_runs(p, self.part.rels))

    def _table(self, table: Any) -> Table:
        return Table(
            tuple(self._row(row) for row in _within(table, qn("w:tr")) if not _deleted(row))
        )

    def _row(self, row: Any) -> TableRow:
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        cells = [(Slot(), 1)] * (0 if before is None else _count(before))
        for cell in _within(row, qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            merged = merge is not None and merge.get(qn("w:val")) != "restart"
            slot = Slot(tuple(self._contents(cell)), merged)
            cells.append((slot, 1 if span is None else _count(span)))
        return row_of(cells)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those that a content control wraps."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _within(child, tag)


def _deleted(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _count(element: Any) -> int:
    value = element.get(qn("w:val"), "1")
    return max(int(value), 1) if re.fullmatch(r"\d{1,4}", value) else 1


def _boxes(p: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, not those within them."""
    for child in p:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag not in _GONE:
            yield from _boxes(child)


def _plain(p: Any) -> str:
    return "".join(_runs(p, {}))


def _runs(parent: Any, relations: Any) -> Iterator[str]:
    """The text of a paragraph, piece by piece; a web link is written [text](address)."""
    for child in parent:
        tag = child.tag
        if tag in _GONE or tag == qn("w:txbxContent"):
            continue
        if tag == qn("w:t") or tag == _MATH_TEXT:
            yield child.text or ""
        elif tag == qn("w:tab") or tag == qn("w:ptab"):
            yield " "
        elif tag in _BREAKS:
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag == qn("w:sym"):
            yield _SYMBOLS.get(child.get(qn("w:char"), "").upper(), "•")
        elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            yield f"<sup>{child.get(qn('w:id'))}</sup>"
        elif tag == qn("w:r") and child.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None:
            continue
        elif tag == qn("w:hyperlink"):
            yield _link("".join(_runs(child, relations)), child.get(qn("r:id")), relations)
        elif isinstance(tag, str):
            yield from _runs(child, relations)


def _link(text: str, relation: str | None, relations: Any) -> str:
    target = relations[relation].target_ref if relation in relations else ""
    plain_enough = re.fullmatch(r"https?://[^\s()]+", target) and not re.search(r"[\[\]\n]", text)
    if not plain_enough or not text.strip() or text.strip() == target:
        return text
    return f"[{text}]({target})"
