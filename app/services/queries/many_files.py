"""Files by the thousand: what the rules need of them, read by sets, and what they gave, stored by one statement.

Everything here goes by the driver's own connection, inside the transaction of
the session: rows come as they are, and each kind of thing is one array a file.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import Date, Uuid
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from app.auth import Actor
from app.db import driver_of
from app.models.base import SCHEMA

Key = tuple[str, str]
"""Rule and occurrence."""
LOWEST_ID, HIGHEST_ID = UUID(int=0), UUID(int=(1 << 128) - 1)
NOTHING: Mapping[str, Any] = {}
LISTS = ("pauses", "missing")
"""Columns that hold lists, most of them empty."""
_COLUMNS: Any = SQLModel.metadata.tables[f"{SCHEMA}.deadline"].c
UUIDS = frozenset(c.name for c in _COLUMNS if isinstance(c.type, Uuid))
DATES = frozenset(c.name for c in _COLUMNS if isinstance(c.type, Date))


class Part(NamedTuple):
    """Students of ids after the first, up to the second; None: no bound."""

    after: UUID | None = None
    until: UUID | None = None


WHOLE = Part()


class Child(NamedTuple):
    """What a pass needs of a student."""

    id: UUID
    district_id: UUID | None
    jurisdiction: str
    born_on: date
    facts: Mapping[str, Any]


class EventRow(NamedTuple):
    type: str
    on_date: date
    data: Mapping[str, Any]
    id: UUID


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


class Events(NamedTuple):
    """Of one file, in no order: each column one list."""

    types: Sequence[str] = ()
    days: Sequence[date] = ()
    data: Sequence[Mapping[str, Any]] = ()
    ids: Sequence[UUID] = ()

    def rows(self) -> list[EventRow]:
        return list(map(EventRow, *self))

    @classmethod
    def of(cls, rows: Iterable[EventRow]) -> Self:
        columns = tuple(zip(*rows, strict=True))
        return cls(*columns) if columns else cls()


NO_EVENTS = Events()


@dataclass(slots=True)
class File:
    """One student with everything that is stored of the case, what was entered in error left out."""

    child: Child
    events: Events = NO_EVENTS
    pauses: list[PauseRow] = field(default_factory=list)
    deadlines: dict[Key, tuple[Any, ...]] = field(default_factory=dict)
    """The columns that are computed, in the order asked for."""
    ids: dict[Key, UUID] = field(default_factory=dict)
    """Of the deadlines."""
    notes: list[NoteRow] = field(default_factory=list)
    stay: StayRow | None = None
    """The present one, where there were several."""


CHILDREN = """
select id, district_id, jurisdiction, born_on, nullif(facts::text, '{}') from eb.student
 where tenant_id = $1 and id > $2 and id <= $3 and merged_into_id is null
   and ($4::uuid is null or district_id = $4)
 order by id limit $5"""
EVENTS = """
select student_id, array_agg(type), array_agg(on_date), array_agg(nullif(data::text, '{{}}')), array_agg(id)
  from eb.case_event
 where tenant_id = $1 and student_id >= $2 and student_id <= $3 and not entered_in_error{narrowed}
 group by student_id"""
PAUSES = """
select student_id, reason, from_on, to_on, evidence from eb.case_pause
 where tenant_id = $1 and student_id >= $2 and student_id <= $3 and not entered_in_error{narrowed}
 order by from_on, id"""
NOTES = """
select student_id, rule_id, occurrence, dismissed_at, waived_on from eb.deadline_note
 where tenant_id = $1 and student_id >= $2 and student_id <= $3{narrowed}"""
STAYS = """
select student_id, (array_agg(id order by referred_on desc, id desc))[1], max(referred_on) from eb.enrolment
 where tenant_id = $1 and student_id >= $2 and student_id <= $3{narrowed}
 group by student_id having count(*) > 1"""
MERGED = """
select other_id, student_id from eb.student_link
 where tenant_id = $1 and student_id >= $2 and student_id <= $3 and state = 'merged'{narrowed}"""
DEADLINES = """
select student_id, id, rule_id, occurrence, {columns}, nullif(pauses::text, '[]'), nullif(missing, '{{}}')
  from eb.deadline
 where tenant_id = $1 and student_id >= $2 and student_id <= $3{narrowed}"""


class Span(NamedTuple):
    """Ids from the first to the last, both inside; only these of them, None: all.

    Bounds, since they are an index's whatever the planner believes of a
    table; a list of ids it may compare with every row of the program.
    """

    first: UUID
    last: UUID
    among: list[UUID] | None = None


async def children(
    db: AsyncSession,
    actor: Actor,
    district_id: UUID | None,
    part: Part,
    limit: int,
    *,
    lock: bool,
) -> list[Child]:
    """The first of a part of the district, of the program for None; in the order of their ids.

    `lock` makes their changes wait, as recording an event does.
    """
    rows = await (await driver_of(db)).fetch(
        f"{CHILDREN} for update" if lock else CHILDREN,
        actor.tenant_id, part.after or LOWEST_ID, part.until or HIGHEST_ID, district_id, limit,
    )  # fmt: skip
    return [
        Child(id_, district, place, born_on, NOTHING if facts is None else _said(facts))
        for id_, district, place, born_on, facts in rows
    ]


async def read(
    db: AsyncSession,
    actor: Actor,
    children: Sequence[Child],
    kept: tuple[str, ...],
    rules: Collection[str] | None,
    kinds: Collection[str] | None,
    *,
    is_scattered: bool,
) -> list[File]:
    """Files of these children. What happened on a file merged into one of them is of that one's case.

    `kept`: the columns to read of a deadline, `LISTS` last. Deadlines of
    `rules` and events of `kinds` only; None: all. `is_scattered`: many other
    files lie between them.
    """
    found = {child.id: File(child) for child in children}
    if not found:
        return []
    driver = await driver_of(db)

    async def fetch(query: str, span: Span, column: str = "", names: Any = None) -> Any:
        return await driver.fetch(*_asked(query, actor, span, column, names))

    ids = list(found)
    span = Span(ids[0], ids[-1], ids if is_scattered else None)
    merged = dict(await fetch(MERGED, span))
    for of in (span, *(Span(other, other) for other in merged)):
        files = found if of is span else {of.first: found.get(merged[of.first])}
        for student, *events in await fetch(EVENTS, of, "type", kinds):
            if file := files.get(student):
                _add_events(file, *events)
        for student, *pause in await fetch(PAUSES, of):
            if file := files.get(student):
                file.pauses.append(PauseRow(*pause))
    for student, *note in await fetch(NOTES, span):
        if file := found.get(student):
            file.notes.append(NoteRow(*note))
    for student, *stay in await fetch(STAYS, span):
        if file := found.get(student):
            file.stay = StayRow(*stay)
    for row in await fetch(_deadlines(kept), span, "rule_id", rules):
        if file := found.get(row[0]):
            key, pauses = (row[2], row[3]), row[-2]
            lists = ([] if pauses is None else json.loads(pauses), row[-1] or [])
            file.ids[key], file.deadlines[key] = row[1], (*row[4:-2], *lists)
    return list(found.values())


def _asked(query: str, actor: Actor, span: Span, column: str, names: Any) -> tuple[Any, ...]:
    """The query with its arguments, narrowed to some names of a column; None: all."""
    asked: list[Any] = [actor.tenant_id, span.first, span.last]
    narrowed = ""
    for of, type_, values in (("student_id", "uuid", span.among), (column, "text", names)):
        if values is not None:
            asked.append(values)
            narrowed += f" and {of} = any(${len(asked)}::{type_}[])"
    return (query.format(narrowed=narrowed), *asked)


@lru_cache(maxsize=1 << 12)
def _said(text: str) -> Mapping[str, Any]:
    """What many events say is the same."""
    found: Mapping[str, Any] = json.loads(text)
    return found


@cache
def _deadlines(kept: tuple[str, ...]) -> str:
    return DEADLINES.replace("{columns}", ", ".join(kept[: -len(LISTS)]))


def _add_events(
    file: File, types: list[str], days: list[date], data: list[str | None], ids: list[UUID]
) -> None:
    events = Events(types, days, [NOTHING if d is None else _said(d) for d in data], ids)
    if file.events is not NO_EVENTS:  # these are of a file merged into it
        events = Events.of([*file.events.rows(), *events.rows()])
    file.events = events


STAGE = "create temp table if not exists {stage} ({columns}) on commit delete rows"
STORE = """
with now as not materialized (
  select *, (from_status, from_due_on) is distinct from (status, due_on) as is_moved from pg_temp.{stage}
), gone as (
  delete from eb.deadline d using now where d.tenant_id = $1 and d.id = now.id and now.status is null
), altered as (
  update eb.deadline d set ({kept}, rulebook_sha256) = row({read}, $2)
    from now where d.tenant_id = $1 and d.id = now.id and now.from_status is not null and now.status is not null
), made as (
  insert into eb.deadline (tenant_id, id, student_id, rule_id, occurrence, {kept}, rulebook_sha256)
  select $1, now.id, now.student_id, now.rule_id, now.occurrence, {read}, $2 from now where now.from_status is null
)
insert into eb.clock_change (tenant_id, id, student_id, cause, rule_ids, occurrences,
                             from_statuses, to_statuses, from_due_on, to_due_on)
select $1, eb.new_id(), student_id, $3, array_agg(rule_id), array_agg(occurrence),
       array_agg(from_status), array_agg(status), array_agg(from_due_on), array_agg(due_on)
  from now where is_moved group by student_id"""
STAGED = "changed_deadline"
KEYS = ("id", "student_id", "rule_id", "occurrence", "from_status", "from_due_on")


class Why(NamedTuple):
    """What is said of every change of one batch."""

    rulebook_sha256: str
    cause: str


async def store(
    db: AsyncSession,
    actor: Actor,
    kept: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    why: Why,
) -> None:
    """Write deadlines of many locked files, with their history, in one statement.

    A row is `KEYS`, then `kept` (`LISTS` last): nothing in `from_status` of a
    deadline that is new, nothing in `status` of one that falls away. Those that
    moved are one row of the history of their file.
    """
    driver, columns = await driver_of(db), (*KEYS, *kept)
    staged = [(*row[:-2], _text(row[-2]), row[-1] or None) for row in rows]
    await driver.execute(_stage(kept))
    await driver.copy_records_to_table(
        STAGED, schema_name="pg_temp", records=staged, columns=columns
    )
    await driver.execute(_store(kept), actor.tenant_id, *why)


def _text(found: list[Any] | None) -> str | None:
    return json.dumps(found) if found else None


@cache
def _stage(kept: tuple[str, ...]) -> str:
    columns = (f"{name} {_type(name)}" for name in (*KEYS, *kept))
    return STAGE.format(stage=STAGED, columns=", ".join(columns))


def _type(name: str) -> str:
    if name == "missing":
        return "text[]"
    if name in UUIDS:
        return "uuid"
    return "date" if name in DATES or name == "from_due_on" else "text"


_READ = {
    "pauses": "coalesce(now.pauses::jsonb, '[]')",
    "missing": "coalesce(now.missing, '{}')",
}


@cache
def _store(kept: tuple[str, ...]) -> str:
    read = (_READ.get(name, f"now.{name}") for name in kept)
    return STORE.format(stage=STAGED, kept=", ".join(kept), read=", ".join(read))
