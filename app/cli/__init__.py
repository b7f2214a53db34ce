"""The command line. Each command's module is loaded when it is called, so that `--help` is quick."""

import gc
import sys
import time
from collections.abc import Sequence
from importlib import import_module

import typer

BEGAN = time.monotonic()
COMMANDS = {
    "serve": "Serve the API; without EARLYBRIDGE_DATABASE_URL on an embedded PostgreSQL.",
    "relay": "Carry events to webhooks and clean up, where no server does.",
    "migrate": "Bring the database to this version.",
    "demo": "Walk the journey of one child over HTTP, against the running service.",
    "token": "Print an access token of the development issuer.",
    "export": "Write a program's students and deadlines as JSON Lines.",
    "import": "Send records from a file to the running service: students, contacts, referrals, events.",
    "openapi": "Write or check the contract in openapi/openapi.json.",
}
GROUPS = {
    "rules": "The rules as data: evaluate, decide, lint, without a database; recompute and verify what is stored.",
    "admin": "Organisations and who may sign in there, by the login that migrates (EARLYBRIDGE_DATABASE_URL).",
}
ELSEWHERE = {
    "rules": {
        "recompute": "Compute every stored deadline anew, after an upgrade; a run that was cut off goes on.",
        "verify": "Compute every stored deadline anew, and compare.",
    }
}
"""Commands of a group in `recomputation`, which loads what the others of the group do without."""
COLLECTED_AFTER = 10_000
"""Things made and kept until the collector looks: whole modules, or a pass over many files, are made to stay."""
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _register(called: Sequence[str]) -> None:
    """List all commands, of which only the called one is loaded."""
    name, *rest = [*called, ""]
    for each, said in COMMANDS.items():
        is_called = each == name
        app.command(each, help=said)(
            import_module(f"app.cli.{each}_").run if is_called else _not_called
        )
    for each, said in GROUPS.items():
        if each == name:
            app.add_typer(_group(each, rest[0]), name=each, help=said)
        else:
            app.command(each, help=said)(_not_called)


def _group(name: str, called: str) -> typer.Typer:
    found: typer.Typer = getattr(import_module(f"app.cli.{name}"), name)
    for each, said in ELSEWHERE.get(name, {}).items():
        is_called = each == called
        found.command(each, help=said)(
            getattr(import_module("app.cli.recomputation"), each) if is_called else _not_called
        )
    return found


def _not_called() -> None:
    """Stands for a command in the list of them."""


def main() -> None:
    gc.set_threshold(COLLECTED_AFTER)
    _register(sys.argv[1:])
    app()
