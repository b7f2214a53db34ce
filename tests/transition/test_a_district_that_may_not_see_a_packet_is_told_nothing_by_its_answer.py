"""Withdrawn, opted out, another district's, never there: one answer. That it was withdrawn stands in the list and is told."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.relay import Relay
from tests.factories.judgement import judged
from tests.factories.objection import objected
from tests.factories.packet import consented
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World

READS = ("", "/archive", "/results")
WRITES: tuple[tuple[str, dict[str, Any]], ...] = (("/receipt", {}), ("/results", {}))


async def _released(world: World) -> tuple[str, str, str]:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    await judged(world.coordinator, student)
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    consent_id = await consented(world, student_id)
    made = await world.coordinator.post(f"{student}/packets", {"consent_id": consent_id})
    assert made.status_code == 201, made.text
    return student_id, consent_id, made.json()["id"]


async def _all(world: World, packet_id: str) -> list[httpx.Response]:
    path = f"/v1/packets/{packet_id}"
    read = [await world.district.get(f"{path}{part}") for part in READS]
    body = {"result": "evaluated", "on": str(world.today)}
    wrote = [await world.district.post(f"{path}{part}", said or body if part == "/results" else said) for part, said in WRITES]  # fmt: skip
    return [*read, *wrote]


def _said(answer: httpx.Response) -> tuple[int, dict[str, Any], set[str]]:
    """An answer without what names the request."""
    own = {"instance", "request_id"}
    body = {k: v for k, v in answer.json().items() if k not in own}
    return answer.status_code, body, set(answer.headers)


@pytest.mark.parametrize("how", ["revocation", "opt-out"])
async def test_after_a_withdrawal_every_route_answers_as_of_a_packet_that_never_was(
    world: World, other: World, how: str
) -> None:
    student_id, consent_id, packet_id = await _released(world)
    assert all(a.status_code < 300 for a in await _all(world, packet_id))
    if how == "revocation":
        path = f"/v1/students/{student_id}/consents/{consent_id}/revocation"
        assert (await world.coordinator.post(path, {})).status_code == 200
    else:
        await objected(world, student_id)
    gone, never = await _all(world, packet_id), await _all(world, str(uuid4()))
    foreign = await _all(other, packet_id)
    for one, missing, another in zip(gone, never, foreign, strict=True):
        assert_problem(one, 404, "packet-not-found")
        assert _said(one) == _said(missing) == _said(another)
    assert (await world.district.get("/v1/packet-contents")).text == ""


async def test_the_district_is_told_that_it_was_withdrawn_and_of_no_child(
    world: World, relay: Relay
) -> None:
    student_id, consent_id, packet_id = await _released(world)
    await relay.run_dry()
    path = f"/v1/students/{student_id}/consents/{consent_id}/revocation"
    assert (await world.coordinator.post(path, {})).status_code == 200
    await relay.run_dry()
    [row] = (await world.district.get("/v1/packets")).json()["items"]
    assert (row["id"], row["withdrawn_at"] is not None) == (packet_id, True)
    *_, event = (await world.district.get("/v1/events")).json()["items"]
    assert event["type"] == "packet.withdrawn"
    assert event["data"].pop("url").endswith("/v1/packets")
    assert event["data"] == {
        "resource": "packet", "id": packet_id, "state": "withdrawn", "version": row["version"],
    }  # fmt: skip
    assert student_id not in str(event)


async def test_a_release_nobody_heard_of_yet_is_told_as_withdrawn_alone_and_once(
    world: World, relay: Relay
) -> None:
    student_id, consent_id, packet_id = await _released(world)
    path = f"/v1/students/{student_id}/consents/{consent_id}/revocation"
    assert (await world.coordinator.post(path, {})).status_code == 200
    await objected(world, student_id)
    await relay.run_dry()
    events = (await world.district.get("/v1/events")).json()["items"]
    assert [(e["type"], e["data"]["id"]) for e in events] == [
        ("packet.withdrawn", packet_id),
        ("lea_notice.withdrawn", student_id),
    ]
