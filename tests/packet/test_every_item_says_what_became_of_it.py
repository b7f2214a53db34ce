"""A packet answers for each item that a consent can cover."""

import json
from datetime import date
from typing import Any

from app.canonical import canonical, digest
from app.directory import Home
from app.models.consent import Consent
from app.models.fields import PacketItem, new_id
from app.models.student import Enrolment, Student
from app.services.packet import File, freeze
from app.services.packet.freezing import line_of
from app.services.packet.registry import SECTIONS
from app.services.packet.section import NotApplicable

TENANT = new_id()
PROGRAM = Home(TENANT, "program", "Live Oak Early Start", "us-ca", "America/Los_Angeles")
DISTRICT = Home(new_id(), "district", "Lupine Unified", "us-ca", "America/Los_Angeles")


def file() -> File:
    student = Student(
        id=new_id(), tenant_id=TENANT, first_name="Amina", last_name="Okafor",
        born_on=date(2023, 5, 2), jurisdiction="us-ca",
    )  # fmt: skip
    stay = Enrolment(
        tenant_id=TENANT, student_id=student.id, state="active", referred_on=date(2024, 1, 1)
    )
    return File(student, [], stay, [], [])


def consent(*covers: PacketItem) -> Consent:
    return Consent(
        tenant_id=TENANT, student_id=new_id(), contact_id=new_id(), recipient_id=DISTRICT.id, purpose="transition",
        covers=[c.value for c in covers], authority="parent", language="en", method="paper", signed_on=date(2026, 1, 1),
    )  # fmt: skip


def manifest(*covers: PacketItem) -> dict[str, Any]:
    frozen = freeze(file(), consent(*covers), PROGRAM, DISTRICT, 1, date(2026, 1, 5), None)
    body: dict[str, Any] = json.loads(frozen.content)
    assert frozen.sha256 == digest(frozen.content)
    return {line["item"]: line for line in body["manifest"]} | {"items": body["items"]}


def test_every_item_a_consent_can_name_is_registered_once_and_in_order() -> None:
    assert [s.item for s in SECTIONS] == list(PacketItem)


def test_an_item_is_included_missing_or_withheld() -> None:
    found = manifest(PacketItem.PROFILE, PacketItem.SERVICES)
    assert found["profile"]["state"] == "included"
    assert found["profile"]["sha256"] == digest(canonical(found["items"]["profile"]))
    assert (found["services"]["state"], found["services"]["reason"]) == (
        "missing",
        "nothing is on file",
    )
    assert found["household"]["state"] == "withheld_by_parent"
    assert set(found["items"]) == {"profile"}


def test_an_item_that_does_not_apply_says_why() -> None:
    line = line_of(SECTIONS[0], NotApplicable("the child has left"), [PacketItem.PROFILE.value])
    assert (line["state"], line["reason"]) == ("not_applicable", "the child has left")
    assert line["sha256"] is None
