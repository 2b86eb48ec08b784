"""What stands in straight quotation marks in a question, and is taken as it stands.

Titles stand in «guillemets» and may be damaged in the plan, so those are not literal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.analysis import Token

_LITERAL = re.compile(r'"[^"]+"')


def without_literal(text: str) -> str:
    """The text without its literal parts, all else in its place."""
    return _LITERAL.sub(lambda match: " " * len(match[0]), text)


def are_literal(text: str, tokens: Sequence[Token]) -> list[bool]:
    """Which tokens of a text are literal."""
    spans = [match.span() for match in _LITERAL.finditer(text)]
    return [any(start < token.start < end for start, end in spans) for token in tokens]


def as_literal(text: str, part: str) -> str | None:
    """The text with its first such part in quotation marks; null where it has none unquoted."""
    start = without_literal(text).lower().find(part.lower())
    if start < 0 or not part:
        return None
    end = start + len(part)
    return f'{text[:start]}"{text[start:end]}"{text[end:]}'
