"""What is said where bodies of one name in several regions are listed together."""

from __future__ import annotations

from collections.abc import Sequence

from service.bodies.register import Namesakes
from service.words.phrases import phrase


def told_apart(found: Sequence[Namesakes], language: str = "nb") -> tuple[str, ...]:
    """That bodies of one name are not one body, a sentence each."""
    return tuple(
        phrase(language, "namesakes", name=each.name, regions="; ".join(each.regions))
        for each in found
    )
