"""What a document says of itself, for its entry in the manifest: each with where it was read.

Title, region, publisher, period, language and date of approval, from the first pages, the file's
own metadata and its name, in that order. What none of them says stays unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.cells import BULLETS, plain
from indexer.communities import Communities
from indexer.elements import Grid, Heading, Reading
from indexer.layout import find_header
from indexer.naming import name_finder
from indexer.publisher import adopted_by, publisher_in_line, publisher_in_title
from indexer.records import Origin, Proposed
from indexer.repair import repair
from indexer.turned import set_upright

HEAD_PAGES = 2
HEAD_LINES = 80
"""Filled lines that may speak of the document; a front page and its table of versions have some
40, and deeper in a plan other plans are spoken of."""

LONGEST_LINE = 1000
"""Longer lines are paragraphs or no text at all."""

EARLY = 6
LONGEST_TITLE = 160
FEWEST_MENTIONS = 3
"""Where no heading names a region, its hospital or area must be named so often in the text, and
twice as often as any other; a plan names its neighbours too."""

FEWEST_LANGUAGE_WORDS = 3
MOST_WORDS_OF_A_HEADING = 6
MOST_CELLS_OF_AN_APPROVAL = 3

_PLAN = re.compile(r"\w*(?:plan(?:en)?|strategi(?:en)?|handlingsprogram(?:met)?)\b", re.IGNORECASE)
_COMMUNITY = re.compile(r"helsefell?es?s?kap\w*", re.IGNORECASE)
_RANGE = re.compile(
    r"(?<![\d.])(20\d\d)\s*(?:[-–—/]|til|og|to|and)\s*((?:20)?\d\d)\b(?![-.]\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d./-])(20\d\d)\b(?![-./]\d)")
_PERIOD_WORD = re.compile(r"perioden|planperiode|gjeld(?:er|ande)?|gyldig|varighet", re.IGNORECASE)
_PERIOD_LINE = re.compile(
    r"\W*(?:planen\s+)?(?:gjeld(?:er|ande)?|gyldig\w*|(?:for\s+)?(?:plan)?perioden?|varighet|varigheit)"
    r"(?:[\s:]+(?:for|i|fra|frå|er|perioden?|planperioden|årene|åra|tidsrommet))*[\s:]+"
    r"20\d\d\s*(?:[-–—/]|til|og)\s*(?:20)?\d\d\W*$",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"godkjen[td]|vedt(?:att|eke)|approved|adopted|behandl(?:et|a) og godkjen", re.IGNORECASE
)
_DATE = re.compile(r"\b(\d{1,2})[./]\s?(\d{1,2})[./](20\d\d)\b|\b(20\d\d)-(\d\d)-(\d\d)\b")
_DATE_IN_WORDS = re.compile(r"\b(\d{1,2})\.?\s+([a-z]{3,9})\.?\s+(20\d\d)\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_NUMBERED = re.compile(rf"(?:\d+(?:\.\d+)*\.?|[a-z]\)|[-*{BULLETS}])\s")
_CONTENTS = re.compile(r"(?<!\.)\.{4,}\s*(?:\d+\s*)?$|\s\d{1,3}$")
_GOES_ON = re.compile(r"(?:for|i|og|mellom|av|til|the|of|and)$", re.IGNORECASE)
_YEARS_BROKEN = re.compile(r"20\d\d\s?(?:[-–—]\n20\d\d|\n[-–—]\s?20\d\d)\W*$")
_ONLY_YEARS = re.compile(r"\W*(?:for\s+)?(?:perioden\s+)?20\d\d\s*(?:[-–—/]\s*(?:20)?\d\d)?\W*$")
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ -|untitled|uten navn|document\d*$|dokument\d*$|powerpoint|presentasjon\d*$)|"
    r"\.(?:docx?|pptx?|pdf|xlsx?|odt|indd)$",
    re.IGNORECASE,
)
_FIGURED = re.compile(r"\w*[^\W\d_]1[^\W\d_]\w*")
_LANGUAGES = {
    "nn": re.compile(r"\b(?:ikkje|ein|dei|frå|vere|noko|meir|korleis|sjå|eit|kva)\b"),
    "nb": re.compile(r"\b(?:ikke|en|fra|være|noe|mer|hvordan|et|hos|hva)\b"),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A line that may speak of the document; `heading` is its level, null for other text.

    `early` where it is one of the first, as on a front page; `cell` where it stands in a table,
    and `told` where that is one of measures, which tells of them and not of the document.
    """

    page: int | None
    line: int
    text: str
    heading: int | None
    early: bool
    cell: bool = False
    told: bool = False

    def proposes(self, field: str, value: str, quote: str | None = None) -> Proposed:
        return Proposed(field, value, Origin.TEXT, quote or self.text, self.page, self.line)


def about(reading: Reading, name: str, communities: Communities) -> tuple[Proposed, ...]:
    """What a reading says of its document; `name` is the file's, without its ending."""
    head = tuple(_head(reading))
    facts = {key.lower().strip("/"): value.strip() for key, value in reading.facts}
    title = _title(head, facts)
    title = replace(title, value=_FIGURED.sub(_as_word, title.value)) if title else None
    publisher = _publisher(head, title, communities)
    found = (
        title,
        _region(head, (title, publisher), facts, name, communities, reading),
        publisher,
        _period(head, title, facts, name),
        _language(reading),
        _approved(head),
    )
    return tuple(each for each in found if each)


def _as_word(match: re.Match[str]) -> str:
    """A word of a title in which OCR read a figure ("hand1ingsplan")."""
    return repair(match[0], damaged=True).text


def _head(reading: Reading) -> Iterator[_Told]:
    levels = {e.line.number: e.level for e in reading.elements if isinstance(e, Heading)}
    cells, told = _in_tables(reading)
    count = 0
    for page in reading.pages:
        if page.number is not None and page.number > HEAD_PAGES:
            return
        for line in page.lines:
            if len(line.text) > LONGEST_LINE:
                continue
            text = plain(re.sub(r"^\s*#{1,6}\s", "", line.text).replace("\t", " | ")).strip("* |")
            if not text:
                continue
            if count == HEAD_LINES:
                return
            number = line.number
            early, level = count < EARLY, levels.get(number)
            yield _Told(page.number, number, text, level, early, number in cells, number in told)
            count += 1


def _in_tables(reading: Reading) -> tuple[set[int], set[int]]:
    """The lines that stand in tables, and those from the first table of measures on."""
    cells: set[int] = set()
    told: set[int] = set()
    measures = False
    for grid in (each for each in reading.elements if isinstance(each, Grid)):
        lines = {s.line for record in grid.records for cell in record.cells for s in cell}
        measures = measures or bool(find_header(set_upright(grid).records)[0])
        cells |= lines
        told |= lines if measures else set()
    return cells, told


def _title(head: Sequence[_Told], facts: dict[str, str]) -> Proposed | None:
    """The line that names a plan best; else the file's own title, or the heading it begins with."""
    scored = [(score, -i) for i, told in enumerate(head) if (score := _like_a_title(told))]
    if scored:
        at = -max(scored)[1]
        return _whole_title(head, at)
    own = facts.get("title", "")
    if len(own) > 5 and not _NO_TITLE.search(own):
        return Proposed("title", own[:LONGEST_TITLE], Origin.METADATA, own)
    first = head[0] if head else None
    if first and first.heading in {0, 1} and 12 < len(first.text) <= LONGEST_TITLE:
        return first.proposes("title", first.text)
    return None


def _like_a_title(told: _Told) -> int:
    """How much a line looks like the title of a plan; 0 where it does not.

    A plan's name in a sentence, in a table or in the contents is no title: it may be another's.
    """
    text = told.text
    if len(text) > LONGEST_TITLE or text.endswith((".", ",", ";", ":")):
        return 0
    plan = _PLAN.search(text)
    if plan is None:
        return 0
    if " | " in text or _NUMBERED.match(text) or _CONTENTS.search(_YEAR.sub("", text)):
        return 0
    if not (text[0].isupper() or text[0] in "«\"'" or text[0].isdigit()):
        return 0
    named = bool(_RANGE.search(text) or _YEAR.search(text)) + bool(_COMMUNITY.search(text))
    leads = plan.start() < 25
    heads = told.heading is not None and told.heading <= 1
    score = 3 * named + 2 * leads + 2 * heads + told.early
    return score if score >= 3 else 0


def _whole_title(head: Sequence[_Told], at: int) -> Proposed:
    """A title and the lines that it goes on in, as a front page is set."""
    text, last = head[at].text, head[at]
    for told in head[at + 1 : at + 3]:
        near = told.page == last.page and told.line - last.line <= 2
        goes_on = _GOES_ON.search(text) or told.text[0].islower() or _COMMUNITY.match(told.text)
        years = _ONLY_YEARS.match(told.text) and not _YEAR.search(text)
        broken = _YEARS_BROKEN.search(f"{text}\n{told.text}") is not None
        if not near or " | " in told.text or told.text.endswith("."):
            break
        if not (goes_on or years or broken) or len(text) + len(told.text) > LONGEST_TITLE:
            break
        text, last = f"{text}{'' if broken else ' '}{told.text}", told
    return head[at].proposes("title", text)


def _region(
    head: Sequence[_Told],
    first: Sequence[Proposed | None],
    facts: dict[str, str],
    name: str,
    communities: Communities,
    reading: Reading,
) -> Proposed | None:
    """The health community that the first of these names, if it names one alone; `first` are its
    title and publisher."""
    finder = name_finder(communities)
    for own in filter(None, first):
        if region := finder.one(own.value):
            return Proposed("region", region, own.origin, own.quote, own.page, own.line)
    for lines in (
        [told for told in head if _COMMUNITY.search(told.text)],
        [told for told in head if told.heading is not None and not told.cell],
        [told for told in head if told.early and not told.cell],
    ):
        for told in lines:
            if region := finder.one(told.text):
                return told.proposes("region", region)
    for key in ("title", "subject", "company", "keywords"):
        if region := finder.one(facts.get(key, "")):
            return Proposed("region", region, Origin.METADATA, facts[key])
    if region := finder.one(re.sub(r"[_-]+", " ", name), name_of_file=True):
        return Proposed("region", region, Origin.NAME, name)
    return _most_named(reading, communities)


def _most_named(reading: Reading, communities: Communities) -> Proposed | None:
    """The community named most, but for tables of measures, which name whom they will."""
    finder = name_finder(communities)
    _, told = _in_tables(reading)
    where: dict[str, tuple[int | None, int, str]] = {}
    counts: Counter[str] = Counter()
    for page in reading.pages:
        for line in (line for line in page.lines if line.number not in told):
            for region in finder.every(line.text):
                counts[region] += 1
                where.setdefault(region, (page.number, line.number, plain(line.text)))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < FEWEST_MENTIONS:
        return None
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return None
    page_number, number, text = where[ranked[0][0]]
    return Proposed("region", ranked[0][0], Origin.TEXT, text, page_number, number)


def _publisher(
    head: Sequence[_Told], title: Proposed | None, communities: Communities
) -> Proposed | None:
    """Who made it: a health community, municipality or trust named in the title or by a line, or
    the one municipality whose council adopted it. A table's cells name partners and doers."""
    if title and (named := publisher_in_title(title.value)):
        return Proposed("publisher", named, title.origin, title.quote, title.page, title.line)
    lines = [(place, told) for place, told in enumerate(head) if not (told.cell or told.told)]
    for place, told in lines:
        if named := publisher_in_line(told.text, place, communities):
            return told.proposes("publisher", named)
    adopted = {own: told for _, told in lines if (own := adopted_by(told.text, communities))}
    if len(adopted) == 1:
        ((named, told),) = adopted.items()
        return told.proposes("publisher", named)
    return None


def years_of(text: str) -> tuple[int, int] | None:
    """The first and last year that a title or name gives: a span of years, or single years."""
    for match in _RANGE.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if first < last <= first + 20:
            return first, last
    years = [int(match[1]) for match in _YEAR.finditer(text)]
    return (min(years), max(years)) if years and max(years) - min(years) <= 20 else None


def _period(
    head: Sequence[_Told], title: Proposed | None, facts: dict[str, str], name: str
) -> Proposed | None:
    """Years of the title, but where it has one alone and a line says what the plan is for, those;
    else a span in a heading or beside the word, the metadata, the name, or the only one that short
    lines end with.

    A span in a sentence is another plan's as often as not ("Nasjonal helse- og sykehusplan
    2020-2023").
    """
    if title and (years := years_of(title.value)):
        said = _period_said(head) if years[0] == years[1] else None
        own = Proposed("period", _span(years), title.origin, title.quote, title.page, title.line)
        return said or own
    for told in head:
        short = len(told.text) <= LONGEST_TITLE
        if not (
            told.heading is not None
            or _ONLY_YEARS.match(told.text)
            or (short and _PERIOD_WORD.search(told.text))
        ):
            continue
        if _RANGE.search(told.text) and (years := years_of(told.text)):
            return told.proposes("period", _span(years))
    if years := years_of(facts.get("title", "")):
        return Proposed("period", _span(years), Origin.METADATA, facts["title"])
    if years := years_of(name.replace("_", " ")):
        return Proposed("period", _span(years), Origin.NAME, name)
    spans = {
        years: told
        for told in reversed(head)
        if len(told.text.split()) <= MOST_WORDS_OF_A_HEADING
        and not _NUMBERED.match(told.text)
        and (match := _RANGE.search(told.text))
        and match.end() == len(told.text)
        and (years := years_of(told.text))
    }
    if len(spans) == 1:
        ((years, told),) = spans.items()
        return told.proposes("period", _span(years))
    return None


def _period_said(head: Sequence[_Told]) -> Proposed | None:
    """The years of a line that says no more than what the plan is for ("Gjelder 2025-2027")."""
    for told in head:
        if _PERIOD_LINE.match(told.text) and (years := years_of(told.text)):
            return told.proposes("period", _span(years))
    return None


def _span(years: tuple[int, int]) -> str:
    return f"{years[0]}-{years[1]}"


def _language(reading: Reading) -> Proposed | None:
    """Bokmål or nynorsk, whichever has twice as many of its small words."""
    text = "\n".join(line.text for page in reading.pages for line in page.lines).lower()
    found = {name: _LANGUAGES[name].findall(text) for name in _LANGUAGES}
    most, least = sorted(found, key=lambda name: -len(found[name]))
    if len(found[most]) < max(FEWEST_LANGUAGE_WORDS, 2 * len(found[least])):
        return None
    words = ", ".join(f"«{word}»" for word, _ in Counter(found[most]).most_common(3))
    return Proposed("language", most, Origin.TEXT, words)


def _approved(head: Sequence[_Told]) -> Proposed | None:
    """The last date that stands on a line with a word for approval.

    What a row of a table says was approved is as often a measure's: it counts only where the row
    says nothing else.
    """
    found = [
        (day, told)
        for told in head
        if len(told.text) <= LONGEST_TITLE and _APPROVED.search(told.text)
        if not told.cell or (not told.told and _says_only_approval(told.text))
        for day in _dates(told.text)
    ]
    if not found:
        return None
    day, told = max(found, key=lambda each: (each[0], -each[1].line))
    return told.proposes("approved", day.isoformat())


def _says_only_approval(row: str) -> bool:
    """Whether a row tells who approved and when ("Partnerskapsmøtet | 29.1.2025 | Godkjent")."""
    cells = [cell.strip() for cell in row.split("|")]
    begins = any(_APPROVED.match(cell) for cell in cells)
    dated = any(re.fullmatch(r"[\d./-]+|\d+\.\s*\w+\s*\d+", cell) for cell in cells)
    return begins and len(cells) <= MOST_CELLS_OF_AN_APPROVAL and (dated or len(cells) == 1)


def _dates(text: str) -> Iterator[date]:
    for match in _DATE.finditer(text):
        parts = match.group(3, 2, 1) if match[3] else match.group(4, 5, 6)
        yield from _day(*map(int, parts))
    for match in _DATE_IN_WORDS.finditer(text):
        month = match[2].lower()[:3]
        if month in _MONTHS:
            yield from _day(int(match[3]), _MONTHS.index(month) + 1, int(match[1]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
