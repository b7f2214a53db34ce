"""Endpoints of partners."""

from typing import Any

from app.models.fields import EventType, new_id
from tests.factories.api import Api
from tests.factories.world import World

EVERYTHING = [t.value for t in EventType]
SOMEWHERE = "https://hooks.example.org/earlybridge"


def endpoint(**changes: Any) -> dict[str, Any]:
    """Body of POST /v1/webhook-endpoints that is told everything."""
    return {"url": SOMEWHERE, "types": EVERYTHING, **changes}


async def told_at(api: Api, url: str = SOMEWHERE, **changes: Any) -> dict[str, Any]:
    """An endpoint of this caller's organisation, with its secret."""
    response = await api.post("/v1/webhook-endpoints", endpoint(url=url, **changes))
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def deliveries(api: Api, endpoint_id: str, **filters: Any) -> list[dict[str, Any]]:
    response = await api.get(f"/v1/webhook-endpoints/{endpoint_id}/deliveries", params=filters)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


async def told(world: World, name: str) -> dict[str, str]:
    """An endpoint of this caller's organisation and a delivery to it, as the relay would make it: their ids."""
    endpoint_id, delivery_id = (await told_at(world.api(name)))["id"], str(new_id())
    await world.change(
        """with told as (
             update eb.outbox set type = topic, position = nextval('eb.outbox_position'), done_at = now()
              where (tenant_id, id) in (select tenant_id, id from eb.outbox
                                         where tenant_id = :t and topic = any (:topics) and position is null limit 1)
             returning tenant_id, id)
           insert into eb.webhook_delivery (tenant_id, id, endpoint_id, event_id)
           select tenant_id, cast(:d as uuid), cast(:e as uuid), id from told""",
        t=world.people[name].tenant_id, d=delivery_id, e=endpoint_id, topics=EVERYTHING,
    )  # fmt: skip
    return {"endpoint_id": endpoint_id, "webhook_delivery_id": delivery_id}
