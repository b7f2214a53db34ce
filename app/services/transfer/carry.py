"""What goes along with a child: what a person reads, and what the receiver's file is opened with."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.directory import Home
from app.models.assessment import Assessment
from app.models.deadline import CaseEvent, CasePause
from app.models.fields import PacketItem
from app.models.plan import Plan
from app.models.profile import HealthEntry, Residence
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.student import Contact, Enrolment, Student, StudentName
from app.models.transfer import Transfer
from app.models.words.plan import LineState, Program
from app.models.words.student import HealthKind
from app.services import packet
from app.services.assessment.assess import SIGNED, text_hash
from app.services.enrolment import of_episode
from app.services.packet.freezing import line_of
from app.services.packet.registry import SECTIONS
from app.services.packet.section import NotApplicable
from app.services.plan.document import LINE
from app.services.queries import assessment as assessments
from app.services.queries import case as cases
from app.services.queries import organisation as people
from app.services.queries import plan as plans
from app.services.queries import profile as profiles
from app.services.queries import record as records
from app.services.queries import service_line as service_lines
from app.services.record import plain

COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Student: (
        "first_name", "middle_name", "last_name", "preferred_name", "born_on", "sex", "gestation_weeks",
        "birth_weight_grams", "birth_order", "languages", "interpreter_needed", "race_ethnicity", "address", "external_ids", "district_id", "facts",
    ),
    StudentName: ("use", "first_name", "middle_name", "last_name", "from_on", "to_on", "reason"),
    Residence: ("use", "address", "from_on", "to_on", "reason"),
    HealthEntry: ("kind", "system", "code", "text", "certainty", "on_date", "until_on", "source"),
    Contact: (
        "first_name", "last_name", "relationship", "lives_with", "holds_educational_rights", "may_sign",
        "may_receive_information", "language", "interpreter_needed", "phone", "email", "address", "court_limits",
        "preferred_channel", "preferred_hours", "accessibility_needs",
    ),
    CasePause: ("reason", "from_on", "to_on", "evidence", "attempts"),
    Plan: (
        "program", "type", "language", "starts_on", "ends_on", "reason", "asked_by_parent_on", "levels", "family",
        "outcomes", "goals", "other_services", "transition", "placement", "accommodations", "strategies", "held_on",
        "reviewed_on", "signed_on", "signed_text", "text_sha256",
    ),
    ServiceLine: (
        *(name for name in LINE if name not in {"number", "provider_id"}), "state", "consented_on", "authorised_on",
        "authorisation_number", "authorised_minutes", "first_delivered_on",
    ),
    Assessment: (
        "kind", "state", "planned_on", "begun_on", "completed_on", "shared_on", "language", "interpreter_used",
        "examiners", "sources", "limits", "strengths", "needs", "summary",
    ),
    ServiceDelivery: ("on_date", "starts_at", "ends_at", "minutes", "missed_for", "indirect", "comment"),
}  # fmt: skip
"""What of each record goes along. Ids, and who at the sender did it, stay."""
SIGNED_BY = ("capacity", "discipline", "licence_number", "method", "signed_on", "text_sha256")
"""What of a signature goes along beside the name; the signer has no account there."""
THEIRS_TOO = {"district_id"}
"""Ids that mean the same on both sides."""


def columns(row: Any) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in COLUMNS[type(row)]}


async def carried(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    stay: Enrolment,
    file: packet.File,
    covers: Collection[PacketItem],
) -> dict[str, Any]:
    """Of the present stay: what the receiver's file is opened with. A sealed name goes nowhere.

    A confidential address goes along with its mark: the receiver visits there, and keeps it as we do.
    """
    residences = await profiles.residences(db, actor, student.id, with_merged=True)
    return {
        "referred_on": str(stay.referred_on),
        "student": columns(student),
        "names": _standing(await profiles.names(db, actor, student.id, sees_sealed=False)),
        "residences": _standing(residences),
        "health": _standing(await profiles.health(db, actor, student.id, list(HealthKind))),
        "contacts": [columns(c) for c in file.contacts],
        "events": [carried_event(e) for e in of_episode(file.events, stay)],
        "pauses": _standing(await cases.pauses(db, actor, student.id, with_merged=True)),
        "plan": await _plan(db, actor, student, covers) if PacketItem.PLAN in covers else None,
        "assessments": await _assessments(db, actor, student)
        if PacketItem.ELIGIBILITY in covers
        else [],
    }


def _standing(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [columns(row) for row in rows if not row.entered_in_error]


def carried_event(event: CaseEvent) -> dict[str, Any]:
    named = {"plan_id", "line_id", *THEIRS_TOO}
    data = {k: v for k, v in event.data.items() if not k.endswith("_id") or k in named}
    return {"type": event.type, "on": str(event.on_date), "data": data}


async def _assessments(db: AsyncSession, actor: Actor, student: Student) -> list[dict[str, Any]]:
    """Signed reports as they were signed, with who signed them and what was added since: results are never retyped."""
    rows = [a for a in await assessments.of(db, actor, student.id) if a.state in SIGNED]
    return [
        {
            **columns(row),
            "signatures": await _signatures(db, actor, row),
            "addenda": [a.text for a in await assessments.addenda(db, actor, row.id)],
        }
        for row in rows
    ]


async def _signatures(db: AsyncSession, actor: Actor, row: Assessment) -> list[dict[str, Any]]:
    """Under the text as it stands; those that came along with the child before go on as they came."""
    hash_ = text_hash(row)
    found = list(row.signed_elsewhere)
    for given in await records.signatures(db, actor, row.id):
        person = (
            await people.principal(db, actor, given.principal_id) if given.principal_id else None
        )
        if given.text_sha256 == hash_:
            said = {name: plain(getattr(given, name)) for name in SIGNED_BY}
            found.append({"name": person.name if person else given.outside_name, **said})
    return found


async def _plan(
    db: AsyncSession, actor: Actor, student: Student, covers: Collection[PacketItem]
) -> dict[str, Any] | None:
    """The plan in force with its services, also those that an earlier version promised and that go on."""
    plan = await plans.live(db, actor, student.id, Program.PARTC)
    if plan is None:
        return None
    own = [
        x for x in await service_lines.lines(db, actor, plan.id) if x.state != LineState.WITHDRAWN
    ]
    kept = [
        x
        for x in await service_lines.in_force(db, actor, student.id, Program.PARTC)
        if x.plan_id != plan.id
    ]
    whole = PacketItem.SERVICES in covers
    return {
        "id": str(plan.id),
        **columns(plan),
        "lines": [await _line(db, actor, line, whole=whole) for line in (*own, *kept)],
    }


async def _line(
    db: AsyncSession, actor: Actor, line: ServiceLine, *, whole: bool
) -> dict[str, Any]:
    """`whole`: every session, else the first alone, without which the service would not have begun."""
    given = await service_lines.deliveries(db, actor, line.id)
    if not whole:
        given = [d for d in given if d.on_date == line.first_delivered_on and not d.missed_for][:1]
    return {
        "id": str(line.id),
        **columns(line),
        "deliveries": [
            {"id": str(d.id), "makes_up_id": plain(d.makes_up_id), **columns(d)} for d in given
        ],
    }


def content(
    transfer: Transfer, file: packet.File, sender: Home, receiver: Home, carried_: dict[str, Any]
) -> dict[str, Any]:
    """The offer as one document, read as a packet is; it is hashed and never changes."""
    contents = {s: s.content(file) if s.item in transfer.covers else None for s in SECTIONS}
    there = {
        s: c for s, c in contents.items() if c and not isinstance(c, NotApplicable)
    }  # what is missing has its line in the manifest
    return {
        "transfer_id": transfer.id,
        "offered_on": transfer.offered_on,
        "from": {"id": sender.id, "name": sender.name},
        "to": {"id": receiver.id, "name": receiver.name},
        "ground": {"consented": transfer.consent_id is not None, "exception": transfer.exception},
        "manifest": [line_of(s, c, transfer.covers) for s, c in contents.items()],
        "items": {s.item.value: c for s, c in there.items()},
        "carried": carried_,
    }
