"""What people say of a duty: why it is late, that it does not apply, that the family waived it.

What is said is kept beside the duty and outlives every computation of its date.
"""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, clock, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.deadline import Deadline, DeadlineNote
from app.models.schemas.lateness import Dismissal, LatenessCause, Reinstatement, Waiver
from app.models.student import Student
from app.services import case, deadline, event, rulebook
from app.services.deadline import Cause
from app.services.duty import NOT_YET_DONE, Move
from app.services.queries import deadline as queries
from app.services.queries import student as student_queries
from app.services.rules import state_on
from app.services.signature import MayNotSign, may_sign
from app.services.student import ContactNotFound
from app.services.workflow import Action, Machine, Step, states

LATE = frozenset({"overdue", "met_late"})
WAIVED = "waiver.agreed"


class DeadlineNotFound(NotFound):
    code, title = "deadline-not-found", "There is no such deadline on this file"


class NotLate(Problem):
    status, code, title = 409, "not-late", "This duty is not late"
    detail = "A cause is given for a duty that is overdue or was done after its date."


class NotOwed(Problem):
    status, code, title = 409, "not-owed", "This duty is not open"
    detail = "Only a duty that is not done and not excused can be set aside."


class NotSetAside(Problem):
    status, code, title = 409, "not-set-aside", "This duty is neither dismissed nor waived"
    detail = "A duty that an event settles is opened again by correcting the event."


class DaysRefused(Problem):
    status, code, title = 409, "days-refused", "These days cannot be right"
    detail = "Each lies on or after the child's birth and not in the future."


class Facts(NamedTuple):
    """A duty, what was said of it, and its state today."""

    row: Deadline
    note: DeadlineNote | None
    state: str


_ANY = (*case.OPEN_PROBLEMS, DeadlineNotFound)
ACTIONS_PROBLEMS = _ANY
CAUSE_PROBLEMS = (*_ANY, NotLate, DaysRefused)
DISMISS_PROBLEMS = (*_ANY, NotOwed)
REINSTATE_PROBLEMS = (*_ANY, NotSetAside)
WAIVE_PROBLEMS = (
    *_ANY, NotOwed, ContactNotFound, MayNotSign, DaysRefused, event.DatesOutOfOrder, event.NoConsentYet,
)  # fmt: skip
Duty = dict[str, Any]
"""What DutyRead shows."""


async def give_cause(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID, body: LatenessCause
) -> Duty:
    """Record why a duty is late. Raises: CAUSE_PROBLEMS."""
    student, row, note = await _open(db, actor, student_id, deadline_id)
    if _state(actor, student, row) not in LATE:
        raise NotLate
    if not all(student.born_on <= attempt.on <= actor.today() for attempt in body.attempts):
        raise DaysRefused
    note.cause, note.cause_reason, note.cause_evidence = body.cause, body.reason, body.evidence
    note.attempts = [attempt.model_dump(mode="json") for attempt in body.attempts]
    same = (row.status, row.status, row.due_on, row.due_on)
    said = Move(student.id, row.rule_id, row.occurrence, *same)
    deadline.remember(db, actor, [said], Cause(f"late, {body.cause}: {body.reason}"))
    return await _told(db, actor, student, note, "deadline.cause-given")


async def dismiss(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID, body: Dismissal
) -> Duty:
    """Set a duty aside that does not apply to this child. Raises: DISMISS_PROBLEMS."""
    student, row, note = await _open(db, actor, student_id, deadline_id)
    _require_owed(row)
    note.dismissed_at, note.dismissed_by = clock.now(), db.info["principal_id"]
    note.dismissed_reason = body.reason
    await deadline.recompute(db, actor, student, Cause(f"dismissed: {body.reason}"))
    return await _told(db, actor, student, note, "deadline.dismissed")


async def waive(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID, body: Waiver
) -> Duty:
    """Record that the parent agreed to leave a duty out: as an event where the law knows it, else beside the duty.

    Raises: WAIVE_PROBLEMS.
    """
    student, row, note = await _open(db, actor, student_id, deadline_id)
    _require_owed(row)
    contact = await student_queries.contact(db, actor, student_id, body.contact_id)
    if contact is None:
        raise ContactNotFound
    if not may_sign(contact, body.agreed_on):
        raise MayNotSign
    if not student.born_on <= body.agreed_on <= actor.today():
        raise DaysRefused
    note.waived_by_id, note.waiver_text = contact.id, body.text
    if _knows_waivers(student, row.rule_id):
        data = {
            "rule_id": row.rule_id,
            "occurrence": row.occurrence,
            "contact_id": str(contact.id),
        }
        await event.add(db, actor, student, WAIVED, body.agreed_on, data)
    else:
        note.waived_on = body.agreed_on
        await deadline.recompute(db, actor, student, Cause(f"waived: {body.text}"))
    return await _told(db, actor, student, note, "deadline.waived")


async def reinstate(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID, body: Reinstatement
) -> Duty:
    """Owe a duty again that was dismissed or waived. Raises: REINSTATE_PROBLEMS."""
    student, _, note = await _open(db, actor, student_id, deadline_id)
    if not _is_set_aside(note):
        raise NotSetAside
    note.dismissed_at = note.dismissed_by = note.dismissed_reason = None
    note.waived_on = note.waived_by_id = note.waiver_text = None
    await deadline.recompute(db, actor, student, Cause(f"reinstated: {body.reason}"))
    return await _told(db, actor, student, note, "deadline.reinstated")


def _late(facts: Facts) -> str | None:
    return None if facts.state in LATE else NotLate.detail


def _owed(facts: Facts) -> str | None:
    return None if facts.row.status in NOT_YET_DONE else NotOwed.detail


def _set_aside(facts: Facts) -> str | None:
    return None if _is_set_aside(facts.note) else NotSetAside.detail


WRITE = "deadline:write"
STATUSES = states(*NOT_YET_DONE, "met", "met_late", "excused", "waived_by_family")
MACHINE: Machine[Facts] = Machine.of(
    Step("cause", "Say why it is late", STATUSES, None, WRITE, (_late,)),
    Step("dismissal", "Set it aside: it does not apply to this child", STATUSES, "excused", WRITE, (_owed,)),
    Step("waiver", "Record that the family waived it", STATUSES, "waived_by_family", WRITE, (_owed,)),
    Step("reinstatement", "Owe it again", STATUSES, None, WRITE, (_set_aside,)),
)  # fmt: skip


async def actions(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID
) -> list[Action]:
    """What may be said of the duty now; each act is the last part of its route. Raises: ACTIONS_PROBLEMS."""
    student = await case.open_file(db, actor, student_id)
    row = await queries.one(db, actor, student_id, deadline_id)
    if row is None:
        raise DeadlineNotFound
    audit.record(db, actor, "read", "deadline", student_id=student_id, rule_id=row.rule_id)
    note = await queries.note(db, actor, student_id, (row.rule_id, row.occurrence))
    return MACHINE.actions(actor, row.status, Facts(row, note, _state(actor, student, row)))


def _state(actor: Actor, student: Student, row: Deadline) -> str:
    soon = rulebook.load().soon_days(student.jurisdiction)
    return state_on(row.status, row.due_on, row.tolled_from, row.tolled_to, actor.today(), soon)


def _is_set_aside(note: DeadlineNote | None) -> bool:
    return note is not None and (note.dismissed_at is not None or note.waived_on is not None)


async def _open(
    db: AsyncSession, actor: Actor, student_id: UUID, deadline_id: UUID
) -> tuple[Student, Deadline, DeadlineNote]:
    """The locked file, the deadline and its note, begun where there is none. Raises: _ANY."""
    student = await case.open_for_change(db, actor, student_id)
    row = await queries.one(db, actor, student_id, deadline_id)
    if row is None:
        raise DeadlineNotFound
    note = await queries.note(db, actor, student_id, (row.rule_id, row.occurrence))
    if note is None:
        note = DeadlineNote(
            tenant_id=actor.tenant_id,
            student_id=student_id,
            rule_id=row.rule_id,
            occurrence=row.occurrence,
        )
        db.add(note)
    else:
        audit.touch(db, note)
    return student, row, note


def _require_owed(row: Deadline) -> None:
    if row.status not in NOT_YET_DONE:
        raise NotOwed


def _knows_waivers(student: Student, rule_id: str) -> bool:
    """Whether an agreement settles or excuses the duty by its own rule."""
    rules = rulebook.load().jurisdictions[student.jurisdiction].rules
    return any(WAIVED in {*r.satisfied_by, *r.exempt_if} for r in rules if r.id == rule_id)


async def _told(
    db: AsyncSession, actor: Actor, student: Student, note: DeadlineNote, topic: str
) -> Duty:
    audit.record(
        db, actor, "change", "deadline", student_id=student.id, rule_id=note.rule_id, act=topic
    )
    outbox.tell(
        db, actor, topic, student_id=student.id, rule_id=note.rule_id, occurrence=note.occurrence
    )
    await db.flush()  # the duty is read back as it now stands
    row = await queries.by_key(db, actor, student.id, (note.rule_id, note.occurrence))
    return {
        "rule_id": note.rule_id,
        "occurrence": note.occurrence,
        "status": row.status if row else None,
        "due_on": row.due_on if row else None,
        "note": note,
    }
