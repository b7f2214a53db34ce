"""Caseloads: weighed by what the program settles, handed over all or none, kept while somebody is away."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from app.models.schemas.program import WorkloadWeights
from app.services.caseload import weight
from app.services.credential import needs_co_signature
from tests.factories.assessment import signed
from tests.factories.meeting import hours, propose
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

CASELOADS, HAND_OVER = "/v1/caseloads", "/v1/caseloads/reassignments"


async def loads(world: World) -> dict[str, dict[str, Any]]:
    found = (await world.supervisor.get(CASELOADS)).json()["items"]
    return {row["principal_id"]: row for row in found}


def handing_over(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "from_principal_id": str(world.people["coordinator"].id),
        "to_principal_id": str(world.people["coordinator-2"].id),
        "role": "coordinator", "grounds": "A colleague leaves.", "is_preview": False, **changes,
    }  # fmt: skip


async def test_a_caseload_is_counted_and_weighed_against_the_target(world: World) -> None:
    await enrolled(world)
    await enrolled(world, child={"first_name": "Ben", "interpreter_needed": True})
    await world.administrator.get("/v1/program-settings")
    settled = {"by_stage": {"intake": 12}, "interpreter": 4, "target": 56}
    await world.administrator.patch("/v1/program-settings", {"coordinator": settled}, '"1"')
    mine = (await loads(world))[str(world.people["coordinator"].id)]
    assert [(load["role"], load["students"]) for load in mine["loads"]] == [("coordinator", 2)]
    assert mine["loads"][0]["points"] in {24, 28}
    assert mine["loads"][0]["percent"] == mine["loads"][0]["points"] * 100 // 56
    other = (await loads(world))[str(world.people["coordinator-2"].id)]
    assert (other["loads"][0]["students"], other["is_on_leave"]) == (0, False)
    assert (await world.coordinator.get(CASELOADS)).status_code == 403


def test_stage_and_needs_add_up() -> None:
    weights = WorkloadWeights.model_validate(
        {"by_stage": {"active": 8}, "interpreter": 3, "born_early": 2}
    )
    assert weight(weights, "active", True, True) == 13
    assert weight(weights, "intake", False, False) == 10


async def test_a_preview_changes_nothing_and_the_hand_over_is_one_commit(world: World) -> None:
    ids = sorted([await enrolled(world), await enrolled(world, child={"first_name": "Ben"})])
    seen = await world.supervisor.post(HAND_OVER, handing_over(world, is_preview=True))
    assert [s["student_id"] for s in seen.json()["students"]] == ids
    assert (await world.api("coordinator-2").get("/v1/students")).json()["items"] == []
    done = await world.supervisor.post(HAND_OVER, handing_over(world))
    assert done.status_code == 200, done.text
    now = (await world.api("coordinator-2").get("/v1/students")).json()["items"]
    assert sorted(s["id"] for s in now) == ids
    assert (await world.coordinator.get(f"/v1/students/{ids[0]}")).status_code == 403
    told = await world.look(
        "select count(*) from eb.outbox where tenant_id = :t and topic = 'assignment.made'",
        t=world.program_id,
    )
    assert told[0][0] == 4


async def test_nobody_goes_when_one_cannot(world: World) -> None:
    first, second = await enrolled(world), await enrolled(world, child={"first_name": "Ben"})
    therapist, two = world.people["therapist"], world.people["supervisor"]
    await world.change(
        "update eb.principal set roles = '{supervisor,therapist}' where tenant_id = :t and id = :i",
        t=world.program_id, i=two.id,
    )  # fmt: skip
    for who, student_id in ((therapist, first), (therapist, second), (two, second)):
        body = {
            "principal_id": str(who.id),
            "role": "therapist",
            "discipline": "vision",
            "grounds": "Sees little.",
        }
        made = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
        assert made.status_code == 201, made.text
    over = handing_over(
        world, from_principal_id=str(therapist.id), to_principal_id=str(two.id), role="therapist"
    )
    refused = await world.supervisor.post(HAND_OVER, over)
    assert_problem(refused, 409, "reassignment-refused")
    assert refused.json()["student_ids"] == [second]
    assert len((await world.therapist.get("/v1/students")).json()["items"]) == 2
    one = await world.supervisor.post(HAND_OVER, {**over, "student_ids": [first]})
    assert one.status_code == 200, one.text
    kept = await world.look(
        "select discipline, grounds from eb.assignment where tenant_id = :t and student_id = :s and to_on is null and role = 'therapist'",
        t=world.program_id, s=first,
    )  # fmt: skip
    assert [tuple(row) for row in kept] == [("vision", "A colleague leaves.")]
    strays = await world.supervisor.post(HAND_OVER, {**over, "student_ids": [first]})
    assert_problem(strays, 409, "not-carried")
    same = {**over, "to_principal_id": str(therapist.id)}
    assert_problem(await world.supervisor.post(HAND_OVER, same), 422, "invalid-request")


async def test_a_leave_lists_what_it_touches_and_asks_for_cover(world: World, other: World) -> None:
    student_id = await enrolled(world)
    me = world.people["coordinator"]
    asked = [{"role": "coordinator", "principal_id": str(me.id)}]
    meeting = await propose(world, student_id=student_id, kind="family", invitees=asked, **hours(5))
    await propose(world, student_id=student_id, kind="family", invitees=asked, **hours(30))
    path = f"/v1/staff/{me.id}/leaves"
    body = {
        "kind": "holiday", "from_on": str(world.today), "to_on": str(world.today + timedelta(days=9)),
        "supervisor_id": str(world.people["supervisor"].id),
    }  # fmt: skip
    stranger = {**body, "cover_id": str(other.people["coordinator"].id)}
    assert_problem(await world.coordinator.post(path, stranger), 409, "cannot-cover")
    taken = await world.coordinator.post(path, body)
    assert taken.status_code == 201, taken.text
    assert [m["id"] for m in taken.json()["meetings"]] == [meeting["id"]]
    assert taken.json()["student_ids"] == [student_id]
    mine = {"mine": True, "waiting": True}
    assert len((await world.supervisor.get("/v1/tasks", params=mine)).json()["items"]) == 1
    assert (await loads(world))[str(me.id)]["is_on_leave"] is True
    leave = f"{path}/{taken.json()['leave']['id']}"
    foreign = await world.therapist.patch(leave, {"note": "x"}, '"1"')
    assert_problem(foreign, 403, "not-your-leave")
    back = {"to_on": str(world.today - timedelta(days=1))}
    assert_problem(await world.coordinator.patch(leave, back, '"1"'), 409, "leave-days")
    off = await world.coordinator.patch(leave, {"is_cancelled": True}, '"1"')
    assert off.json()["leave"]["is_cancelled"] is True
    assert (await world.supervisor.get("/v1/tasks", params=mine)).json()["items"] == []
    assert (await loads(world))[str(me.id)]["is_on_leave"] is False


async def test_licences_are_listed_from_sixty_days_before_they_end(world: World) -> None:
    ends_in = {"therapist": 0, "supervisor": 60, "coordinator": 61}
    for name, days in ends_in.items():
        await world.licensed(name, expires_on=str(world.today + timedelta(days=days)))
    listed = (await world.supervisor.get("/v1/worklists/expiring-licences")).json()["items"]
    ends = [str(world.today + timedelta(days=days)) for days in (0, 60)]
    assert [row["on_date"] for row in listed] == ends
    assert (await world.coordinator.get("/v1/worklists/expiring-licences")).status_code == 403


async def test_only_a_therapist_has_a_discipline(world: World) -> None:
    student_id = await enrolled(world)
    body = {
        "principal_id": str(world.people["coordinator-2"].id), "role": "coordinator", "discipline": "vision", "grounds": "Sees little.",
    }  # fmt: skip
    answer = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    assert_problem(answer, 409, "discipline-of-coordinator")


async def test_an_assistant_s_signature_needs_the_named_supervisor_s(world: World) -> None:
    supervisor = world.people["supervisor"].id
    await world.licensed("supervisor")
    await world.licensed("therapist", level="assistant", supervisor_id=str(supervisor))
    actor = await world.app.state.tokens.actor(world.token("therapist"))
    async with world.app.state.database.session(actor.caller) as db:
        co_signer = await needs_co_signature(db, actor, world.people["therapist"].id, world.today)
        assert co_signer == supervisor
        assert await needs_co_signature(db, actor, supervisor, world.today) is None


async def test_nobody_has_a_child_on_the_caseload_before_its_birth(world: World) -> None:
    student_id = await enrolled(world)
    body = {
        "principal_id": str(world.people["therapist"].id), "role": "therapist", "from_on": "1999-01-01", "grounds": "Sees little.",
    }  # fmt: skip
    answer = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    assert_problem(answer, 409, "assignment-dates")


async def ended(world: World, path: str) -> None:
    """The last assignment, today."""
    last = (await world.coordinator.get(path)).json()[-1]
    body = {"to_on": str(world.today)}
    answer = await world.supervisor.patch(f"{path}/{last['id']}", body, f'"{last["version"]}"')
    assert answer.status_code == 200, answer.text


async def test_a_therapist_is_assigned_on_what_was_found(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/assignments"
    body = {"principal_id": str(world.people["therapist"].id), "role": "therapist"}
    assert_problem(await world.supervisor.post(path, body), 422, "invalid-request")
    body["grounds"] = "Walks late."
    early = await world.supervisor.post(path, body)
    assert early.status_code == 201, early.text
    assert [w["code"] for w in early.json()["warnings"]] == ["no-signed-report"]
    await ended(world, path)
    report = await signed(world, student_id)
    await ended(world, path)
    strange = {**body, "assessment_id": str(uuid4())}
    assert_problem(await world.supervisor.post(path, strange), 404, "assessment-not-found")
    founded = await world.supervisor.post(path, {**body, "assessment_id": report["id"]})
    assert founded.status_code == 201, founded.text
    assert founded.json()["warnings"] == []
    listed = (await world.coordinator.get(path)).json()
    assert listed[-1]["assessment_id"] == report["id"]
