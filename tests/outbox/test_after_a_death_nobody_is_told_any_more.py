"""A child has died: what waits to be sent is cancelled at once, also what waited for another try."""

from tests.factories.packet import journeyed, released
from tests.factories.problem import assert_problem
from tests.factories.referral import happened
from tests.factories.webhook import deliveries, told_at
from tests.factories.world import World

WAITING = (
    "select topic from eb.outbox where tenant_id = :t and done_at is null and dead_at is null "
    "and (payload->>'student_id' = :s or payload->>'packet_id' = :p)"
)


async def test_what_waits_is_cancelled_on_both_sides(world: World) -> None:
    student_id = await journeyed(world)
    packet_id = await released(world, student_id)
    endpoint = await told_at(world.district)
    await world.change(
        """with told as (
             update eb.outbox set type = topic, position = nextval('eb.outbox_position'), done_at = now()
              where tenant_id = :t and topic = 'packet.released' returning tenant_id, id)
           insert into eb.webhook_delivery (tenant_id, id, endpoint_id, event_id, attempts)
           select tenant_id, gen_random_uuid(), cast(:e as uuid), id, 3 from told""",
        t=world.district_id, e=endpoint["id"],
    )  # fmt: skip
    for tenant in (world.program_id, world.district_id):
        before = await world.look(WAITING, t=tenant, s=student_id, p=packet_id)
        assert before or tenant == world.district_id
    await happened(world, student_id, "partc.exited", world.today, reason="DECEASED")
    left = await world.look(WAITING, t=world.program_id, s=student_id, p=packet_id)
    assert {r.topic for r in left} <= {"event.partc.exited"}, "only what was said after the death"
    [retried] = await deliveries(world.district, endpoint["id"])
    assert (retried["state"], retried["last_error"]) == ("dead", "cancelled")
    path = f"/v1/webhook-endpoints/{endpoint['id']}/deliveries/{retried['id']}/replay"
    assert_problem(await world.district.post(path, {}), 409, "delivery-cancelled")
