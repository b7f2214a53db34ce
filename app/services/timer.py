"""What falls due though nobody does anything: looked for on each round, done once, whoever looks.

Rows that another process has in hand are left to it, so that any number of
processes may look at once.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.db import Database
from app.models.fields import EnrolmentState
from app.models.words.referral import ReferralReason
from app.models.words.task import TaskSource
from app.services import consent, duty_round, outbound_referral, program, recomputation, task
from app.services.queries import agency_contact as agency_contacts
from app.services.queries import consent as consents
from app.services.queries import organisation as people
from app.services.queries import referral as referrals
from app.services.queries import student as students
from app.services.queries import task as tasks
from app.services.referral.step import close, lapse
from app.services.rules.months import add_months

BATCH = 50
"""Rows of one transaction."""
Due = Callable[[AsyncSession, Actor], Awaitable[int]]
"""Does what is due in one program, at most a batch; returns how much it did."""


async def make_duty_tasks(db: AsyncSession, actor: Actor) -> int:
    """Make tasks of duties whose legal date is near and of which nobody has one."""
    return await duty_round.make_tasks(db, actor, BATCH)


async def escalate_tasks(db: AsyncSession, actor: Actor) -> int:
    """Tell the supervisor of tasks whose legal date is near."""
    rows = await tasks.to_escalate(db, actor, BATCH)
    await task.escalate(db, actor, rows)
    return len(rows)


async def note_silent_agencies(db: AsyncSession, actor: Actor) -> int:
    """Say of referrals to agencies that nobody answered."""
    rows = await agency_contacts.unanswered(db, actor, BATCH)
    await outbound_referral.note_silence(db, actor, rows)
    return len(rows)


async def lapse_referrals(db: AsyncSession, actor: Actor) -> int:
    """Let referrals lapse that nobody answered for, the family tried in vain as often as the program asks."""
    attempts = (await program.settled(db, actor)).attempts_before_lapse
    rows = await referrals.unanswered(db, actor, attempts, BATCH)
    for row in rows:
        await lapse(db, actor, row)
    return len(rows)


ENDED = {
    "DECEASED": ReferralReason.DECEASED,
    "MOVED_OUT_OF_STATE": ReferralReason.MOVED,
    "NO_CONTACT": ReferralReason.NO_CONTACT,
    "NO_LONGER_ELIGIBLE": ReferralReason.NOT_ELIGIBLE,
    "WITHDRAWN": ReferralReason.PARENT_DECLINED,
}
"""How an exit before or after the plan reads to those who sent the child; any other was enrolled."""


async def close_referrals(db: AsyncSession, actor: Actor) -> int:
    """Close the loop of referrals whose child was not found eligible or has left."""
    rows = await referrals.ended(db, actor, BATCH)
    rows += await referrals.known_ended(db, actor, BATCH)
    for referral, stay in rows:
        left = ENDED.get(stay.exit_reason or "", ReferralReason.ENROLLED)
        is_over = stay.state == EnrolmentState.EXITED
        await close(db, actor, referral, left if is_over else ReferralReason.NOT_ELIGIBLE)
    return len(rows)


async def ask_about_records(db: AsyncSession, actor: Actor) -> int:
    """A child left as long ago as the program keeps records: somebody tells the parents (34 CFR 303.416(a))."""
    years = (await program.settled(db, actor)).retention_years
    assignee_id = await people.administrator(db, actor) if years else None
    if years is None or assignee_id is None:
        return 0
    rows = await students.no_longer_needed(db, actor, add_months(actor.today(), -12 * years), BATCH)
    for stay in rows:
        await task.follow_up(
            db, actor, TaskSource.RETENTION, stay.id, RETENTION, actor.today(), student_id=stay.student_id,
            assignee_id=assignee_id,
        )  # fmt: skip
    return len(rows)


async def end_consents(db: AsyncSession, actor: Actor) -> int:
    """Take back what consents let others read whose last day was yesterday or before."""
    rows = await consents.outlived(db, actor, BATCH)
    for row in rows:
        await consent.expire(db, actor, row)
    return len(rows)


RETENTION = "Tell the parents that the record is no longer needed; destroy it when they ask"
TIMERS: tuple[Due, ...] = (
    make_duty_tasks, escalate_tasks, note_silent_agencies, lapse_referrals, close_referrals, ask_about_records,
    end_consents,
)  # fmt: skip


async def run(database: Database) -> int:
    """Do everything that is due, in every program; returns how much that was."""
    return sum([await run_in(database, actor) for actor in await recomputation.programs(database)])


async def run_in(database: Database, actor: Actor) -> int:
    """Do everything that is due in one program."""
    begin, done = recomputation.acting_for(database, actor), 0
    for timer in TIMERS:
        more = BATCH
        while more >= BATCH:
            async with begin() as db:
                more = await timer(db, actor)
            done += more
    return done
