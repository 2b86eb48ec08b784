"""The words of a line as they stand on it, without rules and dirt, and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from indexer.run_together.records import Token
from indexer.run_together.words import BEFORE_A_NAME, BULLETS, core_of, is_ordinary

_NARROW = frozenset("ijltfrI|.,:;'!()[]1-/")
_WIDE = frozenset("mwMW@%—")


@cache
def width_of(text: str) -> float:
    """The width in letters of a proportional type."""
    text = text.strip()
    return (
        sum(
            0.6
            if c in _NARROW
            else 1.45
            if c in _WIDE
            else 0.6
            if c == " "
            else 1.25
            if c.isupper()
            else 1.0
            for c in text
        )
        * 1.08
    )


@cache
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a line without rules and dirt."""
    spans = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    words = [word for word, _, _ in spans]
    bullets = {i for i in range(len(words)) if _bullet_at(words, i)}
    dirt = _dirt(words, bullets)
    tokens: list[Token] = []
    hard = soft = named = False
    for i, (word, start, end) in enumerate(spans):
        if word == "|":
            hard = True
            continue
        if i in dirt:
            soft = True
            continue
        bullet = i in bullets
        core = core_of(word)
        tokens.append(
            Token(
                word,
                start,
                end,
                core,
                bullet,
                hard or bullet,
                soft,
                word[0].isalpha() and not named and is_ordinary(core),
            )
        )
        named = core.lower() in BEFORE_A_NAME
        hard = soft = False
    return tuple(tokens)


def _bullet_at(words: Sequence[str], index: int) -> bool:
    """A lone "e", "o", "¢", … before a word, or at a line's end (but "o" is a letter there)."""
    if words[index] not in BULLETS:
        return False
    if index + 1 == len(words):
        return index > 0 and words[index] != "o"
    return len(re.findall(r"[^\W_]", words[index + 1])) > 1


def _dirt(words: Sequence[str], bullets: set[int]) -> set[int]:
    """Lone marks, and runs of lone characters ("g ] T -")."""
    lone = {
        i
        for i, word in enumerate(words)
        if len(word) == 1 and i not in bullets and word not in "iå|&><0123456789"
    }
    return {
        i
        for i in lone
        if i - 1 in lone or i + 1 in lone or not (words[i].isalnum() or words[i] in "-–—+=/")
    }
