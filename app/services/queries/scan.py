"""Papers that were signed and not scanned."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.auth import Actor
from app.models.consent import Consent
from app.models.signature import Signature, SignatureScan
from app.models.student import Student
from app.models.words.signature import SignatureMethod
from app.services.queries import worklist
from app.services.queries.record import on_caseload
from app.services.queries.worklist import Waiting


def unscanned(actor: Actor, me: UUID) -> Waiting:
    """Signatures and consents on paper of the caller's children without a scan."""
    both = union_all(*_both(actor, me)).subquery()
    return select(*both.c)


async def page(
    db: AsyncSession, actor: Actor, me: UUID, limit: int, after: tuple[Any, ...] | None
) -> list[Any]:
    """By day and id; one more than `limit` when there is more. Each kind goes by its own index."""
    rows = [row for kind in _both(actor, me) for row in await worklist.page(db, kind, limit, after)]
    return sorted(rows, key=lambda row: (row.on_date, row.id))[: limit + 1]


def _both(actor: Actor, me: UUID) -> tuple[Waiting, Waiting]:
    """Each starts with its day and id."""
    late = exists().where(
        col(SignatureScan.tenant_id) == actor.tenant_id,
        col(SignatureScan.signature_id) == col(Signature.id),
    )
    signed = _papers(actor, me, Signature, col(Signature.resource), Signature.record_id)
    agreed = _papers(actor, me, Consent, literal("consent"), Consent.id)
    return signed.where(~late), agreed.where(~col(Consent.entered_in_error))


def _papers(
    actor: Actor, me: UUID, table: type[Signature] | type[Consent], resource: Any, record_id: Any
) -> Waiting:
    return (
        select(
            col(table.signed_on).label("on_date"),
            col(table.id).label("id"),
            col(Student.id).label("student_id"),
            col(Student.first_name).label("first_name"),
            col(Student.last_name).label("last_name"),
            resource.label("resource"),
            col(record_id).label("record_id"),
        )
        .join(
            Student,
            (col(Student.tenant_id) == col(table.tenant_id))
            & (col(Student.id) == col(table.student_id)),
        )
        .where(
            col(table.tenant_id) == actor.tenant_id,
            col(table.method) == SignatureMethod.PAPER.value,
            col(table.scan_id).is_(None),
            on_caseload(actor, me, table.student_id),
        )
    )
