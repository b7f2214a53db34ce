"""Passes over the files of one program, and rows that were spoilt before."""

from collections.abc import AsyncIterator

from app.auth import Actor
from app.db import Database
from app.directory import Directory
from app.services import recomputation
from tests.factories.world import World

FIRST_PLAN = "us-ca.partc.initial_ifsp"


async def system(world: World) -> Actor:
    """The program itself, as the command line acts."""
    directory: Directory = world.app.state.directory
    home = await directory.find(world.program_id)
    assert home is not None
    return Actor(home, recomputation.SUBJECT, (), frozenset())


async def spoil(world: World, student_id: str) -> None:
    """As if an older rulebook had given another date."""
    await world.change(
        "update eb.deadline set due_on = due_on + 7 where student_id = :s and rule_id = :r",
        s=student_id, r=FIRST_PLAN,
    )  # fmt: skip


def begin(world: World, actor: Actor) -> recomputation.Open:
    database: Database = world.app.state.database
    return recomputation.acting_for(database, actor)


async def stored(world: World, student_id: str) -> str:
    rows = await world.look(
        "select json_agg(d order by d.id)::text from eb.deadline d where student_id = :s",
        s=student_id,
    )
    return str(rows[0][0])


async def moved_by(found: AsyncIterator[recomputation.Progress]) -> set[str]:
    return {m.rule_id for p in await all_of(found) for m in p.moves}


async def all_of(found: AsyncIterator[recomputation.Progress]) -> list[recomputation.Progress]:
    return [p async for p in found]
