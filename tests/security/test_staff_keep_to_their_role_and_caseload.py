"""A curious employee: a coordinator with a neighbour's child, a therapist who would like more to do."""

import pytest

from tests.factories.county import Furnished, handed_over
from tests.factories.objection import objected
from tests.factories.problem import assert_problem
from tests.factories.world import World


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


READS = ("", "/events", "/pauses", "/consents", "/packets", "/deadlines", "/deadline-history", "/access-log")  # fmt: skip


async def test_a_neighbours_child_on_another_caseload_can_be_read_by_no_route(
    own: Furnished,
) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    for role in ("coordinator-2", "therapist"):
        for path in READS:
            answer = await world.api(role).get(student + path)
            assert_problem(answer, 403, "not-on-caseload")
    rows = await world.look(
        "select 1 from eb.access_log where tenant_id = :t and created_by = :p and student_id = cast(:s as uuid)"
        " and resource <> 'emergency-access'",
        t=world.program_id, p=world.people["coordinator-2"].id, s=own.ids["student_id"],
    )  # fmt: skip
    assert rows == []


async def test_nobody_assigns_a_child_to_themselves_without_the_right_to_assign(
    own: Furnished,
) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}/assignments"
    for name, role in (("coordinator-2", "coordinator"), ("therapist", "therapist"), ("auditor", "coordinator"), ("coordinator", "therapist")):  # fmt: skip
        body = {"principal_id": str(world.people[name].id), "role": role, "grounds": "On the team."}
        assert_problem(await world.api(name).post(path, body), 403, "forbidden")


async def test_nobody_is_assigned_in_a_role_they_do_not_hold(own: Furnished) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}/assignments"
    for name, role in (("therapist", "coordinator"), ("supervisor", "coordinator"), ("coordinator-2", "therapist")):  # fmt: skip
        body = {"principal_id": str(world.people[name].id), "role": role, "grounds": "On the team."}
        assert_problem(await world.supervisor.post(path, body), 409, "cannot-take-cases")


async def test_a_therapist_neither_signs_revokes_notifies_nor_releases(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    body = {
        "principal_id": str(world.people["therapist"].id),
        "role": "therapist",
        "grounds": "On the team.",
    }
    assert (await world.supervisor.post(f"{student}/assignments", body)).status_code == 201
    assert (await world.therapist.get(student)).status_code == 200
    for path, body in (
        (f"/consents/{own.ids['consent_id']}/revocation", {}),
        ("/lea-notifications", {}),
        ("/packets", {"consent_id": own.ids["consent_id"]}),
        (f"/deadlines/{own.ids['deadline_id']}/dismissal", {"reason": "x"}),
    ):
        assert_problem(await world.therapist.post(student + path, body), 403, "forbidden")


async def test_an_auditor_changes_nothing(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    assert (await world.auditor.get(student)).status_code == 200
    event = {"type": "screening.completed", "on": str(world.today)}
    assert_problem(await world.auditor.post(f"{student}/events", event), 403, "forbidden")
    assert_problem(await world.auditor.patch(student, {"sex": "male"}, '"1"'), 403, "forbidden")


async def test_events_of_other_acts_cannot_be_forged(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    for type_ in ("referral.received", "service_coordinator.assigned", "release.signed", "transition.notified.lea", "transition.packet.sent"):  # fmt: skip
        body = {"type": type_, "on": str(world.today), "data": {"district_id": "x"}}
        answer = await world.coordinator.post(f"{student}/events", body)
        assert_problem(answer, 409, "event-has-own-route")


async def test_an_agency_and_a_district_read_no_file_whatever_they_ask(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    for partner in (world.agency, world.district):
        for path in READS:
            assert_problem(await partner.get(student + path), 403, "forbidden")
    assert_problem(await world.agency.get("/v1/packets"), 403, "forbidden")
    assert_problem(await world.agency.get("/v1/lea-notices"), 403, "forbidden")
    assert_problem(await world.district.get("/v1/referrals"), 403, "forbidden")


async def test_after_an_opt_out_a_district_reads_nothing_of_the_child(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    packet = f"/v1/packets/{own.ids['packet_id']}"
    seen = await world.district.get(packet)
    assert seen.status_code == 200
    tag = {"If-None-Match": seen.headers["etag"]}
    await objected(world, own.ids["student_id"])
    assert_problem(await world.district.get(packet), 404, "packet-not-found")
    assert_problem(await world.district.get(packet, headers=tag), 404, "packet-not-found")
    assert (await world.district.get("/v1/lea-notices")).json()["items"] == []
    listed = (await world.district.get("/v1/packets")).text
    assert "Okafor" not in listed
    assert own.ids["student_id"] not in listed
    body = {"consent_id": own.ids["consent_id"]}
    assert_problem(await world.coordinator.post(f"{student}/packets", body), 409, "opted-out")
    assert_problem(
        await world.coordinator.post(f"{student}/lea-notifications", {}), 409, "opted-out"
    )
