"""`plansok add --replace`: a newer version of a plan's document."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from service.cli.command import talk
from service.cli.options import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.records import Proposed


def replace_one(args: argparse.Namespace) -> int:
    """Read the document first: one that cannot be read replaces nothing."""
    from indexer.apart import password_in, unlisted_job
    from indexer.manifest import sha256
    from indexer.replacing import entry_of_id, replace_plan
    from indexer.sandbox import read_apart
    from service import models

    (path,) = args.files
    before = entry_of_id(args.corpus, args.replace)
    password = password_in(args.password_env or before.get("password_env"))
    read = read_apart(unlisted_job(path, args.corpus, password, limits_of(args)))
    if args.dry_run:
        talk(f"{args.replace}: {before['file']} ville blitt {path} (sha256 {sha256(path)})")
        return 0
    replaced = replace_plan(path, args.corpus, args.replace)
    if replaced.removed:
        talk(f"Fjernet: {replaced.removed}")
    for told in _otherwise(before, read.proposed):
        talk(told)
    if args.json:
        proposed = [models.Proposed.of(each).model_dump(mode="json") for each in read.proposed]
        plan = replaced.plan
        added = {"plan_id": plan.plan_id, "file": plan.file, "entry": replaced.entry}
        print(json.dumps([added | {"proposed": proposed}], ensure_ascii=False, indent=2))
    else:
        print(replaced.entry)
        talk("Les den inn: plansok index")
    return 0


def _otherwise(entry: Mapping[str, Any], proposed: Sequence[Proposed]) -> list[str]:
    """What the newer document says of itself that the entry has otherwise."""
    from indexer.adding import where_read

    told = []
    for each in proposed:
        has = entry.get(each.field)
        shown = "-".join(map(str, has)) if isinstance(has, list) else str(has)
        if has is not None and shown != each.value:
            told.append(
                f"{each.field}: oppføringen sier {shown}, dokumentet {each.value} "
                f"({where_read(each)}); rett oppføringen om den er foreldet"
            )
    return told
