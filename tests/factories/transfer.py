"""Children who move between two programs."""

from typing import Any
from uuid import uuid4

import httpx

from app.models.organisation import Partnership
from tests.factories.world import World, add_row


async def befriend(one: World, other: World) -> None:
    """Two programs name each other as partners."""
    async with one.owner.begin() as connection:
        for mine, theirs in ((one, other), (other, one)):
            await add_row(
                connection, mine.program_id, Partnership, id=uuid4(), partner_id=theirs.program_id
            )


async def offered(
    sender: World, receiver: World, student_id: str, **changes: Any
) -> dict[str, Any]:
    """The child offered to the other program, as to a participating agency unless a consent is given."""
    ground = {} if "consent_id" in changes else {"exception": "participating_agency"}
    body = {
        "receiver_id": str(receiver.program_id),
        "reason": "The family moves.",
        **ground,
        **changes,
    }
    made = await sender.coordinator.post(f"/v1/students/{student_id}/transfers", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def answered(
    receiver: World, transfer_id: str, act: str, who: str = "intake", **body: Any
) -> httpx.Response:
    """The receiver's step at the present version."""
    path = f"/v1/incoming-transfers/{transfer_id}"
    tag = (await receiver.api(who).get(path)).headers.get("etag", '"1"')
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": tag}
    return await receiver.api(who).http.post(
        f"{path}/steps", json={"act": act, **body}, headers=headers
    )


async def consent_to(sender: World, receiver: World, student_id: str, **changes: Any) -> str:
    """The parent lets the other program have the file; returns the id."""
    file = (await sender.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "recipient_id": str(receiver.program_id), "purpose": "transfer",
        "covers": ["profile", "household", "eligibility", "plan", "services", "timeline"], "authority": "parent", "language": "en",
        "method": "paper", "signed_on": str(sender.today), **changes,
    }  # fmt: skip
    signed = await sender.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert signed.status_code == 201, signed.text
    return str(signed.json()["id"])
