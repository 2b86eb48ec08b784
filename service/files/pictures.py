"""Pictures of pages, drawn by processes with limits and kept for those who ask again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from indexer.errors import NoPicture
from indexer.records import Box
from service.files.draw import UNDRAWABLE, Request

DPI = 144
"""Two pixels a point: ten-point type is readable, an A4 page has 2 million pixels."""

MOST_PIXELS = 4_000_000
"""A larger page is drawn smaller: an A2 poster still whole."""

MOST_MEMORY = 1 << 30
MOST_SECONDS = 15
"""For one page. A typeset A4 page takes 0.1 s and the process 0.5 s."""

MOST_KEPT = 64 << 20
"""Bytes of pictures kept; one of an A4 table is about 200 kB."""

_Key = tuple[Path, int, tuple[Box, ...]]


@dataclass(slots=True)
class Pictures:
    """Draws pages and keeps the last ones drawn. Safe to share by threads."""

    most_kept: int = MOST_KEPT
    most_seconds: int = MOST_SECONDS
    most_memory: int = MOST_MEMORY
    _kept: OrderedDict[_Key, bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, path: Path, page: int, boxes: Iterable[Box]) -> bytes:
        """A page as a PNG with boxes marked. Raises `NoPicture`."""
        key = path, page, tuple(box for box in boxes if box.page == page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        png = self._drawn(*key)
        with self._lock:
            self._kept[key] = png
            while sum(map(len, self._kept.values())) > self.most_kept:
                self._kept.popitem(last=False)
        return png

    def _drawn(self, path: Path, page: int, boxes: tuple[Box, ...]) -> bytes:
        request = Request(
            path=path.resolve(),
            page=page,
            boxes=boxes,
            dpi=DPI,
            most_pixels=MOST_PIXELS,
            most_memory=self.most_memory,
            most_seconds=self.most_seconds,
        )
        try:
            done = subprocess.run(
                [sys.executable, "-m", "service.files.draw"],
                input=request.model_dump_json().encode(),
                capture_output=True,
                timeout=self.most_seconds + 5,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                check=False,
            )
        except subprocess.TimeoutExpired as exc:
            raise NoPicture(self._too_much(page)) from exc
        if done.returncode == UNDRAWABLE:
            raise NoPicture(done.stderr.decode(errors="replace"))
        if done.returncode != 0:
            raise NoPicture(self._too_much(page))
        return done.stdout

    def _too_much(self, page: int) -> str:
        return (
            f"page {page} could not be drawn within {self.most_seconds} s and "
            f"{self.most_memory >> 20} MB; open the document itself"
        )
