"""A task on the student."""

from tests.factories.task import add_task
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    task = await add_task(world, student_id=ids["student_id"])
    return {"task_id": task["id"]}
