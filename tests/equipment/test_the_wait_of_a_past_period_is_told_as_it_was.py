"""What had not ended by the end of the period went on then; what was given up was no wait that was over."""

from datetime import timedelta
from typing import Any

from tests.factories.equipment import Story, begun, made
from tests.factories.world import World

BACKDATE = (
    "update eb.equipment_request set identified_on = identified_on - 100 where id = :id",
    "update eb.equipment_stage set from_on = from_on - 100 where request_id = :id and state = 'identified'",
)


async def tried(world: World) -> Story:
    """Known for a hundred days; on trial since today."""
    story = await begun(world)
    await story.step("try")
    for statement in BACKDATE:
        await world.change(statement, id=story.id)
    return story


async def waits(world: World, ended_days_ago: int) -> dict[str, dict[str, tuple[int, int, int]]]:
    """By stage and by kind: how many, how many of them go on, and the median."""
    last = world.today - timedelta(days=ended_days_ago)
    query = {"from_on": str(last - timedelta(days=30)), "to_on": str(last)}
    found: dict[str, Any] = made(await world.supervisor.get("/v1/equipment-waiting", params=query))
    return {
        group: {w["key"]: (w["count"], w["waiting"], w["median_days"]) for w in found[group]}
        for group in ("by_stage", "by_kind")
    }


async def test_a_stay_that_ended_later_went_on_in_the_period(world: World) -> None:
    await tried(world)
    assert await waits(world, 50) == {
        "by_stage": {"identified": (1, 1, 50)}, "by_kind": {"gait_mobility": (1, 1, 50)},
    }  # fmt: skip
    assert await waits(world, 0) == {
        "by_stage": {"identified": (1, 0, 100), "trial": (1, 1, 0)},
        "by_kind": {"gait_mobility": (1, 1, 100)},
    }
    assert await waits(world, 101) == {"by_stage": {}, "by_kind": {}}


async def test_what_was_given_up_never_came_into_use(world: World) -> None:
    story = await tried(world)
    await story.step("drop", reason_code="other")
    assert (await waits(world, 0))["by_kind"] == {}
    assert (await waits(world, 50))["by_kind"] == {"gait_mobility": (1, 1, 50)}
