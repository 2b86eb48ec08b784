"""Letters that OCR read wrong, put back by a word list; the only place that knows the list,
and simplemma, which knows nynorsk.

A word is touched only if it is no known word and becomes one by known confusions ("skrgpelighet").
In a document known to be damaged a known word also gives way to one far more common ("pa" to
"på").
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from simplemma import is_known

RARER = 115
"""In a damaged document a known word gives way to one at least this many centibels more common
(14 times). "pa" (470) and "på" (170), "mal" (530) and "mål" (350), "okt" (520) and "økt" (380)
lie 140 and more apart; "dag", "for", "var", "stor", "lar" and "bor" keep their place.
"far" (380) and "får" (270) are 110 apart and stay: both are common in plans about children."""

RARER_PART = 50
"""The same for the parts of a compound, which are rarer alone: "-rad" (440) and "-råd" (380)."""

RAREST_PART = {3: 480, 4: 600, 5: 640, 6: 640}
"""The rarest word of so many letters that a compound may be made of. Rare words of three and
four letters are abbreviations and names, of which any string can be put together ("sar", "bar"
and "het" made a word of the damaged "sarbarhet" while 600 was the limit for all)."""

RAREST_LONG_PART = 700
"""The same for longer words, which no chance puts together ("utskrivning" has class 680)."""

COMMON = 590
"""Rarity, in centibels, up to which a word of the list is taken as written: "snuble" has 570;
rarer ones are often misspellings that the list's sources have too."""

DAMAGED_SHARE = 0.01
"""Share of repaired words above which a text is damaged. The four clean plans of the corpus have
at most 0.001, the one that is OCR 0.05."""

FEWEST_DAMAGED_WORDS = 3
"""Fewer than this many are misspellings, however short the text."""

SHORT = 3
RAREST_SHORT = 400
"""The rarest word that one of up to three letters is taken for: nearly every such string is a
confusion away from some word ("tpr" and the rare "tør"); "før" has class 280, "høy" 360."""

MOST_VARIANTS = 400
"""Ways to read one word; a word of 30 letters with four confusable ones has about 80."""

LONGEST_WORD = 80
"""Letters of the longest string that is taken for a word; the longest of the five plans has 41.
Readings of one take time and memory with the square of its length."""

_CONFUSIONS: tuple[tuple[str, str, int], ...] = (
    ("@", "ø", 5),
    ("¢", "ø", 5),
    ("0", "ø", 6),
    ("g", "ø", 6),
    ("o", "ø", 9),
    ("p", "ø", 14),
    ("a", "ø", 16),
    ("e", "ø", 16),
    ("a", "å", 8),
    ("d", "å", 12),
    ("4", "å", 6),
    ("ae", "æ", 5),
    ("ee", "æ", 7),
    ("ze", "æ", 6),
    ("e", "æ", 20),
    ("a", "æ", 20),
    ("rn", "m", 14),
    ("hi", "hj", 14),
    ("gi", "gj", 14),
    ("|", "l", 10),
    ("|", "i", 10),
    ("1", "l", 5),
    ("1", "i", 7),
)
"""What stands there, what was printed, and how far-fetched that is."""

_A_PART = 8
"""How far-fetched each further part of a compound makes a reading."""

_FARTHEST = 32
"""Two or three confusions in a word, of the common kinds; one of the rare in a compound. At 40
"konferering" of a clean plan became "konførering"."""

_LIKELY = 12
"""The most far-fetched confusion for which a known word gives way to another."""

_JOINTS = ("", "s", "e")
_VERB = re.compile(r"(\w{4,})er(?:e|er|te|t|ing|ende)")
"""Verbs are made of nouns: "pilotere" of "pilot"."""

_PIECE = re.compile(r"[|@]?[^\W_]+(?:[@|¢][^\W_]+)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|www\.|\w@\w[\w-]*\.\w")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text to show, and the words changed in it: as each stands, and as it is shown."""

    text: str
    repairs: tuple[tuple[str, str], ...]


def is_damaged(text: str) -> bool:
    """Whether the text is OCR that lost its letters: many words are none until repaired."""
    words = _PIECE.findall(text)
    changed = len(repair(text).repairs)
    return changed >= FEWEST_DAMAGED_WORDS and changed >= DAMAGED_SHARE * len(words)


def repair(text: str, names: Collection[str] = (), *, damaged: bool = False) -> Repaired:
    """The text with its damaged words put right; `names` are further known words.

    `damaged` says that the document is (see `is_damaged`): then common words are trusted over
    rare ones. Web addresses stay as they are.
    """
    known = frozenset(part.lower() for name in names for part in _PIECE.findall(name))
    repairs: list[tuple[str, str]] = []

    def put_right(match: re.Match[str]) -> str:
        shown = _read(match[0], known, damaged)
        if shown != match[0]:
            repairs.append((match[0], shown))
        return shown

    def per_chunk(match: re.Match[str]) -> str:
        chunk = match[0]
        return chunk if _ADDRESS.search(chunk) else _PIECE.sub(put_right, chunk)

    return Repaired(_CHUNK.sub(per_chunk, text), tuple(repairs))


def parts_of_word(word: str) -> int | None:
    """How many words of the list a known word is put together from; null for an unknown one."""
    found = _rarity(word.lower(), frozenset())
    return found[0] if found else None


def is_word(word: str) -> bool:
    """Whether it is a Norwegian word or a compound of such, undamaged; case does not matter."""
    return _rarity(word.lower(), frozenset()) is not None


@cache
def _rarities() -> dict[str, int]:
    """Word to its class of frequency: centibels below one, rounded down to tens."""
    data = files("indexer").joinpath("data/words_nb.txt.gz").read_bytes()
    rarities: dict[str, int] = {}
    for line in gzip.decompress(data).decode("utf-8").split("\n"):
        rarity, *words = line.split(" ")
        rarities.update(dict.fromkeys(words, int(rarity)))
    return rarities


@cache
def _read(piece: str, names: frozenset[str], damaged: bool) -> str:
    """One word as it was printed, as far as can be told."""
    if piece.isdigit() or len(piece) < 2:
        return piece
    if piece.isupper() and not (damaged and len(piece) > 2 and piece.isalpha()):
        return piece
    return (
        _without_bar(piece, names)
        or _without_first(piece, names)
        or _by_letters(piece, names, damaged)
    )


def _without_bar(piece: str, names: frozenset[str]) -> str | None:
    """An initial "|" or "l" is an "I", of the word or before it ("|gangsatt", "|kommunene")."""
    if piece[0] not in "|l" or len(piece) < 4:
        return None
    rest = piece[1:].lower()
    if piece[0] == "l" and _rarity(piece.lower(), names) is not None:
        return None
    if _rarity("i" + rest, names) is not None:
        return "I" + piece[1:]
    if piece[0] == "|" and _rarity(rest, names) is not None:
        return "I " + piece[1:]
    return None


def _without_first(piece: str, names: frozenset[str]) -> str | None:
    """A capital too many in front, a bullet once ("FEtablerte")."""
    doubled = len(piece) > 4 and piece[:2].isupper() and piece[2:].islower()
    if not doubled or _rarity(piece.lower(), names) is not None:
        return None
    return piece[1:] if _rarities().get(piece[1:].lower()) is not None else None


def _by_letters(piece: str, names: frozenset[str], damaged: bool) -> str:
    word = piece.lower()
    if word in names or len(word) > LONGEST_WORD:
        return piece
    own = _rarity(word, names)
    if own is not None and not damaged:
        return piece
    best = min(_readings(word, names), default=None)
    if best is None and own is None and piece[0] == "I":
        best = min(_readings("l" + word[1:], names), default=None)
    if best is None or (own is not None and not _outdoes(best, own)):
        return piece
    if own is None and _is_nynorsk(word):
        return piece
    return _in_case_of(piece, best.word)


_Rarity = tuple[int, int]
"""How many parts a word is made of, and the sum of the classes of its parts."""


@dataclass(frozen=True, slots=True, order=True)
class _Reading:
    """A known word that another may have been; the best has the lowest score."""

    score: int
    rarity: _Rarity
    cost: int
    word: str


def _outdoes(reading: _Reading, own: _Rarity) -> bool:
    """Whether a reading is so much more common that a known word gives way to it."""
    rarity = reading.rarity
    if reading.cost > _LIKELY:
        return False
    if rarity[0] != own[0]:
        return rarity[0] < own[0]
    margin = RARER if own[0] == 1 else RARER_PART
    return own[1] - rarity[1] >= margin


def _readings(word: str, names: frozenset[str]) -> Iterator[_Reading]:
    """Known words that this may have been: likely confusions, few parts, common words."""
    for variant, cost in _variants(word).items():
        rarity = _rarity(variant, names)
        if rarity is None or (len(word) <= SHORT and rarity[1] > RAREST_SHORT):
            continue
        score = cost + _A_PART * (rarity[0] - 1) + rarity[1] // (100 * rarity[0])
        if score <= _FARTHEST:
            yield _Reading(score, rarity, cost, variant)


def _variants(word: str) -> dict[str, int]:
    """All ways to undo confusions, to what each costs; the word itself is not among them."""
    found: dict[str, int] = {}
    reached: list[tuple[str, int, int]] = [(word, 0, 0)]
    while reached and len(found) < MOST_VARIANTS:
        text, start, cost = reached.pop()
        for wrong, right, price in _CONFUSIONS:
            at = text.find(wrong, start)
            while at >= 0:
                total = cost + price
                if total <= _FARTHEST and (wrong != "1" or _within(text, at)):
                    variant = text[:at] + right + text[at + len(wrong) :]
                    if total < found.get(variant, _FARTHEST + 1):
                        found[variant] = total
                        reached.append((variant, at + len(right), total))
                at = text.find(wrong, at + 1)
    return found


def _within(word: str, at: int) -> bool:
    """Whether a figure stands between letters; "Q1" and "1b" are what they are."""
    return word[at - 1 : at].isalpha() and word[at + 1 : at + 2].isalpha()


def _rarity(word: str, names: frozenset[str]) -> _Rarity | None:
    """How rare a known word is, null for an unknown one; a compound is as rare as its parts."""
    if word in names:
        return 1, 0
    alone = _rarities().get(word)
    if alone is not None:
        return 1, alone
    verb = _VERB.fullmatch(word)
    stem = _rarities().get(verb[1]) if verb else None
    return (1, stem) if stem is not None else _compound(word, 3)


def _is_nynorsk(word: str) -> bool:
    """Whether nynorsk has the word, which the list of bokmål lacks ("dagtilbod", "trengst")."""
    return is_known(word, lang="nn")


@cache
def _compound(word: str, parts: int) -> _Rarity | None:
    """A word as at most so many known ones with joints between, the fewest and commonest."""
    rarities = _rarities()
    best: _Rarity | None = None
    for end in range(3, len(word) - 2):
        head = rarities.get(word[:end])
        if head is None or not _common_enough(end, head):
            continue
        for joint in _JOINTS:
            if not word.startswith(joint, end):
                continue
            tail = word[end + len(joint) :]
            rest = _tail(tail, parts - 1)
            if rest is not None:
                found = rest[0] + 1, head + rest[1]
                best = found if best is None else min(best, found)
    return best


def _tail(word: str, parts: int) -> _Rarity | None:
    rarity = _rarities().get(word) if len(word) > 2 else None
    if rarity is not None and _common_enough(len(word), rarity):
        return 1, rarity
    return _compound(word, parts) if parts > 1 else None


def _common_enough(letters: int, rarity: int) -> bool:
    """Whether a word of that length and class may be part of a compound."""
    return rarity <= RAREST_PART.get(letters, RAREST_LONG_PART)


def _in_case_of(piece: str, word: str) -> str:
    if piece.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if piece[0].isupper() else word


def word_rarity(word: str) -> int | None:
    """How rare a lower-case word is, in centibels below one; null where the list lacks it."""
    return _rarities().get(word)


def is_common(word: str) -> bool:
    """Whether a lower-case word is an everyday one, written as it is here."""
    rarity = word_rarity(word)
    return rarity is not None and rarity <= COMMON
