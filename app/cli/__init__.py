"""The command line. Each command's module is loaded when it is called, so that `--help` is quick."""

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
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _register() -> None:
    for name, said in COMMANDS.items():
        app.command(name, help=said)(import_module(f"app.cli.{name}_").run)
    app.add_typer(import_module("app.cli.rules").rules, name="rules")
    app.add_typer(import_module("app.cli.admin").admin, name="admin")


def main() -> None:
    _register()
    app()
