"""Files by the hundred, for computing their deadlines anew, and how far such a pass has come."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import cast, column, delete, func, insert, select, update, values
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from app.auth import Actor
from app.models.base import SCHEMA
from app.models.deadline import CaseEvent, CasePause, Deadline, DeadlineNote, Recomputation
from app.models.organisation import Organisation, SchoolCalendar
from app.models.student import Enrolment, Student, StudentLink
from app.models.words.student import LinkState

PARTY = "earlybridge rules"
ROWS = 500
"""Rows of one statement: a statement has at most 32,767 parameters."""
READ: dict[Any, tuple[str, ...]] = {
    CaseEvent: ("student_id", "id", "type", "on_date", "data", "entered_in_error"),
    CasePause: ("student_id", "reason", "from_on", "to_on", "evidence", "entered_in_error"),
    Enrolment: ("student_id", "id", "referred_on"),
    DeadlineNote: ("student_id", "rule_id", "occurrence", "dismissed_at", "waived_on"),
    Deadline: (
        "student_id", "id", "rule_id", "occurrence", "rule_version", "stage", "kind", "actor", "status", "due_on",
        "due_on_unadjusted", "due_on_rolled", "window_opens_on", "trigger_event", "trigger_event_id", "trigger_on",
        "satisfied_on", "tolled_from", "tolled_to", "pauses", "missing",
    ),
}  # fmt: skip
"""Columns that a pass needs; whole entities would cost three times as much."""
LOWEST_ID = UUID(int=0)
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class File:
    """One student with everything that is stored of the case: rows as they are read, no entities."""

    student: Student
    events: list[CaseEvent]
    pauses: list[CasePause]
    deadlines: list[Deadline]
    notes: list[DeadlineNote]
    enrolments: list[Enrolment]


@dataclass(slots=True)
class Changed:
    """Deadlines of many files: rows to make, rows to alter (by `row_id`), and ids of those that fall away."""

    new: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)


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
    some = _students(actor, district_id).with_only_columns(col(Student.id)).limit(most).subquery()
    return int(await db.scalar(select(func.count()).select_from(some)) or 0)


async def students(
    db: AsyncSession,
    actor: Actor,
    district_id: UUID | None,
    after: UUID | None,
    limit: int,
    *,
    lock: bool,
) -> list[Student]:
    """In the order of their ids. `lock` makes their changes wait, as recording an event does."""
    query = (
        _students(actor, district_id)
        .where(col(Student.id) > (after or LOWEST_ID))
        .order_by(col(Student.id))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return list(await db.scalars(query.with_for_update() if lock else query))


def _students(actor: Actor, district_id: UUID | None) -> Any:
    query = select(Student).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.merged_into_id).is_(None)
    )
    return query if district_id is None else query.where(col(Student.district_id) == district_id)


async def files(
    db: AsyncSession, actor: Actor, students: Sequence[Student], rules: frozenset[str] | None
) -> list[File]:
    """What happened on files merged into one of these is of that one's case. Deadlines of `rules` only."""
    ids = [student.id for student in students]
    merged = await _merged(db, actor, ids)
    events = await _of(db, actor, CaseEvent, ids, merged)
    pauses = await _of(db, actor, CasePause, ids, merged)
    deadlines = await _of(db, actor, Deadline, ids, rules=rules)
    notes = await _of(db, actor, DeadlineNote, ids)
    stays = await _of(db, actor, Enrolment, ids)
    return [
        File(s, events[s.id], pauses[s.id], deadlines[s.id], notes[s.id], stays[s.id])
        for s in students
    ]


async def _merged(db: AsyncSession, actor: Actor, ids: list[UUID]) -> dict[UUID, UUID]:
    """Files merged into these, each with the one it was merged into."""
    query = select(col(StudentLink.other_id), col(StudentLink.student_id)).where(
        col(StudentLink.tenant_id) == actor.tenant_id,
        col(StudentLink.student_id).in_(ids),
        col(StudentLink.state) == LinkState.MERGED.value,
    )
    return {row.other_id: row.student_id for row in await db.execute(query)}


async def _of(
    db: AsyncSession,
    actor: Actor,
    table: type[Row],
    ids: list[UUID],
    merged: Mapping[UUID, UUID] = MappingProxyType({}),
    rules: frozenset[str] | None = None,
) -> defaultdict[UUID, list[Row]]:
    """Rows by student. In the order a single file reads them, which the rules keep for one day's events."""
    columns: Any = table
    order = {CaseEvent: "on_date", CasePause: "from_on", Enrolment: "referred_on"}.get(
        columns, "id"
    )
    query = (
        select(*(col(getattr(columns, name)) for name in READ[columns]))
        .where(
            col(columns.tenant_id) == actor.tenant_id, col(columns.student_id).in_([*ids, *merged])
        )
        .order_by(col(getattr(columns, order)), col(columns.id))
    )
    if rules is not None:
        query = query.where(col(columns.rule_id).in_(rules))
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in await db.execute(query):
        found[merged.get(row.student_id, row.student_id)].append(row)
    return found


async def store(db: AsyncSession, actor: Actor, changed: Changed) -> None:
    """Write the deadlines of many locked files at once."""
    table: Any = SQLModel.metadata.tables[f"{SCHEMA}.deadline"]
    of = table.c.tenant_id == actor.tenant_id
    if changed.gone:
        await db.execute(delete(table).where(of, table.c.id.in_(changed.gone)))
    for start in range(0, len(changed.moved), ROWS):
        rows = changed.moved[start : start + ROWS]
        names = [name for name in rows[0] if name != "row_id"]
        now = values(
            column("row_id", table.c.id.type),
            *(column(name, table.c[name].type) for name in names),
            name="now",
        ).data([(row["row_id"], *(row[name] for name in names)) for row in rows])
        new = {name: cast(now.c[name], table.c[name].type) for name in names}  # a null has no type
        await db.execute(update(table).where(of, table.c.id == now.c.row_id).values(new))
    if changed.new:
        # With `returning` many rows go in one statement; without it each has its own.
        await db.execute(insert(table).returning(table.c.id), changed.new)


async def next_versions(
    db: AsyncSession, actor: Actor, students: Collection[UUID], at: datetime, by: UUID | None
) -> None:
    """Files whose deadlines moved have changed."""
    if students:
        await db.execute(
            update(Student)
            .where(col(Student.tenant_id) == actor.tenant_id, col(Student.id).in_(students))
            .values(version=col(Student.version) + 1, updated_at=at, updated_by=by)
            .execution_options(synchronize_session=False)
        )


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


async def is_begun(db: AsyncSession, actor: Actor) -> bool:
    """Whether a pass over the whole program is unfinished, whoever works on it."""
    query = select(col(Recomputation.id)).where(
        col(Recomputation.tenant_id) == actor.tenant_id,
        col(Recomputation.done_at).is_(None),
        col(Recomputation.district_id).is_(None),
    )
    return await db.scalar(query.limit(1)) is not None
