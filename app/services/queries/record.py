"""What every kind of record is read by: its key, its history, its page."""

from collections.abc import Sequence
from typing import Any, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    any_,
    func,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel, col

from app.auth import Actor
from app.models.base import Correctable, TenantRow
from app.models.fields import MOST_ON_FILE
from app.models.history import RecordChange
from app.models.signature import Signature, SignatureScan

T = TypeVar("T", bound=TenantRow)
Listed = TypeVar("Listed", bound=SQLModel)
Ts = TypeVarTuple("Ts")


async def one(
    db: AsyncSession, actor: Actor, table: type[T], record_id: UUID, *, lock: bool = False
) -> T | None:
    """`lock` reads it anew, so that the version is the one that is locked."""
    query = select(table).where(col(table.tenant_id) == actor.tenant_id, col(table.id) == record_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return await db.scalar(query)


def names_place(places: Any, place: str) -> ColumnElement[bool]:
    """A list of places has this one, however either is spelt."""
    listed = func.unnest(places).table_valued("named").render_derived()
    is_same = func.eb.name_key(listed.c.named) == func.eb.name_key(place)
    return select(literal(1)).select_from(listed).where(is_same).exists()


def names_language(tags: Any, language: str) -> ColumnElement[bool]:
    """A list of languages has this one, whatever region or script either tag adds."""
    listed = func.unnest(tags).table_valued("tag").render_derived()
    is_same = _primary(listed.c.tag) == _primary(literal(language))
    return select(literal(1)).select_from(listed).where(is_same).exists()


def _primary(tag: ColumnElement[str]) -> ColumnElement[str]:
    return func.lower(func.split_part(tag, "-", 1))


def keyed(
    query: Select[*Ts],
    keys: Sequence[Any],
    limit: int,
    after: tuple[Any, ...] | None,
    *,
    newest_first: bool = False,
) -> Select[*Ts]:
    """By the keys, after a place in that order, one row more than `limit` when there is more."""
    if after:
        place = tuple_(*keys)
        query = query.where(place < after if newest_first else place > after)
    order = [k.desc() for k in keys] if newest_first else keys
    return query.order_by(*order).limit(limit + 1)


async def page(
    db: AsyncSession,
    query: Select[Listed],
    keys: Sequence[Any],
    limit: int,
    after: tuple[Any, ...] | None,
    *,
    newest_first: bool = False,
) -> list[Listed]:
    """Rows by their keys, one more than `limit` when there is more."""
    return list(await db.scalars(keyed(query, keys, limit, after, newest_first=newest_first)))


def of_child(column: Any, student_id: UUID) -> ColumnElement[bool]:
    """Rows of one child: of the file, and of those merged into it (`eb.files_of`)."""
    return col(column) == any_(func.eb.files_of(student_id, type_=ARRAY(Uuid)))


def counts(table: type[Correctable]) -> ColumnElement[bool]:
    """Rows that were not entered in error."""
    return col(table.entered_in_error).is_(False)


def on_caseload(actor: Actor, me: UUID, student_id: Any) -> ColumnElement[bool]:
    """The caseload rule: everybody for those who see the program, else the caller's own students.

    What was merged into one's own student's file is one's own too (`eb.caseload_of`).
    """
    if actor.sees_program:
        return true()
    return col(student_id) == any_(func.eb.caseload_of(me, type_=ARRAY(Uuid)))


async def of_one_child(db: AsyncSession, column: Any, student_id: UUID) -> ColumnElement[bool]:
    """As `of_child`, where one child has many rows: nearly always one file, so that its index gives the order too."""
    files = await db.scalar(select(func.eb.files_of(student_id, type_=ARRAY(Uuid))))
    return of_child(column, student_id) if len(files or []) > 1 else col(column) == student_id


async def is_of_child(db: AsyncSession, row_student_id: UUID, student_id: UUID) -> bool:
    """Whether a row's file is this one, or was merged into it."""
    if row_student_id == student_id:
        return True
    files = func.eb.files_of(student_id, type_=ARRAY(Uuid))
    return bool(await db.scalar(select(literal(row_student_id) == any_(files))))


async def history(
    db: AsyncSession,
    actor: Actor,
    resource: str,
    record_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[RecordChange]:
    """Oldest first. `resource` tells it from another kind of record that had the same id before."""
    query = select(RecordChange).where(
        col(RecordChange.tenant_id) == actor.tenant_id,
        col(RecordChange.record_id) == record_id,
        col(RecordChange.resource) == resource,
    )
    return await page(db, query, (col(RecordChange.id),), limit, after)


async def signatures(
    db: AsyncSession,
    actor: Actor,
    record_id: UUID,
    limit: int = MOST_ON_FILE,
    after: tuple[Any, ...] | None = None,
) -> list[Signature]:
    """Oldest first, each with its newest scan."""
    late = (
        select(col(SignatureScan.scan_id))
        .where(
            col(SignatureScan.tenant_id) == actor.tenant_id,
            col(SignatureScan.signature_id) == col(Signature.id),
        )
        .order_by(col(SignatureScan.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Signature, late).where(
        col(Signature.tenant_id) == actor.tenant_id, col(Signature.record_id) == record_id
    )
    found = []
    for given, scan_id in await db.execute(keyed(query, (col(Signature.id),), limit, after)):
        if scan_id is not None:
            set_committed_value(given, "scan_id", scan_id)  # shown, and never written
        found.append(given)
    return found
