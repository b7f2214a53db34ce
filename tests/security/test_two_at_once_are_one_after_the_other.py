"""Two people, or one with two hands, at the same moment."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.factories.county import Furnished, handed_over
from tests.factories.referral import refer, referral, step, stepped
from tests.factories.world import World


@pytest.fixture
async def own(world: World) -> Furnished:
    return await handed_over(world)


async def at_once(*asked: Any) -> list[httpx.Response]:
    return list(await asyncio.gather(*asked))


def statuses(answers: list[httpx.Response]) -> list[int]:
    return sorted(a.status_code for a in answers)


async def test_a_referral_is_accepted_once(world: World) -> None:
    referral_id = await refer(world)
    await stepped(world, referral_id, "acknowledge")
    answers = await at_once(
        *(step(world, referral_id, "accept", by=n) for n in ("intake", "administrator") * 3)
    )
    assert statuses(answers)[0] == 200
    assert set(statuses(answers)[1:]) <= {409, 412}
    made = await world.look(
        "select count(*) from eb.student where tenant_id = :t", t=world.program_id
    )
    assert made[0][0] == 1


async def test_two_referrals_of_one_child_who_left_enrol_the_child_once(own: Furnished) -> None:
    world, student_id = own.world, own.ids["student_id"]
    exit_ = {"type": "partc.exited", "on": str(world.today), "data": {"reason": "MOVED_OUT_OF_STATE"}}  # fmt: skip
    left = await world.coordinator.post(f"/v1/students/{student_id}/events", exit_)
    assert left.status_code == 201, left.text
    sent = [await refer(world, sender_ref=str(n)) for n in range(3)]
    for referral_id in sent:
        await stepped(world, referral_id, "acknowledge")
    body: dict[str, Any] = {"existing_student_id": student_id, "duplicates_reviewed": [student_id]}
    answers = await at_once(*(step(world, i, "accept", **body) for i in sent))
    assert statuses(answers) == [200, 409, 409], [a.text for a in answers]


async def test_one_coordinator_is_live_after_many_assignments(own: Furnished) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}/assignments"
    names = ("coordinator-2", "coordinator") * 3
    answers = await at_once(
        *(
            world.supervisor.post(
                path,
                {
                    "principal_id": str(world.people[name].id),
                    "role": "coordinator",
                    "grounds": "On the team.",
                },
            )
            for name in names
        )
    )
    assert set(statuses(answers)) <= {201, 409}
    live = await world.look(
        "select count(*) from eb.assignment where student_id = cast(:s as uuid) and role = 'coordinator' and to_on is null",
        s=own.ids["student_id"],
    )
    assert live[0][0] == 1


async def test_packets_released_together_are_numbered_apart(own: Furnished) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}/packets"
    body = {"consent_id": own.ids["consent_id"]}
    answers = await at_once(*(world.coordinator.post(path, body) for _ in range(4)))
    assert statuses(answers) == [201] * 4
    assert sorted(a.json()["number"] for a in answers) == [2, 3, 4, 5]


async def test_nothing_released_while_the_consent_is_revoked_stays_readable(own: Furnished) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    consent = own.ids["consent_id"]
    release = [
        world.coordinator.post(f"{student}/packets", {"consent_id": consent}) for _ in range(4)
    ]
    revoke = world.supervisor.post(f"{student}/consents/{consent}/revocation", {})
    events = [
        world.coordinator.post(
            f"{student}/events", {"type": "screening.completed", "on": str(world.today)}
        )
        for _ in range(2)
    ]
    pulls = [world.district.get(f"/v1/packets/{own.ids['packet_id']}") for _ in range(3)]
    answers = await at_once(*release[:2], *events, revoke, *pulls, *release[2:])
    assert answers[4].status_code == 200
    assert set(statuses(answers)) <= {200, 201, 404, 409}
    packets = (await world.district.get("/v1/packets")).json()["items"]
    assert packets
    for packet in packets:
        assert (await world.district.get(f"/v1/packets/{packet['id']}")).status_code == 404
    kept = await world.look(
        "select count(*) from eb.transition_packet where tenant_id = :t and content is not null",
        t=world.district_id,
    )
    assert kept[0][0] == 0


async def test_of_parallel_changes_of_one_version_one_is_made(own: Furnished) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    answers = await at_once(
        *(
            world.api(name).patch(path, {"middle_name": name}, tag)
            for name in ("coordinator", "supervisor", "intake", "administrator")
        )
    )
    assert statuses(answers) == [200, 412, 412, 412]
    (won,) = (a for a in answers if a.status_code == 200)
    assert (await world.coordinator.get(path)).headers["etag"].startswith(won.headers["etag"][:-1])


async def test_one_key_sent_many_times_at_once_has_one_effect(own: Furnished) -> None:
    world, path = own.world, f"/v1/students/{own.ids['student_id']}/events"
    body = {"type": "screening.completed", "on": str(world.today)}
    answers = await at_once(*(world.coordinator.post(path, body, key="k") for _ in range(5)))
    assert statuses(answers) == [201] * 5
    assert len({a.text for a in answers}) == 1
    sent = await at_once(
        *(world.agency.post("/v1/referrals", referral(world), key="k") for _ in range(5))
    )
    assert statuses(sent) == [201] * 5
    assert len({a.text for a in sent}) == 1


async def test_somebody_withdrawn_between_two_requests_finishes_neither_list_nor_change(
    own: Furnished,
) -> None:
    world, student = own.world, f"/v1/students/{own.ids['student_id']}"
    tag = (await world.coordinator.get(student)).headers["etag"]
    await world.change(
        "update eb.principal set is_active = false where tenant_id = :t and subject = 'coordinator-1'",
        t=world.program_id,
    )
    answers = await at_once(
        world.coordinator.patch(student, {"sex": "male"}, tag),
        world.coordinator.get("/v1/students"),
        world.coordinator.get("/v1/deadlines"),
        world.coordinator.get(student, headers={"If-None-Match": tag}),
        world.coordinator.post(
            f"{student}/events", {"type": "screening.completed", "on": str(world.today)}
        ),
        world.coordinator.get("/v1/me"),
    )
    assert statuses(answers) == [401] * 6
