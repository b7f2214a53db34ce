"""What became of each record: every change and every step, for good."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index

from app.models.base import SCHEMA, TenantRow, json_column, within


class RecordChange(TenantRow, table=True):
    """One act on one record: who, when, from which state to which, what it was before.

    `changes` maps a field to `{"from": ..., "to": ...}`; its values are as
    confidential as the record.
    """

    __tablename__ = "record_change"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        Index("ix_record_change_record", "tenant_id", "record_id", "id"),
        {"schema": SCHEMA},
    )
    resource: str
    record_id: UUID
    student_id: UUID | None = None
    version: int
    act: str
    from_state: str | None = None
    to_state: str | None = None
    reason_code: str | None = None
    comment: str | None = None
    changes: dict[str, Any] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}", "nullable": False}
    )
