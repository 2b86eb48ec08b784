"""What tells that the text of a damaged document is not what was printed, though it is shown.

Letters are put right where that makes a word (`indexer.repair`). Where it makes none, or either of
two, the text is the best there is, and whoever reads it should know.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from indexer.repair import is_common, is_word

_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|www\.|\w@\w[\w-]*\.\w")

_NO_LETTERS = re.compile(
    r"[^\W\d_][¢@|<>=©®?]+[^\W_]|[¢|<>@©®][^\W\d_]|[a-zæøå]\d+[a-zæøå]|^[«(\"]*/\w"
)
"""Marks and digits inside a word ("tpr.¢v1ngel"), or a stroke that opens one ("«/IMMI-")."""

_NO_BEGINNING = re.compile(r"\bL[bcdfghkmnpqrstvwxz][a-zæøå]{2,}")
"""No Norwegian word begins with an l and such a consonant ("Lher")."""

_SHORT_NAME = re.compile(r"(?<=[a-zæøå] )[A-ZÆØÅ][a-zæøå]{1,2}\b(?!\.)")
"""In the middle of a sentence: an abbreviation misread ("overgang til bedre Tub" for TUD)."""

_EITHER = re.compile(
    r"\b(?:som|de|dei|vi|hun|han|ho|skal|vil|kan|må) far\b(?! (?:og|eller|til|som|er)\b)"
)
"""Likelier "får", but both are common (see `indexer.repair.RARER`)."""


def is_misread(text: str, names: Collection[str]) -> bool:
    """Whether a text of a damaged document, repaired, holds what cannot have been printed so, or
    a word of which it cannot be told; `names` are known names in lower case."""
    chunks = (match[0] for match in _CHUNK.finditer(text))
    if any(_NO_LETTERS.search(chunk) for chunk in chunks if not _ADDRESS.search(chunk)):
        return True
    if _EITHER.search(text):
        return True
    if any(not is_word(match[0]) for match in _NO_BEGINNING.finditer(text)):
        return True
    short = (match[0].lower() for match in _SHORT_NAME.finditer(text))
    return any(word not in names and not is_common(word) for word in short)
