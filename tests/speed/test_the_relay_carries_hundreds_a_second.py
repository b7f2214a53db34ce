"""Hundreds of deliveries waiting at once are all carried in one go; what each costs is measured in benchmarks."""

from app.relay import Relay
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.webhook.receiver import receiving

EVENTS = 600

MANY = """insert into eb.outbox (tenant_id, id, topic, payload)
          select :t, eb.new_id(), 'referral.received', jsonb_build_object('referral_id', eb.new_id()) from generate_series(1, :n)"""


async def test_hundreds_that_wait_are_carried_in_one_go(world: World, relay: Relay) -> None:
    async with receiving(quiet=True) as receiver:
        endpoint = await told_at(world.administrator, receiver.url("/ok"))
        await world.change(MANY, t=world.program_id, n=EVENTS)
        await relay.run_dry()
    left = await deliveries(world.administrator, endpoint["id"], state="pending")
    assert left == []
