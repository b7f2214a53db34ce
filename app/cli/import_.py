"""earlybridge import"""

import asyncio
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import Progress

from app.canonical import canonical, digest
from app.cli.address import Service, service_of, silent
from app.cli.ending import UNDONE, end
from app.cli.lines import BadLine, Line, read_lines
from app.client import Client, Refused

BATCH = 50
console = Console(stderr=True)


class Kind(StrEnum):
    REFERRALS = "referrals"
    STUDENTS = "students"
    CONTACTS = "contacts"
    EVENTS = "events"


class Tally:
    """What became of the lines, and the progress bar that shows it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._task = progress, progress.add_task("lines", total=total)
        self.taken = self.known = self.refused = 0

    def add(self, outcome: str) -> None:
        self.taken += outcome == "created"
        self.known += outcome == "unchanged"
        self.refused += outcome == "refused"
        self._progress.advance(self._task)

    def refuse(self, number: int, said: str) -> None:
        console.print(f"line {number}: {said}", highlight=False)
        self.add("refused")


def run(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="JSON Lines, or CSV with a heading (by its suffix .csv).",
        ),
    ],
    token: Annotated[
        str,
        typer.Option(
            envvar="EARLYBRIDGE_TOKEN",
            help="Access token of the sending agency, of intake or an administrator.",
        ),
    ],
    url: Service = None,
    kind: Annotated[Kind, typer.Option(help="What each line holds.")] = Kind.REFERRALS,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each line; keep nothing.")
    ] = False,
) -> None:
    """Each line is taken whole or refused; one sent again is the same one, so a broken import is simply run again."""
    address = service_of(url)
    try:
        refused = asyncio.run(_import(file, kind, Client(address, token), dry_run=dry_run))
    except httpx.HTTPError as exc:
        end(f"{silent(exc, address)}, and run the import again", UNDONE)
    except (Refused, BadLine) as exc:
        end(str(exc), UNDONE)
    if refused:
        raise typer.Exit(1)


async def _import(file: Path, kind: Kind, client: Client, *, dry_run: bool) -> int:
    total = sum(1 for _ in read_lines(file))
    with Progress(console=console, disable=not console.is_terminal) as progress:
        tally = Tally(progress, total)
        async with client:
            await _send_batches(read_lines(file), kind, client, tally, dry_run=dry_run)
    done = "would be taken" if dry_run else "taken"
    console.print(
        f"{tally.taken} {kind} {done}, {tally.known} known already, {tally.refused} refused"
    )
    return tally.refused


async def _send_batches(
    lines: Iterator[Line], kind: Kind, client: Client, tally: Tally, *, dry_run: bool
) -> None:
    while batch := list(islice(lines, BATCH)):
        good: list[tuple[Line, dict[str, Any]]] = []
        for line in batch:
            try:
                data = line.data()
                ref = str(data.pop("ref", "") or digest(canonical(data))[:40])
                good.append((line, {"ref": ref, "data": data}))
            except BadLine as exc:
                tally.refuse(line.number, str(exc))
        if good:
            await _send_batch(good, kind, client, tally, dry_run=dry_run)


async def _send_batch(
    good: list[tuple[Line, dict[str, Any]]],
    kind: Kind,
    client: Client,
    tally: Tally,
    *,
    dry_run: bool,
) -> None:
    body = {"dry_run": dry_run, "lines": [sent for _, sent in good]}
    answer = (await client.post(f"/v1/imports/{kind}", body)).json()
    for (line, _), result in zip(good, answer["lines"], strict=True):
        for warning in result["warnings"]:
            console.print(f"line {line.number}: {warning['detail']}", highlight=False)
        if result["outcome"] == "refused":
            problem = result["problem"]
            errors = "; ".join(f"{e['pointer']} {e['detail']}" for e in problem.get("errors") or [])
            tally.refuse(line.number, f"{problem['title']}. {errors or problem['detail']}")
        else:
            tally.add(result["outcome"])
