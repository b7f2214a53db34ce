"""Whatever way intake takes, the sender of a child who was known is told what the sender of a new one is."""

from typing import Any

import pytest

from app.relay import Relay
from tests.factories.referral import accept, enrolled, happened, refer, stepped
from tests.factories.rounds import do_what_is_due
from tests.factories.world import World

SILENT = {"parent_informed": True, "parent_agreed": True, "report_back": False}
SHARED = {**SILENT, "report_back": True}
NEW = {"first_name": "Quite", "last_name": "Another", "born_on": "2025-02-03"}


async def _asked(world: World, referral_id: str) -> dict[str, Any]:
    """All that a sender can ask of one referral, without ids and moments."""
    path = f"/v1/referrals/{referral_id}"
    status = (await world.agency.get(path)).json()
    history = (await world.agency.get(f"{path}/history")).json()["items"]
    events = (await world.agency.get("/v1/events?limit=200")).json()["items"]
    told = ("state", "outcome", "milestones", "contact_attempts", "wanted", "version")
    return {
        "status": {k: status[k] for k in told},
        "history": [(c["version"], c["act"], c["from_state"], c["to_state"]) for c in history],
        "moments": len({c["created_at"] for c in history}),
        "events": [(e["type"], e["data"]["state"]) for e in events if e["data"]["id"] == referral_id],
    }  # fmt: skip


async def _accepted(world: World, referral_id: str) -> str:
    coordinator = str(world.people["coordinator"].id)
    await stepped(world, referral_id, "acknowledge", interim_coordinator_id=coordinator)
    return str((await stepped(world, referral_id, "accept"))["student_id"])


@pytest.mark.parametrize("consent", [SHARED, SILENT])
@pytest.mark.parametrize("is_acknowledged", [True, False])
async def test_from_the_receipt_to_the_end(
    world: World, relay: Relay, consent: dict[str, bool], is_acknowledged: bool
) -> None:
    known = await enrolled(world, child={"birth_order": 1})
    twice = await refer(world, consent=consent)
    if is_acknowledged:
        await stepped(world, twice, "acknowledge")
    await stepped(world, twice, "mark_duplicate", student_id=known)
    new = await refer(world, child=NEW, consent=consent)
    student_id = await _accepted(world, new)
    await relay.run_dry()
    assert await _asked(world, twice) == await _asked(world, new)
    for child in (known, student_id):
        await happened(world, child, "partc.exited", world.today, reason="MOVED_OUT_OF_STATE")
    await do_what_is_due(world)
    await relay.run_dry()
    found = await _asked(world, twice)
    assert found == await _asked(world, new)
    assert found["status"]["state"] == "closed"
    assert found["status"]["outcome"] == ("other_area" if consent["report_back"] else "not_shared")


@pytest.mark.parametrize("consent", [SHARED, SILENT])
@pytest.mark.parametrize("is_closed", [True, False])
async def test_when_it_is_opened_again(
    world: World, relay: Relay, consent: dict[str, bool], is_closed: bool
) -> None:
    known = await enrolled(world, child={"birth_order": 1})
    twice = await refer(world, consent=consent)
    await stepped(world, twice, "mark_duplicate", student_id=known)
    new = await refer(world, child=NEW, consent=consent)
    await accept(world, new)
    await stepped(world, new, "close", reason_code="other")
    if is_closed:
        await stepped(world, twice, "close", reason_code="other")
    opened = await stepped(world, twice, "reopen", reason_code="new_information")
    assert opened["student_id"] is None
    assert (await stepped(world, new, "reopen", reason_code="new_information"))["student_id"]
    await relay.run_dry()
    assert await _asked(world, twice) == await _asked(world, new)
