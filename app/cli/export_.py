"""earlybridge export"""

import asyncio
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from app.client import Client, Refused

console = Console(stderr=True)


def run(
    file: Annotated[Path, typer.Argument(help="File to write; must not exist.")],
    token: Annotated[
        str,
        typer.Option(
            envvar="EARLYBRIDGE_TOKEN", help="Access token of somebody who sees the program."
        ),
    ],
    url: Annotated[
        str, typer.Option(envvar="EARLYBRIDGE_URL", help="Address of the running service.")
    ] = "http://127.0.0.1:8000",
) -> None:
    if file.exists():
        typer.echo(f"earlybridge: {file} exists already", err=True)
        raise typer.Exit(2)
    try:
        count = asyncio.run(_export(file, Client(url, token)))
    except (Refused, httpx.HTTPError) as exc:
        typer.echo(f"earlybridge: {exc}", err=True)
        raise typer.Exit(1) from None
    console.print(f"{count} files written to {file}")


async def _export(file: Path, client: Client) -> int:
    """Every file the token may see, one JSON object a line; each read is on the record of access."""
    count = 0
    async with client:
        with file.open("x", encoding="utf-8") as out:
            async for row in client.pages("/v1/students"):
                found = await client.get(f"/v1/students/{row['id']}")
                out.write(found.text + "\n")
                count += 1
    return count
