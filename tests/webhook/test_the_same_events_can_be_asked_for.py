"""GET /v1/events: what webhooks tell, in an order to which nothing is ever added but at the end."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from app.relay import Relay
from tests.factories.api import Api
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, refer
from tests.factories.webhook import told_at
from tests.factories.world import World
from tests.webhook.receiver import Receiver


async def _all(api: Api, after: str | None = None, limit: int = 2) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        asked = {"limit": limit} | ({"after": after} if after else {})
        page = (await api.get("/v1/events", params=asked)).json()
        found += page["items"]
        if not page["has_more"]:
            return found
        after = found[-1]["id"]


async def test_the_list_holds_what_webhooks_told_and_goes_on_after_the_last_one_known(
    world: World, relay: Relay, receiver: Receiver
) -> None:
    await told_at(world.administrator, receiver.url("/ok"))
    await accept(world, await refer(world))
    await relay.run_dry()
    got = await receiver.until(3)
    listed = await _all(world.administrator)
    told = {g["headers"]["webhook-id"]: json.loads(g["body"]) for g in got}
    assert {e["id"]: {k: v for k, v in e.items() if k != "id"} for e in listed} == told
    assert [e["type"] for e in listed] == [
        "referral.received",
        "referral.acknowledged",
        "referral.accepted",
    ]
    assert await _all(world.administrator, listed[0]["id"]) == listed[1:]
    assert await _all(world.administrator, listed[-1]["id"]) == []
    assert "Okafor" not in json.dumps(listed)


async def test_nobody_sees_anothers_events_nor_goes_on_after_them(
    world: World, other: World, relay: Relay
) -> None:
    await refer(world)
    await relay.run_dry()
    (event,) = await _all(world.administrator)
    assert await _all(world.agency) == []
    assert await _all(other.administrator) == []
    foreign = await other.administrator.get("/v1/events", params={"after": event["id"]})
    missing = await other.administrator.get("/v1/events", params={"after": str(uuid4())})
    assert_problem(foreign, 404, "event-not-found")
    assert foreign.json() == missing.json()


async def test_an_event_that_is_committed_late_is_not_missed(world: World, relay: Relay) -> None:
    """Rows that were written first and committed last come after those that were seen already."""
    async with world.owner.connect() as late:
        await late.exec_driver_sql(
            f"""select set_config('app.tenant_id', '{world.program_id}', true)"""
        )
        await late.exec_driver_sql(
            """insert into eb.outbox (id, topic, payload) values (eb.new_id(), 'referral.received', '{"referral_id": null}')"""
        )
        await refer(world)
        await relay.run_dry()
        seen = await _all(world.administrator)
        assert len(seen) == 1
        await late.commit()
    await relay.run_dry()
    assert len(await _all(world.administrator, seen[-1]["id"])) == 1


async def test_a_poller_beside_many_writers_and_relays_sees_each_event_once(
    world: World, relay: Relay
) -> None:
    done = asyncio.Event()
    seen: list[str] = []

    async def poll() -> None:
        while True:
            is_last = done.is_set()
            seen.extend(
                e["id"] for e in await _all(world.administrator, seen[-1] if seen else None)
            )
            if is_last:
                return

    polling = asyncio.create_task(poll())
    for _ in range(8):
        await asyncio.gather(*(refer(world) for _ in range(5)), relay.turn(), relay.turn())
    await relay.run_dry()
    done.set()
    await polling
    rows = await world.look(
        "select id from eb.outbox where tenant_id = :t and topic = 'referral.received'",
        t=world.program_id,
    )
    assert len(seen) == len(set(seen)) == 40
    assert set(seen) == {str(r.id) for r in rows}


@pytest.mark.parametrize("asked", [{"after": "x"}, {"limit": 0}, {"limit": 201}, {"after": ""}])
async def test_bad_questions_are_refused(world: World, asked: dict[str, Any]) -> None:
    assert_problem(
        await world.administrator.get("/v1/events", params=asked), 422, "invalid-request"
    )
