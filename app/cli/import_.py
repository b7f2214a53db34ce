"""earlybridge import"""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from app.client import Client, Refused

console = Console(stderr=True)


def run(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="One referral (as POST /v1/referrals takes it) a line.",
        ),
    ],
    token: Annotated[
        str,
        typer.Option(
            envvar="EARLYBRIDGE_TOKEN", help="Access token of the sending agency or of intake."
        ),
    ],
    url: Annotated[
        str, typer.Option(envvar="EARLYBRIDGE_URL", help="Address of the running service.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Each line's key is its content's hash, so a broken import can simply be run again."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        refused = asyncio.run(_import(lines, Client(url, token)))
    except httpx.HTTPError as exc:
        typer.echo(
            f"earlybridge: the service does not answer ({type(exc).__name__}); run the import again",
            err=True,
        )
        raise typer.Exit(1) from None
    if refused:
        raise typer.Exit(1)


async def _import(lines: list[str], client: Client) -> int:
    refused = taken = 0
    async with client:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                await client.post(
                    "/v1/referrals", json.loads(line), key=hashlib.sha256(line.encode()).hexdigest()
                )
                taken += 1
            except (Refused, ValueError) as exc:
                refused += 1
                console.print(
                    f"line {number}: {exc if isinstance(exc, Refused) else 'is not valid JSON'}"
                )
    console.print(f"{taken} referrals sent, {refused} refused")
    return refused
