"""A referral that its sender has not sent yet."""

from typing import Any, ClassVar

from sqlalchemy import Index

from app.models.base import SCHEMA, Record, json_column


class ReferralDraft(Record, table=True):
    """In the sender's own tenant: no program sees it. Once sent, the referral has its id, and it is gone."""

    __tablename__ = "referral_draft"
    __table_args__: ClassVar[Any] = (
        Index("ix_referral_draft_age", "tenant_id", "updated_at"),
        {"schema": SCHEMA},
    )
    content: dict[str, Any] = json_column(sa_column_kwargs={"nullable": False})
