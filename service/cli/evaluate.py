"""The command that measures the index; what it runs is installed above the service."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from indexer.errors import PlansokError
from service.cli.command import Commands
from service.cli.options import chosen_index


def add_to(commands: Commands) -> None:
    commands.add(
        "eval", _eval, "measure the index on the gold set", (commands.index_dir, commands.as_json)
    )


def _eval(args: argparse.Namespace) -> int:
    """Evaluation lies above the service, which therefore finds it by its entry point."""
    from importlib.metadata import entry_points

    found = entry_points(group="plansok.commands", name="eval")
    if not found:
        raise PlansokError("the command eval is not installed; run: pip install -e .")
    (entry,) = found
    evaluate: Callable[[Path, bool], int] = entry.load()
    return evaluate(chosen_index(args), args.json)
