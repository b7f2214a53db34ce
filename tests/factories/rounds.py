"""What a program does by itself, for one program of the many that the tests leave in a database."""

from app.auth import Actor
from app.services import recomputation, timer
from tests.factories.world import World


async def itself(world: World) -> Actor:
    """The program, as one who acts in it without being anybody of it."""
    every = await recomputation.programs(world.app.state.database)
    return next(actor for actor in every if actor.tenant_id == world.program_id)


async def do_what_is_due(world: World) -> None:
    await timer.run_in(world.app.state.database, await itself(world))
