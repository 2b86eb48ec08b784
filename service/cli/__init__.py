"""The `plansok` command. Libraries are imported when a command runs, so `--help` is instant."""

from service.cli.app import main

__all__ = ["main"]
