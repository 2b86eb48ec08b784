"""Who is responsible: a cell's text to the bodies it names, as the plan names them.

A name is never completed or changed. Exports lose the line ends between bodies ("AU LSF
barn/unge"), so a body also begins where a word that names a kind of body stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.vocabulary import vocabulary

_ASIDE = re.compile(
    r"\s*\b(?:(?:Ses|Sees|Sjå|Se også|Ref|Jf|Jfr)\b\.?\s(?:[^.\n]|\.(?=\s?\d))*"
    r"|(?:i fell?es?skap|sammen|saman)\s*$)",
    re.MULTILINE,
)
_WORD = re.compile(r"\([^()]*\)|[^\s,;/()]+|[,;/()]")
_JOINS = {"og", "samt", "&", "and", ",", ";", "/"}
_LEADS_ON = {
    "av", "for", "fra", "frå", "i", "innen", "innan", "med", "mellom", "på", "til", "ved",
    "øvrige", "andre", "alle", "hver", "kvar", "den", "det", "de", "aktuelle", "støtte",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Responsible:
    """The bodies of a cell, in order and each once, and what the cell says beside them."""

    bodies: tuple[str, ...]
    asides: tuple[str, ...]


def read_bodies(text: str) -> Responsible:
    """The bodies that a cell of the responsible names; its line ends separate bodies."""
    bodies: list[str] = []
    asides = [match[0].strip() for match in _ASIDE.finditer(text)]
    for line in _ASIDE.sub("", text).split("\n"):
        bodies.extend(_bodies(line.removeprefix("•").strip()))
    return Responsible(tuple(dict.fromkeys(bodies)), tuple(asides))


def _bodies(line: str) -> list[str]:
    words = list(_WORD.finditer(line))
    if not words:
        return []
    starts = [0]
    team = topical = False
    for index, word in enumerate(words):
        kind = _kind(line, words, index)
        if index == 0:
            team, topical = kind == "team", kind == "head"
        elif _begins(line, words, index, kind, team, topical):
            starts.append(word.start())
            team, topical = kind == "team", kind == "head"
    ends = [*starts[1:], len(line)]
    found = (_trim(line[start:end]) for start, end in zip(starts, ends, strict=True))
    return [body for body in found if body]


def _begins(
    line: str,
    words: list[re.Match[str]],
    index: int,
    kind: str | None,
    team: bool,
    topical: bool,
) -> bool:
    """Whether a word begins another body than the one before it.

    Behind "og", a comma or a slash any body may stand, but a team's members belong to its name
    and a topic ("Fagråd barn og unge") has no capital. Without a join only a kind of body
    begins one, unless a word before it leads on to it ("med støtte fra øvrige fagråd").
    """
    before = words[index - 1][0]
    if before not in _JOINS:
        return kind in ("head", "team", "proper") and before.lower() not in _LEADS_ON
    if before == "/" and line[words[index - 1].start() - 1 : words[index].start()].strip() != "/":
        tight = not re.search(r"\s/|/\s", line[words[index - 1].start() - 1 : words[index].end()])
        if tight:
            return kind in ("head", "team") and words[max(index - 2, 0)][0] in _all_heads()
    if team:
        return kind in ("head", "team") and before != "/"
    if kind is not None:
        return True
    return not topical and words[index][0][:1].isupper()


def _all_heads() -> frozenset[str]:
    return vocabulary().body_heads | vocabulary().body_teams


def _kind(line: str, words: list[re.Match[str]], index: int) -> str | None:
    """What kind of body a word begins, if any: head, team, proper or member."""
    known, word = vocabulary(), words[index][0]
    following = words[index + 1][0] if index + 1 < len(words) else ""
    if word in known.body_teams:
        return "team"
    if word in known.body_heads:
        return "head"
    if word in known.proper_starts and following[:1].isupper():
        return "proper"
    if word[:1].isupper() and following in known.proper_endings:
        return "proper"
    if word[:1].isupper() and re.search(r"\w(?:sykehuset|sjukehuset|sykehus|sjukehus)$", word):
        return "proper"
    return "member" if word.lower() in known.body_members else None


def _trim(text: str) -> str:
    """A body without the joins at its ends."""
    text = text.strip(" ,;/\t")
    text = re.sub(r"\s+(?:og|samt|&)$", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;/")
