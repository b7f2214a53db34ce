"""What was imported, by the sender's own numbers: a line sent again is the same line."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from app.models.base import NOW, SCHEMA, WHO


class ImportLine(SQLModel, table=True):
    """`sha256` is that of the line's canonical text."""

    __tablename__ = "import_line"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    tenant_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    record_id: UUID
    sha256: str
    created_at: datetime = Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": NOW, "nullable": False},
    )
    created_by: UUID | None = Field(default=None, sa_column_kwargs={"server_default": WHO})
