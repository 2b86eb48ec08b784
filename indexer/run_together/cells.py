"""A cell's fragments as text, and the bodies that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.run_together.records import Fragment
from indexer.run_together.words import BULLETS, cores_of, is_body, is_unfinished


def cell_text(fragments: Sequence[Fragment]) -> str:
    """The fragments of a cell as one text: bullets as "• ", words joined that a line end cut."""
    text = ""
    for fragment in fragments:
        part = " ".join(fragment.text.split())
        head, _, rest = part.partition(" ")
        if head in BULLETS:
            part = f"• {rest}" if rest else ""
        if not part:
            continue
        if _is_cut(text, part):
            text = text[:-1] + part
        elif re.search(r"\w-$", text) and not _goes_on_after_hyphen(part):
            text += part
        else:
            text = f"{text} {part}" if text else part
    return text


def bodies(fragments: Sequence[Fragment]) -> tuple[str, ...]:
    """The bodies that a cell names one under the other: each begins a line with its kind."""
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        named = fragment.text[0] != "(" and is_body(cores_of(fragment.text)[:2])
        begins = groups and named
        if not groups or (begins and not is_unfinished(groups[-1][-1].text)):
            groups.append([])
        groups[-1].append(fragment)
    return tuple(cell_text(group) for group in groups)


def _is_cut(before: str, after: str) -> bool:
    """Whether a line end cut a word: "kommune-" and "helsetjenesten", but not "NPR-" and "data"."""
    return (
        bool(re.search(r"[a-zæøå]-$", before))
        and after[0].islower()
        and not (_goes_on_after_hyphen(after))
    )


def _goes_on_after_hyphen(after: str) -> bool:
    """A hyphen before "og" stands for a word's end ("pasient- og brukergruppene")."""
    return bool(re.match(r"(?:og|eller|samt)\b", after)) or not after[0].isalpha()
