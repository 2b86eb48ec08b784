"""Commands about plans over time."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from indexer.errors import PlansokError
from service.cli.command import Commands, talk
from service.cli.exporting import add_export_options, chosen_format, deliver
from service.cli.options import chosen_engine, chosen_filters

GROUPS = (
    "overdue", "continued", "due_this_year", "later", "ongoing", "unknown", "none", "done",
    "dropped",
)  # fmt: skip
"""As in `service.over_time.deadlines`, which is not loaded before it is needed."""


def add_to(commands: Commands) -> None:
    diff = commands.add(
        "diff",
        _diff,
        "what became of a plan's measures in another plan",
        (commands.index_dir, commands.as_json),
    )
    diff.add_argument("old", metavar="PLAN", help="the id of the plan compared from")
    diff.add_argument("new", metavar="PLAN", help="the id of the plan compared with")
    add_export_options(diff)

    deadlines = commands.add(
        "deadlines", _deadlines, "measures by when they are due", commands.asks
    )
    deadlines.add_argument(
        "--as-of", type=_day, metavar="YYYY-MM-DD", help="what counts as today (default: today)"
    )
    deadlines.add_argument("--group", action="append", default=[], choices=GROUPS)
    deadlines.add_argument("--ics", type=Path, metavar="FILE", help="write a calendar")
    add_export_options(deadlines)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write YYYY-MM-DD") from None


def _diff(args: argparse.Namespace) -> int:
    from service import models
    from service.cli.over_time_text import diff_text
    from service.files import sheets_over_time
    from service.over_time.plans import diff_notes

    written = chosen_format(args)
    record = chosen_engine(args).over_time.diff(args.old, args.new)
    found = models.Diff.compared(record, diff_notes(record))
    return deliver(
        args, written, found, lambda: diff_text(found), lambda: sheets_over_time.diff_book(found)
    )


def _deadlines(args: argparse.Namespace) -> int:
    from service import models
    from service.cli.over_time_text import deadlines_text
    from service.files import sheets_over_time
    from service.files.calendar import to_ics
    from service.over_time.deadlines import Group

    written = None if args.ics else chosen_format(args)
    if args.ics and (args.json or args.format or args.output):
        args.usage_error("--ics goes neither with --json nor with --format or -o; choose one")
    over_time = chosen_engine(args).over_time
    groups = [Group(name) for name in args.group]
    found = over_time.deadlines(args.as_of or date.today(), chosen_filters(args), groups)
    if args.ics:
        try:
            args.ics.write_bytes(to_ics(found.deadlines, over_time.built, args.url))
        except OSError as exc:
            raise PlansokError(f"cannot write {args.ics}: {exc.strerror}; choose another") from exc
        dated = sum(each.due.day is not None for each in found.deadlines)
        talk(f"Skrev {args.ics}: {dated} frister")
        return 0
    listed = models.DeadlineList.page(found)
    held = f"{len(listed.deadlines)} av {listed.total} tiltak"
    return deliver(
        args,
        written,
        listed,
        lambda: deadlines_text(listed),
        lambda: sheets_over_time.deadlines_book(listed),
        held,
    )
