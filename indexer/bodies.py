"""Who is responsible: a cell's text to the bodies it names, as the plan names them.

A name is never completed or changed. Exports lose the line ends between bodies ("AU LSF
barn/unge"), so a body also begins where a word that names a kind of body stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.body_kinds import (
    definite_form,
    is_name,
    is_proper,
    kind_of,
    names_body,
    post_form,
    several_form,
    several_people_form,
)
from indexer.roles import by_role, with_asides
from indexer.vocabulary import vocabulary
from indexer.when import says_unset

_ASIDE = re.compile(
    r"\s*\b(?:(?:Ses|Sees|Sjå|Se også|Ref|Jf|Jfr)\b\.?\s(?:[^.\n]|\.(?=\s?\d))*"
    r"|(?:i fell?es?skap|sammen|saman)\s*$)",
    re.MULTILINE,
)
_WORD = re.compile(r"\([^()]*\)|[^\s,;/()]+|[,;/()]")
_JOINS = {"og", "samt", "&", "+", "and", ",", ";", "/"}
_LAST = ("og", "samt", "&")
_AT = ("i", "på", "ved", "hos", "region")
_LEADS_ON = {
    "av", "for", "fra", "frå", "hos", "i", "innen", "innan", "med", "mellom", "om", "på",
    "til", "ved",
    "øvrige", "andre", "alle", "hver", "kvar", "den", "det", "de", "aktuelle", "støtte",
}  # fmt: skip
_ENUMERATED = re.compile(r"(?:^|\s+)(\d|[a-i])[.)]\s+(?=\S)")
_COUNT, _ABC = list("123456789"), list("abcdefghi")
_ABBREVIATED = {"v", "m", "c", "u"}
"""What stands before a slash that is no join: "v/ ABUP", "m/ kommunene"."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """The bodies of a cell, in order and each once, and what the cell says beside them; `unset`
    are words for a body that is not known yet ("Ikke avklart"), `roles` what those who only take
    part do, and those responsible where they are so in several ways, with the plan's word first
    ("Medvirkende", "Hovedansvar")."""

    bodies: tuple[str, ...]
    asides: tuple[str, ...]
    unset: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


def read_bodies(text: str) -> Responsible:
    """The bodies that a cell of the responsible names; its line ends separate bodies, and empty
    lines its cells where there are several.

    Who only takes part counts as responsible where the cell names nobody else.
    """
    asides = [match[0].strip() for match in _ASIDE.finditer(text)]
    parts = [part for cell in _ASIDE.sub("", text).split("\n\n") for part in by_role(cell)]
    read = [each for part in parts for each in with_asides(_named(part.text), part)]
    bodies = [part for part in read if not _is_nobody(part.text)]
    nobody = [part.text for part in read if _is_nobody(part.text)]
    unset = tuple(text for text in nobody if re.search(r"[^\W_]{3}", text))
    leads = [part.text for part in bodies if part.responsible]
    unknown = any(part.responsible for part in read if _is_nobody(part.text))
    named = dict.fromkeys(leads or ([] if unknown else [part.text for part in bodies]))
    several = len({part.role for part in bodies if part.responsible}) > 1
    roles: dict[str, dict[str, None]] = {}
    for part in bodies:
        if part.role and (several if part.responsible else part.text not in named):
            roles.setdefault(part.role, {})[part.text] = None
    others = tuple((role, "; ".join(names)) for role, names in roles.items())
    return Responsible(tuple(named), tuple(asides), unset, others)


def _named(text: str) -> list[str]:
    """What a text names, bodies and what stands for them, in order."""
    found: list[str] = []
    for line in _unnumbered(text).split("\n"):
        found.extend(_bodies(line.removeprefix("•").strip()))
    return found


def _unnumbered(text: str) -> str:
    """A text with a line for each of what it numbers from 1 or a ("1) NAV 2) Kultur")."""
    marks = [m for m in _ENUMERATED.finditer(text) if m.start() == 0 or m[0][0].isspace()]
    told = [mark[1].lower() for mark in marks]
    if len(told) < 2 or marks[0].start() or told not in (_COUNT[: len(told)], _ABC[: len(told)]):
        return text
    return _ENUMERATED.sub("\n", text).strip()


def _is_nobody(body: str) -> bool:
    """Whether what stands for a body is a mark of emptiness ("–", "N.N.") or says that there is
    none yet ("Ikke avklart")."""
    words = " ".join(re.findall(r"[^\W_]+", body.lower()))
    return not words or words in vocabulary().nobody or says_unset(body)


def _bodies(line: str) -> list[str]:
    found = list(_WORD.finditer(line))
    if not found:
        return []
    words = [word[0] for word in found]
    spaced = [a.end() != b.start() for a, b in pairwise(found)]
    reading = _Reading(words, [False, *spaced], _shared(words))
    starts = [0, *(found[index].start() for index in reading.starts())]
    ends = [*starts[1:], len(line)]
    parts = (_trim(line[start:end]) for start, end in zip(starts, ends, strict=True))
    return [part for part in parts if part]


@dataclass(slots=True)
class _Reading:
    """A line's words; `spaced` where a blank stands before one, `shared` are the places of names
    that go with others: false where one goes on with them, true where it is the first."""

    words: Sequence[str]
    spaced: Sequence[bool]
    shared: dict[int, bool]
    first: int = 0

    def starts(self) -> list[int]:
        """The places of the words that begin another body than the one before."""
        found = []
        for index in range(1, len(self.words)):
            if self._begins(index):
                found.append(index)
                self.first = index
        return found

    def _begins(self, index: int) -> bool:
        """Whether a word begins another body than the one that was begun last.

        Behind "og", a comma or a slash any body may stand, but a team's members belong to its
        name and a topic ("Fagråd barn og unge") has no capital.
        """
        before, kind = self.words[index - 1], kind_of(self.words, index)
        if before not in _JOINS:
            return self._follows(index, kind)
        if self._goes_on(index) or index in self.shared:
            return self.shared.get(index, False) and not self._goes_on(index)
        if before == "/" and not self.spaced[index - 1] and not self.spaced[index]:
            return self._behind_slash(index, kind)
        opened = kind_of(self.words, self.first)
        if opened == "team":
            return kind in ("head", "team", "unit") and before != "/"
        parted = before == ";" and self.words[index].lower() not in _LEADS_ON
        return parted or kind is not None or self._is_new(index, opened)

    def _is_new(self, index: int, opened: str | None) -> bool:
        """Whether a word of no known kind begins a body behind a join."""
        if self.words[index][:1].isupper():
            return not self._has_topic(index, opened) or names_body(self.words[index])
        return self._names_lower(index, opened)

    def _follows(self, index: int, kind: str | None) -> bool:
        """Whether a body begins without a join: where a line end was lost between two of known
        kinds, or before a definite form ("Kultursjef Ungdomsrådet"). "Leder FSU", "Salten DPS" and
        "LMS Helse Førde" are one each, and so is what leads on ("med støtte fra øvrige fagråd").
        """
        before, opened = self.words[index - 1], kind_of(self.words, self.first)
        if before.lower() in _LEADS_ON or before in vocabulary().name_leads:
            return False
        if opened == "team":
            return kind == "team" or (kind == "head" and index - self.first > 1)
        if opened == "head":
            return kind in ("head", "team", "unit", "proper")
        if opened == kind == "proper":  # not "Helse Stavanger TSB"
            return self.words[index + 1] not in vocabulary().body_units
        if opened is None:
            return (
                kind in ("head", "unit") and definite_form().search(self.words[index]) is not None
            )
        return opened in ("unit", "proper") and kind in ("head", "team")

    def _goes_on(self, index: int) -> bool:
        """Whether a join is none: in "v/ ABUP", "Barne- og ungdomsavdelingen" and in a name."""
        joined = self.words[index - 2] if index > 1 else ""
        if self.words[index - 1] == "/" and joined in _ABBREVIATED:
            return True
        name = f"{joined} {self.words[index - 1]} {self.words[index]}"
        return joined.endswith("-") or name in vocabulary().joined_names

    def _behind_slash(self, index: int, kind: str | None) -> bool:
        """Whether a slash without blanks divides: between kinds of bodies ("ASU/Fagråd"), behind a
        body of more words before a name that is a body's by itself ("Kommunalsjef helse/Avdeling
        for rus", not "LSF barn/unge"), and between names of which one is a body's ("NAV/Kultur").
        """
        kinds, opened = ("head", "team", "unit"), kind_of(self.words, self.first)
        if opened == "unit" and index - self.first > 2 and kind in kinds:
            return True
        if self.first == index - 2 and kind in kinds and opened in kinds:
            return True
        if opened == "team" or len(self.words[index]) < 3:
            return False
        if self.first < index - 2:
            short = self.words[index - 2].isupper() or (kind == "unit" and opened == "head")
            own = kind in ("head", "team") or names_body(self.words[index])
            return own and self.words[index][:1].isupper() and not short and self._is_body(opened)
        return self._slashed(index)

    def _is_body(self, opened: str | None) -> bool:
        """Whether what was begun last opens with a body's name or kind."""
        return opened is not None or names_body(self.words[self.first])

    def _slashed(self, index: int) -> bool:
        """Whether single words that slashes join are bodies: with capitals, and one known to be."""
        if self.words[index - 2] == "/":
            return False
        first, last = self.first, index
        while first >= 2 and self.words[first - 1] == "/" and not self.spaced[first]:
            first -= 2
        while last + 2 < len(self.words) and self.words[last + 1] == "/":
            last += 2
        places = range(first, last + 1, 2)
        if not all(len(self.words[i]) > 2 and self.words[i][:1].isupper() for i in places):
            return False
        kinds = [kind_of(self.words, i) for i in places]
        if "proper" in kinds[1:] and any(is_name(self.words[i]) for i in places[:-1]):
            return False
        return any(k in ("head", "unit") for k in kinds) or all(
            names_body(self.words[i]) for i in places
        )

    def _has_topic(self, index: int, opened: str | None) -> bool:
        """Whether the body has a kind and more words, which a join may go on with."""
        words = [word for word in self.words[self.first : index - 1] if word[0] != "("]
        return opened in ("head", "unit") and len(words) > 1

    def _names_lower(self, index: int, opened: str | None) -> bool:
        """Whether a word in lower case behind a join begins a body: a known kind in its definite
        form ("jordmortenesta"), somebody's post behind another's ("leder BUP, sjef DPS"), or
        several of one ("helsesykepleiere").

        Not in a topic behind "og", nor among what a preposition leads on to ("for legevaktene og
        hjemmetjenestene"), nor where it may be a part of the one before ("Alta kommune,
        hjemmetjenesten").
        """
        word, before = self.words[index], self.words[index - 1]
        if word.endswith("-") and index + 2 < len(self.words):  # "fysio- og ergoterapitjenesten"
            word = self.words[index + 2]
        topic = self._has_topic(index, opened) and opened == "head"
        if (before not in (",", ";") and topic) or self._led_on(index):
            return False
        if definite_form().search(word):
            return opened != "proper" or before != "," or word.endswith(("ene", "ane", "erne"))
        post = post_form().search(word) or post_form().search(
            " ".join(self.words[index + 1 : index + 2])
        )
        own = post_form().search(self.words[self.first]) or (opened == "head" and not topic)
        several = before == "," and opened != "proper" and not topic
        return bool((post and own) or (several and several_people_form().search(word)))

    def _led_on(self, index: int) -> bool:
        """Whether what is joined stands parallel to a body that a preposition leads on to."""
        item = self.words[self.first : index - 1]
        places = _AT if self.words[index - 1] == "," else ()
        leads = [
            place
            for place, word in enumerate(item[:-1])
            if word.lower() in _LEADS_ON and word not in places
        ]
        return any(
            definite_form().search(item[place + 1]) or item[place + 1] in vocabulary().body_members
            for place in leads
        )


def _shared(words: Sequence[str]) -> dict[int, bool]:
    """The places of names that share one noun, before or behind them: false but for the first of
    those before it, if a join stands before that one.

    "Hamar og Lillehammer kommuner", "legevaktene i Målselv, Nordreisa og Skjervøy".
    """
    found: dict[int, bool] = {}
    for index, word in enumerate(words):
        if word in vocabulary().shared_endings and index and is_name(words[index - 1]):
            found |= _names_before(words, index)
        elif _names_several(word) or names_body(word) or word in ("med", "mellom"):
            found |= _names_behind(words, index)
    return found


def _names_several(word: str) -> bool:
    """Whether a word names several bodies or people, so that several names may stand behind it."""
    return several_form().search(word) is not None or word.lower() in vocabulary().body_members


def _names_before(words: Sequence[str], noun: int) -> dict[int, bool]:
    """The names that share the noun behind them, up to the "og" of the last and commas."""
    starts = [_name_start(words, noun)]
    while (join := starts[-1] - 1) > 0 and words[join] in (_LAST if len(starts) == 1 else (",",)):
        begin = _name_start(words, join)
        plural = words[noun].startswith("kommun")
        led = begin > 0 and words[begin - 1].lower() in _LEADS_ON
        whole = begin == 0 or words[begin - 1] in _JOINS or (led and plural)
        if begin == join or not (whole or (plural and len(starts) == 1)):
            break
        if len(starts) > 1 and begin and words[begin - 1] in _LAST:  # the last of another list
            break
        starts.append(begin)
        if led or not whole:
            break
    if len(starts) == 1:
        return {}
    return dict.fromkeys(starts[:-1], False) | {starts[-1]: True}


def _name_start(words: Sequence[str], end: int) -> int:
    """Where the name that ends before a place begins."""
    begin = end
    while begin and is_name(words[begin - 1]):
        begin -= 1
    return begin


def _names_behind(words: Sequence[str], noun: int) -> dict[int, bool]:
    """The names that share the noun before them, up to the last behind "og"; what they are
    names of may be abbreviations where all are ("Avdelingsledere HABU og ABUP"). Behind one body
    without "i" commas part ("Barneklinikken Bergen, Voss og Odda")."""
    place, several = noun + 1, _names_several(words[noun])
    led = place < len(words) and words[place] in _AT
    while place < len(words) and words[place] in _AT:
        place += 1
    short = place < len(words) and not led and words[place].isupper() and words[place].isalpha()
    starts: list[int] = []
    while place < len(words) and (words[place].isupper() if short else is_name(words[place])):
        starts.append(place)
        place += 1
        while place < len(words) and not short and is_name(words[place]):
            place += 1
        join = words[place] if place < len(words) else ""
        if len(starts) > 1 and words[starts[-1] - 1] in _LAST:
            return {} if is_proper(words, starts[-1]) else dict.fromkeys(starts[1:], False)
        if join not in _LAST and (join != "," or not (led or several)):
            break
        place += 1
    return {}


def _trim(text: str) -> str:
    """A body without the joins at its ends."""
    text = text.strip(" ,;/\t")
    text = re.sub(r"\s+(?:og|samt|&|\+)$", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;/")
