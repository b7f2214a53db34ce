"""Delegated programmes: what an aide, an assistant or a parent does between the therapist's visits."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from app.models.base import SCHEMA, Record, json_column, within
from app.models.plan import json_list
from app.models.words.delegation import DelegationState


class Delegation(Record, table=True):
    """Activity steps that one person carries out, and who supervises how often. `trainings` and `checks` only grow."""

    __tablename__ = "delegation"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("line_id", "service_line"),
        within("supervisor_id", "principal"),
        within("principal_id", "principal"),
        within("contact_id", "contact"),
        CheckConstraint(
            f"state in ({', '.join(repr(s.value) for s in DelegationState)})", name="state"
        ),
        CheckConstraint("num_nonnulls(principal_id, contact_id, outside_name) = 1", name="carrier"),
        CheckConstraint("check_every_days between 1 and 365", name="interval"),
        Index("ix_delegation_student", "tenant_id", "student_id", "id"),
        Index(
            "ix_delegation_check", "tenant_id", "next_check_on", "id",
            postgresql_where=text("state = 'running'"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    line_id: UUID | None = None
    state: str = DelegationState.DRAFT.value
    title: str
    steps: list[str] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]", "nullable": False}
    )
    watch_for: str | None = None
    supervisor_id: UUID
    principal_id: UUID | None = None
    contact_id: UUID | None = None
    outside_name: str | None = None
    check_every_days: int
    trainings: list[dict[str, Any]] = json_list()
    checks: list[dict[str, Any]] = json_list()
    next_check_on: date | None = None
    ended_on: date | None = None
