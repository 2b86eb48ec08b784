"""Who published a document, as a line of it says: a health community, a municipality, a trust."""

from __future__ import annotations

import re

from indexer.communities import Communities

FIRST_LINES = 10
"""Filled lines at the head of a document among which a publisher may stand with more behind it
("Voss herad. Vedteken …"), or in capitals; farther down such a line is a heading or a cell."""

_NAME = r"(?:[A-ZÆØÅ][\w-]+ (?:og )?){1,4}(?:kommune|HF|fylkeskommune|herad)\b"
_DISTRICT = r"Bydel [A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+){0,2}\b"
_COMMUNITY = (
    r"(?i:helsefell?es?s?kap(?:et)?)(?: (?:i |og )?(?:[A-ZÆØÅ][\w.-]*|hospital|sykehus|sjukehus|"
    r"universitetssykehus|kommun[ea]ne))+"
)
_PUBLISHER = re.compile(rf"{_COMMUNITY}|{_DISTRICT}|{_NAME}")
_WHOLE = re.compile(rf"(?:Oslo kommune\s*[,–-]?\s*)?({_DISTRICT})|({_COMMUNITY}|{_NAME})")
_LEADS = re.compile(
    rf"({_COMMUNITY}|{_NAME}|{_DISTRICT})\s*(?:[.,|]|[–-]\s)(?!.*\b(?:kommune|herad)\b)"
)
_CAPITALS = re.compile(r"([A-ZÆØÅ][A-ZÆØÅ01 -]+) (K[O0]MMUNE|HERAD|FYLKESK[O0]MMUNE)")
_ENGLISH = re.compile(r"Municipality of (.+)|(.+) [Mm]unicipality")
_NAMES = r"[A-ZÆØÅ][\w.-]+(?:,? (?:og )?[A-ZÆØÅ][\w.-]+)*"
_TRUST = rf"(?:[A-ZÆØÅ][\w.-]+ (?:og )?){{1,5}}HF|(?:Helse|Sykehuset|Sjukehuset) {_NAMES}"
_MUNICIPALITIES = rf"(?i:kommunene|kommunane)(?: (?:i )?{_NAMES})?"
_JOINT = re.compile(
    rf"(?:{_TRUST}),? (?:og|med) {_MUNICIPALITIES}|{_MUNICIPALITIES},? (?:og|med) (?:{_TRUST})"
)
"""A trust together with its municipalities: a community by another name."""
_SIDES = re.compile(r"\s+[/|]\s+")
_ADOPTED = re.compile(
    r"(?:\w+ (?:ble|blei|vart|er|var) )?(?i:vedtatt|vedteken|vedteke|godkjent|godkjend|adopted"
    r"|approved)\b[^,;:]{0,30}?(?<!\w)(?:av|i|by)(?: the)? "
    rf"(?:(?P<name>{_NAMES}) (?P<council>kommunestyre|bystyre|heradsstyre|formannskap"
    rf"|[Mm]unicipal [Cc]ouncil|[Cc]ity [Cc]ouncil)(?:t|et)?\b"
    rf"|(?P<its>kommunestyret|bystyret|heradsstyret) i (?P<of>{_NAMES}))"
)
_PLAN = re.compile(r"\w*(?:plan(?:en)?|strategi(?:en)?|program(?:met)?)\Z", re.IGNORECASE)


def publisher_in_title(title: str) -> str | None:
    """The publisher that a title names, without the kind of plan before it ("Demensplan Vik
    kommune"); none where it names several, unless a health community is among them."""
    found = list(_PUBLISHER.finditer(title))
    match = next((each for each in found if re.match(_COMMUNITY, each[0])), None)
    if match is None and len({each[0] for each in found}) == 1:
        match = found[0]
    if match is None:
        return None
    words = match[0].strip(" -–,").split(" ")
    while len(words) > 2 and _PLAN.match(words[0]):
        del words[0]
    return " ".join(words)


def publisher_in_line(text: str, place: int, communities: Communities) -> str | None:
    """The publisher that a line is; `place` is how many filled lines stand before it.

    Among the first ones it may go on with something else, stand in capitals, in English or twice
    ("Bærum kommune / Municipality of Bærum"): then it is given as the country's list has it.
    """
    if named := _whole(text, communities):
        return named
    if place >= FIRST_LINES:
        return None
    sides = _SIDES.split(text)
    both = {each for side in sides if (each := _first(side, communities))}
    if len(sides) > 1:
        return both.pop() if len(both) == 1 else None
    if match := _LEADS.match(text):
        return match[1]
    return _first(text, communities)


def adopted_by(text: str, communities: Communities) -> str | None:
    """The municipality whose council a line says has adopted the plan ("Vedtatt av Alta
    kommunestyre 10.12.2024"); where it names two together, only one of the country's list."""
    match = _ADOPTED.match(text)
    if match is None:
        return None
    name, council = match["name"] or match["of"], match["council"] or match["its"]
    if re.search(r",| og ", name) and name not in _listed(communities):
        return None
    return f"{name} {'herad' if council.startswith('herad') else 'kommune'}"


def _whole(text: str, communities: Communities) -> str | None:
    """The publisher that all of a line is, as it is written there."""
    if match := _WHOLE.fullmatch(text):
        named: str = match[1] or match[2]
        name, _, kind = named.rpartition(" ")
        return f"{_as_listed(name, communities)} {kind}" if re.search(r"\d", name) else named
    return text if _JOINT.fullmatch(text) else None


def _first(text: str, communities: Communities) -> str | None:
    """The publisher that all of one of the first lines is, or a side of it."""
    if match := _CAPITALS.fullmatch(text):
        name, kind = _as_listed(match[1], communities), match[2].replace("0", "O").lower()
        return None if re.search(r"\d", name) else f"{name} {kind}"
    if (match := _ENGLISH.fullmatch(text)) and (match[1] or match[2]) in _listed(communities):
        return f"{match[1] or match[2]} kommune"
    return _whole(text, communities)


def _listed(communities: Communities) -> frozenset[str]:
    return frozenset(place for each in communities.all for place in each.municipalities)


def _as_listed(name: str, communities: Communities) -> str:
    """A name in capitals as the country's list has it, also where OCR read figures in it."""
    known = {place.upper(): place for place in _listed(communities)}
    upper = name.upper().replace("0", "O")
    for read in (upper, upper.replace("1", "I"), upper.replace("1", "L")):
        if read in known:
            return known[read]
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name) if name.isupper() else name
