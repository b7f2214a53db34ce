"""Delegated programmes."""

from typing import Any

from tests.factories.world import World

PROGRAMME: dict[str, Any] = {
    "title": "Seating at the table", "steps": ["Feet on the rest.", "Hips at the back of the seat."],
    "watch_for": "Stop when the skin reddens; call the therapist.", "outside_name": "Aide of the class",
    "check_every_days": 30,
}  # fmt: skip


async def delegated(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """A programme of the therapist, who is licensed and on the case."""
    body = {
        "principal_id": str(world.people["therapist"].id),
        "role": "therapist",
        "grounds": "On the team.",
    }
    await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    if not (await world.supervisor.get(f"/v1/staff/{body['principal_id']}/credentials")).json():
        await world.licensed("therapist")
    made = await world.therapist.post(
        "/v1/delegations", {"student_id": student_id, **PROGRAMME, **changes}
    )
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found
