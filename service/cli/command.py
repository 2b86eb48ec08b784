"""What a command is: a name, options, and a function that runs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from service.cli.options import filter_options, index_option, json_option

FAILED = 1

Command = Callable[[argparse.Namespace], int]


class Commands:
    """The commands of a parser, and the options that several of them share."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._added = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
        self.index_dir = index_option()
        self.as_json = json_option()
        self.filters = filter_options()
        self.asks = (self.index_dir, self.as_json, self.filters)

    def add(
        self, name: str, run: Command, does: str, shared: Sequence[argparse.ArgumentParser]
    ) -> argparse.ArgumentParser:
        """A new command, for options of its own; `run` gets `usage_error` with its arguments."""
        description = f"{does[0].upper()}{does[1:]}."
        command = self._added.add_parser(name, help=does, description=description, parents=shared)
        command.set_defaults(run=run, usage_error=command.error)
        return command


def talk(line: str) -> None:
    """Tell a person, on stderr, which no output is mixed with."""
    print(line, file=sys.stderr)
