"""What the service does by itself, beside requests: each round is safe to run twice, and on several replicas at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from app.db import Database
from app.errors import Problem
from app.files import Files
from app.services import draft_round, file_round, recomputation, timer
from app.services.transition import lead

EVERY_SECONDS = 3600
Round = Callable[[Database], Awaitable[int]]
log = structlog.get_logger("earlybridge.rounds")


async def _notify_districts(database: Database) -> int:
    return len([noticed async for noticed in lead.notify_due(database)])


ROUNDS: dict[str, Round] = {
    "notify districts": _notify_districts,
    "do what is due": timer.run,
    "finish recomputations": recomputation.resume,
    "forget drafts": draft_round.forget_old,
}
FILE_ROUNDS: dict[str, Callable[[Database, Files], Awaitable[int]]] = {
    "scan files": file_round.scan_waiting,
    "clear files": file_round.clear,
}


@asynccontextmanager
async def making_rounds(database: Database, files: Files) -> AsyncIterator[None]:
    """Make rounds beside what the block does."""
    task = asyncio.create_task(_go_on(database, files), name="rounds")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _go_on(database: Database, files: Files) -> None:
    while True:
        await make(database, files)
        await asyncio.sleep(EVERY_SECONDS)


async def make(database: Database, files: Files) -> dict[str, int]:
    """Every round once; returns how much each did. One that fails keeps back no other, and comes again."""
    done: dict[str, int] = {}
    rounds = {name: partial(round_, database) for name, round_ in ROUNDS.items()}
    rounds |= {name: partial(round_, database, files) for name, round_ in FILE_ROUNDS.items()}
    for name, round_ in rounds.items():
        try:
            done[name] = await round_()
        except Problem as exc:  # the database is busy or away: the next round finds the same work
            log.warning("round cut short", round=name, problem=exc.code)
    if any(done.values()):
        log.info("rounds made", **{name.replace(" ", "_"): count for name, count in done.items()})
    return done
