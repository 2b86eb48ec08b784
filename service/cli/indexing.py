"""Commands that read documents: the corpus into the index, or one file for a look."""

from __future__ import annotations

import argparse
from pathlib import Path

from service.cli.command import FAILED, Commands
from service.cli.options import chosen_index, limit_options, limits_of, password_option
from service.cli.progress import progress


def add_to(commands: Commands) -> None:
    index = commands.add(
        "index",
        _index,
        "read the corpus and (re)build what changed",
        (commands.index_dir, commands.as_json, limit_options()),
    )
    index.add_argument("corpus", nargs="?", type=Path, default=Path("corpus"), metavar="CORPUS")
    index.add_argument(
        "--drop",
        action="append",
        default=[],
        metavar="PLAN",
        help="publish without a plan that the index has and the corpus no longer gives; repeatable",
    )
    index.add_argument("--model", metavar="NAME", help="a folder, or a name on a model hub")

    show = commands.add(
        "show",
        _show,
        "what is read out of one file",
        (commands.as_json, limit_options(), password_option()),
    )
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument(
        "--corpus",
        type=Path,
        default=Path("corpus"),
        metavar="DIR",
        help="where the names of places are (default: corpus)",
    )


def _index(args: argparse.Namespace) -> int:
    from indexer.build import build_index
    from indexer.encoder import load_encoder
    from indexer.model import DEFAULT_MODEL
    from service import models
    from service.cli import printing

    encoder = load_encoder(args.model or DEFAULT_MODEL, from_hub=True)
    with progress() as report:
        built = models.IndexReport.of_build(
            build_index(
                args.corpus, chosen_index(args), encoder, report, limits_of(args), args.drop
            )
        )
    print(built.to_json() if args.json else printing.index_text(built))
    return FAILED if built.problems else 0


def _show(args: argparse.Namespace) -> int:
    from indexer.apart import password_in, read_file_apart
    from service import models
    from service.cli import printing

    corpus = args.corpus if args.corpus.is_dir() else None
    password = password_in(args.password_env)
    read = models.FileRead.of_file(read_file_apart(args.file, corpus, password, limits_of(args)))
    print(read.to_json() if args.json else printing.file_text(read))
    return 0
