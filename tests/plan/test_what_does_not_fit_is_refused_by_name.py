"""Ids of nobody and second make-ups are refused before the database would."""

from datetime import timedelta
from uuid import uuid4

from tests.factories.plan import drafted, in_force
from tests.factories.problem import assert_problem
from tests.factories.world import World


async def test_people_who_are_not_known_are_refused(world: World) -> None:
    plan = await drafted(world, 1)
    tag = (await plan.coordinator.get(plan.path)).headers["etag"]
    answer = await plan.coordinator.patch(plan.path, {"coordinator_id": str(uuid4())}, tag)
    assert_problem(answer, 409, "person-unknown")
    path = f"{plan.student}/services/{(await plan.lines())[0]['id']}"
    for unknown in (str(uuid4()), str(world.people["district"].id)):
        answer = await plan.coordinator.patch(path, {"provider_id": unknown}, '"1"')
        assert_problem(answer, 409, "person-unknown")


async def test_a_missed_make_up_does_not_turn_into_a_second_one(world: World) -> None:
    plan = await in_force(world, 1)
    path = f"{plan.student}/services/{(await plan.lines())[0]['id']}/deliveries"
    day = world.today - timedelta(days=10)
    missed = {"on": str(day), "missed_for": "provider_absent"}
    first = (await plan.coordinator.post(path, missed)).json()["id"]
    again = {"on": str(day + timedelta(days=1)), "makes_up_id": first}
    lost = await plan.coordinator.post(path, {**again, "missed_for": "weather"})
    assert (await plan.coordinator.post(path, again)).status_code == 201
    answer = await plan.coordinator.patch(
        f"{path}/{lost.json()['id']}", {"missed_for": None}, '"1"'
    )
    assert_problem(answer, 409, "make-up-unfit")
