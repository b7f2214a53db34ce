"""Consents: every kind, given and refused, and what follows from each."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def _decision(world: World, student_id: str, **changes: Any) -> dict[str, Any]:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "authority": "parent", "language": "es", "interpreter_used": True, "method": "paper",
        "signed_on": str(world.today), **changes,
    }  # fmt: skip
    return {k: v for k, v in body.items() if v is not None}


async def _events(world: World, student_id: str) -> list[str]:
    found = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    return [e["type"] for e in found]


@pytest.mark.parametrize(
    "kind", ["screening", "insurance_use", "photo_video", "telehealth", "electronic_messages"]
)
async def test_a_consent_that_is_no_release_has_no_recipient_and_moves_no_clock(
    world: World, kind: str
) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/consents"
    body = await _decision(world, student_id, kind=kind)
    made = await world.coordinator.post(path, body)
    assert made.status_code == 201, made.text
    assert (made.json()["kind"], made.json()["purpose"], made.json()["covers"]) == (kind, kind, [])
    wrong = await world.coordinator.post(path, body | {"recipient_name": "Somebody"})
    assert_problem(wrong, 422, "invalid-request")
    assert set(await _events(world, student_id)) == {
        "referral.received",
        "service_coordinator.assigned",
    }


async def test_consent_to_the_evaluation_and_its_refusal_are_events_of_the_file(
    world: World,
) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/consents"
    no = await _decision(
        world, student_id, kind="evaluation", decision="refused", refused_reason="Wants to wait"
    )
    assert (await world.coordinator.post(path, no)).status_code == 201
    yes = await _decision(world, student_id, kind="evaluation")
    assert (await world.coordinator.post(path, yes)).status_code == 201
    told = await _events(world, student_id)
    assert told[-2:] == ["consent.evaluation.refused", "consent.evaluation.signed"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "release"},
        {"kind": "release", "covers": ["profile"]},
        {"kind": "release", "covers": ["profile"], "recipient_name": "A", "recipient_id": "district"},
        {"kind": "evaluation", "decision": "refused"},
        {"kind": "evaluation", "refused_reason": "no"},
    ],
)  # fmt: skip
async def test_a_decision_that_says_too_little_or_too_much_is_refused(
    world: World, changes: dict[str, Any]
) -> None:
    student_id = await enrolled(world)
    if changes.get("recipient_id"):
        changes = changes | {"recipient_id": str(world.district_id)}
    body = await _decision(world, student_id, **changes)
    answer = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert_problem(answer, 422, "invalid-request")


async def test_a_refused_release_releases_nothing(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    await judged(world.coordinator, student)
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    body = await _decision(
        world, student_id, covers=["profile"], recipient_id=str(world.district_id),
        decision="refused", refused_reason="Not yet",
    )  # fmt: skip
    refused = await world.coordinator.post(f"{student}/consents", body)
    assert refused.status_code == 201, refused.text
    answer = await world.coordinator.post(
        f"{student}/packets", {"consent_id": refused.json()["id"]}
    )
    assert_problem(answer, 409, "consent-not-live")


async def test_a_revocation_stands_in_the_history(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/consents"
    made = await world.coordinator.post(path, await _decision(world, student_id, kind="telehealth"))
    one = f"{path}/{made.json()['id']}"
    assert (
        await world.coordinator.post(f"{one}/revocation", {"reason": "moved"})
    ).status_code == 200
    read = await world.coordinator.get(one)
    assert read.headers["etag"].startswith('"2.')
    assert read.json()["revoked_on"] == str(world.today)
    told = (await world.coordinator.get(f"{one}/history")).json()["items"]
    assert [c["act"] for c in told] == ["created", "revoked"]
    assert told[1]["changes"]["revoked_on"] == {"from": None, "to": str(world.today)}


async def _contact(world: World, student_id: str, **changes: Any) -> str:
    body = {"first_name": "Ada", "may_sign": True, "holds_educational_rights": True, **changes}
    made = await world.coordinator.post(f"/v1/students/{student_id}/contacts", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.mark.parametrize("rights", [False, None])
async def test_a_relative_without_educational_rights_signs_nothing(
    world: World, rights: bool | None
) -> None:
    student_id = await enrolled(world)
    sister = await _contact(
        world, student_id, relationship="sibling", holds_educational_rights=rights
    )
    body = await _decision(
        world, student_id, contact_id=sister, authority="relative_acting", covers=["profile"],
        recipient_id=str(world.district_id),
    )  # fmt: skip
    answer = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert_problem(answer, 409, "contact-may-not-sign")


@pytest.mark.parametrize(
    ("relationship", "authority", "fits"),
    [
        ("mother", "parent", True),
        ("mother", "foster_parent", False),
        ("sibling", "parent", False),
        ("sibling", "relative_acting", True),
        ("grandparent", "guardian", True),
        ("foster_parent", "foster_parent", True),
        ("surrogate_parent", "parent", False),
        ("other", "surrogate", True),
    ],
)
async def test_the_right_by_which_somebody_decides_fits_who_they_are(
    world: World, relationship: str, authority: str, fits: bool
) -> None:
    student_id = await enrolled(world)
    giver = await _contact(world, student_id, relationship=relationship)
    body = await _decision(
        world, student_id, kind="telehealth", contact_id=giver, authority=authority
    )
    answer = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    if fits:
        assert (answer.status_code, answer.json()["authority"]) == (201, authority), answer.text
    else:
        assert authority not in assert_problem(answer, 409, "authority-unfit")["allowed"]


async def test_the_authority_is_said_and_not_supposed(world: World) -> None:
    student_id = await enrolled(world)
    body = await _decision(world, student_id, kind="telehealth", authority=None)
    answer = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert assert_problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == "/authority"


async def test_a_consent_cannot_be_signed_tomorrow(world: World) -> None:
    student_id = await enrolled(world)
    body = await _decision(
        world, student_id, kind="telehealth", signed_on=str(world.today + timedelta(days=1))
    )
    answer = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert_problem(answer, 409, "consent-dates")
