"""A child's file opened with what came along: nothing is typed again, and no clock starts anew."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.canonical import canonical
from app.models.assessment import Addendum, Assessment
from app.models.deadline import CasePause
from app.models.fields import new_id
from app.models.plan import Plan
from app.models.profile import HealthEntry, Residence
from app.models.schemas.transfer import AcceptTransfer
from app.models.service_line import ServiceDelivery, ServiceLine
from app.models.student import Contact, Enrolment, Student, StudentName
from app.models.transfer import IncomingTransfer
from app.models.words.plan import PlanState
from app.models.words.task import TaskSource
from app.models.words.transfer import PlanTaken
from app.services import case, event, record, task
from app.services.assessment.assess import ASSESSMENT, SIGNED, text_hash
from app.services.event import Happened
from app.services.plan.kind import DELIVERY, LINE, PLAN
from app.services.queries import assessment as assessments
from app.services.queries import case as cases
from app.services.queries import plan as plans
from app.services.queries import student as students
from app.services.referral.problems import StudentStillEnrolled
from app.services.transfer.carry import COLUMNS, THEIRS_TOO, carried_event, columns
from app.services.transfer.kind import StayOverlaps

ALONGSIDE = {
    "names": StudentName, "residences": Residence, "health": HealthEntry, "contacts": Contact, "pauses": CasePause,
}  # fmt: skip
Ids = dict[str, str]
"""From an id at the sender to the one here."""


async def open_with(
    db: AsyncSession,
    actor: Actor,
    row: IncomingTransfer,
    carried: dict[str, Any],
    body: AcceptTransfer,
) -> Student:
    """Raises: case.OPEN_PROBLEMS, StudentStillEnrolled, StayOverlaps, event.RECORD_PROBLEMS."""
    referred_on = date.fromisoformat(carried["referred_on"])
    if body.existing_student_id is not None:
        student, before = await _reopen(db, actor, body.existing_student_id, referred_on)
    else:
        student, before = _new(db, actor, carried["student"]), None
    if body.district_id is not None:
        student.district_id = body.district_id
    await db.flush()  # everything else points at it
    new = carried if before is None else await _unknown_here(db, actor, student, carried)
    for name, table in ALONGSIDE.items():
        db.add_all(_made(table, actor, student, values) for values in new[name])
    db.add(
        Enrolment(
            tenant_id=actor.tenant_id, student_id=student.id, referred_on=referred_on,
            previous_id=before.id if before else None,
        )
    )  # fmt: skip
    await _carry_assessments(db, actor, student, row, carried.get("assessments", []))
    ids = await _carry_plan(db, actor, student, carried["plan"], body) if carried["plan"] else {}
    audit.record(
        db, actor, "create", "student", student_id=student.id, incoming_transfer_id=str(row.id)
    )
    await event.add_all(db, actor, student, _happened(new["events"], ids, row.id))
    return student


def _new(db: AsyncSession, actor: Actor, values: dict[str, Any]) -> Student:
    student = Student.model_validate(
        {**values, "tenant_id": actor.tenant_id, "jurisdiction": actor.home.jurisdiction}
    )
    db.add(student)
    return student


async def _reopen(
    db: AsyncSession, actor: Actor, student_id: UUID, referred_on: date
) -> tuple[Student, Enrolment]:
    """The child was here before the present referral, or left and comes back with it; who the child is stays as this
    program knows it.
    """
    student = await case.open_for_change(db, actor, student_id)
    before = await students.latest_enrolment(db, actor, student_id)
    if before is None or before.exited_on is None:
        raise StudentStillEnrolled
    if before.exited_on >= referred_on != before.referred_on:
        raise StayOverlaps
    return student, before


async def _unknown_here(
    db: AsyncSession, actor: Actor, student: Student, carried: dict[str, Any]
) -> dict[str, Any]:
    """What came along for a file that is here, without what a child who comes back had when it left."""
    events = [e for e in await cases.events(db, actor, student.id) if not e.entered_in_error]
    pauses = [p for p in await cases.pauses(db, actor, student.id) if not p.entered_in_error]
    return {
        **{name: [] for name in ALONGSIDE},
        "pauses": _beside(carried["pauses"], [columns(p) for p in pauses]),
        "events": _beside(carried["events"], [carried_event(e) for e in events]),
    }


def _beside(carried: list[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that are not among the known, each of which stands for one."""
    left = Counter(_fingerprint(values) for values in known)
    new = []
    for values in carried:
        key = _fingerprint(values)
        if left[key]:
            left[key] -= 1
        else:
            new.append(values)
    return new


def _fingerprint(values: dict[str, Any]) -> str:
    """What happened and when, whatever the record of it is called on either side."""
    data = values.get("data", {})
    said = {k: v for k, v in data.items() if not k.endswith("_id") or k in THEIRS_TOO}
    return canonical({**values, "data": said})


def _made(
    table: type[Any], actor: Actor, student: Student, carried: dict[str, Any], **own: Any
) -> Any:
    """A row of what was carried, checked on the way in, with what is this program's `own`."""
    known = {k: v for k, v in carried.items() if k in COLUMNS[table]}
    return table.model_validate(
        {"id": new_id(), **known, **own, "tenant_id": actor.tenant_id, "student_id": student.id}
    )


def _happened(events: list[dict[str, Any]], ids: Ids, transfer_id: UUID) -> list[Happened]:
    """The events of the stay, about the records here; the earliest first."""
    return [
        Happened(e["type"], date.fromisoformat(e["on"]), _data(e["data"], ids, transfer_id))
        for e in events
    ]


def _data(data: dict[str, Any], ids: Ids, transfer_id: UUID) -> dict[str, Any]:
    kept = {k: v for k, v in data.items() if not k.endswith("_id") or k in THEIRS_TOO}
    known = {k: ids[data[k]] for k in ("plan_id", "line_id") if data.get(k) in ids}
    return {**kept, **known, "transfer_id": str(transfer_id)}


async def _carry_assessments(
    db: AsyncSession,
    actor: Actor,
    student: Student,
    row: IncomingTransfer,
    came: list[dict[str, Any]],
) -> None:
    """Signed reports, read and added to here, never changed; one that came from here is here already."""
    known = {text_hash(a) for a in await assessments.of(db, actor, student.id) if a.state in SIGNED}
    for values in came:
        made = _made(
            Assessment, actor, student, values, came_from_id=row.sender_id, signed_elsewhere=values["signatures"]
        )  # fmt: skip
        if text_hash(made) in known:
            continue
        record.add(db, actor, ASSESSMENT, made, comment="came with the transfer")
        for text in values["addenda"]:
            db.add(
                Addendum(
                    tenant_id=actor.tenant_id, resource=ASSESSMENT.name, record_id=made.id, student_id=student.id,
                    text=text,
                )
            )  # fmt: skip


async def _carry_plan(
    db: AsyncSession, actor: Actor, student: Student, plan: dict[str, Any], body: AcceptTransfer
) -> Ids:
    """In force here as it was there, with its text as the parent signed it; a meeting is called where asked for."""
    number = await plans.last_number(db, actor, student.id, plan["program"]) + 1
    row = _made(Plan, actor, student, plan, number=number, state=PlanState.ACTIVE.value)
    record.add(db, actor, PLAN, row, comment="came with the transfer")
    await db.flush()  # its services point at it
    ids = {plan["id"]: str(row.id)}
    for at, values in enumerate(plan["lines"], 1):
        line = _made(ServiceLine, actor, student, values, plan_id=row.id, number=at)
        record.add(db, actor, LINE, line, comment="came with the transfer")
        await db.flush()  # its sessions point at it
        ids[values["id"]] = str(line.id)
        _carry_sessions(db, actor, student, line, values["deliveries"])
    if body.plan is PlanTaken.MEETING_CALLED:
        await task.follow_up(
            db, actor, TaskSource.MEETING, row.id, "Call a meeting on the plan that came along", actor.today(),
            student_id=student.id,
        )  # fmt: skip
    return ids


def _carry_sessions(
    db: AsyncSession, actor: Actor, student: Student, line: ServiceLine, given: list[dict[str, Any]]
) -> None:
    here = {d["id"]: new_id() for d in given}
    for values in sorted(given, key=lambda d: d["makes_up_id"] is not None):
        row = _made(
            ServiceDelivery, actor, student, values, id=here[values["id"]], line_id=line.id,
            makes_up_id=here.get(values["makes_up_id"]),
        )  # fmt: skip
        record.add(db, actor, DELIVERY, row, comment="came with the transfer")
