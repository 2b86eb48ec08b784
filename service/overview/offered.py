"""What a search box can offer: the names of what stands in the measures in scope, never a piece of
a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.records import Measure, Plan
from indexer.thesaurus import Concept, named_in, written
from service.bodies.names import acronyms
from service.bodies.register import Register
from service.overview.compare import subject_sets
from service.reading.asking import is_stop_word, says_plans
from service.reading.understand import Reader
from service.words.phrases import owner_of
from service.words.word_lists import word_list

LONGEST = 100
"""Characters of a completion: a line of a box. Of 152 measures 66 begin with a longer line, the
longest of 472."""

SHORTEST = 20
"""Characters of a measure's opening clause: shorter ones ("Nedsette en arbeidsgruppe") tell too
little of what it is."""

MOST_ASKED = 4
"""Subjects with which the beginning of a question is completed."""

MOST_READ = 4_000
"""Measures of which subjects are told, spread evenly where there are more: a second is 1,500."""

_ENDS = re.compile(
    r"(?<=[a-zæøå]{4})\.(?=\s+[A-ZÆØÅ]|$)|:(?=$|\s+\D)|[;!?](?=\s|$)|,(?=\s)|\s[–—-]\s|\s?\("
)
"""Where a clause ends: at punctuation that is none of an abbreviation ("evt.", "St. Olav") or a
number ("NOU 2023: 4"), or before what stands in brackets."""

_WORD = re.compile(r"\S+")
_OPENS = re.compile(r"[«“\"]?[A-ZÆØÅ]")
_SHORT = re.compile(r"\(([A-ZÆØÅ]{3,8})\)")
"""What a plan calls something for short, behind its name: "Mitt liv, mitt ansvar (MILA)"."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to offer: `names` of bodies, places, people and subjects; `openings` of
    measures; `english` names of subjects; and usual `questions` about some subjects."""

    names: tuple[str, ...]
    openings: tuple[str, ...]
    english: tuple[str, ...]
    questions: tuple[str, ...]


class Offering:
    """Finds what can be offered: what a question that is no more than its name is read as."""

    def __init__(self, register: Callable[[], Register], reader: Reader) -> None:
        self._register = register
        self._reader = reader
        self._named: dict[str, tuple[Concept, ...]] = {}

    def of(self, plans: Sequence[Plan], measures: Sequence[Measure]) -> Offered:
        """What these measures of these plans give; each name once."""
        subjects = self._subjects(measures)
        names = (
            *self._bodies(plans, measures),
            *self._places(plans),
            *(m.target_group for m in measures if m.target_group and _is_sure(m, "target_group")),
            *(short for m in measures for short in _shorts(m.text)),
            *(name for subject in subjects for name in _names(subject) if self._is_read(name)),
        )
        return Offered(
            tuple(dict.fromkeys(name for name in names if len(name) <= LONGEST)),
            tuple(dict.fromkeys(opening for m in measures if (opening := opening_of(m)))),
            tuple(dict.fromkeys(name for subject in subjects for name in written(subject).english)),
            tuple(_questions(subjects)),
        )

    def _bodies(self, plans: Sequence[Plan], measures: Sequence[Measure]) -> Iterator[str]:
        left = {measure.measure_id for measure in measures}
        for body in self._register().of(plans, None):
            if any(measure.measure_id in left for measure in body.measures):
                yield body.name

    def _places(self, plans: Sequence[Plan]) -> Iterator[str]:
        for plan in plans:
            yield from filter(None, (owner_of(plan), plan.region.name))
        for region_id in dict.fromkeys(plan.region.region_id for plan in plans):
            for name in self._reader.municipalities_of(region_id):
                if self._reader.read(name).places:  # "Grue" is a word too
                    yield name

    def _is_read(self, name: str) -> bool:
        """Whether a name alone asks for something."""
        question = self._reader.read(name)
        return bool(question.groups) and name not in _suggested()["unasked"]

    def _subjects(self, measures: Sequence[Measure]) -> dict[Concept, None]:
        """The things that measures name, but what is too general to tell by."""
        step = 1 + len(measures) // MOST_READ
        return dict.fromkeys(c for measure in measures[::step] for c in self._named_by(measure))

    def _named_by(self, measure: Measure) -> tuple[Concept, ...]:
        if (named := self._named.get(measure.measure_id)) is None:
            found = dict.fromkeys(named_in(measure.text))
            named = tuple(c for c in found if c.gloss and not says_plans(c.label))
            self._named[measure.measure_id] = named
        return named


@cache
def _suggested() -> dict[str, Any]:
    return word_list("suggested")


def _shorts(text: str) -> Iterator[str]:
    yield from (short for short, _ in acronyms(text))
    yield from _SHORT.findall(text)


def _names(subject: Concept) -> Iterator[str]:
    """The names of a thing, without those that only go on where another ends ("legevakten")."""
    kept: list[str] = []
    for name in written(subject).norwegian:
        if not any(name.startswith(each) for each in kept):
            kept.append(name)
            yield name


def opening_of(measure: Measure) -> str | None:
    """How a measure begins, to the end of a clause, or before the preposition or the like that is
    the last in `LONGEST` characters; null of one that could not be read surely, of one that begins
    inside a sentence, and of one of which too little would be left."""
    line = " ".join(measure.text.split("\n", maxsplit=1)[0].split())
    if not (_is_sure(measure, "text") and _OPENS.match(line)):
        return None
    line = line.rstrip(" .:;,")
    ends = [
        end.start()
        for end in _ENDS.finditer(line)
        if SHORTEST <= end.start() <= LONGEST and _is_whole(line[: end.start()])
    ]
    if len(line) <= LONGEST and not any(line[end] in ".:;!?" for end in ends):
        return line
    words = list(_WORD.finditer(line[: ends[0]] if ends else line[:LONGEST]))
    while words and not (ends or _is_small(words[-1][0])):
        words.pop()
    while words and _is_small(words[-1][0]):
        words.pop()
    opening = line[: words[-1].end()].rstrip(" .:;,*–—-") if words else ""
    return opening if len(opening) >= SHORTEST and _is_whole(opening) else None


def _is_small(word: str) -> bool:
    """Whether no clause ends with a word: one of no topic ("for"), or one that is abbreviated."""
    return is_stop_word(word.lower(), "nb") or word.endswith(".")


def _is_whole(text: str) -> bool:
    """Whether what is opened by a quotation mark or a bracket is closed."""
    return text.count("«") == text.count("»") and text.count("(") == text.count(")")


def _is_sure(measure: Measure, field: str) -> bool:
    return field not in measure.uncertain


def _questions(subjects: Collection[Concept]) -> Iterator[str]:
    """Usual questions about those of some subjects that regions are compared by."""
    begins: Mapping[str, Sequence[str]] = _suggested()["questions"]
    compared = [
        phrase for each in next(iter(subject_sets().values())).subjects for phrase in each.phrases
    ]
    labels = {subject.label: subject for subject in subjects}
    chosen = [labels[phrase] for phrase in compared if phrase in labels]
    for subject in chosen[:MOST_ASKED]:
        names = {"nb": subject.label, "nn": written(subject).nynorsk or subject.label}
        names["en"] = next(iter(written(subject).english), "")
        for language, openers in begins.items():
            if name := names[language]:
                yield from (f"{opener} {name}?" for opener in openers)
