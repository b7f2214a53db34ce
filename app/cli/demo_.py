"""earlybridge demo"""

import asyncio
import os
from typing import Annotated

import httpx
import typer
from pydantic import AnyHttpUrl
from rich.console import Console

from app.cli.database import read_settings
from app.client import Refused
from app.demo.people import NoDemo
from app.demo.walk import NotProven, walk
from app.postgres import default_state_dir
from app.settings import ROOT
from app.signing import Signer, load_signing_key

console = Console()


def run(
    url: Annotated[
        str | None, typer.Option(envvar="EARLYBRIDGE_URL", help="Address of the running service.")
    ] = None,
) -> None:
    """Needs `earlybridge serve` to run with its demo county."""
    address = url or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    settings = read_settings()
    state_dir = settings.state_dir or default_state_dir(ROOT)
    settings = settings.model_copy(
        update={"state_dir": state_dir, "public_url": AnyHttpUrl(address)}
    )
    signer = Signer(settings, load_signing_key(settings.signing_key_path, may_create=True))
    try:
        asyncio.run(walk(address, signer, state_dir, console))
    except httpx.HTTPError as exc:
        _end(f"nothing answers at {address} ({type(exc).__name__}); start it with: ./run serve")
    except (Refused, NotProven, NoDemo) as exc:
        _end(str(exc))
    console.print("\n[bold green]The journey is complete.[/]")


def _end(said: str) -> None:
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(1) from None
