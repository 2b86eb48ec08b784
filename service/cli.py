"""The `plansok` command. Libraries are imported when a command runs, so `--help` is instant."""

from __future__ import annotations

import argparse
import io
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import PlansokError

if TYPE_CHECKING:
    from service import results
    from service.engine import Engine

FAILED, INTERRUPTED = 1, 130

Command = Callable[[argparse.Namespace], int]

_MEASURE_ID = re.compile(r"[a-z0-9][a-z0-9.-]*:(p\d+:)?t\d+:\S+")


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
        _talk(f"plansok: {error}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted (`plansok measures | head`). Python would complain once
        # more when it closes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _talk(line: str) -> None:
    print(line, file=sys.stderr)


# ── what can be asked ────────────────────────────────────────────────────────────────────


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plansok", description="Search and cited answers over Norwegian action plans."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    index_dir, as_json, filters = _index_option(), _json_option(), _filter_options()
    asks = (index_dir, as_json, filters)

    def add(
        name: str, run: Command, does: str, parents: Sequence[argparse.ArgumentParser]
    ) -> argparse.ArgumentParser:
        description = f"{does[0].upper()}{does[1:]}."
        command = commands.add_parser(name, help=does, description=description, parents=parents)
        command.set_defaults(run=run, usage_error=command.error)
        return command

    index = add("index", _index, "read the corpus and (re)build what changed", (index_dir, as_json))
    index.add_argument("corpus", nargs="?", type=Path, default=Path("corpus"), metavar="CORPUS")
    index.add_argument("--model", metavar="NAME", help="a folder, or a name on a model hub")

    show = add("show", _show, "what is read out of one file", (as_json,))
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument(
        "--corpus",
        type=Path,
        default=Path("corpus"),
        metavar="DIR",
        help="where the names of places are (default: corpus)",
    )

    search = add("search", _search, "find passages by meaning and words", asks)
    search.add_argument("text", nargs="+", metavar="TEXT")
    _add_page_options(search)

    ask = add("ask", _ask, "answer a question, with its evidence", asks)
    ask.add_argument("text", nargs="+", metavar="TEXT")

    similar = add("similar", _similar, "measures like a measure or a text", asks)
    similar.add_argument("like", nargs="+", metavar="ID_OR_TEXT")
    similar.add_argument(
        "--scope",
        choices=("other_regions", "other_plans", "all"),
        help="for an id: where to look (default: other_regions)",
    )
    similar.add_argument("-k", type=_between(1, 100), default=10, help="how many (default: 10)")

    coverage = add("coverage", _coverage, "which plans have measures on a topic", asks)
    coverage.add_argument("text", nargs="+", metavar="TOPIC")

    measures = add("measures", _measures, "list or export measures", asks)
    measures.add_argument(
        "--format", choices=("csv", "xlsx", "json"), help="csv and xlsx hold all of them"
    )
    measures.add_argument(
        "--delimiter", choices=("comma", "semicolon"), help="for csv (default: comma)"
    )
    measures.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout")
    _add_page_options(measures)

    add("plans", _plans, "the plans, and what was read of them", (index_dir, as_json))

    serve = add("serve", _serve, "the API and the page", (index_dir,))
    serve.add_argument("--host", default="127.0.0.1", metavar="H")
    serve.add_argument("--port", type=_between(0, 65_535), default=8000, metavar="N")
    serve.add_argument(
        "--cors", action="append", default=[], metavar="ORIGIN", help="pages that may call it"
    )

    add("eval", _eval, "measure the index on the gold set", (index_dir, as_json))
    return parser


def _index_option() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--index", type=Path, metavar="DIR", help="the index's folder (default: build/index)"
    )
    return options


def _json_option() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--json", action="store_true", help="print the API's objects")
    return options


def _filter_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("filters, repeatable")
    for name in ("region", "plan", "target_group", "responsible", "kind"):
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, action="append", default=[], metavar=name.upper())
    group.add_argument("--year", action="append", default=[], type=int, metavar="YEAR")
    return options


def _add_page_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-k", type=_between(1, 100), help="how many (default: 10)")
    command.add_argument(
        "--offset", type=_between(0, sys.maxsize), help="how many to leave out first"
    )


def _between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text} is not {low} to {high}")
        return int(text)

    return number


def _filters(args: argparse.Namespace) -> results.Filters:
    from service.results import Filters

    return Filters(
        region=tuple(args.region),
        plan=tuple(args.plan),
        target_group=tuple(args.target_group),
        responsible=tuple(args.responsible),
        year=tuple(args.year),
        kind=tuple(args.kind),
    )


def _index_dir(args: argparse.Namespace) -> Path:
    from service.engine import DEFAULT_INDEX

    chosen: Path | None = args.index
    return chosen or DEFAULT_INDEX


def _engine(args: argparse.Namespace) -> Engine:
    from service.engine import open_engine

    return open_engine(_index_dir(args))


def _text(words: Sequence[str]) -> str:
    from service.models import checked_text

    return checked_text(" ".join(words))


# ── commands ─────────────────────────────────────────────────────────────────────────────


def _index(args: argparse.Namespace) -> int:
    from indexer.build import build_index
    from indexer.encoder import load_encoder
    from indexer.model import DEFAULT_MODEL
    from service import models, printing

    encoder = load_encoder(args.model or DEFAULT_MODEL)
    with _progress() as report:
        built = models.IndexReport.of_build(
            build_index(args.corpus, _index_dir(args), encoder, report)
        )
    print(built.to_json() if args.json else printing.index_text(built))
    return FAILED if built.problems else 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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
            _talk(f"{names.get(stage, stage)}: {done}/{total}")
        begun.add(stage)

    return report


def _show(args: argparse.Namespace) -> int:
    from indexer.read import read_file
    from service import models, printing

    read = models.FileRead.of_file(
        read_file(args.file, args.corpus if args.corpus.is_dir() else None)
    )
    print(read.to_json() if args.json else printing.file_text(read))
    return 0


def _search(args: argparse.Namespace) -> int:
    from service import models, printing

    text = _text(args.text)
    offset = args.offset or 0
    found = models.SearchResult.of(_engine(args).search(text, _filters(args), args.k or 10, offset))
    print(found.to_json() if args.json else printing.search_text(found, offset))
    return 0


def _ask(args: argparse.Namespace) -> int:
    from service import models, printing

    question = _text(args.text)
    answer = models.Answer.of(_engine(args).ask(question, _filters(args)))
    print(answer.to_json() if args.json else printing.answer_text(answer))
    return 0


def _similar(args: argparse.Namespace) -> int:
    from service import models, printing
    from service.results import Filters, Scope

    like, filters = _text(args.like), _filters(args)
    if _MEASURE_ID.fullmatch(like):
        if filters != Filters():
            args.usage_error("filters are for a text; use --scope with a measure's id")
        scope = Scope(args.scope or Scope.OTHER_REGIONS)
        found = _engine(args).similar_to(like, scope, args.k)
    else:
        if args.scope:
            args.usage_error("--scope is for a measure's id; use filters with a text")
        found = _engine(args).similar_text(like, filters, args.k)
    similar = models.SimilarResult.of(found)
    print(similar.to_json() if args.json else printing.similar_text(similar))
    return 0


def _coverage(args: argparse.Namespace) -> int:
    from service import models, printing

    topic = _text(args.text)
    found = models.CoverageResult.of(_engine(args).coverage(topic, _filters(args)))
    print(found.to_json() if args.json else printing.coverage_text(found))
    return 0


def _measures(args: argparse.Namespace) -> int:
    written = args.format or ("json" if args.json else None)
    _check_measure_options(args, written)
    if written in ("csv", "xlsx"):
        content = _table_file(args, written)
    else:
        content = _measure_page(args, written).encode()
    if args.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return 0
    try:
        args.output.write_bytes(content)
    except OSError as exc:
        raise PlansokError(f"cannot write {args.output}: {exc.strerror}; choose another") from exc
    _talk(f"Skrev {args.output}")
    return 0


def _check_measure_options(args: argparse.Namespace, written: str | None) -> None:
    if args.json and written != "json":
        args.usage_error("--json and --format do not go together; choose one")
    if written in ("csv", "xlsx") and (args.k, args.offset) != (None, None):
        args.usage_error(f"--format {written} holds all measures; leave out -k and --offset")
    if written != "csv" and args.delimiter:
        args.usage_error("--delimiter is for --format csv")
    if written == "xlsx" and args.output is None and sys.stdout.isatty():
        args.usage_error("xlsx is no text for a terminal; name a file with -o")


def _table_file(args: argparse.Namespace, written: str) -> bytes:
    from service.export import Delimiter, to_csv, to_xlsx
    from service.models import MeasurePage

    found = MeasurePage.of(_engine(args).measures(_filters(args), None)).measures
    if written == "xlsx":
        return to_xlsx(found)
    return to_csv(found, Delimiter(args.delimiter or Delimiter.COMMA))


def _measure_page(args: argparse.Namespace, written: str | None) -> str:
    from service import models, printing

    offset = args.offset or 0
    page = models.MeasurePage.of(_engine(args).measures(_filters(args), args.k or 10, offset))
    if written == "json":
        return page.to_json() + "\n"
    parts = [printing.measure_text(measure) for measure in page.measures]
    return "\n\n".join((*parts, printing.shown_text(offset, len(parts), page.total))) + "\n"


def _plans(args: argparse.Namespace) -> int:
    from service import models, printing

    engine = _engine(args)
    found = models.PlanList(
        plans=[models.Plan.read_as(plan, engine.counts[plan.plan_id]) for plan in engine.plans],
        problems=models.unread_of(engine.problems),
    )
    print(found.to_json() if args.json else printing.plans_text(found))
    return 0


def _serve(args: argparse.Namespace) -> int:
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    from service.api import create_app

    with _listener(args.host, args.port) as listener:
        app = create_app(_engine(args), args.cors)
        port = listener.getsockname()[1]
        _talk(f"Plansøk svarer på http://{args.host}:{port} (stopp med Ctrl-C)")
        LOGGING_CONFIG["handlers"]["access"]["stream"] = "ext://sys.stderr"
        uvicorn.Server(uvicorn.Config(app, server_header=False)).run([listener])
    return 0


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise PlansokError(
            f"cannot listen on {host}, port {port}: {exc.strerror}; choose another --host or --port"
        ) from exc


def _eval(args: argparse.Namespace) -> int:
    """Evaluation lies above the service, which therefore finds it by its entry point."""
    from importlib.metadata import entry_points

    found = entry_points(group="plansok.commands", name="eval")
    if not found:
        raise PlansokError("the command eval is not installed; run: pip install -e .")
    (entry,) = found
    evaluate: Callable[[Path, bool], int] = entry.load()
    return evaluate(_index_dir(args), args.json)


if __name__ == "__main__":
    sys.exit(main())
