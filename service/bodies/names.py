"""Names of bodies: which spellings name the same body, by words rather than letters.

Case, hyphens, linking words, word order, inflection, nynorsk, written-out abbreviations and
single misread letters change no body; any other word does. "Fagråd forebygging" and "Fagråd
forebygging og tidlig innsats" may well be one, which only people can know: they are related.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from indexer.analysis import compound_parts, fold, stem
from indexer.vocabulary import vocabulary
from service.words.word_lists import word_list

FUZZY = 6
"""Letters of the shortest word in which one may be misread or swapped ("voksen", "voksne").
Shorter ones differ by a letter and mean another ("barn", "bara"); of the words of this length
in bodies' names "faglig" and "daglig" would be mistaken for each other."""

SHORTEST_ABBREVIATION = 4
"""Letters that an abbreviation has at least ("foreb."), so that it stands for one word only."""

_WORD = re.compile(r"[^\W_]+(?:\.(?=[\s,;/]|$))?")
_IN_PARENTHESES = re.compile(r"\s*\(([^()]*)\)")
_ACRONYM = re.compile(r"[A-ZÆØÅ]{2,8}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: as written, and the stem by which it is compared."""

    text: str
    stem: str

    @property
    def is_abbreviated(self) -> bool:
        """It ends in a full stop."""
        return self.text.endswith(".")


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name as a plan writes it, and its telling words; the first is its kind."""

    text: str
    words: tuple[Word, ...]

    @property
    def key(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(word.stem for word in self.words)


@dataclass(frozen=True, slots=True)
class _Rules:
    links: frozenset[str]
    quantities: frozenset[str]
    general: frozenset[str]
    support: re.Pattern[str]
    nynorsk: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _rules() -> _Rules:
    data = word_list("bodies")
    heads = {head.lower() for head in vocabulary().body_heads}
    kinds = vocabulary().body_members - heads | _teams()
    phrases = sorted(data["support"], key=len, reverse=True)
    nynorsk = tuple((re.compile(found), spelt) for found, spelt in data["nynorsk"].items())
    return _Rules(
        links=frozenset(data["links"]),
        quantities=frozenset(data["quantities"]),
        general=frozenset(_stem(word, nynorsk) for word in {*data["general"], *kinds}),
        support=re.compile(r"\s+(?:" + "|".join(phrases) + r")\s+", re.IGNORECASE),
        nynorsk=nynorsk,
    )


@cache
def _teams() -> frozenset[str]:
    return frozenset(team.lower() for team in vocabulary().body_teams)


def _stem(word: str, nynorsk: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """The stem of a word, of nynorsk the stem of its bokmål."""
    spelt = word.lower().rstrip(".")
    for found, bokmal in nynorsk:
        spelt = found.sub(bokmal, spelt)
    return stem(spelt)


def stem_of(word: str) -> str:
    """The stem by which a word of a name is compared."""
    return _stem(word, _rules().nynorsk)


def read_name(text: str) -> Name:
    """A name's words; what stands in parentheses counts only where nothing else names a body."""
    outside = _words(_IN_PARENTHESES.sub("", text))
    if all(word.stem in _rules().general for word in outside):
        return Name(text, _words(text))
    return Name(text, outside)


def _words(text: str) -> tuple[Word, ...]:
    # A hyphen between small letters is the writer's or a broken line's: "pasient-samarbeid".
    text = re.sub(r"(?<=[a-zæøå])(?:[-‐‑]| [-–] )(?!og\b|eller\b)(?=[a-zæøå])", "", text)
    found = [match[0] for match in _WORD.finditer(text)]
    words = []
    for word, following in zip(found, [*found, ""][1:], strict=True):
        if word.lower() in _rules().links | _rules().quantities:
            continue
        # A municipality's name has no inflection: Strand and Stranda are two.
        place = word[0].isupper() and following.lower() in ("kommune", "kommunes")
        words.append(Word(word, word.lower() if place else _stem(word, _rules().nynorsk)))
    return tuple({word.stem: word for word in words}.values())


def with_support(text: str) -> list[str]:
    """The bodies of a name that says who helps: "Fagråd A med støtte fra fagråd B"."""
    return [part.strip(" ,;/") for part in _rules().support.split(text) if part.strip(" ,;/")]


def by_slashes(text: str) -> list[str]:
    """The names that a list of topics may stand for: "Fagråd A/ B /C"; nothing without one."""
    first, *others = (part.strip() for part in text.split("/"))
    head = first.split(" ", maxsplit=1)[0]
    if not others or not all(others) or " " not in first:
        return []
    return [first, *(part if part.startswith(head) else f"{head} {part}" for part in others)]


def acronym_in(text: str) -> str | None:
    """The abbreviation that a name gives for itself: "Medisinskfaglig samarbeidsutvalg (MSU)"."""
    for match in _IN_PARENTHESES.finditer(text):
        if _ACRONYM.fullmatch(match[1]) and _begins(text[: match.start()], match[1]):
            return match[1]
    return None


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """(abbreviation, what it stands for) as a text defines them: "Arbeidsutvalget (AU)"."""
    for match in re.finditer(r"((?:[\w-]+ ){0,5}[\w-]+) \(([A-ZÆØÅ]{2,8})\)", text):
        words = match[1].split(" ")
        for count in range(1, len(words) + 1):
            phrase = " ".join(words[-count:])
            if phrase[0].isupper() and _begins(phrase, match[2]):
                yield match[2], phrase
                break


def meant_by(name: Name, acronyms: Mapping[str, str]) -> Name | None:
    """What a name that is an abbreviation, or gives one for itself, stands for."""
    own = acronym_in(name.text)
    if own is not None:
        return read_name(own)
    meaning = acronyms.get(name.text)
    return None if meaning is None else read_name(meaning)


def _begins(phrase: str, acronym: str) -> bool:
    """Whether the letters of an abbreviation begin words of a phrase, or parts of them, in
    order, the first letter the first word."""
    initials = [
        part[0]
        for word in re.findall(r"[^\W_]+", phrase.lower())
        for part in (compound_parts(word) or (word,))
    ]
    wanted = acronym.lower()
    if not initials or initials[0] != wanted[0]:
        return False
    left = iter(initials)
    return all(letter in left for letter in wanted)


def are_same(one: Name, other: Name) -> bool:
    """Whether two spellings name one body."""
    if not one.words or not other.words:
        return False
    if one.key == other.key:
        return True
    return (
        len(one.words) == len(other.words) and _all_in(one, other) and _all_in(other, one)
    ) or _joined(one) == _joined(other)


def say_the_same(one: str, other: str) -> bool:
    """Whether two spellings name one body and say the same of it.

    How many of a kind are meant ("øvrige fagråd"), and what stands in parentheses beside an
    abbreviation of the name's own, make it no other body, but somebody else is responsible.
    """
    return are_same(read_name(one), read_name(other)) and _beside(one) == _beside(other)


def _beside(text: str) -> frozenset[str]:
    """The stems of what a name says of its body: how many, and what stands in parentheses."""
    many = (match[0] for match in _WORD.finditer(text) if match[0].lower() in _rules().quantities)
    own = acronym_in(text)
    inside = (match[1] for match in _IN_PARENTHESES.finditer(text) if match[1] != own)
    words = (word.stem for each in inside for word in _words(each))
    return frozenset((*(stem_of(word) for word in many), *words))


def has_words(name: Name, asked: Name) -> bool:
    """Whether a name has all words that are asked for."""
    return _all_in(asked, name, by_beginning=True)


def is_wider(one: Name, other: Name) -> bool:
    """Whether a name says all that another of its kind does, and that one more.

    Teams are made for one thing each: "Prosjektgruppe Lørenskog" is no other's part.
    """
    if not 1 < len(one.words) < len(other.words) or one.words[0].text.lower() in _teams():
        return False
    return one.words[0].stem == other.words[0].stem and _all_in(one, other, by_beginning=True)


def _all_in(one: Name, other: Name, by_beginning: bool = False) -> bool:
    return all(
        any(_is_same_word(word, found, by_beginning) for found in other.words) for word in one.words
    )


def _is_same_word(one: Word, other: Word, by_beginning: bool) -> bool:
    if one.stem == other.stem:
        return True
    short, long = sorted((one, other), key=lambda word: len(word.stem))
    begins = long.stem.startswith(short.stem) and len(short.stem) >= SHORTEST_ABBREVIATION
    if begins and (short.is_abbreviated or (by_beginning and len(short.stem) >= FUZZY)):
        return True
    if one.text[:1].isupper() and other.text[:1].isupper():
        return False  # two names of places: Strand and Stranda
    if min(len(one.text), len(other.text)) < FUZZY:
        return False
    return OSA.distance(one.text.lower(), other.text.lower(), score_cutoff=1) <= 1


def _joined(name: Name) -> str:
    """The words written as one, for a compound that is written apart."""
    return "".join(word.stem for word in name.words)


def is_general(name: Name, kinds: Mapping[str, int]) -> bool:
    """Whether a name names a kind of body: "kommunene", or "fagråd" where there are several.

    `kinds` counts the bodies of a region that are called by a kind and a topic.
    """
    return all(
        word.stem in _rules().general or (len(name.words) == 1 and kinds.get(word.stem, 0) > 0)
        for word in name.words
    )


def slug(name: Name) -> str:
    """A name for an address: lower case, no marks."""
    text = "-".join(word.text for word in name.words).lower()
    plain = unicodedata.normalize("NFKD", text.replace("æ", "ae").replace("ø", "o"))
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[^\w-]", "", plain))) or "uten-navn"


def same(text: str) -> str:
    """A name without what spelling it differently changes: case, hyphens, "for", marks."""
    return re.sub(r"[\W_]+|\bfor\b", "", fold(text))
