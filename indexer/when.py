"""When: a deadline cell's text to the plan's wording of when, its years, and how far it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.vocabulary import any_of, vocabulary
from indexer.year_marks import YearMark
from indexer.year_parts import long_months
from indexer.years_named import years_in

LONGEST_WORDING = 60
"""A cell without any known form of time is taken as the wording of when up to this length (the
longest of the five plans has 21 characters); longer ones are kept as notes."""

_MARK = re.compile(
    r"\s*(?:[xX]{1,4}(?=\W|$)|[✓✔☑☒✅●⬤■▪◼◾⬛█\uf0fc→⟶➔➜➝➞➡⇒►▶]\ufe0f?|[-–—=]+>"
    r"|[•\uf0b7](?=\s*$))+\s*(.*)",
    re.DOTALL,
)
_NO_MARK = " \n•-–—☐□"
_BEGINS = ("start", "slutt", "start/slutt")


@dataclass(frozen=True, slots=True)
class When:
    """`deadline` is the plan's wording, the newest where it was moved; `years` ascend."""

    deadline: str | None = None
    moved_from: str | None = None
    years: tuple[int, ...] = ()
    status: str | None = None
    notes: tuple[str, ...] = ()


def _named_time() -> str:
    """A month or season with its year, which may have two digits ("des.26", "Q1-2026")."""
    names = any_of((*vocabulary().seasons, *vocabulary().short_months))
    years = r"(?:20\d\d|[2-6]\d)(?:\s?[/–-]\s?[2-6]\d)?(?![\w.%]|,\d|\s?%)"
    return rf"\b(?:{names})(?:\.\s?|\s?[-–/’']\s?|\s)[’']?{years}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A wording of when, and one behind the words for a moved deadline."""
    known = vocabulary()
    year = r"20\d\d(?:\s?[-–/]?\s?[QTHK][1-4](?!\w|\s?[-,]?\s?20)|\s?[-–/]\s?(?:20)?\d\d(?!\d))?"
    date = (
        r"20\d\d(?:-\d\d-|\.\d\d\.)\d\d(?!\d)|\d{1,2}/\d{1,2}\s?[-/.]\s?(?:20)?\d\d(?!\d)"
        r"|\d{1,2}(?:/\d{1,2}\s|-\d{1,2}-)20\d\d(?!\d)|(?:0?[1-9]|1[0-2])[./]20\d\d(?!\d)"
        rf"|(?:{long_months()})\s\d{{1,2}}(?:st|nd|rd|th)?,\s20\d\d(?!\d)"
        r"|\d{1,2}\.\s?(?:\d{1,2}\s?[.-]|[a-zæøå]+)\s?(?:20)?\d\d(?!\d)"
        rf"|{_named_time()}"
    )
    before = rf"(?:(?:{any_of((*known.before, *known.seasons))})[\s/]+){{0,6}}"
    season = rf"(?:{any_of(known.seasons)})(?:\s?[/–-]\s?(?:{any_of(known.seasons)}))*"
    tail = rf"(?:\s?(?:,|og|til|–|-)\s?{before}(?:{date}|{year}))*"
    when = rf"{before}(?:{date}|{year}){tail}|(?:{any_of(known.open_ended)})(?!\w)|{season}(?!\w)"
    moved = rf"(?:{any_of(known.moved)}):?\s+({when})"
    return re.compile(when, re.IGNORECASE), re.compile(moved, re.IGNORECASE)


@cache
def _shifted() -> re.Pattern[str]:
    """A deadline moved from one time to another, both named."""
    when = _patterns()[0].pattern
    verbs = "utsatt|utsett|flyttet|flytta|forlenget|forlenga|endret|endra"
    return re.compile(rf"(?:frist\s+)?(?:{verbs})\s+(?:fra|frå)\s+({when})\s+til\s+({when})", re.I)


@cache
def _moved_from() -> re.Pattern[str]:
    """A deadline, and behind it the time from which it was moved ("Mai 2025, flyttet fra 2024")."""
    when = _patterns()[0].pattern
    verbs = "utsatt|utsett|flyttet|flytta|forskjøvet|forskyvd"
    return re.compile(rf"^(.+?)[\s,;(]+(?:{verbs})\s+(?:fra|frå)\s+({when})[\s).]*$", re.I)


@cache
def _ending() -> re.Pattern[str]:
    """How something begins or how far it is, and behind it when it ends."""
    known, when = vocabulary(), _patterns()[0].pattern
    ends = any_of((*known.finishes, *known.finished))
    awaited = rf"(?:(?:{any_of(known.awaited)})\s+)*"
    return re.compile(
        rf"^(?P<before>\S.*?)(?:\s?[,;.:–-]\s*(?:og\s|men\s)?|\s(?:og|men)\s|(?<=\d)\s)"
        rf"(?P<end>{awaited}(?P<word>{ends}):?\s+(?:i\s+)?(?:{when}))[\s.]*$",
        re.IGNORECASE,
    )


def read_when(text: str) -> When:
    """What a deadline cell says: when, moved from when, how far it has come, and the rest."""
    text = " ".join(text.replace("•", " ").split())
    if not text.strip(" -–—."):
        return When()
    if ended := _read_ending(text):
        return ended
    when, moved = _patterns()
    shifted, newest, first = _shifted().search(text), moved.search(text), when.match(text)
    later = _moved_from().search(text)
    if later and when.search(later[1]) and not (shifted or newest):
        deadline, old, rest = later[1], later[2], text[later.end() :]
    elif shifted:
        deadline, old = shifted[2], shifted[1]
        rest = f"{text[: shifted.start()]}\n{text[shifted.end() :]}"
    elif newest:
        deadline, old = newest[1], first[0] if first else None
        begin = first.end() if first else 0
        rest = f"{text[begin : newest.start()]}\n{text[newest.end() :]}"
    elif first and (_goes_on(text, first.end()) or _adds_times(text, first.end())):
        deadline, old, rest = text, None, ""
    elif first:
        deadline, old, rest = first[0], None, text[first.end() :]
    else:
        return _unknown_wording(text)
    status, notes = _sort_rest(rest)
    if newest and not (old or status or shifted) and says_status(newest[0]):
        status = newest[0]  # from when is not said, but that it was moved
    return When(deadline, old, years_in(deadline), status, notes)


def _read_ending(text: str) -> When | None:
    """What a cell says that tells of an end behind something else, in a later year if both have
    one: all of it behind how it begins ("Oppstart høst 2025, fullført 2027"), else the end alone,
    behind how far it is ("Påbegynt 2024, ferdig 2026")."""
    match, known = _ending().match(text), vocabulary()
    if match is None or len(text) > LONGEST_WORDING:
        return None
    before, begun, ends = match["before"], years_in(match["before"]), years_in(match["end"])
    if ends and begun and ends[-1] <= begun[-1]:
        return None
    starts = any_of((*known.begins, *known.open_ended))
    if re.match(rf"(?:(?:{any_of(known.awaited)})\s)?(?:{starts})\b", before, re.IGNORECASE):
        return When(text, None, years_in(text))
    words = set(re.findall(r"\w+", before.lower()))
    done = words & {*known.finishes, *known.finished} and not words & known.negations | known.partly
    if done or match["word"].lower() in known.finished or not says_status(before):
        return None
    return When(match["end"], None, ends, before.strip(" ,;.:–-"))


def says_unset(text: str) -> bool:
    """Whether a cell says only that something is not told yet ("Ikke fastsatt", "Frist ikke
    avklart", "Ansvarlig ikke avklart")."""
    known = vocabulary()
    words = [w for w in re.findall(r"\w+", text.lower()) if w not in known.unset_fillers]
    return len(words) == 2 and words[0] in known.negations and words[1] in known.unset


def _goes_on(text: str, end: int) -> bool:
    """Whether a time is told in more words than its form has ("Hvert år innen 1. juni")."""
    rest = text[end:]
    if re.fullmatch(r"\s?(?:→|[–-]>)\s*|[–-]\s*", rest):  # from then on
        return True
    plain = re.match(r"\s+[a-zæøå][^,;:()]*$", rest) is not None
    return plain and len(text) <= LONGEST_WORDING and not says_status(rest) and not _notes(rest)


def _adds_times(text: str, end: int) -> bool:
    """Whether what follows a time only tells more of when ("Årlig, oktober")."""
    known, when = vocabulary(), _patterns()[0]
    day = rf"\b\d{{1,2}}\.\s?(?=(?:{any_of(known.seasons)})\b)"
    week = r"\b(?:uke|veke)\s\d{1,2}(?:\s?[–-]\s?\d{1,2})?"
    rest = re.sub(rf"{day}|{week}", " ", text[end:], flags=re.IGNORECASE)
    said = rest != text[end:] or when.search(rest) is not None
    words = re.findall(r"[^\W_]+", when.sub(" ", rest).lower())
    more = (*known.before, *known.repeats)
    return (
        len(text) <= LONGEST_WORDING
        and all(word in more for word in words)
        and (said or any(word in known.repeats for word in words))
    )


def _notes(rest: str) -> bool:
    return any(rest.strip().lower().startswith(note) for note in vocabulary().note_words)


def _unknown_wording(text: str) -> When:
    """A cell that does not begin with a time: how far it is, or else, if short, its wording."""
    if says_unset(text):
        return When(text)
    status, notes = _sort_rest(text)
    if status == text and _says_result(text):
        status = None
    elif text.lower().strip(" .") in vocabulary().status_alone:
        status, notes = text, ()
    if status is None and len(text) <= LONGEST_WORDING:
        return When(text, None, years_in(text))
    return When(None, None, (), status, notes)


def _says_result(text: str) -> bool:
    """Whether a cell names what is to be done by when ("Plan ferdig 2024, drift 2025"), not how
    far it is: it has a time, and opens with no word of a status that stands by itself."""
    known = vocabulary()
    times = list(_patterns()[0].finditer(text))
    words = re.findall(r"[^\W_]+", text.lower())
    if not times or any(w in known.status_words and w not in known.results for w in words):
        return False
    alone = says_status(re.split(r"[,;]", text)[0]) and times[0].start() > text.find(",") > 0
    within = any(re.match(rf"(?:{any_of(known.within)})\b", t[0], re.I) for t in times)
    return not alone and (words[0] not in known.status_words or words[0] in known.before or within)


def _sort_rest(rest: str) -> tuple[str | None, tuple[str, ...]]:
    """What stands beside the deadline: one saying how far, the others as notes.

    The export lost the line ends, so a capital behind a blank begins another saying.
    """
    parts = [part.strip(" ,;.–-()") for part in re.split(r"\n|(?<=[\w).])\s+(?=[A-ZÆØÅ])", rest)]
    status, notes = None, []
    for part in parts:
        if not part:
            continue
        if status is None and says_status(part):
            status = part
        else:
            notes.append(part)
    return status, tuple(notes)


def says_status(text: str) -> bool:
    """Whether a saying of its own tells how far a measure has come."""
    words = re.findall(r"\w+", text.lower())
    known = vocabulary()
    if not words or any(text.lower().startswith(note) for note in known.note_words):
        return False
    if " ".join(words) in known.status_phrases:
        return True
    return any(word in known.status_words for word in words)


def is_status(text: str) -> bool:
    """Whether all of a text tells how far something has come ("Delvis gjennomført", "Ferdig
    2023"), and nothing what."""
    known = vocabulary()
    words = re.findall(r"[^\W\d_]+", text.lower())
    if " ".join(words) in known.status_phrases:
        return True
    beside = (*known.status_beside, *known.seasons, *known.before)
    return says_status(text) and all(w in known.status_words or w in beside for w in words)


def is_light(text: str) -> bool:
    """Whether a text is a colour that stands for a status, with a remark at most ("Gult – venter
    på IKT")."""
    match = re.match(r"([^\W\d_]+)(?:\s*[,;:(–-].*)?$", text, re.DOTALL)
    return match is not None and match[1].lower() in vocabulary().status_lights


@cache
def _times_alone() -> re.Pattern[str]:
    """Parts of a year and open times among words without punctuation."""
    known = vocabulary()
    return re.compile(rf"\b(?:{any_of((*known.seasons, *known.open_ended))})\b")


def tells_when(text: str) -> bool:
    """Whether something that is said may say when: it has a figure, names a time or a status."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    times = _times_alone().search(words) is not None
    return times or bool(re.search(r"\d", text)) or says_status(text)


@cache
def _parts_of_years() -> re.Pattern[str]:
    """Parts of a year and days by figures ("uke 12", "kv. 3", "T2", "3. tertial", "1. mars")."""
    parts = "uke|veke|kvartal|kv|tertial|halvår|semester"
    return re.compile(
        rf"\b(?:{parts})\.?\s?\d{{1,2}}(?:\s?[–-]\s?\d{{1,2}})?\b|\b[thqk]\d\b"
        rf"|\b\d{{1,2}}\.?\s?(?:{parts}|{any_of(vocabulary().seasons)})\b\.?"
        r"|\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d\d)?(?!\d)",
        re.IGNORECASE,
    )


def only_when(text: str) -> bool:
    """Whether a text says when and nothing else ("Innan utgangen av 2027", "Uke 12 2026")."""
    known = vocabulary()
    text = " ".join(text.replace("•", " ").split())
    rest = _patterns()[0].sub(" ", _parts_of_years().sub(" ", text))
    words = re.findall(r"[^\W\d_]+", rest.lower())
    beside = {*known.before, *known.repeats, *known.begins, *known.finishes, "mellom", "til", "kv"}
    alone = bool(words) and all(word in known.seasons for word in words)
    alone = alone or (len(words) > 1 and all(word in known.repeats for word in words))
    return (
        (rest != text or alone)
        and not re.search(r"\d", rest)
        and all(
            word in beside or word in known.seasons or word in known.open_ended for word in words
        )
    )


def says_when(text: str) -> bool:
    """Whether words beside nothing else name a season or another time of a year."""
    known = vocabulary()
    return any(text.lower().startswith(word) for word in (*known.seasons, *known.open_ended))


def status_in_text(text: str) -> str | None:
    """A sentence of running text that tells how far a measure has come."""
    starts = any_of(vocabulary().status_sentence)
    match = re.search(rf"(?:^|[.\n:;]\s*)\b((?:{starts})\b[^\n]*)", text, re.IGNORECASE)
    if match is None or not match[1][0].isupper():
        return None
    return match[1].strip(" .")


def read_year_columns(cells: Sequence[tuple[str, str]], paid: bool = False) -> When:
    """What a table says whose columns are years or parts of them: each a (heading, mark), in order;
    `paid` where they are of money, whose words tell nothing of when or how far ("Innenfor ramme").

    A mark is an x, a tick, a dot, a block or an arrow, which may have words beside it; a dash, an
    empty box or nothing is none. What else stands there is a note of its year.
    """
    marked, notes, status = [], [], None
    for place, (head, mark) in enumerate(cells):
        match = _MARK.match(mark)
        words = match[1].strip() if match else mark.strip(_NO_MARK)
        said = not paid and says_status(words)
        if match or said or (not paid and (says_when(words) or words.lower() in _BEGINS)):
            marked.append(place)
        if words and status is None and said and "oppstart" not in words.lower():
            status = words
        elif words:
            notes.append(_note(head, words))
    heads = [head for head, _ in cells]
    if not marked and not notes:
        dashed = [int(h) for h, mark in cells if h.isdigit() and mark.strip() in ("-", "–", "—")]
        dashes = [YearMark(dashed[0], dashed[-1], None)] if len(dashed) > 1 else []
        return When(notes=tuple(mark.note for mark in dashes))
    spelled = _spell(heads, marked)
    return When(spelled or None, None, _years_of(heads, marked), status, tuple(notes))


def _note(head: str, words: str) -> str:
    """What else stands in the column of a year, or of a part of one."""
    return YearMark(int(head), int(head), words).note if head.isdigit() else f"{head}: {words}"


def _years_of(heads: Sequence[str], marked: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({year for place in marked for year in years_in(heads[place])}))


def _spell(heads: Sequence[str], marked: Sequence[int]) -> str:
    """Marked columns as plans write them: "2022", "2022-2023", "2022, 2024-2025", "Jan, Mar"."""
    runs: list[list[str]] = []
    for head in (heads[place] for place in marked):
        years = runs and runs[-1][-1].isdigit() and head.isdigit()
        if years and int(head) == int(runs[-1][-1]) + 1:
            runs[-1].append(head)
        else:
            runs.append([head])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else run[0] for run in runs)
