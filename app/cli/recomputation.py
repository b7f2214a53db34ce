"""earlybridge rules recompute, earlybridge rules verify"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, NamedTuple, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from app.auth import Actor
from app.cli.database import opened, settings_with_database
from app.cli.processes import CutOff, Job, shared
from app.db import Database
from app.services import recomputation, rulebook
from app.services.duty import Move
from app.services.queries.many_files import Part
from app.services.recomputation import Open, Progress
from app.services.rulebook import Book
from app.settings import Settings

T = TypeVar("T")
PARTS_EACH = 8
"""Parts of a program that a process has to do: who is done first helps the others."""
COLLECTED_AFTER = 500_000
"""Things that a process has made and kept, more than two batches do."""
console = Console(stderr=True)
Processes = Annotated[
    int, typer.Option(min=1, max=64, help="Processes that share the work: one for each core.")
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="VERSION",
        help="The rulebook by which all that is stored was computed: only rules changed since then are.",
    ),
]
Programs = Annotated[
    list[UUID] | None,
    typer.Option("--program", metavar="ID", help="Only this program; may be given several times."),
]


class Told(NamedTuple):
    """What one batch has done, as lines to print."""

    students: int
    moves: list[str]
    others: tuple[str, ...]


Share = tuple[UUID, Part]
"""A part of a program."""


def recompute(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would move; store nothing.")
    ] = False,
    since: Since = None,
    processes: Processes = 1,
    program: Programs = None,
) -> None:
    """Prints each deadline that moved: student, rule, from, to."""
    if since is not None:
        _released(since)
    work = _compared if dry_run else _computed
    moved, _ = work(since, processes, program)
    typer.echo(f"{moved} deadlines {'would move' if dry_run else 'moved'}", err=True)


def verify(processes: Processes = 1, program: Programs = None) -> None:
    """Exit status 1 when one differs in anything."""
    moved, others = _compared(None, processes, program)
    for line in others:
        typer.echo(line)
    differing = moved + len(others)
    typer.echo(f"{differing} deadlines differ from their files", err=True)
    if differing:
        raise typer.Exit(1)


def _released(since: str | None) -> Book | None:
    if since is None:
        return None
    found = next((book for book in rulebook.releases() if book.version == since), None)
    if found is None:
        known = ", ".join(book.version for book in rulebook.releases())
        raise typer.BadParameter(f"{since} was never in use here; known: {known}")
    return found


Found = tuple[int, list[str]]
"""How many deadlines moved, and which others are not as computed."""


def _computed(since: str | None, processes: int, only: list[UUID] | None) -> Found:
    """A pass in every program, or in those named, by processes that take from one another's parts."""

    async def begin(database: Database) -> int:
        total = 0
        for actor, held in await _programs(database, only):
            total += await recomputation.count(held, actor)
            number = 1 if processes == 1 else processes * PARTS_EACH
            await recomputation.begin_pass(held, actor, _released(since), number)
        return total

    with settings_with_database(may_share=True) as (settings, _):
        total = asyncio.run(_with_database(settings, begin))
        return _shown(total, [partial(_finish, settings, only)] * processes)


def _compared(since: str | None, processes: int, only: list[UUID] | None) -> Found:
    """What a pass would move in every program, or in those named; each process has its parts."""

    async def divide(database: Database) -> tuple[int, list[Share]]:
        total, shares = 0, list[Share]()
        for actor, held in await _programs(database, only):
            total += await recomputation.count(held, actor)
            found = await recomputation.parts(held, actor, processes)
            shares += ((actor.tenant_id, part) for part in found)
        return total, shares

    with settings_with_database(may_share=True) as (settings, _):
        total, shares = asyncio.run(_with_database(settings, divide))
        jobs = [partial(_differ, settings, since, shares[n::processes]) for n in range(processes)]
        return _shown(total, jobs)


async def _finish(settings: Settings, only: list[UUID] | None) -> AsyncIterator[Told]:
    async with _database(settings) as database:
        for actor, held in await _programs(database, only):
            async for progress in recomputation.finish(held, actor):
                yield _told(progress)


async def _differ(
    settings: Settings, since: str | None, shares: list[Share]
) -> AsyncIterator[Told]:
    async with _database(settings) as database:
        programs = {actor.tenant_id: (actor, held) for actor, held in await _programs(database)}
        for tenant_id, part in shares:
            actor, held = programs[tenant_id]
            found = recomputation.differences(held, actor, _released(since), part)
            async for progress in found:
                yield _told(progress)


def _shown(total: int, jobs: Sequence[Job[Told]]) -> Found:
    """Print what moves as it comes, beside a bar."""
    moved, others = 0, list[str]()
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("files", total=total)
        try:
            for told in shared(jobs):
                bar.advance(task, told.students)
                moved += len(told.moves)
                others += told.others
                if told.moves:
                    typer.echo("\n".join(told.moves))
        except CutOff:
            typer.echo("A process was cut off: run this again, it goes on.", err=True)
            raise typer.Exit(1) from None
    return moved, others


def _told(progress: Progress) -> Told:
    return Told(progress.students, list(map(_line, progress.moves)), progress.others)


def _line(move: Move) -> str:
    name = f"{move.rule_id} {move.occurrence}".rstrip()
    return f"{move.student_id} {name}: {_said(move.from_status, move.from_due_on)} -> {_said(move.to_status, move.to_due_on)}"


def _said(status: str | None, due_on: object) -> str:
    return f"{status} {due_on or 'undated'}" if status else "none"


async def _programs(database: Database, only: list[UUID] | None = None) -> list[tuple[Actor, Open]]:
    found = {actor.tenant_id: actor for actor in await recomputation.programs(database)}
    for unknown in set(only or ()) - found.keys():
        raise typer.BadParameter(f"no program has the id {unknown}")
    return [(found[id_], recomputation.acting_for(database, found[id_])) for id_ in only or found]


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async with _database(settings) as database:
        return await work(database)


def _leave_the_collector_idle() -> None:
    """A batch makes no rings but many things that live until its end, and the collector would look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    async with opened(settings, settings.api_url, role=settings.api_role) as database:
        rulebook.load()
        _leave_the_collector_idle()
        yield database
