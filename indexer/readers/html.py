"""Web pages and HTML exports: headings, paragraphs, lists and tables as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from indexer.cells import BULLETS
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
)
from indexer.readers.text import decode

_DROPPED = {"script", "style", "noscript", "template", "svg", "form", "button", "iframe", "object",
            "select", "input", "textarea", "head", "del", "title", "link", "meta"}  # fmt: skip
_FURNITURE = {"nav": "meny", "footer": "bunntekst", "aside": "sidestoff"}
_ROLES = {"navigation": "meny", "contentinfo": "bunntekst", "search": "søkefelt"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "header", "hr", "html", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "aside", *_HEADINGS,
}  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml[^>]*\?>")
_BREAK = "\x0b"
_LONGEST_NAME = 40
_MARK = re.compile(rf"\s*(?:[{BULLETS}]|\d+\.|[a-z]\))\s")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OPENS = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|main|article|section|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_html(data: bytes) -> bool:
    """Whether a file opens as HTML does; Markdown with HTML in its cells does not."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    return bool(_OPENS.match(head))


def read_html(path: Path) -> Reading:
    """What stands in a web page. Raises `DocumentError`."""
    text, warning = _decode(path.read_bytes(), path.name)
    try:
        root = lxml_html.document_fromstring(_XML.sub("", text, count=1))
        title = root.findtext(".//title") or ""
        transcript = Transcript()
        transcript.add(_Web().contents(root))
    except (etree.LxmlError, ValueError, RecursionError) as exc:
        raise DocumentError(
            f"{path.name} is no web page that can be read ({exc}); open it and save it anew"
        ) from exc
    facts = [("title", " ".join(title.split()))]
    return transcript.reading((warning,) if warning else (), facts)


def _decode(data: bytes, name: str) -> tuple[str, str | None]:
    """By its mark, the encoding that it declares, or as text files are."""
    declared = _DECLARED.search(data[:4096])
    if declared is None or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:3] == b"\xef\xbb\xbf":
        return decode(data, name)
    said = declared[1].decode("ascii", "replace").lower()
    encoding = "cp1252" if said in ("iso-8859-1", "latin1", "ascii", "us-ascii") else said
    try:
        return data.decode(encoding), None
    except (LookupError, UnicodeDecodeError):
        text, _ = decode(data, name)
        return text, f"{name} sier at det er {said}, men er det ikke"


class _Web:
    """Goes through a page; lists that are open, each with its next number or null."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []

    def contents(self, element: Any) -> Iterator[Content]:
        """The contents of a block: text that stands in it directly is a paragraph too."""
        inline = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str):
                inline.append(child.tail or "")
                continue
            if _is_inline(child):
                inline += [_inline(child), child.tail or ""]
                continue
            yield from _paragraph("".join(inline))
            yield from self._block(child)
            inline = [child.tail or ""]
        yield from _paragraph("".join(inline))

    def _block(self, element: Any) -> Iterator[Content]:
        tag = element.tag
        reason = _FURNITURE.get(tag) or _ROLES.get(element.get("role", ""))
        if _dropped(element):
            return
        if reason or (tag == "header" and _is_banner(element)):
            yield Left(_whole(element), reason or "topptekst")
        elif tag in _HEADINGS:
            yield Title(_HEADINGS[tag], _whole(element))
        elif tag == "table":
            caption = element.find("caption")
            if caption is not None:
                yield Paragraph(_whole(caption))
            yield self._table(element)
        elif tag in ("ul", "ol", "menu"):
            start = element.get("start", "1")
            first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
            self.lists.append(first if tag == "ol" else None)
            yield from self.contents(element)
            self.lists.pop()
        elif tag == "li":
            yield from self._item(element)
        elif tag == "dl":
            yield from self._described(element)
        else:
            yield from self.contents(element)

    def _item(self, element: Any) -> Iterator[Content]:
        """A list item with its mark before its first paragraph."""
        mark = "•"
        if self.lists and self.lists[-1] is not None:
            number = self.lists[-1]
            kind = (
                (element.getparent().get("type") or "1") if element.getparent() is not None else "1"
            )
            mark = f"{chr(96 + number)})" if kind == "a" and number <= 26 else f"{number}."
            self.lists[-1] = number + 1
        for content in self.contents(element):
            if isinstance(content, Paragraph) and mark:
                yield Paragraph(f"{mark} {content.text.lstrip(f' {BULLETS}·')}")
                mark = ""
            else:
                yield content

    def _described(self, element: Any) -> Iterator[Content]:
        """A list of names, each with what describes it: a line "Name: this; that" where all of it
        is short text, else the name over its contents."""
        name = ""
        values: list[str] = []
        for part in _parts(element):
            if part.tag == "dt":
                yield from _named(name, values)
                name, values = _whole(part).rstrip(" :"), []
                continue
            contents = list(self.contents(part))
            texts = [content.text for content in contents if isinstance(content, Paragraph)]
            short = len(texts) == len(contents) and not any(map(_MARK.match, texts))
            if short and _may_label(name):
                values += [" ".join(text.split()) for text in texts]
                continue
            yield from _named(name, values)
            yield from contents
            name, values = "", []
        yield from _named(name, values)

    def _table(self, table: Any) -> Table:
        """The grid of a table: where cells go over rows and columns (HTML standard, 4.9.12)."""
        rows: list[TableRow] = []
        below: dict[int, int] = {}
        for tr in _rows(table):
            slots: dict[int, Slot] = {}
            column, real = 0, []
            taken = {i for i, left in below.items() if left > 0}
            for cell in tr:
                if cell.tag not in ("td", "th") or _dropped(cell):
                    continue
                while column in taken:
                    column += 1
                width = min(_span(cell, "colspan"), MOST_COLUMNS - column)
                if width < 1:
                    break
                real.append(width)
                contents = tuple(_Web().contents(cell))
                for offset in range(width):
                    slots[column + offset] = Slot(contents if offset == 0 else ())
                    below[column + offset] = _span(cell, "rowspan")
                column += width
            for i in taken:
                slots.setdefault(i, Slot(merged=True))
            below = {i: left - 1 for i, left in below.items()}
            count = max(slots, default=-1) + 1
            spans = len(real) == 1 and count > 1 and real[0] == count
            rows.append(TableRow(tuple(slots.get(i, Slot()) for i in range(count)), spans))
        return Table(tuple(rows))


def _parts(described: Any) -> Iterator[Any]:
    """The names and contents of a description list, also those that are grouped in it."""
    for part in described:
        if not isinstance(part.tag, str) or _dropped(part):
            continue
        if part.tag in ("dt", "dd"):
            yield part
        else:
            yield from _parts(part)


def _may_label(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and ":" not in name


def _named(name: str, values: Sequence[str]) -> Iterator[Content]:
    if name:
        said = f"{name}: {'; '.join(values)}" if values else f"{name}:"
        yield Paragraph(said if _may_label(name) else name)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, its head first and its foot last, as they are shown."""
    parts = {"thead": 0, "tfoot": 2}
    for part in sorted(table, key=lambda e: parts.get(e.tag, 1)):
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterchildren("tr")


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 65534) if re.fullmatch(r"\d{1,5}", value) else 1


def _paragraph(text: str) -> Iterator[Content]:
    """Line ends of the file are blanks; those of the page are marked."""
    shown = text.replace("\r", " ").replace("\n", " ").replace(_BREAK, "\n")
    if shown.strip():
        yield Paragraph(shown)


def _dropped(element: Any) -> bool:
    return (
        element.tag in _DROPPED
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _is_inline(element: Any) -> bool:
    """Whether it and all in it run with the text around it."""
    return not any(e.tag in _BLOCKS for e in element.iter()) or _dropped(element)


def _is_banner(element: Any) -> bool:
    return element.find(".//h1") is None and not any(
        parent.tag in ("main", "article") for parent in element.iterancestors()
    )


def _whole(element: Any) -> str:
    """All text of an element on one line."""
    return " ".join(_inline(element).split())


def _inline(element: Any) -> str:
    """Text with newlines for line breaks; other blanks as they were, web links as Markdown."""
    if _dropped(element):
        return ""
    if element.tag == "br":
        return _BREAK
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_inline(child))
            if child.tag in _BLOCKS:
                parts.append(" ")
        parts.append(child.tail or "")
    text = "".join(parts)
    if element.tag == "sup" and re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", text):
        return f"<sup>{text.strip(' []')}</sup>"
    address = element.get("href") or ""
    if (
        element.tag == "a"
        and re.fullmatch(r"https?://[^\s()]+", address)
        and text.strip()
        and not re.search(r"[\[\]<]", text)
        and text.strip() != address
    ):
        return f"[{text.strip()}]({address})"
    return text
