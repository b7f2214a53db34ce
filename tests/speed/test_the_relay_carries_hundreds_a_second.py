"""Deliveries cost the relay little: counted in processor time, which needs no quiet machine."""

import time

from app.relay import Relay
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World
from tests.webhook.receiver import receiving

EVENTS = 600
MOST_SECONDS_EACH = 0.004
"""Of one processor; half of it was measured. At 0.005 one relay would still carry two hundred a second."""

MANY = """insert into eb.outbox (tenant_id, id, topic, payload)
          select :t, eb.new_id(), 'referral.received', jsonb_build_object('referral_id', eb.new_id()) from generate_series(1, :n)"""


async def test_a_delivery_costs_the_relay_four_milliseconds_at_most(
    world: World, relay: Relay
) -> None:
    async with receiving(quiet=True) as receiver:
        endpoint = await told_at(world.administrator, receiver.url("/ok"))
        await world.change(MANY, t=world.program_id, n=EVENTS)
        begun = time.process_time()
        await relay.run_dry()
        each = (time.process_time() - begun) / EVENTS
    left = await deliveries(world.administrator, endpoint["id"], state="pending")
    assert left == []
    assert each < MOST_SECONDS_EACH, f"{each * 1000:.1f} ms"
