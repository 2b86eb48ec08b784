"""Files that are ZIP archives of XML: what kind they are, and whether they are safe to unpack."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from indexer.errors import DocumentError

MOST_XML = 32 * 2**20
"""Bytes of XML that a file may unpack to. The measures of St. Olavs hospital's plan (52) take
70 kB in a Word table, and styles 0.8 MB (`eval/roundtrip`); Word itself says the same in several
times the bytes. 60 MB of it (65,000 rows) took 100 s and 1 GB on two shared cores. A bomb of
100 kB unpacks to 100 MB."""

MOST_BYTES = 512 * 2**20
"""Bytes that all members together may unpack to, pictures too. Pictures are packed already, so a
file of that size on disk would be one with hundreds of photographs."""

MOST_MEMBERS = 20_000
"""Members of the archive: a picture, slide or part each. Presentations have some hundreds."""

ZIP = b"PK\x03\x04"
_XML = (".xml", ".rels", ".vml")
_DAMAGED = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError)
_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
}
_MAIN = (("word/", "docx"), ("ppt/", "pptx"))
_NAMES = {"xl/": "an Excel workbook", "META-INF/": "a Java archive"}


def kind_of_zip(path: Path) -> str:
    """ "docx", "odt" or "pptx".

    Raises `DocumentError` for another archive, and for one that is damaged, locked or unpacks to
    more than can be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check(path.name, members)
            names = [member.filename for member in members]
            if "mimetype" in names:
                return _open_document(path.name, archive)
    except _DAMAGED as exc:
        raise DocumentError(
            f"{path.name} is damaged ({exc}); save it anew where it was made, or fetch it again"
        ) from exc
    if "[Content_Types].xml" in names:
        for folder, kind in _MAIN:
            if any(name.startswith(folder) for name in names):
                return kind
    what = next(
        (said for start, said in _NAMES.items() if any(n.startswith(start) for n in names)),
        "a ZIP archive",
    )
    raise DocumentError(f"{path.name} is {what}, no document; put the documents in it here instead")


def _check(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise DocumentError(
            f"{name} has {len(members)} parts, more than {MOST_MEMBERS}; divide the document"
        )
    size = sum(m.file_size for m in members if m.filename.lower().endswith(_XML))
    if size > MOST_XML:
        raise DocumentError(
            f"{name} unpacks to {size // 2**20} MB of text and markup, more than "
            f"{MOST_XML // 2**20} MB; divide the document"
        )
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise DocumentError(
            f"{name} unpacks to more than {MOST_BYTES // 2**20} MB; take pictures out of it"
        )
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError(f"{name} is locked with a password; save it without one")


def _open_document(name: str, archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as member:
        said = member.read(200).decode("ascii", "replace").strip()
    if said not in _ODF:
        raise DocumentError(f"{name} is {said}, which is not read; save it as ODT, DOCX or PDF")
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as member:
            if b"encryption-data" in member.read(MOST_XML):
                raise DocumentError(f"{name} is locked with a password; save it without one")
    return _ODF[said]
