"""Files by the thousand, for computing their deadlines anew, and how far such a pass has come.

Rows are read as they come, without entities, and written by arrays: one
statement for many. Both cost a tenth of what a unit of work does.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Date, Executable, Uuid, any_, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from app.auth import Actor
from app.models.base import SCHEMA
from app.models.deadline import Recomputation
from app.models.organisation import Organisation, SchoolCalendar
from app.models.student import Student

PARTY = "earlybridge rules"
LOWEST_ID = UUID(int=0)
NOTHING: Mapping[str, Any] = {}
_COLUMNS: Any = SQLModel.metadata.tables[f"{SCHEMA}.deadline"].c
UUIDS = ARRAY(Uuid)
IDS = frozenset(c.name for c in _COLUMNS if isinstance(c.type, Uuid))
DATES = frozenset(c.name for c in _COLUMNS if isinstance(c.type, Date))
JSON_COLUMNS = frozenset({"pauses", "missing"})
"""Lists, which go as text: an array of arrays would be taken apart."""
AS_WRITTEN = {
    "pauses": "cast(now.pauses as jsonb)",
    "missing": "array(select jsonb_array_elements_text(cast(now.missing as jsonb)))",
}


class Child(NamedTuple):
    """What a pass needs of a student."""

    id: UUID
    district_id: UUID | None
    jurisdiction: str
    born_on: date
    facts: Mapping[str, Any]


class EventRow(NamedTuple):
    id: UUID
    type: str
    on_date: date
    data: Mapping[str, Any]


class PauseRow(NamedTuple):
    reason: str
    from_on: date
    to_on: date | None
    evidence: str


class NoteRow(NamedTuple):
    rule_id: str
    occurrence: str
    dismissed_at: datetime | None
    waived_on: date | None


class StayRow(NamedTuple):
    id: UUID
    referred_on: date


class DeadlineRow(NamedTuple):
    """`kept` are the columns that are computed, in the order asked for."""

    id: UUID
    rule_id: str
    occurrence: str
    kept: tuple[Any, ...]


@dataclass(slots=True)
class File:
    """One student with everything that is stored of the case, what was entered in error left out."""

    child: Child
    events: list[EventRow] = field(default_factory=list)
    pauses: list[PauseRow] = field(default_factory=list)
    deadlines: list[DeadlineRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    stays: list[StayRow] = field(default_factory=list)


@dataclass(slots=True)
class Changed:
    """Deadlines of many files: rows to make, rows to alter, and ids of those that fall away.

    A row is what is kept of it, after its keys: student, rule and occurrence of
    a new one, the id of one that is there.
    """

    new: list[tuple[Any, ...]] = field(default_factory=list)
    moved: list[tuple[Any, ...]] = field(default_factory=list)
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
) -> list[Child]:
    """In the order of their ids. `lock` makes their changes wait, as recording an event does."""
    query = (
        _students(actor, district_id)
        .with_only_columns(*(col(getattr(Student, name)) for name in Child._fields))
        .where(col(Student.id) > (after or LOWEST_ID))
        .order_by(col(Student.id))
        .limit(limit)
    )
    rows = await db.execute(query.with_for_update() if lock else query)
    return [Child(*row) for row in rows]


def _students(actor: Actor, district_id: UUID | None) -> Any:
    query = select(Student).where(
        col(Student.tenant_id) == actor.tenant_id, col(Student.merged_into_id).is_(None)
    )
    return query if district_id is None else query.where(col(Student.district_id) == district_id)


EVENTS = text("""
select student_id, id, type, on_date, data::text from eb.case_event
 where tenant_id = :tenant and student_id = any(cast(:ids as uuid[])) and not entered_in_error
   and (cast(:kinds as text[]) is null or type = any(cast(:kinds as text[])))
 order by on_date, id""")
PAUSES = text("""
select student_id, reason, from_on, to_on, evidence from eb.case_pause
 where tenant_id = :tenant and student_id = any(cast(:ids as uuid[])) and not entered_in_error
 order by from_on, id""")
NOTES = text("""
select student_id, rule_id, occurrence, dismissed_at, waived_on from eb.deadline_note
 where tenant_id = :tenant and student_id = any(cast(:ids as uuid[]))""")
REMOVE = text("""
delete from eb.deadline where tenant_id = :tenant and id = any(cast(:ids as uuid[]))""")
STAYS = text("""
select student_id, id, referred_on from eb.enrolment
 where tenant_id = :tenant and student_id = any(cast(:ids as uuid[])) order by referred_on, id""")
MERGED = text("""
select other_id, student_id from eb.student_link
 where tenant_id = :tenant and student_id = any(cast(:ids as uuid[])) and state = 'merged'""")


async def files(
    db: AsyncSession,
    actor: Actor,
    children: Sequence[Child],
    kept: Sequence[str],
    rules: frozenset[str] | None,
    kinds: frozenset[str] | None,
) -> list[File]:
    """Files of these children. What happened on a file merged into one of them is of that one's case.

    `kept`: the columns to read of a deadline. Deadlines of `rules` and events of `kinds` only; None: all.
    """
    found = {child.id: File(child) for child in children}
    asked: dict[str, Any] = {"tenant": actor.tenant_id, "ids": list(found)}
    merged = {row.other_id: row.student_id for row in await _all(db, MERGED, asked)}
    whole = {"tenant": actor.tenant_id, "ids": [*found, *merged]}
    of_kinds = {**whole, "kinds": None if kinds is None else sorted(kinds)}
    for student, id_, kind, on_date, data in await _all(db, EVENTS, of_kinds):
        said = NOTHING if data == "{}" else json.loads(data)
        found[merged.get(student, student)].events.append(EventRow(id_, kind, on_date, said))
    for student, *pause in await _all(db, PAUSES, whole):
        found[merged.get(student, student)].pauses.append(PauseRow(*pause))
    for student, id_, rule_id, occurrence, *columns in await _deadlines(db, asked, kept, rules):
        row = DeadlineRow(id_, rule_id, occurrence, tuple(columns))
        found[student].deadlines.append(row)
    for student, *note in await _all(db, NOTES, asked):
        found[student].notes.append(NoteRow(*note))
    for student, *stay in await _all(db, STAYS, asked):
        found[student].stays.append(StayRow(*stay))
    return list(found.values())


async def _all(db: AsyncSession, query: Executable, asked: Mapping[str, Any] | None = None) -> Any:
    """Every row at once: one by one they cost twice as much."""
    return (await db.execute(query, asked)).all()


async def _deadlines(
    db: AsyncSession, asked: Mapping[str, Any], kept: Sequence[str], rules: frozenset[str] | None
) -> Any:
    names = ("student_id", "id", "rule_id", "occurrence", *kept)
    query = select(*(_COLUMNS[name] for name in names)).where(
        _COLUMNS.tenant_id == asked["tenant"],
        _COLUMNS.student_id == any_(literal(asked["ids"], UUIDS)),
    )
    return await _all(db, query if rules is None else query.where(_COLUMNS.rule_id.in_(rules)))


async def store(
    db: AsyncSession, actor: Actor, kept: Sequence[str], rulebook_sha256: str, changed: Changed
) -> None:
    """Write the deadlines of many locked files at once."""
    told = {"tenant": actor.tenant_id, "sha": rulebook_sha256}
    if changed.gone:
        await db.execute(REMOVE, {"tenant": actor.tenant_id, "ids": changed.gone})
    if changed.moved:
        names = ("id", *kept)
        now, values = _rows(names, changed.moved)
        update_ = f"""update eb.deadline d set ({", ".join(kept)}, rulebook_sha256) = ({_read(kept)}, :sha)
              from {now} where d.tenant_id = :tenant and d.id = now.id"""  # noqa: S608 - names of columns
        await db.execute(text(update_), {**told, **values})
    if changed.new:
        names = ("id", "student_id", "rule_id", "occurrence", *kept)
        now, values = _rows(names, changed.new)
        insert = f"""insert into eb.deadline (tenant_id, {", ".join(names)}, rulebook_sha256)
              select :tenant, {_read(names)}, :sha from {now}"""  # noqa: S608 - names of columns
        await db.execute(text(insert), {**told, **values})


def _rows(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> tuple[str, dict[str, Any]]:
    """Rows as a table `now`, each column one array."""
    arrays = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    for name in JSON_COLUMNS & arrays.keys():
        arrays[name] = [json.dumps(value) for value in arrays[name]]
    casts = ", ".join(f"cast(:{name} as {_type(name)}[])" for name in names)
    return f"unnest({casts}) as now({', '.join(names)})", arrays


def _type(name: str) -> str:
    if name in IDS:
        return "uuid"
    return "date" if name in DATES else "text"


def _read(names: Sequence[str]) -> str:
    return ", ".join(AS_WRITTEN.get(name, f"now.{name}") for name in names)


async def next_versions(
    db: AsyncSession, actor: Actor, students: Collection[UUID], at: datetime, by: UUID | None
) -> None:
    """Files whose deadlines moved have changed."""
    if students:
        await db.execute(
            update(Student)
            .where(
                col(Student.tenant_id) == actor.tenant_id,
                col(Student.id) == any_(literal(list(students), UUIDS)),
            )
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
