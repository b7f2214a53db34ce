"""Team reports, their sections, and the steps that take them to the parents."""

from datetime import timedelta
from typing import Any

import httpx

from tests.factories.document import step
from tests.factories.note import SIGNED_IN
from tests.factories.world import World

TEXT: dict[str, Any] = {
    "done": "Twelve visits at home since July; two were missed.",
    "seen": "Asks for the cup with two words at most meals.",
    "progress": [{"goal": "Asks with words.", "progress": "Nearly there: alone at home."}],
    "recommendations": "Go on weekly until winter.",
}
SIGNINGS = {"sign", "co_sign"}


async def opened(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """A draft of the coordinator's, without sections."""
    body = {
        "occasion": "review", "title": "Six months of work with the family",
        "period_from": str(world.today - timedelta(days=30)), "period_to": str(world.today), **changes,
    }  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/team-reports", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def asked(
    world: World, report: dict[str, Any], name: str = "therapist", **changes: Any
) -> dict[str, Any]:
    """A section that the coordinator asked somebody for."""
    body = {
        "author_id": str(world.people[name].id), "discipline": "occupational_therapy", **changes,
    }  # fmt: skip
    made = await world.coordinator.post(f"{path(report)}/sections", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def written(
    world: World, section: dict[str, Any], name: str = "therapist", **changes: Any
) -> dict[str, Any]:
    """The section with its author's words."""
    tag = f'"{section["version"]}"'
    answer = await world.api(name).patch(path(section), TEXT | changes, tag)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def path(record: dict[str, Any]) -> str:
    """Of a report, or of a section."""
    reports = f"/v1/students/{record['student_id']}/team-reports"
    if "report_id" in record:
        return f"{reports}/{record['report_id']}/sections/{record['id']}"
    return f"{reports}/{record['id']}"


async def act(
    world: World, record: dict[str, Any], act_: str, name: str = "coordinator", **evidence: Any
) -> httpx.Response:
    """A step on a report or a section, as it stands for that person now."""
    found = await world.api(name).get(path(record))
    now = record | (found.json() if found.status_code == 200 else {})
    body: dict[str, Any] = {"act": act_, **evidence}
    if act_ in SIGNINGS:
        body = {"text_sha256": now["text_sha256"], "signature": SIGNED_IN} | body
    return await step(world.api(name), f"{path(record)}/steps", now["version"], body)


async def taken(
    world: World, record: dict[str, Any], act_: str, name: str = "coordinator", **evidence: Any
) -> dict[str, Any]:
    answer = await act(world, record, act_, name, **evidence)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def on_team(
    world: World, student_id: str, name: str = "therapist", role: str = "therapist"
) -> None:
    body = {"principal_id": str(world.people[name].id), "role": role, "grounds": "On the team."}
    made = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    assert made.status_code == 201, made.text


async def signed(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """A report of one therapist's section, put together; the therapist is licensed and on the team."""
    report = await opened(world, student_id, **changes)
    section = await written(world, await asked(world, report))
    await taken(world, section, "sign", "therapist")
    await taken(world, report, "send_to_review")
    return await taken(world, report, "sign")


async def parent(world: World, student_id: str) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    return str(file["contacts"][0]["id"])
