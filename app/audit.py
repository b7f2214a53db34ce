"""The record of access (34 CFR 303.406, 99.32): written in the transaction of what it records."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.auth import Actor
from app.models.base import Record
from app.models.trail import AccessLog

Action = Literal["read", "list", "create", "change", "disclose", "search"]


def touch(db: AsyncSession, row: Record) -> None:
    """Give a changed record its next version, and say when and by whom."""
    row.version += 1
    row.updated_at, row.updated_by = clock.now(), db.info["principal_id"]


def record(
    db: AsyncSession,
    actor: Actor,
    action: Action,
    resource: str,
    *,
    student_id: UUID | None = None,
    student_ids: list[UUID] | None = None,
    **detail: Any,
) -> None:
    """Note who saw or changed what. `detail` holds ids, states and field names; never names or values."""
    db.add(
        AccessLog(
            tenant_id=actor.tenant_id,
            action=action,
            resource=resource,
            purpose=actor.purpose,
            student_id=student_id,
            student_ids=student_ids,
            detail=detail or None,
        )
    )
