"""The reader of PDFs: pages to elements, by where their words and ruled lines stand.

pdfium (characters, lines) -> words \
                                      PageContent -> compose -> Reading
picture -> rulings, recognised words /
"""

from __future__ import annotations

from pathlib import Path

from indexer.elements import Reading
from indexer.errors import DocumentError
from indexer.readers.pdf.compose import compose
from indexer.readers.pdf.content import PageContent
from indexer.readers.pdf.document import read_about
from indexer.readers.pdf.pdfium import RawPage, read_pages
from indexer.readers.pdf.scan import read_page


def read_pdf(path: Path, password: str | None = None, most_pages: int | None = None) -> Reading:
    """All that the text layer of a PDF gives, or the picture of a page without one.

    Raises `DocumentError` where it is damaged, locked or has more pages than `most_pages`.
    """
    about = read_about(path, password)
    contents: list[PageContent] = []
    unreadable: list[tuple[int, str]] = []
    for page in read_pages(path, password, most_pages):
        if isinstance(page, RawPage):
            content, reason = read_page(path, page, password)
            contents.append(content)
        else:
            reason, content = page[1], PageContent(page[0], 0, 0, ())
        if reason:
            unreadable.append((content.number, reason))
    if not contents and not unreadable:
        raise DocumentError(f"{path.name} has no pages")
    pages, elements = compose(contents, about.outline)
    return Reading(
        pages,
        elements,
        transcript=True,
        warnings=about.warnings,
        unreadable=tuple(unreadable),
        facts=about.facts,
        labels=about.labels,
    )
