"""earlybridge export"""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

from app.cli.address import Service, service_of, silent
from app.cli.ending import UNDONE, WRONG, end
from app.client import Client, Refused

console = Console(stderr=True)


class Kind(StrEnum):
    FILES = "files"
    STUDENTS = "students"
    CONTACTS = "contacts"
    ENROLMENTS = "enrolments"
    REFERRALS = "referrals"
    EVENTS = "events"


class Format(StrEnum):
    NDJSON = "ndjson"
    CSV = "csv"


def run(
    file: Annotated[Path, typer.Argument(help="File to write; must not exist.")],
    token: Annotated[
        str,
        typer.Option(
            envvar="EARLYBRIDGE_TOKEN",
            help="Access token of an administrator; for `files` of anybody who sees the program.",
        ),
    ],
    url: Service = None,
    kind: Annotated[
        Kind, typer.Option(help="What to export; `files`: every file the token may see, whole.")
    ] = Kind.FILES,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="Lines of JSON, or CSV that no spreadsheet runs.")
    ] = Format.NDJSON,
) -> None:
    if file.exists():
        end(f"{file} exists already", WRONG)
    address = service_of(url)
    try:
        write = _files if kind is Kind.FILES else _stream
        said = asyncio.run(write(file, kind, format, Client(address, token)))
    except (Refused, httpx.HTTPError, OSError) as exc:
        file.unlink(missing_ok=True)
        end(f"{_why(exc, address)}; nothing was written", UNDONE)
    console.print(f"{said} written to {file}")


def _why(exc: Exception, address: str) -> str:
    if isinstance(exc, OSError):
        return f"cannot write {exc.filename}: {exc.strerror}"
    return silent(exc, address) if isinstance(exc, httpx.HTTPError) else str(exc)


async def _files(file: Path, _: Kind, __: Format, client: Client) -> str:
    """Every file the token may see, one JSON object a line; each read is on the record of access."""
    count = 0
    async with client:
        with file.open("x", encoding="utf-8") as out:
            async for row in client.pages("/v1/students"):
                found = await client.get(f"/v1/students/{row['id']}")
                out.write(found.text + "\n")
                count += 1
    return f"{count} files"


async def _stream(file: Path, kind: Kind, form: Format, client: Client) -> str:
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task, size = progress.add_task("bytes", total=None), 0
        async with client:
            with file.open("xb") as out:
                async for portion in client.stream(f"/v1/exports/{kind}", format=str(form)):
                    size += out.write(portion)
                    progress.advance(task, len(portion))
    return f"{size} bytes of {kind}"
