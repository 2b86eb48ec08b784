"""Commands over all plans: topics compared, topics found, and bodies."""

from __future__ import annotations

import argparse

from service.cli.command import Commands
from service.cli.exporting import add_export_options, chosen_format, deliver
from service.cli.options import chosen_engine, chosen_filters, joined_text


def add_to(commands: Commands) -> None:
    compare = commands.add(
        "compare",
        _compare,
        "topics by plans: who has what",
        (commands.index_dir, commands.as_json),
    )
    compare.add_argument(
        "topic", nargs="*", metavar="TOPIC", help="quoted where of several words; none: a ready set"
    )
    compare.add_argument("--set", metavar="NAME", help="a ready set of topics (see --sets)")
    compare.add_argument("--sets", action="store_true", help="list the ready sets")
    compare.add_argument(
        "--language", choices=("nb", "nn", "en"), default="nb", help="of a ready set's names"
    )
    _add_plan_filters(compare)
    add_export_options(compare)

    topics = commands.add(
        "topics", _topics, "what all plans are about, by grouping measures", commands.asks
    )
    add_export_options(topics)

    bodies = commands.add(
        "bodies",
        _bodies,
        "who is responsible, under all spellings",
        (commands.index_dir, commands.as_json),
    )
    bodies.add_argument("name", nargs="*", metavar="NAME", help="a body's name or id")
    _add_plan_filters(bodies)
    add_export_options(bodies)


def _add_plan_filters(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("filters, repeatable")
    for name in ("region", "plan"):
        group.add_argument(f"--{name}", action="append", default=[], metavar=name.upper())


def _compare(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import overview_text
    from service.files import sheets
    from service.overview.compare import compare, subject_sets, subjects_of
    from service.results import Filters

    written = chosen_format(args)
    if args.sets:
        sets = models.SubjectSets(
            sets=[models.Subjects.named(s, args.language) for s in subject_sets().values()]
        )
        if written not in (None, "json"):
            args.usage_error(f"--sets is a list for reading; leave out {written}")
        print(sets.to_json() if written else overview_text.sets_text(sets))
        return 0
    subjects = subjects_of([joined_text([topic]) for topic in args.topic], args.set)
    filters = Filters(region=tuple(args.region), plan=tuple(args.plan))
    found = models.Comparison.of(
        compare(chosen_engine(args).coverage, subjects, filters, args.language)
    )
    return deliver(
        args,
        written,
        found,
        lambda: overview_text.compare_text(found, with_measures=bool(args.topic)),
        lambda: sheets.compare_book(found),
    )


def _topics(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import overview_text
    from service.files import sheets

    written = chosen_format(args)
    found = models.TopicList.grouped(chosen_engine(args).topics(chosen_filters(args)))
    return deliver(
        args,
        written,
        found,
        lambda: overview_text.topics_text(found),
        lambda: sheets.topics_book(found),
    )


def _bodies(args: argparse.Namespace) -> int:
    from service import models
    from service.cli import overview_text
    from service.files import sheets
    from service.results import Filters

    written = chosen_format(args)
    name = joined_text(args.name) if args.name else None
    engine = chosen_engine(args)
    filters = Filters(region=tuple(args.region), plan=tuple(args.plan))
    if name is not None and ":" in name:
        if filters != Filters():
            args.usage_error("filters are for a name; an id is one body")
        one = models.BodyDetail.detailed(engine.register.body(name))
        return deliver(
            args,
            written,
            one,
            lambda: overview_text.body_details_text(name, [one]),
            lambda: sheets.bodies_book([one], []),
        )
    bodies, plans = engine.bodies(name, filters)
    found = models.BodyList.listed(bodies, plans)
    details = [models.BodyDetail.detailed(body) for body in bodies]
    return deliver(
        args,
        written,
        found,
        lambda: (
            overview_text.bodies_text(found)
            if name is None
            else overview_text.body_details_text(name, details)
        ),
        lambda: sheets.bodies_book(details, found.plans),
    )
