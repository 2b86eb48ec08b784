"""Words of a picture by Tesseract, run as a program of its own; the only place that knows it."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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

_BULLETS = frozenset("*+°·¢©®«»e0o¥§")
"""What Tesseract reads for a bullet; none of these is a word of its own before another."""

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
    """The words of Tesseract's table; what is no letter and unsure is dirt or the end of a line."""
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        confidence = max(0.0, float(row["conf"]) / 100)
        if not re.search(r"\w", text) and (confidence < 0.5 or text in "|_—~"):
            continue
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
    sizes, bases = [], []
    for found in line:
        tall, deep = _TALL.search(found.text), _DEEP.search(found.text)
        parts = (_ASCENT if tall else _X_HEIGHT) + (_DESCENT if deep else 0)
        if re.search(r"\w", found.text):
            size = (found.y1 - found.y0) / parts
            sizes.append(size)
            bases.append(found.y1 - (_DESCENT * size if deep else 0))
    size = median(sizes or [found.y1 - found.y0 for found in line])
    base = median(bases or [found.y1 for found in line])
    words = [
        Word(f.text, f.x0, f.y0, f.x1, f.y1, round(size, 2), round(base, 2), False, _sure(f))
        for f in line
    ]
    if len(words) > 1 and words[0].text in _BULLETS:
        words[0] = replace(words[0], text="•", confidence=None)
    return words


def _sure(found: _Found) -> float | None:
    """How surely a word was recognised; a bullet or a dash says nothing of that."""
    return found.confidence if re.search(r"\w", found.text) else None
