"""Options that several commands share, and what is made of their values."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.sandbox import Limits
    from service import results
    from service.engine import Engine


def index_option() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--index", type=Path, metavar="DIR", help="the index's folder (default: build/index)"
    )
    return options


def json_option() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--json", action="store_true", help="print the API's objects")
    return options


def limit_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("limits for each file")
    group.add_argument("--timeout", type=between(1, 86_400), metavar="SECONDS", help="default: 600")
    group.add_argument("--memory", type=between(128, 2**20), metavar="MIB", help="default: 2048")
    group.add_argument("--max-pages", type=between(1, 2**20), metavar="N", help="default: 1000")
    group.add_argument(
        "--max-size", type=between(1, 2**20), metavar="MIB", help="of the file; default: 200"
    )
    return options


def limits_of(args: argparse.Namespace) -> Limits:
    from indexer.sandbox import LIMITS, MEBIBYTE, Limits

    return Limits(
        seconds=args.timeout or LIMITS.seconds,
        memory=args.memory * MEBIBYTE if args.memory else LIMITS.memory,
        pages=args.max_pages or LIMITS.pages,
        file_size=args.max_size * MEBIBYTE if args.max_size else LIMITS.file_size,
        output=LIMITS.output,
    )


def password_option() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--password-env", metavar="NAME", help="the variable that holds a locked file's password"
    )
    return options


def filter_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("filters, repeatable")
    for name in ("region", "plan", "target_group", "responsible", "kind", "status"):
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, action="append", default=[], metavar=name.upper())
    group.add_argument("--year", action="append", default=[], type=int, metavar="YEAR")
    return options


def add_page_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-k", type=between(1, 100), help="how many (default: 10)")
    command.add_argument(
        "--offset", type=between(0, sys.maxsize), help="how many to leave out first"
    )


def between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text} is not {low} to {high}")
        return int(text)

    return number


def chosen_filters(args: argparse.Namespace) -> results.Filters:
    from service.results import Filters

    return Filters(
        region=tuple(args.region),
        plan=tuple(args.plan),
        target_group=tuple(args.target_group),
        responsible=tuple(args.responsible),
        year=tuple(args.year),
        kind=tuple(args.kind),
        status=tuple(args.status),
    )


def chosen_index(args: argparse.Namespace) -> Path:
    from service.engine import DEFAULT_INDEX

    chosen: Path | None = args.index
    return chosen or DEFAULT_INDEX


def chosen_engine(args: argparse.Namespace) -> Engine:
    from service.engine import open_engine

    return open_engine(chosen_index(args))


def joined_text(words: Sequence[str]) -> str:
    from service.models import checked_text

    return checked_text(" ".join(words))
