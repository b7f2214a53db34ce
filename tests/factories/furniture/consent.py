"""Records given out by hand, a request about the record, and an emergency access to it."""

from tests.factories.world import World


async def furnish(world: World, ids: dict[str, str]) -> dict[str, str]:
    student = f"/v1/students/{ids['student_id']}"
    asked = await world.coordinator.post(
        f"{student}/record-requests",
        {
            "contact_id": ids["contact_id"], "kind": "copy", "channel": "phone", "asks": "a copy of the plan",
        },
    )  # fmt: skip
    assert asked.status_code == 201, asked.text
    given = await world.coordinator.post(
        f"{student}/disclosures",
        {
            "recipient_name": "Court", "purpose": "care_coordination", "covers": ["profile"],
            "exception": "court_order", "channel": "letter",
        },
    )  # fmt: skip
    assert given.status_code == 201, given.text
    opened = await world.api("coordinator-2").post(
        f"{student}/emergency-access",
        {"reason": "The coordinator is ill and the child is in hospital."},
    )
    assert opened.status_code == 201, opened.text
    # Over before the tests look: what they ask of a colleague without the child on the caseload stays refused.
    await world.change(
        "update eb.emergency_access set ends_at = created_at where tenant_id = :t",
        t=world.program_id,
    )
    return {
        "record_request_id": asked.json()["id"], "access_id": opened.json()["id"],
        "disclosure_id": given.json()["id"],
    }  # fmt: skip
