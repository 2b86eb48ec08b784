"""The words by which plans are understood, from `data/vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from indexer.records import Column
from indexer.repair import is_word
from indexer.year_parts import names, short_months

MOST_BEFORE = 3
"""Words before that for measures in a heading that is one of their kinds: more are a sentence."""

SHORTEST_DAMAGED = 5
"""Letters from which a heading's word is known with one of them damaged: "må1" may be anything."""

ALIKE = ("il1jtf", "oø0ö", "eco", "aåä4", "s5", "g9q", "nurh", "b6", "b8", "vy", "kx")
"""Letters and figures that are taken for each other where a print is read by its looks."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists, lower-cased but for names; `body_heads` has `body_units` too."""

    headings: tuple[tuple[Column, tuple[str, ...]], ...]
    measure_nouns: tuple[str, ...]
    not_measures: frozenset[str]
    wider: frozenset[str]
    headings_instead: tuple[tuple[Column, tuple[str, ...]], ...]
    starts: tuple[str, ...]
    start_ends: frozenset[str]
    not_by_values: tuple[str, ...]
    units: frozenset[str]
    lists: frozenset[str]
    heads_only: frozenset[str]
    goals: tuple[str, ...]
    actions: frozenset[str]
    not_actions: frozenset[str]
    body_heads: frozenset[str]
    body_units: frozenset[str]
    body_teams: frozenset[str]
    body_members: frozenset[str]
    proper_endings: frozenset[str]
    proper_starts: frozenset[str]
    name_leads: frozenset[str]
    joined_names: frozenset[str]
    shared_endings: frozenset[str]
    body_stems: frozenset[str]
    post_stems: frozenset[str]
    nobody: frozenset[str]
    roles_responsible: frozenset[str]
    roles_partaking: frozenset[str]
    role_letters: Mapping[str, str]
    earlier_plan: tuple[str, ...]
    looks_back: tuple[str, ...]
    only_measures: frozenset[str]
    carried_on: tuple[str, ...]
    money: tuple[str, ...]
    sums: frozenset[str]
    sums_beside: frozenset[str]
    open_ended: tuple[str, ...]
    before: tuple[str, ...]
    seasons: tuple[str, ...]
    short_months: tuple[str, ...]
    time_headings: tuple[str, ...]
    moved: tuple[str, ...]
    finishes: tuple[str, ...]
    finished: tuple[str, ...]
    awaited: tuple[str, ...]
    begins: tuple[str, ...]
    unset: frozenset[str]
    unset_fillers: frozenset[str]
    within: tuple[str, ...]
    repeats: frozenset[str]
    status_sentence: tuple[str, ...]
    status_words: tuple[str, ...]
    status_headings: tuple[str, ...]
    status_beside: frozenset[str]
    status_phrases: frozenset[str]
    status_alone: frozenset[str]
    status_lights: frozenset[str]
    results: frozenset[str]
    negations: frozenset[str]
    partly: frozenset[str]
    note_words: tuple[str, ...]
    people: frozenset[str]
    people_beside: frozenset[str]
    people_verbs: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with Plansøk."""
    text = files("indexer").joinpath("data/vocabulary.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    bodies, when = data["bodies"], data["when"]
    return Vocabulary(
        headings=_by_column(data["headings"]),
        measure_nouns=tuple(data["kinds_of_measures"]["nouns"]),
        not_measures=frozenset(data["kinds_of_measures"]["not_before"]),
        wider=frozenset(data["kinds_of_measures"]["wider"]),
        headings_instead=_by_column(data["headings_instead"]),
        starts=tuple(data["starts"]["headings"]),
        start_ends=frozenset(data["starts"]["ends"]),
        not_by_values=tuple(data["not_by_values"]["headings"]),
        units=frozenset(data["units"]["headings"]),
        lists=frozenset(data["lists"]["of_measures"]),
        heads_only=frozenset(data["heads_only"]["words"]),
        goals=tuple(sorted(data["goals"]["words"], key=len, reverse=True)),
        actions=frozenset(data["actions"]["words"]),
        not_actions=frozenset(data["actions"]["not_actions"]),
        body_heads=frozenset((*bodies["heads"], *bodies["units"])),
        body_units=frozenset(bodies["units"]),
        body_teams=frozenset(bodies["teams"]),
        body_members=frozenset(bodies["members"]),
        proper_endings=frozenset(bodies["proper_endings"]),
        proper_starts=frozenset(bodies["proper_starts"]),
        name_leads=frozenset(bodies["name_leads"]),
        joined_names=frozenset(bodies["joined_names"]),
        shared_endings=frozenset(bodies["shared_endings"]),
        body_stems=frozenset(bodies["stems"]),
        post_stems=frozenset(bodies["posts"]),
        nobody=frozenset(bodies["nobody"]),
        roles_responsible=frozenset(data["roles"]["responsible"]),
        roles_partaking=frozenset(data["roles"]["partaking"]),
        role_letters=data["roles"]["letters"],
        earlier_plan=tuple(data["history"]["earlier_plan"]),
        looks_back=tuple(data["history"]["looks_back"]),
        only_measures=frozenset(data["history"]["only_measures"]),
        money=tuple(data["money"]["headings"]),
        sums=frozenset(data["money"]["sums"]),
        sums_beside=frozenset(data["money"]["beside"]),
        carried_on=tuple(data["history"]["carried_on"]),
        open_ended=tuple(when["open_ended"]),
        before=tuple(when["before"]),
        seasons=(*when["seasons"], *names()),
        short_months=short_months(),
        time_headings=tuple(when["headings"]),
        moved=tuple(when["moved"]),
        finishes=tuple(when["finishes"]),
        finished=tuple(when["finished"]),
        awaited=tuple(when["awaited"]),
        begins=tuple(when["begins"]),
        unset=frozenset(when["unset"]),
        unset_fillers=frozenset(when["fillers"]),
        within=tuple(when["within"]),
        repeats=frozenset(when["repeats"]),
        status_sentence=tuple(data["status"]["sentence"]),
        status_words=tuple(data["status"]["words"]),
        status_headings=tuple(data["status"]["headings"]),
        status_beside=frozenset(data["status"]["beside"]),
        status_phrases=frozenset(data["status"]["phrases"]),
        status_alone=frozenset(data["status"]["alone"]),
        status_lights=frozenset(data["status"]["lights"]),
        results=frozenset(data["status"]["results"]),
        negations=frozenset(data["status"]["negations"]),
        partly=frozenset(data["status"]["partly"]),
        note_words=tuple(data["notes"]["words"]),
        people=frozenset(data["people"]["starts"]),
        people_beside=frozenset(data["people"]["beside"]),
        people_verbs=frozenset(data["people"]["verbs"]),
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _by_column(words: Mapping[str, list[str]]) -> tuple[tuple[Column, tuple[str, ...]], ...]:
    return tuple((Column(name), tuple(phrases)) for name, phrases in words.items())


def column_of(label: str) -> Column | None:
    """What a heading's words say the column is about; null where they are not known."""
    if re.fullmatch(r"20\d\d", label.strip()):
        return Column.YEAR
    named = _named_in(vocabulary().headings, label)
    return Column.MEASURE if named is None and names_measures(label) else named


def names_measures(label: str) -> bool:
    """Whether a heading's last word is that for measures, and those before it tell which or whose
    ("Risikoreduserende tiltak", "Kommunenes tiltak", "Strakstiltak")."""
    words, known = words_of(label).split(), vocabulary()
    if not words or len(words) > MOST_BEFORE + 1 or set(words) & known.not_measures:
        return False
    nouns = known.measure_nouns
    return words[-1] in nouns or (len(words) == 1 and words[0].endswith(nouns[0]))


def is_named(label: str, column: Column) -> bool:
    """Whether a heading is one of a column's names and nothing else."""
    named = dict(vocabulary().headings)[column]
    return words_of(label) in {phrase.removeprefix("=") for phrase in named}


def column_instead(label: str) -> Column | None:
    """What a heading's words say the column is about where no better known heading says so."""
    return _named_in(vocabulary().headings_instead, label)


def names_start(label: str) -> bool:
    """Whether a heading is that of when something begins, and not of when it ends as well."""
    words = words_of(label)
    begins = any(words == start or words.startswith(start + " ") for start in vocabulary().starts)
    return begins and not vocabulary().start_ends & set(words.split())


def names_another(label: str) -> bool:
    """Whether a heading's first word says that its column is neither what is done nor who or when,
    though it is of no known kind ("Hvorfor", "Versjon"); short ones are the whole word."""
    first = words_of(label).split(" ")[0]
    return any(
        first == word or (len(word) > 4 and first.startswith(word))
        for word in vocabulary().not_by_values
    )


def names_units(label: str) -> bool:
    """Whether a heading may as well be that of units of measurement ("Enhet")."""
    return words_of(label) in vocabulary().units


def words_of(label: str) -> str:
    """A heading's words in lower case and undamaged, a blank between them."""
    return " ".join(map(_undamaged, re.findall(r"[^\W_]+|#", label.lower())))


@lru_cache(maxsize=100_000)
def _undamaged(word: str) -> str:
    """A word of a heading as it was printed, where one of its letters was taken for one that looks
    like it ("ti1tak", "frlst") and only one word of the headings is like that; as it is where it
    is a word itself ("fritt"), or too short for that to tell anything ("mal")."""
    if len(word) < SHORTEST_DAMAGED or word in _heading_words().get(len(word), ()):
        return word
    if not any(map(str.isalpha, word)) or is_word(word):
        return word
    found = [known for known in _heading_words().get(len(word), ()) if _looks_like(word, known)]
    return found[0] if len(found) == 1 else word


def _looks_like(word: str, known: str) -> bool:
    pairs = [pair for pair in zip(word, known, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and any(set(pairs[0]) <= set(alike) for alike in ALIKE)


@cache
def _heading_words() -> Mapping[int, frozenset[str]]:
    """The words of headings that are long enough, by how many letters they have."""
    known = vocabulary()
    lists = [phrases for _, phrases in (*known.headings, *known.headings_instead)]
    words = {word for phrases in lists for p in phrases for word in re.findall(r"[^\W\d_]+", p)}
    long = {word for word in (*words, *known.measure_nouns) if len(word) >= SHORTEST_DAMAGED}
    return {size: frozenset(w for w in long if len(w) == size) for size in set(map(len, long))}


def _named_in(headings: Sequence[tuple[Column, Sequence[str]]], label: str) -> Column | None:
    words = words_of(label)
    if not words:
        return None
    for column, phrases in headings:
        for phrase in phrases:
            if words == phrase.removeprefix("=") or words.startswith(phrase + " "):
                return column
            if " " in phrase and phrase in words:
                return column
    return None


def heads_measures(heading: str) -> bool:
    """Whether what is listed under a heading is what will be done."""
    words = " ".join(re.findall(r"[^\W\d_]+", heading.lower()))
    return words in vocabulary().lists


@dataclass(frozen=True, slots=True)
class SaidGoal:
    """A goal that is said with its label: where its value begins, and whether it is counted."""

    start: int
    counted: bool


def goal_said(text: str) -> SaidGoal | None:
    """Where a text opens with the label of a goal and says it ("Mål 2: Sikre drift").

    Null where it does not, or is no more than the label; without a colon or dash the label must
    be counted ("Mål A Trygge nærmiljø"), for what is only called so is none ("Mål og tiltak").
    """
    match = _goal_label().match(text)
    if match is None or not (match[1] or match[2]):
        return None
    value = text[match.end() :].strip(" *_")
    if not any(char.isalpha() for char in value) or not (match[2] or value[0].isupper()):
        return None
    return SaidGoal(match.end(), bool(match[1]))


@cache
def _goal_label() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary().goals))
    count = r"(?:nr\.?\s*)?((?-i:\d+(?:\.\d+)*|[A-ZÆØÅ](?:\.?\d+)*|[IVX]+)\b)"
    return re.compile(
        rf"[\s*_]*(?:{words})\b(?:\s+{count})?[*_]*\s*([:–—]|-(?=\s)|\.(?=\s))?[\s*_]*",
        re.IGNORECASE,
    )


def begins_action(text: str) -> bool:
    """Whether the text opens with something to do ("Utarbeide …"), capitalised."""
    match = re.match(r"\W*([^\W\d_]+)", text)
    if match is None or not match[1][0].isupper():
        return False
    word, words = match[1].lower(), vocabulary()
    if word in words.not_actions:
        return False
    return word in words.actions or (word.endswith("ere") and len(word) > 5)


def names_people(text: str) -> bool:
    """Whether the text names a group of people ("Personer med …", "Skrøpelige eldre").

    A sentence about them does not ("Pasienter opplever trygghet", "Pårørende blir sett"): its
    second word is a verb in the present tense, which ends in -r or -es, or a verb stands outside
    of what only tells which people are meant ("Barn som har syke foreldre").
    """
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    known = vocabulary()
    if not words or words[0] not in known.people:
        return False
    second = words[1] if len(words) > 1 else ""
    if second not in known.people | known.people_beside and second.endswith(("er", "es", "år")):
        return False
    verbs = "|".join(sorted(known.people_verbs))
    main = re.sub(r"\b(?:der|når|dersom|hvis|viss|mens)\b[^,]*", " ", " ".join(words[1:]))
    main = re.sub(rf"\bsom (?:(?:(?!som\b)\w+ )*?(?:{verbs})\b|\w+)", " ", main)
    return re.search(rf"\b(?:{verbs})\b", main) is None
