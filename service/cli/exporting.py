"""Options by which a command's result is written to a file, and how it is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.errors import PlansokError
from service.cli.command import talk

if TYPE_CHECKING:
    from service.files.export import Book

FORMATS = ("csv", "xlsx", "md", "json")


class Result(Protocol):
    """An object of the contract."""

    def to_json(self) -> str:
        """As the API sends it."""


def add_export_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format", choices=FORMATS, help="default: text, or what the name of --output ends with"
    )
    command.add_argument(
        "--delimiter", choices=("comma", "semicolon"), help="for csv (default: comma)"
    )
    command.add_argument(
        "--sheet", metavar="NAME", help="which of several tables csv holds (default: the first)"
    )
    command.add_argument(
        "--url", metavar="URL", help="where the service is, for the links of a file"
    )
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout")


def chosen_format(args: argparse.Namespace) -> str | None:
    """What is written, null for text; ends the command where the options do not agree."""
    ending = args.output.suffix.lower().removeprefix(".") if args.output else ""
    written: str | None = args.format or ("json" if args.json else None)
    if written is None and ending in FORMATS:
        written = ending
    if args.json and written != "json":
        args.usage_error("--json and --format do not go together; choose one")
    for name in ("delimiter", "sheet"):
        if written != "csv" and getattr(args, name):
            args.usage_error(f"--{name} is for --format csv")
    if args.url and written in (None, "json"):
        args.usage_error("--url is for --format csv, xlsx or md")
    if written == "xlsx" and args.output is None and sys.stdout.isatty():
        args.usage_error("xlsx is no text for a terminal; name a file with -o")
    return written


def deliver(
    args: argparse.Namespace,
    written: str | None,
    result: Result,
    text: Callable[[], str],
    book: Callable[[], Book],
    held: str = "",
) -> int:
    """Write a result as chosen: JSON, text for people, or its book; the exit status.

    `held` is how much of what there is the result has, and is said of a file.
    """
    if written is None:
        content = (text() + "\n").encode()
    elif written == "json":
        content = (result.to_json() + "\n").encode()
    else:
        from service.files.export import Delimiter, Format, linked, write

        delimiter = Delimiter(args.delimiter or Delimiter.COMMA)
        made = linked(book(), args.url) if args.url else book()
        content = write(made, Format(written), delimiter, args.sheet)
    if args.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return 0
    try:
        args.output.write_bytes(content)
    except OSError as exc:
        raise PlansokError(f"cannot write {args.output}: {exc.strerror}; choose another") from exc
    talk(f"Skrev {args.output}: {held}" if held else f"Skrev {args.output}")
    return 0
