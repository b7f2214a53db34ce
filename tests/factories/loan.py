"""Things of the loan closet, and loans of them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.api import Api
from tests.factories.equipment import made
from tests.factories.world import World


async def on_shelf(world: World, **changes: Any) -> dict[str, Any]:
    body = {
        "kind": "gait_mobility", "name": "Toddler wheelchair", "manufacturer": "Rollwell", "model": "Cub 2",
        "serial_number": str(uuid4()), "condition": "good", "fits_part": "seat_width", "fits_from": "18",
        "fits_until": "24", **changes,
    }  # fmt: skip
    return made(await world.supervisor.post("/v1/loan-items", body))


def days(world: World, first: int, last: int) -> dict[str, str]:
    """From and until, counted from today."""
    return {
        "from_on": str(world.today + timedelta(days=first)),
        "until_on": str(world.today + timedelta(days=last)),
    }


async def reserve(
    api: Api,
    world: World,
    item: dict[str, Any],
    student_id: str,
    first: int,
    last: int,
    **more: Any,
) -> httpx.Response:
    body = {"item_id": item["id"], "student_id": student_id, **days(world, first, last), **more}
    return await api.post("/v1/loans", body)


async def step(api: Api, path: str, act: str, **evidence: Any) -> httpx.Response:
    """Take a step with the record's present version."""
    tag = (await api.get(path)).headers["etag"]
    headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
    return await api.http.post(f"{path}/steps", json={"act": act, **evidence}, headers=headers)
