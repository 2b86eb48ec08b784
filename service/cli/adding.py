"""The command that takes a document into the corpus."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import CorpusError, ManifestError
from service.cli.command import FAILED, Commands, talk
from service.cli.options import limit_options, limits_of, password_option
from service.cli.replacing import replace_one

if TYPE_CHECKING:
    from indexer.communities import Communities
    from indexer.records import Proposed

OF_ONE = ("title", "id", "approved", "password_env")
"""Options that can hold for one document only."""

OF_AN_ENTRY = ("region", "period", "publisher", "language", "origin")


def add_to(commands: Commands) -> None:
    add = commands.add(
        "add",
        _add,
        "take documents into the corpus, with what they say of themselves",
        (commands.as_json, limit_options(), password_option()),
    )
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--corpus", type=Path, default=Path("corpus"), metavar="DIR")
    add.add_argument("--title")
    add.add_argument("--region", metavar="ID", help="of a health community; unknown for none")
    add.add_argument("--period", metavar="YEARS", help="2024-2025, 2024 or unknown")
    add.add_argument("--publisher")
    add.add_argument("--language", choices=("nb", "nn"))
    add.add_argument("--approved", metavar="DATE", help="2025-01-29")
    add.add_argument("--origin", metavar="TEXT", help="where the document comes from")
    add.add_argument("--id", help="default: region (or municipality and kind of plan) and period")
    add.add_argument(
        "--replace", metavar="PLAN", help="the id of the plan whose newer version FILE is"
    )
    add.add_argument("--dry-run", action="store_true", help="print the entry and write nothing")


def _add(args: argparse.Namespace) -> int:
    """Every document for itself: one that is refused does not stop the others."""
    given = [name for name in OF_ONE if getattr(args, name)]
    if len(args.files) > 1 and given:
        args.usage_error(f"--{given[0].replace('_', '-')} is for one FILE; add them one by one")
    if args.replace:
        told = [name for name in (*OF_ONE[:3], *OF_AN_ENTRY) if getattr(args, name)]
        if len(args.files) > 1 or told:
            args.usage_error("--replace takes one FILE, and leaves the entry as it is but its sum")
        return replace_one(args)
    added, refused = [], 0
    for path in args.files:
        try:
            added.append(_add_one(args, path))
        except CorpusError as error:
            refused += 1
            talk(f"plansok: {error}")
    if args.json:
        print(json.dumps(added, ensure_ascii=False, indent=2))
    elif added and not args.dry_run:
        talk("Les dem inn: plansok index")
    return FAILED if refused else 0


def _add_one(args: argparse.Namespace, path: Path) -> dict[str, object]:
    from indexer.adding import add_plan, entry_text, load_corpus_or_none, new_id, refuse_double
    from indexer.apart import password_in, unlisted_job
    from indexer.communities import load_communities
    from indexer.manifest import sha256
    from indexer.sandbox import read_apart
    from service import models

    corpus = load_corpus_or_none(args.corpus)
    job = unlisted_job(path, args.corpus, password_in(args.password_env), limits_of(args))
    read = read_apart(job)
    if corpus:
        refuse_double(path, corpus)
    values = _values(args, path, read.proposed, load_communities(args.corpus))
    plan_id = args.id or new_id(values, path)
    if args.dry_run:
        file = f"plans/{plan_id}{path.suffix.lower()}"
        entry = entry_text(plan_id, values, read.proposed, file, sha256(path), args.password_env)
    else:
        plan, entry = add_plan(path, args.corpus, plan_id, values, read.proposed, args.password_env)
        file = plan.file
    if not args.json:
        print(entry)
    proposed = [models.Proposed.of(each).model_dump(mode="json") for each in read.proposed]
    return {"plan_id": plan_id, "file": file, "entry": entry, "proposed": proposed}


def _values(
    args: argparse.Namespace, path: Path, proposed: Sequence[Proposed], communities: Communities
) -> dict[str, str]:
    """What was told, else what the document says of itself, else what is asked for."""
    from indexer.adding import FIELDS, checked, missing_in, whose_is_open

    said = {each.field: each.value for each in proposed}
    values: dict[str, str] = {}
    for field in FIELDS:
        told = getattr(args, field)
        if told:
            values[field] = checked(field, told, communities)
        elif field in said:
            values[field] = said[field]
    missing = missing_in(values)
    if missing and not sys.stdin.isatty():
        options = " ".join(f"--{field} {field.upper()}" for field in missing)
        raise ManifestError(
            f"{path.name} does not say its {' and '.join(missing)}; add them: {options}"
            f"{HOW_REGION if 'region' in missing else ''}"
        )
    for field in missing:
        values[field] = _asked(field, path, communities)
    if whose_is_open(values, told=bool(args.region)) and "region" not in missing:
        _ask_whose(values, path, communities)
    return values


def _ask_whose(values: dict[str, str], path: Path, communities: Communities) -> None:
    """Puts in who published a plan whose text does not say so, as the terminal answers; where
    there is none, or no answer, it is told what the plan is taken for."""
    from indexer.adding import checked

    if sys.stdin.isatty():
        print(f"{path.name}: {QUESTIONS['publisher']} ", end="", file=sys.stderr, flush=True)
        if line := sys.stdin.readline().strip():
            values["publisher"] = checked("publisher", line, communities)
            return
    talk(
        f"{path.name} does not say who published it: its measures may be one municipality's, and "
        f"its region, {values['region']}, only where that lies; if you know, add it: "
        "--publisher 'NAME kommune' (or the health community's name)"
    )


HOW_REGION = (
    " (the id of a health community in health_communities.toml; the plan of a municipality that is "
    "in none: --publisher 'NAME kommune' and no region)"
)
QUESTIONS = {
    "title": "Hva heter planen?",
    "region": "Hvilket helsefellesskap gjelder den (id eller navn; unknown for ingen)?",
    "period": "Hvilke år gjelder den (2024-2025, 2024 eller unknown)?",
    "publisher": "Hvem har gitt den ut (NAVN kommune eller helsefellesskapet; tomt for ukjent)?",
}


def _asked(field: str, path: Path, communities: Communities) -> str:
    """An answer from the terminal that will do; asked again until there is one."""
    from indexer.adding import checked

    while True:
        print(f"{path.name}: {QUESTIONS[field]} ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise ManifestError(f"{path.name} was not added: no answer for its {field}")
        if not line.strip():
            continue
        try:
            return checked(field, line, communities)
        except ManifestError as error:
            talk(str(error))
