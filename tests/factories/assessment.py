"""Evaluations of a child, as far as a test wants them."""

from typing import Any
from uuid import uuid4

import httpx

from tests.factories.world import World

DOMAINS = ("cognitive", "gross_motor", "communication", "social_emotional", "adaptive")
REPORT = {"strengths": "Curious.", "needs": "Words.", "summary": "Seen at home, twice."}


def examiners(world: World) -> list[dict[str, str]]:
    """Two people of two disciplines."""
    return [
        {"principal_id": str(world.people["therapist"].id), "discipline": "occupational_therapy"},
        {"principal_id": str(world.people["coordinator"].id), "discipline": "speech_language"},
    ]


def sources(world: World, **scores: Any) -> list[dict[str, Any]]:
    """An instrument with all five domains, delayed by a third in communication unless told, and an interview."""
    percent = dict.fromkeys(DOMAINS, 5) | {"communication": 34} | scores
    return [
        {
            "kind": "instrument", "on": str(world.today), "instrument": "bdi-3",
            "scores": [{"domain": d, "percent_delay": p} for d, p in percent.items()],
        },
        {"kind": "interview", "on": str(world.today), "text": "The family was asked at home."},
    ]  # fmt: skip


async def planned(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    body = {
        "kind": "initial_evaluation", "language": "en", "examiners": examiners(world), "sources": sources(world),
    } | changes  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/assessments", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def step(
    world: World, made: dict[str, Any], act: str, who: str = "coordinator", **evidence: Any
) -> httpx.Response:
    path = f"/v1/students/{made['student_id']}/assessments/{made['id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    return await world.api(who).http.post(
        f"{path}/steps", json={"act": act, **evidence},
        headers={"If-Match": tag, "Idempotency-Key": str(uuid4())},
    )  # fmt: skip


async def consented(world: World, student_id: str) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "kind": "evaluation", "contact_id": file["contacts"][0]["id"], "authority": "parent", "language": "en", "method": "paper",
        "signed_on": str(world.today),
    }  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def on_the_team(world: World, student_id: str) -> None:
    """The therapist too, both licensed in their disciplines."""
    body = {
        "principal_id": str(world.people["therapist"].id),
        "role": "therapist",
        "grounds": "On the team.",
    }
    answer = await world.supervisor.post(f"/v1/students/{student_id}/assignments", body)
    assert answer.status_code == 201, answer.text
    await licensed(world)


async def licensed(world: World) -> None:
    """Both examiners, in their disciplines."""
    await world.licensed("therapist", "occupational_therapy")
    await world.licensed("coordinator", "speech_language", title="CCC-SLP", number="SP-7")


GIVEN = {"method": "electronic", "identity_shown": "signed_in"}


async def drafted(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """An evaluation whose report waits for signatures."""
    made = await planned(world, student_id, **changes)
    consent_id = await consented(world, student_id)
    for act, evidence in (
        ("note_consent", {"consent_id": consent_id}),
        ("begin", {}),
        ("score", {}),
    ):
        answer = await step(world, made, act, **evidence)
        assert answer.status_code == 200, answer.text
    path = f"/v1/students/{student_id}/assessments/{made['id']}"
    tag = (await world.coordinator.get(path)).headers["etag"]
    assert (await world.coordinator.patch(path, REPORT, tag)).status_code == 200
    answer = await step(world, made, "draft_report")
    assert answer.status_code == 200, answer.text
    return made


async def signed(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    """An evaluation signed by both examiners."""
    await on_the_team(world, student_id)
    made = await drafted(world, student_id, **changes)
    for who in ("therapist", "coordinator"):
        answer = await step(world, made, "sign", who, signature=GIVEN)
        assert answer.status_code == 200, answer.text
    return made
