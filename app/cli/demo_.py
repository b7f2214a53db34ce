"""earlybridge demo"""

import asyncio

import httpx
from rich.console import Console

from app.cli.address import Service, address_of, silent
from app.cli.ending import UNDONE, end
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
        end(silent(exc, address), UNDONE)
    except (Refused, NotProven, NoDemo, NoSigningKey) as exc:
        end(str(exc), UNDONE)
    console.print("\n[bold green]The journey is complete.[/]")
