"""Emergency access: three hours, on the record, told to administrators, reviewed by somebody else."""

from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

REASON = {"reason": "The child was found alone; the coordinator cannot be reached."}


async def test_it_opens_one_file_from_the_next_request_on_and_closes_by_itself(
    world: World,
) -> None:
    student_id = await enrolled(world)
    other_id = await enrolled(
        world, child={"first_name": "Quite", "last_name": "Another", "born_on": "2025-02-03"},
        contacts=[{"first_name": "P", "relationship": "parent"}],
    )  # fmt: skip
    colleague = world.api("coordinator-2")
    assert (await colleague.get(f"/v1/students/{student_id}")).status_code == 403
    opened = await colleague.post(f"/v1/students/{student_id}/emergency-access", REASON)
    assert opened.status_code == 201, opened.text
    assert (await colleague.get(f"/v1/students/{student_id}")).status_code == 200
    assert (await colleague.get(f"/v1/students/{student_id}/events")).status_code == 200
    assert (await colleague.get(f"/v1/students/{other_id}")).status_code == 403
    await world.change(
        "update eb.emergency_access set ends_at = now() where tenant_id = :t", t=world.program_id
    )
    assert (await colleague.get(f"/v1/students/{student_id}")).status_code == 403


async def test_administrators_are_told_and_one_of_them_reviews_it(world: World) -> None:
    student_id = await enrolled(world)
    colleague = world.api("coordinator-2")
    opened = await colleague.post(f"/v1/students/{student_id}/emergency-access", REASON)
    told = await world.look(
        "select payload from eb.outbox where tenant_id = :t and topic = 'emergency_access.opened'",
        t=world.program_id,
    )
    assert [row.payload["access_id"] for row in told] == [opened.json()["id"]]
    waiting = (await world.administrator.get("/v1/worklists")).json()["items"]
    assert next(w["count"] for w in waiting if w["name"] == "emergency-accesses") == 1
    assert_problem(await colleague.get("/v1/emergency-accesses"), 403, "forbidden")
    listed = await world.administrator.get("/v1/emergency-accesses?only_unreviewed=true")
    row = listed.json()["items"][0]
    headers = {"If-Match": f'"{row["version"]}"', "Idempotency-Key": "review-1"}
    reviewed = await world.administrator.http.post(
        f"/v1/emergency-accesses/{row['id']}/review", json={"finding": "not_justified"}, headers=headers,
    )  # fmt: skip
    assert reviewed.status_code == 200, reviewed.text
    assert (await colleague.get(f"/v1/students/{student_id}")).status_code == 403
    again = await world.administrator.http.post(
        f"/v1/emergency-accesses/{row['id']}/review", json={"finding": "justified"},
        headers={"If-Match": '"2"', "Idempotency-Key": "review-2"},
    )  # fmt: skip
    assert_problem(again, 409, "reviewed-already")


async def test_nobody_opens_what_they_see_already_or_what_is_not_there(
    world: World, other: World
) -> None:
    student_id = await enrolled(world)
    own = f"/v1/students/{student_id}/emergency-access"
    assert_problem(await world.coordinator.post(own, REASON), 409, "access-not-needed")
    assert_problem(await world.auditor.post(own, REASON), 409, "access-not-needed")
    assert_problem(await other.therapist.post(own, REASON), 404, "student-not-found")
    assert_problem(await world.agency.post(own, REASON), 403, "forbidden")
