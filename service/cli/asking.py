"""Commands that find and answer."""

from __future__ import annotations

import argparse
import re

from service.cli.command import Commands
from service.cli.exporting import add_export_options, chosen_format, deliver
from service.cli.options import (
    add_page_options,
    between,
    chosen_engine,
    chosen_filters,
    joined_text,
)

_MEASURE_ID = re.compile(r"[a-z0-9][a-z0-9.-]*:(p\d+:)?t\d+:\S+")


def add_to(commands: Commands) -> None:
    search = commands.add("search", _search, "find passages by meaning and words", commands.asks)
    search.add_argument("text", nargs="+", metavar="TEXT")
    add_page_options(search)
    add_export_options(search)

    ask = commands.add("ask", _ask, "answer a question, with its evidence", commands.asks)
    ask.add_argument("text", nargs="+", metavar="TEXT")
    add_export_options(ask)

    similar = commands.add("similar", _similar, "measures like a measure or a text", commands.asks)
    similar.add_argument("like", nargs="+", metavar="ID_OR_TEXT")
    similar.add_argument(
        "--scope",
        choices=("other_regions", "other_plans", "all"),
        help="for an id: where to look (default: other_regions)",
    )
    similar.add_argument("-k", type=between(1, 100), default=10, help="how many (default: 10)")
    add_export_options(similar)

    coverage = commands.add(
        "coverage", _coverage, "which plans have measures on a topic", commands.asks
    )
    coverage.add_argument("text", nargs="+", metavar="TOPIC")
    add_export_options(coverage)


def _search(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import printing
    from service.files import sheets

    written = chosen_format(args)
    text = joined_text(args.text)
    offset = args.offset or 0
    found = models.SearchResult.of(
        chosen_engine(args).search(text, chosen_filters(args), args.k or 10, offset)
    )
    return deliver(
        args,
        written,
        found,
        lambda: printing.search_text(found, offset),
        lambda: sheets.search_book(found),
        f"{len(found.hits)} av {found.total} treff",
    )


def _ask(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import printing
    from service.files import sheets

    written = chosen_format(args)
    question = joined_text(args.text)
    answer = models.Answer.of(chosen_engine(args).ask(question, chosen_filters(args)))
    return deliver(
        args,
        written,
        answer,
        lambda: printing.answer_text(answer),
        lambda: sheets.answer_book(answer),
    )


def _similar(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import printing
    from service.files import sheets
    from service.results import Filters, Scope

    written = chosen_format(args)
    like, filters = joined_text(args.like), chosen_filters(args)
    scope = None
    if _MEASURE_ID.fullmatch(like):
        if filters != Filters():
            args.usage_error("filters are for a text; use --scope with a measure's id")
        scope = Scope(args.scope or Scope.OTHER_REGIONS)
        found = chosen_engine(args).similar_to(like, scope, args.k)
    else:
        if args.scope:
            args.usage_error("--scope is for a measure's id; use filters with a text")
        found = chosen_engine(args).similar_text(like, filters, args.k)
    similar = models.SimilarResult.of(found)
    return deliver(
        args,
        written,
        similar,
        lambda: printing.similar_text(similar, scope),
        lambda: sheets.similar_book(similar, scope),
    )


def _coverage(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import printing
    from service.files import sheets

    written = chosen_format(args)
    topic = joined_text(args.text)
    found = models.CoverageResult.of(chosen_engine(args).coverage(topic, chosen_filters(args)))
    return deliver(
        args,
        written,
        found,
        lambda: printing.coverage_text(found),
        lambda: sheets.coverage_book(found),
    )
