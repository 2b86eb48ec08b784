"""The command that lists the plans."""

from __future__ import annotations

import argparse

from service.cli.command import Commands
from service.cli.options import chosen_engine


def add_to(commands: Commands) -> None:
    commands.add(
        "plans",
        _plans,
        "the plans, and what was read of them",
        (commands.index_dir, commands.as_json),
    )


def _plans(args: argparse.Namespace) -> int:
    from service import models, printing

    engine = chosen_engine(args)
    found = models.PlanList(
        plans=[models.Plan.read_as(plan, engine.counts[plan.plan_id]) for plan in engine.plans],
        problems=models.unread_of(engine.problems),
    )
    print(found.to_json() if args.json else printing.plans_text(found))
    return 0
