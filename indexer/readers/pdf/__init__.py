"""The reader of PDFs: a text layer to elements, by where its words and ruled lines stand.

pdfium (characters, lines) -> words -> PageContent -> compose -> Reading
"""

from __future__ import annotations

from pathlib import Path

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.pdf.compose import compose
from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.document import read_about
from indexer.readers.pdf.pdfium import RawPage, read_pages
from indexer.readers.pdf.words import page_content


def read_pdf(path: Path, password: str | None = None, most_pages: int | None = None) -> Reading:
    """All that the text layer of a PDF gives.

    Raises `DocumentError` where it is damaged, locked or has more pages than `most_pages`.
    """
    about = read_about(path, password)
    contents: list[PageContent] = []
    unreadable: list[tuple[int, str]] = []
    for page in read_pages(path, password, most_pages):
        if isinstance(page, RawPage):
            reason = why_unreadable(page)
            content = page_content(page)
        else:
            reason, content = page[1], PageContent(page[0], 0, 0, ())
        if reason:
            unreadable.append((content.number, reason))
        else:
            contents.append(content)
    if not contents and not unreadable:
        raise DocumentError(f"{path.name} has no pages")
    pages, elements = compose(contents)
    return Reading(
        pages,
        elements,
        transcript=True,
        warnings=about.warnings,
        unreadable=tuple(unreadable),
        facts=about.facts,
    )


def why_unreadable(page: RawPage) -> str | None:
    """Why nothing can be read of a page by its text layer; null where it can, or it is blank."""
    printed = sum(not char.space for char in page.chars)
    if printed < 8 and page.pictures > 0.3:
        return "siden er et bilde uten tekstlag"
    if printed and page.unmapped * 2 > printed:
        return "tekstlaget sier ikke hvilke bokstaver tegnene er"
    return None
