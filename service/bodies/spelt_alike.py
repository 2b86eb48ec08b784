"""Names that differ in spelling only."""

from __future__ import annotations

import re

from indexer.analysis import fold


def same(text: str) -> str:
    """A name without what spelling it differently changes: case, hyphens, "for", marks."""
    return re.sub(r"[\W_]+|\bfor\b", "", fold(text))
