"""The command line: its commands, and what each ends with."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from indexer.errors import PlansokError, told_of
from service.cli import (
    adding,
    asking,
    evaluate,
    indexing,
    measures,
    over_time,
    overview,
    plans,
    serve,
)
from service.cli.command import FAILED, Command, Commands, talk

INTERRUPTED = 130

GROUPS = (
    indexing.add_to,
    adding.add_to,
    asking.add_to,
    measures.add_to,
    overview.add_to,
    plans.add_to,
    over_time.add_to,
    serve.add_to,
    evaluate.add_to,
)
"""What adds the commands, in the order of `--help`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0, 1 with a line on stderr, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    args = _parser().parse_args(argv)
    run: Command = args.run
    try:
        status = run(args)
        sys.stdout.flush()
    except PlansokError as error:
        talk(f"plansok: {error}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted (`plansok measures | head`). Python would complain once
        # more when it closes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        talk(f"plansok: {told_of(error)}; check that it is there and may be read and written")
        return FAILED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plansok", description="Search and cited answers over Norwegian action plans."
    )
    commands = Commands(parser)
    for add_to in GROUPS:
        add_to(commands)
    return parser
