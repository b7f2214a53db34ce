"""A parent's objection to the notice, in a State that knows one."""

from datetime import timedelta

from tests.factories.world import World


async def objected(world: World, student_id: str) -> str:
    """Told of the right ten days ago, the parent objects today, under the law of Texas; returns the contact's id."""
    await world.change(
        "update eb.student set jurisdiction = 'us-tx' where tenant_id = :t and id = :i",
        t=world.program_id, i=student_id,
    )  # fmt: skip
    student = f"/v1/students/{student_id}"
    contact_id = str((await world.coordinator.get(student)).json()["contacts"][0]["id"])
    body = {
        "contact_id": contact_id, "notice_sent_on": str(world.today - timedelta(days=10)),
        "objected_on": str(world.today),
    }  # fmt: skip
    made = await world.coordinator.post(f"{student}/notice-objections", body)
    assert made.status_code == 201, made.text
    return contact_id
