"""What a word of a body's name is: a kind of body, somebody's post, a place or another's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from indexer.vocabulary import vocabulary

_HOSPITAL = re.compile(r"\w(?:sykehuset|sjukehuset|sykehus|sjukehus)$")


def kind_of(words: Sequence[str], index: int) -> str | None:
    """What kind of body a word begins, if any: head, unit, team, proper or member."""
    known, word = vocabulary(), words[index]
    if word in known.body_teams:
        return "team"
    if word in known.body_units:
        return "unit"
    if word in known.body_heads:
        return "head"
    if is_proper(words, index):
        return "proper"
    return "member" if word.lower() in known.body_members else None


def is_proper(words: Sequence[str], index: int) -> bool:
    """Whether a word begins the name of a municipality, a hospital or another that has one."""
    known, word = vocabulary(), words[index]
    following, third = (*words[index + 1 : index + 3], "", "")[:2]
    if word in known.proper_starts and following[:1].isupper():
        return True
    if word in known.name_leads and following[:1].isupper() and third in known.proper_endings:
        return True
    if following in known.body_units and is_name(word):
        return True
    return word[:1].isupper() and (
        following in known.proper_endings or _HOSPITAL.search(word) is not None
    )


@cache
def definite_form() -> re.Pattern[str]:
    """A body's kind or a post in its definite form, alone or at the end of a compound."""
    stems = "|".join(sorted((*vocabulary().body_stems, *vocabulary().post_stems)))
    return re.compile(rf"(?:{stems})(?:e?n|e?t|a|e?ne|ane)$", re.IGNORECASE)


@cache
def post_form() -> re.Pattern[str]:
    """Somebody's post in any form ("seksjonsleder", "kommunalsjefene")."""
    stems = "|".join(sorted(vocabulary().post_stems))
    return re.compile(rf"(?:{stems})(?:e?n|er|ar|e?ne|ane|e)?$", re.IGNORECASE)


@cache
def several_form() -> re.Pattern[str]:
    """Several of a kind of body, or several who hold a post ("legevaktene", "Seksjonsledere")."""
    stems = "|".join(sorted((*vocabulary().body_stems, *vocabulary().post_stems)))
    in_er = "|".join(sorted(stem for stem in vocabulary().post_stems if stem.endswith("er")))
    return re.compile(rf"(?:{stems})(?:e?ne|ane|ar|er|a)$|(?:{in_er})e$", re.IGNORECASE)


@cache
def several_people_form() -> re.Pattern[str]:
    """Several who hold a post, not known who ("helsesykepleiere", "ruskonsulentar")."""
    stems = "|".join(sorted(vocabulary().post_stems))
    in_er = "|".join(sorted(stem for stem in vocabulary().post_stems if stem.endswith("er")))
    return re.compile(rf"(?:{stems})(?:ar|er)$|(?:{in_er})e$", re.IGNORECASE)


def names_body(word: str) -> bool:
    """Whether a word with a capital names a kind of body or a post rather than a topic."""
    stem = rf"(?:{'|'.join(sorted(vocabulary().body_stems))})$"
    found = (
        definite_form().search(word),
        post_form().search(word),
        re.search(stem, word, re.IGNORECASE),
    )
    return any(found)


def is_name(word: str) -> bool:
    """Whether a word may be a place's name: a capital, no kind of body and no abbreviation."""
    known = word in {
        *vocabulary().proper_starts,
        *vocabulary().body_heads,
        *vocabulary().body_teams,
    }
    plain = re.fullmatch(r"[A-ZÆØÅ][a-zæøåáé]+(?:-[A-ZÆØÅ]?[a-zæøå]+)?", word) is not None
    return plain and not (known or _HOSPITAL.search(word) or names_body(word))


def begins_body(text: str) -> bool:
    """Whether a text opens with what names a kind of body, somebody's post or a body's own name."""
    words = text.split()
    return kind_of(words, 0) is not None or names_body(words[0].strip(",;"))


def is_complete(text: str) -> bool:
    """Whether a text is one word that names a body or post in its definite form: a whole name."""
    return " " not in text and definite_form().search(text) is not None


def is_post(word: str) -> bool:
    """Whether a word is somebody's post in its indefinite form, behind which may stand of what."""
    stems = "|".join(sorted(vocabulary().post_stems))
    return re.search(rf"(?:{stems})e?$", word, re.IGNORECASE) is not None


def is_unit(text: str) -> bool:
    """Whether a text is what may be a part of a body named before it ("BUP")."""
    return text in vocabulary().body_units
