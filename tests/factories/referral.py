"""Referral bodies, and children who came in by one."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.factories.world import World


def referral(world: World, **changes: Any) -> dict[str, Any]:
    """Body of POST /v1/referrals for a child of fourteen months."""
    child = {
        "first_name": "Amina",
        "last_name": "Okafor",
        "born_on": str(world.today - timedelta(days=430)),
        "languages": ["en"],
        **changes.pop("child", {}),
    }
    return {
        "program_id": str(world.program_id),
        "child": child,
        "contacts": [
            {
                "first_name": "Grace", "last_name": "Okafor", "relationship": "mother", "lives_with": True,
                "may_sign": True, "holds_educational_rights": True, "phone": "(555) 555-0142",
                "address": {"lines": ["12 Alder Street"], "city": "Lupine", "state": "CA", "postal_code": "95501"},
            }
        ],
        "reason": "Few words, walks late.",
        "consent": {"parent_informed": True, "parent_agreed": True, "report_back": True},
        **changes,
    }  # fmt: skip


async def refer(world: World, *, received_on: date | None = None, **changes: Any) -> str:
    """Send a referral (intake's own when it was received on an earlier day) and return its id."""
    body = referral(world, **changes)
    if received_on is not None:
        body["received_on"] = str(received_on)
    sender = world.intake if received_on is not None else world.agency
    response = await sender.post("/v1/referrals", body)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


async def step(
    world: World, referral_id: str, act: str, by: str = "intake", **evidence: Any
) -> httpx.Response:
    """Take a step with the version that the referral has now."""
    api, path = world.api(by), f"/v1/referrals/{referral_id}"
    headers = {
        "If-Match": (await api.get(path)).headers.get("etag", '"1"'),
        "Idempotency-Key": str(uuid4()),
    }
    return await api.http.post(f"{path}/steps", json={"act": act, **evidence}, headers=headers)


async def stepped(
    world: World, referral_id: str, act: str, by: str = "intake", **evidence: Any
) -> dict[str, Any]:
    """The referral after a step that is taken."""
    response = await step(world, referral_id, act, by, **evidence)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def accept(world: World, referral_id: str, **changes: Any) -> str:
    """Acknowledge and accept it; returns the student's id."""
    await stepped(world, referral_id, "acknowledge")
    body = {"district_id": str(world.district_id), **changes}
    return str((await stepped(world, referral_id, "accept", **body))["student_id"])


async def enrolled(world: World, *, received_on: date | None = None, **changes: Any) -> str:
    """A student with a coordinator, just taken in; returns the id."""
    student_id = await accept(world, await refer(world, received_on=received_on, **changes))
    coordinator: UUID = world.people["coordinator"].id
    body = {"principal_id": str(coordinator), "role": "coordinator", "grounds": "On the team."}
    if received_on is not None:
        body["from_on"] = str(received_on)
    assigned = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    assert assigned.status_code == 201, assigned.text
    return student_id


async def happened(
    world: World, student_id: str, type_: str, on: date, **data: Any
) -> dict[str, Any]:
    """An event typed on the file; a team's decision without its papers comes from an earlier system."""
    told = {"type": type_, "on": str(on), "data": data}
    if type_ == "eligibility.partc.decided":
        return await imported(world, student_id, told)
    response = await world.coordinator.post(f"/v1/students/{student_id}/events", told)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def imported(world: World, student_id: str, told: dict[str, Any]) -> dict[str, Any]:
    """An event of an earlier system, taken in by import."""
    line = {"ref": str(uuid4()), "data": {"student_id": student_id, **told}}
    answer = await world.administrator.post("/v1/imports/events", {"lines": [line]})
    assert answer.json()["created"] == 1, answer.text
    event_id = answer.json()["lines"][0]["id"]
    listed = (await world.supervisor.get(f"/v1/students/{student_id}/events")).json()
    return next(e for e in listed if e["id"] == event_id)
