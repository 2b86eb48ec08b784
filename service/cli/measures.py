"""The command that lists and exports measures."""

from __future__ import annotations

import argparse

from service.cli.command import Commands
from service.cli.exporting import add_export_options, chosen_format, deliver
from service.cli.options import add_page_options, chosen_engine, chosen_filters


def add_to(commands: Commands) -> None:
    measures = commands.add("measures", _measures, "list or export measures", commands.asks)
    add_export_options(measures)
    add_page_options(measures)


def _measures(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import printing
    from service.files import sheets

    written = chosen_format(args)
    paged = (args.k, args.offset) != (None, None)
    whole = written in ("csv", "xlsx", "md")
    if whole and paged:
        args.usage_error(f"--format {written} holds all measures; leave out -k and --offset")
    whole = whole or (args.output is not None and not paged)
    offset = args.offset or 0
    page = models.MeasurePage.of(
        chosen_engine(args).measures(chosen_filters(args), None if whole else args.k or 10, offset)
    )

    def text() -> str:
        parts = [printing.measure_text(measure) for measure in page.measures]
        return "\n\n".join(
            (
                *printing.noted(page.notes),
                *parts,
                printing.shown_text(offset, len(parts), page.total),
            )
        )

    held = f"{len(page.measures)} av {page.total} tiltak"
    return deliver(
        args, written, page, text, lambda: sheets.measures_book(page.measures, page.notes), held
    )
