"""Passes over many files: how far each has come, and what all its files share."""

from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise, starmap
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.deadline import Deadline, Recomputation
from app.models.organisation import Organisation, SchoolCalendar
from app.models.student import Student
from app.services.queries.many_files import Part

PARTY = "earlybridge rules"


async def act_for(db: AsyncSession, tenant_id: UUID) -> None:
    """Work inside one tenant for nobody in particular: the record of access names the program."""
    await db.execute(select(func.eb.enter(tenant_id), func.set_config("app.party", PARTY, True)))


async def programs(db: AsyncSession) -> list[Organisation]:
    query = (
        select(Organisation)
        .where(col(Organisation.kind) == "program")
        .order_by(col(Organisation.id))
    )
    return list(await db.scalars(query))


async def count(db: AsyncSession, actor: Actor, district_id: UUID | None, most: int | None) -> int:
    """Students of a district, of the program for None; counted no further than `most`."""
    query = select(col(Student.id)).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.merged_into_id).is_(None)
    )
    if district_id is not None:
        query = query.where(col(Student.district_id) == district_id)
    some = query.limit(most).subquery()
    return int(await db.scalar(select(func.count()).select_from(some)) or 0)


async def school_years(
    db: AsyncSession, actor: Actor
) -> defaultdict[UUID | None, list[SchoolCalendar]]:
    """By district, in order."""
    query = (
        select(SchoolCalendar)
        .where(col(SchoolCalendar.tenant_id) == actor.tenant_id)
        .order_by(col(SchoolCalendar.starts_on))
    )
    found: defaultdict[UUID | None, list[SchoolCalendar]] = defaultdict(list)
    for year in await db.scalars(query):
        found[year.district_id].append(year)
    return found


async def unfinished(db: AsyncSession, actor: Actor) -> Recomputation | None:
    """The oldest pass that nobody else is working on, locked for this transaction."""
    query = (
        select(Recomputation)
        .where(
            col(Recomputation.tenant_id) == actor.tenant_id, col(Recomputation.done_at).is_(None)
        )
        .order_by(col(Recomputation.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return await db.scalar(query)


async def commit_without_waiting(db: AsyncSession) -> None:
    """Let this transaction's commit return before it is on disk.

    For a batch that also says how far its pass has come: a server that dies
    forgets both or neither, and the batch is done again. Whoever builds on what
    they saw of it, and waits for their own commit, has its on disk as well.
    """
    await db.execute(text("set local synchronous_commit = off"))


async def is_begun(db: AsyncSession, actor: Actor, rules: Collection[str] | None) -> bool:
    """Whether a pass of these rules, or of all, over the whole program is unfinished, whoever works on it."""
    of = col(Recomputation.rules)
    of_all = of.is_(None)
    query = select(col(Recomputation.id)).where(
        col(Recomputation.tenant_id) == actor.tenant_id,
        col(Recomputation.done_at).is_(None),
        col(Recomputation.district_id).is_(None),
        of_all if rules is None else or_(of_all, of == list(rules)),
    )
    return await db.scalar(query.limit(1)) is not None


async def is_looked_through(db: AsyncSession, actor: Actor, rulebook_sha256: str) -> bool:
    """Whether a pass over the whole program was begun with this rulebook; one caller at a time is told that none was."""
    await db.execute(
        select(func.pg_advisory_xact_lock(func.hashtext(f"recomputation {actor.tenant_id}")))
    )
    query = select(col(Recomputation.id)).where(
        col(Recomputation.tenant_id) == actor.tenant_id,
        col(Recomputation.district_id).is_(None),
        col(Recomputation.rulebook_sha256) == rulebook_sha256,
    )
    return await db.scalar(query.limit(1)) is not None


async def has_former(db: AsyncSession, actor: Actor, rulebook_sha256: str) -> bool:
    """Whether a deadline of the program was last changed by another rulebook."""
    query = select(col(Deadline.id)).where(
        col(Deadline.tenant_id) == actor.tenant_id,
        col(Deadline.rulebook_sha256) != rulebook_sha256,
    )
    return await db.scalar(query.limit(1)) is not None


BOUNDS = text("""
select id from (select id, row_number() over (order by id) as place from eb.student where tenant_id = :tenant) s
 where place % :size = 0 order by id""")


async def parts(db: AsyncSession, actor: Actor, number: int) -> list[Part]:
    """So many parts of the program, of about the same size; fewer where there are fewer files."""
    size = await count(db, actor, None, None) // number + 1
    ends = [
        None,
        *await db.scalars(BOUNDS, {"tenant": actor.tenant_id, "size": size}),
        None,
    ]
    return list(starmap(Part, pairwise(ends)))
