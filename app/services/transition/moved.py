"""A child moves to another district while its transition goes on: the former one lets go, the new one is told."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import audit, outbox
from app.auth import Actor
from app.models.schemas.student import StudentUpdate
from app.models.schemas.transition import LeaNotificationCreate
from app.models.student import Student
from app.services import case, student, withdrawal
from app.services.queries import case as cases
from app.services.queries import student as students
from app.services.queries import transition as queries
from app.services.transition import hand_over


async def update(
    db: AsyncSession, actor: Actor, student_id: UUID, body: StudentUpdate, if_match: str
) -> Student:
    """Apply a merge patch to the profile, and let the districts follow. Raises: UPDATE_PROBLEMS, VersionStale, UnknownWord."""
    former = (await case.lock_file(db, actor, student_id)).district_id
    row = await student.update(db, actor, student_id, body, if_match)
    if row.district_id != former:
        await _follow(db, actor, row)
    return row


async def _follow(db: AsyncSession, actor: Actor, row: Student) -> None:
    """Nothing of the child stays with a district other than its own, whichever was told; history and clock stay.

    The new one is told at once where notices go out by themselves: another was, so its day has come.
    """
    events = [e for e in await cases.events(db, actor, row.id) if not e.entered_in_error]
    told = hand_over.districts_told(events)
    left = [UUID(d) for d in sorted(told - {str(row.district_id)})]
    if not left:
        return
    await db.flush()  # taking back changes the tenant of this transaction, and back
    for district_id in left:
        await _let_go(db, actor, row, district_id)
    setting = await queries.setting(db, actor)
    is_automatic = setting is not None and setting.notify_lead_days is not None
    if is_automatic and row.district_id is not None and await _may_be_told(db, actor, row):
        await hand_over.notify(db, actor, row.id, LeaNotificationCreate())


async def _let_go(db: AsyncSession, actor: Actor, row: Student, district_id: UUID) -> None:
    was_there = await db.scalar(select(func.eb.withdraw_lea_notice(row.id, district_id)))
    await withdrawal.withdraw_packets(db, row.id, district_id)
    if not was_there:  # left before
        return
    audit.record(
        db, actor, "change", "lea-notice", student_id=row.id, withdrawn_from=str(district_id)
    )
    outbox.tell(
        db, actor, "transition.district_changed", student_id=row.id, from_district_id=district_id
    )


async def _may_be_told(db: AsyncSession, actor: Actor, row: Student) -> bool:
    """Whether nothing keeps a notice back that people must see to first."""
    parents = hand_over.parents_of(await students.contacts(db, actor, row.id))
    return bool(parents) and await hand_over.kept_back(db, actor, row) is None
