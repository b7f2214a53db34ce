"""Worklists: counts of what waits, and links to lists that show exactly that."""

from datetime import timedelta
from typing import Any

from app.models.words.equipment import ENDED, EquipmentState
from tests.factories.county import furnish, handed_over
from tests.factories.referral import enrolled, refer
from tests.factories.world import World

WORKLISTS = "/v1/worklists"


async def worklists(world: World, role: str = "supervisor") -> dict[str, dict[str, Any]]:
    response = await world.api(role).get(WORKLISTS)
    assert response.status_code == 200, response.text
    return {w["name"]: w for w in response.json()["items"]}


async def test_every_count_is_that_of_the_list_it_links_to(world: World) -> None:
    await furnish(world)
    found = await worklists(world)
    assert {
        "new-referrals", "open-referrals", "asked-referrals", "overdue", "due-this-week", "incomplete", "my-tasks", "escalated-tasks", "silent-agencies", "expiring-licences", "expiring-consents",
        "notes-to-co-sign", "papers-to-scan", "unpulled-packets", "emergency-accesses",
    } <= set(found)  # fmt: skip
    assert {"equipment-due", "equipment-late", "loans-due"} <= set(found)
    stages = {f"equipment-{s.value.replace('_', '-')}" for s in set(EquipmentState) - ENDED}
    assert stages <= set(found)
    for name, listed in found.items():
        glue = "&" if "?" in listed["href"] else "?"
        shown = (await world.supervisor.get(f"{listed['href']}{glue}limit=200")).json()["items"]
        assert listed["count"] == len(shown), name
        assert listed["is_more"] is False
        assert listed["next_act"]
    assert found["new-referrals"]["count"] == found["unpulled-packets"]["count"] == 1
    assert found["incomplete"]["count"] > 0


async def test_a_caseload_is_counted_alone_and_referrals_only_for_those_who_may_open_them(
    world: World,
) -> None:
    await enrolled(world, received_on=world.today - timedelta(days=100))
    await refer(world, child={"first_name": "Another", "last_name": "Child"})
    mine, others = await worklists(world, "coordinator"), await worklists(world, "coordinator-2")
    assert "new-referrals" not in mine
    assert mine["overdue"]["count"] > 0
    assert {name: w["count"] for name, w in others.items()} == dict.fromkeys(others, 0)
    assert (await worklists(world, "intake"))["new-referrals"]["count"] == 1
    assert (await world.district.get(WORKLISTS)).status_code == 403


async def test_a_consent_is_listed_from_thirty_days_before_its_last_day(world: World) -> None:
    furnished = await handed_over(world)
    path = f"/v1/students/{furnished.ids['student_id']}/consents"
    body = {
        "contact_id": furnished.ids["contact_id"], "recipient_id": str(world.district_id),
        "covers": ["profile"], "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
    }  # fmt: skip
    made = {}
    for days in (0, 30, 31):
        last = str(world.today + timedelta(days=days))
        made[days] = (await world.coordinator.post(path, {**body, "expires_on": last})).json()["id"]
    listed = (await world.coordinator.get(f"{WORKLISTS}/expiring-consents")).json()["items"]
    assert [row["id"] for row in listed] == [made[0], made[30]]
    await world.coordinator.post(f"{path}/{made[0]}/revocation", {})
    first = await world.coordinator.get(f"{WORKLISTS}/expiring-consents?limit=1")
    assert [row["id"] for row in first.json()["items"]] == [made[30]]
    assert first.json()["next_cursor"] is None


async def test_a_packet_is_listed_until_the_district_has_pulled_it(world: World) -> None:
    packet_id = (await handed_over(world)).ids["packet_id"]
    path = f"{WORKLISTS}/unpulled-packets"
    waiting = (await world.coordinator.get(path)).json()["items"]
    assert [(row["id"], row["first_name"]) for row in waiting] == [(packet_id, "Amina")]
    assert (await world.district.get(f"/v1/packets/{packet_id}")).status_code == 200
    assert (await world.coordinator.get(path)).json()["items"] == []
    seen = await world.look(
        "select count(*) from eb.access_log where tenant_id = :t and resource = 'unpulled-packets'",
        t=world.program_id,
    )
    assert seen[0][0] == 1


async def test_retention_waits_until_the_program_has_settled_it(world: World) -> None:
    async def waits(who: str) -> list[int]:
        items = (await world.api(who).get("/v1/worklists")).json()["items"]
        return [i["count"] for i in items if i["name"] == "retention-to-settle"]

    assert (await waits("administrator"), await waits("coordinator")) == ([1], [])
    settings = await world.administrator.get("/v1/program-settings")
    assert await waits("administrator") == [1]
    body = {"retention_years": 7}
    done = await world.administrator.patch("/v1/program-settings", body, settings.headers["etag"])
    assert done.status_code == 200, done.text
    assert await waits("administrator") == [0]
