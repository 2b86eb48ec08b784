"""The command that lists and exports measures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from indexer.errors import PlansokError
from service.cli.command import Commands, talk
from service.cli.options import add_page_options, chosen_engine, chosen_filters


def add_to(commands: Commands) -> None:
    measures = commands.add("measures", _measures, "list or export measures", commands.asks)
    measures.add_argument(
        "--format", choices=("csv", "xlsx", "json"), help="csv and xlsx hold all of them"
    )
    measures.add_argument(
        "--delimiter", choices=("comma", "semicolon"), help="for csv (default: comma)"
    )
    measures.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout")
    add_page_options(measures)


def _measures(args: argparse.Namespace) -> int:
    written = args.format or ("json" if args.json else None)
    _check_measure_options(args, written)
    if written in ("csv", "xlsx"):
        content = _table_file(args, written)
    else:
        content = _measure_page(args, written).encode()
    if args.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return 0
    try:
        args.output.write_bytes(content)
    except OSError as exc:
        raise PlansokError(f"cannot write {args.output}: {exc.strerror}; choose another") from exc
    talk(f"Skrev {args.output}")
    return 0


def _check_measure_options(args: argparse.Namespace, written: str | None) -> None:
    if args.json and written != "json":
        args.usage_error("--json and --format do not go together; choose one")
    if written in ("csv", "xlsx") and (args.k, args.offset) != (None, None):
        args.usage_error(f"--format {written} holds all measures; leave out -k and --offset")
    if written != "csv" and args.delimiter:
        args.usage_error("--delimiter is for --format csv")
    if written == "xlsx" and args.output is None and sys.stdout.isatty():
        args.usage_error("xlsx is no text for a terminal; name a file with -o")


def _table_file(args: argparse.Namespace, written: str) -> bytes:
    from service.export import Delimiter, to_csv, to_xlsx
    from service.models import MeasurePage

    found = MeasurePage.of(chosen_engine(args).measures(chosen_filters(args), None)).measures
    if written == "xlsx":
        return to_xlsx(found)
    return to_csv(found, Delimiter(args.delimiter or Delimiter.COMMA))


def _measure_page(args: argparse.Namespace, written: str | None) -> str:
    from service import models, printing

    offset = args.offset or 0
    page = models.MeasurePage.of(
        chosen_engine(args).measures(chosen_filters(args), args.k or 10, offset)
    )
    if written == "json":
        return page.to_json() + "\n"
    parts = [printing.measure_text(measure) for measure in page.measures]
    return "\n\n".join((*parts, printing.shown_text(offset, len(parts), page.total))) + "\n"
