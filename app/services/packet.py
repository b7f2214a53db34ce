"""What stands in a packet: each item included, missing, or withheld by the parent; then frozen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.canonical import canonical, digest
from app.directory import Home
from app.models.deadline import CaseEvent
from app.models.fields import PacketItem
from app.models.student import Assignment, Contact, Enrolment, Student
from app.models.transition import Consent, Packet
from app.services.queries import student as queries

FAMILY_BRINGS = ["birth certificate", "proof of residence", "immunisation record"]
"""What a district asks the family for itself."""


@dataclass(frozen=True, slots=True)
class File:
    """Everything a packet may be made from, as it stands at the release."""

    student: Student
    contacts: list[Contact]
    enrolment: Enrolment | None
    team: list[Assignment]
    events: list[CaseEvent]


async def gather(db: AsyncSession, actor: Actor, student: Student, events: list[CaseEvent]) -> File:
    return File(
        student=student,
        contacts=await queries.contacts(db, actor, student.id),
        enrolment=await queries.latest_enrolment(db, actor, student.id),
        team=await queries.live_assignments(db, actor, student.id),
        events=events,
    )


def open_address(address: dict[str, Any] | None) -> dict[str, Any] | None:
    """What of an address may leave the program: nothing of a confidential one."""
    if address is None or address.get("confidential"):
        return None
    return {k: v for k, v in address.items() if k != "confidential"}


def _profile(file: File) -> Any:
    s = file.student
    return {
        "first_name": s.first_name, "middle_name": s.middle_name, "last_name": s.last_name,
        "preferred_name": s.preferred_name, "born_on": s.born_on, "sex": s.sex, "languages": s.languages,
        "interpreter_needed": s.interpreter_needed, "gestation_weeks": s.gestation_weeks,
        "address": open_address(s.address), "external_ids": s.external_ids,
    }  # fmt: skip


def _household(file: File) -> Any:
    return [
        {
            "first_name": c.first_name, "last_name": c.last_name, "relationship": c.relationship,
            "holds_educational_rights": c.holds_educational_rights, "may_sign": c.may_sign, "language": c.language,
            "interpreter_needed": c.interpreter_needed, "phone": c.phone, "email": c.email,
            "address": open_address(c.address),
        }
        for c in file.contacts
        if c.may_receive_information is not False
    ]  # fmt: skip


def _dated(file: File, *prefixes: str) -> Any:
    return [
        {"type": e.type, "on": e.on_date, "data": _outside(e.data)}
        for e in file.events
        if e.type.startswith(prefixes)
    ]


def _outside(data: dict[str, Any]) -> dict[str, Any]:
    """Ids are ours; they say nothing outside."""
    return {k: v for k, v in data.items() if not k.endswith("_id")}


def _services(file: File) -> Any:
    first: dict[str, date] = {}
    consented = {
        s
        for e in file.events
        if e.type == "ifsp.consent.signed"
        for s in e.data.get("services", [])
    }
    for e in file.events:
        if e.type == "ifsp.service.delivered" and "service" in e.data:
            first[e.data["service"]] = min(first.get(e.data["service"], e.on_date), e.on_date)
    return [
        {"service": s, "first_delivered_on": first.get(s)} for s in sorted(consented | first.keys())
    ]


def _team(file: File) -> Any:
    return [{"role": a.role, "from_on": a.from_on} for a in file.team]


def _timeline(file: File) -> Any:
    if file.enrolment is None:
        return []
    e = file.enrolment
    return [
        {
            "referred_on": e.referred_on,
            "state": e.state,
            "exited_on": e.exited_on,
            "exit_reason": e.exit_reason,
        }
    ]


SECTIONS: dict[PacketItem, Callable[[File], Any]] = {
    PacketItem.PROFILE: _profile,
    PacketItem.HOUSEHOLD: _household,
    PacketItem.ELIGIBILITY: lambda f: _dated(
        f, "eligibility.", "evaluation.", "assessment.", "screening."
    ),
    PacketItem.PLAN: lambda f: _dated(
        f, "ifsp.initial", "ifsp.review", "ifsp.annual", "ifsp.consent"
    ),
    PacketItem.SERVICES: _services,
    PacketItem.TRANSITION: lambda f: _dated(f, "transition."),
    PacketItem.TEAM: _team,
    PacketItem.TIMELINE: _timeline,
}


def freeze(
    file: File,
    consent: Consent,
    program: Home,
    district: Home,
    number: int,
    on: date,
    note: str | None,
) -> Packet:
    """Make the packet's text and hash. A later release is a supplement with the next number."""
    packet = Packet(
        tenant_id=program.id, student_id=file.student.id, district_id=district.id, consent_id=consent.id,
        number=number, released_on=on, sha256="", content="",
    )  # fmt: skip
    items: dict[str, Any] = {}
    manifest = []
    for item, section in SECTIONS.items():
        content = section(file) if item.value in consent.covers else None
        state = (
            "withheld_by_parent"
            if item.value not in consent.covers
            else "included"
            if content
            else "missing"
        )
        if state == "included":
            items[item.value] = content
        manifest.append(
            {
                "item": item.value,
                "state": state,
                "reason": {
                    "missing": "nothing is on file",
                    "withheld_by_parent": "the consent does not cover it",
                }.get(state),
                "sha256": digest(canonical(content)) if state == "included" else None,
            }
        )
    packet.content = canonical(
        {
            "packet_id": packet.id,
            "number": number,
            "released_on": on,
            "program": {"id": program.id, "name": program.name},
            "district": {"id": district.id, "name": district.name},
            "student_id": file.student.id,
            "note": note,
            "consent": {
                "signed_on": consent.signed_on,
                "covers": consent.covers,
                "expires_on": consent.expires_on,
            },
            "manifest": manifest,
            "items": items,
            "family_brings": FAMILY_BRINGS,
        }
    )
    packet.sha256 = digest(packet.content)
    return packet
