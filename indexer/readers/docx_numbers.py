"""The labels of a Word document's lists and numbered headings: "1.2", "b)", "•".

A label stands nowhere in the text of the file; Word counts it when it shows the page. ECMA-376
part 1, 17.9.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

BULLET = "•"

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str
    restarts: bool


class Numbers:
    """Counts the list items of a document in their order.

    `part` is the root of `numbering.xml` or null; `qn` makes a qualified name from "w:name".
    """

    def __init__(self, part: Any, qn: Any) -> None:
        self._qn = qn
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._started: set[tuple[str, int]] = set()
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is not None:
            self._load(part)

    def label(self, num: str, level: int) -> str:
        """What stands before the next item of a list at this level; empty where nothing does."""
        if num not in self._nums:
            return ""
        abstract, own = self._nums[num]
        levels = {**self._abstract.get(abstract, {}), **own}
        this = levels.get(level)
        if this is None:
            return ""
        if this.kind == "bullet":
            return BULLET
        counts = self._counts[abstract]
        if level in own and (num, level) not in self._started:
            self._started.add((num, level))
            counts.pop(level, None)
        counts[level] = counts.get(level, this.start - 1) + 1
        for deeper in [d for d in counts if d > level and (d not in levels or levels[d].restarts)]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            at = levels.get(index)
            if at is None:
                return ""
            return _numeral(counts.setdefault(index, at.start), at.kind)

        return re.sub(r"%(\d)", shown, this.pattern).strip()

    def _load(self, root: Any) -> None:
        qn = self._qn
        for abstract in root.iterchildren(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            self._abstract[key] = dict(map(self._level, abstract.iterchildren(qn("w:lvl"))))
        for num in root.iterchildren(qn("w:num")):
            refers = num.find(qn("w:abstractNumId"))
            if refers is None:
                continue
            abstract_id = refers.get(qn("w:val"))
            own: dict[int, _Level] = {}
            for override in num.iterchildren(qn("w:lvlOverride")):
                index = _int(override.get(qn("w:ilvl")), 0)
                base = self._abstract.get(abstract_id, {}).get(index)
                level = override.find(qn("w:lvl"))
                start = override.find(qn("w:startOverride"))
                if level is not None:
                    own[index] = self._level(level)[1]
                elif start is not None and base is not None:
                    first = _int(start.get(qn("w:val")), 1)
                    own[index] = _Level(first, base.kind, base.pattern, base.restarts)
            self._nums[num.get(qn("w:numId"))] = (abstract_id, own)

    def _level(self, level: Any) -> tuple[int, _Level]:
        def value(name: str, otherwise: str) -> str:
            found = level.find(self._qn(name))
            return otherwise if found is None else found.get(self._qn("w:val"), otherwise)

        return _int(level.get(self._qn("w:ilvl")), 0), _Level(
            _int(value("w:start", "0"), 0),
            value("w:numFmt", "decimal"),
            value("w:lvlText", ""),
            value("w:lvlRestart", "1") != "0",
        )


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _numeral(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 40:
        text = ""
        for value, numeral in _ROMAN:
            while number >= value:
                text, number = text + numeral, number - value
        return text if kind == "lowerRoman" else text.upper()
    if kind == "none":
        return ""
    return f"{number:02d}" if kind == "decimalZero" else str(number)
