"""earlybridge openapi"""

import json
from typing import Annotated

import typer

from app.cli.environment import read_settings
from app.main import create_app
from app.settings import ROOT

CONTRACT = ROOT / "openapi" / "openapi.json"


def rendered() -> str:
    """The contract as committed: stable order, readable in a review."""
    return (
        json.dumps(
            create_app(read_settings()).openapi(), indent=1, ensure_ascii=False, sort_keys=True
        )
        + "\n"
    )


def run(
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether the file is current.")
    ] = False,
) -> None:
    fresh = rendered()
    if not check:
        CONTRACT.parent.mkdir(exist_ok=True)
        CONTRACT.write_text(fresh)
        return
    if not CONTRACT.exists() or CONTRACT.read_text() != fresh:
        typer.echo("openapi/openapi.json is not current; run: earlybridge openapi", err=True)
        raise typer.Exit(1)
