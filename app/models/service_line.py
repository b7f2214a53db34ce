"""The services a plan promises, line by line, and what was given of them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import SCHEMA, Record, instant, within
from app.models.plan import one_of
from app.models.words import plan as words


class ServiceLine(Record, table=True):
    """One service of one version. `replaces_id`: the line of an earlier version that it continues or changes.

    `ended_on` is the last day on which a visit under this line may have been made.
    """

    __tablename__ = "service_line"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("plan_id", "plan"),
        within("replaces_id", "service_line"),
        within("provider_id", "principal"),
        UniqueConstraint("tenant_id", "plan_id", "number"),
        CheckConstraint(one_of("state", words.LineState), name="state"),
        CheckConstraint("ends_on >= starts_on", name="order"),
        CheckConstraint("sessions > 0 and minutes > 0", name="amount"),
        Index("ix_service_line_student", "tenant_id", "student_id", "id"),
        {"schema": SCHEMA},
    )
    student_id: UUID
    plan_id: UUID
    number: int
    replaces_id: UUID | None = None
    state: str = words.LineState.PROPOSED.value
    service: str
    delivery_model: str
    intensity: str
    sessions: int
    per: str
    minutes: int
    starts_on: date
    ends_on: date
    method: str | None = None
    location: str | None = None
    setting: str
    setting_code: str | None = None
    natural_environment_reason: str | None = None
    is_direct: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    discipline: str | None = None
    provider_id: UUID | None = None
    payer: str | None = None
    outcomes: list[int] = Field(
        default_factory=list,
        sa_type=ARRAY(Integer),
        sa_column_kwargs={"server_default": text("'{}'"), "nullable": False},
    )
    flexibility: str | None = None
    least_sessions: int | None = None
    most_sessions: int | None = None
    consented_on: date | None = None
    authorised_on: date | None = None
    authorisation_number: str | None = None
    authorised_minutes: int | None = None
    first_delivered_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None


class ServiceDelivery(Record, table=True):
    """A session given, or missed for a reason. A make-up names the missed session it repairs."""

    __tablename__ = "service_delivery"
    __table_args__: ClassVar[Any] = (
        within("student_id", "student"),
        within("line_id", "service_line"),
        within("provider_id", "principal"),
        within("makes_up_id", "service_delivery"),
        CheckConstraint(one_of("missed_for", words.Miss), name="missed_for"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_service_delivery_line", "tenant_id", "line_id", "on_date", "id"),
        Index(
            "ix_service_delivery_provider", "tenant_id", "provider_id", "starts_at",
            postgresql_where=text("starts_at is not null"),
        ),
        Index(
            "uq_service_delivery_made_up", "tenant_id", "makes_up_id", unique=True,
            postgresql_where=text("not entered_in_error and missed_for is null"),
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    student_id: UUID
    line_id: UUID
    on_date: date
    starts_at: datetime | None = instant(default=None)
    ends_at: datetime | None = instant(default=None)
    minutes: int
    missed_for: str | None = None
    makes_up_id: UUID | None = None
    indirect: str | None = None
    provider_id: UUID | None = None
    comment: str | None = None
    entered_in_error: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    error_reason: str | None = None
