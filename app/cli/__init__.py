"""The command line. Each command's module is loaded when it is called, so that `--help` is quick."""

import sys
from importlib import import_module

import typer

COMMANDS = {
    "serve": "Serve the API; without EARLYBRIDGE_DATABASE_URL on an embedded PostgreSQL.",
    "relay": "Carry events to webhooks and clean up, where no server does.",
    "migrate": "Bring the database to this version.",
    "demo": "Walk the journey of one child over HTTP, against the running service.",
    "token": "Print an access token of the development issuer.",
    "export": "Write a program's students and deadlines as JSON Lines.",
    "import": "Send referrals from a JSON Lines file to the running service.",
    "openapi": "Write or check the contract in openapi/openapi.json.",
}
GROUPS = {
    "rules": "The rules as data: evaluate, decide, lint, without a database; recompute and verify what is stored.",
    "admin": "Organisations and who may sign in there, by the login that migrates (EARLYBRIDGE_DATABASE_URL).",
}
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _register(called: str | None) -> None:
    for name, said in COMMANDS.items():
        app.command(name, help=said)(
            import_module(f"app.cli.{name}_").run if name == called else _not_called
        )
    for name, said in GROUPS.items():
        if name == called:
            app.add_typer(getattr(import_module(f"app.cli.{name}"), name), name=name)
        else:
            app.command(name, help=said)(_not_called)


def _not_called() -> None:
    """Stands for a command in the list of them."""


def main() -> None:
    _register(next(iter(sys.argv[1:]), None))
    app()
