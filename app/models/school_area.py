"""Which school a postal code belongs to, as the district keeps it."""

from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint

from app.models.base import SCHEMA, Record


class SchoolArea(Record, table=True):
    """In the district's own tenant: no program sees or keeps it."""

    __tablename__ = "school_area"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("tenant_id", "postal_code"),
        {"schema": SCHEMA},
    )
    postal_code: str
    school: str
