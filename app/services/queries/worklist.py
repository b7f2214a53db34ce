"""What waits: counted no further than needed, and listed by its day."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    Select,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.auth import Actor
from app.models.agency_contact import OutboundReferral
from app.models.consent import Consent, EmergencyAccess
from app.models.deadline import Deadline
from app.models.fields import LAST_DAY, ReferralState
from app.models.note import Note
from app.models.organisation import Organisation, Principal
from app.models.referral import Referral
from app.models.staff import StaffCredential
from app.models.student import Enrolment, Student
from app.models.task import ProgramSetting, Task
from app.models.transition import Packet
from app.models.words.agency import OutboundState
from app.models.words.document import DocumentPart
from app.models.words.note import NoteKind, NoteState
from app.models.words.staff import CredentialKind
from app.services.queries import task as tasks
from app.services.queries.record import on_caseload

DECEASED = "DECEASED"
Waiting = Select[*tuple[Any, ...]]
"""Rows of one worklist; each starts with the day that it is ordered by, and the id."""


async def count(db: AsyncSession, waiting: Waiting, most: int) -> int:
    """How many wait, counted to one more than `most`."""
    some = waiting.limit(most + 1).subquery()
    return int(await db.scalar(select(func.count()).select_from(some)) or 0)


async def page(
    db: AsyncSession, waiting: Waiting, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """Rows by day and id; one more than `limit` when there is more."""
    day, id_ = list(waiting.selected_columns)[:2]
    if after:
        waiting = waiting.where(tuple_(day, id_) > after)
    return list(await db.execute(waiting.order_by(day, id_).limit(limit + 1)))


def referrals(actor: Actor, state: ReferralState) -> Waiting:
    return select(col(Referral.received_on).label("on_date"), col(Referral.id)).where(
        col(Referral.tenant_id) == actor.tenant_id,
        col(Referral.state) == state.value,
    )


def due(
    actor: Actor, me: UUID, first: date, last: date, state: str | None, soon_days: int
) -> Waiting:
    """Open duties due from `first` to `last`, both inside; only those in a state unless it is None."""
    state_now = func.eb.deadline_state(
        col(Deadline.status),
        col(Deadline.due_on),
        col(Deadline.tolled_from),
        col(Deadline.tolled_to),
        actor.today(),
        soon_days,
    )
    return (
        _duties(actor, me)
        .where(col(Deadline.status) == "open", col(Deadline.due_on).between(first, last))
        .where(true() if state is None else state_now == state)
    )


def incomplete(actor: Actor, me: UUID, last: date) -> Waiting:
    """Duties that wait for a fact or a calendar, and may be due by a day; those without any day, too."""
    due_on = func.coalesce(col(Deadline.due_on), col(Deadline.due_on_unadjusted))
    return _duties(actor, me).where(
        col(Deadline.status).in_(["open", "waiting_for_trigger"]),
        func.cardinality(col(Deadline.missing)) > 0,
        or_(due_on.is_(None), due_on <= last),
    )


def _duties(actor: Actor, me: UUID) -> Waiting:
    return select(col(Deadline.due_on).label("on_date"), col(Deadline.id)).where(
        col(Deadline.tenant_id) == actor.tenant_id, on_caseload(actor, me, Deadline.student_id)
    )


def my_tasks(actor: Actor, me: UUID) -> Waiting:
    """Open tasks of the caller, and rested ones whose day has come."""
    return _tasks(actor).where(col(Task.assignee_id) == me, tasks.waits(actor.today()))


def escalated_tasks(actor: Actor, _: UUID) -> Waiting:
    """Unfinished tasks whose legal date is near."""
    return _tasks(actor).where(
        col(Task.escalated_at).is_not(None), col(Task.state).in_(tasks.NOT_OVER)
    )


def _tasks(actor: Actor) -> Waiting:
    return select(col(Task.due_on).label("on_date"), col(Task.id)).where(
        col(Task.tenant_id) == actor.tenant_id
    )


def expiring_credentials(
    actor: Actor, first: date, last: date, kind: CredentialKind | None = None
) -> Waiting:
    """Credentials of active staff, of every kind or one, that end from `first` to `last`, both inside, and have no successor.

    A successor is of the same kind and discipline, and of the same name where a name alone tells two apart; it ends
    later, and holds by the day after, or today.
    """
    later = aliased(StaffCredential)
    day_after = func.greatest(col(StaffCredential.expires_on) + 1, actor.today())
    is_renewed = exists().where(
        col(later.tenant_id) == col(StaffCredential.tenant_id),
        col(later.principal_id) == col(StaffCredential.principal_id),
        col(later.kind) == col(StaffCredential.kind),
        col(later.discipline).is_not_distinct_from(col(StaffCredential.discipline)),
        or_(
            col(later.kind) != CredentialKind.CERTIFICATE.value,
            func.lower(col(later.title)) == func.lower(col(StaffCredential.title)),
        ),
        func.coalesce(col(later.expires_on), LAST_DAY) > col(StaffCredential.expires_on),
        col(later.valid_from) <= day_after,
    )
    return (
        select(
            col(StaffCredential.expires_on).label("on_date"),
            col(StaffCredential.id),
            col(StaffCredential.principal_id),
            col(Principal.name),
            col(StaffCredential.kind),
            col(StaffCredential.title),
            col(StaffCredential.discipline),
        )
        .join(
            Principal,
            (col(Principal.tenant_id) == col(StaffCredential.tenant_id))
            & (col(Principal.id) == col(StaffCredential.principal_id)),
        )
        .where(
            col(StaffCredential.tenant_id) == actor.tenant_id,
            col(StaffCredential.expires_on).between(first, last),
            ~is_renewed,
            col(Principal.is_active),
            true() if kind is None else col(StaffCredential.kind) == kind.value,
        )
    )


def lacking_credentials(actor: Actor) -> Waiting:
    """Active staff without a valid credential of a kind that the program requires of one of their roles, a person a row."""
    asked = (
        func.jsonb_each(col(ProgramSetting.settled)["required_credentials"])
        .table_valued("key", column("value", JSONB))
        .render_derived()
    )
    held = (
        col(StaffCredential.tenant_id) == col(Principal.tenant_id),
        col(StaffCredential.principal_id) == col(Principal.id),
        col(StaffCredential.kind) == asked.c.key,
        col(StaffCredential.valid_from) <= actor.today(),
    )
    lasts = func.coalesce(col(StaffCredential.expires_on), actor.today()) >= actor.today()
    ended = select(func.max(col(StaffCredential.expires_on)) + 1).where(*held).scalar_subquery()
    let_in = cast(func.timezone(actor.home.time_zone, col(Principal.created_at)), Date)
    lacking = (
        select(
            func.min(func.coalesce(ended, let_in)).label("on_date"),
            col(Principal.id),
            col(Principal.name),
            func.array_agg(aggregate_order_by(asked.c.key, asked.c.key)).label("kinds"),
        )
        .select_from(Principal)
        .join(ProgramSetting, col(ProgramSetting.tenant_id) == col(Principal.tenant_id))
        .join(asked, asked.c.value.has_any(col(Principal.roles)))
        .where(
            col(Principal.tenant_id) == actor.tenant_id,
            col(Principal.kind) == "person",
            col(Principal.is_active),
            ~exists().where(*held, lasts),
        )
        .group_by(col(Principal.id), col(Principal.name))
        .subquery()
    )
    return select(*lacking.c)


def silent_agencies(actor: Actor, me: UUID) -> Waiting:
    """Referrals out that nobody answered."""
    return select(
        col(OutboundReferral.answer_due_on).label("on_date"), col(OutboundReferral.id)
    ).where(
        col(OutboundReferral.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, OutboundReferral.student_id),
        col(OutboundReferral.state) == OutboundState.NO_RESPONSE.value,
    )


def expiring_consents(actor: Actor, me: UUID, last: date) -> Waiting:
    """Consents in force whose last day is near: today to `last`, both inside."""
    return (
        _of_students(Consent, Consent.expires_on)
        .where(
            col(Consent.tenant_id) == actor.tenant_id,
            on_caseload(actor, me, Consent.student_id),
            col(Consent.revoked_on).is_(None),
            ~col(Consent.is_expired),
            col(Consent.expires_on).between(actor.today(), last),
        )
    )  # fmt: skip


def unpulled_packets(actor: Actor, me: UUID) -> Waiting:
    """Packets that were released, not withdrawn, and never read by the district."""
    return _of_students(Packet, Packet.released_on).where(
        col(Packet.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, Packet.student_id),
        col(Packet.pulled_at).is_(None),
        col(Packet.withdrawn_at).is_(None),
    )


def notes_to_co_sign(actor: Actor, me: UUID) -> Waiting:
    """Notes that wait for the caller's co-signature, also of children who are on another's caseload."""
    return _of_students(Note, Note.on_date).where(
        col(Note.tenant_id) == actor.tenant_id,
        col(Note.co_signer_id) == me,
        col(Note.state) == NoteState.AWAITING_CO_SIGNATURE.value,
    )


def notes_without_copy(actor: Actor, me: UUID, *, sees_medical: bool) -> Waiting:
    """Signed notes of visits of which the family was given no copy; an addition goes with its note. After a death none is asked for."""
    left_by = (
        select(col(Enrolment.exit_reason))
        .where(
            col(Enrolment.tenant_id) == col(Note.tenant_id),
            col(Enrolment.student_id) == col(Note.student_id),
        )
        .order_by(col(Enrolment.referred_on).desc(), col(Enrolment.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    return _of_students(Note, Note.on_date).where(
        col(Note.tenant_id) == actor.tenant_id,
        on_caseload(actor, me, Note.student_id),
        col(Note.kind) == NoteKind.VISIT.value,
        col(Note.state) == NoteState.SIGNED.value,
        col(Note.copy_given_on).is_(None),
        col(Note.addendum_to_id).is_(None),
        true() if sees_medical else col(Note.part) != DocumentPart.MEDICAL.value,
        left_by.is_distinct_from(DECEASED),
    )


def unreviewed_accesses(actor: Actor) -> Waiting:
    """Emergency accesses that nobody has reviewed."""
    return select(col(EmergencyAccess.created_at).label("on_date"), col(EmergencyAccess.id)).where(
        col(EmergencyAccess.tenant_id) == actor.tenant_id,
        col(EmergencyAccess.reviewed_at).is_(None),
    )


def retention_to_settle(actor: Actor) -> Waiting:
    """The program itself, while it has not said for how long it keeps records (34 CFR 303.416)."""
    is_settled = exists().where(
        col(ProgramSetting.tenant_id) == actor.tenant_id,
        col(ProgramSetting.settled)["retention_years"].astext.is_not(None),
    )
    return select(literal(actor.today()).label("on_date"), col(Organisation.id)).where(
        col(Organisation.id) == actor.tenant_id, ~is_settled
    )


def _of_students(table: type[Consent] | type[Packet] | type[Note], day: Any) -> Waiting:
    return select(
        col(day).label("on_date"),
        col(table.id),
        col(table.student_id),
        col(Student.first_name),
        col(Student.last_name),
    ).join(
        Student,
        (col(Student.tenant_id) == col(table.tenant_id))
        & (col(Student.id) == col(table.student_id)),
    )
