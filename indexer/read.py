"""One document to all that can be read out of it: the whole way from file to passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from indexer.about import about
from indexer.communities import FILE as COMMUNITIES
from indexer.communities import Communities, load_communities
from indexer.elements import Reading, Skipped
from indexer.errors import DocumentError
from indexer.figures import put_figures
from indexer.forms import read_forms
from indexer.joining import HEADING_ROW
from indexer.layout import Paragraph, RawTable, assemble
from indexer.manifest import FILE as MANIFEST
from indexer.manifest import entry_of, load_corpus, unlisted_plan
from indexer.measures import parse_rows
from indexer.misread import is_misread
from indexer.passages import measure_passage, prose_passages
from indexer.readers import read_document
from indexer.readers.text_elements import read_elements
from indexer.records import (
    CAPTIONS,
    Cell,
    Column,
    Header,
    Line,
    Page,
    Piece,
    Plan,
    PlanRead,
    Rejected,
    Repair,
    Row,
    Source,
)
from indexer.repair import is_damaged, repair
from indexer.run_together import (
    LINK,
    Fragment,
    LooseRow,
    bodies,
    cell_text,
    is_run_together,
    split_run_together,
    without_captions,
)
from indexer.tables import Document, join_rows
from indexer.unread import dropped_tables

_LOST_CAPITAL = re.compile(r"\bl(?=[bcdfghkmnpqrstvwxz])\w{3,}")
"""No Norwegian word begins with an l and such a consonant."""


LONGEST_TOLD = 120
"""Characters of a heading that is told of a table that was not understood."""


def read_file(path: Path, corpus: Path | None = None, password: str | None = None) -> PlanRead:
    """All that can be read out of a file, under its entry in the corpus if it has one.

    Raises `DocumentError` or `ManifestError`.
    """
    plan = entry_of(path, load_corpus(corpus)) if corpus and (corpus / MANIFEST).exists() else None
    if plan is None:
        return read_unlisted(path, path.name, corpus, password)
    return read_listed(plan, path, corpus, password)


def read_listed(
    plan: Plan,
    path: Path,
    corpus: Path | None,
    password: str | None = None,
    most_pages: int | None = None,
) -> PlanRead:
    """All that can be read out of a plan's file. Raises `DocumentError`."""
    names = _communities(corpus).names()
    return take_apart(plan, _open(path, password, most_pages), path.name, names)


def read_unlisted(
    path: Path,
    file: str,
    corpus: Path | None,
    password: str | None = None,
    most_pages: int | None = None,
) -> PlanRead:
    """All that can be read out of a file that has no entry, under what it says of itself.

    Raises `DocumentError`.
    """
    communities = _communities(corpus)
    reading = _open(path, password, most_pages)
    proposed = about(reading, path.stem, communities)
    plan = unlisted_plan(path, file, proposed, communities)
    return replace(take_apart(plan, reading, path.name, communities.names()), proposed=proposed)


def read_plan(plan: Plan, path: Path, names: Collection[str] = ()) -> PlanRead:
    """All that can be read out of a plan's file; `names` are words that no repair touches.

    Raises `DocumentError`.
    """
    return take_apart(plan, _open(path, None, None), path.name, names)


def _communities(corpus: Path | None) -> Communities:
    return load_communities(corpus) if corpus else Communities((), (), frozenset(), frozenset())


def _open(path: Path, password: str | None, most_pages: int | None) -> Reading:
    reading = read_document(path, password, most_pages)
    pages = _page_count(reading)
    if most_pages is not None and (pages or 0) > most_pages:
        raise DocumentError(f"{path.name} has {pages} pages (at most {most_pages}); split it")
    return reading


def take_apart(
    plan: Plan, reading: Reading, document_name: str, names: Collection[str]
) -> PlanRead:
    """What a reading holds: measures, rejected rows and prose, each with its source."""
    lines = _all_lines(reading.pages)
    document = Document(plan.plan_id, document_name, lines, reading.labels, plan.period)
    damaged = is_damaged(put_figures("\n".join(line.text for line in lines))[0])
    mend = _mender(frozenset(names), damaged)
    rows, paragraphs, skipped = _take_apart(reading, document)
    known = frozenset(part.lower() for name in names for part in name.split())
    measures, rejected = parse_rows(rows, mend, lambda t: damaged and is_misread(t, known))
    facts = [record for record in rejected if record.reason != HEADING_ROW]
    passages = (
        *(measure_passage(plan, measure) for measure in measures),
        *prose_passages(plan, paragraphs, facts, document, mend),
    )
    return PlanRead(
        plan=plan,
        pages=_page_count(reading),
        lines=len(lines),
        rows=len(rows),
        measures=tuple(measures),
        rejected=tuple(rejected),
        passages=passages,
        repairs=_repairs(lines, frozenset(names), damaged),
        skipped=tuple((part.line, part.text, part.reason) for part in skipped),
        warnings=(
            *reading.warnings,
            *_warnings(plan, damaged, rows),
            *_of_tables(rejected, len(measures)),
        ),
        transcript=lines if reading.transcript else None,
        unreadable=reading.unreadable,
    )


def _page_count(reading: Reading) -> int | None:
    """Pages of the document, those that could not be read too; null where it has no pages."""
    numbers = [page.number for page in reading.pages if page.number is not None]
    numbers += [page for page, _ in reading.unreadable]
    return max(numbers, default=None)


def _warnings(plan: Plan, damaged: bool, rows: Sequence[Row]) -> tuple[str, ...]:
    found = []
    if not plan.listed:
        found.append(f"{plan.file} står ikke i manifestet; lest med det filen selv sier")
    if plan.listed and plan.region.name == plan.region.region_id:
        found.append(
            f"regionen {plan.region.region_id!r} står ikke i {COMMUNITIES}; "
            "rett den i manifestet eller føy den til der"
        )
    if damaged:
        found.append("bokstavene i teksten er skadd; den er rettet for lesing")
    if rows and all(row.reason for row in rows):
        found.append("ingen tabellkolonner ble forstått; radene er tatt med som tekst")
    elif not rows:
        found.append(
            "ingen tiltak ble funnet; alt er tatt med som tekst. Står tiltakene i kolonner uten "
            "tabulatorer eller streker mellom, lagre dem som tabell"
        )
    return tuple(found)


def _of_tables(rejected: Sequence[Rejected], measures: int) -> list[str]:
    """What is told of each table that was not understood: where it is, its rows and its heading."""
    found = []
    for table in dropped_tables(rejected, measures):
        where = f"fra linje {table.line}" if table.page is None else f"på side {table.page}"
        heading = table.heading[:LONGEST_TOLD]
        found.append(f"tabellen {where} ble ikke forstått ({table.rows} rader): «{heading}»")
    return found


def _all_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The file's lines by number; the pages leave out only blank lines before the first."""
    last = max((line.number for page in pages for line in page.lines), default=0)
    lines = [Line(number, "") for number in range(1, last + 1)]
    for page in pages:
        for line in page.lines:
            lines[line.number - 1] = line
    return tuple(lines)


def _mender(names: frozenset[str], damaged: bool) -> Callable[[str], str]:
    """Repairs text for reading; an undamaged one only where a capital I was read as an l, and the
    figures of years and dates as letters."""

    @cache
    def mend(text: str) -> str:
        text, _ = put_figures(text)
        if damaged:
            return repair(text, names, damaged=True).text
        return _LOST_CAPITAL.sub(lambda m: _with_capital(m, names)[1], text)

    return mend


def _with_capital(match: re.Match[str], names: frozenset[str]) -> tuple[str, str]:
    """A word as it stands and as it was printed: "lgangsatt" was "Igangsatt"."""
    shown = repair(match[0], names).text
    return match[0], shown if shown == f"I{match[0][1:]}" else match[0]


def _repairs(lines: Sequence[Line], names: frozenset[str], damaged: bool) -> tuple[Repair, ...]:
    found = []
    for line in lines:
        text, figures = put_figures(line.text)
        if damaged:
            words = repair(text, names, damaged=True).repairs
        else:
            matches = _LOST_CAPITAL.finditer(text)
            words = tuple(_with_capital(match, names) for match in matches)
        found += [
            Repair(line.number, source, shown)
            for source, shown in (*figures, *words)
            if source != shown
        ]
    return tuple(found)


def _take_apart(
    reading: Reading, document: Document
) -> tuple[list[Row], list[Paragraph], list[Skipped]]:
    if not reading.transcript and is_run_together(reading.pages):
        return _take_apart_loose(reading.pages, document)
    blocks, skipped = assemble(read_forms(reading.elements))
    tables = [block for block in blocks if isinstance(block, RawTable)]
    rows = [
        row
        for number, table in enumerate(tables, start=1)
        for row in join_rows(table, number, document)
    ]
    return rows, [block for block in blocks if isinstance(block, Paragraph)], list(skipped)


def _take_apart_loose(
    pages: Sequence[Page], document: Document
) -> tuple[list[Row], list[Paragraph], list[Skipped]]:
    """A table whose columns run together on its lines, and the prose around it."""
    table = split_run_together(pages)
    page_of = {line.number: page.number for page in pages for line in page.lines}
    addresses: dict[int | None, list[str]] = {}
    for line, reason in table.furniture:
        if reason == LINK:
            addresses.setdefault(page_of[line.number], []).append(line.text.strip())
    rows = [
        _loose_row(loose, number, document, page_of, addresses)
        for number, loose in enumerate(table.rows, start=1)
    ]
    prose = {line.number for line in table.prose}
    kept = [Page(page.number, tuple(_only(line, prose) for line in page.lines)) for page in pages]
    blocks, skipped = assemble(read_elements(kept))
    furniture = [Skipped(line.number, line.text, reason) for line, reason in table.furniture]
    return rows, [b for b in blocks if isinstance(b, Paragraph)], [*skipped, *furniture]


def _only(line: Line, numbers: Collection[int]) -> Line:
    return line if line.number in numbers else Line(line.number, "")


def _loose_row(
    loose: LooseRow,
    number: int,
    document: Document,
    page_of: Mapping[int, int | None],
    addresses: Mapping[int | None, Sequence[str]],
) -> Row:
    links = [addresses.get(page_of[f.line], ()) for f in loose.measure]
    said = without_captions(loose.measure, links)
    columns = {
        Column.GOAL: loose.goal,
        Column.TARGET_GROUP: loose.target_group,
        Column.MEASURE: said.own,
        Column.INDICATOR: loose.indicator,
        Column.RESPONSIBLE: loose.responsible,
        Column.DEADLINE: loose.deadline,
    }
    first, last = loose.line, loose.end_line

    def cell(column: Column, fragments: Sequence[Fragment], label: str = "") -> Cell:
        pieces = tuple(
            Piece(column.value, page_of[f.line], f.line, f.text, not first <= f.line <= last)
            for f in fragments
        )
        uncertain = column in loose.uncertain
        read = column is Column.MEASURE or not uncertain
        text = _loose_text(column, fragments) if read else ""
        return Cell(Header(column, label), text, pieces, uncertain=uncertain)

    heading = Header(Column.HEADING, "")
    cells = (
        *(Cell(heading, text, inherited=True) for text in loose.heading),
        *(cell(c, part) for c, part in columns.items() if part or c in loose.uncertain),
        *([cell(Column.OTHER, said.captions, CAPTIONS)] if said.captions else ()),
    )
    notes = cell_text(loose.notes).strip("()")
    page = f"p{loose.page}:" if loose.page is not None else ""
    source = Source(
        plan_id=document.plan_id,
        document=document.name,
        page=loose.page,
        line=first,
        end_line=last,
        section=(),
        row=f"r{number}",
        quote=document.quote(first, last),
        pieces=tuple(piece for part in cells for piece in part.pieces),
    )
    return Row(
        f"{document.plan_id}:{page}t1:r{number}", cells, source, notes=(notes,) if notes else ()
    )


def _loose_text(column: Column, fragments: Sequence[Fragment]) -> str:
    """A cell's text, with bodies and list items on lines of their own."""
    if column is Column.RESPONSIBLE:
        return "\n".join(bodies(fragments))
    return cell_text(fragments).replace(" • ", "\n• ")
