"""Papers that were signed and not scanned."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, literal, select, union_all
from sqlmodel import col

from app.auth import Actor
from app.models.consent import Consent
from app.models.signature import Signature, SignatureScan
from app.models.student import Student
from app.models.words.signature import SignatureMethod
from app.services.queries.record import on_caseload


def unscanned(actor: Actor, me: UUID) -> Select[*tuple[Any, ...]]:
    """Signatures and consents on paper of the caller's children without a scan; each starts with its day and id."""
    late = exists().where(
        col(SignatureScan.tenant_id) == actor.tenant_id,
        col(SignatureScan.signature_id) == col(Signature.id),
    )
    signed = _papers(actor, me, Signature, col(Signature.resource), Signature.record_id).where(
        ~late
    )
    agreed = _papers(actor, me, Consent, literal("consent"), Consent.id)
    both = union_all(signed, agreed).subquery()
    return select(*both.c)


def _papers(
    actor: Actor, me: UUID, table: type[Signature] | type[Consent], resource: Any, record_id: Any
) -> Select[*tuple[Any, ...]]:
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
