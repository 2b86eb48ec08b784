"""The command that lists the plans."""

from __future__ import annotations

import argparse

from service.cli.command import Commands
from service.cli.options import chosen_index


def add_to(commands: Commands) -> None:
    commands.add(
        "plans",
        _plans,
        "the plans, and what was read of them",
        (commands.index_dir, commands.as_json),
    )


def _plans(args: argparse.Namespace) -> int:
    from indexer.index import load_index
    from service import models
    from service.cli import printing

    index = load_index(chosen_index(args))
    found = models.PlanList(
        plans=[models.Plan.read_as(plan, index.counts[plan.plan_id]) for plan in index.plans],
        problems=models.unread_of(index.problems),
    )
    print(found.to_json() if args.json else printing.plans_text(found))
    return 0
