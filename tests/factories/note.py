"""Notes, and their signing."""

from typing import Any

import httpx

from tests.factories.document import step
from tests.factories.world import World

VISIT = {
    "present": ["The mother", "The child"], "since_last_time": "He asks for the cup.",
    "therapist_did": "Showed how to wait.", "caregiver_did": "Waited at the snack.",
    "child_responded": "Asked twice.", "outcomes": [{"goal": "Asks with words.", "progress": "Begun."}],
    "strategies_left": "Wait ten seconds.", "plan_until_next": "Wait at every meal.",
}  # fmt: skip
SIGNED_IN = {"method": "electronic", "identity_shown": "signed_in"}


async def written(world: World, name: str, student_id: str, **changes: Any) -> dict[str, Any]:
    """A draft of that person's."""
    body = {
        "kind": "coordination", "on_date": str(world.today), "minutes": 20, "text": "Called the family.", **changes,
    }  # fmt: skip
    response = await world.api(name).post(f"/v1/students/{student_id}/notes", body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def act(
    world: World, name: str, note: dict[str, Any], act_: str, **evidence: Any
) -> httpx.Response:
    """Take a step on a note as it was read."""
    body: dict[str, Any] = {"act": act_, **evidence}
    if act_ in {"sign", "co_sign"}:
        body = {"text_sha256": note["text_sha256"], "signature": SIGNED_IN} | body
    path = f"/v1/students/{note['student_id']}/notes/{note['id']}/steps"
    return await step(world.api(name), path, note["version"], body)
