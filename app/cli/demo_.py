"""earlybridge demo"""

import asyncio

import httpx
import typer
from rich.console import Console

from app.cli.address import Service, address_of, silent
from app.cli.environment import read_settings
from app.client import Refused
from app.demo.people import NoDemo
from app.demo.walk import NotProven, walk
from app.signing import NoSigningKey, Signer, load_signing_key

console = Console()


def run(
    url: Service = None,
) -> None:
    """Needs `earlybridge serve` to run with its demo county."""
    settings = read_settings()
    address = url or address_of(settings)
    settings = settings.model_copy(update={"public_url": address})
    try:
        signer = Signer(settings, load_signing_key(settings.signing_key_path, may_create=True))
        asyncio.run(walk(address, signer, settings.state_dir, console))
    except httpx.HTTPError as exc:
        _end(silent(exc, address))
    except (Refused, NotProven, NoDemo, NoSigningKey) as exc:
        _end(str(exc))
    console.print("\n[bold green]The journey is complete.[/]")


def _end(said: str) -> None:
    typer.echo(f"earlybridge: {said}", err=True)
    raise typer.Exit(1) from None
