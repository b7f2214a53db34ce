"""Every kind of letter, in every language it has, and what must be on the file before."""

from datetime import timedelta
from typing import Any

import pytest

from app.services.letter.language import titles
from tests.factories.judgement import judged
from tests.factories.letter import NOTICE, contact_of, write
from tests.factories.objection import objected
from tests.factories.problem import assert_problem
from tests.factories.referral import accept, enrolled, happened, refer
from tests.factories.world import World
from tests.typeset.reading import flat

LANGUAGES = ("en", "es")


async def pdf_of(world: World, letter: dict[str, Any]) -> str:
    path = f"/v1/students/{letter['student_id']}/letters/{letter['id']}/letter.pdf"
    return flat((await world.coordinator.get(path)).content)


async def events_of(world: World, student_id: str) -> list[str]:
    listed = (await world.coordinator.get(f"/v1/students/{student_id}/events")).json()
    return [e["type"] for e in listed]


def conference(world: World, kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": kind, "meets_on": str(world.today + timedelta(days=20)), "starts_at": "13:30",
        "place": "Lupine Community Center", "attending": ["Test Unified"], **changes,
    }  # fmt: skip


def test_every_language_has_every_letter() -> None:
    assert set(titles()) == set(LANGUAGES)
    assert len({frozenset(known) for known in titles().values()}) == 1


async def test_a_prior_written_notice_is_an_event_of_the_file(world: World) -> None:
    student_id = await enrolled(world)
    await write(
        world, student_id, contact_id=await contact_of(world, student_id), decision="refuses"
    )
    assert "pwn.sent" in await events_of(world, student_id)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_notice_to_the_district_holds_the_limited_items_and_follows_the_notification(
    world: World, language: str
) -> None:
    student_id = await enrolled(world)
    body = {"kind": "lea_notification", "language": language}
    path = f"/v1/students/{student_id}/letters"
    assert_problem(await world.coordinator.post(path, body), 409, "district-not-notified")
    await judged(world.coordinator, f"/v1/students/{student_id}")
    await world.coordinator.post(f"/v1/students/{student_id}/lea-notifications", {})
    letter = await write(world, student_id, **body)
    assert letter["organisation_id"] == str(world.district_id)
    assert set(letter["content"]["facts"]) == {"notified_on", "parents"}
    said = await pdf_of(world, letter)
    assert "Test Unified" in said
    assert "Grace Okafor" in said
    assert "(555) 555-0142" in said
    assert "Few words" not in said

    await objected(world, student_id)
    assert_problem(await world.coordinator.post(path, body), 409, "opted-out")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_district_is_invited_only_after_the_family_has_approved(
    world: World, language: str
) -> None:
    student_id = await enrolled(world)
    body = conference(world, "district_conference_invitation", language=language)
    path = f"/v1/students/{student_id}/letters"
    assert_problem(await world.coordinator.post(path, body), 409, "conference-not-approved")
    await happened(world, student_id, "transition.conference.approved", world.today)
    said = await pdf_of(world, await write(world, student_id, **body))
    assert "Lupine Community Center" in said
    assert "1:30" in said
    assert "transition.conference.invited" in await events_of(world, student_id)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_family_is_invited_to_a_day_that_is_still_to_come(
    world: World, language: str
) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    body = conference(world, "conference_invitation", language=language, contact_id=contact_id)
    said = await pdf_of(world, await write(world, student_id, **body))
    assert "Lupine Community Center" in said
    past = {**body, "meets_on": str(world.today - timedelta(days=1))}
    path = f"/v1/students/{student_id}/letters"
    assert_problem(await world.coordinator.post(path, past), 409, "meeting-in-past")
    late = {**body, "reply_by": str(world.today + timedelta(days=21))}
    assert_problem(await world.coordinator.post(path, late), 409, "meeting-in-past")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_sender_learns_that_the_referral_has_come_and_nothing_else(
    world: World, language: str
) -> None:
    sender = {"name": "Dr. Ines Álvarez", "role": "Pediatrician"}
    referral_id = await refer(world, sender_ref="CL-2041", sender=sender)
    student_id = await accept(world, referral_id)
    body = {"kind": "referral_acknowledgement", "language": language}
    response = await world.intake.post(f"/v1/students/{student_id}/letters", body)
    assert response.status_code == 201, response.text
    assert response.json()["organisation_id"] == str(world.agency_id)
    path = f"/v1/students/{student_id}/letters/{response.json()['id']}/letter.pdf"
    said = flat((await world.intake.get(path)).content)
    for words in (
        "Dr. Ines Álvarez",
        "Test Clinic",
        "CL-2041",
        referral_id.replace("-", "")[-10:].upper(),
    ):
        assert words in said
    for secret in ("eligible", "(555) 555-0142", "Grace"):
        assert secret not in said


ORDER = {
    "forbids": ["information"],
    "from_on": "2024-01-01",
    "document": "Superior Court, 12-345",
}


@pytest.mark.parametrize(
    "said", [{"may_receive_information": False}, {"court_limits": [ORDER]}], ids=["file", "court"]
)
async def test_nobody_is_written_to_who_may_not_receive_information(
    world: World, said: dict[str, Any]
) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    changed = await world.coordinator.patch(
        f"/v1/students/{student_id}/contacts/{contact_id}",
        said,
        '"1"',
    )
    assert changed.status_code == 200, changed.text
    refused = await world.coordinator.post(
        f"/v1/students/{student_id}/letters", {**NOTICE, "contact_id": contact_id}
    )
    assert_problem(refused, 409, "contact-may-not-receive")


async def test_after_an_exit_a_letter_is_written_knowingly_and_after_a_death_never(
    world: World,
) -> None:
    student_id = await enrolled(world)
    contact_id = await contact_of(world, student_id)
    left = await happened(world, student_id, "partc.exited", world.today, reason="WITHDRAWN")
    path = f"/v1/students/{student_id}/letters"
    body = {**NOTICE, "contact_id": contact_id}
    assert_problem(await world.coordinator.post(path, body), 409, "child-has-left")
    await write(world, student_id, contact_id=contact_id, after_exit=True)

    await world.coordinator.post(
        f"/v1/students/{student_id}/events/{left['id']}/correction", {"reason": "another reason"}
    )
    await happened(world, student_id, "partc.exited", world.today, reason="DECEASED")
    knowingly = {**body, "after_exit": True}
    assert_problem(await world.coordinator.post(path, knowingly), 409, "child-deceased")
