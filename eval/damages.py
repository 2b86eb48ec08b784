"""Damage as it happens: letters that OCR takes for others, and slips of the fingers.

Every damage is drawn from a seed, so that it comes out the same again.
"""

from __future__ import annotations

import random
import re

CONFUSIONS = (
    ("ø", ("g", "o", "0")),
    ("å", ("a", "d", "4")),
    ("æ", ("ae", "e")),
    ("rn", ("m",)),
    ("l", ("I",)),
)
"""What was printed and what is read (issue 4). Only some of it is what `indexer.repair` undoes: it
knows no "I" for an l within a word, and no "m" for rn."""

KEYS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
"""The rows of a Norwegian keyboard."""

SHORTEST = 4
"""Letters of the shortest word that gets a typing mistake; a slip in "kva" leaves nothing."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def misread(text: str, share: float, seed: str) -> str:
    """The text with that share of its words misread, in one place each.

    Words without a confusable letter stay, so the others are hit the more often.
    """
    dice = random.Random(seed)
    words = list(_WORD.finditer(text))
    open_to_it = [word for word in words if any(right in word[0] for right, _ in CONFUSIONS)]
    count = min(round(share * len(words)), len(open_to_it))
    for word in sorted(dice.sample(open_to_it, count), key=lambda w: -w.start()):
        text = text[: word.start()] + _misread_word(word[0], dice) + text[word.end() :]
    return text


def _misread_word(word: str, dice: random.Random) -> str:
    right, readings = dice.choice([c for c in CONFUSIONS if c[0] in word])
    at = dice.choice([m.start() for m in re.finditer(right, word)])
    return word[:at] + dice.choice(readings) + word[at + len(right) :]


def mistype(text: str, slips: int, seed: str) -> str:
    """The text with so many slips, each in another word; fewer where it has too few long words."""
    dice = random.Random(seed)
    words = [word for word in _WORD.finditer(text) if len(word[0]) >= SHORTEST]
    chosen = dice.sample(words, min(slips, len(words)))
    for word in sorted(chosen, key=lambda w: -w.start()):
        text = text[: word.start()] + _mistype_word(word[0], dice) + text[word.end() :]
    return text


def _mistype_word(word: str, dice: random.Random) -> str:
    """Two letters swapped, one left out, one twice, or the key beside it; never the first."""
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    beside = _beside(word[at]) if kind == 2 else ""
    return word[:at] + (dice.choice(beside) + word[at + 1 :] if beside else word[at] + word[at:])


def _beside(letter: str) -> str:
    row = next((keys for keys in KEYS if letter in keys), "")
    at = row.find(letter)
    return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
