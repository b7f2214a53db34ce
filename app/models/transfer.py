"""A child's move from one program to another: the offer in the sender's file, and what the receiver sees of it."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, list_column, within
from app.models.words.transfer import PlanTaken, TransferState

STATES = f"state in ({', '.join(repr(s.value) for s in TransferState)})"


class Transfer(Record, table=True):
    """An offer in the sending program's file: frozen text, its hash, the ground on which it was released."""

    __tablename__ = "transfer"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("consent_id", "consent"),
        within("disclosure_id", "disclosure"),
        CheckConstraint(STATES, name="state"),
        CheckConstraint("num_nonnulls(consent_id, exception) = 1", name="one_ground"),
        Index("ix_transfer_student", "tenant_id", "student_id", "id"),
        Index(
            "uq_transfer_open", "tenant_id", "student_id", unique=True,
            postgresql_where=text("state = 'offered'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    receiver_id: UUID = Field(foreign_key=f"{SCHEMA}.organisation.id")
    state: str = TransferState.OFFERED.value
    consent_id: UUID | None = None
    exception: str | None = None
    disclosure_id: UUID
    covers: list[str] = list_column()
    reason: str
    offered_on: date
    answered_on: date | None = None
    answer_reason: str | None = None
    sha256: str
    content: str


class IncomingTransfer(Record, table=True):
    """Published into the receiving program's tenant. What is declined or withdrawn keeps nothing of the child."""

    __tablename__ = "incoming_transfer"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        CheckConstraint(STATES, name="state"),
        CheckConstraint(
            f"plan_taken in ({', '.join(repr(p.value) for p in PlanTaken)})", name="plan_taken"
        ),
        Index("ix_incoming_transfer_worklist", "tenant_id", "state", "offered_on", "id"),
        Index("ix_incoming_transfer_day", "tenant_id", "offered_on", "id"),
        {"schema": SCHEMA},
    )
    sender_id: UUID
    state: str
    reason: str
    offered_on: date
    child_first_name: str | None = None
    child_last_name: str | None = None
    born_on: date | None = None
    referred_on: date
    answered_on: date | None = None
    answer_reason: str | None = None
    plan_taken: str | None = None
    student_id: UUID | None = Field(
        default=None, description="The child's file here, once it was accepted."
    )
    duplicates_reviewed: list[str] = list_column()
    """Ids of students whom somebody looked at before the child was taken in."""
    sha256: str
    content: str | None = None
