"""earlybridge rules recompute, earlybridge rules verify"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from app.auth import Actor
from app.cli.database import settings_with_database
from app.db import Database
from app.services import recomputation, rulebook
from app.services.duty import Move
from app.services.recomputation import Open, Progress
from app.services.rulebook import Book
from app.settings import Settings

console = Console(stderr=True)
Work = Callable[[Open, Actor, Book | None], AsyncIterator[Progress]]


def recompute(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would move; store nothing.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help="The rulebook by which all that is stored was computed: only rules changed since then are.",
        ),
    ] = None,
) -> None:
    """Compute every stored deadline anew, after an upgrade; a run that was cut off goes on.

    Prints each deadline that moved: student, rule, from, to.
    """
    work = recomputation.differences if dry_run else recomputation.after_upgrade
    moved, _ = _run(work, None if since is None else _released(since))
    typer.echo(f"{moved} deadlines {'would move' if dry_run else 'moved'}", err=True)


def verify() -> None:
    """Compute every stored deadline anew and compare; exit status 1 when one differs in anything."""
    moved, others = _run(recomputation.differences, None)
    for line in others:
        typer.echo(line)
    differing = moved + len(others)
    typer.echo(f"{differing} deadlines differ from their files", err=True)
    if differing:
        raise typer.Exit(1)


def _released(version: str) -> Book:
    found = next((book for book in rulebook.releases() if book.version == version), None)
    if found is None:
        known = ", ".join(book.version for book in rulebook.releases())
        raise typer.BadParameter(f"{version} was never in use here; known: {known}")
    return found


Found = tuple[int, list[str]]
"""How many deadlines moved, and which others are not as computed."""


def _run(work: Work, since: Book | None) -> Found:
    """In every program of the database."""
    with settings_with_database(may_share=True) as (settings, _):
        return asyncio.run(_in_every_program(settings, work, since))


async def _in_every_program(settings: Settings, work: Work, since: Book | None) -> Found:
    moved, others = 0, list[str]()
    rulebook.load()
    gc.collect()
    gc.freeze()  # the collector need not look again and again at what stays
    async with _database(settings) as database:
        with Bar(console=console, transient=True) as bar:
            for actor in await recomputation.programs(database):
                begin = recomputation.acting_for(database, actor)
                task = bar.add_task(actor.home.name, total=await recomputation.count(begin, actor))
                async for progress in work(begin, actor, since):
                    bar.advance(task, progress.students)
                    moved += len(progress.moves)
                    others += progress.others
                    for move in progress.moves:
                        typer.echo(_line(move))
    return moved, others


def _line(move: Move) -> str:
    name = f"{move.rule_id} {move.occurrence}".rstrip()
    return f"{move.student_id} {name}: {_said(move.from_status, move.from_due_on)} -> {_said(move.to_status, move.to_due_on)}"


def _said(status: str | None, due_on: object) -> str:
    return f"{status} {due_on or 'undated'}" if status else "none"


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(
        settings.api_url, role=settings.api_role, size=2, wait_seconds=settings.wait_seconds
    )
    await database.open()
    try:
        yield database
    finally:
        await database.close()
