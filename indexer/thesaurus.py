"""The things of the field by their names, and how people who know none of these would put them.

Questions are read with it (`service/reading/understand.py`), and what a plan names in the field's
own words is encoded with everyday words and English beside it (`glosses`): the encoder knows
neither.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from indexer.analysis import Token, compound_parts, stem, tokenize
from indexer.repair import is_common

MOST_GLOSSED = 8
"""Things named by one passage that are glossed, at most: the first ones that have a gloss."""


ALIKE = 75
"""How alike two spellings of one name are, of 100: "heimesjukehus" and "hjemmesykehus"."""

SHORTEST_SENSE = 3
"""Letters of the shortest word that a name may begin with as a form of it."""

SHORTEST_PART = 4
"""Letters of the shortest part of a nynorsk compound put into bokmål."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing of the field: its names as stems, Norwegian first, how it is shown, and how it is
    put in everyday words and in English; `short` are the abbreviations of its label and the usual
    English for it, in lower case."""

    label: str
    names: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...]
    gloss: tuple[str, ...]
    short: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """`names` maps a name's stems (an abbreviation as written) to the concepts that have it.

    It has the everyday ways of asking too; a concept's own names, `said`, are what plans are
    searched for; those that bokmål has are `bokmal` too. `nynorsk` maps a word's stem to those of
    bokmål, `from_nynorsk` to the likeliest word.
    `spelled` has the words of all names as they are spelt, by language: nb, nn,
    en, and "no" for what is asked or abbreviated in either written language. `abbreviated` has the
    names that are abbreviations alone, as stems, with the abbreviations in lower case.
    """

    names: Mapping[tuple[str, ...], tuple[Concept, ...]]
    said: Mapping[tuple[str, ...], tuple[Concept, ...]]
    bokmal: frozenset[tuple[str, ...]]
    english: Mapping[tuple[str, ...], tuple[str, ...]]
    nynorsk: Mapping[str, tuple[str, ...]]
    from_nynorsk: Mapping[str, str]
    english_words: frozenset[str]
    spelled: Mapping[str, frozenset[str]]
    abbreviated: Mapping[tuple[str, ...], frozenset[str]]
    longest: int


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(token.stem for token in tokenize(text))


@dataclass(frozen=True, slots=True)
class Written:
    """The names of a thing as they are written: Norwegian in either language, of which `nynorsk` is
    the first that is spelt so there alone, and the usual English."""

    norwegian: tuple[str, ...]
    nynorsk: str | None
    english: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("indexer").joinpath("data/thesaurus.toml").read_text("utf-8"))


@cache
def _written() -> Mapping[str, Written]:
    """By label."""
    return {
        entry["nb"][0]: Written(
            (*entry["nb"], *entry.get("nn", ())),
            next(iter(entry.get("nn", ())), None),
            tuple(entry.get("en", ())[:1]),
        )
        for entry in _data()["concept"]
    }


def written(concept: Concept) -> Written:
    """The names of a thing as they are written."""
    return _written()[concept.label]


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that ships with Plansøk."""
    data = _data()
    names: dict[tuple[str, ...], list[Concept]] = {}
    said: dict[tuple[str, ...], list[Concept]] = {}
    bokmal: set[tuple[str, ...]] = set()
    for entry in data["concept"]:
        concept = _concept(entry)
        for key in ("nb", "asked", "nn", "abbr"):
            as_written = key == "abbr" and entry.get("case")
            for name in entry.get(key, ()):
                own = (name,) if as_written else stems_of(name)
                names.setdefault(own, []).append(concept)
                if key != "asked":
                    said.setdefault(own, []).append(concept)
                if key != "nn":
                    bokmal.add(own)
        for name in entry.get("en", ()):
            names.setdefault(english_stems(name), []).append(concept)
    english = {english_stems(key): tuple(values) for key, values in data["english"].items()}
    nynorsk = {stem(key): tuple(stem(v) for v in vs) for key, vs in data["nynorsk"].items()}
    words = {
        stem(key): values[0]
        for key, values in data["nynorsk"].items()
        if stem(key) not in nynorsk[stem(key)]
    }
    english_words = frozenset(
        word for name in (*names, *english) for word in name if word.startswith("en:")
    )
    longest = max(len(name) for name in (*names, *english))
    return Thesaurus(
        _once(names),
        _once(said),
        frozenset(bokmal),
        english,
        nynorsk,
        words,
        english_words,
        _spelled(data),
        _abbreviated(data),
        longest,
    )


def _spelled(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The words of all names and of both dictionaries, by language."""
    texts: dict[str, list[str]] = {
        "nb": [word for key in ("english", "nynorsk") for to in data[key].values() for word in to],
        "nn": list(data["nynorsk"]),
        "en": list(data["english"]),
        "no": [],
    }
    for entry in data["concept"]:
        for key in ("nb", "abbr", "asked", "nn", "en"):
            texts[key if key in texts else "no"] += entry.get(key, ())
    return {
        name: frozenset(token.word for text in own for token in tokenize(text))
        for name, own in texts.items()
    }


def _abbreviated(data: Mapping[str, Any]) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for entry in data["concept"]:
        for name in entry.get("abbr", ()):
            found.setdefault(stems_of(name), set()).add(name.lower())
    for entry in data["concept"]:
        for key in ("nb", "asked", "nn"):
            for name in entry.get(key, ()):
                found.pop(stems_of(name), None)
    return {own: frozenset(names) for own, names in found.items() if len(own) == 1}


def _concept(entry: Mapping[str, Any]) -> Concept:
    names = (stems_of(name) for key in ("nb", "nn", "abbr") for name in entry.get(key, ()))
    return Concept(
        label=entry["nb"][0],
        names=tuple(dict.fromkeys(names)),
        related=tuple(stems_of(name) for name in entry.get("related", ())),
        gloss=tuple(entry.get("gloss", ())),
        short=frozenset(_short(entry)),
    )


def _short(entry: Mapping[str, Any]) -> Iterator[str]:
    english = entry.get("en", ())
    yield from (name.lower() for name in (*entry.get("abbr", ()), *english[:1]))
    yield from (name.lower() for name in english if name.isupper())


def _once(
    found: Mapping[tuple[str, ...], Iterable[Concept]],
) -> dict[tuple[str, ...], tuple[Concept, ...]]:
    return {name: tuple(dict.fromkeys(concepts)) for name, concepts in found.items()}


_AS_IS = frozenset(["hospitation"])
"""English words whose stem is that of another thing's name: "hospital"."""


@cache
def _english() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


def english_stems(text: str) -> tuple[str, ...]:
    """English stems, marked so that they are not mistaken for Norwegian ones."""
    words = (t.word for t in tokenize(text))
    return tuple(f"en:{w if w in _AS_IS else _english().stemWord(w)}" for w in words)


def from_nynorsk(word: str) -> Iterator[str]:
    """Stems of a compound with its nynorsk first or last part in bokmål."""
    for part, replacements in thesaurus().nynorsk.items():
        if len(part) < SHORTEST_PART or len(word) < len(part) + 3:
            continue
        for replacement in replacements:
            if word.endswith(part):
                yield word.removesuffix(part) + replacement
            if word.startswith(part):
                yield replacement + word.removeprefix(part)


def longest_name(
    text: str, tokens: Sequence[Token], language: str
) -> tuple[int, tuple[Concept, ...]]:
    """The longest run of words from the first that the thesaurus has a name for."""
    known = thesaurus()
    for length in range(min(known.longest, len(tokens)), 0, -1):
        run = tokens[:length]
        shown = text[run[0].start : run[-1].end]
        names = [tuple(token.stem for token in run)]
        names.append(tuple(known.nynorsk.get(t.stem, (t.stem,))[0] for t in run))
        if length == 1:
            names.append((shown,))
        if language == "en":
            names.insert(0, english_stems(" ".join(token.word for token in run)))
        for name in names:
            if name in known.names and _is_meant(name, shown):
                return length, known.names[name]
    return 0, ()


def _is_meant(name: tuple[str, ...], shown: str) -> bool:
    """Whether words have a name by more than their stem: that of "kollega" is that of KOLS, and a
    common word that begins as an abbreviation does ("hiver") is none."""
    own = thesaurus().abbreviated.get(name)
    if own is None or shown.lower() in own:
        return True
    begins = [each for each in own if shown.lower().startswith(each)]
    if not begins:
        return False
    return shown[:2].isupper() or not is_common(shown.lower())


def is_other_name(concept: Concept, words: str) -> bool:
    """Whether words are another name of what a concept's label says: short for it, its usual
    English, or spelled nearly so. Its other names are of things next to it too."""
    lowered, known = words.lower(), thesaurus().nynorsk
    stems = tuple(known.get(stem, (stem,))[0] for stem in stems_of(lowered))
    english = {english_stems(name) for name in concept.short}
    return (
        lowered in concept.short
        or lowered.removesuffix("s") in concept.short
        or english_stems(lowered) in english
        or stems == stems_of(concept.label)
        or fuzz.ratio(lowered, concept.label.lower()) >= ALIKE
    )


def same_names(concept: Concept, words: str, language: str) -> frozenset[tuple[str, ...]]:
    """The names of a concept that say what some words say: all where these are another name of its
    label, else in English those that have a translation of each of the words."""
    rest = [token for token in tokenize(words) if token.word not in _LINKS]
    bare = " ".join(token.word for token in rest)
    if is_other_name(concept, words) or is_other_name(concept, bare) or _is_short(concept, words):
        return frozenset(concept.names)
    if language != "en":
        return frozenset()
    senses = [_senses(token) for token in rest]
    return frozenset(
        name
        for name in concept.names
        if senses and all(any(_has(name, stem) for stem in sense) for sense in senses)
    )


def _is_short(concept: Concept, words: str) -> bool:
    """Whether words begin with an abbreviation of a concept's label: "ROS-analyse"."""
    first, hyphen, _ = words.lower().partition("-")
    return bool(hyphen) and first in concept.short


_LINKS = frozenset(
    [
        "people", "person", "persons", "patient", "patients", "the", "of", "and", "for", "with",
        "in", "at", "pasient", "pasienter", "pasientar", "personer", "personar",
    ]
)  # fmt: skip
"""Words that need no other in a name: "COPD patients" are named by what has COPD."""


def _senses(token: Token) -> frozenset[str]:
    """The stems of the Norwegian words for an English one."""
    words = thesaurus().english.get(english_stems(token.word), ())
    return frozenset(stem for word in words for stem in stems_of(word))


def _has(name: tuple[str, ...], sense: str) -> bool:
    """Whether a word of a name is a stem, or has it as a part or as how it begins ("ungdom")."""
    long = len(sense) >= SHORTEST_SENSE
    return any(
        sense in (own, *compound_parts(own)) or (long and own.startswith(sense)) for own in name
    )


def glosses(texts: Iterable[str | None]) -> str:
    """How the things that a plan's texts name are put otherwise, the first ones named: the usual
    name where the texts have another, everyday words, English; empty where they name none."""
    kept = [text for text in texts if text]
    lowered = " ".join(kept).lower()
    concepts = dict.fromkeys(c for text in kept for c in named_in(text) if c.gloss)
    parts = []
    for concept in list(concepts)[:MOST_GLOSSED]:
        label = (concept.label,) if concept.label.lower() not in lowered else ()
        parts.append(", ".join((*label, *concept.gloss)))
    return "; ".join(parts)


def named_in(text: str) -> Iterator[Concept]:
    """The things that a text names in the field's own words: at each word the longest name from
    there, a compound's parts being words too where they make a name together."""
    known = thesaurus()
    tokens = tokenize(text)
    stems = [token.stem for token in tokens]
    place = 0
    while place < len(tokens):
        length, found = 1, known.said.get(tokens[place].parts, ())
        for end in range(min(place + known.longest, len(tokens)), place, -1):
            written = (text[tokens[place].start : tokens[end - 1].end],)
            name = tuple(stems[place:end])
            own = known.said.get(written) or known.said.get(name)
            if own and _is_meant(name, written[0]):
                length, found = end - place, own
                break
        yield from found
        place += length
