"""A district change in mid-transition: the former district lets go, the new one is told, the clock stays."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from app.relay import Relay
from tests.factories.packet import consented, journeyed
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.world import World, make_world


@pytest.fixture
async def neighbour(app: FastAPI, owner: AsyncEngine, world: World) -> AsyncIterator[World]:
    """A world whose district is a partner of this program too."""
    made = await make_world(app, owner)
    await world.change(
        "insert into eb.partnership (tenant_id, id, partner_id) values (:t, gen_random_uuid(), :p)",
        t=world.program_id, p=made.district_id,
    )  # fmt: skip
    yield made
    await made.close()


async def _move(world: World, student_id: str, district_id: UUID | None) -> None:
    path = f"/v1/students/{student_id}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    changes = {"district_id": str(district_id) if district_id else None}
    answer = await world.coordinator.patch(path, changes, tag.split(".")[0].strip('"').join('""'))
    assert answer.status_code == 200, answer.text


async def _notices(world: World) -> list[str]:
    return [n["id"] for n in (await world.district.get("/v1/lea-notices")).json()["items"]]


async def _overview(world: World, student_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (
        await world.coordinator.get(f"/v1/students/{student_id}/transition")
    ).json()
    return found


async def test_the_former_district_lets_go_and_the_new_one_waits_for_a_person(
    world: World, neighbour: World
) -> None:
    student_id = await journeyed(world)
    student = f"/v1/students/{student_id}"
    consent_id = await consented(world, student_id)
    packet = await world.coordinator.post(f"{student}/packets", {"consent_id": consent_id})
    assert await _notices(world) == [student_id]
    await _move(world, student_id, neighbour.district_id)
    assert await _notices(world) == await _notices(neighbour) == []
    gone = await world.district.get(f"/v1/packets/{packet.json()['id']}")
    assert_problem(gone, 404, "packet-not-found")
    again = await world.coordinator.post(f"{student}/packets", {"consent_id": consent_id})
    assert_problem(again, 409, "child-of-another-district")
    seen = await _overview(world, student_id)
    assert "Notify the school district." in seen["next_acts"]
    assert "transition.notified.lea" in {s["type"] for s in seen["steps"]}
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    assert await _notices(neighbour) == [student_id]
    assert "Notify the school district." not in (await _overview(world, student_id))["next_acts"]


async def test_where_notices_go_out_by_themselves_the_new_district_is_told_at_once(
    world: World, neighbour: World
) -> None:
    student_id = await journeyed(world)
    await world.administrator.patch("/v1/transition-settings", {"notify_lead_days": 14}, '"1"')
    await _move(world, student_id, neighbour.district_id)
    assert (await _notices(world), await _notices(neighbour)) == ([], [student_id])
    await _move(world, student_id, None)
    assert await _notices(neighbour) == []


async def test_a_change_before_any_notice_tells_nobody(world: World, neighbour: World) -> None:
    await world.administrator.patch("/v1/transition-settings", {"notify_lead_days": 14}, '"1"')
    student_id = await journeyed(world, first_name="Early")
    await world.change("delete from eb.lea_notice where tenant_id = :t", t=world.district_id)
    await world.change(
        "delete from eb.case_event where tenant_id = :t and type = 'transition.notified.lea'",
        t=world.program_id,
    )
    await _move(world, student_id, neighbour.district_id)
    assert await _notices(neighbour) == []


async def test_a_district_told_while_none_was_on_file_lets_go_as_well(
    world: World, neighbour: World
) -> None:
    student_id = await journeyed(world)
    await _move(world, student_id, None)
    told = await world.coordinator.post(
        f"/v1/students/{student_id}/lea-notifications", {"district_id": str(world.district_id)}
    )
    assert told.status_code == 201, told.text
    assert await _notices(world) == [student_id]
    await _move(world, student_id, neighbour.district_id)
    assert await _notices(world) == []


async def test_after_a_move_to_another_state_no_district_keeps_the_child(world: World) -> None:
    student_id = await journeyed(world)
    consent_id = await consented(world, student_id)
    packet = await world.coordinator.post(
        f"/v1/students/{student_id}/packets", {"consent_id": consent_id}
    )
    await happened(world, student_id, "partc.exited", world.today, reason="MOVED_OUT_OF_STATE")
    assert await _notices(world) == []
    gone = await world.district.get(f"/v1/packets/{packet.json()['id']}")
    assert_problem(gone, 404, "packet-not-found")


async def test_a_district_that_keeps_copies_is_told_what_to_forget(
    world: World, neighbour: World, relay: Relay
) -> None:
    student_id = await journeyed(world)
    await relay.run_dry()
    await _move(world, student_id, neighbour.district_id)
    await relay.run_dry()
    told = (await world.district.get("/v1/events")).json()["items"]
    assert [(e["type"], e["data"]["id"], e["data"]["state"]) for e in told] == [
        ("lea_notice.published", student_id, "published"),
        ("lea_notice.withdrawn", student_id, "withdrawn"),
    ]
    assert told[0]["data"]["url"].endswith("/v1/lea-notices")
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    assert not any(file[name] in str(told) for name in ("first_name", "last_name", "born_on"))
    unheard = f"/v1/students/{student_id}/lea-notifications"
    assert (await world.coordinator.post(unheard, {})).status_code == 201
    await _move(world, student_id, None)
    await relay.run_dry()
    told = (await neighbour.district.get("/v1/events")).json()["items"]
    assert [e["type"] for e in told] == ["lea_notice.withdrawn"]
