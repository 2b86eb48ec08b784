"""Words of a picture by Tesseract, run as a program of its own; the only place that knows it."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

from indexer.readers.pdf.content import Word

if TYPE_CHECKING:
    from PIL.Image import Image

PROGRAM = "tesseract"
LANGUAGE = "nor"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-nor"

MOST_SECONDS = 60
"""For one picture; an A4 page of small print at 300 dpi takes 3 s, one of noise 20 s."""

SPARSE = 11
"""Tesseract's way of looking for text wherever it stands: a page of cells has no columns of text,
and a lone "x" in a column of years is a cell too."""

_BULLETS = frozenset("*+°·•¢©®e0o¥§.,")
"""What Tesseract reads for a bullet, which is round and lower than a letter."""

_ROUND = 1.6
_LOW = 0.45
"""How many times longer one side of a bullet may be than the other, and its height of the size
of the type; bullets of Arial and Calibri have 1.1 and 0.3, an "e" has 1.0 and 0.53."""

_DASHES = {"—": "–", "–": "–", "-": "-", "~": "–"}

LEAST_MARK = 0.5
"""Confidence below which a mark that is neither letter, bullet nor dash is dirt."""

_TALL = re.compile(r"[A-ZÆØÅbdfhijklt0-9åéó()\[\]/!?%&]")
_DEEP = re.compile(r"[gjpqyQ,;()\[\]/]")
_ASCENT, _X_HEIGHT, _DESCENT = 0.72, 0.53, 0.21
"""Of the type's size, in the faces that plans are set in (Calibri, Arial, Times)."""


class Unrecognised(Exception):
    """A picture whose words could not be recognised; the text says why and what to do, in
    Norwegian, for the one who indexes."""


@dataclass(frozen=True, slots=True)
class _Found:
    line: tuple[str, str, str]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


def recognise(picture: Image, scale: float) -> tuple[Word, ...]:
    """The words of an upright picture, in points; `scale` is its pixels a point.

    Raises `Unrecognised`.
    """
    _check_installed()
    table = _run(picture, ["--psm", str(SPARSE), "--dpi", str(round(72 * scale)), "tsv"])
    lines: dict[tuple[str, str, str], list[_Found]] = {}
    for found in _read(table, scale):
        lines.setdefault(found.line, []).append(found)
    return tuple(word for line in lines.values() for word in _words(line))


def quarter_turns(picture: Image) -> int:
    """How many degrees clockwise a picture's text is turned: 0, 90, 180 or 270; 0 where
    Tesseract cannot tell."""
    try:
        said = _run(picture, ["--psm", "0"], language="osd")
    except Unrecognised:
        return 0
    match = re.search(r"Orientation in degrees: (\d+)", said)
    return int(match[1]) % 360 if match else 0


@cache
def _languages() -> frozenset[str]:
    """The languages that are installed; none where the program is not."""
    if shutil.which(PROGRAM) is None:
        return frozenset()
    try:
        done = subprocess.run(
            [PROGRAM, "--list-langs"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode(errors="replace").split())


def is_installed() -> bool:
    """Whether pictures of Norwegian text can be recognised on this machine."""
    return LANGUAGE in _languages()


def _check_installed() -> None:
    if not is_installed():
        missing = "Tesseract" if not _languages() else "Tesseracts norske språkdata"
        raise Unrecognised(
            f"siden er et bilde, og {missing} er ikke installert; installer og indekser på nytt: "
            f"{INSTALL}"
        )


def _run(picture: Image, options: Sequence[str], language: str = LANGUAGE) -> str:
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=1)
    try:
        done = subprocess.run(
            [PROGRAM, "-", "-", "-l", language, *options],
            input=data.getvalue(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise Unrecognised(f"tekstgjenkjenningen brukte mer enn {MOST_SECONDS} sekunder") from exc
    except OSError as exc:
        raise Unrecognised(f"{PROGRAM} kunne ikke startes: {exc.strerror}") from exc
    if done.returncode != 0:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        raise Unrecognised(f"tekstgjenkjenningen feilet ({last[:200]})")
    return done.stdout.decode(errors="replace")


def _read(table: str, scale: float) -> Iterator[_Found]:
    """The words of Tesseract's table."""
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        confidence = max(0.0, float(row["conf"]) / 100)
        x0, y0 = int(row["left"]) / scale, int(row["top"]) / scale
        yield _Found(
            (row["block_num"], row["par_num"], row["line_num"]),
            text,
            x0,
            y0,
            x0 + int(row["width"]) / scale,
            y0 + int(row["height"]) / scale,
            round(confidence, 3),
        )


def _words(line: Sequence[_Found]) -> list[Word]:
    """A line's words with the size and base that they share."""
    size, base = _type(line)
    words = []
    for number, found in enumerate(line):
        text = _text(found, size, first=number == 0, last=number == len(line) - 1)
        if text:
            sure = found.confidence if re.search(r"\w", text) else None
            place = found.x0, found.y0, found.x1, found.y1
            words.append(Word(text, *place, round(size, 2), round(base, 2), False, sure))
    return words


def _type(line: Sequence[_Found]) -> tuple[float, float]:
    """The size of a line's type and where its base lies, by the words of letters."""
    sizes, bases = [], []
    for found in line:
        tall, deep = _TALL.search(found.text), _DEEP.search(found.text)
        parts = (_ASCENT if tall else _X_HEIGHT) + (_DESCENT if deep else 0)
        if re.search(r"\w", found.text):
            size = (found.y1 - found.y0) / parts
            sizes.append(size)
            bases.append(found.y1 - (_DESCENT * size if deep else 0))
    return (
        median(sizes or [found.y1 - found.y0 for found in line]),
        median(bases or [found.y1 for found in line]),
    )


def _text(found: _Found, size: float, first: bool, last: bool) -> str:
    """What was printed where Tesseract read a word; empty where that is dirt.

    A bar between words is the capital I of faces that draw it so; alone it is what is left of
    a ruled line.
    """
    text = found.text
    if first and not last and text in _BULLETS:
        width, height = found.x1 - found.x0, found.y1 - found.y0
        if height < _LOW * size and max(width, height) < _ROUND * min(width, height):
            return "•"
    if re.search(r"\w", text):
        return text
    if text in _DASHES:
        return _DASHES[text]
    if text == "|":
        return "" if last else "I"
    return text if found.confidence >= LEAST_MARK and text.strip("|_") else ""
