"""Intake sees with the receipt whom the child looks like and until when somebody must answer for it; the sender sees neither."""

from datetime import timedelta

import pytest

from tests.factories.referral import accept, enrolled, refer, referral, stepped
from tests.factories.world import World

CHILD = {"first_name": "Ana María", "last_name": "García López", "born_on": "2024-03-05"}


async def found(world: World, referral_id: str) -> int:
    """As the worklist has it."""
    listed = (await world.intake.get("/v1/referrals?limit=200")).json()["items"]
    return int(next(r["possible_duplicates"] for r in listed if r["id"] == referral_id))


@pytest.mark.parametrize(
    ("child", "count"),
    [
        ({}, 1),
        ({"first_name": "Garcia Lopez", "last_name": "Ana Maria"}, 1),
        ({"last_name": "Garsia"}, 1),
        ({"born_on": "2024-05-03"}, 1),
        ({"first_name": "Beatriz"}, 0),
        ({"born_on": "2024-03-06"}, 0),
        ({"first_name": "Zoë", "external_ids": [{"system": "uci", "value": "77-12"}]}, 1),
    ],
)
async def test_by_name_and_birth_date_or_by_a_number(
    world: World, child: dict[str, object], count: int
) -> None:
    known = {**CHILD, "external_ids": [{"system": "uci", "value": "7712"}]}
    await enrolled(world, child=known)
    again = await refer(world, child={**CHILD, **child})
    assert await found(world, again) == count


async def test_the_sender_is_answered_as_for_any_other_child(world: World) -> None:
    first = referral(world, child={**CHILD, "first_name": "Nico"})
    unknown = await world.agency.post("/v1/referrals", first)
    await enrolled(world, child=CHILD)
    known = await world.agency.post("/v1/referrals", referral(world, child=CHILD))
    assert (unknown.status_code, unknown.json().keys()) == (known.status_code, known.json().keys())
    assert unknown.json()["state"] == known.json()["state"] == "submitted"
    for path in ("/v1/referrals", f"/v1/referrals/{known.json()['id']}"):
        assert "duplicates" not in (await world.agency.get(path)).text


async def test_who_looked_at_whom_stays_with_the_referral(world: World) -> None:
    student_id = await enrolled(world, child=CHILD)
    again = await refer(world, child=CHILD)
    await accept(world, again, duplicates_reviewed=[student_id])
    path = f"/v1/referrals/{again}"
    assert (await world.intake.get(path)).json()["duplicates_reviewed"] == [student_id]
    *_, last = (await world.auditor.get(f"{path}/history")).json()["items"]
    assert last["act"] == "accept"
    assert last["changes"]["duplicates_reviewed"]["to"] == [student_id]
    assert last["created_by"] == str(world.people["intake"].id)


async def test_until_somebody_is_named_the_worklist_says_from_which_day_on_it_is_owed(
    world: World,
) -> None:
    received = world.today - timedelta(days=3)
    referral_id = await refer(world, received_on=received)

    async def owed() -> str | None:
        listed = (await world.intake.get("/v1/referrals")).json()["items"]
        day: str | None = next(r["coordinator_due_on"] for r in listed if r["id"] == referral_id)
        return day

    assert await owed() == str(received)
    coordinator = str(world.people["coordinator"].id)
    await stepped(world, referral_id, "acknowledge", interim_coordinator_id=coordinator)
    assert await owed() is None
