"""Emergency access: a file that is not on one's caseload, for a written reason, three hours, and a review."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, outbox
from app.auth import Actor
from app.errors import NotFound, Problem
from app.models.consent import EmergencyAccess
from app.models.history import RecordChange
from app.models.schemas.consent import EmergencyAccessReview
from app.services import record
from app.services.case import StudentNotFound
from app.services.queries import case as cases
from app.services.queries import consent as queries
from app.services.workflow import Action, Machine, Step, states

LASTS = timedelta(hours=3)


class EmergencyAccessNotFound(NotFound):
    code, title = "emergency-access-not-found", "There is no such emergency access"


class AccessNotNeeded(Problem):
    status, code, title = 409, "access-not-needed", "You may see this file already"


class ReviewedAlready(Problem):
    status, code, title = 409, "reviewed-already", "This emergency access was reviewed already"


class OwnReview(Problem):
    status, code, title = 409, "own-review", "Nobody reviews their own emergency access"
    detail = "Another administrator reviews it."


def _by_another(facts: tuple[EmergencyAccess, UUID]) -> str | None:
    row, me = facts
    return "Another administrator reviews it." if row.principal_id == me else None


MACHINE: Machine[tuple[EmergencyAccess, UUID]] = Machine.of(
    Step("review", "Say whether it was justified", states("unreviewed"), "reviewed", "program:write", (_by_another,))
)  # fmt: skip
READ_PROBLEMS = (EmergencyAccessNotFound, StudentNotFound)
OPEN_PROBLEMS = (StudentNotFound, AccessNotNeeded)
REVIEW_PROBLEMS = (EmergencyAccessNotFound, ReviewedAlready, OwnReview)
EMERGENCY = record.Kind("emergency-access", EmergencyAccess, EmergencyAccessNotFound)


async def open_access(
    db: AsyncSession, actor: Actor, student_id: UUID, reason: str
) -> EmergencyAccess:
    """Let the caller see and work one file from the next request on; administrators are told at once.

    Raises: OPEN_PROBLEMS.
    """
    seen = await cases.visibility(db, actor, student_id)
    if seen == "missing":
        raise StudentNotFound
    if seen == "yes":
        raise AccessNotNeeded
    me = db.info["principal_id"]
    row = EmergencyAccess(
        tenant_id=actor.tenant_id, student_id=student_id, principal_id=me, reason=reason,
        ends_at=clock.now() + LASTS,
    )  # fmt: skip
    record.add(db, actor, EMERGENCY, row)
    outbox.tell(
        db,
        actor,
        "emergency_access.opened",
        access_id=row.id,
        student_id=student_id,
        principal_id=me,
    )
    await db.flush()  # the row's own times go into the answer
    await db.refresh(row)
    return row


async def list_all(
    db: AsyncSession,
    actor: Actor,
    only_unreviewed: bool,
    limit: int,
    after: tuple[UUID] | None,
) -> list[EmergencyAccess]:
    """Newest first, one more than `limit` when there is more."""
    rows = await queries.emergency_accesses(
        db, actor, only_unreviewed=only_unreviewed, limit=limit, after=after
    )
    record.listed(db, actor, EMERGENCY, [r.student_id for r in rows[:limit]])
    return rows


async def read(db: AsyncSession, actor: Actor, access_id: UUID) -> EmergencyAccess:
    """Raises: READ_PROBLEMS."""
    return await record.read(db, actor, EMERGENCY, access_id)


async def actions(db: AsyncSession, actor: Actor, access_id: UUID) -> list[Action]:
    """Raises: READ_PROBLEMS."""
    row = await record.read(db, actor, EMERGENCY, access_id)
    state = "unreviewed" if row.reviewed_at is None else "reviewed"
    return MACHINE.actions(actor, state, (row, db.info["principal_id"]))


async def history(
    db: AsyncSession, actor: Actor, access_id: UUID, limit: int, after: tuple[UUID] | None
) -> list[RecordChange]:
    """Raises: READ_PROBLEMS."""
    return await record.history(db, actor, EMERGENCY, access_id, limit, after)


async def review(
    db: AsyncSession, actor: Actor, access_id: UUID, body: EmergencyAccessReview, if_match: str
) -> EmergencyAccess:
    """Say whether it was justified; an access that still runs ends when it was not.

    Raises: REVIEW_PROBLEMS, VersionStale.
    """
    row = await record.open_for_change(db, actor, EMERGENCY, access_id, if_match)
    if row.reviewed_at is not None:
        raise ReviewedAlready
    if row.principal_id == db.info["principal_id"]:
        raise OwnReview
    now = clock.now()
    said = {
        "finding": body.finding,
        "finding_comment": body.comment,
        "reviewed_at": now,
        "reviewed_by": db.info["principal_id"],
    }
    if body.finding == "not_justified":
        said["ends_at"] = min(row.ends_at, now)
    record.change(db, actor, EMERGENCY, row, said, act="reviewed", comment=body.comment)
    return row
