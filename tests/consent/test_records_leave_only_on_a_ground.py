"""Disclosures by hand: a live consent that covers them, or a named exception; and the parent's view of all."""

from typing import Any

import pytest

from tests.factories.judgement import judged
from tests.factories.problem import assert_problem
from tests.factories.referral import enrolled
from tests.factories.world import World


async def _release(world: World, student_id: str, **changes: Any) -> str:
    file = (await world.coordinator.get(f"/v1/students/{student_id}")).json()
    body = {
        "contact_id": file["contacts"][0]["id"], "authority": "parent", "language": "en", "method": "paper", "signed_on": str(world.today),
        "recipient_id": str(world.agency_id), "purpose": "care_coordination", "covers": ["profile", "plan"],
    } | changes  # fmt: skip
    made = await world.coordinator.post(f"/v1/students/{student_id}/consents", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _given(world: World, consent_id: str | None, **changes: Any) -> dict[str, Any]:
    body = {
        "recipient_id": str(world.agency_id), "recipient_name": "Test Clinic", "purpose": "care_coordination",
        "covers": ["plan"], "consent_id": consent_id, "channel": "letter",
    } | changes  # fmt: skip
    return {k: v for k, v in body.items() if v is not None}


async def test_a_live_consent_lets_what_it_covers_leave_and_nothing_else(world: World) -> None:
    student_id = await enrolled(world)
    path = f"/v1/students/{student_id}/disclosures"
    consent_id = await _release(world, student_id)
    assert (await world.coordinator.post(path, _given(world, consent_id))).status_code == 201
    for changes in (
        {"covers": ["plan", "services"]},
        {"purpose": "funding"},
        {"recipient_id": str(world.district_id)},
    ):
        answer = await world.coordinator.post(path, _given(world, consent_id, **changes))
        assert_problem(answer, 409, "consent-not-live")
    ended = f"/v1/students/{student_id}/consents/{consent_id}/revocation"
    assert (await world.coordinator.post(ended, {})).status_code == 200
    assert_problem(
        await world.coordinator.post(path, _given(world, consent_id)), 409, "consent-not-live"
    )


@pytest.mark.parametrize(
    "ground", [{}, {"exception": "court_order", "consent_id": "01941f29-7c04-76ca-9680-c0685456acba"}]
)  # fmt: skip
async def test_nothing_leaves_without_a_ground_or_with_two(
    world: World, ground: dict[str, str]
) -> None:
    student_id = await enrolled(world)
    answer = await world.coordinator.post(
        f"/v1/students/{student_id}/disclosures", _given(world, **{"consent_id": None, **ground})
    )
    assert_problem(answer, 422, "invalid-request")


async def test_a_consent_of_another_child_covers_nothing(world: World) -> None:
    first = await enrolled(world)
    other = await enrolled(
        world, child={"first_name": "Another", "last_name": "Person", "born_on": "2025-02-03"},
        contacts=[{"first_name": "P", "relationship": "parent", "may_sign": True, "holds_educational_rights": True}],
    )  # fmt: skip
    consent_id = await _release(world, other)
    answer = await world.coordinator.post(
        f"/v1/students/{first}/disclosures", _given(world, consent_id)
    )
    assert_problem(answer, 404, "consent-not-found")


async def test_the_parent_reads_who_outside_was_given_what_on_which_ground(world: World) -> None:
    student_id = await enrolled(world)
    student = f"/v1/students/{student_id}"
    consent_id = await _release(world, student_id)
    await world.coordinator.post(f"{student}/disclosures", _given(world, consent_id))
    court = _given(
        world, None, exception="court_order", recipient_id=None, recipient_name="Superior Court"
    )
    assert (await world.coordinator.post(f"{student}/disclosures", court)).status_code == 201
    await judged(world.coordinator, student)
    assert (await world.coordinator.post(f"{student}/lea-notifications", {})).status_code == 201
    release = await _release(
        world, student_id, recipient_id=str(world.district_id), purpose="transition"
    )
    packet = await world.coordinator.post(f"{student}/packets", {"consent_id": release})
    assert packet.status_code == 201, packet.text
    assert (await world.district.get(f"/v1/packets/{packet.json()['id']}")).status_code == 200
    told = (await world.coordinator.get(f"{student}/disclosure-record")).json()
    parties = [(line["party"], line["records"]) for line in told]
    assert ("Superior Court", ["plan"]) in parties
    assert ("Test Clinic", ["plan"]) in parties
    assert ("Test Unified", ["lea-notice"]) in parties
    assert ("Test Unified", ["packet"]) in parties
    assert ("system of the test", ["packet"]) in parties
    grounds = {line["party"]: line["ground"] for line in told}
    assert "court order" in grounds["Superior Court"]
    assert not any("coordinator" in line["party"] for line in told)
