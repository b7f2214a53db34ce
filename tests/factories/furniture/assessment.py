"""An evaluation, and a decision on an established condition."""

from tests.factories.assessment import examiners, licensed, planned
from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    student_id = ids["student_id"]
    assessment = await planned(world, student_id)
    await licensed(world)
    decided = await world.coordinator.post(
        f"/v1/students/{student_id}/eligibility-decisions",
        {
            "team": examiners(world), "statement": "Down syndrome.",
            "established_condition": {"code": "Q90.9", "text": "Down syndrome"},
        },
    )  # fmt: skip
    assert decided.status_code == 201, decided.text
    return {"assessment_id": assessment["id"], "decision_id": decided.json()["id"]}
