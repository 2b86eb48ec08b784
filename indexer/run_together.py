"""Tables whose columns OCR ran together on one line, cut into rows and cells again.

    … Etablere rutiner mellom Barne-og | ¢ Rutiner er Fagrad barn/unge/ | 2026

Three things are known of such a line. Where a row begins: on the line that ends with its
deadline. Where a cell can begin: at a bullet, a rule, a capital, the name of a kind of body.
And how text wraps: a fragment fits its column, and the first word of the next line did not
fit any more. A beam search cuts the lines of one row after the other so that these hold best;
what two good cuts disagree on is named uncertain.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from indexer.records import Column, Line, Page
from indexer.repair import is_word, repair
from indexer.vocabulary import begins_action, column_of, names_people, vocabulary

BEAM = 40
"""Ways to cut the lines so far that are kept."""

READINGS = 25
"""Readings of the responsible body that are kept besides, so that the second best is known."""

CUTS = 100
"""Ways to cut one line that are tried on each of them, the likeliest."""

SURE = 1.65
"""How much dearer another reading of a responsible body must be for this one to be sure.

Looked at: Ahus 2026-2027, where 17 of the 20 bodies read right lie above, and the wrong one at
0.2; and 631 rows composed of 16 bodies in columns of random widths with no bullet or rule but
the indicator's, of which 294 are sure and right, 22 sure and wrong, the others named uncertain.
At 0.95 39 of 380 sure ones were wrong there, at 2.5 14 of 246. Known to miss: a line of the body
that reads on from the indicator ("Arbeidsgruppe for / lindring i / Salten").
"""

SURE_AGAIN = 0.85
"""The same where what a body's name goes on with was read in another row as well: "familie" and
"prosjektet" of Ahus 2026-2027, at 1.0 to 1.6. Two rows misread alike support each other."""

SURE_SPAN = 0.5
"""The same for goals and target groups, which are wide apart or not at all."""

_RECURS = 1.2
"""What speaks for a responsible body that was read in another row too: few bodies do most."""

# The columns from left to right; OTHER are the notes that stand under a deadline.
_COLUMNS = (
    Column.GOAL,
    Column.TARGET_GROUP,
    Column.MEASURE,
    Column.INDICATOR,
    Column.RESPONSIBLE,
    Column.OTHER,
)
_SPANNING = (Column.GOAL, Column.TARGET_GROUP)
_FIRST_WIDTHS = {
    Column.GOAL: 20.0,
    Column.TARGET_GROUP: 15.0,
    Column.MEASURE: 44.0,
    Column.INDICATOR: 26.0,
    Column.RESPONSIBLE: 18.0,
    Column.OTHER: 24.0,
}
"""Widths in letters before any line was read, of a landscape page with six columns."""

_BULLETS = frozenset("eo¢@°•©®*")
_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|v.r(?:en)?|h.st(?:en)?|sommer(?:en)?|vinter(?:en)?|\d\. ?(?:halv.r|kvartal|tertial)|[QT]\d)"
)
_DEADLINE = re.compile(
    rf"(?<!\S)(?:(?:(?:innen|utgangen av|i l.pet av|ila\.?|medio|primo|ultimo|f[øg@p]r|senest)\s+)*"
    rf"(?:(?:\d\d?\.\s?)?{_MONTH}\s+)?(?:\d\d?[./]\d\d?[./])?"
    rf"{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?)\s*$"
    r"|(?<!\S)(?-i:(?:[LlI1|]|[Ff]ortl).pende|Kontinuerlig|Permanent|.rlig|Halv.rlig|Snarest)\s*$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*$")
_WORD = re.compile(r"[^\W_]+(?:[@|¢][^\W_]+)*")
_BODY = re.compile(
    r"[A-ZÆØÅ]\w*(?:utvalg|utval|råd|gruppe|gruppa|gruppen|nettverk|forum|team|styre|nemnd|enhet)"
    r"(?:et|en|a|ene)?$"
)
_MEMBERS_IN_BRACKETS = re.compile(r"\([A-ZÆØÅ]+/[A-ZÆØÅ]")
_SINGLE_MEMBERS = frozenset({"kommune", "sykehus", "sjukehus"})
"""Members that name nobody alone: "Kommune" may begin any line."""
_BARE_BODY = re.compile(r"\w*(?:råd|utvalg|utval|nettverk|forum|styre)$")
_PLAIN_BODIES = frozenset({"Felles", "Lokale", "Lokalt", "Lokal", "Faglig", "Strategisk"})
_OPEN_WORDS = frozenset(
    [
        "i",
        "på",
        "av",
        "til",
        "for",
        "fra",
        "frå",
        "med",
        "om",
        "ved",
        "hos",
        "mot",
        "mellom",
        "innen",
        "innenfor",
        "under",
        "over",
        "etter",
        "før",
        "per",
        "gjennom",
        "rundt",
        "uten",
        "utan",
        "som",
        "og",
        "eller",
        "samt",
        "at",
        "å",
        "er",
        "har",
        "skal",
        "kan",
        "vil",
        "blir",
        "hver",
        "hvert",
        "en",
        "ei",
        "et",
        "eit",
        "den",
        "det",
        "de",
        "deres",
        "sin",
        "sitt",
        "sine",
        "ulike",
        "flere",
        "fleire",
        "alle",
        "andre",
        "felles",
        "nye",
        "store",
        "gode",
        "eget",
        "nedre",
        "øvre",
        "nordre",
        "søndre",
        "indre",
        "ytre",
        "midtre",
        "vestre",
        "østre",
        "ikke",
        "mer",
        "mest",
    ]
)
"""Words after which something follows: a cell does not end with one."""
_BEFORE_A_NAME = frozenset(
    ["nedre", "øvre", "nordre", "søndre", "indre", "ytre", "midtre", "vestre", "østre"]
)
_LINKING = frozenset(
    [
        "i",
        "på",
        "av",
        "til",
        "for",
        "fra",
        "frå",
        "med",
        "om",
        "ved",
        "hos",
        "mot",
        "mellom",
        "innen",
        "under",
        "over",
        "og",
        "eller",
        "som",
        "samt",
        "er",
    ]
)
_JOINS_BODIES = frozenset(["og", "i", "ved", "for", "fra", "frå", "med", "på", "hos", "samt"])
_VERBS = frozenset({"som", "er", "har", "skal", "kan", "vil", "blir", "at"})
_NEVER_FIRST = frozenset({"mv", "mm", "m.m", "m.v", "osv", "etc", "mnd"})
_ADJECTIVE = re.compile(r"\w{3,}(?:ige?|iske?|ende|elle|ale|bare?|bart|ive?|lege|tte|erte)$")
_HEADING_TAIL = frozenset(
    [
        "at",
        "vi",
        "har",
        "lykkes",
        "lykket",
        "lukkast",
        "få",
        "det",
        "til",
        "sammen",
        "skal",
        "gjøre",
        "gjere",
        "hva",
        "hvordan",
    ]
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Verbatim part of one line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row cut out of run-together lines.

    A cell that governs several rows is given to each. `line` to `end_line` is the stretch in
    which it stands; fragments may stand elsewhere. `uncertain` names columns whose content
    could not be read surely; `heading` are the heading rows that govern it.
    """

    goal: tuple[Fragment, ...]
    target_group: tuple[Fragment, ...]
    measure: tuple[Fragment, ...]
    indicator: tuple[Fragment, ...]
    responsible: tuple[Fragment, ...]
    deadline: tuple[Fragment, ...]
    notes: tuple[Fragment, ...]
    heading: tuple[str, ...]
    uncertain: frozenset[Column]
    line: int
    end_line: int
    page: int | None


@dataclass(frozen=True, slots=True)
class LooseTable:
    """All lines with text: in a row, prose, or furniture with the reason."""

    rows: tuple[LooseRow, ...]
    prose: tuple[Line, ...]
    furniture: tuple[tuple[Line, str], ...]


def is_run_together(pages: Sequence[Page]) -> bool:
    """Whether the pages hold a table without any separators: headings, and lines with deadlines."""
    lines = [line.text for page in pages for line in page.lines]
    if any("\t" in line or line.count("|") > 3 or line.startswith("|-") for line in lines):
        return False
    tables = [page for page in pages if _heads_a_table(page)]
    ends = [_deadline_of(line.text) for page in tables for line in page.lines]
    return len([end for end in ends if end is not None and end > 0]) >= 2


def split_run_together(pages: Sequence[Page]) -> LooseTable:
    """The rows of the table on these pages; no line is lost."""
    plan = _plan(pages)
    widths = dict(_FIRST_WIDTHS)
    bodies_read: dict[str, set[int]] = {}
    for slack in (1.2, 1.1, 1.1):
        reader = _Reader(widths, slack, plan.lone, bodies_read)
        for step in plan.steps:
            reader.take(step)
        reader.end_row()
        widths = _measured(reader.seen, widths)
        bodies_read = reader.lines_of_bodies()
    return LooseTable(tuple(reader.loose_rows()), tuple(plan.prose), tuple(plan.furniture))


def cell_text(fragments: Sequence[Fragment]) -> str:
    """The fragments of a cell as one text: bullets as "• ", words joined that a line end cut."""
    text = ""
    for fragment in fragments:
        part = " ".join(fragment.text.split())
        head, _, rest = part.partition(" ")
        if head in _BULLETS:
            part = f"• {rest}" if rest else ""
        if not part:
            continue
        if _is_cut(text, part):
            text = text[:-1] + part
        elif re.search(r"\w-$", text) and not _goes_on_after_hyphen(part):
            text += part
        else:
            text = f"{text} {part}" if text else part
    return text


def bodies(fragments: Sequence[Fragment]) -> tuple[str, ...]:
    """The bodies that a cell names one under the other: each begins a line with its kind."""
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        named = fragment.text[0] != "(" and _is_body(_cores(fragment.text)[:2])
        begins = groups and named
        if not groups or (begins and not _is_unfinished(groups[-1][-1].text)):
            groups.append([])
        groups[-1].append(fragment)
    return tuple(cell_text(group) for group in groups)


def _is_cut(before: str, after: str) -> bool:
    """Whether a line end cut a word: "kommune-" and "helsetjenesten", but not "NPR-" and "data"."""
    return (
        bool(re.search(r"[a-zæøå]-$", before))
        and after[0].islower()
        and not (_goes_on_after_hyphen(after))
    )


def _goes_on_after_hyphen(after: str) -> bool:
    """A hyphen before "og" stands for a word's end ("pasient- og brukergruppene")."""
    return bool(re.match(r"(?:og|eller|samt)\b", after)) or not after[0].isalpha()


# ---- Lines: what kind each is, and in which order they are read ----


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a line.

    `hard`: a cell must begin here. `soft`: dirt stands before it. `ordinary`: its capital is not
    its own, so it begins something.
    """

    text: str
    start: int
    end: int
    core: str
    bullet: bool
    hard: bool
    soft: bool
    ordinary: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """A line to cut into these columns; `begins` a row, or is a `heading` row.

    `apart` from the line before; in the `main` run of lines or out of its place; `end` is where
    its deadline begins; `above` a page's first row, so that the row before has ended.
    """

    line: Line
    page: int | None
    columns: tuple[Column, ...]
    begins: bool = False
    heading: bool = False
    apart: bool = False
    main: bool = True
    end: int | None = None
    above: bool = False


@dataclass(slots=True)
class _Plan:
    steps: list[_Step] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    furniture: list[tuple[Line, str]] = field(default_factory=list)
    lone: frozenset[str] = frozenset()
    columns: tuple[Column, ...] = _COLUMNS


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with text; `apart` where a blank line stands before it."""

    line: Line
    apart: bool
    headings: tuple[Column, ...]
    deadline: int | None


def _deadline_of(text: str) -> int | None:
    """Where the deadline at a line's end begins; null where there is none.

    A year after "i", "til" and the like is no deadline unless a body stands before it.
    """
    match = _DEADLINE.search(text)
    if match is None:
        return None
    start = match.start()
    before = _cores(text[:start])
    if (
        before
        and before[-1].lower() in _LINKING
        and not any(
            _is_body(before[i : i + 2]) for i in range(max(0, len(before) - 5), len(before))
        )
    ):
        return None
    return start if before else 0


@cache
def _core(word: str) -> str:
    """A word without its punctuation, its letters put right."""
    return repair(word, damaged=True).text.strip(".,:;()«»\"'?!/ ")


@cache
def _cores(text: str) -> tuple[str, ...]:
    return tuple(core for core in (_core(word) for word in text.split()) if core)


def _is_body(cores: Sequence[str]) -> bool:
    """Whether words open with the name of a body: its kind, or "X kommune"."""
    if not cores:
        return False
    first = re.split(r"[/-]", cores[0])[0]
    words = vocabulary()
    if first in _PLAIN_BODIES:
        return False
    if first in words.body_heads or first in words.body_teams or _BODY.match(cores[0]):
        return True
    if first[:1].isupper() and first.lower() in words.body_members - _SINGLE_MEMBERS:
        return True
    return len(cores) > 1 and cores[0][0].isupper() and cores[1] == "kommune"


def _headings(text: str) -> tuple[Column, ...]:
    """The columns that a line of nothing but column headings names; empty for any other line."""
    shown = repair(text, damaged=True).text.strip()
    first = re.search(r"\w", shown)
    if first is None or len(shown) > 140 or shown.endswith(":"):
        return ()
    words = [word.lower() for word in re.findall(r"[^\W_]+", shown)]
    if not first[0].isupper():
        return (Column.OTHER,) if set(words) <= _HEADING_TAIL else ()
    found: list[Column] = []
    while words:
        size = next((n for n in range(min(4, len(words)), 0, -1) if _names(words[:n])), 0)
        if size:
            found.append(column_of(" ".join(words[:size])) or Column.OTHER)
        elif not found or words[0] not in _HEADING_TAIL:
            return ()
        words = words[size or 1 :]
    return tuple(found)


def _names(words: Sequence[str]) -> bool:
    phrase = " ".join(words)
    return any(phrase in phrases for _, phrases in vocabulary().headings)


def _heads_a_table(page: Page) -> bool:
    """Whether a page has a table's column headings: a measure's, and who or when."""
    found = {column for line in page.lines for column in _headings(line.text)}
    return (
        Column.MEASURE in found
        and bool({Column.RESPONSIBLE, Column.DEADLINE} & found)
        and (len(found - {Column.OTHER}) >= 3)
    )


def _plan(pages: Sequence[Page]) -> _Plan:
    """The order in which the lines are read, and those left out."""
    plan = _Plan()
    tables = [_heads_a_table(page) for page in pages]
    found = {c for page, t in zip(pages, tables, strict=True) if t for c in _page_columns(page)}
    plan.columns = tuple(c for c in _COLUMNS if c in found or c is Column.OTHER)
    texts = Counter(line.text.strip() for page in pages for line in page.lines)
    plan.lone = frozenset(text for text in texts if " " in text)
    for page, table in zip(pages, tables, strict=True):
        has_deadline = any(_deadline_of(line.text) is not None for line in page.lines)
        if table or (plan.steps and has_deadline):
            _plan_page(plan, page)
        else:
            plan.prose.extend(line for line in page.lines if line.text.strip())
    return plan


def _page_columns(page: Page) -> set[Column]:
    return {column for line in page.lines for column in _headings(line.text)}


def _entries(plan: _Plan, page: Page) -> list[_Entry]:
    """The lines with text; links are furniture."""
    entries: list[_Entry] = []
    apart = True
    for line in page.lines:
        if not line.text.strip():
            apart = True
            continue
        if _LINK.match(line.text):
            plan.furniture.append((line, "lenke"))
            continue
        if not any(_tokens(line.text)):
            plan.furniture.append((line, "ingen ord"))
            continue
        entries.append(_Entry(line, apart, _headings(line.text), _deadline_of(line.text)))
        apart = False
    return entries


def _plan_page(plan: _Plan, page: Page) -> None:
    entries = _entries(plan, page)
    top = next((i for i, e in enumerate(entries) if e.headings), 0)
    dated = (i for i, e in enumerate(entries) if i > top and e.deadline is not None)
    first = next(dated, len(entries))
    headings = [i for i, e in enumerate(entries) if e.headings and i < first]
    start = top
    opened = bool(plan.steps)
    plan.prose.extend(entry.line for entry in entries[:start])
    end = headings[-1] + 1 if headings else 0
    column: Column | None = None
    for entry in entries[start:end]:
        if entry.headings:
            plan.furniture.append(
                (entry.line, "kolonneoverskrifter som gjentas" if opened else "kolonneoverskrifter")
            )
            column = _below(entry.headings) or column
        elif opened and column is not None:
            plan.steps.append(_step(entry, page, (column,), main=False))
        else:
            plan.prose.append(entry.line)
    rest = []
    for entry in entries[end:]:
        if entry.headings:
            plan.furniture.append((entry.line, "kolonneoverskrifter som gjentas"))
        else:
            rest.append(entry)
    _plan_zone(plan, page, rest)


def _below(headings: Sequence[Column]) -> Column | None:
    """The column of the text right below a line of headings: that of the last one."""
    column = headings[-1]
    return column if column in _COLUMNS and column is not Column.OTHER else None


def _step(
    entry: _Entry,
    page: Page,
    columns: tuple[Column, ...],
    *,
    begins: bool = False,
    heading: bool = False,
    main: bool = True,
) -> _Step:
    return _Step(
        entry.line, page.number, columns, begins, heading, entry.apart, main, entry.deadline
    )


def _plan_zone(plan: _Plan, page: Page, entries: Sequence[_Entry]) -> None:
    """The lines below the headings: rows, heading rows, and what stands before the first.

    OCR prints the lower lines of a page's last row before the first row where that row is cut
    by the page's end; it is then a single line itself.
    """
    starts = _row_starts(entries)
    heading_rows = _heading_rows(entries, starts)
    marks = sorted(starts | heading_rows)
    first = marks[0] if marks else len(entries)
    prefix, last = entries[:first], max(starts, default=len(entries))
    tail = _is_cut_off(entries, last, prefix)
    spanning = tuple(c for c in plan.columns if c in _SPANNING)
    if not tail:
        above = _is_target(prefix)
        columns = spanning if above else plan.columns
        steps = (_step(e, page, columns, main=False) for e in prefix)
        plan.steps.extend(replace(step, above=above) for step in steps)
    after_heading = False
    for index in range(first, len(entries)):
        entry = entries[index]
        begins, heading = index in starts, index in heading_rows
        after_heading = heading or (after_heading and not begins)
        if heading:
            columns = (*spanning, Column.MEASURE)
        else:
            columns = spanning if after_heading else plan.columns
        plan.steps.append(_step(entry, page, columns, begins=begins, heading=heading))
        if tail and index == last:
            plan.steps.extend(_step(e, page, plan.columns, main=False) for e in prefix)


def _is_cut_off(entries: Sequence[_Entry], last: int, prefix: Sequence[_Entry]) -> bool:
    """Whether the last row has but one line and its note, and lines before the first row."""
    after = entries[last + 1 :]
    if not prefix or last == len(entries) or entries[last].deadline in (None, 0):
        return False
    return not after or after[0].line.text.strip().startswith("(")


def _is_target(prefix: Sequence[_Entry]) -> bool:
    return bool(prefix) and all(
        _width(entry.line.text) <= 1.2 * _FIRST_WIDTHS[Column.TARGET_GROUP] for entry in prefix
    )


def _row_starts(entries: Sequence[_Entry]) -> set[int]:
    """Where rows begin: at the line with the deadline, or above a deadline that stands alone."""
    starts: set[int] = set()
    previous = -1
    for index, entry in enumerate(entries):
        if entry.deadline is None:
            continue
        start: int | None = index
        if entry.deadline == 0 or not _opens_row(entry):
            start = _start_above(entries, previous + 1, index)
        if start is not None:
            starts.add(start)
            previous = index
    return starts


def _opens_row(entry: _Entry) -> bool:
    """Whether a line begins a cell: with a capital, or with a word's capital within it."""
    tokens = _tokens(entry.line.text)
    return tokens[0].text[0] in '«"' or any(token.ordinary for token in tokens)


def _start_above(entries: Sequence[_Entry], low: int, high: int) -> int | None:
    """The first line that begins a paragraph with a capital and is no heading row or list item."""
    for index in range(low, high):
        entry = entries[index]
        tokens = _tokens(entry.line.text)
        heads = entry.line.text.rstrip().endswith(":") and index + 1 < high
        wide = _width(entry.line.text) > 1.2 * _FIRST_WIDTHS[Column.TARGET_GROUP]
        if entry.apart and wide and not heads and tokens[0].ordinary and not tokens[0].bullet:
            return index
    return None


def _heading_rows(entries: Sequence[_Entry], starts: set[int]) -> set[int]:
    """Lines that end with a colon and are wider than a measure, or as wide before any row."""
    found: set[int] = set()
    for index, entry in enumerate(entries):
        text = entry.line.text.rstrip()
        tokens = _tokens(text)
        if not text.endswith(":") or entry.deadline is not None or tokens[0].bullet:
            continue
        if index in starts or not tokens[0].text[0].isupper():
            continue
        opened = any(start < index for start in starts)
        least = (1.05 if opened else 0.8) * _FIRST_WIDTHS[Column.MEASURE]
        if _width(text) > least:
            found.add(index)
    return found


@cache
def _tokens(text: str) -> tuple[_Token, ...]:
    """The words of a line without rules and dirt."""
    spans = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    words = [word for word, _, _ in spans]
    bullets = {i for i in range(len(words)) if _bullet_at(words, i)}
    dirt = _dirt(words, bullets)
    tokens: list[_Token] = []
    hard = soft = named = False
    for i, (word, start, end) in enumerate(spans):
        if word == "|":
            hard = True
            continue
        if i in dirt:
            soft = True
            continue
        bullet = i in bullets
        core = _core(word)
        tokens.append(
            _Token(
                word,
                start,
                end,
                core,
                bullet,
                hard or bullet,
                soft,
                word[0].isalpha() and not named and _is_ordinary(core),
            )
        )
        named = core.lower() in _BEFORE_A_NAME
        hard = soft = False
    return tuple(tokens)


def _bullet_at(words: Sequence[str], index: int) -> bool:
    """A lone "e", "o", "¢", … before a word, or at a line's end (but "o" is a letter there)."""
    if words[index] not in _BULLETS:
        return False
    if index + 1 == len(words):
        return index > 0 and words[index] != "o"
    return len(re.findall(r"[^\W_]", words[index + 1])) > 1


def _dirt(words: Sequence[str], bullets: set[int]) -> set[int]:
    """Lone marks, and runs of lone characters ("g ] T -")."""
    lone = {
        i
        for i, word in enumerate(words)
        if len(word) == 1 and i not in bullets and word not in "iå|&><0123456789"
    }
    return {
        i
        for i in lone
        if i - 1 in lone or i + 1 in lone or not (words[i].isalnum() or words[i] in "-–—+=/")
    }


@cache
def _is_ordinary(core: str) -> bool:
    """Whether a word has a capital that is not its own: it begins something."""
    core = re.split(r"[/-]", core)[0]
    if len(core) < 3 or not core[0].isupper() or core.isupper():
        return False
    if core.lower() in _BEFORE_A_NAME:
        return False
    return is_word(core.lower())


_NARROW = frozenset("ijltfrI|.,:;'!()[]1-/")
_WIDE = frozenset("mwMW@%—")


@cache
def _width(text: str) -> float:
    """The width in letters of a proportional type."""
    text = text.strip()
    return (
        sum(
            0.6
            if c in _NARROW
            else 1.45
            if c in _WIDE
            else 0.6
            if c == " "
            else 1.25
            if c.isupper()
            else 1.0
            for c in text
        )
        * 1.08
    )


@cache
def _is_unfinished(text: str) -> bool:
    """Whether a text must go on: it ends with a hyphen, a slash, "og", "i", "hver", …"""
    text = text.rstrip()
    if not text or text in _BULLETS:
        return False
    if text.endswith(("-", "/", ",", ":", "–")):
        return True
    if text.endswith((".", "?", ")", "»")):
        return False
    return _last_word(text) in _OPEN_WORDS


@cache
def _last_word(text: str) -> str:
    """The last word in small letters, of "Barne-og" the "og"."""
    cores = _cores(text)
    return re.split(r"[/-]", cores[-1].lower())[-1] if cores else ""


# ---- Cutting: a beam search over the lines of a row ----


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of words of a line, read as a cell's next line."""

    column: Column
    tokens: tuple[_Token, ...]
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a column holds so far; `last` counts the lines read when its last line was.

    `serial` is the count at which it began; `page` is where it last grew.
    """

    serial: int
    fragments: tuple[Fragment, ...]
    text: str
    width: float
    last: int
    listed: bool
    page: int | None


@dataclass(frozen=True, slots=True)
class _State:
    """One way to have cut the lines so far, and what speaks against it."""

    cost: float
    cells: Mapping[Column, _Cell]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row that was read: spanning cells by when they began."""

    cells: Mapping[Column, _Cell]
    steps: tuple[_Step, ...]
    heading: tuple[str, ...]
    uncertain: frozenset[Column]


@dataclass(slots=True)
class _Reader:
    """Reads step by step; `seen` are the widths of the pieces of the rows read."""

    widths: Mapping[Column, float]
    slack: float
    lone: frozenset[str]
    bodies_read: Mapping[str, set[int]]
    beam: list[_State] = field(default_factory=lambda: [_State(0.0, {})])
    steps: list[_Step] = field(default_factory=list)
    heading: tuple[str, ...] = ()
    headed: bool = False
    spans: dict[tuple[Column, int], _Cell] = field(default_factory=dict)
    unsure_spans: set[tuple[Column, int]] = field(default_factory=set)
    drafts: list[_Draft] = field(default_factory=list)
    seen: dict[Column, list[float]] = field(default_factory=dict)
    count: int = 0

    def take(self, step: _Step) -> None:
        """Read one line in all ways, and keep the best."""
        if step.begins or step.heading or (step.above and any(s.begins for s in self.steps)):
            self.end_row()
        if step.heading:
            self._read_heading(step)
            return
        self.headed = False
        self.steps.append(step)
        self._cut(step)

    def _cut(self, step: _Step) -> None:
        ways = self._ways(step)
        if not ways:
            return
        self.count += 1
        scored = sorted(self._scored(ways, step), key=lambda entry: entry[0])
        self.beam = [
            _State(cost, self._grown(state, way, step)) for cost, state, way in _kept(scored)
        ]

    def _scored(
        self, ways: Sequence[tuple[tuple[_Piece, ...], float]], step: _Step
    ) -> Iterator[tuple[float, _State, tuple[_Piece, ...]]]:
        """Every way after every state; what a piece costs after a cell is reckoned once."""
        costs: dict[tuple[int, object], float] = {}
        for state in self.beam:
            absent = {
                c: _absence_cost(c, cell, step, self.count) for c, cell in state.cells.items()
            }
            missing = sum(absent.values())
            likes = {c: _likeness(c, cell) for c, cell in state.cells.items()}
            for way, own in ways:
                cost = state.cost + own + missing
                for piece in way:
                    cell = state.cells.get(piece.column)
                    key = id(piece), likes.get(piece.column)
                    if key not in costs:
                        costs[key] = self._piece_cost(piece, cell, step)
                    cost += costs[key] - absent.get(piece.column, 0.0)
                if len(way) == 1:
                    cost += self._return_cost(state, way[0].column, step)
                yield cost, state, way

    def _read_heading(self, step: _Step) -> None:
        """A heading row, with what goes on of a spanning cell to its left."""
        self._cut(step)
        best = self.beam[0]
        heading = best.cells.get(Column.MEASURE)
        text = heading.text if heading else step.line.text.strip()
        self.heading = (*self.heading, text) if self.headed else (text,)
        self.headed = True
        self.steps = [step]
        self._keep_spans(best)

    def end_row(self) -> None:
        """Settle the row that is open: the best way to have read it, and what is unsure in it."""
        if any(step.begins for step in self.steps):
            ends = sorted(
                (replace(s, cost=s.cost + _left_open(s)) for s in self.beam), key=lambda s: s.cost
            )
            best = ends[0]
            unsure = _unsure(ends, self.steps, SURE_AGAIN if self._recurs(best) else SURE)
            self.drafts.append(_Draft(best.cells, tuple(self.steps), self.heading, unsure))
            self.unsure_spans.update(
                (c, best.cells[c].serial) for c in _SPANNING if c in unsure and c in best.cells
            )
            for column, cell in best.cells.items():
                if column not in _SPANNING:
                    widths = (_width(fragment.text) for fragment in cell.fragments)
                    self.seen.setdefault(column, []).extend(widths)
            self.steps = []
        else:
            best = self.beam[0]
        self._keep_spans(best)

    def _recurs(self, state: _State) -> bool:
        """Whether what a responsible body goes on with was read in another row too."""
        cell = state.cells.get(Column.RESPONSIBLE)
        more = cell.fragments[1:] if cell else ()
        return any(self.bodies_read.get(f.text, set()) - {f.line} for f in more)

    def _keep_spans(self, best: _State) -> None:
        """Go on with the spanning cells alone."""
        spans = {c: cell for c, cell in best.cells.items() if c in _SPANNING}
        self.spans.update({(c, cell.serial): cell for c, cell in spans.items()})
        self.beam = [_State(0.0, spans)]

    def _ways(self, step: _Step) -> list[tuple[tuple[_Piece, ...], float]]:
        """The likeliest ways to cut a line, and what speaks against each by itself."""
        tokens = _tokens(step.line.text[: step.end])
        columns = step.columns if self._may_hold_note(step) else step.columns[:-1]
        limits = {c: self.widths[c] * self.slack for c in columns}
        if step.heading:
            limits[Column.MEASURE] = 1000.0
        divisions: Iterable[tuple[_Piece, ...]]
        if step.main:
            divisions = _divisions(step.line.text, tokens, columns, limits, {})
        else:
            pieces = [_piece(step.line.text, tokens, c) for c in columns if tokens]
            divisions = [(piece,) for piece in pieces if piece.width <= limits[piece.column]]
        narrow = bool(tokens) and _width(step.line.text) <= self.widths[Column.INDICATOR]
        ways = [(way, _way_cost(way, self.lone, narrow)) for way in divisions]
        if not ways and tokens:
            ways = [((_piece(step.line.text, tokens, step.columns[-1]),), 0.0)]
        ways.sort(key=lambda way: way[1])
        return ways[:CUTS]

    def _may_hold_note(self, step: _Step) -> bool:
        """Whether a note may stand on the line: one opens there, or is open in some reading."""
        if Column.OTHER not in step.columns:
            return True
        notes = (state.cells.get(Column.OTHER) for state in self.beam)
        return "(" in step.line.text or any(note and _is_open(note.text) for note in notes)

    def _piece_cost(self, piece: _Piece, cell: _Cell | None, step: _Step) -> float:
        fits = piece.width / self.widths[piece.column] - 1
        cost = 8 * fits if fits > 0 and not step.heading else 0.0
        if piece.column is Column.RESPONSIBLE:
            lines = self.bodies_read.get(piece.text, set())
            cost -= _RECURS if lines - {step.line.number} else 0.0
        if cell is None or _begins_anew(piece, cell):
            return cost + _start_cost(piece, step)
        return cost + self._continuation_cost(piece, cell, step)

    def _grown(self, state: _State, way: Sequence[_Piece], step: _Step) -> dict[Column, _Cell]:
        """The cells with one more line each."""
        cells = dict(state.cells)
        for piece in way:
            fragment = Fragment(step.line.number, piece.text)
            cell = cells.get(piece.column)
            fragments: tuple[Fragment, ...] = (fragment,)
            text = piece.text
            serial, listed = self.count, piece.tokens[0].bullet
            if cell is not None and not _begins_anew(piece, cell):
                fragments, text = (*cell.fragments, fragment), f"{cell.text} {piece.text}"
                serial, listed = cell.serial, cell.listed or listed
            cells[piece.column] = _Cell(
                serial, fragments, text, piece.width, self.count, listed, step.page
            )
        return cells

    def _return_cost(self, state: _State, column: Column, step: _Step) -> float:
        """Blocks come column by column: to go back to the left is less likely.

        To change the column within a block is less likely still.
        """
        cell = state.cells.get(column)
        if cell is not None and cell.last == self.count - 1:
            return 0.0
        latest = [c for c, other in state.cells.items() if other.last == self.count - 1]
        cost = 0.0 if step.main or step.apart or not latest else 2.0
        place = _COLUMNS.index(column)
        back = cell is not None and any(_COLUMNS.index(c) > place for c in latest)
        return cost + (1.0 if step.main else 2.0) * back

    def _gap_cost(self, cell: _Cell, step: _Step, body: bool) -> float:
        """A cell has no empty lines within it where its columns stand side by side."""
        missed = self.count - 1 - cell.last
        if not missed:
            return 0.0
        if step.apart or not step.main:
            return 0.8 if body and step.main else 0.5
        return min(missed, 2) * (2.5 if body else 1.2)

    def _continuation_cost(self, piece: _Piece, cell: _Cell, step: _Step) -> float:
        """What speaks against a cell going on with this line."""
        cost = self._gap_cost(cell, step, piece.column is Column.RESPONSIBLE)
        if piece.column is Column.OTHER:
            cost += 3.0 if piece.tokens[0].ordinary else 0.0
            return cost + (0.0 if _is_open(cell.text) else 5.0)
        open_end = _must_go_on(piece.column, cell)
        cost += self._wrap_cost(piece, cell, open_end)
        linked = _is_linked_twice(piece, cell)
        cost += 1.5 if linked else 0.0
        if piece.column is Column.RESPONSIBLE:
            return cost + _further_body_cost(piece, cell, open_end)
        if piece.column in _SPANNING:
            cost += 0.2 if piece.column is Column.GOAL else 0.0
            return cost + (0.0 if open_end or cell.last == self.count - 1 else 1.2)
        cost += 1.2 if re.match(r"\([A-ZÆØÅ]", piece.text) else 0.6 * _is_names(piece)
        return cost + (0.0 if linked else _further_text_cost(piece, cell, open_end))

    def _wrap_cost(self, piece: _Piece, cell: _Cell, open_end: bool) -> float:
        """What fitted on the line before would stand there; bodies are broken by hand as well."""
        first = piece.tokens[0]
        body = piece.column is Column.RESPONSIBLE
        if first.bullet or (first.ordinary and not open_end and not body):
            return 0.0
        full = (cell.width + 0.6 + _width(first.text)) / self.widths[piece.column]
        early = 0.0 if full >= 0.9 else 1.0 if full >= 0.75 else 2.0
        return early / 2 if body else early

    def lines_of_bodies(self) -> dict[str, set[int]]:
        """The lines' parts read as responsible bodies, and where."""
        found: dict[str, set[int]] = {}
        for draft in self.drafts:
            cell = draft.cells.get(Column.RESPONSIBLE)
            for fragment in cell.fragments if cell else ():
                found.setdefault(fragment.text, set()).add(fragment.line)
        return found

    def loose_rows(self) -> Iterator[LooseRow]:
        """The rows read, each with the spanning cells as they grew in the end."""
        for draft in self.drafts:
            yield self._loose_row(draft)

    def _loose_row(self, draft: _Draft) -> LooseRow:
        anchor = next(step for step in draft.steps if step.begins)
        low = anchor.line.number
        main = [s.line.number for s in draft.steps if s.main and s.page == anchor.page]
        uncertain = set(draft.uncertain)
        parts: dict[Column, tuple[Fragment, ...]] = {}
        for column, read in draft.cells.items():
            cell = self.spans[column, read.serial] if column in _SPANNING else read
            parts[column] = cell.fragments
            if (column, read.serial) in self.unsure_spans:
                uncertain.add(column)
        target = draft.cells.get(Column.TARGET_GROUP)
        if target is not None and target.page != anchor.page:
            uncertain.add(Column.TARGET_GROUP)
        deadline = tuple(
            Fragment(s.line.number, s.line.text[s.end :].strip())
            for s in draft.steps
            if s.end is not None
        )
        return LooseRow(
            goal=parts.get(Column.GOAL, ()),
            target_group=parts.get(Column.TARGET_GROUP, ()),
            measure=parts.get(Column.MEASURE, ()),
            indicator=parts.get(Column.INDICATOR, ()),
            responsible=parts.get(Column.RESPONSIBLE, ()),
            deadline=deadline,
            notes=parts.get(Column.OTHER, ()),
            heading=draft.heading,
            uncertain=frozenset(uncertain),
            line=low,
            end_line=max(main),
            page=anchor.page,
        )


def _kept(
    scored: Sequence[tuple[float, _State, tuple[_Piece, ...]]],
) -> Iterator[tuple[float, _State, tuple[_Piece, ...]]]:
    """The best, and of every other reading of the responsible body the best ones too."""
    readings: Counter[str] = Counter()
    for place, (cost, state, way) in enumerate(scored):
        cell = state.cells.get(Column.RESPONSIBLE)
        more = (piece.text for piece in way if piece.column is Column.RESPONSIBLE)
        reading = " ".join((cell.text if cell else "", *more))
        readings[reading] += 1
        if place < BEAM or (len(readings) <= READINGS and readings[reading] <= 2):
            yield cost, state, way


def _measured(
    seen: Mapping[Column, Sequence[float]], widths: Mapping[Column, float]
) -> dict[Column, float]:
    """Column widths: of the widest twentieth of the pieces the narrowest."""
    measured = dict(widths)
    for column, found in seen.items():
        if len(found) >= 8:
            measured[column] = sorted(found)[-1 - len(found) // 20]
    return measured


def _piece(line: str, tokens: Sequence[_Token], column: Column) -> _Piece:
    text = line[tokens[0].start : tokens[-1].end]
    return _Piece(column, tuple(tokens), text, _width(text))


def _divisions(
    line: str,
    tokens: Sequence[_Token],
    columns: Sequence[Column],
    limits: Mapping[Column, float],
    known: dict[tuple[Column, int, int], _Piece],
) -> Iterator[tuple[_Piece, ...]]:
    """All ways to give a line's words, in their order, to columns from left to right.

    `known` holds the pieces made so far: each is made once.
    """
    if not tokens:
        return
    for place, column in enumerate(columns):
        for end in range(1, len(tokens) + 1):
            if end > 1 and tokens[end - 1].hard:
                break
            key = column, tokens[0].start, tokens[end - 1].end
            piece = known.get(key) or _piece(line, tokens[:end], column)
            known[key] = piece
            if piece.width > limits[column]:
                break
            if end == len(tokens):
                yield (piece,)
            for rest in _divisions(line, tokens[end:], columns[place + 1 :], limits, known):
                yield (piece, *rest)


def _way_cost(way: Sequence[_Piece], lone: frozenset[str], narrow: bool) -> float:
    """What speaks against a cut as such: words torn apart or left together.

    A line that is `narrow` fits one column as it is.
    """
    cost = 2.0 if narrow and not any(_is_marked(piece) for piece in way[1:]) else 0.0
    cost = cost if len(way) > 1 else 0.0
    for left, right in itertools.pairwise(way):
        cost += _border_cost(left.tokens[-1], right)
        cost += 0.5 if _is_open(left.text) else 0.0
    for piece in way:
        cost += _inner_cost(piece)
        if len(way) > 1 and piece.text in lone:
            cost -= 0.6
    return cost


def _is_marked(piece: _Piece) -> bool:
    """Whether something says that a cell begins: a bullet or rule, a body, a note."""
    body = _is_body([token.core for token in piece.tokens[:2]])
    return body or piece.tokens[0].hard or piece.column is Column.OTHER


def _border_cost(before: _Token, right: _Piece) -> float:
    """How unlikely it is that a cell's line ends here and another's begins."""
    first = right.tokens[0]
    if before.bullet:
        return 3.0
    if first.hard:
        return 0.0
    if before.text == first.text:
        return -0.5
    if first.core in _NEVER_FIRST or (len(first.core) < 2 and not first.soft):
        cost = 1.8
    elif first.soft or first.ordinary or _is_body([t.core for t in right.tokens[:2]]):
        cost = 0.1
    elif first.text[0].isupper() or first.text[0] in "(«":
        cost = 0.7
    else:
        cost = 0.6 if before.text[-1] in ").»" else 1.0
        if first.core.lower() in _LINKING:
            cost += -0.2 if right.column is Column.RESPONSIBLE else 0.2
    if (before.core.lower() in _OPEN_WORDS and before.text[-1].isalpha()) or (
        _ADJECTIVE.match(before.core.lower()) and first.core.lower() not in _LINKING
    ):
        cost += 0.5
    return cost


def _inner_cost(piece: _Piece) -> float:
    """What speaks against words being one cell's line: a capital within, the same word twice."""
    cost = 0.0
    for before, token in zip(piece.tokens, piece.tokens[1:], strict=False):
        if before.text == token.text:
            cost += 2.0
        if token.soft:
            cost += 1.8
        if before.bullet or before.text[-1] in ".:?!":
            continue
        if piece.column is Column.RESPONSIBLE and _is_torn_name(before, token):
            cost += 1.5
        if _is_body([token.core]) and piece.column is not Column.RESPONSIBLE:
            cost += 1.5
        elif _MEMBERS_IN_BRACKETS.match(token.text) and piece.column is not Column.RESPONSIBLE:
            cost += 0.6
        elif token.ordinary:
            cost += 0.4 if piece.column is Column.RESPONSIBLE else 2.0
    return cost


def _is_torn_name(before: _Token, token: _Token) -> bool:
    """Whether a name follows a small word that joins nothing ("barn BUP/Ahus")."""
    small = before.text[0].islower() and before.text[-1] != ","
    return small and token.text[0].isupper() and before.core.lower() not in _LINKING


def _begins_anew(piece: _Piece, cell: _Cell) -> bool:
    """Whether a spanning cell ends and the next begins: a capital after a finished text."""
    if piece.column not in _SPANNING or not piece.tokens[0].ordinary:
        return False
    people = piece.column is Column.TARGET_GROUP and names_people(piece.text)
    return people or not _is_unfinished(cell.text)


def _start_cost(piece: _Piece, step: _Step) -> float:
    """What speaks against a cell's text beginning with this line."""
    first = piece.tokens[0]
    opens = first.bullet or first.text[0].isupper() or first.text[0] in '«"|'
    body = _is_body([token.core for token in piece.tokens[:2]])
    if piece.column is Column.OTHER:
        return 0.0 if re.match(r"\([a-zæøå]", piece.text) else 6.0
    if piece.column is Column.RESPONSIBLE:
        late = 0.0 if step.end else 0.8
        return late if body else 6.5 if first.text[0].isupper() else 8.0
    if piece.column in _SPANNING:
        return _span_cost(piece, step) + (0.0 if opens and not first.bullet else 4.0)
    return (1.5 if body else 0.0) + (0.0 if opens or first.text[0].isdigit() else 4.0)


def _span_cost(piece: _Piece, step: _Step) -> float:
    """What speaks against a goal or a target group beginning here."""
    shown = " ".join(token.core for token in piece.tokens)
    fits = names_people(shown) if piece.column is Column.TARGET_GROUP else begins_action(shown)
    on_time = step.begins or step.heading or step.columns[-1] in _SPANNING
    return (0.2 if fits else 2.5) + (0.0 if on_time else 4.0)


def _is_names(piece: _Piece) -> bool:
    """Whether there are nothing but names, joined by "og" and commas."""
    return all(
        (token.text[0].isupper() and not token.ordinary) or token.core == "og"
        for token in piece.tokens
    )


def _is_linked_twice(piece: _Piece, cell: _Cell) -> bool:
    """Whether a preposition or conjunction would follow another ("utskrivning av" "og")."""
    return _last_word(cell.text) in _LINKING and piece.tokens[0].core.lower() in _LINKING


def _further_text_cost(piece: _Piece, cell: _Cell, open_end: bool) -> float:
    """What speaks against a measure or an indicator going on with these words."""
    first = piece.tokens[0]
    if open_end:
        return 2.5 if first.bullet else 1.0 if first.ordinary else -0.5
    if first.bullet:
        return 0.0 if cell.listed else 0.3
    if first.ordinary:
        return 0.9 if cell.listed else 0.4
    return -0.2 if _ADJECTIVE.match(_last_word(cell.text)) else 0.3


def _further_body_cost(piece: _Piece, cell: _Cell, open_end: bool) -> float:
    """What speaks against a responsible cell going on with these words."""
    first = piece.tokens[0]
    named = first.text[0].isupper()
    linking, joining = (first.core.lower() in words for words in (_LINKING, _JOINS_BODIES))
    linked = _is_linked_twice(piece, cell)
    adjective = _ADJECTIVE.match(_last_word(cell.text)) and not _is_unfinished(cell.text)
    refusals = (
        (first.bullet, 6.0),
        (":" in piece.text, 4.0),
        (re.match(r"\([a-zæøå]", piece.text), 3.0),
        (_last_word(cell.text) in _BEFORE_A_NAME and not named, 2.0),
        (first.core.lower() in _VERBS, 2.5),
        (linking and (linked or adjective or not joining), 2.0),
    )
    refused = next((cost for applies, cost in refusals if applies), None)
    if refused is not None:
        return refused
    if open_end:
        return -2.0 if _BODY.match(first.core.capitalize()) else -0.5
    if re.match(r"\([A-ZÆØÅ]", piece.text):
        return -0.2
    if joining:
        return 0.0
    return 0.5 if named or first.text[0] == "(" else 2.0


def _absence_cost(column: Column, cell: _Cell, step: _Step, count: int) -> float:
    """What speaks against a line without more of a cell that must go on.

    Nothing where blocks come column by column.
    """
    if not step.main or not (_is_unfinished(cell.text) or _is_open(cell.text)):
        adjective = step.main and _ADJECTIVE.match(_last_word(cell.text))
        return 0.4 if adjective and column is Column.INDICATOR else 0.0
    if column is Column.OTHER:
        return 1.6
    if column in _SPANNING:
        return 0.8 if cell.last >= count - 2 else 0.0
    return 0.2 if step.apart else 0.8


def _likeness(column: Column, cell: _Cell) -> tuple[object, ...]:
    """All that the costs of going on with a cell depend on."""
    text = cell.text
    ends = _must_go_on(column, cell), _is_unfinished(text), _is_open(text), _last_word(text)
    return cell.last, cell.width, cell.listed, *ends


def _must_go_on(column: Column, cell: _Cell) -> bool:
    """Whether a cell is not finished.

    A body is none by an adjective ("Medisinskfaglig"), nor a council that does not say of what.
    """
    if _is_unfinished(cell.text) or _is_open(cell.text):
        return True
    if column is not Column.RESPONSIBLE:
        return False
    cores = _cores(cell.text)
    bare = len(cores) == 1 and _BARE_BODY.match(cores[0])
    return bool(bare or _ADJECTIVE.match(_last_word(cell.text)))


@cache
def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation is open."""
    return text.count("(") > text.count(")") or text.count("«") > text.count("»")


def _left_open(state: _State) -> float:
    """What speaks against a row ending like this."""
    cost = 0.0
    weights = {Column.MEASURE: 2.5, Column.INDICATOR: 1.5, Column.RESPONSIBLE: 4.0}
    for column, weight in weights.items():
        cell = state.cells.get(column)
        if cell is not None and _must_go_on(column, cell):
            cost += weight
    body = state.cells.get(Column.RESPONSIBLE)
    if body is None:
        cost += 3.0
    elif body.text in vocabulary().body_teams:
        cost += 0.8
    return cost + (0.0 if Column.MEASURE in state.cells else 6.0)


def _unsure(ends: Sequence[_State], steps: Sequence[_Step], sure: float) -> frozenset[Column]:
    """Columns that another reading, hardly less likely, has otherwise; or that are unfinished."""
    uncertain: set[Column] = set()
    least = {**dict.fromkeys(_SPANNING, SURE_SPAN), Column.RESPONSIBLE: sure}
    for column, margin in least.items():
        text = _text(ends[0], column)
        for state in ends:
            other = _text(state, column)
            if other != text and state.cost - ends[0].cost < margin:
                uncertain.add(column)
    best = ends[0].cells.get(Column.RESPONSIBLE)
    if best is None or _must_go_on(Column.RESPONSIBLE, best) or not _is_body(_cores(best.text)[:2]):
        uncertain.add(Column.RESPONSIBLE)
    if sum(step.end is not None for step in steps) != 1:
        uncertain.add(Column.DEADLINE)
    return frozenset(uncertain)


def _text(state: _State, column: Column) -> str | None:
    cell = state.cells.get(column)
    return cell.text if cell else None
