"""Typesets every plan in every layout, reads it back and counts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.roundtrip.compare import Comparison, compare
from eval.roundtrip.layouts import LAYOUTS, Field, Layout
from eval.roundtrip.office import office, save_as, write_document
from eval.roundtrip.scan import scan_pdf
from eval.roundtrip.sheet import Sheet, entries_of, sheet_of
from eval.roundtrip.typeset import Place, write_pdf
from eval.roundtrip.web import browser, print_pdf, write_html
from eval.roundtrip.word import write_docx
from indexer.errors import DocumentError
from indexer.manifest import load_corpus
from indexer.read import read_plan
from indexer.records import Plan, PlanRead


@dataclass(frozen=True, slots=True)
class Result:
    """One layout over all plans; `failed` are those whose file was not read, with the reason."""

    layout: Layout
    comparisons: tuple[Comparison, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def typeset(self) -> int:
        return sum(c.typeset for c in self.comparisons)

    @property
    def found(self) -> int:
        return sum(c.found for c in self.comparisons)

    @property
    def extra(self) -> int:
        return sum(len(c.extra) for c in self.comparisons)

    def exact(self, *names: Field) -> tuple[int, int]:
        """Fields that came back exactly, and fields asked for, of measures that were found."""
        asked = sum(c.asked[name] for c in self.comparisons for name in names)
        return sum(c.exact[name] for c in self.comparisons for name in names), asked

    @property
    def uncertain(self) -> int:
        """Wrong fields that are marked as uncertain."""
        return sum(w.uncertain for c in self.comparisons for w in c.wrong)

    @property
    def boxes(self) -> tuple[int, int]:
        """Measures whose boxes are right to within a line, and those asked for."""
        return (
            sum(c.boxes_right for c in self.comparisons),
            sum(c.boxes_asked for c in self.comparisons),
        )


def round_trip(
    corpus: Path,
    layouts: Sequence[Layout] = LAYOUTS,
    plans: Iterable[str] | None = None,
    keep: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Result, ...]:
    """A result for each layout. `plans` are ids, null for all; typeset files stay in `keep`."""
    loaded = load_corpus(corpus)
    wanted = None if plans is None else set(plans)
    names = loaded.communities.names()
    sources = [
        read_plan(plan, loaded.path(plan), names)
        for plan in loaded.plans
        if wanted is None or plan.plan_id in wanted
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = []
        for layout in layouts:
            progress(layout.name)
            results.append(_one_layout(layout, sources, folder, names))
    return tuple(results)


def can_be_made(layout: Layout) -> bool:
    """Whether the program that a layout needs is installed."""
    if layout.file == "print":
        return browser() is not None
    return "-" not in layout.file or office() is not None


def _one_layout(
    layout: Layout, sources: Sequence[PlanRead], folder: Path, names: Iterable[str]
) -> Result:
    comparisons, failed = [], []
    for source in sources:
        sheet = sheet_of(source.plan.title, entries_of(source.measures), layout)
        path = folder / f"{source.plan.plan_id}-{layout.name}.{layout.suffix}"
        places = typeset(sheet, layout, path)
        try:
            measures = read_plan(_as_file(source.plan, path), path, tuple(names)).measures
        except DocumentError as error:
            failed.append((source.plan.plan_id, str(error)))
            measures = ()
        comparisons.append(compare(source.plan.plan_id, sheet, layout, measures, places))
    return Result(layout, tuple(comparisons), tuple(failed))


def typeset(sheet: Sheet, layout: Layout, path: Path) -> tuple[Place, ...]:
    """Write a sheet's file; what comes back says where its cells stand, empty where nowhere."""
    if layout.file == "docx":
        write_docx(sheet, layout, path)
        return ()
    if layout.file.startswith(("office-", "word-")):
        _by_office(sheet, layout, path)
        return ()
    if layout.file in ("html", "print"):
        page = path.with_suffix(".html")
        write_html(sheet, layout, page)
        if layout.file == "print":
            print_pdf(page, path)
            page.unlink()
        return ()
    if layout.scan is None:
        return tuple(write_pdf(sheet, layout, path).places)
    clean = path.with_suffix(".clean.pdf")
    pages = write_pdf(sheet, layout, clean)
    places = scan_pdf(clean, path, layout.scan, pages)
    clean.unlink()
    return places


def _by_office(sheet: Sheet, layout: Layout, path: Path) -> None:
    """A file that LibreOffice made; what it was made of is not kept."""
    source = path.with_name(f"{path.stem}.source.{'docx' if 'word' in layout.file else 'fodt'}")
    write = write_docx if "word" in layout.file else write_document
    write(sheet, layout, source)
    save_as(source, path)
    source.unlink()


def _as_file(plan: Plan, path: Path) -> Plan:
    return Plan(
        plan_id=plan.plan_id,
        title=plan.title,
        region=plan.region,
        publisher=plan.publisher,
        period=plan.period,
        language=plan.language,
        file=path.name,
        sha256="",
        origin=None,
    )
