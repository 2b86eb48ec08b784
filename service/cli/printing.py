"""The API's objects as text for people, in Norwegian, for the `plansok` command."""

from __future__ import annotations

from collections.abc import Sequence

from service import models
from service.files.sheets import UNLIKELY, no_counterparts, place, verdict_said
from service.overview.agreement import BODY_KIND, GROUPS_OVERLAP, YEARS_OVERLAP
from service.results import Scope

LONGEST_QUOTE = 300
"""Characters of a quote that are printed; `--json` has it whole."""

LONGEST_PART = 140
"""Characters of a part of a long row that are printed."""

ANSWERING = ("measure", "responsible", "deadline")
"""Parts of a long row that are printed of it."""


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns side by side, numbers to the right; nothing is cut, so that it can be piped."""
    cells = [headings, *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    right = [
        all(isinstance(row[c], int | float | None) for row in rows) for c in range(len(widths))
    ]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    )


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _unread(problems: Sequence[models.Unread]) -> tuple[str, ...]:
    return _under("Kunne ikke leses:", [f"  {each.plan}: {each.message}" for each in problems])


def index_text(report: models.IndexReport) -> str:
    headings = ("Plan", "Sider", "Rader", "Tiltak", "Forkastet", "Passasjer", "Sekunder")
    rows = [
        (p.plan_id, p.pages, p.rows, p.measures, p.rejected, p.passages, p.seconds)
        for p in report.plans
    ]
    warnings = [
        f"{p.plan_id}: {told}" for p in report.plans for told in (*p.warnings, *_unreadable(p))
    ]
    done = (
        f"{report.encoded} passasjer kodet, {report.reused} gjenbrukt; "
        f"{_number(report.seconds)} sekunder i alt"
    )
    dropped = [f"Tatt ut av indeksen: {', '.join(report.dropped)}"] if report.dropped else []
    told = (*dropped, *warnings, *_unread(report.problems))
    return "\n".join((table(headings, rows), "", done, *told))


def plans_text(found: models.PlanList) -> str:
    headings = ("Plan", "Region", "Periode", "Sider", "Rader", "Tiltak", "Forkastet", "Tittel")
    rows = [
        (
            plan.plan_id,
            plan.region_name,
            f"{plan.from_}–{plan.to}" if plan.from_ else None,
            plan.read.pages,
            plan.read.rows,
            plan.read.measures,
            plan.read.rejected,
            plan.title,
        )
        for plan in found.plans
    ]
    return "\n".join((table(headings, rows), *_unread(found.problems)))


def file_text(read: models.FileRead) -> str:
    counts = read.read
    head = (
        f"{read.plan_id}: {read.title}",
        f"{_cell(counts.pages)} sider, {counts.lines} linjer, {counts.rows} rader, "
        f"{counts.measures} tiltak, {counts.rejected} forkastet, {counts.passages} passasjer",
        *counts.warnings,
        *_unreadable(counts),
    )
    rejected = [
        f"  {row.row_id} ({place(row.citation)}): {row.reason}: {quoted(row.citation.quote)}"
        for row in read.rejected
    ]
    skipped = [f"  linje {line.line}: {line.reason}: {quoted(line.text)}" for line in read.skipped]
    repairs = [f"  linje {each.line}: {each.source} → {each.repaired}" for each in read.repairs]
    return "\n".join(
        (
            *head,
            *(f"\n{measure_text(measure)}" for measure in read.measures),
            *_under("Forkastede rader:", rejected),
            *_under("Utelatte linjer:", skipped),
            *_under("Reparerte ord:", repairs),
            *_under("Rettet:", [f"  {_correction(each)}" for each in read.corrections]),
            *_under("Filen sier selv:", [f"  {proposed_text(each)}" for each in read.proposed]),
        )
    )


def _unreadable(counts: models.ReadCounts) -> list[str]:
    """Pages that could not be read, those with the same reason together."""
    pages: dict[str, list[int]] = {}
    for each in counts.unreadable:
        pages.setdefault(each.reason, []).append(each.page)
    return [f"side {', '.join(map(str, own))}: {reason}" for reason, own in pages.items()]


def _correction(each: models.Corrected) -> str:
    return (
        f"{each.passage_id}: {_FIELDS.get(each.field, each.field).lower()}: «{each.read or ''}» → "
        f"«{each.corrected or ''}» ({each.by}, {each.date:%d.%m.%Y}: {each.why})"
    )


PROPOSED = {
    "title": "tittel",
    "region": "region",
    "publisher": "utgiver",
    "period": "periode",
    "language": "språk",
    "approved": "vedtatt",
}
"""What the fields of a manifest entry are called when printed."""


def proposed_text(each: models.Proposed) -> str:
    """A field that a document has of itself, and where it was read."""
    return f"{PROPOSED[each.field]}: {each.value} ({read_where(each)})"


def read_where(each: models.Proposed) -> str:
    """Where a document says it: a place and its words, its metadata or its name."""
    if each.origin == "metadata":
        return f"filens egne opplysninger: {quoted(each.quote)}"
    if each.origin == "name":
        return f"filnavnet: {quoted(each.quote)}"
    if each.line is None:
        return f"teksten: {each.quote}"
    page = f"side {each.page}, " if each.page is not None else ""
    return f"{page}linje {each.line}: {quoted(each.quote)}"


def _under(heading: str, lines: Sequence[str]) -> tuple[str, ...]:
    return ("", heading, *lines) if lines else ()


def search_text(found: models.SearchResult, offset: int) -> str:
    parts = [_hit_text(hit) for hit in found.hits]
    return "\n\n".join((*noted(found.notes), *parts, shown_text(offset, len(parts), found.total)))


def _hit_text(hit: models.Hit) -> str:
    why = f"betydning {_number(hit.why.dense)}"
    if hit.why.terms:
        why += f", ord {_number(hit.why.lexical)} ({', '.join(hit.why.terms)})"
    return "\n".join(
        (
            f"{hit.rank}. {hit.plan.plan_id}, {place(hit.citation)}  [{_number(hit.score)}]",
            indented(hit.text),
            *_text_unsure(hit.measure),
            f"   Hvorfor: {why}",
        )
    )


def _text_unsure(measure: models.Measure | None) -> tuple[str, ...]:
    """That a measure's own words could not be read surely."""
    return ("   (teksten er usikkert lest)",) if measure and "text" in measure.uncertain else ()


def answer_text(answer: models.Answer) -> str:
    citations = [
        f"[{number}] {each.document}, {place(each)}: {_cited(each)}"
        for number, each in enumerate(answer.citations, start=1)
    ]
    parts = [answer.answer, "\n".join(citations), _verdicts(answer.coverage)]
    return "\n\n".join((*noted(answer.notes), *(part for part in parts if part)))


def coverage_text(found: models.CoverageResult) -> str:
    measures = [
        f"{finding.measure_id} ({place(found.citations[finding.citation])})\n"
        f"{indented(finding.text)}"
        for finding in found.findings
    ]
    return "\n\n".join((*noted(found.notes), _verdicts(found.coverage), *measures))


def _verdicts(coverage: Sequence[models.Coverage]) -> str:
    """A plan a line: whether it has it, and how much of it was looked through."""
    headings = ("Plan", "Region", "Periode", "Dekket", "Funn", "Sider", "Tiltak gjennomsøkt")
    rows = [
        (
            each.plan_id,
            each.region_name,
            each.period,
            verdict_said(each),
            len(each.findings),
            each.searched.pages,
            each.searched.measures,
        )
        for each in coverage
    ]
    return table(headings, rows) if rows else ""


_FIELDS = {
    "text": "Tekst",
    "number": "Nummer",
    "goal": "Mål",
    "target_group": "Målgruppe",
    "priority": "Prioritet",
    "indicators": "Indikatorer",
    "responsible": "Ansvarlig",
    "deadline": "Frist",
    "moved_from": "Flyttet fra",
    "years": "År",
    "status": "Status",
    "heading": "Under",
    "notes": "Merknader",
    "inherited": "Fra felles celle",
    "uncertain": "Usikkert lest",
}
"""What a measure's fields are called when printed."""


def similar_text(found: models.SimilarResult, scope: Scope | None = None) -> str:
    """Counterparts; what is unlikely to be one stands apart, under a sentence that says so."""
    parts = [measure_text(found.measure)] if found.measure else []
    if not found.similar:
        return "\n\n".join((*parts, "Ingen lignende tiltak."))
    if not any(each.likely for each in found.similar):
        parts.append(no_counterparts(scope))
    apart = False
    for rank, each in enumerate(found.similar, start=1):
        if not each.likely and not apart:
            parts.append(UNLIKELY)
            apart = True
        parts.append(_counterpart(rank, each, found.measure is not None))
    return "\n\n".join(parts)


def _counterpart(rank: int, each: models.Counterpart, compared: bool) -> str:
    """A measure like another; what they share where fields could be compared."""
    shared = _names(each.same) or ("bare ord og betydning" if each.likely else "")
    return "\n".join(
        (
            f"{rank}. {each.measure.measure_id}  [{_number(each.score)}]",
            indented(each.measure.text),
            *([f"   Felles: {shared}"] if shared and compared else []),
        )
    )


def measure_text(measure: models.Measure) -> str:
    number = f"{measure.number} " if measure.number else ""
    shown = [key for key in _FIELDS if key not in {"text", "number"}]
    fields = measure.model_dump(include=set(shown))
    fields |= {key: _names(fields[key]) for key in ("inherited", "uncertain")}
    return "\n".join(
        (
            f"{measure.measure_id} ({place(measure.citation)})",
            indented(f"{number}{measure.text}"),
            *(f"   {_FIELDS[key]}: {_listed(fields[key])}" for key in shown if fields[key]),
            *(f"   {heading}: {text}" for heading, text in measure.other.items()),
            *_recognised(measure.citation),
        )
    )


def _recognised(citation: models.Citation) -> tuple[str, ...]:
    """How sure a reading of a picture is, by its least sure word."""
    if citation.confidence is None:
        return ()
    return (f"   Lest av et bilde, sikkerhet {_number(citation.confidence)}",)


def _names(fields: Sequence[str]) -> str:
    """Fields by their printed names."""
    names = {
        **_FIELDS,
        BODY_KIND: "slags ansvarlig",
        YEARS_OVERLAP: "dels år",
        GROUPS_OVERLAP: "dels målgruppe",
    }
    return ", ".join(names.get(field, field).lower() for field in fields)


def _listed(value: object) -> str:
    return "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A quote on one line, its cells apart, cut where it is long."""
    cells = (" ".join(cell.split()) for cell in text.replace("\n", "\t").split("\t"))
    line = " | ".join(cell for cell in cells if cell)
    return f"«{line[:longest].rstrip()}…»" if len(line) > longest else f"«{line}»"


def _cited(citation: models.Citation) -> str:
    """What a citation says: the whole row, or of a long one the parts that an answer is made of."""
    told = [p for p in citation.pieces if p.field in ANSWERING]
    elsewhere = [
        f"linje {p.line}: {quoted(p.quote)}"
        for p in told
        if not citation.line <= p.line <= citation.end_line
    ]
    here = [p for p in told if citation.line <= p.line <= citation.end_line]
    if len(citation.quote) <= LONGEST_QUOTE or not here:
        return "; ".join((quoted(citation.quote), *elsewhere))
    cells = [
        " ".join(piece.quote for piece in here if piece.field == field)
        for field in dict.fromkeys(piece.field for piece in here)
    ]
    return "; ".join((" … ".join(quoted(cell, LONGEST_PART) for cell in cells), *elsewhere))


def indented(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())


def noted(notes: Sequence[str]) -> tuple[str, ...]:
    return ("\n".join(f"Merk: {note}" for note in notes),) if notes else ()


def shown_text(offset: int, shown: int, total: int) -> str:
    if not shown:
        return f"Ingen treff her; {total} i alt." if total else "Ingen treff."
    more = f"; flere: --offset {offset + shown}" if offset + shown < total else ""
    return f"{offset + 1}–{offset + shown} av {total}{more}"
