"""What the agency sent after its referral."""

from tests.factories.document import uploaded
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    body = {"upload_id": await uploaded(world.agency), "file_name": "a.pdf", "title": "Letter"}
    made = await world.agency.post(f"/v1/referrals/{ids['referral_id']}/attachments", body)
    assert made.status_code == 201, made.text
    return {"attachment_id": made.json()["id"]}
