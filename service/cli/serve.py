"""The command that serves the API."""

from __future__ import annotations

import argparse
import socket

from indexer.errors import PlansokError
from service.cli.command import Commands, talk
from service.cli.options import between, chosen_engine


def add_to(commands: Commands) -> None:
    serve = commands.add("serve", _serve, "the API and the page", (commands.index_dir,))
    serve.add_argument("--host", default="127.0.0.1", metavar="H")
    serve.add_argument("--port", type=between(0, 65_535), default=8000, metavar="N")
    serve.add_argument(
        "--cors", action="append", default=[], metavar="ORIGIN", help="pages that may call it"
    )


def _serve(args: argparse.Namespace) -> int:
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    from service.api import create_app
    from service.ready import warming_up

    with _listener(args.host, args.port) as listener:
        engine = chosen_engine(args)
        app = create_app(engine, args.cors)
        port = listener.getsockname()[1]
        talk(f"Plansøk svarer på http://{args.host}:{port} (stopp med Ctrl-C)")
        LOGGING_CONFIG["handlers"]["access"]["stream"] = "ext://sys.stderr"
        with warming_up(engine):
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
