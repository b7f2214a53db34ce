"""Taking a referred child in: the file, its contacts, the enrolment, and what the law then asks for."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.models.referral import Referral
from app.models.schemas.referral import ReferralCreate
from app.models.schemas.referral_step import AcceptReferral
from app.models.schemas.student import AssignmentCreate
from app.models.student import Contact, Enrolment, Student
from app.services import assignment, case, event
from app.services.organisation import require_district
from app.services.queries import organisation as people
from app.services.queries import student as student_queries
from app.services.referral.attach import keep_as_documents
from app.services.referral.duplicates import lookalikes
from app.services.referral.problems import DuplicatesNotReviewed, StudentStillEnrolled

SINCE_REFERRAL = "Has answered for the child since the referral."


async def accept(db: AsyncSession, actor: Actor, referral: Referral, body: AcceptReferral) -> None:
    """Open the child's file and an enrolment; the deadlines are owed from the same commit.

    Raises: ACCEPT_PROBLEMS.
    """
    if body.district_id is not None:
        await require_district(db, actor, body.district_id)
    unseen = [
        d
        for d in await lookalikes(db, actor, referral)
        if d.student_id not in body.duplicates_reviewed
    ]
    if unseen:
        raise DuplicatesNotReviewed(
            "Look at GET /v1/referrals/{id}/possible-duplicates, then name the ids you looked at in `duplicates_reviewed`.",
            student_ids=[str(d.student_id) for d in unseen],
        )
    student = await _file_for(db, actor, referral, body)
    referral.student_id = student.id
    db.add(
        Enrolment(
            tenant_id=actor.tenant_id,
            student_id=student.id,
            referral_id=referral.id,
            referred_on=referral.received_on,
            contact_attempts=[_tried(a) for a in referral.contact_attempts],
        )
    )
    await event.add(
        db,
        actor,
        student,
        "referral.received",
        referral.received_on,
        {"referral_id": str(referral.id)},
    )
    await keep_as_documents(db, actor, referral, student.id)
    if referral.interim_coordinator_id is not None:
        await _hand_to(db, actor, student, referral.interim_coordinator_id)


def _tried(attempt: dict[str, Any]) -> dict[str, Any]:
    """A try to reach the family as the enrolment keeps it: one count from the referral on."""
    said = [attempt["result"], attempt.get("note")]
    return {
        "on": attempt["on"],
        "channel": attempt["channel"],
        "result": ": ".join(s for s in said if s),
    }


async def _hand_to(db: AsyncSession, actor: Actor, student: Student, person_id: UUID) -> None:
    """Who answered for the child until now is the coordinator of the file; one who left is not."""
    person = await people.principal(db, actor, person_id)
    live = await student_queries.live_assignments(db, actor, student.id)
    if person is None or not person.is_active or any(a.role == "coordinator" for a in live):
        return
    body = AssignmentCreate(principal_id=person_id, role="coordinator", grounds=SINCE_REFERRAL)
    await assignment.assign(db, actor, student.id, body)


async def _file_for(
    db: AsyncSession, actor: Actor, referral: Referral, body: AcceptReferral
) -> Student:
    if body.existing_student_id is not None:
        student = await case.open_for_change(db, actor, body.existing_student_id)
        enrolment = await student_queries.latest_enrolment(db, actor, student.id)
        if enrolment is not None and enrolment.exited_on is None:
            raise StudentStillEnrolled
        return student
    sent = ReferralCreate.model_validate(referral.submitted)
    student = Student(
        tenant_id=actor.tenant_id,
        jurisdiction=actor.home.jurisdiction,
        district_id=body.district_id,
        **sent.child.model_dump(mode="json", exclude={"born_on"}),
        born_on=sent.child.born_on,
    )
    db.add(student)
    await db.flush()  # contacts, enrolment and events point at it
    for contact in sent.contacts:
        db.add(
            Contact(
                tenant_id=actor.tenant_id, student_id=student.id, **contact.model_dump(mode="json")
            )
        )
    audit.record(
        db, actor, "create", "student", student_id=student.id, referral_id=str(referral.id)
    )
    return student
