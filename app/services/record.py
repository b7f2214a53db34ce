"""What every record does alike: opened, added, changed, moved; each act in its history and on the record of access.

A record that belongs to a student is seen by those who see the student; while
it is changed, the student's file is locked first, so that all changes of one
child follow one another. What belongs to a file that was merged into another is
seen and changed through that one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import audit
from app.auth import Actor
from app.errors import NotFound
from app.http import require_version
from app.models.base import Record
from app.models.history import RecordChange
from app.models.student import Student
from app.services import case
from app.services.queries import case as cases
from app.services.queries import record as queries
from app.services.workflow import Step

R = TypeVar("R", bound=Record)
ONLY_READ = "This record is of a file that was merged into this one: it is read here, and changed once the merge is taken back."


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """One kind of record. `name` is what histories and the record of access call it."""

    name: str
    table: type[R]
    missing: type[NotFound]


async def read(
    db: AsyncSession, actor: Actor, kind: Kind[R], record_id: UUID, student_id: UUID | None = None
) -> R:
    """One record; of that student, where one is named.

    Raises: kind.missing, StudentNotFound, NotOnCaseload.
    """
    row = await _seen(db, actor, kind, record_id, student_id)
    _access(db, actor, kind, row, "read")
    return row


def only_read(row: Any, student_id: UUID | None) -> str | None:
    """What keeps everybody from changing it in that file: it is of one that was merged into it."""
    is_merged = student_id is not None and student_of(row) != student_id
    return ONLY_READ if is_merged else None


def listed(
    db: AsyncSession, actor: Actor, kind: Kind[Any], student_ids: Iterable[UUID | None]
) -> None:
    """Note a list on the record of access, under each student it showed."""
    shown = sorted({i for i in student_ids if i is not None})
    audit.record(db, actor, "list", kind.name, student_ids=shown or None)


async def open_for_change(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[R],
    record_id: UUID,
    if_match: str,
    student_id: UUID | None = None,
) -> R:
    """Lock one record, its student's file before it.

    A part of a file that was merged into the named one stays as it is: taking the merge back gives it back as it was.

    Raises: kind.missing, StudentNotFound, NotOnCaseload, StudentMerged, VersionStale.
    """
    row = await _seen(db, actor, kind, record_id, student_id)
    if hindrance := only_read(row, student_id):
        raise case.StudentMerged(hindrance, merged_into=str(student_id))
    if (of_student := student_of(row)) is not None:
        await case.lock_file(db, actor, await case.holder(db, actor, of_student))
    return await _locked(db, actor, kind, record_id, if_match)


async def lock(
    db: AsyncSession, actor: Actor, kind: Kind[R], record_id: UUID, student_id: UUID, if_match: str
) -> R:
    """Lock a record that is the caller's to change though the child may be another's, the file before it.

    Raises: kind.missing, VersionStale.
    """
    await cases.student(db, actor, await case.holder(db, actor, student_id), lock=True)
    return await _locked(db, actor, kind, record_id, if_match)


async def _locked(
    db: AsyncSession, actor: Actor, kind: Kind[R], record_id: UUID, if_match: str
) -> R:
    row = await queries.one(db, actor, kind.table, record_id, lock=True)
    if row is None:
        raise kind.missing
    require_version(row.version, if_match)
    return row


async def _seen(
    db: AsyncSession, actor: Actor, kind: Kind[R], record_id: UUID, student_id: UUID | None
) -> R:
    if student_id is not None:
        await case.open_file(db, actor, student_id)
    row = await queries.one(db, actor, kind.table, record_id)
    if row is None:
        raise kind.missing
    of_student = student_of(row)
    if student_id is None:
        if of_student is not None:
            await case.open_file(db, actor, await case.holder(db, actor, of_student))
    elif of_student is None or not await queries.is_of_child(db, of_student, student_id):
        raise kind.missing
    return row


def student_of(row: Record) -> UUID | None:
    """The student a record belongs to, or is; None for one that is the program's."""
    if isinstance(row, Student):
        return row.id
    found: UUID | None = getattr(row, "student_id", None)
    return found


def add(db: AsyncSession, actor: Actor, kind: Kind[R], row: R, *, comment: str | None = None) -> R:
    """Put a new record on file."""
    db.add(row)
    _remember(db, actor, kind, row, "created", to_state=_state(row), comment=comment)
    _access(db, actor, kind, row, "create")
    return row


def change(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[R],
    row: R,
    changes: Mapping[str, Any],
    *,
    act: str = "changed",
    reason_code: str | None = None,
    comment: str | None = None,
) -> dict[str, Any]:
    """Set the fields that differ; returns what they were and are. Nothing differs: no new version."""
    kept = _set(row, changes)
    if kept:
        audit.touch(db, row)
        _remember(db, actor, kind, row, act, reason_code=reason_code, comment=comment, changes=kept)
        _access(db, actor, kind, row, "change", fields=sorted(kept))
    return kept


ERROR = "entered_in_error"


def is_in_error(row: Record) -> bool:
    """By its mark, or by its state."""
    return getattr(row, ERROR, False) or _state(row) == ERROR


def note(
    db: AsyncSession, actor: Actor, kind: Kind[R], row: R, act: str, unsaid: Iterable[str] = ()
) -> None:
    """Say in its history what came about and changes none of its fields.

    Of those in `unsaid`, only that they changed: no history keeps a secret.
    """
    _remember(db, actor, kind, row, act, changes={name: {} for name in unsaid})
    _access(db, actor, kind, row, "change", act=act)


def move(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[R],
    row: R,
    step: Step[Any],
    *,
    reason_code: str | None = None,
    comment: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Take a step that its machine allowed; `changes` are fields set with it."""
    before = _state(row)
    after = step.target or before
    kept = _set(row, changes or {})
    row.state = after  # a kind with steps has one
    audit.touch(db, row)
    _remember(
        db, actor, kind, row, step.act, from_state=before, to_state=after,
        reason_code=reason_code, comment=comment, changes=kept,
    )  # fmt: skip
    _access(db, actor, kind, row, "change", act=step.act, state=after)


async def history(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[R],
    record_id: UUID,
    limit: int,
    after: tuple[Any, ...] | None,
    student_id: UUID | None = None,
) -> list[RecordChange]:
    """Every act on the record, oldest first; one more than `limit` when there is more.

    Raises: kind.missing, StudentNotFound, NotOnCaseload.
    """
    row = await _seen(db, actor, kind, record_id, student_id)
    _access(db, actor, kind, row, "read", part="history")
    return await queries.history(db, actor, kind.name, record_id, limit, after)


def _set(row: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields that differ; returns what they were and are."""
    kept = {}
    for name, new in changes.items():
        old = getattr(row, name)
        if old != new:
            kept[name] = {"from": plain(old), "to": plain(new)}
            setattr(row, name, new)
    return kept


def _state(row: Record) -> str | None:
    found: str | None = getattr(row, "state", None)
    return found


def _remember(
    db: AsyncSession,
    actor: Actor,
    kind: Kind[R],
    row: R,
    act: str,
    **said: Any,
) -> None:
    db.add(
        RecordChange(
            tenant_id=actor.tenant_id,
            resource=kind.name,
            record_id=row.id,
            student_id=student_of(row),
            version=row.version,
            act=act,
            **said,
        )
    )


def _access(
    db: AsyncSession, actor: Actor, kind: Kind[R], row: R, action: audit.Action, **detail: Any
) -> None:
    audit.record(
        db, actor, action, kind.name, student_id=student_of(row), record_id=str(row.id), **detail
    )


def plain(value: Any) -> Any:
    """As JSON holds it: dates, ids and decimals as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, date | datetime | UUID):
        return str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
