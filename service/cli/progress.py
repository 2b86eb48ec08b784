"""How far a build has come, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.cli.command import talk


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, else a line for each stage begun and finished, on stderr."""
    names = {"read": "Leser planer", "encode": "Koder tekster"}
    if not sys.stderr.isatty():
        yield _progress_lines(names)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(names.get(stage, stage))
            bar.update(tasks[stage], completed=done, total=total)

        yield report


def _progress_lines(names: dict[str, str]) -> Callable[[str, int, int], None]:
    begun: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if stage not in begun or done == total:
            talk(f"{names.get(stage, stage)}: {done}/{total}")
        begun.add(stage)

    return report
